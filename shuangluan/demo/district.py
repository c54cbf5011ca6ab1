"""The kernel's nouns of the demonstration: places, organisations, persons with their roles, teams (GR-6, GR-7)."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from shuangluan.demo import words
from shuangluan.extensions import db
from shuangluan.grid import services as grid
from shuangluan.grid.rules import AppointmentRole
from shuangluan.kernel import audit, clock, people, places, teams
from shuangluan.kernel.models import (
    Building,
    Compound,
    Entrance,
    Grid,
    GridKind,
    Organisation,
    OrganisationKind,
    Person,
    TeamKind,
)
from shuangluan.kernel.permissions import OWN_ROLES, Grant
from shuangluan.red_property import services as red_property
from shuangluan.red_property.rules.companies import ContractKind

FIRST, SECOND, THIRD = "130803003002", "130803001008", "130803002003"  # 万和城、御祥园、行宫: one in each street
TEAMS = 69  # 网格服务团队 as published; a smaller district has fewer
HOUSEHOLDS_OF_A_GRID = 240  # between the 150 and 500 of GR-15
BUILDER = audit.Actor(None, "演示数据", "system")
BASIS = "演示"


@dataclass(frozen=True)
class Staff:
    """Somebody who works here: the person, and as what he acts."""

    person: Person
    actor: audit.Actor


@dataclass(frozen=True)
class Estate:
    """A compound with its buildings, who serves it and who is its 网格长."""

    compound: Compound
    buildings: Sequence[tuple[Building, Sequence[Entrance]]]
    company: Organisation | None
    leader: Staff


@dataclass
class Ground:
    """A community: its compounds, its grids with their part-time 网格员, its office."""

    code: str
    short: str
    admin: Staff
    clerks: Sequence[Staff]
    estates: list[Estate] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    workers: dict[int, Sequence[Staff]] = field(default_factory=dict)  # by grid id
    grid_of: dict[int, int] = field(default_factory=dict)  # grid id by building id

    @property
    def street(self) -> str:
        """The code of its street or town."""
        return self.code[:9]


@dataclass
class District:
    """Everything the slices of the demonstration act with; `until` is the first day that has not happened."""

    until: date
    grounds: list[Ground] = field(default_factory=list)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    holders: dict[tuple[str, str], list[Staff]] = field(default_factory=dict)  # by role and scope

    @property
    def first_day(self) -> date:
        """From when on the district is there: well before the two years of its history."""
        return date(self.until.year - 3, 1, 1)

    @property
    def founded_at(self) -> datetime:
        """When all this was entered."""
        return clock.from_wall(datetime.combine(self.first_day, time(9, 0)))

    def holder(self, role: str, scope: str) -> Staff:
        """The first holder of a role for an area code or for the organisation of that name."""
        return self.holders[role, scope][0]


def build(until: date, *, small: bool, seed: str) -> District:
    """The district up to the point where its daily work begins; inside the caller's transaction."""
    builder = _Builder(District(until), random.Random(f"{seed}:district"))
    builder.organisations()
    communities = [FIRST, SECOND, THIRD] if small else places.urban_communities(until)
    builder.offices(sorted({code[:9] for code in communities}))
    for position, code in enumerate(communities):
        builder.ground(code, position)
    builder.singles()
    builder.teams(TEAMS * len(communities) // 28 if small else TEAMS)
    return builder.district


class _Builder:
    """Makes one noun after the other; all are there from the district's first day on."""

    def __init__(self, district: District, rng: random.Random) -> None:
        self.district = district
        self._names = words.person_names(rng)
        self._phones = 0
        self._contracts = 0

    @property
    def _at(self) -> datetime:
        return self.district.founded_at

    def _staff(self, role: str, *, area: str | None = None, organisation: Organisation | None = None) -> Staff:
        """A new person with one role; `district.holders` finds him by its scope."""
        district, self._phones = self.district, self._phones + 1
        number = words.phone(self._phones)
        person = people.add_person(next(self._names), phone=number, by=BUILDER, at=self._at)
        people.grant_role(
            person, role, by=BUILDER, at=self._at, valid_from=district.first_day,
            area=area, organisation=organisation, basis=BASIS,
        )  # fmt: skip
        grant = Grant(role, area, organisation.id if organisation else None, role in OWN_ROLES)
        staff = Staff(person, audit.Actor(person.id, person.name, role, "", (grant,)))
        scope = area or (organisation.name if organisation else "")
        district.holders.setdefault((role, scope), []).append(staff)
        return staff

    def organisations(self) -> None:
        """Departments and companies with one person each who signs for them; a unit, an owners' committee."""
        for names, kind, role in (
            (words.DEPARTMENTS, OrganisationKind.DEPARTMENT, "department"),
            (words.COMPANIES, OrganisationKind.COMPANY, "property_liaison"),
            ((words.UNIT,), OrganisationKind.UNIT, "unit_liaison"),
            ((words.OWNERS,), OrganisationKind.OWNERS_COMMITTEE, "owners_delegate"),
        ):
            for name in names:
                made = places.add_organisation(
                    kind=kind, name=name, by=BUILDER, at=self._at, valid_from=self.district.first_day
                )
                self.district.organisations[name] = made
                self._staff(role, organisation=made)

    def offices(self, streets: Sequence[str]) -> None:
        """The streets' and towns' offices, and the district's."""
        for street in streets:
            self._staff("street_staff", area=street)
            self._staff("street_leader", area=street)
        for role in (
            "district_org", "district_reviewer", "district_approver", "scheme_admin", "finance_viewer", "auditor",
            "system_admin", "security_admin", "audit_admin",
        ):  # fmt: skip
            self._staff(role, area=places.DISTRICT)

    def singles(self) -> None:
        """Roles of which the slices that are there need one holder only."""
        for code in (FIRST, SECOND):
            self._staff("agent", area=code)
        self._staff("member")
        self._staff("worker")

    def ground(self, code: str, position: int) -> None:
        """A community with all that is in it."""
        ground = Ground(
            code,
            places.areas().short(code),
            self._staff("community_admin", area=code),
            [self._staff("community_staff", area=code) for _ in range(2)],
        )
        plans = words.plans(code, ground.short)
        company = words.COMPANY_OF.get(code, position % len(words.COMPANIES))
        for plan in plans:
            ground.estates.append(self._estate(ground, plan, words.COMPANIES[company] if plan.served else None))
        self._grids(ground, sum(plan.households for plan in plans))
        self.district.grounds.append(ground)

    def _estate(self, ground: Ground, plan: words.Plan, company: str | None) -> Estate:
        first_day, at = self.district.first_day, self._at
        compound = places.add_compound(
            community=ground.code, name=plan.name, kind=plan.kind, households=plan.households,
            has_property=plan.served, address=f"{places.areas().name(ground.street)}{plan.name}",
            by=BUILDER, at=at, valid_from=first_day,
        )  # fmt: skip
        made = [
            places.add_building(compound, f"{n}号楼", entrances=plan.entrances, by=BUILDER, at=at)
            for n in range(1, plan.buildings + 1)
        ]
        organisation = self.district.organisations[company] if company else None
        if organisation is not None:
            self._contract(organisation, compound)
        leader = self._staff("grid_leader", area=ground.code)
        grid.appoint_leader(leader.person, compound, valid_from=first_day, basis=BASIS, by=BUILDER, at=at)
        return Estate(compound, [(building, _entrances(building)) for building in made], organisation, leader)

    def _contract(self, organisation: Organisation, compound: Compound) -> None:
        """Since the first day; one in five ends soon."""
        district, self._contracts = self.district, self._contracts + 1
        ends, open_ended = self._contracts % 5 == 0, self._contracts % 4 == 0
        red_property.sign_contract(
            organisation, compound, kind=ContractKind.OPEN_ENDED if open_ended and not ends else ContractKind.CHOSEN,
            valid_from=district.first_day, valid_to=district.until + timedelta(days=45) if ends else None,
            fee_text=f"住宅 1.{self._contracts % 6}0 元/㎡·月", filed_on=district.first_day + timedelta(days=20),
            by=BUILDER, at=self._at,
        )  # fmt: skip

    def _grids(self, ground: Ground, households: int) -> None:
        """One to four integrated grids, building after building, each with two part-time 网格员."""
        count = min(4, max(1, round(households / HOUSEHOLDS_OF_A_GRID)))
        first_day, at = self.district.first_day, self._at
        for _ in range(count):
            drawn = places.add_grid(
                community=ground.code, kind=GridKind.INTEGRATED, valid_from=first_day, by=BUILDER, at=at,
                hotline="0314-0000000",
            )  # fmt: skip
            ground.grids.append(drawn)
            ground.workers[drawn.id] = [self._worker(drawn, role) for role in _PART_TIME]
        entrances = [each for estate in ground.estates for each in estate.buildings]
        whole, passed = sum(len(inside) for _, inside in entrances), 0
        for building, inside in entrances:
            drawn = ground.grids[passed * count // whole]
            passed += len(inside)
            grid.cover(drawn, building, valid_from=first_day, by=BUILDER, at=at)
            ground.grid_of[building.id] = drawn.id

    def _worker(self, drawn: Grid, role: AppointmentRole) -> Staff:
        worker = self._staff("grid_worker", area=drawn.community)
        day, at = self.district.first_day, self._at
        grid.appoint_to_grid(worker.person, drawn, role, valid_from=day, basis=BASIS, by=BUILDER, at=at)
        return worker

    def teams(self, number: int) -> None:
        """网格服务团队, two or three in each community: a clerk leads, 网格员 are members."""
        grounds, day = self.district.grounds, self.district.first_day
        for n in range(number):
            ground, speciality = grounds[n % len(grounds)], words.SPECIALITIES[n // len(grounds) % 3]
            workers = [staff.person for pair in ground.workers.values() for staff in pair]
            teams.add_team(
                kind=TeamKind.GRID_SERVICE, name=f"{ground.short}{speciality}网格服务团队", area=ground.code,
                leader=ground.clerks[n % 2].person, members=workers[n % 2 :: 2], founded_on=day,
                by=BUILDER, at=self._at,
            )  # fmt: skip


_PART_TIME = (AppointmentRole.BRANCH_SECRETARY, AppointmentRole.MEMBER)


def _entrances(building: Building) -> Sequence[Entrance]:
    made = select(Entrance).where(Entrance.building_id == building.id).order_by(Entrance.sort_key)
    return db.session.scalars(made).all()
