"""学时: a worker's hours of training of the running year against the target (WF-21, WF-221)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, true

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.workforce.models import Training, TrainingSeat, Worker
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.schemes import APPRAISAL
from shuangluan.workforce.queries.sources import Source


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
    ids=_joined(Worker.id),
    columns=_columns,
    views={
        "short": is_short,
        "done": lambda day: and_(is_employed(), hours_x100(day) >= target_x100(day)),
        "employed": lambda _: is_employed(),
        "all": lambda _: true(),
    },
    filters={"q": lambda text: matches(Worker.search_text, text)},
    sorts={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
)
