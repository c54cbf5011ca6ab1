"""配备表: each urban community with its workers, how many of them are what (WF-220)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from shuangluan.kernel.models import Area, AreaUrban
from shuangluan.kernel.permissions import in_force
from shuangluan.kernel.sources import Source, in_area, within
from shuangluan.workforce.models import Appointment, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import register
from shuangluan.workforce.queries.delegates import has_seat
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER
from shuangluan.workforce.rules.kinds import Basis
from shuangluan.workforce.rules.states import WorkerState


def _is_urban(day: date) -> ColumnElement[bool]:
    period = in_force(AreaUrban.valid_from, AreaUrban.valid_to, day)
    return exists().where(AreaUrban.area == Area.code, AreaUrban.is_urban, period).correlate(Area)


def workers_in(*conditions: ColumnElement[bool]) -> Any:
    """How many employed workers of a community meet the conditions."""
    rows = select(func.count(Worker.id)).where(Worker.community == Area.code, register.is_employed(), *conditions)
    return rows.correlate(Area).scalar_subquery()


def _is_elected() -> ColumnElement[bool]:
    """Holds an elected post now."""
    held = (Appointment.worker_id == Worker.id, Appointment.held_until.is_(None))
    return exists().where(*held, Appointment.basis == Basis.ELECTED).correlate(Worker)


def _columns(day: date) -> Any:
    return select(
        Area.code.label("id"), Area.name, workers_in().label("workers"), workers_in(_is_elected()).label("elected"),
        workers_in(register.has_education(*register.COLLEGE)).label("college"),
        workers_in(register.has_certificate(*CERTIFICATE_ORDER[:2])).label("certified"),
        workers_in(has_seat(day)).label("delegates"),
        workers_in(Worker.state == WorkerState.PROBATION).label("on_trial"),
        workers_in(Worker.state.in_([WorkerState.AWAY, WorkerState.SUSPENDED])).label("away"),
    )  # fmt: skip


STAFFING = Source(
    key=Area.code,
    ids=within(select(Area.code.label("id")), Perm.WORKER_READ, Area.code),
    columns=_columns,
    views=lambda day: {"urban": _is_urban(day)},
    filters={"q": lambda text, _: Area.name.contains(text, autoescape=True)},
    orders={"community": (Area.code,), "workers": (workers_in(),)},
    area=in_area(Area.code),
)
