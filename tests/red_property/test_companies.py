"""物业企业 and 物业合同: cover computed, scope by contract, forms, refusals, workbooks there and back (RP-5, RP-34)."""

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.imports import services as imports
from shuangluan.kernel import clock, teams
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, CompoundService, PartyUnitKind
from shuangluan.red_property import services
from shuangluan.red_property.models import Company, CompanyParty, Contract
from shuangluan.red_property.queries import company_register, todo
from shuangluan.red_property.rules.companies import COVER_LABEL, cover
from tests import build
from tests.build import saved
from tests.imports.conftest import Carrier, workbook
from tests.red_property import registers as r
from tests.site import Site

TODAY = date(2026, 11, 20)


@pytest.fixture
def org(app: Any) -> Carrier:
    """The party's organisation department of the district brings a workbook."""
    return Carrier(app.config["DATA_DIR"], "district_org")


def covers() -> dict[str, str]:
    """Name → status of every company today."""
    rows = db.session.execute(company_register.SOURCE.columns(TODAY)).all()
    return {row.name: COVER_LABEL[cover(row.units, row.instructors)] for row in rows}


def five_companies() -> None:
    """RP-45: A alone in a branch, B and C in a joint one, D with an instructor, E with nothing."""
    made = {name: r.a_company(name, n) for n, name in enumerate("甲乙丙丁戊")}

    def deed() -> None:
        own = teams.found_party_unit(kind=PartyUnitKind.COMPANY, name="甲支部", founded_on=TODAY, **r.now())
        joint = teams.found_party_unit(kind=PartyUnitKind.JOINT_BRANCH, name="联合", founded_on=TODAY, **r.now())
        for name, unit in (("甲", own), ("乙", joint), ("丙", joint)):
            services.join_party_unit(r.body(made[name]), unit, valid_from=TODAY, **r.now())
        person = services.person_called("演示指导员", **r.now())
        services.send_instructor(r.body(made["丁"]), person, valid_from=TODAY, basis="区委组织部文件", **r.now())

    saved(deed)


def test_rp_45_cover_is_computed_and_shown_with_its_reason(site: Site):
    five_companies()
    assert covers() == {"甲": "已建党组织", "乙": "已建党组织", "丙": "已建党组织", "丁": "已派指导员", "戊": "空白"}
    site.sign_in("district_org")
    page = site.get("/red-property/companies?view=blank")
    assert page.words("#rows tbody th") == ["戊"]
    assert "没有党组织，也没有在任指导员" in page.text
    assert page.words("#views i") == ["5", "3", "1", "1"]


def test_rp_34_cover_ends_with_the_last_day(site: Site):
    five_companies()
    site.sign_in("district_org")
    company = db.session.scalars(select(Company).where(Company.credit_code == r.code(0))).one()
    of_company = CompanyParty.organisation_id == company.organisation_id
    row = db.session.scalars(select(CompanyParty).where(of_company)).one()
    here = f"/red-property/companies/{company.id}"
    form = site.get(f"{here}/party-units/{row.id}/end")
    assert site.submit(form, "#form", last_day="2026-11-21").status_code == 422
    assert site.submit(site.get(f"{here}/party-units/{row.id}/end"), "#form", last_day="2026-11-20").status_code == 303
    with clock.frozen(clock.now() + timedelta(days=1)):
        site.sign_in("district_org")
        assert "空白" in site.get(here).words(".head")[0]
    assert "退出了党组织" in site.get(here).text


