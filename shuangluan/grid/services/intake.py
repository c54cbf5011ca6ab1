"""受理、不予受理、即办、作废、定位、调整、诉求人 (GR-11 2–5, GR-12, GR-20, GR-29)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealReporter
from shuangluan.grid.queries import Book, Place
from shuangluan.grid.rules import Action, Level, Outcome
from shuangluan.grid.services import acting
from shuangluan.grid.services.registration import ReporterFacts, report, search_text
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Limit


def accept_appeal(
    appeal: Appeal,
    *,
    by: audit.Actor,
    at: datetime,
    category: str | None = None,
    level: Level | None = None,
    book: Book | None = None,
) -> None:
    """受理: category and level are confirmed, the promise begins (GR-28)."""
    doing = acting.begin(Action.ACCEPT, appeal, by=by, at=at, book=book)
    with acting.changing(doing, Action.ACCEPT):
        _classify(doing, category or appeal.category, level or appeal.level)
        appeal.accepted_at, appeal.accepted_by_id = at, by.id or 0
        acting.step(doing, Action.ACCEPT)
        start = rules.promise_start(clock.wall(at), clock.wall(appeal.accept_due_at))
        _promise(doing, start)


def _classify(doing: acting.Doing, category: str, level: Level) -> None:
    known = doing.book.catalogue.category(category)
    appeal = doing.appeal
    appeal.category, appeal.domain, appeal.level = category, known.domain, level
    appeal.is_restricted = appeal.matter.is_restricted = appeal.is_restricted or known.restricted


def _promise(doing: acting.Doing, start: datetime) -> None:
    """Promise from `start`: the level's limit or the longer statutory one; a child's earlier date stays (GR-31)."""
    appeal, book = doing.appeal, doing.book
    promised = rules.promise_limit(
        start,
        book.catalogue.limits_of(appeal.level),
        book.catalogue.category(appeal.category),
        book.calendar,
        book.terms.clock,
    )
    appeal.promise_from = clock.from_wall(start)
    appeal.promise_n, appeal.promise_unit = promised.limit.n, promised.limit.unit.value
    acting.set_due(appeal, acting.reckon(doing.file, book))
    if appeal.first_due_at is None or (appeal.due_at is not None and appeal.due_at < appeal.first_due_at):
        appeal.first_due_on, appeal.first_due_at = appeal.due_on, appeal.due_at


def reject_appeal(
    appeal: Appeal, *, reason: str, channel: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """不予受理: a reason from the list, and in words the right channel (GR-20)."""
    doing = acting.begin(Action.REJECT, appeal, by=by, at=at, book=book)
    rules.check_rejection(reason, channel, doing.book.catalogue)
    with acting.changing(doing, Action.REJECT):
        _end(appeal, reason=reason, note=channel, by=by, at=at)
        acting.step(doing, Action.REJECT)


def withdraw_appeal(
    appeal: Appeal, *, statement: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """撤回 on the reporter's statement."""
    doing = acting.begin(Action.WITHDRAW, appeal, by=by, at=at, book=book)
    with acting.changing(doing, Action.WITHDRAW):
        _end(appeal, reason="withdrawn", note=statement, by=by, at=at)
        acting.step(doing, Action.WITHDRAW)


