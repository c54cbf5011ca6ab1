"""The calendar table as the pure calendar of `workdays` (D12, GR-26)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import delete, select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.models import CalendarDay, CalendarYear
from shuangluan.kernel.models.calendar import DayKind, YearStatus
from shuangluan.kernel.workdays import Calendar, YearDays

DAYS = (  # built once
    select(CalendarYear.year, CalendarYear.status, CalendarDay.day, CalendarDay.kind)
    .outerjoin(CalendarDay, CalendarDay.year == CalendarYear.year)
    .order_by(CalendarYear.year, CalendarDay.day)
)


def working_calendar() -> Calendar:
    """All years of the table; one statement, about forty rows a year."""
    return _calendar_of(tuple(map(tuple, db.session.execute(DAYS))))


@lru_cache(maxsize=4)
def _calendar_of(rows: tuple[tuple[int, YearStatus, date | None, DayKind], ...]) -> Calendar:
    """The same rows are the same calendar, with what it has reckoned already."""
    days: defaultdict[tuple[int, DayKind], set[date]] = defaultdict(set)
    for year, _, day, kind in rows:
        if day is not None:
            days[year, kind].add(day)
    return Calendar(
        tuple(
            YearDays(
                year,
                status is YearStatus.PUBLISHED,
                frozenset(days[year, DayKind.REST]),
                frozenset(days[year, DayKind.WORK]),
            )
            for year, status in sorted({(row[0], row[1]) for row in rows})
        )
    )


def import_year(document: Mapping[str, Any], *, by: audit.Actor, at: datetime) -> list[int]:
    """Write the years of a published document into the table, in place of what stood there; the years written.

    Both shapes of the shipped files are read. Raises RuleBroken where the document contradicts itself, or is an
    estimate where the arrangement is published already (GR-26).
    """
    known = working_calendar()
    merged = Calendar.parse(document)
    written = []
    for days in merged.years:
        if not days.published and known.is_published(days.year):
            continue
        _write_year(days, str(document.get("source", {}).get("number", "")) or "区里导入")
        written.append(days.year)
    audit.noted("kernel.calendar.imported", None, by=by, at=at, detail={"years": written})
    return written


def _write_year(days: YearDays, document_no: str) -> None:
    year = db.session.get(CalendarYear, days.year) or CalendarYear(year=days.year)
    year.status = YearStatus.PUBLISHED if days.published else YearStatus.ESTIMATED
    year.document_no = document_no
    db.session.add(year)
    db.session.flush()
    db.session.execute(delete(CalendarDay).where(CalendarDay.year == days.year))
    for kind, listed in ((DayKind.REST, days.rest), (DayKind.WORK, days.work)):
        for day in sorted(listed):
            db.session.merge(CalendarDay(day=day, year=days.year, kind=kind, name=""))
