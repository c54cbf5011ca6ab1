"""The month's grid: the workers of a community with their entries, scores and how far the month is (WF-97, WF-200)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, union

from shuangluan.extensions import db
from shuangluan.kernel.effective import scheme_on
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import Absence, AppraisalMonth, DailyEntry, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.schemes import APPRAISAL
from shuangluan.workforce.rules import daily
from shuangluan.workforce.rules.amounts import ZERO, decimal_of, yuan_of
from shuangluan.workforce.rules.daily import Cell, MonthState

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Entry:
    """What was entered for an item: its points, why, and whether it came with evidence."""

    item: str
    cell: Cell
    is_evidence: bool
    id: int


@dataclass(frozen=True)
class MonthLine:
    """A worker's line in the grid, as of a day."""

    worker_id: int
    person_id: int
    name: str
    record: AppraisalMonth | None
    entries: Sequence[Entry]
    state: MonthState
    score: str
    is_valid: bool

    @property
    def version(self) -> int:
        """The version that an edit must have seen; 0 before anything is entered."""
        return self.record.row_version if self.record else 0

    def typed(self, item: str) -> str:
        """The text of a cell."""
        return next((one.cell.text for one in self.entries if one.item == item and not one.is_evidence), "")

    def evidence(self, item: str) -> list[Entry]:
        """The accepted evidence of an item."""
        return [one for one in self.entries if one.item == item and one.is_evidence]

    def points(self, item: str) -> str:
        """The signed sum of an item, as the workbook shows it; empty where nothing was entered."""
        listed = [one.cell.points for one in self.entries if one.item == item]
        return f"{sum(listed, ZERO).normalize():f}" if listed else ""


def plan_on(day: date) -> Payload:
    """The appraisal scheme in force on a day."""
    payload: Payload = scheme_on(APPRAISAL, day).payload
    return payload


def communities(viewer: Viewer, permission: Perm = Perm.DAILY_READ) -> list[tuple[str, str]]:
    """The communities of the viewer that have workers, or months of workers who moved away: code and short name."""
    now = select(Worker.community).where(viewer.within(permission, Worker.community))
    then = select(AppraisalMonth.community).where(viewer.within(permission, AppraisalMonth.community))
    return [(code, areas().short(code)) for code in sorted(db.session.scalars(union(now, then)))]


def is_emptied(community: str) -> bool:
    """Whether nobody employed is in a community any more: what it began, its street ends (WF-118)."""
    here = select(Worker.id).where(Worker.community == community, is_employed())
    return db.session.scalar(here.limit(1)) is None


def _belongs(community: str, month: date) -> ColumnElement[bool]:
    """Employed within the month, and the month's (else the worker's) community is this one (WF-104)."""
    return and_(
        func.coalesce(AppraisalMonth.community, Worker.community) == community,
        Worker.entry_date <= daily.last_of(month),
        or_(Worker.exit_date.is_(None), Worker.exit_date >= month),
    )


def _rows(month: date, *columns: Any) -> Select[Any]:
    joined = and_(AppraisalMonth.worker_id == Worker.id, AppraisalMonth.month == month)
    return (
        select(*columns)
        .select_from(Worker)
        .join(Person, Person.id == Worker.person_id)
        .outerjoin(AppraisalMonth, joined)
    )


def month_lines(community: str, month: date, today: date, *, viewer: Viewer) -> list[MonthLine]:
    """The grid by pinyin; four statements however many workers. Nothing outside the viewer's scope."""
    if not viewer.holds_area(Perm.DAILY_READ, community):
        return []
    rows = db.session.execute(
        _rows(month, Worker.id, Worker.person_id, Person.name, AppraisalMonth)
        .where(_belongs(community, month))
        .order_by(Person.pinyin, Worker.id)
    ).all()
    return _lines([tuple(row) for row in rows], month, today)


def _lines(rows: Sequence[tuple[Any, ...]], month: date, today: date) -> list[MonthLine]:
    plan = plan_on(month)
    entries = entries_of([row[3].id for row in rows if row[3] is not None])
    away = absences_of([row[0] for row in rows])
    return [
        MonthLine(
            worker_id, person_id, name, record,
            listed := entries.get(record.id, []) if record else [],
            daily.state_on(record.state, record.confirm_until, today) if record else MonthState.DRAFT,
            daily.score_of(plan, [one.cell.points for one in listed]),
            daily.is_valid_month(month, away.get(worker_id, ())),
        )
        for worker_id, person_id, name, record in rows
    ]  # fmt: skip


