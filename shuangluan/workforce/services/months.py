"""日常考核: write a cell, send a month to those it is about, answer, settle (WF-44, WF-97)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm.attributes import flag_modified

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import Conflict, RuleBroken
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import AppraisalMonth, DailyEntry, Worker
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.months import is_emptied, month_lines, plan_on, record_of
from shuangluan.workforce.rules import daily, sentences
from shuangluan.workforce.rules.amounts import decimal_of, yuan_of
from shuangluan.workforce.rules.daily import MONTH_LABEL, MONTH_NEXT, Cell, MonthState
from shuangluan.workforce.rules.promotion import check_can_decide
from shuangluan.workforce.rules.states import check_can_move

SECRETARY = "community_admin"


def write_cell(
    worker: Worker,
    month: date,
    item: str,
    text: str,
    *,
    seen: int | None,
    may_settle: bool,
    today: date,
    by: audit.Actor,
    at: datetime,
) -> AppraisalMonth:
    """Put `-2 迟到两次` into a cell of the grid, or empty it. `seen` is the version of the line that was looked at
    (None: the caller compared it).

    Raises Conflict where somebody was faster; RuleBroken for oneself and relatives, for a month that is not open to
    the actor, and for a text that is no cell.
    """
    check_can_decide(by.id, worker.person_id, relatives_of(worker.person_id), deed="打", what="分")
    if item not in dict(daily.items_of(plan_on(month))):
        raise RuleBroken("考核方案里没有这一项")
    cell = daily.parse_cell(text)
    record = _open(worker, month, may_settle=may_settle, today=today, by=by, at=at, seen=seen)
    own = (DailyEntry.month_id == record.id, DailyEntry.item == item, DailyEntry.evidence_id.is_(None))
    entry = db.session.scalar(select(DailyEntry).where(*own))
    before = _cell(entry).text if entry else ""
    if before == (cell.text if cell else ""):
        return record
    with audit.changing(sentences.DAILY_WRITTEN, record, by=by, at=at) as beside:
        _put(record, entry, item, cell, by=by, at=at)
        record.written_at, record.written_by_id = at, by.id or 0
        flag_modified(record, "written_at")  # a new version of the line, even within the same moment
        beside[item] = [before, cell.text if cell else ""]
    return record


def _cell(entry: DailyEntry) -> Cell:
    return Cell(decimal_of(yuan_of(entry.points_x100)), entry.why)


def _put(
    record: AppraisalMonth, entry: DailyEntry | None, item: str, cell: Cell | None, *, by: audit.Actor, at: datetime
) -> None:
    if cell is None:
        if entry is not None:
            db.session.delete(entry)
        return
    if entry is None:
        entry = DailyEntry(month_id=record.id, item=item)
        db.session.add(entry)
    entry.points_x100, entry.why = daily.points_x100(cell.points), cell.why
    entry.entered_at, entry.entered_by_id = at, by.id or 0


def _open(
    worker: Worker, month: date, *, may_settle: bool, today: date, by: audit.Actor, at: datetime,
    seen: int | None = None,
) -> AppraisalMonth:  # fmt: skip
    """The month as one that may be written: made where there was none."""
    record = record_of(worker.id, month)
    version = record.row_version if record else 0
    if seen is not None and seen != version:
        raise Conflict("这一行刚被别人改过，刷新后按现在的情况再填")
    state = daily.state_on(record.state, record.confirm_until, today) if record else MonthState.DRAFT
    daily.check_can_enter(month, state, may_settle=may_settle, today=today)
    if month not in daily.worked_months(month.year, worker.entry_date, worker.exit_date):
        raise RuleBroken(f"{month:%Y-%m} 不在岗，不考核")
    return record or _begun(worker, month, by=by, at=at)


def _begun(worker: Worker, month: date, *, by: audit.Actor, at: datetime) -> AppraisalMonth:
    record = AppraisalMonth(
        worker_id=worker.id, community=worker.community, month=month, state=MonthState.DRAFT, written_at=at,
        written_by_id=by.id or 0, is_estimated=False, objection="", finding="",
    )  # fmt: skip
    db.session.add(record)
    db.session.flush()
    return record


def month_to_write(
    worker: Worker, month: date, *, today: date, by: audit.Actor, at: datetime
) -> AppraisalMonth:
    """The month into which accepted evidence goes; where that is closed, the running month (GR-67)."""
    record = record_of(worker.id, month)
    state = daily.state_on(record.state, record.confirm_until, today) if record else MonthState.DRAFT
    first = month if state is MonthState.DRAFT else today.replace(day=1)
    return _open(worker, first, may_settle=False, today=today, by=by, at=at)


def send_months(
    community: str, month: date, *, today: date, viewer: Viewer, by: audit.Actor, at: datetime
) -> int:
    """交本人确认: every month of the community that is still open; how many. Three working days to answer (WF-44).

    The days of a year without a published arrangement are estimated and marked so (WF-110).
    """
    daily.check_can_send(month, today)
    daily.check_who_sends(is_secretary=viewer.role_in(community, SECRETARY), is_emptied=is_emptied(community))
    days = int(plan_on(month)["daily"]["objection_days"])
    calendar = working_calendar()
    until = calendar.add_working_days(today, days)
    estimated = bool(calendar.unpublished_years(today, until))
    lines = [one for one in month_lines(community, month, today, viewer=viewer) if one.state is MonthState.DRAFT]
    if not lines:
        raise RuleBroken("这个月已经全部交本人确认了")
    workers = {one.id: one for one in db.session.scalars(
        select(Worker).where(Worker.id.in_([line.worker_id for line in lines])))}  # fmt: skip
    for line in lines:
        record = line.record or _begun(workers[line.worker_id], month, by=by, at=at)
        with audit.changing(sentences.MONTH_SENT, record, by=by, at=at):
            record.state, record.sent_at, record.sent_by_id = MonthState.SENT, at, by.id or 0
            record.confirm_until, record.is_estimated = until, estimated
    return len(lines)


def answer_month(
    record: AppraisalMonth, worker: Worker, *, objection: str, today: date, by: audit.Actor, at: datetime
) -> None:
    """本人确认, or with an objection 有异议: within the days that the month names (WF-44)."""
    if by.id != worker.person_id:
        raise RuleBroken("月度考核由本人确认")
    state = daily.state_on(record.state, record.confirm_until, today)
    to = MonthState.DISPUTED if objection else MonthState.LOCKED
    check_can_move("这个月", MONTH_NEXT, MONTH_LABEL, state, to)
    action = sentences.MONTH_DISPUTED if objection else sentences.MONTH_CONFIRMED
    with audit.changing(action, record, by=by, at=at):
        record.state, record.answered_at, record.objection = to, at, objection


def settle_month(record: AppraisalMonth, worker: Worker, *, finding: str, by: audit.Actor, at: datetime) -> None:
    """The street looked at the objection: the month is locked as it stands now, with the finding."""
    check_can_decide(by.id, worker.person_id, relatives_of(worker.person_id), deed="核实", what="考核")
    if record.state is not MonthState.DISPUTED:
        raise RuleBroken(f"这个月现在是“{MONTH_LABEL[record.state]}”，没有要核实的异议")
    if not finding:
        raise RuleBroken("写明核实的结论", "note")
    with audit.changing(sentences.MONTH_SETTLED, record, by=by, at=at):
        record.state, record.finding = MonthState.LOCKED, finding
        record.settled_at, record.settled_by_id = at, by.id or 0
