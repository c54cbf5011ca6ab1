"""Builders of states: they call the services, so that what tests start from obeys the rules and has its audit trail.

The town: community A 万和城 (秀水街道) with 御景园 in two grids, community B 御祥园 (元宝山街道) with 锦绣苑 in one;
an account for every role of D3a, named like it, and `…_2` in B for the roles of a community.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal, AppealReporter, AppointmentRole
from shuangluan.kernel import audit, clock, gate, people, places
from shuangluan.kernel.models import (
    Account,
    Building,
    Compound,
    CompoundKind,
    Grid,
    GridKind,
    Organisation,
    OrganisationKind,
    Person,
    RoleGrant,
)
from shuangluan.kernel.permissions import ROLES, Grant, Viewer, in_force
from tests.kept import kept

DISTRICT, STREET_A, STREET_B = "130803", "130803003", "130803001"
A, B = "130803003002", "130803001008"
FIRST = date(2024, 1, 1)
FOUNDED = datetime(2026, 1, 5, 9, 0, tzinfo=clock.CST)
PASSWORD = "一二三四五六七八九十甲乙丙丁戊"
PHONE = "13800000000"

AREA_OF = {
    "street_staff": STREET_A,
    "street_leader": STREET_A,
    **dict.fromkeys(("district_org", "district_reviewer", "district_approver", "scheme_admin"), DISTRICT),
    **dict.fromkeys(("finance_viewer", "auditor", "system_admin", "security_admin", "audit_admin"), DISTRICT),
    **dict.fromkeys(("community_admin", "community_staff", "grid_leader", "grid_worker", "agent"), A),
}
IN_B = ("community_admin", "community_staff", "grid_leader", "grid_worker", "agent")
ORGANISATION_OF = {
    "property_liaison": "御景物业公司",
    "owners_delegate": "御景园业委会",
    "unit_liaison": "区财政局",
    "department": "区住建局",
}
TOWN = audit.Actor(None, "建库", "system")


def town() -> None:
    """The small town, in one transaction; called once per database template."""
    with audit.transaction():
        organisations = _organisations()
        here, there = _places(organisations)
        for role in ROLES:
            _account(role, role, area=AREA_OF.get(role), organisation=organisations.get(ORGANISATION_OF.get(role, "")))
        for role in IN_B:
            _account(f"{role}_2", role, area=B)
        _account("grid_worker_3", "grid_worker", area=A)
        _account("street_staff_2", "street_staff", area=STREET_B)
        _appointments(here, there)


def _organisations() -> dict[str, Organisation]:
    kinds = {
        "御景物业公司": OrganisationKind.COMPANY,
        "御景园业委会": OrganisationKind.OWNERS_COMMITTEE,
        "区财政局": OrganisationKind.UNIT,
        "区住建局": OrganisationKind.DEPARTMENT,
        "区城管局": OrganisationKind.DEPARTMENT,
    }
    return {
        name: places.add_organisation(kind=kind, name=name, by=TOWN, at=FOUNDED, valid_from=FIRST)
        for name, kind in kinds.items()
    }


def _places(organisations: dict[str, Organisation]) -> tuple[list[Grid], list[Grid]]:
    here = _compound(A, "御景园", ["1号楼", "2号楼", "3号楼", "4号楼"], grids=2)
    there = _compound(B, "锦绣苑", ["1号楼", "2号楼"], grids=1)
    places.serve_compound(organisations["御景物业公司"], compound("御景园"), by=TOWN, at=FOUNDED, valid_from=FIRST)
    return here, there


def _compound(community: str, name: str, numbers: list[str], *, grids: int) -> list[Grid]:
    made = places.add_compound(
        community=community, name=name, kind=CompoundKind.STANDARD, households=400, has_property=True,
        by=TOWN, at=FOUNDED, valid_from=FIRST,
    )  # fmt: skip
    drawn = [
        places.add_grid(community=community, kind=GridKind.INTEGRATED, valid_from=FIRST, by=TOWN, at=FOUNDED)
        for _ in range(grids)
    ]
    for place, number in enumerate(numbers):
        building = places.add_building(made, number, entrances=2, by=TOWN, at=FOUNDED)
        services.cover(drawn[place * grids // len(numbers)], building, valid_from=FIRST, by=TOWN, at=FOUNDED)
    return drawn


def _account(username: str, role: str, *, area: str | None = None, organisation: Organisation | None = None) -> None:
    person = people.add_person(f"演示{ROLES[role]}{'乙' if '_2' in username else ''}", by=TOWN, at=FOUNDED)
    people.open_account(
        person, username=username, password_hash=people.hash_password(PASSWORD), by=TOWN, at=FOUNDED, is_demo=True
    )
    people.grant_role(person, role, by=TOWN, at=FOUNDED, valid_from=FIRST, area=area, organisation=organisation)


def _appointments(here: list[Grid], there: list[Grid]) -> None:
    for username, name in (("grid_leader", "御景园"), ("grid_leader_2", "锦绣苑")):
        services.appoint_leader(person(username), compound(name), valid_from=FIRST, basis="演示", by=TOWN, at=FOUNDED)
    for username, grid in (("grid_worker", here[0]), ("grid_worker_3", here[1]), ("grid_worker_2", there[0])):
        services.appoint_to_grid(
            person(username), grid, AppointmentRole.MEMBER, valid_from=FIRST, basis="演示", by=TOWN, at=FOUNDED
        )


def person(username: str) -> Person:
    """The person behind an account of the town."""
    return db.session.scalars(
        select(Person).join(Account, Account.person_id == Person.id).where(Account.username == username)
    ).one()


def compound(name: str) -> Compound:
    """A compound of the town by its name."""
    return db.session.scalars(select(Compound).where(Compound.name == name)).one()


def building(name: str, number: str) -> Building:
    """A building of the town."""
    found = select(Building).join(Compound, Compound.id == Building.compound_id)
    return db.session.scalars(found.where(Compound.name == name, Building.number == number)).one()


def organisation(name: str) -> Organisation:
    """An organisation of the town."""
    return db.session.scalars(select(Organisation).where(Organisation.name == name)).one()


def grants(username: str, day: date | None = None) -> tuple[Grant, ...]:
    """The grants of an account's person in force on a day."""
    day = day or clock.today()
    rows = db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.person_id == person(username).id, in_force(RoleGrant.valid_from, RoleGrant.valid_to, day))
        .order_by(RoleGrant.id)
    )
    return tuple(Grant(row.role, row.area, row.organisation_id, row.own) for row in rows)


