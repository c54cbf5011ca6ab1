"""The demonstration district: the same facts for the same day, in both databases, and alive on its last day (D16)."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.security import check_password_hash

from shuangluan import demo
from shuangluan.demo import district as demo_district
from shuangluan.demo import words
from shuangluan.demo.red_property import ratings
from shuangluan.extensions import Base, db
from shuangluan.grid.models import (
    Appeal,
    AppealLeg,
    AppealReporter,
    Appointment,
    Extension,
    GridCoverage,
    Suspension,
)
from shuangluan.grid.rules import AppealState
from shuangluan.kernel import audit, clock, ports
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import (
    Account,
    AuditEntry,
    Building,
    Compound,
    Person,
    ReportedFigure,
    SiteMark,
    Team,
)
from shuangluan.kernel.permissions import ROLES
from shuangluan.red_property.models import (
    Committee,
    CompanyVisit,
    Contract,
    CrossPost,
    Evaluation,
    FeeReport,
    Meeting,
    Observation,
    Substitute,
    UpgradePlan,
)
from shuangluan.red_property.queries import committee_register, company_register
from shuangluan.red_property.rules.committees import SubstituteKind
from shuangluan.red_property.rules.companies import cover
from shuangluan.red_property.rules.showcases import check_showcase
from tests import build
from tests.conftest import NOW
from tests.demo.conftest import UNTIL

BY_CHANCE = {"password_hash", "stored_name", "hash", "previous_hash"}
"""What two loads may differ in; nonces of sealed columns are gone once the values are read."""


def facts(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as Python sees it, decrypted, without what comes by chance."""
    with app.app_context():
        found = {table.name: _rows(table) for table in Base.metadata.sorted_tables}
        db.session.remove()
        db.engine.dispose()
    return found


def _rows(table: Any) -> list[tuple[Any, ...]]:
    columns = [column for column in table.columns if column.name not in BY_CHANCE]
    rows = db.session.execute(select(*columns).order_by(*table.primary_key.columns)).all()
    return [tuple(_without_chance(value) for value in row) for row in rows]


def _without_chance(value: Any) -> Any:
    return {k: v for k, v in value.items() if k not in BY_CHANCE} if isinstance(value, dict) else value


@pytest.mark.pg
def test_a_second_load_holds_the_same_facts_on_either_database_whenever_it_is_made(sqlite_district, pg_district):
    first, second = facts(sqlite_district), facts(pg_district)
    assert first == second
    assert len(first["grid_appeal"]) > 60


def test_nothing_happens_on_its_last_day_or_after(district):
    end = clock.start_of(UNTIL)
    assert db.session.scalar(select(func.max(AuditEntry.at))) < end
    assert db.session.scalar(select(func.max(Appeal.registered_at))) < end
    assert db.session.scalar(select(func.max(AppealLeg.issued_at))) < end


def test_the_trail_is_whole_and_in_the_order_of_time(district):
    count, broken = audit.verify()
    assert (count > 500, broken) == (True, None)
    times = db.session.scalars(select(AuditEntry.at).order_by(AuditEntry.id)).all()
    assert list(times) == sorted(times)
    assert db.session.scalar(select(func.count()).where(AuditEntry.actor_name == "")) == 0


def test_every_building_is_in_exactly_one_grid_of_its_community(district):
    rows = db.session.execute(
        select(Building.id, func.count(GridCoverage.id))
        .outerjoin(GridCoverage, GridCoverage.building_id == Building.id)
        .group_by(Building.id)
    ).all()
    assert {count for _, count in rows} == {1}
    assert len(rows) > 40


def test_every_compound_has_its_leader_and_every_person_is_marked(district):
    led = select(Appointment.compound_id).where(Appointment.role == "leader")
    assert db.session.scalars(select(Compound.name).where(Compound.id.not_in(led))).all() == []
    assert [name for name in db.session.scalars(select(Person.name)) if not name.endswith("(演示)")] == []
    numbers = [phone for phone in db.session.scalars(select(Person.phone)) if phone]
    reported = db.session.execute(select(AppealReporter.name, AppealReporter.phone)).all()
    assert all(number.startswith("1380000") for number in [*numbers, *(row.phone for row in reported if row.phone)])
    assert all(row.name.endswith("(演示)") for row in reported if row.name)


def test_every_state_can_be_seen_on_the_last_day(district):
    states = set(db.session.scalars(select(Appeal.state).distinct()))
    assert states == set(AppealState) - {AppealState.ARCHIVED}
    for name, condition in {
        "paused": Appeal.is_suspended,
        "of many": Appeal.is_mass,
        "restricted": Appeal.is_restricted,
        "not located": Appeal.grid_id.is_(None),
        "shelved": Appeal.review_on.is_not(None),
        "reminded": Appeal.reminded_at.is_not(None),
        "overdue": (Appeal.due_at < NOW) & (Appeal.responded_at.is_(None)),
        "reworked": Appeal.rework_count > 0,
        "reopened": Appeal.reopen_count > 0,
        "return asked": Appeal.id.in_(
            select(AppealLeg.appeal_id).where(AppealLeg.is_current, AppealLeg.return_asked_at.is_not(None))
        ),
        "pause asked": Appeal.id.in_(_asked(Suspension)),
        "extension asked": Appeal.id.in_(_asked(Extension)),
        "whistled": Appeal.id.in_(select(AppealLeg.appeal_id).where(AppealLeg.kind == "whistle")),
    }.items():
        assert db.session.scalar(select(func.count()).where(condition)), name


