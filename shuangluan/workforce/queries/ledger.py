"""The ledger of grades as stored, and whether its own inputs still give it (WF-20, WF-21)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.kernel.models import RuleScheme
from shuangluan.workforce.models import GradeRecord, Worker
from shuangluan.workforce.rules import timeline

later = aliased(GradeRecord, name="later")


def records_of(worker_ids: Sequence[int], *, superseded: bool = False) -> dict[int, list[GradeRecord]]:
    """The rows of each worker from the first to the last; with the struck-through ones when asked for."""
    rows = (
        select(GradeRecord)
        .where(GradeRecord.worker_id.in_(worker_ids))
        .order_by(GradeRecord.worker_id, GradeRecord.effective_from, GradeRecord.sequence, GradeRecord.id)
    )
    if not superseded:
        rows = rows.where(GradeRecord.superseded_at.is_(None))
    found: defaultdict[int, list[GradeRecord]] = defaultdict(list)
    for row in db.session.scalars(rows):
        found[row.worker_id].append(row)
    return found


def as_row(record: GradeRecord) -> dict[str, Any]:
    """A stored row in the form of the engine's."""
    return {
        "effective_from": record.effective_from.isoformat(),
        "event": record.event,
        "code": record.code,
        "post": record.post_class,
        "grade": record.grade,
        "overflow": record.overflow,
        "steps_total": record.steps_total,
        "theoretical": record.theoretical_grade,
        "protected_from": record.protected_from,
        "lines": list(record.lines),
    }


def is_current_on(day: date) -> ColumnElement[bool]:
    """Beside a worker: the row of `GradeRecord` in force on `day`, his last one by then."""
    last = (
        select(later.id)
        .where(later.worker_id == Worker.id, later.superseded_at.is_(None), later.effective_from <= day)
        .order_by(later.effective_from.desc(), later.sequence.desc())
        .limit(1)
        .correlate(Worker)
        .scalar_subquery()
    )
    return and_(GradeRecord.worker_id == Worker.id, GradeRecord.id == last)


def schemes_of(ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The documents by which rows were computed, in one statement."""
    rows = db.session.execute(select(RuleScheme.id, RuleScheme.payload).where(RuleScheme.id.in_(set(ids))))
    return {scheme_id: payload for scheme_id, payload in rows}


def not_replayed(worker_ids: Sequence[int]) -> list[int]:
    """Ids of stored rows that their own stored inputs no longer give: there must be none (WF-21)."""
    rows = [record for listed in records_of(worker_ids).values() for record in listed]
    schemes = schemes_of(record.scheme_id for record in rows)
    return [record.id for record in rows if not is_replayed(record, schemes[record.scheme_id])]


def is_replayed(record: GradeRecord, scheme: dict[str, Any]) -> bool:
    """Whether the engine gives the row again from the inputs stored with it; a correction bears its own event."""
    stored = as_row(record)
    told = {key: value for key, value in stored.items() if key not in ("event", "lines")}
    again = timeline(scheme, record.inputs["facts"], record.inputs["through"])
    return any(told == {key: row.get(key) for key in told} for row in again)


def count_records(worker_id: int, day: date) -> int:
    """How many rows stand on a day of a worker: the next one's sequence."""
    counted = select(func.count()).where(GradeRecord.worker_id == worker_id, GradeRecord.effective_from == day)
    return db.session.scalar(counted) or 0
