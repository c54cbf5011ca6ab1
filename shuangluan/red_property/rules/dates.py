"""The days of a meeting: notice, submission, signatures, archive, reminders, the next date (RP-13, RP-18, RP-21)."""

from dataclasses import dataclass
from datetime import date, timedelta

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Calendar, Limit, Unit
from shuangluan.red_property.rules.settings import Terms
from shuangluan.red_property.rules.words import MeetingKind

ONE_DAY = timedelta(days=1)
LAST_FIXED_DAY = 28  # that every month has


def due_day(start: date, limit: Limit, calendar: Calendar) -> date:
    """The last day of a limit counted from a date; no hour matters (RP-18, RP-38)."""
    if limit.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(start, limit.n)
    if limit.unit is Unit.CALENDAR_DAY:
        return calendar.first_working_day(start + timedelta(days=limit.n))
    raise RuleBroken("联席会的期限要按天计算")


@dataclass(frozen=True, slots=True)
class MeetingDays:
    """Until when what has to be done after a meeting; each day is inclusive.

    `provisional`: the calendar of a year in it is not published, so the days are estimated (暂估).
    """

    submit_by: date
    sign_by: date
    confirm_from: date  # submitted later than this day, a record counts only once the street confirms
    provisional: bool


def meeting_days(held_on: date, terms: Terms, calendar: Calendar) -> MeetingDays:
    """The days that follow from the day of the meeting."""
    confirm = due_day(held_on, terms.late_confirm, calendar)
    return MeetingDays(
        due_day(held_on, terms.submit_limit, calendar),
        due_day(held_on, terms.sign_limit, calendar),
        confirm,
        bool(calendar.unpublished_years(held_on, confirm)),
    )


def archived_on(signed_on: date, terms: Terms, calendar: Calendar) -> date:
    """The first day on which a signed record reads as 已归档 (RP-8)."""
    return due_day(signed_on, terms.archive_after, calendar) + ONE_DAY


def check_notice(kind: MeetingKind, notified_on: date, held_on: date, reason: str, terms: Terms) -> None:
    """Notice is given some calendar days before; a special meeting may be called shorter with a reason (RP-13)."""
    if held_on < notified_on:
        raise RuleBroken("会议日期不能早于发通知的日子", "held_on")
    if (held_on - notified_on).days >= terms.notice_days:
        return
    if kind is MeetingKind.REGULAR:
        raise RuleBroken(f"例会要提前 {terms.notice_days} 天通知，请改会议日期", "held_on")
    if not reason.strip():
        raise RuleBroken(f"通知不足 {terms.notice_days} 天，请写明临时召开的原因", "reason")


def first_of(period: str) -> date:
    """The first day of a month `yyyy-mm`. Raises RuleBroken for anything else."""
    try:
        if len(period) != 7:
            raise ValueError
        return date.fromisoformat(f"{period}-01")
    except ValueError as broken:
        raise RuleBroken("月份要写成 2026-09 的样子", "period") from broken


def period_of(day: date) -> str:
    """The month `yyyy-mm` of a day."""
    return f"{day:%Y-%m}"


def month_in(start: date, end: date, today: date) -> str:
    """The last month of the half-open days that has begun by today; of days to come, the first."""
    return period_of(max(start, min(end - ONE_DAY, today)))


def after(period: str) -> date:
    """The first day after the month."""
    return (first_of(period) + timedelta(days=31)).replace(day=1)


def last_makeup_day(period: str, terms: Terms) -> date:
    """The last day on which a meeting of the month can be made up (RP-20)."""
    return after(period) + timedelta(days=terms.makeup_days - 1)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A to-do of the month: whom it asks from when on, while no meeting is dated (RP-21)."""

    role: str
    since: date


def reminders(period: str, terms: Terms, calendar: Calendar) -> tuple[Reminder, ...]:
    """Who is asked for a meeting of the month, and from which day on (RP-21)."""
    first = first_of(period)
    liaison, secretary = (calendar.first_working_day(first.replace(day=day)) for day in terms.remind_days[:2])
    last = calendar.previous_working_day(after(period))
    street = calendar.add_working_days(last, -terms.remind_last_wd_minus)
    return (
        Reminder("property_liaison", liaison),
        Reminder("community_admin", secretary),
        Reminder("street_staff", street),
    )


def proposed_next(held_on: date, fixed_day: int | None, calendar: Calendar) -> date:
    """The next meeting: the fixed day of the next month, or the same day, else the next working day (RP-69)."""
    following = after(period_of(held_on))
    return calendar.first_working_day(following.replace(day=min(fixed_day or held_on.day, LAST_FIXED_DAY)))


def fixed_on(period: str, fixed_day: int, calendar: Calendar) -> date:
    """The 联席会日 of a month, or the next working day (RP-69)."""
    return calendar.first_working_day(first_of(period).replace(day=fixed_day))