def actor(username: str) -> audit.Actor:
    """The account's person as services want him."""
    who, held = person(username), grants(username)
    return audit.Actor(who.id, who.name, held[0].role if held else "", "127.0.0.1", held)


def viewer(username: str) -> Viewer:
    """The account's person as queries want him."""
    who = person(username)
    account_id = db.session.scalars(select(Account.id).where(Account.username == username)).one()
    return Viewer(0, account_id, who.id, who.name, username, grants(username))


def place(name: str = "御景园", number: str | None = "1号楼") -> queries.Place:
    """A place of the town."""
    return queries.Place(compound(name), building(name, number) if number else None)


@kept
def an_appeal(
    title: str = "单元门坏了",
    *,
    by: str = "community_admin",
    at: datetime | None = None,
    category: str = "facility_broken",
    reporter: services.ReporterFacts | None = None,
    where: queries.Place | None = None,
    **more: Any,
) -> Appeal:
    """A registered appeal; inside a transaction of the test (fixture `writing`) or in one of its own."""
    at = at or clock.now()
    where = where or place()
    facts = services.AppealFacts(
        title=title,
        description=more.pop("description", f"{title}，请尽快处理"),
        category=category,
        source=more.pop("source", "call_visit"),
        place=where,
        community=where.compound.community,
        address_text="",
        discovered_at=more.pop("discovered_at", at),
        reporter=reporter or services.ReporterFacts(rules.ReporterKind.RESIDENT, "演示居民", PHONE, wants_reply=True),
        **more,
    )
    return saved(lambda: services.register_appeal(facts, by=actor(by), at=at))


def saved(deed: Any) -> Any:
    """Run a deed inside the running transaction, or in one of its own."""
    if db.session.info.get("writing"):
        return deed()
    with audit.transaction():
        return deed()


@kept
def an_accepted_appeal(title: str = "单元门坏了", *, at: datetime | None = None, **more: Any) -> Appeal:
    """Accepted by the community."""
    appeal = an_appeal(title, at=at, **more)
    saved(lambda: services.accept_appeal(appeal, by=actor("community_admin"), at=at or clock.now()))
    return appeal


@kept
def a_dispatched_appeal(title: str = "单元门坏了", *, to: services.Body | None = None, **more: Any) -> Appeal:
    """Dispatched, by default to the compound's property company."""
    appeal = an_accepted_appeal(title, **more)
    at = more.get("at") or clock.now()
    saved(lambda: services.dispatch_appeal(appeal, to or company(), by=actor("community_admin"), at=at))
    return appeal


@kept
def a_signed_appeal(title: str = "单元门坏了", **more: Any) -> Appeal:
    """Signed for by the property company."""
    appeal = a_dispatched_appeal(title, **more)
    at = more.get("at") or clock.now()
    saved(lambda: services.sign_leg(appeal, by=actor("property_liaison"), at=at))
    return appeal


@kept
def an_answered_appeal(
    title: str = "单元门坏了", *, outcome: rules.Outcome = rules.Outcome.SOLVED, **more: Any
) -> Appeal:
    """Answered by the property company with one piece of evidence."""
    appeal = a_signed_appeal(title, **more)
    at = more.get("at") or clock.now()
    saved(
        lambda: services.respond(
            appeal, outcome=outcome, text="已更换闭门器", evidence=1, by=actor("property_liaison"), at=at
        )
    )
    return appeal


@kept
def a_closed_appeal(title: str = "单元门坏了", **more: Any) -> Appeal:
    """Checked, its reporter content, closed by the community."""
    appeal = an_answered_appeal(title, **more)
    at, by = more.get("at") or clock.now(), actor("community_admin")

    def verified() -> None:
        services.check_result(appeal, way=rules.CheckWay.ON_SITE, passed=True, note="门能自动关上", by=by, at=at)
        for reporter_id in reporters(appeal):
            services.contact_reporter(
                appeal, reporter_id, reached=True, says_solved=True, satisfaction=rules.Satisfaction.SATISFIED,
                by=by, at=at,
            )  # fmt: skip
        services.close_appeal(appeal, by=by, at=at)

    saved(verified)
    return appeal


def reporters(appeal: Appeal) -> list[int]:
    """Ids of an appeal's own reporters."""
    own = select(AppealReporter.id).where(AppealReporter.appeal_id == appeal.id).order_by(AppealReporter.id)
    return list(db.session.scalars(own))


def company() -> services.Body:
    """The town's property company as the body of a leg."""
    found = organisation("御景物业公司")
    return services.Body(found.name, organisation_id=found.id, is_company=True)


def department(name: str = "区住建局") -> services.Body:
    """A department as the body of a leg."""
    found = organisation(name)
    return services.Body(found.name, organisation_id=found.id)


def later(**span: int) -> datetime:
    """A moment after the test's now."""
    return clock.now() + timedelta(**span)


def session_limit() -> timedelta:
    """How long an ordinary session may idle."""
    return gate.IDLE
