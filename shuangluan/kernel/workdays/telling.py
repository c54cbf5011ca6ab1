"""The lines that say how a deadline was found, in the order and with the codes of GR-27."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from shuangluan.kernel.lines import Line
from shuangluan.kernel.workdays.days import Calendar, days_between
from shuangluan.kernel.workdays.terms import UNIT_LABEL, Limit, Pause

FIRST_DAY = "民法典第 201 条"
LAST_DAY = "民法典第 203 条"
HOLIDAYS = "全国年节及纪念日放假办法第二条"


def _moment(at: datetime) -> str:
    return at.isoformat(" ", "seconds" if at.second else "minutes")


def from_date(day: date) -> Line:
    """A date is day 0 itself, working or not."""
    return Line("RECEIVED", f"自 {day} 起算，当日不计", clause=FIRST_DAY)


def received(start: datetime) -> Line:
    """Received on a day and at an hour that count."""
    return Line("RECEIVED", f"{_moment(start)} 收到，从当日起算", clause=FIRST_DAY)


def received_non_workday(start: datetime, day: date) -> Line:
    """Received on a day of rest: counts as the next working day."""
    return Line("RECEIVED_NON_WORKDAY", f"{_moment(start)} 收到，当日不上班，按 {day} 计")


def received_after_cutoff(start: datetime, cutoff: time, day: date) -> Line:
    """Received after hours: counts as the next working day."""
    text = f"{_moment(start)} 收到，已过 {cutoff:%H:%M}，按 {day} 计"
    return Line("RECEIVED_AFTER_CUTOFF", text, clause=LAST_DAY)


def received_outside_office(start: datetime, begins: datetime) -> Line:
    """Working hours begin when the office next opens."""
    text = f"{_moment(start)} 收到，不在上班时间，从 {_moment(begins)} 起算"
    return Line("RECEIVED_OUTSIDE_OFFICE", text, clause=LAST_DAY)


def suspended(pause: Pause) -> Line:
    """The day of pausing is used up, the days after it are not counted."""
    if pause.end is None:
        return Line("SUSPENDED", f"{pause.start} 挂起，尚未恢复")
    if pause.end == pause.start:
        return Line("SUSPENDED", f"{pause.start} 挂起，当日恢复，期限不变")
    return Line("SUSPENDED", f"{pause.start} 挂起，{pause.end} 恢复，其间不计")


def suspended_in_vain(pause: Pause) -> Line:
    """Hours and minutes run on through a pause."""
    until = "尚未恢复" if pause.end is None else f"{pause.end} 恢复"
    return Line("SUSPENDED", f"{pause.start} 挂起，{until}；按小时、分钟计的期限不因此后移")


def unusual_days(day_zero: date, end: date, counted: Iterable[date], calendar: Calendar) -> list[Line]:
    """Weekend days that counted, and weekdays off between day 0 and the end."""
    lines = []
    worked = [str(day) for day in counted if day.weekday() > 4]
    if worked:
        lines.append(Line("MAKEUP_WORKDAY", f"{'、'.join(worked)} 调休上班，计入"))
    weekdays = (day for day in days_between(day_zero, end) if day.weekday() <= 4)
    rests = [day for day in weekdays if not calendar.is_working_day(day)]
    if rests:
        lines.append(Line("SKIP_HOLIDAY", f"{'、'.join(_spans(rests, calendar))} 放假，不计"))
    return lines


def _spans(rests: Sequence[date], calendar: Calendar) -> list[str]:
    """Weekdays off written as spans: one holiday is one span across its weekend."""
    spans: list[tuple[date, date]] = []
    for day in rests:
        if spans and not calendar.working_days_between(spans[-1][1], day):
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    return [f"{first}" if first == last else f"{first} 至 {last}" for first, last in spans]


def rolled(last: date, day: date) -> Line:
    """The last calendar day was a day of rest."""
    text = f"最后一天 {last} 不上班，顺延到 {day}"
    return Line("ROLLED", text, before=str(last), after=str(day), clause=LAST_DAY)


def provisional(years: Sequence[int]) -> list[Line]:
    """An estimate says so; nothing when every year touched is published."""
    if not years:
        return []
    named = "、".join(str(year) for year in years)
    text = f"{named} 年的放假安排还没有公布，这个期限是暂估，公布后重算"
    return [Line("PROVISIONAL", text, clause=HOLIDAYS)]


def due_day(limit: Limit, due: date) -> Line:
    """The last day counts to its end."""
    return Line("DUE", f"{limit.label}，{due} 24:00 到期", after=str(due), clause=LAST_DAY)


def due_moment(limit: Limit, due: datetime) -> Line:
    """Hours and minutes end on the minute."""
    return Line("DUE", f"{limit.label}，{_moment(due)} 到期", after=_moment(due))


def stopped(left: int, limit: Limit) -> Line:
    """No date while a pause is open, only what is left."""
    return Line("STOPPED", f"挂起中，没有到期日，恢复后还剩 {left} {UNIT_LABEL[limit.unit]}")
