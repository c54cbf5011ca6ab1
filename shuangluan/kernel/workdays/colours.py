"""How urgent something is, as a colour (GR-27)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from shuangluan.kernel.workdays.days import Calendar

YELLOW_DAYS = 2


class Due(Protocol):
    """Whatever has the dates: a Deadline, or a row that keeps them."""

    @property
    def due_on(self) -> date | None: ...
    @property
    def due_at(self) -> datetime | None: ...
    @property
    def severe_on(self) -> date | None: ...
    @property
    def severe_at(self) -> datetime | None: ...


class Colour(StrEnum):
    """From calm to badly late; the word beside the colour says the same (COLOUR_LABEL)."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    DARK_RED = "dark_red"


COLOUR_LABEL = {
    Colour.GREEN: "正常",
    Colour.YELLOW: "临期",
    Colour.ORANGE: "今天到期",
    Colour.RED: "逾期",
    Colour.DARK_RED: "严重超期",
}


def _is_past(day: date | None, at: datetime | None, now: datetime) -> bool:
    """At the moment, or until 24:00 of the day, is in time."""
    if at is not None:
        return now > at
    return day is not None and now.date() > day


def is_overdue(due: Due, now: datetime) -> bool:
    """Whether the naive local `now` is past the due day or moment; False while a pause leaves no date."""
    return _is_past(due.due_on, due.due_at, now)


def is_severe(due: Due, now: datetime) -> bool:
    """Whether 严重超期 has begun: past three times the limit, by default."""
    return is_overdue(due, now) and _is_past(due.severe_on, due.severe_at, now)


def colour(due: Due, now: datetime, calendar: Calendar, yellow_days: int = YELLOW_DAYS) -> Colour | None:
    """The colour at the naive local moment `now`; None while an open pause leaves no date.

    Green: more than `yellow_days` working days left, the due day included and today not.
    """
    if due.due_on is None:
        return None
    if is_severe(due, now):
        return Colour.DARK_RED
    if is_overdue(due, now):
        return Colour.RED
    if due.due_on == now.date():
        return Colour.ORANGE
    left = calendar.working_days_between(now.date(), due.due_on)
    return Colour.YELLOW if left <= yellow_days else Colour.GREEN
