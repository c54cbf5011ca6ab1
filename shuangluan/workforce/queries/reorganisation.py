"""Who stands in a community that is merged or split, with the posts held there (WF-118)."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.workforce.models import Appointment, Worker
from shuangluan.workforce.rules.states import WorkerState


@dataclass(frozen=True)
class Member:
    """A worker of the community; without posts there she only belongs to it."""

    worker: Worker
    posts: tuple[Appointment, ...]


def members(community: str) -> list[Member]:
    """Everybody who has not left and belongs to the community or holds a post there, by pinyin."""
    held = select(Appointment).where(Appointment.community == community, Appointment.held_until.is_(None))
    posts: dict[int, list[Appointment]] = defaultdict(list)
    for post in db.session.scalars(held.order_by(Appointment.held_from, Appointment.id)):
        posts[post.worker_id].append(post)
    rows = (
        select(Worker)
        .join(Person, Person.id == Worker.person_id)
        .where(Worker.state != WorkerState.LEFT, (Worker.community == community) | Worker.id.in_(posts))
        .order_by(Person.pinyin, Worker.id)
    )
    return [Member(worker, tuple(posts[worker.id])) for worker in db.session.scalars(rows)]
