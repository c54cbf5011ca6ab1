"""The calendar table as the pure calendar of `workdays` (D12, GR-26)."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.models import CalendarDay, CalendarYear
from shuangluan.kernel.models.calendar import DayKind, YearStatus
from shuangluan.kernel.workdays import Calendar, YearDays


def working_calendar() -> Calendar:
    """All years of the table; one statement, about forty rows a year."""
    rows = db.session.execute(
        select(CalendarYear.year, CalendarYear.status, CalendarDay.day, CalendarDay.kind)
        .outerjoin(CalendarDay, CalendarDay.year == CalendarYear.year)
        .order_by(CalendarYear.year, CalendarDay.day)
    ).all()
    days: defaultdict[tuple[int, DayKind], set[date]] = defaultdict(set)
    for row in rows:
        if row.day is not None:
            days[row.year, row.kind].add(row.day)
    return Calendar(
        tuple(
            YearDays(
                year,
                status is YearStatus.PUBLISHED,
                frozenset(days[year, DayKind.REST]),
                frozenset(days[year, DayKind.WORK]),
            )
            for year, status in sorted({(row.year, row.status) for row in rows})
        )
    )
