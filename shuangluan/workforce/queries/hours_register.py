"""学时: a worker's hours of training of the running year against the target (WF-21, WF-221)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, in_area, within
from shuangluan.workforce.models import Training, TrainingSeat, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.schemes import APPRAISAL


def target_x100(day: date) -> int:
    """Hours that everybody has to have in the year of `day`, in hundredths."""
    return int(effective.scheme_on(APPRAISAL, day).payload["training_hours"]["year_target"]) * 100


def hours_x100(day: date) -> Any:
    """A worker's hours of the year of `day`, only what was signed in for, in hundredths."""
    rows = (
        select(func.coalesce(func.sum(Training.hours_x100), 0))
        .join(TrainingSeat, TrainingSeat.training_id == Training.id)
        .where(
            TrainingSeat.worker_id == Worker.id, TrainingSeat.signed_in,
            Training.held_on.between(date(day.year, 1, 1), day),
        )
    )  # fmt: skip
    return rows.correlate(Worker).scalar_subquery()


def hours_of(worker_ids: Sequence[int], day: date) -> dict[int, int]:
    """The hours of each worker in the year of `day`, in hundredths; one statement."""
    rows = db.session.execute(select(Worker.id, hours_x100(day)).where(Worker.id.in_(worker_ids)))
    return {worker_id: int(hours) for worker_id, hours in rows}


def is_short(day: date) -> ColumnElement[bool]:
    """Employed, and not yet at the target."""
    return and_(is_employed(), hours_x100(day) < target_x100(day))


def _joined(*columns: Any) -> Any:
    return select(*columns).select_from(Worker).join(Person, Person.id == Worker.person_id)


def _columns(day: date) -> Any:
    return _joined(
        Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Person.name,
        hours_x100(day).label("hours_x100"),
    )  # fmt: skip


HOURS = Source(
    key=Worker.id,
    ids=within(_joined(Worker.id), Perm.WORKER_READ, Worker.community),
    columns=_columns,
    views=lambda day: {
        "short": is_short(day),
        "done": and_(is_employed(), hours_x100(day) >= target_x100(day)),
        "employed": is_employed(),
        "all": None,
    },
    filters={"q": lambda text, _: matches(Worker.search_text, text)},
    orders={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
    area=in_area(Worker.community),
)
