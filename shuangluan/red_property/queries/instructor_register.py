"""党建指导员 as a register, and what a workbook of them is compared with (RP-5, RP-34)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Organisation, Person
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key
from shuangluan.red_property.models import Company, Instructor
from shuangluan.red_property.queries import company_register

N = Instructor
Key = tuple[str, str, date]


def visible(viewer: Viewer, day: date) -> Select[Any]:
    """Instructors of the companies that the viewer may see."""
    seen = company_register.visible(viewer, day).with_only_columns(Company.organisation_id)
    return select(N.id).join(Organisation, Organisation.id == N.organisation_id).where(N.organisation_id.in_(seen))


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        N.id, N.organisation_id, N.row_version, N.basis, N.valid_from, N.valid_to, Person.name.label("person"),
        Organisation.name.label("company"), Company.id.label("company_id"),
    )  # fmt: skip
    found: Select[Any] = (
        columns.join(Person, Person.id == N.person_id)
        .join(Organisation, Organisation.id == N.organisation_id)
        .join(Company, Company.organisation_id == N.organisation_id)
    )
    return found


def _called(text: str, day: date) -> ColumnElement[bool]:
    words = norm(text)
    people = select(Person.id).where(matches(Person.search_text, words))
    return or_(N.person_id.in_(people), matches(Organisation.search_text, words))


SOURCE = Source(
    key=N.id,
    ids=visible,
    columns=_columns,
    orders={
        "company": (Organisation.name, N.valid_from),
        "valid_from": (N.valid_from,),
    },
    filters={"q": _called},
    views=lambda day: {
        "current": in_force(N.valid_from, N.valid_to, day),
        "ended": N.valid_to <= day,
        "all": None,
    },
    area=lambda code, day: N.organisation_id.in_(company_register.serving_in(code, day)),
)


def instructor(instructor_id: int, *, viewer: Viewer, day: date) -> Instructor | None:
    """An instructor of a company that the viewer may see."""
    return db.session.scalar(select(N).where(N.id == instructor_id, N.id.in_(visible(viewer, day))))


def standing(instructor_id: int, day: date) -> Any:
    """The row of one instructor as the list draws it."""
    return db.session.execute(_columns(day).where(N.id == instructor_id)).one()


def known(keys: Iterable[Key]) -> Mapping[Key, Any]:
    """(name, company, first day) → the instructor as he stands, for a sheet."""
    by = {"person": Person.name, "company": Organisation.name, "valid_from": N.valid_from}
    return by_key(_columns(date.max), by, keys)


def by_id(instructor_id: int) -> Instructor:
    """An instructor that a checked row is about."""
    return db.session.get_one(Instructor, instructor_id)
