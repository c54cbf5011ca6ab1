"""物业服务行业党委 with its members and the units under it (RP-71)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import PartyUnit, PartyUnitKind, Person
from shuangluan.red_property.models import SectorMember

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


def member(member_id: int) -> SectorMember | None:
    """One member of the committee."""
    return db.session.get(SectorMember, member_id)


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
