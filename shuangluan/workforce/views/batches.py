"""晋级批次: the list, the review page with its map, and the steps of the whole batch (WF-45, WF-200)."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm, clean
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.tables import BadParameter, page_number
from shuangluan.kernel.web import actor, done, page, saving, viewer, wants_fragment
from shuangluan.workforce import services
from shuangluan.workforce.forms import ApprovalForm, NewBatchForm, NoteForm, PublicationForm, StepForm
from shuangluan.workforce.models import PromotionBatch
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import batch_register, batches, objections
from shuangluan.workforce.queries.review import Review
from shuangluan.workforce.rules.batch_papers import PAPER_LABEL
from shuangluan.workforce.rules.states import BATCH_LABEL, CATEGORY_LABEL, Category
from shuangluan.workforce.tables.batches import BATCH_TONE, BATCHES, BatchLine
from shuangluan.workforce.views.blueprint import SLICE, bp

MINE = "mine"  # the tab of those who wait for the viewer


@bp.get("/batches")
@requires(Perm.BATCH_READ)
def batch_list() -> ResponseReturnValue:
    """All batches, the newest first."""
    return _list(NewBatchForm())


@bp.post("/batches")
@requires(Perm.BATCH_RUN)
def batch_add() -> ResponseReturnValue:
    """A new batch, computed at once."""
    form = NewBatchForm()
    if form.validate_on_submit():
        try:
            with saving(form) as saved:
                day, who = form.effective_on.data, _who()
                batch = services.open_batch(year=day.year - 1, effective_on=day, **who)
                count = services.compute_batch(batch, **who)
                saved.to = url_for(".batch_detail", batch_id=batch.id)
            return done(f"已测算 {count} 人", to=saved.to or "")
        except RuleBroken as broken:
            form.refuse(broken)
    return _list(form, status=422)


def _batches() -> Listing:
    return Listing(
        SLICE, BATCHES, batch_register.batches(viewer()), BatchLine, "batches",
        "测算、街道初审、区级复核、公示、批准、生效", empty="还没有晋级批次",
        nothing="年度考核结果确认以后，由区级复核新建批次，系统逐人测算。", export=Perm.BATCH_EXPORT,
        template="workforce/batch_list.html",
    )  # fmt: skip


def _list(form: NewBatchForm, *, status: int = 200) -> ResponseReturnValue:
    return listed(_batches(), status=status, form=form)


@bp.post("/batches/export")
@requires(Perm.BATCH_EXPORT)
def batches_export() -> ResponseReturnValue:
    """The list as a workbook."""
    return exported(_batches())


@bp.get("/batches/<int:batch_id>")
@requires(Perm.BATCH_READ)
def batch_detail(batch_id: int) -> ResponseReturnValue:
    """The review page: categories as tabs, the map, the list with its deeds, the reasons of one worker beside it."""
    batch = find(batch_id)
    return page("workforce/batch_detail.html", block=["review"], **shown(batch))


def find(batch_id: int) -> PromotionBatch:
    """The batch, or the page that says there is none."""
    return batches.batch(batch_id, viewer=viewer()) or abort(404)


def shown(batch: PromotionBatch, decided: int | None = None) -> dict[str, Any]:
    """What the review page shows; the choice of the list stands in the address.

    After `decided` the next one that waits is looked at, so that one key after the other does the list.
    """
    view = request.args.get("view", "")
    if view not in {"", MINE, *Category}:
        raise BadParameter("没有这个分类，请点上面的标签重选")
    cell, number = _cell(request.args.get("cell", "")), request.args.get("page", "")
    review = Review(
        batch, viewer(), actor(), clock.now(), category=Category(view) if view not in ("", MINE) else None, cell=cell,
        words=clean(request.args.get("q", "")), only_mine=view == MINE,
        chosen=request.args.get("item", type=int), decided=decided, page=page_number(number) if number else None,
    )  # fmt: skip
    return {
        "review": review,
        "batch": batch,
        "state": (BATCH_LABEL[review.state], BATCH_TONE[review.state]),
        "categories": CATEGORY_LABEL,
        "papers": PAPER_LABEL,
        "view": view,
        "cell": cell,
        "here": asked_list(),
        "focus": wants_fragment(),
        "token": secrets.token_urlsafe(12),
    }


def asked_list() -> dict[str, Any]:
    """Which list of the page the address asks for: a category or a cell of the map, and the words looked for."""
    return {name: request.args.get(name) or None for name in ("view", "cell", "q")}


def _cell(text: str) -> tuple[str, int] | None:
    """A cell of the map: class and grade."""
    post, _, grade = text.rpartition(":")
    if not text:
        return None
    if not post or not (grade.isascii() and grade.isdigit() and len(grade) < 4):
        raise BadParameter("没有这一格，请从等级分布图上点")
    return post, int(grade)


Deed = Callable[[PromotionBatch, BaseForm], str]


def _take(batch_id: int, form: BaseForm, title: str, deed: Deed) -> ResponseReturnValue:
    """One step of the batch; refused, the page says why."""
    batch = find(batch_id)
    back = url_for(".batch_detail", batch_id=batch.id)
    if form.validate_on_submit():
        try:
            with saving(form, batch):
                said = deed(batch, form)
            return done(said, to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    form.versioned(batch)
    return page("workforce/batch_step.html", block="dialog", status=422, batch=batch, form=form, title=title, back=back)


def _ask(batch_id: int, form: BaseForm, title: str) -> ResponseReturnValue:
    batch = find(batch_id)
    form.versioned(batch)
    back = url_for(".batch_detail", batch_id=batch.id)
    return page("workforce/batch_step.html", block="dialog", batch=batch, form=form, title=title, back=back)


def _who() -> dict[str, Any]:
    return {"by": actor(), "at": clock.now()}


@bp.post("/batches/<int:batch_id>/computation")
@requires(Perm.BATCH_RUN)
def batch_computation(batch_id: int) -> ResponseReturnValue:
    """测算 again; a second run changes nothing but changed facts."""

    def compute(batch: PromotionBatch, _form: BaseForm) -> str:
        return f"已测算 {services.compute_batch(batch, **_who())} 人"

    return _take(batch_id, StepForm(), "重新测算", compute)


@bp.post("/batches/<int:batch_id>/review")
@requires(Perm.BATCH_RUN)
def batch_review(batch_id: int) -> ResponseReturnValue:
    """→ 街道初审."""

    def send(batch: PromotionBatch, _form: BaseForm) -> str:
        services.start_review(batch, **_who())
        return "已交街道初审"

    return _take(batch_id, StepForm(), "交街道初审", send)


@bp.post("/batches/<int:batch_id>/check")
@requires(Perm.BATCH_RUN)
def batch_check(batch_id: int) -> ResponseReturnValue:
    """→ 区级复核."""

    def turn(batch: PromotionBatch, _form: BaseForm) -> str:
        services.start_check(batch, **_who())
        return "已转区级复核"

    return _take(batch_id, StepForm(), "转区级复核", turn)


@bp.get("/batches/<int:batch_id>/publication")
@requires(Perm.BATCH_RUN)
def batch_publication_ask(batch_id: int) -> ResponseReturnValue:
    """Ask where and how the list hangs."""
    return _ask(batch_id, PublicationForm(), "开始公示")


@bp.post("/batches/<int:batch_id>/publication")
@requires(Perm.BATCH_RUN)
def batch_publication(batch_id: int) -> ResponseReturnValue:
    """→ 公示中."""

    def publish(batch: PromotionBatch, form: BaseForm) -> str:
        place, manner = str(form.place.data), str(form.manner.data or "")
        until = services.publish_batch(batch, on=clock.today(), place=place, manner=manner, **_who())
        return f"已开始公示，到 {until} 24:00"

    return _take(batch_id, PublicationForm(), "开始公示", publish)


@bp.get("/batches/<int:batch_id>/approval")
@requires(Perm.BATCH_APPROVE)
def batch_approval_ask(batch_id: int) -> ResponseReturnValue:
    """Ask for the number of the document."""
    return _ask(batch_id, ApprovalForm(), "批准晋级")


@bp.post("/batches/<int:batch_id>/approval")
@requires(Perm.BATCH_APPROVE)
def batch_approval(batch_id: int) -> ResponseReturnValue:
    """→ 已批准."""

    def approve(batch: PromotionBatch, form: BaseForm) -> str:
        number = str(form.approval_no.data)
        count = services.approve_batch(batch, approval_no=number, on=clock.today(), **_who())
        return f"已批准，{count} 人的等级记录从 {batch.effective_on} 起有效"

    return _take(batch_id, ApprovalForm(), "批准晋级", approve)


@bp.get("/batches/<int:batch_id>/return")
@requires(Perm.BATCH_RUN)
def batch_return_ask(batch_id: int) -> ResponseReturnValue:
    """Ask why it is sent back."""
    return _ask(batch_id, NoteForm(), "退回上一步")


@bp.post("/batches/<int:batch_id>/return")
@requires(Perm.BATCH_RUN)
def batch_return(batch_id: int) -> ResponseReturnValue:
    """退回 one step."""

    def send_back(batch: PromotionBatch, form: BaseForm) -> str:
        services.send_back(batch, reason=str(form.note.data), **_who())
        return "已退回上一步"

    return _take(batch_id, NoteForm(), "退回上一步", send_back)


@bp.get("/batches/<int:batch_id>/revocation")
@requires(Perm.BATCH_APPROVE)
def batch_revocation_ask(batch_id: int) -> ResponseReturnValue:
    """Ask why it is revoked."""
    return _ask(batch_id, NoteForm(), "撤销批次")


@bp.post("/batches/<int:batch_id>/revocation")
@requires(Perm.BATCH_APPROVE)
def batch_revocation(batch_id: int) -> ResponseReturnValue:
    """撤销 before it takes effect."""

    def revoke(batch: PromotionBatch, form: BaseForm) -> str:
        reason = str(form.note.data)
        services.revoke_batch(batch, reason=reason, on=clock.today(), **_who())
        return "批次已撤销"

    return _take(batch_id, NoteForm(), "撤销批次", revoke)


@bp.get("/batches/<int:batch_id>/notice")
@requires(Perm.BATCH_READ)
def batch_notice(batch_id: int) -> ResponseReturnValue:
    """公示 on A4: the frozen list, without identity data (WF-45)."""
    batch = find(batch_id)
    card = objections.card(batch, clock.today()) or abort(404)
    back = url_for(".batch_detail", batch_id=batch.id)
    return page("workforce/notice_print.html", batch=batch, publicity=card.publicity, back=back)