def void_appeal(
    appeal: Appeal, *, reason: str, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """作废: entered by mistake; restorable for seven days, never counted (GR-12)."""
    doing = acting.begin(Action.VOID, appeal, by=by, at=at, book=book)
    with acting.changing(doing, Action.VOID):
        _end(appeal, reason="voided", note=reason, by=by, at=at)
        acting.step(doing, Action.VOID)


def restore_appeal(appeal: Appeal, *, by: audit.Actor, at: datetime, book: Book | None = None) -> None:
    """恢复作废: back to the state before."""
    doing = acting.begin(Action.RESTORE, appeal, by=by, at=at, book=book)
    with acting.changing(doing, Action.RESTORE):
        appeal.ended_at = appeal.ended_by_id = appeal.ended_reason = None
        appeal.ended_note = ""
        acting.step(doing, Action.RESTORE)


def _end(appeal: Appeal, *, reason: str, note: str, by: audit.Actor, at: datetime) -> None:
    appeal.ended_reason, appeal.ended_note = reason, note
    appeal.ended_at, appeal.ended_by_id = at, by.id or 0


def answer_at_once(
    appeal: Appeal,
    *,
    text: str,
    evidence: int,
    by: audit.Actor,
    at: datetime,
    book: Book | None = None,
) -> None:
    """即办: the 网格员 settles it on the spot, with a photo or a signature (GR-11 5)."""
    doing = acting.begin(Action.ANSWER_NOW, appeal, by=by, at=at, book=book)
    answer = rules.Answer(Outcome.SOLVED, text, evidence)
    rules.check_answer(answer, doing.day, stage_open=doing.standing.stage_open, terms=doing.book.terms)
    with acting.changing(doing, Action.ANSWER_NOW):
        appeal.accepted_at, appeal.accepted_by_id = at, by.id or 0
        _promise(doing, rules.promise_start(clock.wall(at), clock.wall(appeal.accept_due_at)))
        appeal.outcome, appeal.outcome_text = Outcome.SOLVED.value, text
        appeal.responded_at, appeal.responded_by_id = at, by.id or 0
        acting.step(doing, Action.ANSWER_NOW)


def reclassify_appeal(
    appeal: Appeal,
    *,
    category: str,
    level: Level,
    reason: str,
    by: audit.Actor,
    at: datetime,
    book: Book | None = None,
) -> None:
    """调整类别或等级: never later; a shorter limit moves the date earlier, not before today (GR-29)."""
    doing = acting.begin(Action.RECLASSIFY, appeal, by=by, at=at, book=book)
    with acting.changing(doing, Action.RECLASSIFY):
        _classify(doing, category, level)
        appeal.search_text = search_text(appeal)
        if appeal.promise_from is not None:
            _shorten(doing)
    audit.noted(rules.RECLASSIFIED_WHY, appeal, by=by, at=at, detail={"text": reason})


def _shorten(doing: acting.Doing) -> None:
    appeal, book = doing.appeal, doing.book
    current = acting.reckon(doing.file, book)
    base = acting.promise_base(appeal)
    promised = rules.promise_limit(
        base,
        book.catalogue.limits_of(appeal.level),
        book.catalogue.category(appeal.category),
        book.calendar,
        book.terms.clock,
    )
    pauses = acting.pauses_of(doing.file)
    proposed = rules.promise_due(base, promised.limit, book.calendar, book.terms.clock, pauses)
    changed = rules.changed_promise(current, proposed, doing.day)
    if changed is current:
        return
    limit: Limit = promised.limit
    appeal.promise_n, appeal.promise_unit = limit.n, limit.unit.value
    acting.set_due(appeal, changed)


def locate_appeal(
    appeal: Appeal, place: Place, *, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """定位: give an appeal of the 待定位 list its building and with it its grid (GR-11 1)."""
    doing = acting.begin(Action.LOCATE, appeal, by=by, at=at, book=book)
    if place.compound.community != appeal.community:
        raise RuleBroken("只能定位到本社区的楼栋；不在本社区的请不予受理并说明", "building_id")
    grid = None
    if place.building is not None:
        grid = queries.grid_of(place.building.id, None, clock.local_day(appeal.discovered_at))
    if grid is None:
        raise RuleBroken("这栋楼当天不在唯一的综合网格里，请先把网格覆盖补齐", "building_id")
    with acting.changing(doing, Action.LOCATE):
        appeal.compound_id, appeal.building_id = (
            place.compound.id,
            place.building.id if place.building else None,
        )
        appeal.grid_id = grid.id
        appeal.address_text = appeal.address_text or place.text
        appeal.search_text = search_text(appeal)


def add_reporter(
    appeal: Appeal, facts: ReporterFacts, *, by: audit.Actor, at: datetime, book: Book | None = None
) -> AppealReporter:
    """Same matter, no new facts: one more reporter of the existing appeal (GR-20)."""
    doing = acting.begin(Action.ADD_REPORTER, appeal, by=by, at=at, book=book)
    reporter = report(appeal, facts, at)
    mark_mass(doing, rules.AUDIT[Action.ADD_REPORTER])
    return reporter


def mark_mass(doing: acting.Doing, action: str) -> None:
    """群体性: five reporters in seven days; the street's list shows it from now on (GR-31)."""
    appeal = doing.appeal
    with audit.changing(action, appeal, by=doing.by, at=doing.at):
        if rules.is_mass(queries.reporter_dates(appeal), doing.book.terms):
            appeal.is_mass = True


def comment_appeal(
    appeal: Appeal, *, text: str, for_reporter: bool, by: audit.Actor, at: datetime, book: Book | None = None
) -> None:
    """备注: inside, or such that the reporter may be told (GR-62)."""
    acting.begin(Action.COMMENT, appeal, by=by, at=at, book=book)
    if not text.strip():
        raise RuleBroken("请写备注内容", "text")
    detail = {"text": text, "for_reporter": for_reporter}
    audit.noted(rules.AUDIT[Action.COMMENT], appeal, by=by, at=at, detail=detail)


def reveal_reporter(appeal: Appeal, reporter_id: int, *, by: audit.Actor, at: datetime) -> tuple[str, str]:
    """Name and phone in clear; each time is recorded (GR-13, F02)."""
    file = queries.file_of(appeal)
    reporter = next((r for r in file.reporters if r.id == reporter_id), None)
    if reporter is None:
        raise RuleBroken("没有这位诉求人，请刷新页面")
    who = queries.who_is(file, by, clock.local_day(at))
    rules.check_can_reveal(who, hide_from_handler=reporter.hide_from_handler)
    audit.noted(rules.REVEALED, appeal, by=by, at=at, detail={"reporter": reporter_id})
    return reporter.name or "", reporter.phone or ""


def tell_reporters(appeal: Appeal, reporter_ids: Sequence[int], *, by: audit.Actor, at: datetime) -> None:
    """Note that reporters were told of a pause or a result."""
    rows = db.session.scalars(
        select(AppealReporter).where(AppealReporter.id.in_(reporter_ids)).order_by(AppealReporter.id)
    ).all()
    file_ids = {r.id for r in queries.file_of(appeal).reporters}
    if not rows or any(row.id not in file_ids for row in rows):
        raise RuleBroken("请选出已经告知的诉求人", "reporters")
    for row in rows:
        row.told_at, row.told_by_id = at, by.id or 0
    audit.noted(rules.TOLD, appeal, by=by, at=at, detail={"reporters": [row.id for row in rows]})