def _asked(request: Any) -> Any:
    return select(request.appeal_id).where(request.approved_at.is_(None), request.refused_at.is_(None))


def test_there_is_an_account_for_every_role_and_a_second_one_elsewhere(district):
    rows = demo.accounts()
    assert set(rows[0]) == {"username", "password", "role", "scope"}
    assert {row["role"] for row in rows} == set(ROLES)
    for role in ("community_admin", "community_staff", "grid_leader", "grid_worker", "agent"):
        scopes = [row["scope"] for row in rows if row["role"] == role]
        assert len(set(scopes)) == 2
        assert all(len(scope) == 12 for scope in scopes)


def test_the_passwords_open_the_doors_and_are_nowhere_stored(district):
    account = db.session.scalars(select(Account).where(Account.username == "community_admin")).one()
    rows = {row["username"]: row["password"] for row in demo.accounts()}
    assert check_password_hash(account.password_hash, rows["community_admin"])
    assert not check_password_hash(account.password_hash, rows["community_admin_2"])
    assert account.is_demo
    assert not account.must_change
    assert len(set(rows.values())) == len(rows)
    assert all(len(password.replace("-", "")) == 16 for password in rows.values())


def test_everybody_with_a_part_in_appeals_has_something_to_do(district):
    steps: Counter[str] = Counter()
    for row in demo.accounts():
        rows = [todo(build.viewer(row["username"]), NOW) for todo in ports.todo]
        mine = [found for select_ in rows if select_ is not None for found in db.session.execute(select_)]
        steps.update(found[0] for found in mine)
        if row["role"] in WORKING:
            assert mine, row["username"]
    assert {step for step in ports.steps if step.startswith("grid.")} <= set(steps)


WORKING = {
    "community_admin", "community_staff", "grid_leader", "grid_worker", "property_liaison", "department",
    "street_staff", "street_leader", "district_org",
}  # fmt: skip


def test_the_article_s_number_of_teams_comes_out_for_any_day(bare):
    def count_of_teams() -> Any:
        return db.session.scalar(select(func.count()).select_from(Team))

    reported = db.session.scalars(select(ReportedFigure.value).where(ReportedFigure.key == "grid.teams")).one()
    with audit.transaction():
        built = demo_district.build(date(2024, 2, 29), small=False, seed="any")
        assert count_of_teams() == reported == 69
        assert len(built.grounds) == 28
        assert all(1 <= len(ground.grids) <= 4 and 2 <= len(ground.estates) <= 5 for ground in built.grounds)


def test_a_database_with_accounts_is_refused_and_left_alone(app):
    before = db.session.scalar(select(func.count(AuditEntry.id)))
    assert not demo.is_new()
    with pytest.raises(RuleBroken, match="已有正式账号"):
        demo.load(until=UNTIL)
    with pytest.raises(RuleBroken, match="没有演示账号"):
        demo.accounts()
    assert db.session.scalar(select(func.count(AuditEntry.id))) == before


def test_a_second_load_is_refused(district):
    assert db.session.get(SiteMark, "demo") is not None
    with pytest.raises(RuleBroken, match="已经装过演示数据"):
        demo.load(until=UNTIL, small=True)


def test_a_day_before_the_rules_is_refused(bare):
    with pytest.raises(RuleBroken, match="最早截至 2021-01-01"):
        demo.load(until=date(2020, 12, 31))
    assert demo.is_new()


def test_a_load_that_breaks_off_leaves_nothing(bare, monkeypatch):
    def break_off(*_: Any, **__: Any) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(demo.grid, "tell", break_off)
    with pytest.raises(KeyboardInterrupt):
        demo.load(until=UNTIL, small=True)
    assert demo.is_new()
    assert db.session.scalar(select(func.count(Person.id))) == 0


def test_every_register_of_red_property_has_something_to_show(district):
    states = set(db.session.scalars(select(Meeting.state)))
    assert {"planned", "held", "pending", "signed"} <= {state.value for state in states}
    rows = db.session.execute(company_register.SOURCE.columns(UNTIL)).all()
    covered = Counter(cover(row.units, row.instructors).value for row in rows)
    assert covered == {"organised": 7, "instructed": 19, "blank": 2}  # the first two as published
    states = Counter(db.session.scalars(select(Evaluation.state)))
    assert states["confirmed"] >= 2
    assert states["draft"] >= 5
    assert db.session.scalar(select(func.count(UpgradePlan.id))) >= 3
    for kind in (Contract, Committee, FeeReport, CompanyVisit, CrossPost, Observation):
        assert db.session.scalar(select(func.count()).select_from(kind)) >= 5
    assert {one.value for one in db.session.scalars(select(Substitute.kind))} == {one.value for one in SubstituteKind}
    red = select(func.count()).select_from(Committee).where(committee_register.is_red(UNTIL))
    assert 0 < (db.session.scalar(red) or 0) < db.session.scalar(select(func.count()).select_from(Committee))


def test_the_published_showcases_are_two_two_and_one_and_are_compounds_of_the_full_district():
    assert [len(names) for names in ratings.NAMED.values()] == [2, 2, 1]
    with (Path(words.__file__).parent / "compounds.csv").open(encoding="utf-8") as file:
        kinds = {row["name"]: row["kind"] for row in csv.DictReader(file)}
    for kind, names in ratings.NAMED.items():
        for name in names:
            check_showcase(kind, kinds[name], has_committee=name in ratings.SELF_GOVERNED)
