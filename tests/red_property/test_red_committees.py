"""红色业委会: the flag is found, kept with its facts, taken again; posts in the serving company are listed (RP-35)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.figures import period_of, values
from shuangluan.red_property import services
from shuangluan.red_property.models import Committee, CompanyTie, RedAssessment
from shuangluan.red_property.queries import committee_register as stored
from shuangluan.red_property.queries import ties
from shuangluan.red_property.queries.figures import figures
from shuangluan.red_property.rules import ties as tie_rules
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from shuangluan.red_property.rules.words import Mode
from tests import build
from tests.build import compound, saved
from tests.red_property import registers as r
from tests.red_property import table as t
from tests.site import Site

TODAY = date(2026, 11, 20)
ADDRESS = "/red-property/committees"


def a_red_one() -> Committee:
    """All conditions of RP-35 are met: one month was due since October, and it was met."""
    committee = t.a_committee()

    def deed() -> None:
        services.tell_party_side(committee, has_party_group=True, secretary_sits=False, **r.now())
        for mode, since in ((Mode.NONE, date(2024, 1, 1)), (Mode.THREE, date(2026, 10, 1))):
            services.set_mode(compound("御景园"), mode, valid_from=since, reason="演示", **r.now())

    saved(deed)
    t.a_signed("10-15", due="10-31")
    return committee


def number(username: str = "district_org") -> int:
    """`property.red_committees` as the viewer sees it today."""
    period = period_of("2026", TODAY)
    counted = values(figures(build.viewer(username), None, period, clock.now()))
    return next(one.count for one in counted if one.figure.key == "property.red_committees")


def test_rp_35_the_flag_is_given_with_day_and_facts_and_taken_when_they_change(site: Site):
    committee = a_red_one()
    assert number() == 0  # nobody has looked yet
    site.sign_in("district_org")
    form = site.get(f"{ADDRESS}/assessments/new")
    assert "今天符合全部条件的 1 个；标记会变的 1 个" in form.text
    assert site.submit(form, "#form").status_code == 303
    assert number() == 1
    assert site.get(f"{ADDRESS}?figure=property.red_committees").words("#rows tbody th") == ["御景园"]
    again = site.get(f"{ADDRESS}/assessments/new")
    assert "事实都和上次认定时一样" in again.text
    saved(lambda: services.tell_party_side(committee, has_party_group=False, secretary_sits=False, **r.now()))
    assert number() == 1  # in force until somebody looks again
    page = site.get(f"{ADDRESS}/{committee.id}")
    assert "2026-11-20 由演示区委组织部认定：党员委员 1/1，符合" in page.text
    assert site.submit(page, "#assess-form").status_code == 303
    assert number() == 0
    kept = db.session.scalars(select(RedAssessment).order_by(RedAssessment.id)).all()
    assert [(one.is_red, one.has_party_group, one.months_due, one.months_met) for one in kept] == [
        (True, True, 1, 1), (False, False, 1, 1),
    ]  # fmt: skip
    page = site.get(f"{ADDRESS}/{committee.id}")
    assert "以前的认定" in page.text
    assert "按当天的事实认定了红色业委会" in page.text


def test_rp_35_the_flag_ends_with_the_term(app: Any):
    committee = a_red_one()
    saved(lambda: services.assess_committees([stored.standing(committee.id, TODAY)], **r.now()))
    red = select(Committee.id)
    assert db.session.scalars(red.where(stored.is_red(date(2029, 5, 31)))).all() == [committee.id]
    assert db.session.scalars(red.where(stored.is_red(date(2029, 6, 1)))).all() == []
    assert db.session.scalars(red.where(stored.is_red(TODAY - timedelta(days=1)))).all() == []


def test_who_registers_the_facts_does_not_give_the_flag(site: Site):
    committee = t.a_committee()
    for username, status in (("community_admin", 403), ("street_staff_2", 404), ("property_liaison", 403)):
        site.sign_in(username)
        assert site.post(f"{ADDRESS}/{committee.id}/assessments").status_code == status, username


def test_rp_35_a_post_in_the_serving_company_is_a_conflict_until_it_ends(site: Site):
    committee = t.a_committee()
    company = r.a_company("御景物业公司")
    other = r.a_company("别处的公司", 2)
    site.sign_in("community_admin")
    here = f"{ADDRESS}/{committee.id}"
    form = site.get(f"{here}/ties/new")
    member = form.soup.select("#member_id option")[1]["value"]
    said = {"member_id": member, "relation": "spouse", "post": "项目经理", "valid_from": "2026-02-01"}
    for one in (company, other):
        answer = site.submit(
            site.get(f"{here}/ties/new"), "#form", **said, organisation_id=str(one.organisation_id)
        )
        assert answer.status_code == (303 if one is company else 422)  # a company that he cannot see
    twin = site.submit(site.get(f"{here}/ties/new"), "#form", **said, organisation_id=str(company.organisation_id))
    assert "已经登记过配偶在这家企业的任职" in twin.text
    assert site.get("/red-property/conflicts").words("#rows tbody tr") == [
        "演示业委会代表 主任 御景园 万和城社区 御景物业公司 配偶 项目经理 2026-02-01 — 利益冲突"
    ]
    row = db.session.scalars(select(CompanyTie)).one()
    ended = site.submit(site.get(f"{here}/ties/{row.id}/end"), "#form", last_day="2026-11-20")
    assert ended.status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(CompanyTie.id).where(CompanyTie.id.in_(conflicts(TODAY)))).all() == [row.id]
    assert db.session.scalars(conflicts(TODAY + timedelta(days=1))).all() == []
    assert "登记了物业企业任职的结束" in site.get(here).text


def conflicts(day: date) -> Any:
    """Ids of the conflicts of a day, for the district."""
    return ties.visible(build.viewer("district_org"), day).where(ties.is_conflict(day))


def test_rp_35_a_member_whom_another_register_shows_in_the_company_is_named(site: Site):
    t.a_committee()
    r.a_company("御景物业公司")
    saved(lambda: services.take_cross_post(
        build.organisation("御景物业公司"), build.person("owners_delegate"), CrossPostKind.COMMITTEE_PART_TIME,
        host=build.A, candidate=(True, True, None), basis="演示", valid_from=date(2026, 1, 1), **r.now(),
    ))  # fmt: skip
    site.sign_in("district_org")
    assert "还没有登记的：御景园演示业委会代表（御景物业公司）" in site.get("/red-property/conflicts").text


def test_rp_35_days_of_a_post():
    with pytest.raises(RuleBroken, match="开始以后再登记"):
        tie_rules.check_tie_days(TODAY + timedelta(days=1), TODAY)
    for last_day in (date(2026, 1, 31), TODAY + timedelta(days=1)):
        with pytest.raises(RuleBroken, match="今天以前"):
            tie_rules.check_tie_end(date(2026, 2, 1), None, last_day, TODAY)
    with pytest.raises(RuleBroken, match="已经结束"):
        tie_rules.check_tie_end(date(2026, 2, 1), TODAY, TODAY, TODAY)


def test_an_assessment_costs_the_same_for_one_and_for_two(site: Site, counting: Any):
    t.a_committee()
    site.sign_in("district_org")
    site.get(f"{ADDRESS}/assessments/new")
    with counting() as one:
        site.get(f"{ADDRESS}/assessments/new")
    r.a_contract(r.a_company())
    saved(lambda: services.elect_committee(
        services.committee_body(compound("锦绣苑"), **r.DEED), compound("锦绣苑"), elected_on=date(2024, 3, 1),
        term_end=date(2029, 3, 1), seats=5, **r.DEED,
    ))  # fmt: skip
    with counting() as two:
        assert len(site.get(f"{ADDRESS}/assessments/new").soup.select("tbody tr")) == 2
    assert len(two) == len(one)
