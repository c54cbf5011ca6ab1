"""One row of the register: as it stands, after a deed, and edited in place (design: 修改 → 保存 → the row flashes)."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.grid import queries, services, tables
from shuangluan.grid.forms.register import RowForm
from shuangluan.grid.models import Appeal
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import glance, rows
from shuangluan.grid.rules import LEVEL_LABEL, Level
from shuangluan.grid.tables import Line
from shuangluan.grid.views.blueprint import bp
from shuangluan.grid.views.listing import Desk, Listing, list_behind
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import EditedMeanwhile, done, page, saving, wants_fragment


@bp.get("/appeals/<int:appeal_id>/row")
@requires(Perm.APPEAL_READ)
def appeal_row(appeal_id: int) -> ResponseReturnValue:
    """One row of the register as it stands now: what Esc gets back."""
    return row_of(appeal_id)


def row_of(appeal_id: int, *, flashes: bool = False, status: int = 200) -> ResponseReturnValue:
    """The row; one that flashes brings the numbers of the tabs along, for a deed may have changed them."""
    desk = Desk(list_behind())
    return _row(desk, _line(desk, appeal_id), flashes=flashes, status=status)


def _line(desk: Desk, appeal_id: int) -> Line:
    row = rows.one_row(appeal_id, desk.seen, with_reporter=desk.columns.shows("reporter")) or abort(404)
    return next(tables.lines([row], desk.reading))


def _row(desk: Desk, line: Line, *, flashes: bool = False, status: int = 200) -> ResponseReturnValue:
    return page("grid/appeal_row.html", block=["row", "tabs"], status=status, **_drawn(desk, line, flashes))


def _drawn(desk: Desk, line: Line, flashes: bool) -> dict[str, Any]:
    behind = list_behind() if flashes and wants_fragment() else None
    return {
        **_frame(desk, line),
        "one": desk.drawn(line),
        "flashes": flashes,
        "list": Listing(behind).numbers() if behind is not None else None,
    }


def _frame(desk: Desk, line: Line) -> dict[str, Any]:
    """What both faces of a row need beside itself."""
    return {**desk.frame(desk.columns), "line": line}


@bp.route("/appeals/<int:appeal_id>/row/edit", methods=["GET", "POST"])
@requires(Perm.APPEAL_REGISTER)
def appeal_row_edit(appeal_id: int) -> ResponseReturnValue:
    """修改 in the row: title and place, and category and level for those who may change them."""
    desk = Desk(list_behind())
    line = _line(desk, appeal_id)
    case = desk.case(line.row)
    if not desk.editable(case):
        return _not_editable(desk, line)
    form = RowForm(data=_stored(line.row))
    form.offer(desk.catalogue, classes=glance.may_reclassify(case))
    form.row_version.data = form.row_version.data or str(line.row.row_version)
    if request.method == "POST":
        return _save(desk, line, form)
    return _edit(desk, line, form)


def _stored(row: Any) -> dict[str, str]:
    return {key: getattr(row, key) for key in ("title", "address_text", "category", "level")}


def _not_editable(desk: Desk, line: Line) -> ResponseReturnValue:
    """It was closed meanwhile, or was never his: the plain row, and the sentence."""
    reason = "这件诉求现在不能改：办结以后，或不是登记人、社区和街道的，请写备注"
    if not wants_fragment():
        raise RuleBroken(reason)
    flash(reason, "bad")
    return _row(desk, line, status=422)


def _edit(
    desk: Desk,
    line: Line,
    form: RowForm,
    *,
    status: int = 200,
    changed_by: str = "",
    now: Mapping[str, str] | None = None,
) -> ResponseReturnValue:
    return page(
        "grid/appeal_row_edit.html",
        block="row",
        status=status,
        **_frame(desk, line),
        form=form,
        changed_by=changed_by,
        now=now or {},
        back=url_for("grid.appeal_detail", appeal_id=line.id),
    )


def _save(desk: Desk, line: Line, form: RowForm) -> ResponseReturnValue:
    appeal = queries.appeal(line.id, viewer=desk.viewer) or abort(404)
    if not form.validate():
        return _edit(desk, line, form, status=422)
    try:
        with saving(form, appeal) as saved:
            saved.to = url_for("grid.appeal_detail", appeal_id=appeal.id)
            services.edit_appeal(appeal, **_typed(form), by=desk.by, at=desk.now)
    except RuleBroken as broken:
        form.refuse(broken)
        return _edit(desk, line, form, status=422)
    except EditedMeanwhile:
        if not wants_fragment():
            raise
        return _stale(desk, appeal, form)
    fresh = _line(desk, line.id)
    said, drawn = f"{fresh.number} 已改好", _drawn(desk, fresh, True)
    return done(said, to=saved.to or "/", template="grid/appeal_row.html", block=["row", "tabs"], **drawn)


def _typed(form: RowForm) -> dict[str, Any]:
    words = {"title": form.title.data, "address_text": form.address_text.data}
    if "category" not in form:
        return words
    return {**words, "category": form.category.data, "level": Level(form.level.data), "reason": form.reason.data}


def _stale(desk: Desk, appeal: Appeal, form: RowForm) -> ResponseReturnValue:
    """Somebody was faster: the row stays open with what was typed, beside each field what stands now (D17)."""
    line = _line(desk, appeal.id)
    form.row_version.data = str(line.row.row_version)
    form.form_token.data = RowForm(formdata=None).form_token.data
    stored, words = _stored(line.row), {"category": line.category, "level": LEVEL_LABEL[line.row.level]}
    now = {
        key: words.get(key, value) or "（空）"
        for key, value in stored.items()
        if key in form and form[key].data != value
    }
    by = rows.last_changed_by(appeal)
    return _edit(desk, line, form, status=409, changed_by=by, now=now)
