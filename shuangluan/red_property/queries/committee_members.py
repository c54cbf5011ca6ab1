"""业委会委员 over all committees, and what a workbook of them is compared with (RP-5, RP-35)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Compound, Person
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, in_area
from shuangluan.red_property.models import Committee, CommitteeMember
from shuangluan.red_property.queries.committee_register import is_followed
from shuangluan.red_property.queries.sources import own_compounds

M, C = CommitteeMember, Committee
Place = tuple[str, str]


def _joined(statement: Any) -> Any:
    return (
        statement.join(C, C.id == M.committee_id)
        .join(Compound, Compound.id == C.compound_id)
        .join(Person, Person.id == M.person_id)
    )


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    found: Select[Any] = _joined(select(M.id)).where(own_compounds(viewer, day))
    return found


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        M.id, M.row_version, M.committee_id, M.position, M.is_party_member, M.valid_from, M.valid_to, C.term_no,
        C.elected_on, Person.name.label("person"), Compound.name.label("compound"), Compound.community,
        is_followed().label("is_followed"),
    )  # fmt: skip
    found: Select[Any] = _joined(columns)
    return found


def _sits(day: date) -> ColumnElement[bool]:
    """In office, of the newest term."""
    return and_(in_force(M.valid_from, M.valid_to, day), ~is_followed())


SOURCE = Source(
    key=M.id,
    ids=_visible,
    columns=_columns,
    orders={
        "person": (Person.pinyin,),
        "compound": (Compound.community, Compound.name, C.term_no),
        "valid_from": (M.valid_from,),
    },
    filters={
        "q": lambda text, day: or_(*(matches(one.search_text, norm(text)) for one in (Person, Compound))),
        "position": lambda text, day: M.position.contains(text, autoescape=True),
    },
    views=lambda day: {
        "current": _sits(day),
        "party": and_(_sits(day), M.is_party_member),
        "former": ~_sits(day),
        "all": None,
    },
    area=in_area(Compound.community),
)


def member(member_id: int, *, viewer: Viewer, day: date) -> CommitteeMember | None:
    """A member of a committee that the viewer may see."""
    return db.session.scalar(select(M).where(M.id == member_id, M.id.in_(_visible(viewer, day))))


def standing(member_id: int, day: date) -> Any:
    """The row of one member as the list draws it."""
    return db.session.execute(_columns(day).where(M.id == member_id)).one()


def terms_at(places: Iterable[Place]) -> Mapping[Place, Mapping[int, Committee]]:
    """(community, compound) → its terms by number, for a sheet."""
    wanted = list(places)
    rows = db.session.execute(
        select(C, Compound.community, Compound.name)
        .join(Compound, Compound.id == C.compound_id)
        .where(
            Compound.community.in_({place[0] for place in wanted}), Compound.name.in_({place[1] for place in wanted})
        )
    )
    found: dict[Place, dict[int, Committee]] = {}
    for term, community, name in rows:
        found.setdefault((community, name), {})[term.term_no] = term
    return found


def known(committee_ids: Iterable[int], names: Iterable[str]) -> Mapping[tuple[int, str], Any]:
    """(committee, name) → the member as he stands, the last one where he came twice; for a sheet."""
    held = _columns(date.max).where(M.committee_id.in_(sorted(set(committee_ids))), Person.name.in_(list(names)))
    rows = db.session.execute(held.order_by(M.valid_from, M.id))
    return {(row.committee_id, row.person): row for row in rows}


def by_id(member_id: int) -> CommitteeMember:
    """The member that a checked row is about."""
    return db.session.get_one(CommitteeMember, member_id)
