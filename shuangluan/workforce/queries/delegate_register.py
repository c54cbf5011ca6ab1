"""两代表一委员 as a register: one row a recommendation or seat (WF-163, WF-220)."""

from datetime import date
from typing import Any

from sqlalchemy import and_, select, true

from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.workforce.models import Appointment, Delegate, Worker
from shuangluan.workforce.queries.delegates import is_seated, is_waiting
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.sources import Source
from shuangluan.workforce.rules.delegates import DelegateKind


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Delegate)
        .join(Worker, Worker.id == Delegate.worker_id)
        .join(Person, Person.id == Worker.person_id)
    )


def _position(day: date) -> Any:
    held = (Appointment.held_until.is_(None)) | (Appointment.held_until >= day)
    rows = select(Appointment.position).where(
        Appointment.worker_id == Worker.id, Appointment.held_from <= day, held
    )
    newest = rows.order_by(Appointment.held_from.desc(), Appointment.id.desc()).limit(1)
    return newest.correlate(Worker).scalar_subquery()


def _columns(day: date) -> Any:
    return _joined(
        Delegate.id, Delegate.worker_id, Delegate.kind, Delegate.level, Delegate.term, Delegate.recommended_on,
        Delegate.elected_on, Delegate.ended_on, Worker.staff_no, Worker.community, Worker.state, Person.name,
        _position(day).label("position"),
    )  # fmt: skip


REGISTER = Source(
    key=Delegate.id,
    ids=_joined(Delegate.id),
    columns=_columns,
    views={
        "seated": lambda day: and_(is_employed(), is_seated(day)),
        "waiting": lambda day: and_(is_employed(), is_waiting(day)),
        "over": lambda day: Delegate.ended_on < day,
        "all": lambda _: true(),
    },
    filters={
        "q": lambda text: matches(Worker.search_text, text),
        "kind": lambda text: Delegate.kind == DelegateKind(text),
        "level": lambda text: Delegate.level == text,
        "recommended_from": lambda text: Delegate.recommended_on >= date.fromisoformat(text),
        "recommended_to": lambda text: Delegate.recommended_on <= date.fromisoformat(text),
    },
    sorts={
        "name": (Person.pinyin,), "community": (Worker.community, Person.pinyin),
        "recommended": (Delegate.recommended_on,), "elected": (Delegate.elected_on,),
    },
)  # fmt: skip
