"""等级方案 and the other documents: compared, changed as drafts, published by another (WF-46, WF-200)."""

import json
import secrets

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import clean
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import done, download, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms.batches import StepForm
from shuangluan.workforce.forms.schemes import DraftForm
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import version_register, versions
from shuangluan.workforce.queries.versions import STATE_LABEL, Version
from shuangluan.workforce.rules.parameters import CODE_LABEL
from shuangluan.workforce.services.schemes import fingerprint
from shuangluan.workforce.tables.schemes import SCHEMES, VersionLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.pay import who

PREFIX = "p:"  # of the inputs that hold values


def _find(version_id: int) -> Version:
    return versions.version(version_id, viewer=viewer(), day=clock.today()) or abort(404)


@bp.get("/schemes")
@requires(Perm.SCHEME_READ)
def scheme_list() -> ResponseReturnValue:
    """All versions by document."""
    return listed(_listing())


def _listing() -> Listing:
    return Listing(
        SLICE, SCHEMES, version_register.listed(viewer(), clock.today()), VersionLine, "scheme",
        "起草、比较、测算、由另一个人发布；发布以后不再改，要改就是新的一版", export=Perm.SCHEME_EXPORT,
    )  # fmt: skip


@bp.post("/schemes/export")
@requires(Perm.SCHEME_EXPORT)
def scheme_export() -> ResponseReturnValue:
    """The list as a workbook."""
    return exported(_listing())


@bp.get("/schemes/<int:version_id>")
@requires(Perm.SCHEME_READ)
def scheme_detail(version_id: int) -> ResponseReturnValue:
    """A version: its values, what differs from the one before, who would change."""
    return _detail(_find(version_id))


def _detail(found: Version, refusal: str = "", *, status: int = 200) -> ResponseReturnValue:
    before, differing = versions.differences(found)
    changes, why_not = versions.who_changes(found.row) if found.state in ("draft", "coming") else ([], "")
    return page(
        "workforce/scheme_detail.html", status=status, found=found, row=found.row, before=before, refusal=refusal,
        differing=differing, changes=changes, why_not=why_not, label=CODE_LABEL[found.row.code],
        state=STATE_LABEL[found.state], is_own=found.row.drafted_by_id == viewer().person_id,
        token=secrets.token_urlsafe(12),
    )  # fmt: skip


@bp.post("/schemes/<int:version_id>/copy")
@requires(Perm.SCHEME_DRAFT)
def scheme_copy(version_id: int) -> ResponseReturnValue:
    """A draft of one's own with these values."""
    found, form = _find(version_id), StepForm()
    if not form.validate_on_submit():
        return _detail(found, "这份表单不完整，请刷新页面后再提交", status=422)
    with saving(form) as saved:
        draft = services.copy_version(found.row, today=clock.today(), **who())
        saved.to = url_for(".scheme_draft", version_id=draft.id)
    return done("已复制成草稿，改好以后由区级审批发布", to=saved.to or "")


@bp.get("/schemes/<int:version_id>/draft")
@requires(Perm.SCHEME_DRAFT)
def scheme_draft(version_id: int) -> ResponseReturnValue:
    """The values of a draft, each in its input."""
    found = _find(version_id)
    row = found.row
    form = DraftForm(effective_from=row.effective_from, document_no=row.document_no, seen=fingerprint(row))
    return _draft(found, form, {})


def _draft(found: Version, form: DraftForm, typed: dict[str, str], *, status: int = 200) -> ResponseReturnValue:
    return page(
        "workforce/scheme_draft.html", status=status, found=found, row=found.row, form=form, typed=typed,
        label=CODE_LABEL[found.row.code], prefix=PREFIX,
    )  # fmt: skip


@bp.post("/schemes/<int:version_id>/draft")
@requires(Perm.SCHEME_DRAFT)
def scheme_edit(version_id: int) -> ResponseReturnValue:
    """Keep what was typed."""
    found, form = _find(version_id), DraftForm()
    typed = {
        key.removeprefix(PREFIX): str(clean(value)) for key, value in request.form.items() if key.startswith(PREFIX)
    }
    if form.validate_on_submit():
        try:
            with saving(form):
                services.edit_draft(
                    found.row, typed, effective_from=form.effective_from.data, document_no=form.document_no.data or "",
                    seen=form.seen.data or "", **who(),
                )  # fmt: skip
            return done("草稿已存下", to=url_for(".scheme_detail", version_id=version_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _draft(found, form, typed, status=422)


def _step(version_id: int, said: str, back: str, deed: str) -> ResponseReturnValue:
    """Publish, withdraw or discard; refused, the page says why."""
    found, form = _find(version_id), StepForm()
    if not form.validate_on_submit():
        return _detail(found, "这份表单不完整，请刷新页面后再提交", status=422)
    more = {} if deed == "discard_draft" else {"today": clock.today()}
    try:
        with saving(form):
            getattr(services, deed)(found.row, **more, **who())
        return done(said, to=back)
    except RuleBroken as broken:
        return _detail(found, broken.reason, status=422)


@bp.post("/schemes/<int:version_id>/publication")
@requires(Perm.SCHEME_PUBLISH)
def scheme_publication(version_id: int) -> ResponseReturnValue:
    """发布."""
    back = url_for(".scheme_detail", version_id=version_id)
    return _step(version_id, "已发布，从生效日起适用", back, "publish_version")


@bp.post("/schemes/<int:version_id>/withdrawal")
@requires(Perm.SCHEME_PUBLISH)
def scheme_withdrawal(version_id: int) -> ResponseReturnValue:
    """撤回 before it counts."""
    return _step(version_id, "已撤回", url_for(".scheme_detail", version_id=version_id), "withdraw_version")


@bp.post("/schemes/<int:version_id>/removal")
@requires(Perm.SCHEME_DRAFT)
def scheme_removal(version_id: int) -> ResponseReturnValue:
    """Away with a draft."""
    return _step(version_id, "草稿已删去", url_for(".scheme_list"), "discard_draft")


@bp.get("/schemes/<int:version_id>/document")
@requires(Perm.SCHEME_READ)
def scheme_document(version_id: int) -> ResponseReturnValue:
    """The document itself, as the engines read it."""
    row = _find(version_id).row
    body = json.dumps(row.payload, ensure_ascii=False, indent=1).encode()
    return download(body, f"{row.code}-{row.effective_from}.json")