def test_a_company_is_registered_corrected_and_refused_with_reasons(site: Site):
    site.sign_in("street_staff")
    values = {"name": "锦绣物业公司", "credit_code": r.code(7), "kind": "local", "stars": "3"}
    mistyped = values | {"credit_code": r.code(7)[:-1] + "0"}
    wrong = site.submit(site.get("/red-property/companies/new"), "#form", **mistyped)
    assert wrong.status_code == 422
    assert "校验位不对" in wrong.text
    answer = site.submit(site.get("/red-property/companies/new"), "#form", **values)
    assert answer.status_code == 303
    made = db.session.scalars(select(Company)).one()
    with pytest.raises(RuleBroken, match="已经登记过"):
        r.a_company("另一家", 7)
    site.sign_in("district_org")
    here = f"/red-property/companies/{made.id}"
    edited = site.submit(site.get(f"{here}/edit"), "#form", name="锦绣物业有限公司", stars="")
    assert edited.status_code == 303
    page = site.get(here)
    assert page.words("h1") == ["锦绣物业有限公司"]
    assert "修改了物业企业" in page.text
    stale = site.get(f"{here}/edit")
    site.submit(site.get(f"{here}/edit"), "#form", stars="4")
    assert site.submit(stale, "#form", stars="5").status_code == 409


def test_rp_5_contracts_do_not_overlap_and_carry_the_service(site: Site):
    company, other = r.a_company(), r.a_company("第二家", 2)
    site.sign_in("community_admin_2")
    compound = build.compound("锦绣苑")
    values = {
        "compound_id": str(compound.id), "organisation_id": str(company.organisation_id), "kind": "chosen",
        "valid_from": "2025-01-01", "valid_until": "2026-12-31",
    }  # fmt: skip
    form = site.get("/red-property/contracts/new")
    assert [one.text for one in form.soup.select("#compound_id option")][1:] == ["御祥园 锦绣苑"]
    assert site.submit(form, "#form", **values).status_code == 303
    contract = db.session.scalars(select(Contract)).one()
    service = db.session.get_one(CompoundService, contract.service_id)
    assert (service.valid_from, service.valid_to) == (date(2025, 1, 1), date(2027, 1, 1))
    again = values | {"organisation_id": str(other.organisation_id), "valid_from": "2026-12-31"}
    refused = site.submit(site.get("/red-property/contracts/new"), "#form", **again)
    assert refused.status_code == 422
    assert "已有一份有效的合同" in refused.text
    here = f"/red-property/contracts/{contract.id}"
    assert site.submit(site.get(f"{here}/edit"), "#form", valid_until="2026-11-30").status_code == 303
    db.session.expire_all()
    assert db.session.get_one(CompoundService, contract.service_id).valid_to == date(2026, 12, 1)
    assert site.submit(site.get(f"{here}/end"), "#form", last_day="2026-11-19", reason="").status_code == 422
    ended = site.submit(site.get(f"{here}/end"), "#form", last_day="2026-11-19", reason="业主大会另选")
    assert ended.status_code == 303
    assert "业主大会另选" in site.get(here).text


def test_rp_53_the_scope_of_a_liaison_follows_the_contract(site: Site):
    company = r.a_company()
    mine = db.session.scalars(select(Company.id)).one()
    contract = r.a_contract(company)
    site.sign_in("property_liaison")
    assert site.get("/red-property/contracts?view=all").words("#rows tbody th") == []
    assert site.get(f"/red-property/contracts/{contract.id}").status_code == 404
    assert site.get(f"/red-property/companies/{mine}").status_code == 404
    assert site.get("/red-property/contracts/new").status_code == 403
    site.sign_in("community_admin")
    assert site.get(f"/red-property/contracts/{contract.id}").status_code == 404
    site.sign_in("community_admin_2")
    assert site.get(f"/red-property/companies/{mine}").status_code == 200
    assert site.get(f"/red-property/companies/{mine}/edit").status_code == 403


def test_a_contract_that_ends_soon_is_a_to_do_until_the_next_one_is_registered(app: Any):
    company = r.a_company()
    contract = r.a_contract(company, until=date(2027, 1, 15))

    def awaiting() -> list[str]:
        statement = todo.todo(build.viewer("community_admin_2"), clock.now())
        return [row.note for row in db.session.execute(statement).all() if row.step == "red_property.renew"]

    assert awaiting() == ["2027-01-15 起没有物业合同"]
    r.a_contract(company, since=date(2027, 1, 15))
    assert awaiting() == []
    assert contract.valid_to == date(2027, 1, 15)


def taken(site: Site, register: str) -> bytes:
    """The workbook of a list."""
    return site.submit(site.get(f"/red-property/{register}"), "#export").data


