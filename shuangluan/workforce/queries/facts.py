"""The facts of workers in the form of the engines: what is stored, dated and verified (WF-20, WF-63)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.workforce.models import (
    Absence,
    AnnualResult,
    Appointment,
    Certificate,
    Education,
    Merit,
    MeritKind,
    Registration,
    ServiceSegment,
    Worker,
)
from shuangluan.workforce.rules.states import VERIFY_LABEL

Facts = dict[str, Any]


def facts_of(worker_ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of each worker, in a total order; as many statements for one as for all."""
    rows = db.session.scalars(select(Worker).where(Worker.id.in_(worker_ids)).order_by(Worker.id))
    found = {row.id: _of_worker(row) for row in rows}
    for key, listed in (
        ("appointments", _appointments(worker_ids)),
        ("education", _education(worker_ids)),
        ("certificates", _certificates(worker_ids)),
        ("segments", _segments(worker_ids)),
        ("absences", _absences(worker_ids)),
        ("results", _results(worker_ids)),
        ("sanctions", _sanctions(worker_ids)),
    ):
        for worker_id, facts in found.items():
            facts[key] = listed.get(worker_id, [])
    return found


def _of_worker(row: Worker) -> Facts:
    facts = _filled(entry_date=row.entry_date, exit_date=row.exit_date, prior_grade=row.prior_grade)
    if row.first_on is not None:
        facts["first"] = {"event": row.first_event, "effective": row.first_on.isoformat()}
    return facts


def _filled(**values: Any) -> Facts:
    """What there is; dates as text."""
    return {
        key.rstrip("_"): value.isoformat() if isinstance(value, date) else value
        for key, value in values.items()
        if value is not None
    }


Listed = dict[int, list[Facts]]


def _rows(table: Any, worker_ids: Sequence[int], *order: Any) -> list[Any]:
    return list(db.session.scalars(select(table).where(table.worker_id.in_(worker_ids)).order_by(*order, table.id)))


def _by_worker(rows: list[Any], made: Any) -> Listed:
    found: defaultdict[int, list[Facts]] = defaultdict(list)
    for row in rows:
        found[row.worker_id].append(made(row))
    return found


def _appointments(ids: Sequence[int]) -> Listed:
    return _by_worker(
        _rows(Appointment, ids, Appointment.held_from),
        lambda row: _filled(
            position=row.position, from_=row.held_from, to=row.held_until, doc_date=row.doc_date,
            end_reason=row.end_reason,
        ),
    )  # fmt: skip


def _education(ids: Sequence[int]) -> Listed:
    return _by_worker(
        _rows(Education, ids, Education.recognized_from),
        lambda row: _filled(
            level=row.level, diploma=row.has_diploma, degree=row.has_degree, inservice=row.is_inservice,
            recognized_from=row.recognized_from, verify=VERIFY_LABEL[row.verify_state],
        ),
    )  # fmt: skip


def _certificates(ids: Sequence[int]) -> Listed:
    rows = _rows(Certificate, ids, Certificate.approved_on)
    periods: defaultdict[int, list[Facts]] = defaultdict(list)
    registered = (
        select(Registration)
        .join(Certificate, Certificate.id == Registration.certificate_id)
        .where(Certificate.worker_id.in_(ids))
        .order_by(Registration.registered_from, Registration.id)
    )
    for one in db.session.scalars(registered):
        periods[one.certificate_id].append(_filled(from_=one.registered_from, to=one.registered_until))
    return _by_worker(
        rows,
        lambda row: _filled(
            level=row.level, approved_on=row.approved_on, registrations=periods[row.id],
            verify=VERIFY_LABEL[row.verify_state],
        ),
    )  # fmt: skip


def _segments(ids: Sequence[int]) -> Listed:
    return _by_worker(
        _rows(ServiceSegment, ids, ServiceSegment.served_from),
        lambda row: _filled(
            start=row.served_from, end=row.served_until, kind=row.kind, verify=VERIFY_LABEL[row.verify_state]
        ),
    )


def _absences(ids: Sequence[int]) -> Listed:
    return _by_worker(
        _rows(Absence, ids, Absence.away_from),
        lambda row: _filled(kind=row.kind, start=row.away_from, end=row.away_until),
    )


def _results(ids: Sequence[int]) -> Listed:
    return _by_worker(
        _rows(AnnualResult, ids, AnnualResult.year),
        lambda row: _filled(
            year=row.year, rating=row.rating, reason=row.reason, confirmed=row.confirmed_on is not None
        ),
    )


def barred_from_excellent(ids: Sequence[int], first: date, last: date) -> set[int]:
    """Who of them has a sanction that bars 优秀 on a day from `first` to `last` (WF-100)."""
    rows = select(Merit.worker_id).where(
        Merit.worker_id.in_(ids), Merit.kind == MeritKind.SANCTION, Merit.blocks_excellent,
        Merit.effective_on <= last, Merit.effective_until >= first,
    )  # fmt: skip
    return set(db.session.scalars(rows))


def _sanctions(ids: Sequence[int]) -> Listed:
    blocking = (
        select(Merit)
        .where(Merit.worker_id.in_(ids), Merit.kind == MeritKind.SANCTION, Merit.blocks_step)
        .order_by(Merit.effective_on, Merit.id)
    )
    return _by_worker(
        list(db.session.scalars(blocking)),
        lambda row: _filled(from_=row.effective_on, until=row.effective_until or date.max),
    )
