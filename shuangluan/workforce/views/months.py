"""日常考核: the month's grid, each cell of which saves itself; sending, settling, the workbook (WF-2, WF-44, WF-97)."""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.errors import Conflict, RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import BadParameter, Column
from shuangluan.kernel.web import actor, chosen_area, done, download, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms import NoteForm, StepForm
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import months, relatives_of
from shuangluan.workforce.queries.months import MonthLine
from shuangluan.workforce.rules import daily, sentences
from shuangluan.workforce.rules.daily import MONTH_LABEL, MonthState
from shuangluan.workforce.rules.spans import add_months
from shuangluan.workforce.views.blueprint import bp

TONE = {MonthState.DRAFT: "", MonthState.SENT: "wait", MonthState.DISPUTED: "stop", MonthState.LOCKED: "done"}
FIRST_MONTH = date(2017, 1, 1)


def asked_month() -> date:
    """The month of the address; the running one where it names none."""
    text = request.args.get("month", "")
    if not text:
        return clock.today().replace(day=1)
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadParameter("月份要写成 2026-11 这样") from None
    if not FIRST_MONTH <= month <= clock.today():
        raise BadParameter("只能看 2017 年到本月的考核")
    return month


def asked_community() -> str:
    """The community of the address, the first of the viewer's where it names a wider area or none."""
    held = [code for code, _ in months.communities(viewer())]
    inside = [code for code in held if code.startswith(chosen_area() or "")]
    if not inside:
        abort(404)
    return inside[0]


def grid_shown(typed: dict[str, str] | None = None, refused: dict[str, str] | None = None) -> dict[str, Any]:
    """What the page shows; `typed` is what was sent and could not be kept, `refused` why, by the name of the cell."""
    month, community, today = asked_month(), asked_community(), clock.today()
    lines = months.month_lines(community, month, today, viewer=viewer())
    held, closed = months.communities(viewer()), closed_to_viewer()
    return {
        "month": month, "community": community, "place": areas().name(community), "lines": lines, "communities": held,
        "may_send": viewer().can(Perm.MONTH_SEND)
        and (viewer().role_in(community, "community_admin") or months.is_emptied(community)),
        "items": daily.items_of(months.plan_on(month)), "label": MONTH_LABEL, "tone": TONE,
        "writable": {one.worker_id for one in lines if may_write(one, closed)}, "closed": closed,
        "is_over": today >= daily.last_of(month),
        "before": add_months(month, -1) if month > FIRST_MONTH else None,
        "after": add_months(month, 1) if add_months(month, 1) <= today else None,
        "typed": typed or {}, "refused": refused or {}, "token": secrets.token_urlsafe(12),
    }  # fmt: skip


def closed_to_viewer() -> set[int]:
    """The persons about whom the viewer enters nothing: himself and declared relatives (WF-3)."""
    own = viewer().person_id
    return {own} | relatives_of(own)


def may_write(line: MonthLine, closed: set[int]) -> bool:
    """Whether the cells of a line are open to the viewer."""
    who = viewer()
    if not who.can(Perm.DAILY_ENTER) or line.person_id in closed:
        return False
    if line.state is MonthState.DISPUTED:
        return who.can(Perm.MONTH_SETTLE)
    return line.state is MonthState.DRAFT


@bp.get("/appraisals/months")
@requires(Perm.DAILY_READ)
def month_grid() -> ResponseReturnValue:
    """Workers × items of a community and month."""
    return page("workforce/month_grid.html", **grid_shown())


@bp.post("/appraisals/months")
@requires(Perm.DAILY_ENTER)
def month_save() -> ResponseReturnValue:
    """The whole grid at once, for browsers without scripts: all of it, or nothing with the reasons."""
    month, community, refused = asked_month(), asked_community(), dict[str, str]()
    here = url_for(".month_grid", month=f"{month:%Y-%m}", area=community)
    try:
        with audit.transaction():
            lines = months.month_lines(community, month, clock.today(), viewer=viewer())
            closed = closed_to_viewer()
            count = sum(_save_line(line, month, refused) for line in lines if may_write(line, closed))
            if refused or not count:
                raise RuleBroken("有几格没有存上" if refused else "没有改动")
    except RuleBroken as broken:
        if not refused:
            return done(broken.reason, to=here)
        return page("workforce/month_grid.html", status=422, **grid_shown(dict(request.form.items()), refused))
    return done(f"已保存 {count} 格", to=here)


def _save_line(line: MonthLine, month: date, refused: dict[str, str]) -> int:
    """Write the cells of a line that say something else than before; how many, or why not by the name of the cell."""
    cells = []
    for item, _ in daily.items_of(months.plan_on(month)):
        name, stands = f"p-{line.worker_id}-{item}", line.typed(item)
        text = request.form.get(name, stands).strip()
        cells += [(item, name, text)] if text != stands else []
    if cells and request.form.get(f"v-{line.worker_id}") != str(line.version):
        refused[cells[0][1]] = "这一行刚被别人改过，核对后再存"
        return 0
    for item, name, text in cells:
        try:
            services.write_cell(_worker(line.worker_id, month), month, item, text, seen=None, **_who())
        except RuleBroken as broken:
            refused[name] = broken.reason
    return len(cells)


def _who() -> dict[str, Any]:
    may_settle = viewer().can(Perm.MONTH_SETTLE)
    return {"may_settle": may_settle, "today": clock.today(), "by": actor(), "at": clock.now()}


