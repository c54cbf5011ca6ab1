"""Whom a leg can be addressed to: who is there, in force and able to act on it, and who is proposed."""

from datetime import date

import pytest

from shuangluan.extensions import db
from shuangluan.grid import queries, services
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries.bodies import COMPANY, DEPARTMENTS, OFFICES, PEOPLE, bodies, key_of, proposed, without
from shuangluan.grid.rules import AppointmentRole, HandlingLevel
from shuangluan.kernel import audit, clock, people
from shuangluan.kernel.models import CompoundService, Grid, RoleGrant
from tests import build

TODAY = date(2026, 11, 20)


def offered(appeal: Appeal, *groups: str) -> dict[str, list[str]]:
    """Heading → names."""
    found: dict[str, list[str]] = {}
    for offer in bodies(appeal, TODAY, *groups):
        found.setdefault(offer.group, []).append(offer.body.name)
    return found


def test_a_leg_goes_to_the_compounds_company_and_people_the_offices_above_and_departments(app):
    assert offered(build.an_appeal()) == {
        COMPANY: ["御景物业公司"],
        PEOPLE: ["演示网格长（网格长）", "演示兼职网格员（网格员）"],
        OFFICES: ["万和城社区", "秀水街道"],
        DEPARTMENTS: ["区住建局", "区城管局"],
    }


def test_people_of_another_grid_or_community_are_not_offered(app):
    second = build.an_appeal(where=build.place("御景园", "4号楼"))
    names = offered(second, PEOPLE)[PEOPLE]
    keys = {offer.body.key for offer in bodies(second, TODAY, PEOPLE)}
    assert len(names) == 2
    assert f"person-{build.person('grid_worker_3').id}" in keys
    assert f"person-{build.person('grid_worker').id}" not in keys
    assert f"person-{build.person('grid_leader_2').id}" not in keys


def test_an_appointment_without_its_role_cannot_act_and_is_not_offered(app):
    appeal = build.an_appeal()
    with audit.transaction():
        grant = db.session.query(RoleGrant).filter_by(person_id=build.person("grid_worker").id).one()
        with audit.changing("kernel.role.ended", grant, by=build.TOWN, at=clock.now()):
            grant.valid_to = TODAY
    assert offered(appeal, PEOPLE)[PEOPLE] == ["演示网格长（网格长）"]


def test_who_is_appointed_twice_is_offered_once_as_the_leader(app):
    appeal = build.an_appeal()
    grid = appeal.grid_id
    with audit.transaction():
        services.appoint_to_grid(
            build.person("grid_leader"), db.session.get(Grid, grid), AppointmentRole.BRANCH_SECRETARY,
            valid_from=build.FIRST, basis="演示", by=build.TOWN, at=clock.now(),
        )  # fmt: skip
    assert offered(appeal, PEOPLE)[PEOPLE] == ["演示网格长（网格长）", "演示兼职网格员（网格员）"]


def test_a_company_whose_contract_has_ended_is_not_asked(app):
    appeal = build.an_appeal()
    with audit.transaction():
        service = db.session.query(CompoundService).one()
        with audit.changing("kernel.compound_service.ended", service, by=build.TOWN, at=clock.now()):
            service.valid_to = TODAY
    assert COMPANY not in offered(appeal)


def test_an_appeal_outside_the_compounds_has_offices_and_departments_only(app):
    appeal = build.an_appeal()
    with audit.transaction(), audit.changing("grid.appeal.located", appeal, by=build.TOWN, at=clock.now()):
        appeal.compound_id = appeal.building_id = appeal.grid_id = appeal.entrance_id = None
    assert set(offered(appeal)) == {OFFICES, DEPARTMENTS}


def test_a_key_names_one_body_and_the_leg_that_went_to_it(app):
    appeal = build.a_dispatched_appeal()
    leg = queries.file_of(appeal).lead
    assert key_of(leg) == build.company().key
    left = {offer.body.name for offer in without(bodies(appeal, TODAY), [leg])}
    assert "御景物业公司" not in left
    assert "区住建局" in left


@pytest.mark.parametrize(
    ("name", "level", "community"),
    [
        ("演示网格长（网格长）", HandlingLevel.GRID, False),
        ("御景物业公司", HandlingLevel.GRID, False),
        ("万和城社区", HandlingLevel.GRID, True),
        ("秀水街道", HandlingLevel.STREET, False),
        ("区住建局", HandlingLevel.DISTRICT, False),
    ],
)
def test_a_body_answers_at_its_level(app, name: str, level: HandlingLevel, community: bool):
    body = next(offer.body for offer in bodies(build.an_appeal(), TODAY) if offer.body.name == name)
    assert (body.level, body.is_community) == (level, community)


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("facility_broken", "御景物业公司"),
        ("sanitation", "御景物业公司"),
        ("elder_alone", "万和城社区"),
        ("neighbour_dispute", "万和城社区"),
        ("low_income", "秀水街道"),
        ("manhole", "区住建局"),
        ("fund_use", None),  # its usual handler is the community, whose duty it is not (GR-21)
        ("gas_smell", None),
    ],
)
def test_the_catalogues_usual_handler_is_proposed(app, category: str, name: str | None):
    offers = bodies(build.an_appeal(), TODAY)
    body = proposed(offers, queries.catalogue_on(TODAY).category(category))
    assert (body.name if body else None) == name


def test_whom_a_return_named_is_proposed_before_the_usual_handler(app):
    offers = bodies(build.an_appeal(), TODAY)
    category = queries.catalogue_on(TODAY).category("facility_broken")
    assert proposed(offers, category, "区住建局").name == "区住建局"
    assert proposed(offers, category, "不知道谁").name == "御景物业公司"


def test_the_offers_cost_the_same_for_many_people(app, counting):
    appeal = build.an_appeal()
    with counting() as few:
        bodies(appeal, TODAY)
    with audit.transaction():
        for n in range(3):
            person = people.add_person(f"演示{n}", by=build.TOWN, at=clock.now())
            people.grant_role(
                person, "grid_worker", by=build.TOWN, at=clock.now(), valid_from=build.FIRST, area=build.A
            )
    with counting() as many:
        bodies(appeal, TODAY)
    assert len(many) == len(few) <= 4
