"""两代表一委员: seats and recommendations of the viewer's workers, who may be recommended (WF-21, WF-163, WF-220)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, between, in_area, within
from shuangluan.workforce.models import Appointment, Delegate, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.channels import Standing
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules.channels import Verdict
from shuangluan.workforce.rules.delegates import DelegateKind, DelegateRules

DELEGATES = "workforce.delegates"


def delegate_rules(day: date) -> DelegateRules:
    """The positions of the 两委 and the levels of seats in force on `day`."""
    return DelegateRules.parse(effective.scheme_on(DELEGATES, day).payload)


def is_seated(day: date) -> ColumnElement[bool]:
    """Elected by `day`, and not ended before it (WF-220)."""
    return and_(Delegate.elected_on <= day, or_(Delegate.ended_on.is_(None), Delegate.ended_on >= day))


def is_unseated(day: date) -> ColumnElement[bool]:
    """Recommended and not, or not yet, elected."""
    waits = or_(Delegate.elected_on.is_(None), Delegate.elected_on > day)
    return and_(Delegate.recommended_on <= day, waits, or_(Delegate.ended_on.is_(None), Delegate.ended_on >= day))


def has_seat(day: date) -> ColumnElement[bool]:
    """Employed, with at least one seat open: a person once, however many seats (WF-163, WF-220)."""
    return and_(is_employed(), exists().where(Delegate.worker_id == Worker.id, is_seated(day)).correlate(Worker))


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Delegate)
        .join(Worker, Worker.id == Delegate.worker_id)
        .join(Person, Person.id == Worker.person_id)
    )


def _columns(_: date) -> Any:
    return _joined(
        Delegate.id, Delegate.worker_id, Delegate.kind, Delegate.level, Delegate.term, Delegate.reason,
        Delegate.recommended_on, Delegate.elected_on, Delegate.ended_on,
        Worker.staff_no, Worker.community, Worker.state, Person.name,
    )  # fmt: skip


SEATS = Source(
    key=Delegate.id,
    ids=within(_joined(Delegate.id), Perm.WORKER_READ, Worker.community),
    columns=_columns,
    views=lambda day: {
        "seated": and_(is_employed(), is_seated(day)),
        "recommended": and_(is_employed(), is_unseated(day)),
        "ended": Delegate.ended_on < day,
        "all": None,
    },
    filters={
        "q": lambda text, _: matches(Worker.search_text, text),
        "kind": lambda text, _: Delegate.kind == DelegateKind(text),
        "level": lambda text, _: Delegate.level == text,
        **between("recommended", Delegate.recommended_on),
    },
    orders={
        "name": (Person.pinyin,), "community": (Worker.community, Person.pinyin),
        "recommended": (Delegate.recommended_on,), "elected": (Delegate.elected_on,),
    },
    area=in_area(Worker.community),
)  # fmt: skip


def seats_by_verdict(stands: Standing) -> Source:
    """The seats with a filter by how the channel of each stands for its worker (WF-200)."""

    def stands_so(text: str, _: date) -> ColumnElement[bool]:
        verdict = Verdict(text)
        return or_(
            *(and_(Delegate.kind == kind, Delegate.worker_id.in_(stands.ids(kind.value, verdict)))
              for kind in DelegateKind)
        )  # fmt: skip

    return replace(SEATS, filters={**SEATS.filters, "verdict": stands_so})


def levels(day: date) -> list[str]:
    """The levels of seats in force on `day`, then those that only older records have."""
    known = delegate_rules(day).levels
    stored = db.session.scalars(select(Delegate.level).distinct().order_by(Delegate.level))
    return [*known, *(one for one in stored if one not in known)]


def delegate(delegate_id: int, *, viewer: Viewer, permission: Perm = Perm.WORKER_READ) -> Any:
    """The record with its worker, if it exists for the viewer."""
    rows = visible(viewer, Delegate, Worker, permission=permission).join(Delegate, Delegate.worker_id == Worker.id)
    return db.session.execute(rows.where(Delegate.id == delegate_id)).one_or_none()


def delegate_by_id(delegate_id: int) -> Delegate:
    """The record of a row that was looked at."""
    return db.session.get_one(Delegate, delegate_id)


def positions_on(worker_id: int, day: date) -> list[str]:
    """The positions that a worker held on `day`."""
    rows = select(Appointment.position).where(Appointment.worker_id == worker_id, _is_held(day))
    return list(db.session.scalars(rows.order_by(Appointment.held_from, Appointment.id)))


def _is_held(day: date) -> ColumnElement[bool]:
    return and_(Appointment.held_from <= day, or_(Appointment.held_until.is_(None), Appointment.held_until >= day))


def committee_members(viewer: Viewer, day: date) -> list[Any]:
    """Whom the viewer may register: the employed who hold a position of the 两委 on `day`, by community and name."""
    positions = delegate_rules(day).committee_positions
    held = exists().where(Appointment.worker_id == Worker.id, Appointment.position.in_(positions), _is_held(day))
    rows = visible(viewer, Worker.id, Worker.community, Person.name, permission=Perm.DELEGATE_EDIT)
    rows = rows.join(Person, Person.id == Worker.person_id).where(is_employed(), held)
    return list(db.session.execute(rows.order_by(Worker.community, Person.pinyin, Worker.id)))


def seats_of(worker_id: int) -> list[Delegate]:
    """A worker's seats and recommendations, the last first."""
    rows = select(Delegate).where(Delegate.worker_id == worker_id)
    return list(db.session.scalars(rows.order_by(Delegate.recommended_on.desc(), Delegate.id.desc())))


def workers_numbered(numbers: Collection[str]) -> dict[str, Worker]:
    """The workers of these staff numbers."""
    return {one.staff_no: one for one in db.session.scalars(select(Worker).where(Worker.staff_no.in_(numbers)))}


def seats_of_workers(ids: Collection[int]) -> dict[tuple[int, str, str, str], Delegate]:
    """What is registered of these workers, by worker, kind, level and term."""
    rows = db.session.scalars(select(Delegate).where(Delegate.worker_id.in_(ids)))
    return {(one.worker_id, one.kind.value, one.level, one.term): one for one in rows}
