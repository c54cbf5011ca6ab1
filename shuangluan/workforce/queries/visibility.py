"""Who sees which worker (WF-3): the community's, the street's, the district's; a worker sees himself."""

from typing import Any

from sqlalchemy import Select, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import Relative, Worker
from shuangluan.workforce.permissions import Perm


def visible(viewer: Viewer, *columns: Any, permission: Perm = Perm.WORKER_READ) -> Select[Any]:
    """Workers, or columns of them, within the viewer's scope."""
    return select(*columns or (Worker,)).where(viewer.within(permission, Worker.community))


def worker(worker_id: int, *, viewer: Viewer, permission: Perm = Perm.WORKER_READ) -> Worker | None:
    """The worker, if he exists for the viewer."""
    found: Worker | None = db.session.scalar(visible(viewer, permission=permission).where(Worker.id == worker_id))
    return found


def own_worker(viewer: Viewer) -> Worker | None:
    """The viewer's own record; None for somebody who is no worker."""
    return db.session.scalar(select(Worker).where(Worker.person_id == viewer.person_id))


def relatives_of(person_id: int | None) -> set[int]:
    """The persons whom he declared, and those who declared him: neither decides about the other (WF-3)."""
    declared = (
        select(Relative.person_id, Worker.person_id)
        .join(Worker, Worker.id == Relative.worker_id)
        .where(or_(Worker.person_id == person_id, Relative.person_id == person_id))
    )
    return {person for pair in db.session.execute(declared) for person in pair if person != person_id}
