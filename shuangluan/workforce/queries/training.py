"""Training: plans against what was done, sessions, whom one may call, who is called (WF-119)."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.workforce.models import GradeRecord, Training, TrainingPlan, TrainingSeat, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.hours_register import is_short
from shuangluan.workforce.queries.ledger import is_current_on
from shuangluan.workforce.queries.register import is_employed


def plan(plan_id: int) -> TrainingPlan | None:
    """A plan: one for the whole district."""
    return db.session.get(TrainingPlan, plan_id)


def training(training_id: int, *, viewer: Viewer) -> Training | None:
    """A session that the viewer may read: of an area that holds his, or lies in it."""
    found: Training | None = db.session.scalar(readable_sessions(viewer).where(Training.id == training_id))
    return found


def is_readable(viewer: Viewer) -> ColumnElement[bool]:
    """Of an area that holds the viewer's, or lies in it."""
    held = viewer.areas(Perm.WORKER_READ)
    above = {area[:length] for area in held for length in (6, 9, 12) if length <= len(area)}
    return or_(Training.area.in_(above), *(area_range(Training.area, area) for area in held))


def readable_sessions(viewer: Viewer) -> Any:
    """The sessions of areas that hold the viewer's, or lie in them."""
    return select(Training).where(is_readable(viewer))


def seated(found: Training, viewer: Viewer, worker_ids: Collection[int]) -> set[int]:
    """Which of these workers are called to a session and the viewer's."""
    rows = (
        select(Worker.id)
        .join(TrainingSeat, TrainingSeat.worker_id == Worker.id)
        .where(
            TrainingSeat.training_id == found.id, Worker.id.in_(worker_ids),
            viewer.within(Perm.TRAINING_RUN, Worker.community),
        )
    )  # fmt: skip
    return set(db.session.scalars(rows))


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


def progress(viewer: Viewer) -> dict[int, list[tuple[str, int]]]:
    """Of each plan how many workers of each street, by its code, signed in to one of its sessions (WF-119)."""
    street = func.substr(Worker.community, 1, 9)
    rows = db.session.execute(
        select(Training.plan_id, street, func.count(func.distinct(TrainingSeat.worker_id)))
        .select_from(TrainingSeat)
        .join(Training, Training.id == TrainingSeat.training_id)
        .join(Worker, Worker.id == TrainingSeat.worker_id)
        .where(
            Training.plan_id.is_not(None), TrainingSeat.signed_in, viewer.within(Perm.WORKER_READ, Worker.community)
        )
        .group_by(Training.plan_id, street)
        .order_by(Training.plan_id, street)
    )
    found: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
    for plan_id, code, count in rows:
        found[plan_id].append((code, count))
    return found
