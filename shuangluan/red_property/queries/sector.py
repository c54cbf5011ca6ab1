"""物业服务行业党委 with its members and the units under it (RP-71)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select, true

from shuangluan.extensions import db
from shuangluan.kernel.models import PartyUnit, PartyUnitKind, Person
from shuangluan.kernel.permissions import in_force
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, by_key
from shuangluan.red_property.models import SectorMember

M = SectorMember

PARENTS = (PartyUnitKind.PROPERTY_SECTOR, PartyUnitKind.COMMUNITY_COMMITTEE)


def sector_committee() -> PartyUnit | None:
    """The one committee of the sector, while it is not closed."""
    held = select(PartyUnit).where(PartyUnit.kind == PartyUnitKind.PROPERTY_SECTOR, PartyUnit.closed_on.is_(None))
    return db.session.scalar(held.order_by(PartyUnit.id).limit(1))


def members_of(unit: PartyUnit) -> Sequence[Any]:
    """(SectorMember, name), those in office first."""
    return db.session.execute(
        select(SectorMember, Person.name)
        .join(Person, Person.id == SectorMember.person_id)
        .where(SectorMember.party_unit_id == unit.id)
        .order_by(SectorMember.valid_to.is_not(None), SectorMember.valid_from, Person.pinyin, SectorMember.id)
    ).all()


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        M.id, M.row_version, M.position, M.home, M.valid_from, M.valid_to, Person.name.label("person")
    )
    found: Select[Any] = columns.join(Person, Person.id == M.person_id)
    return found


SOURCE = Source(
    key=M.id,
    ids=lambda viewer, day: select(M.id).join(Person, Person.id == M.person_id),  # one committee, read by the district
    columns=_columns,
    orders={
        "person": (Person.pinyin,),
        "position": (M.position, Person.pinyin),
        "valid_from": (M.valid_from, Person.pinyin),
    },
    filters={
        "q": lambda text, day: or_(
            matches(Person.search_text, norm(text)),
            *(one.contains(text, autoescape=True) for one in (M.home, M.position)),
        )
    },
    views=lambda day: {
        "current": in_force(M.valid_from, M.valid_to, day),
        "former": M.valid_to <= day,
        "all": None,
    },
    area=lambda code, day: true(),  # members are the district's, whichever community is looked at
)


def member(member_id: int) -> SectorMember | None:
    """One member of the committee."""
    return db.session.get(SectorMember, member_id)


def standing(member_id: int, day: date) -> Any:
    """The row of one member as the list draws it."""
    return db.session.execute(_columns(day).where(M.id == member_id)).one()


def known(keys: Iterable[tuple[str, date]]) -> Mapping[tuple[str, date], Any]:
    """(name, first day) → the member as he stands, for a sheet."""
    return by_key(_columns(date.max), {"person": Person.name, "valid_from": M.valid_from}, keys)


def by_id(member_id: int) -> SectorMember:
    """The member that a checked row is about."""
    return db.session.get_one(SectorMember, member_id)


def parents(day: date) -> Sequence[PartyUnit]:
    """What a unit of companies can stand under, the sector's committee first."""
    held = select(PartyUnit).where(
        PartyUnit.kind.in_(PARENTS), or_(PartyUnit.closed_on.is_(None), PartyUnit.closed_on > day)
    )
    return db.session.scalars(held.order_by(PartyUnit.kind.desc(), PartyUnit.name, PartyUnit.id)).all()


def entries_about(unit: PartyUnit) -> tuple[tuple[str, list[int]], ...]:
    """What a history of the committee is made of."""
    ids = list(db.session.scalars(select(SectorMember.id).where(SectorMember.party_unit_id == unit.id)))
    return ((PartyUnit.__tablename__, [unit.id]), (SectorMember.__tablename__, ids))