def test_the_workbook_is_the_list_and_is_recorded(site: Site):
    five_companies()
    site.sign_in("district_org")
    rows = list(openpyxl.load_workbook(io.BytesIO(taken(site, "companies?view=blank"))).worksheets[0].values)
    head = next(place for place, row in enumerate(rows) if row[0] == "企业名称")
    assert rows[head + 1][:3] == ("戊", r.code(4), "本地企业")
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.changes["rows"]) == ("red_property.register.exported", 1)


@pytest.mark.parametrize(("register", "username"), [("companies", "district_org"), ("contracts", "community_admin_2")])
def test_an_export_that_comes_back_changes_nothing(site: Site, app: Any, register: str, username: str):
    five_companies()
    company = r.a_company(stars=4, number=9)
    r.a_contract(company, until=date(2026, 1, 1), fee_text="住宅 1.20 元", filed_on=date(2025, 1, 20))
    r.a_contract(company, since=date(2026, 1, 1))
    site.sign_in(username)
    query = "?view=all&" + "&".join(f"col={key}" for key in COLUMNS[register])
    carrier = Carrier(app.config["DATA_DIR"], username)
    one = r.brought(carrier, f"property_{register}", taken(site, f"{register}{query}"))
    assert one.counts == {"new": 0, "changed": 0, "same": {"companies": 6, "contracts": 2}[register], "wrong": 0}


COLUMNS = {
    "companies": ("name", "credit_code", "kind", "stars", "cover", "reason", "compounds"),
    "contracts": (
        "compound", "community", "company", "kind", "valid_from", "valid_to", "state", "fee_text", "filed_on",
    ),
}  # fmt: skip


def test_a_sheet_of_companies_comes_in_and_goes_again(org: Carrier):
    head = ("公司名称", "信用代码", "企业性质", "星级")
    rows = (("新企业", r.code(3), "本地企业", 2), ("错的", "123", "本地企业", 9))
    one = org.brings("property_companies", workbook(head, *rows))
    assert one.counts["new"] == 1
    assert one.counts["wrong"] == 1
    org.deed(imports.confirm, org.seen(one.id))
    assert covers() == {"新企业": "空白"}
    org.deed(imports.withdraw_import, org.seen(one.id))
    assert covers() == {}


def test_lists_cost_the_same_for_one_and_for_many(site: Site, counting: Any):
    r.a_contract(r.a_company(), until=date(2025, 6, 1))
    site.sign_in("district_org")
    for address in ("/red-property/companies", "/red-property/contracts?view=all"):
        site.get(address)
        with counting() as few:
            site.get(address)
        for n in range(4):
            made = r.a_company(f"{address[14:20]}{n}", n + len(address))
            month = 1 if "companies" in address else 7
            r.a_contract(made, since=date(2026 + n, month, 1), until=date(2026 + n, month + 1, 1))
        with counting() as many:
            site.get(address)
        assert len(many) == len(few) <= 6


def test_rp_34_a_company_s_days_in_a_unit_are_corrected_and_change_its_cover(site: Site):
    five_companies()
    site.sign_in("district_org")
    assert site.get("/red-property/companies?view=organised").words("#rows tbody th") == ["丙", "乙", "甲"]
    own = str(site.get("/red-property/memberships?q=甲").soup.select_one("#rows tbody th a")["href"])
    assert "不能早于加入" in site.submit(site.get(f"{own}/edit"), "#form", last_day="2020-01-01").text
    assert site.submit(site.get(f"{own}/edit"), "#form", valid_from="2026-12-01").status_code == 303
    assert site.get(own).words(".changes li") == ["第一天： 2026-11-20 2026-12-01"]
    assert site.get("/red-property/companies?view=organised").words("#rows tbody th") == ["丙", "乙"]
    assert site.post("/red-property/memberships/export?view=all").status_code == 200
    assert site.submit(site.get(f"{own}/removal"), "#dialog-body").status_code == 303
    assert site.get("/red-property/memberships?view=all").words("#rows tbody th") == ["丙", "乙"]
