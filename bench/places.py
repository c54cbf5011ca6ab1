"""The places and people that generated appeals need: read from the database, built where there are none."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import services
from shuangluan.grid.models import Appointment, AppointmentRole, GridCoverage
from shuangluan.kernel import audit, people, places
from shuangluan.kernel.models import (
    Account,
    Building,
    Compound,
    CompoundKind,
    CompoundService,
    Grid,
    GridKind,
    Organisation,
    OrganisationKind,
    RoleGrant,
)

FILLER = audit.Actor(None, "压测填充", "system")
FIRST = date(2023, 1, 1)
NO_PASSWORD = "!"  # noqa: S105  # what no password hashes to
DEPARTMENTS = ("演示住建局", "演示城管局", "演示民政局", "演示市场局")


@dataclass(frozen=True)
class Spot:
    """One building with everything an appeal there refers to."""

    community: str
    compound_id: int
    building_id: int
    grid_id: int | None
    text: str
    company: tuple[int, str] | None
    leader_id: int | None


@dataclass
class Town:
    """What the lives of appeals draw from."""

    spots: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))
    departments: list[tuple[int, str]] = field(default_factory=list)
    staff: dict[str, int] = field(default_factory=dict)  # somebody of each office, by area code
    liaisons: dict[int, int] = field(default_factory=dict)  # somebody of each organisation


def has_real_accounts() -> bool:
    """Whether somebody really works with this database: an account that is no demonstration."""
    return db.session.scalar(select(Account.id).where(Account.is_demo.is_(False)).limit(1)) is not None


def town(communities: Sequence[str]) -> Town:
    """The town of these communities."""
    found = Town()
    companies = _companies()
    leaders = dict(
        db.session.execute(
            select(Appointment.compound_id, Appointment.person_id).where(Appointment.role == AppointmentRole.LEADER)
        ).all()
    )
    rows = db.session.execute(
        select(Compound.community, Compound.id, Compound.name, Building.id, Building.number, GridCoverage.grid_id)
        .join(Building, Building.compound_id == Compound.id)
        .outerjoin(GridCoverage, GridCoverage.building_id == Building.id)
        .where(Compound.community.in_(communities))
        .order_by(Building.id)
    )
    for community, compound_id, name, building_id, number, grid_id in rows:
        found.spots[community].append(
            Spot(
                community, compound_id, building_id, grid_id, f"{name}{number}",
                companies.get(compound_id), leaders.get(compound_id),
            )
        )  # fmt: skip
    _people_of(found)
    return found


def _companies() -> dict[int, tuple[int, str]]:
    rows = db.session.execute(
        select(CompoundService.compound_id, Organisation.id, Organisation.name)
        .join(Organisation, Organisation.id == CompoundService.organisation_id)
        .order_by(CompoundService.id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _people_of(found: Town) -> None:
    departments = select(Organisation.id, Organisation.name).where(Organisation.kind == OrganisationKind.DEPARTMENT)
    found.departments = [(row.id, row.name) for row in db.session.execute(departments.order_by(Organisation.id))]
    grants = db.session.execute(
        select(RoleGrant.person_id, RoleGrant.role, RoleGrant.area, RoleGrant.organisation_id).order_by(RoleGrant.id)
    )
    offices = {"community_admin", "community_staff", "street_staff", "street_leader", "district_org"}
    for person_id, role, area, organisation_id in grants:
        if role in offices and area:
            found.staff.setdefault(area, person_id)
        elif organisation_id and role in {"department", "property_liaison"}:
            found.liaisons.setdefault(organisation_id, person_id)


def build(communities: Sequence[str], *, at: datetime) -> None:
    """Compounds, grids, companies and one demonstration account per office where a community has no compound."""
    settled = set(db.session.scalars(select(Compound.community).distinct()))
    bare = [code for code in communities if code not in settled]
    with audit.transaction():
        audit.noted("grid.appeals.generated", None, by=FILLER, at=at)
        _departments(at)
        companies = {street: _company(street, at) for street in sorted({code[:9] for code in bare})}
        for code in bare:
            _settle(code, companies[code[:9]], at)
        _accounts(sorted({*bare, *(code[:9] for code in bare)} | ({code[:6] for code in bare})), at)


def _departments(at: datetime) -> None:
    if db.session.scalar(select(Organisation.id).where(Organisation.kind == OrganisationKind.DEPARTMENT).limit(1)):
        return
    for name in DEPARTMENTS:
        made = places.add_organisation(
            kind=OrganisationKind.DEPARTMENT, name=name, by=FILLER, at=at, valid_from=FIRST
        )
        _account(f"bench_department_{made.id}", "department", at, organisation=made)


def _company(street: str, at: datetime) -> Organisation:
    name = f"演示{places.areas().short(street)}物业公司"
    made = places.add_organisation(kind=OrganisationKind.COMPANY, name=name, by=FILLER, at=at, valid_from=FIRST)
    _account(f"bench_company_{street}", "property_liaison", at, organisation=made)
    return made


def _settle(community: str, company: Organisation, at: datetime) -> None:
    """Four compounds with six buildings each, two grids; the community's 网格长 leads the first."""
    grids = [_grid(community, at) for _ in range(2)]
    for number in range(1, 5):
        compound = places.add_compound(
            community=community, name=f"演示小区{number}", kind=CompoundKind.STANDARD, households=300,
            has_property=True, by=FILLER, at=at, valid_from=FIRST,
        )  # fmt: skip
        places.serve_compound(company, compound, by=FILLER, at=at, valid_from=FIRST)
        for n in range(1, 7):
            building = places.add_building(compound, f"{n}号楼", by=FILLER, at=at)
            services.cover(grids[number % 2], building, valid_from=FIRST, by=FILLER, at=at)
        if number == 1:
            leader = _account(f"bench_leader_{community}", "grid_leader", at, area=community)
            services.appoint_leader(
                db.session.get_one(people.Person, leader), compound, valid_from=FIRST, basis="演示", by=FILLER, at=at
            )


def _grid(community: str, at: datetime) -> Grid:
    return places.add_grid(community=community, kind=GridKind.INTEGRATED, valid_from=FIRST, by=FILLER, at=at)


def _accounts(codes: Sequence[str], at: datetime) -> None:
    """One account for each office that has nobody yet."""
    roles = {6: "district_org", 9: "street_staff", 12: "community_admin"}
    manned = set(db.session.scalars(select(RoleGrant.area).where(RoleGrant.role.in_(roles.values()))))
    for code in codes:
        if code not in manned:
            _account(f"bench_{roles[len(code)]}_{code}", roles[len(code)], at, area=code)


def _account(
    username: str, role: str, at: datetime, *, area: str | None = None, organisation: Organisation | None = None
) -> int:
    """A demonstration account nobody can sign in to by password; `measure` makes its session itself."""
    person = people.add_person(f"演示{username[-4:]}", by=FILLER, at=at)
    people.open_account(person, username=username, password_hash=NO_PASSWORD, by=FILLER, at=at, is_demo=True)
    people.grant_role(person, role, by=FILLER, at=at, valid_from=FIRST, area=area, organisation=organisation)
    return person.id
