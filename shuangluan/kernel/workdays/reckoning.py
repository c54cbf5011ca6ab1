"""The deadline clock: when something is due, when badly late, and why (GR-24 to GR-27)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.lines import Line
from shuangluan.kernel.workdays import telling
from shuangluan.kernel.workdays.days import ONE_DAY, Calendar
from shuangluan.kernel.workdays.terms import DAY_UNITS, ClockParams, Limit, Pause, Unit

WALL_CLOCK = {Unit.HOUR: timedelta(hours=1), Unit.MINUTE: timedelta(minutes=1)}


@dataclass(frozen=True, slots=True)
class Deadline:
    """What the clock found. Days and naive moments are the local ones.

    `due_on` is None while a pause is open, `remaining` is then the number of days left (None otherwise).
    `due_at` and `severe_at` exist for hours and minutes only; without them the day counts until 24:00.
    `counted_from` is day 0 of a limit in days. `provisional`: the span touches a year not yet published.
    """

    counted_from: date | None
    due_on: date | None
    due_at: datetime | None
    severe_on: date | None
    severe_at: datetime | None
    remaining: int | None
    provisional: bool
    lines: tuple[Line, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the lines, in the order of GR-27."""
        return tuple(line.code for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Count:
    """Days counted from day 0: `due` is None, and `left` the rest, when an open pause stopped the count."""

    due: date | None
    counted: list[date]
    last: date  # the day on which the nominal count ended or stopped
    left: int


def deadline(
    start: date | datetime,
    limit: Limit,
    calendar: Calendar,
    params: ClockParams,
    suspensions: Iterable[Pause] = (),
    strict: bool = False,
) -> Deadline:
    """When `limit` counted from `start` is due (GR-24).

    `start` is a naive local moment of receipt, or a date (meetings, publicity, windows), which is day 0
    itself. With `strict` a span that touches an unpublished year is refused instead of estimated (GR-26).
    Raises RuleBroken, with a sentence to show, for a refusal, for hours counted from a bare date and for a
    result outside the calendar; ValueError for a moment with a zone, which is a slip of the caller.
    """
    if isinstance(start, datetime):
        if start.tzinfo is not None:
            raise ValueError("deadline takes local wall-clock times without zone")
        start = start.replace(microsecond=0)  # 17:30:00 is in time, and so is the rest of that second
    pauses = sorted(suspensions, key=lambda pause: (pause.start, pause.end or date.max))
    asked = _Asked(start, limit, calendar, params, pauses, strict)
    try:
        return _in_days(asked) if limit.unit in DAY_UNITS else _in_hours(asked)
    except OverflowError as broken:
        raise RuleBroken("期限超出了日历能算到的日子") from broken


@dataclass(frozen=True, slots=True)
class _Asked:
    start: date | datetime
    limit: Limit
    calendar: Calendar
    params: ClockParams
    pauses: Sequence[Pause]
    strict: bool

    def estimated(self, end: date) -> list[int]:
        """The unpublished years between start and `end`; refused instead where the caller is strict."""
        first = self.start.date() if isinstance(self.start, datetime) else self.start
        years = self.calendar.unpublished_years(first, end)
        if years and self.strict:
            raise RuleBroken(f"{years[0]} 年的放假安排还没有公布，这个期限不能按估计的工作日算")
        return years


def _in_days(asked: _Asked) -> Deadline:
    limit, calendar, pauses = asked.limit, asked.calendar, asked.pauses
    received, day_zero = _day_zero(asked)
    count = _count(day_zero, limit.unit, limit.n, calendar, pauses)
    severe = None
    if count.due is not None:
        # A pause that begins after the due day moves nothing, the second threshold included (GR-27, GR-73).
        before = [pause for pause in pauses if pause.start <= count.due]
        severe = _count(day_zero, limit.unit, limit.n * asked.params.severe_factor, calendar, before).due
    estimated = asked.estimated(count.due or count.last)
    return Deadline(
        counted_from=day_zero,
        due_on=count.due,
        due_at=None,
        severe_on=severe,
        severe_at=None,
        remaining=count.left if count.due is None else None,
        provisional=bool(estimated),
        lines=(received, *_lines_of_days(asked, day_zero, count, estimated)),
    )


def _lines_of_days(asked: _Asked, day_zero: date, count: _Count, estimated: Sequence[int]) -> Iterator[Line]:
    limit, calendar = asked.limit, asked.calendar
    for pause in asked.pauses:
        yield telling.suspended(pause)
    if limit.unit is Unit.WORKING_DAY:
        yield from telling.unusual_days(day_zero, count.due or count.last, count.counted, calendar)
    elif count.due is not None and not calendar.is_working_day(count.last):
        yield telling.rolled(count.last, calendar.first_working_day(count.last))
    yield from telling.provisional(estimated)
    yield telling.due_day(limit, count.due) if count.due else telling.stopped(count.left, limit)


def _day_zero(asked: _Asked) -> tuple[Line, date]:
    """Day 0, which is not itself counted (GR-25), and the line that says why it is that day."""
    start, calendar, cutoff = asked.start, asked.calendar, asked.params.cutoff
    if not isinstance(start, datetime):
        return telling.from_date(start), start
    if asked.limit.unit is Unit.CALENDAR_DAY:
        return telling.received(start), start.date()
    if not calendar.is_working_day(start.date()):
        day = calendar.next_working_day(start.date())
        return telling.received_non_workday(start, day), day
    if start.time() > cutoff:
        day = calendar.next_working_day(start.date())
        return telling.received_after_cutoff(start, cutoff, day), day
    return telling.received(start), start.date()


def _count(day_zero: date, unit: Unit, n: int, calendar: Calendar, pauses: Sequence[Pause]) -> _Count:
    """Count `n` days after `day_zero`, leaving out rest days (wd) and paused days."""
    counted: list[date] = []
    day = day_zero
    while len(counted) < n:
        if any(pause.end is None and pause.start <= day for pause in pauses):
            return _Count(None, counted, day, n - len(counted))
        day += ONE_DAY
        if any(pause.leaves_out(day) for pause in pauses):
            continue
        if unit is Unit.CALENDAR_DAY or calendar.is_working_day(day):
            counted.append(day)
    due = calendar.first_working_day(day) if unit is Unit.CALENDAR_DAY else day
    return _Count(_released(due, calendar, pauses), counted, day, 0)


def _released(due: date, calendar: Calendar, pauses: Sequence[Pause]) -> date | None:
    """`due`, or the first working day after the pause that holds it; None while that pause is open."""
    while held_by := [pause for pause in pauses if pause.holds(due)]:
        ends = [pause.end for pause in held_by if pause.end is not None]
        if len(ends) < len(held_by):
            return None
        due = calendar.next_working_day(max(ends))
    return due


def _in_hours(asked: _Asked) -> Deadline:
    """Hours and minutes; pauses do not move them (GR-25)."""
    start, limit, calendar, params = asked.start, asked.limit, asked.calendar, asked.params
    if not isinstance(start, datetime):
        raise RuleBroken(f"期限是 {limit.label}，要写明从几点起算")
    due = _moment(start, limit.unit, limit.n, calendar, params)
    severe = _moment(start, limit.unit, limit.n * params.severe_factor, calendar, params)
    estimated = asked.estimated(due.date())
    begins = start
    if limit.unit is Unit.WORKING_HOUR:
        begins = next(_office_hours(start, calendar, params))[0]
    lines = [
        telling.received(start) if begins == start else telling.received_outside_office(start, begins),
        *(telling.suspended_in_vain(pause) for pause in asked.pauses),
        *telling.provisional(estimated),
        telling.due_moment(limit, due),
    ]
    return Deadline(
        counted_from=None,
        due_on=due.date(),
        due_at=due,
        severe_on=severe.date(),
        severe_at=severe,
        remaining=None,
        provisional=bool(estimated),
        lines=tuple(lines),
    )


def _moment(start: datetime, unit: Unit, n: int, calendar: Calendar, params: ClockParams) -> datetime:
    if unit in WALL_CLOCK:
        return start + n * WALL_CLOCK[unit]
    left = timedelta(hours=n)
    for opens, closes in _office_hours(start, calendar, params):
        if left <= closes - opens:  # reaching the end of a period is that end, not the start of the next
            return opens + left
        left -= closes - opens
    raise AssertionError("office hours never end")


def _office_hours(
    start: datetime, calendar: Calendar, params: ClockParams
) -> Iterator[tuple[datetime, datetime]]:
    """The office periods that end at or after `start`, the first one cut to begin no earlier."""
    day = start.date()
    while True:
        day = calendar.first_working_day(day)
        for opens, closes in params.office:
            if _at(day, closes) >= start:
                yield max(_at(day, opens), start), _at(day, closes)
        day += ONE_DAY


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock)
