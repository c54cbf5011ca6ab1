"""The relatives that a worker declared, and who can be declared (WF-3, WF-21)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Account, Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import Relative, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.visibility import visible


@dataclass(frozen=True)
class Declared:
    """One line of the list: who, as what, and whether she herself declared it."""

    relative_id: int
    name: str
    relation: str
    is_own: bool


def declared(worker: Worker) -> list[Declared]:
    """Both what she declared and what others declared of her: it holds both ways."""
    own = select(Relative.id, Person.name, Relative.relation).join(Person, Person.id == Relative.person_id)
    own = own.where(Relative.worker_id == worker.id).order_by(Relative.id)
    other = select(Relative.id, Person.name, Relative.relation).join(Worker, Worker.id == Relative.worker_id)
    other = other.join(Person, Person.id == Worker.person_id)
    other = other.where(Relative.person_id == worker.person_id).order_by(Relative.id)
    return [
        Declared(found_id, name, relation, is_own)
        for rows, is_own in ((own, True), (other, False))
        for found_id, name, relation in db.session.execute(rows)
    ]


def relative(relative_id: int, *, viewer: Viewer) -> tuple[Relative, Worker] | None:
    """A declaration with its worker, if she exists for those who verify."""
    found = db.session.get(Relative, relative_id)
    if found is None:
        return None
    worker = db.session.scalar(visible(viewer, permission=Perm.WORKER_VERIFY).where(Worker.id == found.worker_id))
    return (found, worker) if worker is not None else None


def colleagues(name: str, number: str) -> Sequence[Person]:
    """Who of that name is a worker in office or has an account; `number`: staff number or user name, empty for any."""
    rows = (
        select(Person)
        .outerjoin(Worker, Worker.person_id == Person.id)
        .outerjoin(Account, Account.person_id == Person.id)
        .where(
            Person.name == name,
            or_(Worker.exit_date.is_(None) & Worker.id.is_not(None), Account.id.is_not(None)),
        )
        .order_by(Person.id)
    )
    if number:
        rows = rows.where(or_(Worker.staff_no == number.upper(), Account.username == number))
    return db.session.scalars(rows).all()
