"""Companies, contracts, committees, party cover, cross posts: services and pages (RP-5, RP-11, RP-34, RP-53, RP-71)."""

from datetime import date

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import people
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import CompoundService, Organisation
from shuangluan.red_property import services
from shuangluan.red_property.models import Committee, CommitteeMember, Company, Contract, CrossPost
from shuangluan.red_property.rules.companies import CompanyKind, ContractKind
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from shuangluan.red_property.services import cover
from tests import build
from tests.red_property import table as t
from tests.site import Site

PHONE = "13811110001"
DEED = {"by": build.TOWN, "at": build.FOUNDED}


def checked(body: str) -> str:
    """A credit code with its check digit."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(letters.index(letter) * pow(3, place, 31) for place, letter in enumerate(body))
    return body + letters[(31 - total % 31) % 31]


def company() -> Organisation:
    return build.organisation("御景物业公司")


def a_company() -> Company:
    code = checked("91130803MA0000001")
    return build.saved(
        lambda: services.register_company(company(), credit_code=code, kind=CompanyKind.LOCAL, **DEED)
    )


def a_contract(**more: object) -> Contract:
    """A contract of another compound: the town's one is served already."""
    return build.saved(
        lambda: services.sign_contract(
            company(), build.compound("锦绣苑"), kind=ContractKind.CHOSEN, valid_from=date(2025, 1, 1), **more, **DEED
        )
    )


def submitted(site: Site, address: str, **values: object):
    return site.submit(site.get(address), "#form", **values)


def test_rp_5_a_company_is_registered_with_its_credit_code_and_corrected(site: Site):
    site.sign_in("street_staff")
    refused = submitted(site, "/red-property/companies/new", name="新居物业", credit_code="123", kind="local")
    assert refused.status_code == 422
    assert "18 位" in refused.text
    made = submitted(
        site, "/red-property/companies/new", name="新居物业", credit_code=checked("91130803MA0000002"), kind="local"
    )
    assert made.status_code == 303
    page = site.get(made.location)
    assert page.words("h1") == ["新居物业"]
    assert "空白" in page.text
    edited = submitted(site, f"{made.location}/edit", stars="3")
    assert edited.status_code == 303
    assert db.session.scalars(select(Company.stars)).all() == [3]
    assert "修改了物业企业" in site.get(made.location).text


def test_rp_5_a_credit_code_is_one_company_s(app):
    known = a_company()
    other = build.saved(
        lambda: build.places.add_organisation(kind=company().kind, name="另一家", valid_from=build.FIRST, **DEED)
    )
    with pytest.raises(RuleBroken, match="已经登记过"):
        services.change_company(other, credit_code=known.credit_code, kind=CompanyKind.LOCAL, stars=None, **DEED)


def test_rp_5_one_contract_serves_a_compound_at_a_time(site: Site):
    a_contract(valid_to=date(2026, 12, 1))
    site.sign_in("street_staff_2")
    known, compound = company(), build.compound("锦绣苑")
    said = {"compound_id": str(compound.id), "organisation_id": str(known.id), "kind": "chosen"}
    refused = submitted(site, "/red-property/contracts/new", **said, valid_from="2026-11-30")
    assert refused.status_code == 422
    assert "请先终止原合同" in refused.text
    made = submitted(site, "/red-property/contracts/new", **said, valid_from="2026-12-01", last_day="2027-11-30")
    assert made.status_code == 303
    stored = db.session.scalars(select(Contract).order_by(Contract.id.desc())).first()
    assert stored is not None
    assert (stored.valid_from, stored.valid_to) == (date(2026, 12, 1), date(2027, 12, 1))


def test_rp_53_ending_a_contract_ends_its_service_the_same_day(site: Site):
    contract = a_contract()
    site.sign_in("street_staff_2")
    address = f"/red-property/contracts/{contract.id}"
    done = submitted(site, f"{address}/end", last_day="2026-11-30", reason="业主大会解聘")
    assert done.location == address
    service = db.session.get_one(CompoundService, db.session.get_one(Contract, contract.id).service_id)
    assert service.valid_to == date(2026, 12, 1)
    assert "业主大会解聘" in site.get(address).text


def test_a_contract_of_another_street_does_not_exist(site: Site):
    contract = a_contract()
    site.sign_in("street_staff")
    for part in ("", "/edit", "/end"):
        assert site.get(f"/red-property/contracts/{contract.id}{part}").status_code == 404


def test_a_liaison_reads_his_own_company_and_writes_nothing(site: Site):
    a_company()
    site.sign_in("property_liaison")
    assert site.get(f"/red-property/companies/{company().id}").status_code == 200
    assert site.get("/red-property/companies?view=all").words("#rows tbody th") == ["御景物业公司"]
    for address in ("companies/new", "contracts/new", f"companies/{company().id}/edit"):
        assert site.get(f"/red-property/{address}").status_code == 403


def test_rp_34_a_unit_covers_a_company_before_an_instructor_does(site: Site):
    a_company()
    site.sign_in("street_staff")
    home = f"/red-property/companies/{company().id}"
    assert "空白" in site.get(home).text
    sent = submitted(
        site, f"{home}/instructors/new", name="赵指导", phone=PHONE, basis="双组通〔2026〕1号", valid_from="2026-03-01"
    )
    assert sent.status_code == 303
    assert site.get(home).words("h1 + p .st") == ["已派指导员"]
    joined = submitted(site, f"{home}/units/new", name="御景联合党支部", kind="joint_branch", valid_from="2026-05-01")
    assert joined.status_code == 303
    assert site.get(home).words("h1 + p .st") == ["已建党组织"]
    assert site.get("/red-property/companies?cover=organised&view=all").words("#rows tbody th") == ["御景物业公司"]
    assert site.get("/red-property/companies?cover=instructed&view=all").soup.select(".empty")
    [ending] = [link["href"] for link in site.get(home).soup.select("a[href*='/units/']") if "end" in link["href"]]
    assert submitted(site, ending, last_day="2026-11-01").status_code == 303
    assert site.get(home).words("h1 + p .st") == ["已派指导员"]


