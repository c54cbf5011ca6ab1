"""物业服务行业党委: founded once, its members by date; the units of companies placed under it (RP-71)."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, removal, teams
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import PartyUnit, PartyUnitKind, Person
from shuangluan.kernel.places import DISTRICT
from shuangluan.red_property.models import SectorMember
from shuangluan.red_property.queries.sector import PARENTS, sector_committee
from shuangluan.red_property.rules import sentences


def found_sector(name: str, *, founded_on: date, by: audit.Actor, at: datetime) -> PartyUnit:
    """The one committee of the district. Raises RuleBroken where there is one."""
    there = sector_committee()
    if there is not None:
        raise RuleBroken(f"已经有“{there.name}”了", "name")
    if founded_on > clock.local_day(at):
        raise RuleBroken("成立日期还没有到", "founded_on")
    return teams.found_party_unit(
        kind=PartyUnitKind.PROPERTY_SECTOR, name=name, founded_on=founded_on, area=DISTRICT, by=by, at=at
    )


def seat_in_sector(
    unit: PartyUnit, person: Person, *, position: str, home: str, valid_from: date, by: audit.Actor, at: datetime
) -> SectorMember:
    """A member from a day on. Raises RuleBroken before the founding and for who sits there already."""
    if valid_from < unit.founded_on:
        raise RuleBroken(f"“{unit.name}”{unit.founded_on} 才成立，请核对日期", "valid_from")
    twin = select(SectorMember.id).where(
        SectorMember.party_unit_id == unit.id, SectorMember.person_id == person.id, SectorMember.valid_to.is_(None)
    )
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"{person.name}已经是委员", "name")
    row = SectorMember(
        party_unit_id=unit.id, person_id=person.id, position=position, home=home, valid_from=valid_from
    )
    audit.created(sentences.SECTOR_SEATED, row, by=by, at=at)
    return row


def correct_in_sector(
    row: SectorMember, *, position: str, home: str, valid_from: date, valid_to: date | None, by: audit.Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Correct what was entered of a member; `valid_to` is the first day after. Raises RuleBroken for no days."""
    if valid_to is not None and valid_to <= valid_from:
        raise RuleBroken("最后一天不能早于任职的那天", "last_day")
    unit = db.session.get_one(PartyUnit, row.party_unit_id)
    if valid_from < unit.founded_on:
        raise RuleBroken(f"“{unit.name}”{unit.founded_on} 才成立，请核对日期", "valid_from")
    with audit.changing(sentences.SECTOR_CORRECTED, row, by=by, at=at):
        row.position, row.home, row.valid_from, row.valid_to = position, home, valid_from, valid_to


def remove_from_sector(row: SectorMember, *, by: audit.Actor, at: datetime) -> None:
    """Take away a member who came by mistake."""
    with audit.removing(sentences.SECTOR_REMOVED, row, by=by, at=at):
        removal.delete("这位委员", row)


def unseat_in_sector(row: SectorMember, *, last_day: date, by: audit.Actor, at: datetime) -> None:
    """The last day of a member."""
    if row.valid_to is not None:
        raise RuleBroken("这位委员已经离任", "last_day")
    if not row.valid_from <= last_day <= clock.local_day(at):
        raise RuleBroken("最后一天要在任职以后、今天以前", "last_day")
    with audit.changing(sentences.SECTOR_UNSEATED, row, by=by, at=at):
        row.valid_to = last_day + timedelta(days=1)


def place_unit(unit: PartyUnit, parent: PartyUnit | None, *, by: audit.Actor, at: datetime) -> None:
    """Put a unit of companies under the sector's committee or a community's; None takes it away from there.

    Raises RuleBroken for another kind of unit above it.
    """
    if parent is not None and parent.kind not in PARENTS:
        raise RuleBroken("上级只能是物业服务行业党委或社区大党委", "parent_id")
    with audit.changing(sentences.UNIT_PLACED, unit, by=by, at=at):
        unit.parent_id = parent.id if parent else None
