"""The month matrix: what became of each compound's obligation, month by month (RP-20, RP-61)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import Compound, CompoundService
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.red_property.models import CompoundMode, Exemption, Meeting, MeetingCompound
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.books import Book, book_on
from shuangluan.red_property.queries.visibility import is_visible, of_own_compounds
from shuangluan.red_property.rules import committees, dates, months
from shuangluan.red_property.rules.committees import ModePeriod
from shuangluan.red_property.rules.months import HeldMeeting, Month
from shuangluan.red_property.rules.words import SUBMITTED, MeetingKind, MeetingState, Mode

MONTHS = 12  # of the table
MEETING = (
    Meeting.id, Meeting.period, Meeting.held_on, Meeting.state, Meeting.submitted_on, Meeting.confirmed_at,
    Meeting.sign_due_at, Meeting.reason,
)  # fmt: skip
TOOK_PLACE = (*SUBMITTED, MeetingState.HELD, MeetingState.INQUORATE)


@dataclass(frozen=True)
class Cell:
    """One compound in one month; None for a month that owes no meeting. `meeting_id`: the one the viewer may open."""

    period: str
    month: Month | None
    meeting_id: int | None
    is_unsigned: bool = False  # past the sign limit without every signature: the month counts, its quality does not


@dataclass(frozen=True)
class Row:
    """One compound over the months asked for."""

    compound_id: int
    name: str
    community: str
    cells: tuple[Cell, ...]

    @property
    def missed_in_a_row(self) -> int:
        """Months 未开 without a break up to the last one that is over (RP-21)."""
        owed = [cell.month.status for cell in self.cells if cell.month]
        over = owed[:-1] if owed and owed[-1] is months.MonthStatus.NOT_DUE else owed
        return months.missed_in_a_row(over)

    @property
    def gaps(self) -> int:
        """Months 未开 or 流会: rows with gaps come first."""
        bad = (months.MonthStatus.MISSED, months.MonthStatus.INQUORATE)
        return sum(cell.month is not None and cell.month.status in bad for cell in self.cells)


@dataclass(frozen=True)
class _Facts:
    """What the months of several compounds follow from."""

    held: dict[int, list[tuple[HeldMeeting, Any]]]  # with the row of MEETING, and whether the viewer may open it
    exempt: set[tuple[int, str]]
    modes: dict[int, list[ModePeriod]]
    services: dict[int, list[tuple[date, date | None]]]


def periods_until(today: date, count: int) -> list[str]:
    """The last `count` months up to the present one, oldest first."""
    found = [dates.period_of(today)]
    while len(found) < count:
        found.insert(0, dates.period_of(date.fromordinal(dates.first_of(found[0]).toordinal() - 1)))
    return found


def matrix(
    viewer: Viewer, today: date, *, area: str | None = None, until: date | None = None, only: Select[Any] | None = None
) -> list[Row]:
    """Every compound of the viewer's with twelve months, gaps first, then by name; six statements.

    `until`: a day of the last month, today's unless said; `only`: the ids of the figure whose list it is.
    """
    query = _compounds(viewer, today, area)
    if only is not None:
        query = query.where(Compound.id.in_(only))
    compounds = db.session.execute(query.order_by(Compound.name, Compound.id)).all()
    periods, book = periods_until(until or today, MONTHS), book_on(today)
    facts = _facts([one.id for one in compounds], periods, book, is_visible(viewer, today))
    rows = [
        Row(one.id, one.name, one.community, tuple(_cell(one.id, each, facts, today, book) for each in periods))
        for one in compounds
    ]
    return sorted((row for row in rows if any(cell.month for cell in row.cells)), key=lambda row: -row.gaps)


def is_own(viewer: Viewer, today: date) -> ColumnElement[bool]:
    """Compounds whose months the viewer sees: of his areas, his company's, his committee's."""
    return or_(viewer.within(Perm.MEETING_READ, Compound.community), of_own_compounds(viewer, today, Compound.id))


def _compounds(viewer: Viewer, today: date, area: str | None) -> Select[Any]:
    columns: Any = select(Compound.id, Compound.name, Compound.community)
    query: Select[Any] = columns.where(is_own(viewer, today))
    return query.where(area_range(Compound.community, area)) if area else query


def parts_taken(compound_ids: Sequence[int], today: date, *, count: int = 12) -> dict[int, tuple[int, int]]:
    """(months that were due, months met) of the last `count` months that are over, by compound (RP-35)."""
    periods, book = periods_until(today, count + 1)[:-1], book_on(today)
    facts = _facts(compound_ids, periods, book)
    return {one: _part(one, periods, facts, today, book) for one in compound_ids}


def _part(compound_id: int, periods: Sequence[str], facts: _Facts, today: date, book: Book) -> tuple[int, int]:
    due = [cell.month for each in periods if (cell := _cell(compound_id, each, facts, today, book)).month]
    held = (months.MonthStatus.HELD, months.MonthStatus.MADE_UP)
    counted = [one for one in due if one and one.status is not months.MonthStatus.EXEMPT]
    return len(counted), sum(one.status in held for one in counted)


def strip(viewer: Viewer, compound_id: int, today: date) -> list[Cell]:
    """The last twelve months of one compound, oldest first; six statements."""
    periods, book = periods_until(today, MONTHS), book_on(today)
    facts = _facts([compound_id], periods, book, is_visible(viewer, today))
    return [_cell(compound_id, each, facts, today, book) for each in periods]


def of_year(ids: Sequence[int], year: int, today: date) -> dict[int, list[Cell]]:
    """The months of a year that have begun, of compounds; six statements (RP-37)."""
    begun = [f"{year}-{n:02d}" for n in range(1, 13) if date(year, n, 1) <= today]
    book = book_on(today)
    facts = _facts(ids, begun, book)
    return {one: [_cell(one, each, facts, today, book) for each in begun] for one in ids}


def _cell(compound_id: int, period: str, facts: _Facts, today: date, book: Book) -> Cell:
    first = dates.first_of(period)
    if not months.is_due(_mode(compound_id, first, facts)):
        return Cell(period, None, None)
    held = facts.held.get(compound_id, [])
    found = months.month(
        period, [one for one, _ in held], today, book.terms, is_exempt=(compound_id, period) in facts.exempt
    )
    own = [(one.counts, one.held_on, meeting.id, meeting) for one, meeting in held if one.period == period]
    if not own:
        return Cell(period, found, None)
    *_, meeting = max(own, key=lambda row: row[:3])
    late = meeting.state is MeetingState.PENDING and meeting.sign_due_at is not None
    is_unsigned = late and clock.local_day(meeting.sign_due_at or clock.now()) <= today
    return Cell(period, found, meeting.id if meeting.opens else None, is_unsigned)


def _mode(compound_id: int, day: date, facts: _Facts) -> Mode:
    periods = facts.modes.get(compound_id)
    if periods:
        return committees.mode_on(periods, day)
    spans = facts.services.get(compound_id, [])
    served = any(since <= day and (until is None or day < until) for since, until in spans)
    return Mode.THREE if served else Mode.NONE


def _facts(
    ids: Sequence[int], periods: Sequence[str], book: Book, opens: ColumnElement[bool] | None = None
) -> _Facts:
    exempt = db.session.execute(
        select(Exemption.compound_id, Exemption.period).where(
            Exemption.compound_id.in_(ids), Exemption.period.in_(periods)
        )
    )
    modes: defaultdict[int, list[ModePeriod]] = defaultdict(list)
    for key, mode, since in db.session.execute(
        select(CompoundMode.compound_id, CompoundMode.mode, CompoundMode.valid_from).where(
            CompoundMode.compound_id.in_(ids)
        )
    ):
        modes[key].append(ModePeriod(mode, since))
    services: defaultdict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for key, since, until in db.session.execute(
        select(CompoundService.compound_id, CompoundService.valid_from, CompoundService.valid_to).where(
            CompoundService.compound_id.in_(ids)
        )
    ):
        services[key].append((since, until))
    held = _held(ids, periods, book, true() if opens is None else opens)
    return _Facts(held, {(row[0], row[1]) for row in exempt}, modes, services)


def _held(
    ids: Sequence[int], periods: Iterable[str], book: Book, opens: ColumnElement[bool]
) -> dict[int, list[tuple[HeldMeeting, Any]]]:
    """The regular meetings that took place, by compound; a draft is quorate as far as nobody said otherwise."""
    found: defaultdict[int, list[tuple[HeldMeeting, Any]]] = defaultdict(list)
    rows = db.session.execute(
        select(MeetingCompound.compound_id, MeetingCompound.is_quorate, *MEETING, opens.label("opens"))
        .join(Meeting, Meeting.id == MeetingCompound.meeting_id)
        .where(
            MeetingCompound.compound_id.in_(ids),
            Meeting.kind == MeetingKind.REGULAR,
            Meeting.period.in_(list(periods)),
            Meeting.state.in_(TOOK_PLACE),
        )
        .order_by(Meeting.id)
    )
    days = cache(partial(dates.meeting_days, terms=book.terms, calendar=book.calendar))
    for row in rows:
        held = HeldMeeting(
            row.period or "",
            row.held_on,
            row.is_quorate if row.is_quorate is not None else True,
            days(row.held_on),
            row.submitted_on if row.state in SUBMITTED else None,
            row.confirmed_at is not None,
            row.reason,
        )
        found[row.compound_id].append((held, row))
    return found
