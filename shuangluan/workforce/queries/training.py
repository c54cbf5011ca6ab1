"""Training: plans of a year against what was done, sessions, their rosters, whom one may call (WF-119)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import GradeRecord, Training, TrainingPlan, TrainingSeat, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.hours_register import is_short
from shuangluan.workforce.queries.ledger import is_current_on
from shuangluan.workforce.queries.register import is_employed


def plan(plan_id: int) -> TrainingPlan | None:
    """A plan: one for the whole district."""
    return db.session.get(TrainingPlan, plan_id)


def plans(year: int) -> list[TrainingPlan]:
    """The plans of a year by their day."""
    rows = select(TrainingPlan).where(TrainingPlan.year == year)
    return list(db.session.scalars(rows.order_by(TrainingPlan.due_on, TrainingPlan.id)))


def training(training_id: int, *, viewer: Viewer) -> Training | None:
    """A session that the viewer may read: of an area that holds his, or lies in it."""
    found: Training | None = db.session.scalar(readable_sessions(viewer).where(Training.id == training_id))
    return found


def readable_sessions(viewer: Viewer) -> Any:
    """The sessions of areas that hold the viewer's, or lie in them."""
    held = viewer.areas(Perm.WORKER_READ)
    above = {area[:length] for area in held for length in (6, 9, 12) if length <= len(area)}
    return select(Training).where(or_(Training.area.in_(above), *(area_range(Training.area, area) for area in held)))


@dataclass(frozen=True)
class Held:
    """A session with how many of the viewer's were called and signed in."""

    training: Training
    called: int
    signed_in: int


def sessions(year: int, *, viewer: Viewer) -> list[Held]:
    """The sessions of a year, the newest first; two statements."""
    rows = readable_sessions(viewer).where(Training.held_on.between(date(year, 1, 1), date(year, 12, 31)))
    found = list(db.session.scalars(rows.order_by(Training.held_on.desc(), Training.id.desc())))
    counted = db.session.execute(
        select(
            TrainingSeat.training_id, func.count(TrainingSeat.id), func.count().filter(TrainingSeat.signed_in)
        )
        .join(Worker, Worker.id == TrainingSeat.worker_id)
        .where(
            TrainingSeat.training_id.in_([one.id for one in found]),
            viewer.within(Perm.WORKER_READ, Worker.community),
        )
        .group_by(TrainingSeat.training_id)
    )  # fmt: skip
    counts = {key: (called, there) for key, called, there in counted}
    return [Held(one, *counts.get(one.id, (0, 0))) for one in found]


def roster(found: Training, viewer: Viewer) -> list[Any]:
    """Who is called to a session, within the viewer's scope, by community and pinyin."""
    rows = (
        select(Worker.id, Worker.staff_no, Worker.community, Person.name, TrainingSeat.signed_in)
        .select_from(TrainingSeat)
        .join(Worker, Worker.id == TrainingSeat.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(TrainingSeat.training_id == found.id, viewer.within(Perm.WORKER_READ, Worker.community))
        .order_by(Worker.community, Person.pinyin, Worker.id)
    )
    return list(db.session.execute(rows))


def callable_workers(
    found: Training, viewer: Viewer, *, area: str, post: str, only_short: bool, day: date
) -> list[Worker]:
    """Employed workers of the session's area and of the viewer's, narrowed by area, class and missing hours."""
    rows = (
        select(Worker)
        .where(is_employed(), area_range(Worker.community, found.area))
        .where(viewer.within(Perm.TRAINING_RUN, Worker.community))
    )
    if area:
        rows = rows.where(area_range(Worker.community, area))
    if post:
        current = select(GradeRecord.id).where(is_current_on(day), GradeRecord.post_class == post)
        rows = rows.where(current.correlate(Worker).exists())
    if only_short:
        rows = rows.where(is_short(day))
    return list(db.session.scalars(rows.order_by(Worker.id)))


def progress(plan_ids: Sequence[int], viewer: Viewer) -> dict[int, list[tuple[str, int]]]:
    """Of each plan how many workers of each street signed in to one of its sessions: plan against done (WF-119)."""
    street = func.substr(Worker.community, 1, 9)
    rows = db.session.execute(
        select(Training.plan_id, street, func.count(func.distinct(TrainingSeat.worker_id)))
        .select_from(TrainingSeat)
        .join(Training, Training.id == TrainingSeat.training_id)
        .join(Worker, Worker.id == TrainingSeat.worker_id)
        .where(
            Training.plan_id.in_(plan_ids), TrainingSeat.signed_in, viewer.within(Perm.WORKER_READ, Worker.community)
        )
        .group_by(Training.plan_id, street)
        .order_by(Training.plan_id, street)
    )
    found: dict[int, list[tuple[str, int]]] = {one: [] for one in plan_ids}
    for plan_id, code, count in rows:
        found[plan_id].append((areas().name(code), count))
    return found
