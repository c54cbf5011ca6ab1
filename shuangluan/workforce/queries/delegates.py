"""两代表一委员: the rules in force, one recommendation, who may be recommended, who holds an open seat (WF-220)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, effective
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import Appointment, Delegate, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.rules.delegates import DelegateRules

DELEGATES = "workforce.delegates"


def delegate_rules(day: date) -> DelegateRules:
    """Which positions are those of the 两委, and at which levels there are seats, on `day`."""
    return DelegateRules.parse(effective.scheme_on(DELEGATES, day).payload)


@dataclass(frozen=True)
class Seat:
    """A recommendation with whose it is."""

    record: Delegate
    worker: Worker


def seat(delegate_id: int, *, viewer: Viewer, permission: Perm = Perm.WORKER_READ) -> Seat | None:
    """The recommendation, if its worker exists for the viewer."""
    row = db.session.execute(
        select(Delegate, Worker)
        .join(Worker, Worker.id == Delegate.worker_id)
        .where(Delegate.id == delegate_id, viewer.within(permission, Worker.community))
    ).first()
    return None if row is None else Seat(row[0], row[1])


def seats_of(worker_id: int) -> list[Delegate]:
    """All recommendations of a worker, the newest first."""
    rows = select(Delegate).where(Delegate.worker_id == worker_id)
    return list(db.session.scalars(rows.order_by(Delegate.recommended_on.desc(), Delegate.id.desc())))


def worker_of_number(staff_no: str, *, viewer: Viewer) -> Worker | None:
    """The worker of a staff number whom the viewer may recommend."""
    scope = viewer.within(Perm.DELEGATE_EDIT, Worker.community)
    return db.session.scalar(select(Worker).where(Worker.staff_no == staff_no, scope))


def positions_held(worker_id: int, day: date) -> list[str]:
    """The positions that a worker holds on `day`, begun last first."""
    rows = select(Appointment.position).where(
        Appointment.worker_id == worker_id, Appointment.held_from <= day,
        or_(Appointment.held_until.is_(None), Appointment.held_until >= day),
    )  # fmt: skip
    return list(db.session.scalars(rows.order_by(Appointment.held_from.desc(), Appointment.id.desc())))


def is_seated(day: date) -> ColumnElement[bool]:
    """A seat that is open on `day`: elected by then, and not ended (WF-220)."""
    return and_(Delegate.elected_on <= day, or_(Delegate.ended_on.is_(None), Delegate.ended_on >= day))


def is_waiting(day: date) -> ColumnElement[bool]:
    """Recommended by `day`, not elected by then, and not settled otherwise."""
    elected_later = or_(Delegate.elected_on.is_(None), Delegate.elected_on > day)
    going_on = or_(Delegate.ended_on.is_(None), Delegate.ended_on >= day)
    return and_(Delegate.recommended_on <= day, elected_later, going_on)


def holds_seat(day: date) -> ColumnElement[bool]:
    """Workers with at least one open seat: persons, not seats (WF-163)."""
    return exists().where(Delegate.worker_id == Worker.id, is_seated(day)).correlate(Worker)


def waits_for_seat(day: date) -> ColumnElement[bool]:
    """Workers who were recommended and hold no seat yet."""
    waiting = exists().where(Delegate.worker_id == Worker.id, is_waiting(day)).correlate(Worker)
    return and_(waiting, ~holds_seat(day))


def trail(record: Delegate) -> list[tuple[AuditEntry, str]]:
    """What was done to it, the newest first."""
    rows = select(AuditEntry).where(
        AuditEntry.record_kind == Delegate.__tablename__, AuditEntry.record_id == record.id
    )
    return [
        (one, audit.SENTENCES.get(one.action, one.action))
        for one in db.session.scalars(rows.order_by(AuditEntry.id.desc()))
    ]


def known(worker_ids: Collection[int]) -> dict[tuple[Any, ...], Delegate]:
    """The recommendations of these workers by worker, kind, level and term: what makes one unique."""
    rows = db.session.scalars(select(Delegate).where(Delegate.worker_id.in_(worker_ids)))
    return {(one.worker_id, one.kind, one.level, one.term): one for one in rows}


def delegate_by_id(delegate_id: int) -> Delegate:
    """The recommendation of a row that was looked at."""
    return db.session.get_one(Delegate, delegate_id)
