"""企业走访 and 三集中: what was found, what was promised, which step a company has reached (RP-67)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.imports import services as imports
from shuangluan.kernel import clock, teams
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import PartyUnitKind
from shuangluan.red_property import services
from shuangluan.red_property.models import Company, CompanyVisit
from shuangluan.red_property.queries import visits as stored
from shuangluan.red_property.rules.visits import (
    Step,
    VisitFacts,
    check_done,
    check_visit,
    condition,
    months_before,
    step_reached,
)
from tests import build
from tests.build import saved
from tests.imports.conftest import Carrier, workbook
from tests.red_property import registers as r
from tests.red_property.test_companies import taken
from tests.site import Site

TODAY = date(2026, 11, 20)
FACTS = VisitFacts(date(2026, 3, 10), "演示干部", 30, 4, 3, "缺活动场地", "协调一间活动室", date(2026, 6, 30))


def a_visit(company: Company, facts: VisitFacts = FACTS, by: str = "district_org") -> CompanyVisit:
    """A visit that somebody wrote down."""
    deed = {"by": build.actor(by), "at": clock.now()}
    return saved(lambda: services.record_visit(r.body(company), facts, **deed))


@pytest.mark.parametrize(
    ("formal", "said"),
    [(None, "还没有摸排"), (0, "没有正式党员"), (2, "可以联合组建"), (3, "可以单独组建")],
)
def test_rp_67_three_formal_members_make_an_organisation(formal: int | None, said: str):
    assert condition(formal).startswith(said)


def test_rp_67_the_steps():
    assert step_reached(is_visited=False, units=0, instructors=0) is Step.NOT_VISITED
    assert step_reached(is_visited=True, units=0, instructors=0) is Step.SURVEYED
    assert step_reached(is_visited=True, units=0, instructors=2) is Step.INSTRUCTED
    assert step_reached(is_visited=False, units=1, instructors=2) is Step.ORGANISED


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"visited_on": TODAY + timedelta(days=1)}, "还没有到"),
        ({"party_members": 31}, "不能多于员工"),
        ({"formal_members": 5}, "不能多于党员"),
        ({"promised_due_on": None}, "要写办结期限"),
        ({"promised": ""}, "也要写答应帮助的事"),
        ({"promised_due_on": date(2026, 3, 9)}, "不能早于走访日期"),
    ],
)
def test_rp_67_what_a_visit_cannot_say(change: dict[str, Any], reason: str):
    check_visit(FACTS, TODAY)
    with pytest.raises(RuleBroken, match=reason):
        check_visit(replace(FACTS, **change), TODAY)


def test_rp_67_help_is_done_after_the_visit_and_until_today():
    check_done("事", date(2026, 3, 10), TODAY, TODAY)
    for promised, day in (("", TODAY), ("事", date(2026, 3, 9)), ("事", TODAY + timedelta(days=1))):
        with pytest.raises(RuleBroken):
            check_done(promised, date(2026, 3, 10), day, TODAY)


def test_months_before_a_day():
    assert months_before(date(2026, 11, 20), 12) == date(2025, 11, 20)
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2025, 12, 31), 12) == date(2024, 12, 31)


def test_rp_67_one_line_per_company_those_not_visited_first(site: Site, counting: Any):
    named = {name: r.a_company(name, n) for n, name in enumerate("甲乙丙丁")}

    def covered() -> None:
        unit = teams.found_party_unit(kind=PartyUnitKind.COMPANY, name="甲支部", founded_on=TODAY, **r.now())
        body = r.body(named["甲"])
        services.join_party_unit(body, unit, valid_from=TODAY, basis="双物党〔2026〕3号", **r.now())
        person = services.person_called("演示指导员", **r.now())
        services.send_instructor(r.body(named["乙"]), person, valid_from=date(2026, 5, 1), basis="2号", **r.now())

    saved(covered)
    a_visit(named["丙"])
    a_visit(named["丁"], replace(FACTS, visited_on=date(2025, 11, 19), promised="", promised_due_on=None))
    site.sign_in("district_org")
    page = site.get("/red-property/concentration")
    assert page.words("#rows tbody tr") == [
        "乙 — — — 还没有摸排 已选派 2026-05-01 2号",
        "甲 — — — 还没有摸排 已组建 2026-11-20 双物党〔2026〕3号",
        "丁 2025-11-19 4 3 可以单独组建 已摸排 2025-11-19 —",
        "丙 2026-03-10 4 3 可以单独组建 已摸排 2026-03-10 —",
    ]
    assert site.get("/red-property/concentration?view=unvisited").words("#rows tbody th") == ["乙", "甲", "丁"]
    assert site.get("/red-property/concentration?view=ready").words("#rows tbody th") == ["丁", "丙"]
    assert site.post("/red-property/concentration/export").status_code == 200
    with counting() as four:
        site.get("/red-property/concentration")
    a_visit(r.a_company("戊", 9))
    with counting() as five:
        site.get("/red-property/concentration")
    assert len(five) == len(four) <= 10


def test_rp_67_promised_help_waits_is_done_and_told(site: Site):
    r.a_company()
    site.sign_in("district_org")
    said = {
        "organisation_id": str(r.body(db.session.scalars(select(Company)).one()).id), "visited_on": "2026-10-10",
        "visitors": "演示干部", "staff": "30", "party_members": "4", "formal_members": "5", "problems": "",
        "promised": "协调一间活动室", "promised_due_on": "2026-11-19",
    }  # fmt: skip
    refused = site.submit(site.get("/red-property/visits/new"), "#form", **said)
    assert "正式党员不能多于党员" in refused.text
    made = site.submit(site.get("/red-property/visits/new"), "#form", **said | {"formal_members": "3"})
    assert made.status_code == 303
    assert awaiting("district_org") == ["锦绣物业公司，期限 2026-11-19"]
    assert awaiting("street_staff") == []
    assert "逾期 1 天" in site.get("/red-property/visits?view=overdue").text
    done = site.submit(site.get(f"{made.location}/help"), "#form", done_on="2026-11-20", done_note="社区腾出一间")
    assert done.status_code == 303
    assert awaiting("district_org") == []
    assert "2026-11-20 办结：社区腾出一间" in site.get(made.location).text
    struck = site.submit(site.get(f"{made.location}/edit"), "#form", promised="", promised_due_on="")
    assert "已经办结，不能去掉" in struck.text
    assert site.submit(site.get(f"{made.location}/removal"), "#dialog-body").status_code == 303


def awaiting(username: str) -> list[str]:
    """The notes of the to-dos of a user."""
    statement = stored.todo(build.viewer(username), clock.now())
    return [] if statement is None else [row.note for row in db.session.execute(statement)]


def test_visits_are_seen_with_the_company(site: Site):
    company = r.a_company()
    r.a_contract(company)
    row = a_visit(company)
    for username, status in (("community_admin_2", 200), ("community_admin", 404), ("owners_delegate", 403)):
        site.sign_in(username)
        assert site.get(f"/red-property/visits/{row.id}").status_code == status, username
    with pytest.raises(RuleBroken, match="合同"):
        saved(lambda: services.remove_company(company, **r.now()))


def test_a_company_that_was_visited_is_not_removed(app: Any):
    company = r.a_company()
    a_visit(company)
    with pytest.raises(RuleBroken, match="登记过走访"):
        saved(lambda: services.remove_company(company, **r.now()))


def test_a_workbook_of_visits_comes_in_and_its_export_changes_nothing(site: Site, app: Any):
    r.a_company()
    carrier = Carrier(app.config["DATA_DIR"], "district_org")
    head = ("走访企业", "走访日期", "走访人员", "员工人数", "党员人数", "正式党员人数", "帮助事项", "期限")
    rows = (
        ("锦绣物业公司", "2026-03-10", "演示干部", "30人", 4, 3, "协调一间活动室", "2026-06-30"),
        ("锦绣物业公司", "2026-03-11", "演示干部", 3, 4, 3, "", ""),
    )  # fmt: skip
    one = r.brought(carrier, "property_visits", workbook(head, *rows))
    assert (one.counts["new"], one.counts["wrong"]) == (1, 1)
    carrier.deed(imports.confirm, one)
    site.sign_in("district_org")
    columns = ("company", "visited_on", "visitors", "staff", "party_members", "formal_members", "problems",
               "promised", "promised_due_on")  # fmt: skip
    query = "?view=all&" + "&".join(f"col={key}" for key in columns)
    two = r.brought(carrier, "property_visits", taken(site, f"visits{query}"))
    assert two.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
