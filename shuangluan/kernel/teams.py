"""Write teams of both kinds, 网格服务团队 and 志愿服务队, and party units (GR-7, GR-75)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import PartyUnit, PartyUnitKind, Person, Team, TeamKind, TeamMember


def add_team(
    *,
    kind: TeamKind,
    name: str,
    area: str,
    leader: Person,
    members: Sequence[Person],
    founded_on: date,
    by: audit.Actor,
    at: datetime,
) -> Team:
    """A new team with its leader and its other members, all from the day of founding.

    Raises RuleBroken for a name that the area already has for this kind, and for a person named twice.
    """
    twin = select(Team.id).where(Team.kind == kind, Team.area == area, Team.name == name)
    if db.session.scalar(twin) is not None:
        raise RuleBroken(f"已经有“{name}”了，请换一个名称", "name")
    people = [leader, *members]
    if len({person.id for person in people}) < len(people):
        raise RuleBroken("队长和队员里有同一个人，每人只写一次", "members")
    team = Team(kind=kind, name=name, area=area, founded_on=founded_on)
    audit.created("kernel.team.founded", team, by=by, at=at)
    for person in people:
        leads = person is leader
        db.session.add(
            TeamMember(team_id=team.id, person_id=person.id, is_leader=leads, valid_from=founded_on)
        )
    return team


def found_party_unit(
    *,
    kind: PartyUnitKind,
    name: str,
    founded_on: date,
    by: audit.Actor,
    at: datetime,
    area: str | None = None,
    parent: PartyUnit | None = None,
) -> PartyUnit:
    """A new party unit under `parent`. Raises RuleBroken for a name that its kind already has."""
    if _unit_called(kind, name) is not None:
        raise RuleBroken(f"已经有“{name}”了，请直接选它", "name")
    unit = PartyUnit(
        kind=kind, name=name, area=area, founded_on=founded_on, parent_id=parent.id if parent else None
    )
    audit.created("kernel.party_unit.founded", unit, by=by, at=at)
    return unit


def change_party_unit(
    unit: PartyUnit, *, name: str, founded_on: date, closed_on: date | None, by: audit.Actor, at: datetime
) -> None:
    """Correct a unit, or close it: from `closed_on` on it is none. Raises RuleBroken for a name that another has."""
    if _unit_called(unit.kind, name) not in (None, unit.id):
        raise RuleBroken(f"已经有“{name}”了，请换一个名称", "name")
    if closed_on is not None and not founded_on < closed_on <= clock.local_day(at):
        raise RuleBroken("撤销日期要在成立以后，最晚写今天", "closed_on")
    with audit.changing("kernel.party_unit.changed", unit, by=by, at=at):
        unit.name, unit.founded_on, unit.closed_on = name, founded_on, closed_on


def _unit_called(kind: PartyUnitKind, name: str) -> int | None:
    return db.session.scalar(select(PartyUnit.id).where(PartyUnit.kind == kind, PartyUnit.name == name))