def month_line(worker: Worker, month: date, today: date) -> MonthLine:
    """One worker's line."""
    rows = db.session.execute(
        _rows(month, Worker.id, Worker.person_id, Person.name, AppraisalMonth).where(Worker.id == worker.id)
    ).all()
    return _lines([tuple(row) for row in rows], month, today)[0]


def entries_of(month_ids: Sequence[int]) -> dict[int, list[Entry]]:
    """The entries of months, in the order in which they were made."""
    rows = select(DailyEntry).where(DailyEntry.month_id.in_(month_ids)).order_by(DailyEntry.id)
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for row in db.session.scalars(rows):
        cell = Cell(decimal_of(yuan_of(row.points_x100)), row.why)
        found[row.month_id].append(Entry(row.item, cell, row.evidence_id is not None, row.id))
    return found


def absences_of(worker_ids: Sequence[int]) -> dict[int, list[tuple[str, date, date | None]]]:
    """The absences of workers as the rules take them."""
    rows = select(Absence).where(Absence.worker_id.in_(worker_ids)).order_by(Absence.away_from, Absence.id)
    found: defaultdict[int, list[tuple[str, date, date | None]]] = defaultdict(list)
    for row in db.session.scalars(rows):
        found[row.worker_id].append((row.kind, row.away_from, row.away_until))
    return found


def record_of(worker_id: int, month: date) -> AppraisalMonth | None:
    """A worker's month, once something was entered."""
    return db.session.scalar(
        select(AppraisalMonth).where(AppraisalMonth.worker_id == worker_id, AppraisalMonth.month == month)
    )


def month(month_id: int, *, viewer: Viewer, permission: Perm) -> tuple[AppraisalMonth, Worker] | None:
    """A month with its worker, if it exists for the viewer."""
    row = db.session.execute(
        select(AppraisalMonth, Worker)
        .join(Worker, Worker.id == AppraisalMonth.worker_id)
        .where(AppraisalMonth.id == month_id, viewer.within(permission, AppraisalMonth.community))
    ).first()
    return None if row is None else (row[0], row[1])


def worker_in(worker_id: int, month: date, *, viewer: Viewer) -> Worker | None:
    """The worker whose month the viewer may enter: by the community of the month, where it was begun (WF-104)."""
    row = db.session.scalar(
        _rows(month, Worker).where(
            Worker.id == worker_id,
            viewer.within(Perm.DAILY_ENTER, func.coalesce(AppraisalMonth.community, Worker.community)),
        )
    )
    found: Worker | None = row
    return found


def worker_of(worker_id: int) -> Worker | None:
    """A worker whom one of these reads named within the viewer's scope."""
    return db.session.get(Worker, worker_id)


def own_month(month_id: int, worker: Worker) -> AppraisalMonth | None:
    """A month of this worker."""
    return db.session.scalar(
        select(AppraisalMonth).where(AppraisalMonth.id == month_id, AppraisalMonth.worker_id == worker.id)
    )


def own_lines(worker: Worker, year: int, today: date) -> list[tuple[date, MonthLine]]:
    """The months of a year in which something was entered or sent, the newest first."""
    firsts = (date(year, 1, 1), date(year, 12, 31))
    records = db.session.scalars(
        select(AppraisalMonth)
        .where(AppraisalMonth.worker_id == worker.id, AppraisalMonth.month.between(*firsts))
        .order_by(AppraisalMonth.month.desc())
    ).all()
    entries, away = entries_of([one.id for one in records]), absences_of([worker.id]).get(worker.id, [])
    return [
        (
            one.month,
            MonthLine(
                worker.id, worker.person_id, worker.person.name, one, entries.get(one.id, []),
                daily.state_on(one.state, one.confirm_until, today),
                daily.score_of(plan_on(one.month), [entry.cell.points for entry in entries.get(one.id, [])]),
                daily.is_valid_month(one.month, away),
            ),
        )
        for one in records
    ]  # fmt: skip