def _worker(worker_id: int, month: date) -> Worker:
    return months.worker_in(worker_id, month, viewer=viewer()) or abort(404)


@bp.post("/appraisals/workers/<int:worker_id>/cell")
@requires(Perm.DAILY_ENTER)
def month_cell(worker_id: int) -> ResponseReturnValue:
    """One cell, as it is left: the answer is the end of its line, with the new score and whether it is kept."""
    month, item = asked_month(), request.args.get("item", "")
    worker = _worker(worker_id, month)
    said, status = "已存", 200
    try:
        with audit.transaction():
            text = request.form.get(f"p-{worker_id}-{item}", "")
            services.write_cell(worker, month, item, text, seen=_seen(worker_id), **_who())
    except RuleBroken as broken:
        said, status = broken.reason, 409 if isinstance(broken, Conflict) else 422
    line = months.month_line(_worker(worker_id, month), month, clock.today())
    return page(
        "workforce/month_cell.html", block="ending", status=status, line=line, said=said, label=MONTH_LABEL, tone=TONE,
        month=month, seen=None if status == 200 else request.form.get(f"v-{worker_id}", "0"),
    )  # fmt: skip


def _seen(worker_id: int) -> int:
    text = request.form.get(f"v-{worker_id}", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise RuleBroken("这份表单不完整，请刷新页面后再填")
    return int(text)


@bp.post("/appraisals/months/sending")
@requires(Perm.MONTH_SEND)
def month_sending() -> ResponseReturnValue:
    """交本人确认: the whole community's month."""
    form, month, community = StepForm(), asked_month(), asked_community()
    back = url_for(".month_grid", month=f"{month:%Y-%m}", area=community)
    if not form.validate_on_submit():
        abort(400)
    with saving(form) as saved:
        count = services.send_months(
            community, month, today=clock.today(), viewer=viewer(), by=actor(), at=clock.now()
        )
        saved.to = back
    return done(f"已交 {count} 人确认", to=back)


@bp.get("/appraisals/months/<int:month_id>/settlement")
@requires(Perm.MONTH_SETTLE)
def month_settlement_ask(month_id: int) -> ResponseReturnValue:
    """The objection, and what the street found."""
    return _settlement(month_id, NoteForm())


@bp.post("/appraisals/months/<int:month_id>/settlement")
@requires(Perm.MONTH_SETTLE)
def month_settlement(month_id: int) -> ResponseReturnValue:
    """Lock the month with the finding."""
    record, worker = months.month(month_id, viewer=viewer(), permission=Perm.MONTH_SETTLE) or abort(404)
    form = NoteForm()
    if form.validate_on_submit():
        try:
            with saving(form, record):
                services.settle_month(record, worker, finding=str(form.note.data), by=actor(), at=clock.now())
            return done("已核实，这个月已锁定", to=_grid_of(record.month, record.community))
        except RuleBroken as broken:
            form.refuse(broken)
    return _settlement(month_id, form, status=422)


def _settlement(month_id: int, form: BaseForm, *, status: int = 200) -> ResponseReturnValue:
    record, worker = months.month(month_id, viewer=viewer(), permission=Perm.MONTH_SETTLE) or abort(404)
    form.versioned(record)
    return page(
        "workforce/month_settlement.html", block="dialog", status=status, record=record, worker=worker, form=form,
        back=_grid_of(record.month, record.community),
    )  # fmt: skip


def _grid_of(month: date, community: str) -> str:
    return url_for(".month_grid", month=f"{month:%Y-%m}", area=community)


@bp.post("/appraisals/months/export")
@requires(Perm.DAILY_EXPORT)
def month_export() -> ResponseReturnValue:
    """月度考核表 as a workbook; the export is recorded."""
    month, community, now = asked_month(), asked_community(), clock.now()
    lines = months.month_lines(community, month, clock.local_day(now), viewer=viewer())
    place = areas().name(community)
    note = f"{place} {month:%Y-%m}，共 {len(lines)} 人，截至 {clock.local(now):%Y-%m-%d %H:%M}；加分每月合计有上限"
    body = sheets.written(sheets.Sheet("月度考核表", [note], _columns(month), lines), by=viewer().name, at=now)
    with audit.transaction():
        audit.noted(
            sentences.DAILY_EXPORTED, None, by=actor(), at=now,
            detail={"month": f"{month:%Y-%m}", "community": place, "rows": len(lines)},
        )  # fmt: skip
    return download(body, f"月度考核表-{place}-{month:%Y%m}.xlsx")


def _columns(month: date) -> list[Column]:
    items = daily.items_of(months.plan_on(month))
    points = [Column(code, name, value=_points_of(code), width=14) for code, name in items]
    return [
        Column("name", "姓名", value=lambda x: x.name, width=12),
        *points,
        Column("score", "当月得分", value=lambda x: x.score, width=10),
        Column("valid", "是否计入", value=lambda x: "计入" if x.is_valid else "产假不计", width=10),
        Column("state", "状态", value=lambda x: MONTH_LABEL[x.state], width=12),
        Column("why", "缘由", value=lambda x: "；".join(one.cell.text for one in x.entries), width=60),
    ]


def _points_of(code: str) -> Callable[[MonthLine], str]:
    return lambda line: line.points(code)
