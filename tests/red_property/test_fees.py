"""物业费收缴情况: rates with their formulas, one report a period, sheets there and back (RP-33)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock, places
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.figures import period_of, values
from shuangluan.kernel.models import CompoundKind
from shuangluan.red_property import services
from shuangluan.red_property.models import Contract, FeeReport
from shuangluan.red_property.queries import fee_register, figures
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.fees import FeeFigures
from shuangluan.red_property.rules.words import MeetingKind
from tests import build
from tests.build import saved
from tests.imports.conftest import Carrier
from tests.red_property import registers as r
from tests.red_property import table as t
from tests.site import Site

ADDRESS = "/red-property/fee-reports"
HALF = Span(date(2026, 1, 1), date(2026, 7, 1))
RP_43 = FeeFigures(50_000_000, 47_000_000, 8_000_000, 3_000_000, 640, 612, 4_000_000)


def a_report(contract: Contract, figures: FeeFigures = RP_43, period: Span = HALF) -> FeeReport:
    """A report by the town."""
    return saved(lambda: services.report_fees(contract, period, figures, **r.now()))


def another_contract(company: Any, name: str) -> Contract:
    """A contract with a further compound of community B."""
    made = saved(lambda: places.add_compound(
        community=build.B, name=name, kind=CompoundKind.OLD, households=100, has_property=True, valid_from=build.FIRST,
        **r.DEED,
    ))  # fmt: skip
    return r.a_contract(company, made.name)


def test_rp_43_each_rate_prints_its_formula_and_the_community_is_a_sum(site: Site):
    company = r.a_company()
    report = a_report(r.a_contract(company))
    a_report(another_contract(company, "第二小区"), FeeFigures(5_000_000, 4_500_000, 0, 0, 60, 50))
    site.sign_in("community_admin_2")
    page = site.get(f"{ADDRESS}/{report.id}")
    assert page.words("#rate-amount td") == ["470,000.00 ÷ 500,000.00 元", "94.0%", "93.6%"]
    assert page.words("#rate-arrears td")[1] == "37.5%"
    assert page.words("#rate-households td")[1] == "95.6%"
    assert "2026-01-01 至 2026-06-30" in page.text


def test_rp_13_the_last_period_that_is_over_is_told_to_the_next_meeting(app: object):
    contract = r.a_contract(r.a_company())
    a_report(contract)
    by = build.actor("community_admin_2")
    meeting = saved(lambda: services.plan_meeting(
        [build.compound("锦绣苑")], kind=MeetingKind.REGULAR, period="2026-11", held_on=date(2026, 11, 16), by=by,
        at=t.at("11-09 09:00"),
    ))  # fmt: skip
    saved(lambda: services.begin_record(meeting, by=by, at=t.at("11-16 16:00")))
    (told,) = record_of(meeting).items
    assert (told.title, told.background) == (
        "物业费收缴情况",
        "锦绣苑 2026-01-01 至 2026-06-30：金额收缴率 94.0%（当期实收 ÷ 当期应收），户数收缴率 95.6%，清欠率 37.5%",
    )
    assert fee_register.to_report([contract.compound_id], date(2026, 6, 30)) == []


def typed(contract: Contract, **more: str) -> dict[str, str]:
    """What is typed into the form."""
    return {
        "contract_id": str(contract.id), "valid_from": "2026-01-01", "valid_until": "2026-06-30", "due": "500000",
        "received": "470,000.00", "arrears": "80000", "recovered": "30000", "prepaid": "40000", "households_due": "640",
        "households_paid": "612",
    } | more  # fmt: skip


def test_rp_33_what_is_reported_and_what_is_refused(site: Site):
    contract = r.a_contract(r.a_company(), since=date(2026, 1, 1))
    site.sign_in("community_staff_2")

    def answer(**more: str) -> Any:
        return site.submit(site.get(f"{ADDRESS}/new"), "#form", **typed(contract, **more))

    assert "当期实收大于当期应收" in answer(received="508000").text
    assert "金额写成 1234.50 的样子" in answer(due="五十万").text
    assert "超出了合同的起止日期" in answer(valid_from="2025-12-01").text
    assert "这一期还没有开始" in answer(valid_from="2027-01-01", valid_until="2027-06-30").text
    made = answer()
    assert made.status_code == 303
    report = db.session.scalars(select(FeeReport)).one()
    assert (report.received_fen, report.valid_to) == (47_000_000, date(2026, 7, 1))
    assert "这段时间已经填报过" in answer(valid_from="2026-06-30", valid_until="2026-07-31").text
    edited = site.submit(site.get(f"{ADDRESS}/{report.id}/edit"), "#form", received="475000.50")
    assert edited.status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(FeeReport.received_fen)).one() == 47_500_050


def test_rp_53_a_company_change_inside_the_period_makes_two_reports(app: Any):
    old = r.a_contract(r.a_company(), until=date(2026, 4, 15))
    new = r.a_contract(r.a_company("接手的公司", 2), since=date(2026, 4, 15))
    with pytest.raises(RuleBroken, match="两家各报各的一段"):
        a_report(old)
    a_report(old, period=Span(date(2026, 1, 1), date(2026, 4, 15)))
    a_report(new, period=Span(date(2026, 4, 15), date(2026, 7, 1)))
    assert len(db.session.scalars(select(FeeReport)).all()) == 2


def test_scope(site: Site):
    report = a_report(r.a_contract(r.a_company()))
    for username, status in (("community_admin", 404), ("property_liaison", 404), ("district_org", 200)):
        site.sign_in(username)
        assert site.get(f"{ADDRESS}/{report.id}").status_code == status
    assert site.get(f"{ADDRESS}/{report.id}/edit").status_code == 403


def test_an_export_that_comes_back_changes_nothing_and_the_liaison_brings_his_own_only(site: Site, app: Any):
    contract = r.a_contract(r.a_company())
    a_report(contract)
    site.sign_in("community_admin_2")
    keys = ("compound", "community", "company", "valid_from", "valid_to", "amount", "due_fen", "received_fen",
            "arrears_fen", "recovered_fen", "prepaid_fen", "households_due", "households_paid")  # fmt: skip
    query = "&".join(f"col={key}" for key in keys)
    body = site.submit(site.get(f"{ADDRESS}?{query}"), "#export").data
    one = r.brought(Carrier(app.config["DATA_DIR"], "community_admin_2"), "property_fees", body)
    assert one.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
    two = r.brought(Carrier(app.config["DATA_DIR"], "property_liaison"), "property_fees", body)
    assert two.counts["wrong"] == 1


def test_rp_65_the_rate_of_one_community_is_a_sum_over_the_list_it_opens(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(figures, "HLJS", build.B)
    company = r.a_company()
    a_report(r.a_contract(company), period=Span(date(2025, 7, 1), date(2026, 1, 1)))
    a_report(another_contract(company, "第二小区"), FeeFigures(5_000_000, 4_500_000, 0, 0, 60, 50))
    a_report(another_contract(company, "第三小区"), FeeFigures(3_000_000, 2_900_000, 0, 0, 60, 50))
    running = Span(date(2026, 7, 1), date(2027, 1, 1))
    a_report(another_contract(company, "第四小区"), FeeFigures(100, 0, 0, 0, 1, 0), running)
    year = period_of("2026", date(2026, 11, 20))
    found = values(figures.figures(build.viewer("district_org"), None, year, clock.now()))
    one = next(value for value in found if value.figure.key == "property.fee_rate_hljs")
    assert (one.count, one.of, one.share) == (7_400_000, 8_000_000, "92.5%")  # the last period that is over
    assert (one.said(one.count), one.said(one.of)) == ("74,000", "80,000")
    site.sign_in("district_org")
    assert site.get(one.figure.address).words("#rows tbody th a") == ["第三小区", "第二小区"]
    assert "74,000" in site.get("/dashboard").text
