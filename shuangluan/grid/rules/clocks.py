"""The clocks of an appeal: acceptance, promise, legs, whistles, windows (GR-27 to GR-29, GR-33).

Moments are naive local ones; a `Deadline` with `due_at` counts to that moment, without it until 24:00 of
`due_on`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from shuangluan.grid.rules.catalogue import Category, LevelLimits
from shuangluan.grid.rules.settings import Terms
from shuangluan.grid.rules.states import HandlingLevel, LegKind, WhistleKind
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.lines import Line
from shuangluan.kernel.workdays import Calendar, ClockParams, Deadline, Limit, Pause, Unit, deadline

DAYS = (Unit.WORKING_DAY, Unit.CALENDAR_DAY)
ONE_DAY = timedelta(days=1)


def end_of(due_on: date, due_at: datetime | None = None) -> datetime:
    """The moment after which it is late: `due_at`, or 24:00 of the day."""
    return due_at or datetime.combine(due_on + ONE_DAY, time())


def is_on_time(done_at: datetime, due_on: date, due_at: datetime | None = None) -> bool:
    """At or before due (GR-25); the whole of the due day is in time."""
    return done_at <= due_at if due_at else done_at.date() <= due_on


def is_sign_overdue(signed_at: datetime | None, sign_due_at: datetime, now: datetime) -> bool:
    """Signed late, or unsigned past the hour: that is overdue by itself (GR-28, GR-46)."""
    return (signed_at or now) > sign_due_at


def accept_due(registered_at: datetime, terms: Terms, calendar: Calendar) -> Deadline:
    """Until when an appeal is to be accepted (GR-28)."""
    return deadline(registered_at, terms.accept_limit, calendar, terms.clock)


def promise_start(accepted_at: datetime, accept_due_at: datetime) -> datetime:
    """Late acceptance does not lengthen the promise (GR-28)."""
    return min(accepted_at, accept_due_at)


@dataclass(frozen=True, slots=True)
class Promised:
    """The limit that was promised, and the document that sets it (empty: the level's own)."""

    limit: Limit
    document: str = ""


def promise_limit(
    start: date | datetime, limits: LevelLimits, category: Category, calendar: Calendar, params: ClockParams
) -> Promised:
    """The level's limit, held under its ceiling; a longer statutory one goes first (GR-28).

    Limits of different units are compared by the dates they come to from `start`.
    """

    def end(limit: Limit) -> datetime:
        return _end(deadline(start, limit, calendar, params))

    chosen = limits.promise
    if limits.ceiling is not None and end(limits.ceiling) < end(chosen):
        chosen = limits.ceiling
    law = category.statutory
    if law is not None and end(law.limit) > end(chosen):
        return Promised(law.limit, law.document)
    return Promised(chosen)


def promise_due(
    start: date | datetime,
    limit: Limit,
    calendar: Calendar,
    params: ClockParams,
    pauses: Sequence[Pause] = (),
    extended_by: int = 0,
) -> Deadline:
    """The promise counted from the facts: pauses and an approved extension of working days included.

    The extension runs from the old due date (GR-29). Raises RuleBroken for an extension of a limit in hours.
    """
    first = deadline(start, limit, calendar, params, pauses)
    if not extended_by:
        return first
    if limit.unit not in DAYS:
        raise RuleBroken("按小时计的期限不能延期")
    if first.due_on is None:
        left = (first.remaining or 0) + (extended_by if limit.unit is Unit.WORKING_DAY else 0)
        return replace(first, remaining=left)
    more = Limit(extended_by, Unit.WORKING_DAY)
    later = deadline(first.due_on, more, calendar, params, pauses)
    whole = Limit(limit.n + extended_by, limit.unit)
    severe = deadline(start, whole, calendar, params, pauses).severe_on
    return replace(
        later,
        counted_from=first.counted_from,
        severe_on=severe if later.due_on else None,
        provisional=first.provisional or later.provisional,
        lines=(*first.lines, *later.lines),
    )


def earliest(promises: Sequence[Deadline]) -> Deadline:
    """The promise of a root among those of its members: the first to end, or while paused the least left (GR-31)."""
    if any(promise.due_on is None for promise in promises):
        paused = [promise for promise in promises if promise.due_on is None]
        return min(paused, key=lambda promise: promise.remaining or 0)
    return min(promises, key=_end)


def check_can_extend(days: int, limit: Limit, extended: Deadline, last: date | None = None) -> None:
    """An extension is 1 to n working days, n the original limit (GR-29), and stays under the ceiling.

    `extended` is what `promise_due` makes of it, `last` what `extension_ceiling` allows.
    """
    if not 1 <= days <= limit.n:
        raise RuleBroken(f"延期要写 1 至 {limit.n} 个工作日，不超过原期限", "days")
    if last is not None and extended.due_on is not None and extended.due_on > last:
        raise RuleBroken(f"延期后是 {extended.due_on}，超过最长期限 {last}", "days")


def extension_ceiling(
    start: date | datetime,
    limits: LevelLimits,
    calendar: Calendar,
    params: ClockParams,
    pauses: Sequence[Pause] = (),
) -> date | None:
    """The last day an extension may reach (疑难: 60 + 30 calendar days, GR-28); None without a ceiling."""
    if limits.ceiling is None:
        return None
    more = limits.ceiling_extension.n if limits.ceiling_extension else 0
    whole = Limit(limits.ceiling.n + more, limits.ceiling.unit)
    return deadline(start, whole, calendar, params, pauses).due_on


def changed_promise(current: Deadline, proposed: Deadline, changed_on: date) -> Deadline:
    """The promise after a change of category or level: never later, nor before the day of the change.

    `proposed` is the new limit counted from the same start with the same pauses (GR-29). While a pause leaves
    no date, the smaller remainder counts. The answer is `current` itself when nothing moves (GR-53).
    """
    if current.due_on is None or proposed.due_on is None:
        less = (proposed.remaining or 0) < (current.remaining or 0)
        return proposed if proposed.due_on is None and less else current
    if _end(proposed) >= _end(current):
        return current
    if proposed.due_on >= changed_on:
        return proposed
    if end_of(changed_on) >= _end(current):
        return current
    severe = max(proposed.severe_on or changed_on, changed_on)
    return replace(proposed, due_on=changed_on, due_at=None, severe_on=severe, severe_at=None)


def first_answer_due(
    start: datetime, limits: LevelLimits, terms: Terms, calendar: Calendar
) -> Deadline | None:
    """Until when an urgent appeal has its first answer; None for the other levels (GR-28)."""
    if limits.first_answer is None:
        return None
    return deadline(start, limits.first_answer, calendar, terms.clock)


@dataclass(frozen=True, slots=True)
class LegClock:
    """The clocks of one leg; all run from issue, `contact` for a whistle only (GR-23, GR-28)."""

    sign: Deadline
    finish: Deadline
    contact: Deadline | None = None


def leg_clock(
    issued_at: datetime,
    limits: LevelLimits,
    body: HandlingLevel,
    terms: Terms,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
) -> LegClock:
    """Sign and finish of a leg at `body`: companies and communities count as the grid, departments as the
    district.
    """
    return LegClock(
        sign=deadline(issued_at, limits.sign, calendar, terms.clock),
        finish=deadline(issued_at, limits.finish(body), calendar, terms.clock, pauses),
    )


def whistle_clock(
    issued_at: datetime,
    kind: WhistleKind,
    terms: Terms,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
) -> LegClock:
    """Sign 1 h, contact 24 h, report 3 or 5 wd (GR-23)."""
    return LegClock(
        sign=deadline(issued_at, terms.whistle_sign, calendar, terms.clock),
        finish=deadline(issued_at, terms.whistle_report(kind), calendar, terms.clock, pauses),
        contact=deadline(issued_at, terms.whistle_contact, calendar, terms.clock),
    )


def return_until(issued_at: datetime, terms: Terms, calendar: Calendar) -> date:
    """The last day to ask for the return of a leg (GR-22)."""
    return _day(deadline(issued_at, terms.return_limit, calendar, terms.clock))


def is_returnable(kind: LegKind) -> bool:
    """What the street assigned stays where it is (GR-22)."""
    return kind is not LegKind.ASSIGN


def reopen_until(closed_on: date, terms: Terms, calendar: Calendar) -> date:
    """The last day to reopen; counted from the date itself (GR-33)."""
    return _day(deadline(closed_on, terms.reopen_window, calendar, terms.clock))


def archived_on(reopening_until: date) -> date:
    """The day after the window; from then on comments only (GR-11)."""
    return reopening_until + ONE_DAY


def reopened_promise(
    reopened_at: datetime, limits: LevelLimits, category: Category, terms: Terms, calendar: Calendar
) -> tuple[Promised, Deadline]:
    """The new promise: the category's limit from that day (GR-33).

    The day itself is day 0, whatever the hour; only a limit in hours runs from the moment.
    """
    day = reopened_at.date()
    in_days = limits.promise.unit in DAYS
    promised = promise_limit(day if in_days else reopened_at, limits, category, calendar, terms.clock)
    start = day if promised.limit.unit in DAYS else reopened_at
    return promised, deadline(start, promised.limit, calendar, terms.clock)


def review_until(shelved_on: date, terms: Terms) -> date:
    """The last day for the review of a shelved appeal: the same day three months on, or that month's last."""
    months = shelved_on.month - 1 + terms.shelved_review_months
    year, month = shelved_on.year + months // 12, months % 12 + 1
    last = date(year + month // 12, month % 12 + 1, 1) - ONE_DAY
    return date(year, month, min(shelved_on.day, last.day))


def check_review_on(review_on: date | None, shelved_on: date, terms: Terms) -> None:
    """A shelved appeal names the day of its review, within three months (GR-30)."""
    last = review_until(shelved_on, terms)
    if review_on is None:
        raise RuleBroken("挂账要写复核日期", "review_on")
    if not shelved_on < review_on <= last:
        raise RuleBroken(f"复核日期要在 {shelved_on} 之后、{last} 以前", "review_on")


def check_can_pause(
    start: date, planned_to: date, others: Sequence[Pause], *, asked_on: date, terms: Terms
) -> None:
    """The period of a pause: with a planned end, not backwards, not over another one (GR-27).

    The day on which one ends may be the day on which the next begins.
    """
    if start < asked_on:
        raise RuleBroken(f"挂起不能早于申请的日子 {asked_on}", "from_on")
    if planned_to <= start:
        raise RuleBroken("预计恢复的日子要晚于挂起的日子", "planned_to_on")
    for other in others:
        if start < (other.end or date.max) and other.start < planned_to:
            until = f"至 {other.end}" if other.end else "起"
            raise RuleBroken(f"与 {other.start} {until}的挂起重叠", "from_on")


def recomputed(before: date | None, after: Deadline) -> Line | None:
    """The line of a clock that an imported calendar moved; None when it stands (GR-26, GR-60)."""
    if before == after.due_on:
        return None
    old, new = (str(day) if day else "无到期日" for day in (before, after.due_on))
    return Line("CALENDAR_CHANGED", f"工作日历更新，到期日由 {old} 改为 {new}", before=old, after=new)


def _end(due: Deadline) -> datetime:
    return end_of(_day(due), due.due_at)


def _day(due: Deadline) -> date:
    """The due day of a clock that no pause holds."""
    if due.due_on is None:
        raise ValueError("a clock without pauses has a due day")
    return due.due_on