def test_rp_5_a_quality_supervisor_sits_in_the_committee_of_a_community_that_is_served(site: Site):
    site.sign_in("district_org")
    said = {
        "kind": "quality_supervisor", "organisation_id": str(company().id), "host": build.A, "name": "孙委员",
        "phone": PHONE, "basis": "双组通〔2026〕2号", "valid_from": "2026-06-01",
    }  # fmt: skip
    refused = submitted(site, "/red-property/cross-posts/new", **said)
    assert "由社区两委成员担任" in refused.text
    wrong = submitted(site, "/red-property/cross-posts/new", **said, community=build.B)
    assert "没有服务他所在社区" in wrong.text
    made = submitted(site, "/red-property/cross-posts/new", **said, community=build.A)
    assert made.status_code == 303
    ended = submitted(site, f"{made.location}/end", last_day="2026-10-31")
    assert ended.status_code == 303
    post = db.session.scalars(select(CrossPost)).one()
    assert (post.kind, post.valid_to) == (CrossPostKind.QUALITY_SUPERVISOR, date(2026, 11, 1))


def test_the_same_name_and_number_are_one_person(app):
    first = build.saved(lambda: cover.person_named("钱 七", PHONE, **DEED))
    assert build.saved(lambda: cover.person_named("钱七", PHONE, **DEED)).id == first.id or first.name != "钱七"
    with pytest.raises(RuleBroken):
        people.person_by_phone("钱七", "12")


def test_rp_5_a_term_is_registered_with_its_members_until_its_seats_are_taken(site: Site):
    site.sign_in("community_admin")
    compound = build.compound("御景园")
    even = {"compound_id": str(compound.id), "elected_on": "2026-06-01", "last_day": "2031-05-31"}
    assert "单数" in submitted(site, "/red-property/committees/new", **even, seats="4").text
    made = submitted(site, "/red-property/committees/new", **even, seats="1")
    assert made.status_code == 303
    said = {"name": "周主任", "phone": PHONE, "position": "主任", "is_party_member": "y"}
    assert submitted(site, f"{made.location}/members/new", **said).status_code == 303
    page = site.get(made.location)
    assert "在任 1/1，党员 1" in " ".join(page.text.split())
    assert "还没有备案，已超过" in page.text
    full = submitted(site, f"{made.location}/members/new", **said | {"name": "吴委员", "phone": "13811110002"})
    assert "席位已满" in full.text
    member = db.session.scalars(select(CommitteeMember)).one()
    left = submitted(site, f"{made.location}/members/{member.id}/end", last_day="2026-10-01")
    assert left.status_code == 303
    assert "在任 0/1" in " ".join(site.get(made.location).text.split())


def test_rp_11_a_term_near_its_end_is_in_its_view_and_says_so(site: Site):
    committee = t.a_committee()
    site.sign_in("community_admin")
    edited = submitted(
        site, f"/red-property/committees/{committee.id}/edit", last_day="2027-01-10", filed_on="2024-06-20"
    )
    assert edited.status_code == 303
    assert site.get("/red-property/committees?view=ending").words("#rows tbody th") == ["御景园第1届"]
    assert "届满前 60 天" in site.get(f"/red-property/committees/{committee.id}").text
    assert db.session.get_one(Committee, committee.id).term_end == date(2027, 1, 11)


def test_rp_5_the_mode_changes_with_a_reason_and_not_against_the_contract(site: Site):
    site.sign_in("community_admin")
    home = f"/red-property/compounds/{build.compound('御景园').id}"
    refused = submitted(site, f"{home}/mode", mode="two", valid_from="2026-12-01", reason="试行")
    assert "有在履行的物业合同" in refused.text
    done = submitted(site, f"{home}/mode", mode="none", valid_from="2026-12-01", reason="整体改造，暂停")
    assert done.location == home
    assert "整体改造，暂停" in site.get(home).text


def test_rp_5_a_substitute_stands_only_without_a_committee(site: Site):
    t.a_committee()
    site.sign_in("community_admin")
    home = f"/red-property/compounds/{build.compound('御景园').id}"
    refused = submitted(site, f"{home}/substitute", kind="managing", basis="街道批复", valid_from="2026-12-01")
    assert "业委会在任期内" in refused.text
    later = submitted(site, f"{home}/substitute", kind="managing", basis="街道批复", valid_from="2029-07-01")
    assert later.location == home


@pytest.mark.parametrize("key", ["companies", "contracts", "committees", "cross-posts"])
def test_a_list_costs_the_same_statements_and_leaves_as_a_workbook(site: Site, counting, key: str):
    a_company()
    a_contract()
    t.a_committee()
    site.sign_in("district_org")
    address = f"/red-property/{key}?view=all"
    site.get(address)
    with counting() as statements:
        assert site.get(address).status_code == 200
    assert len(statements) <= 9
    sheet = site.post(f"/red-property/{key}/export?view=all")
    assert sheet.status_code == 200
    assert sheet.headers["Content-Type"].startswith("application/vnd.openxmlformats")
