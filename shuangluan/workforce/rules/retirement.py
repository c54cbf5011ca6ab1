"""Who retires when, looked at from the calendar: born by which day (WF-111, WF-201, WF-221)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from shuangluan.workforce.rules.spans import add_months, day_of
from shuangluan.workforce.rules.terms import Payload, retire_date, voluntary_window

NOTICE_MONTHS = 12  # how early a retirement is told
EARLIEST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class Retirement:
    """The lawful day, by how many months it was put off, the window of choice (WF-111)."""

    lawful: date
    delay_months: int
    earliest: date
    latest: date


def retirement(rules: Payload, born: date, retire_class: str) -> Retirement:
    """When somebody retires by law, and within which days by choice or agreement."""
    found = retire_date(rules, born.isoformat(), retire_class)
    earliest, latest = voluntary_window(rules, born.isoformat(), retire_class)
    return Retirement(day_of(found["date"]), found["delay_months"], earliest, latest)


def last_birth(rules: Payload, retire_class: str, reached: Callable[[Retirement], date], day: date) -> date:
    """The last birth date of those for whom `reached` (the lawful day, the earliest) is `day` or before it.

    Who is born later retires later, so a birth date tells all. `EARLIEST_BIRTH` where there is nobody.
    """
    low, high = EARLIEST_BIRTH, day
    while low < high:
        middle = low + timedelta(days=(high - low).days // 2 + 1)
        if reached(retirement(rules, middle, retire_class)) <= day:
            low = middle
        else:
            high = middle - timedelta(days=1)
    return low


def notice_until(day: date) -> date:
    """Who retires by this day is told on `day` (WF-201)."""
    return add_months(day, NOTICE_MONTHS)
