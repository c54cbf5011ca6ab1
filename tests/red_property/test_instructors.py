"""党建指导员 and 企业党组织: registers of their own, counted by company and by organisation (RP-34, RP-45, RP-65)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.imports import services as imports
from shuangluan.kernel import clock
from shuangluan.kernel.figures import period_of, values
from shuangluan.red_property import services
from shuangluan.red_property.models import Instructor
from shuangluan.red_property.queries.figures import figures
from tests import build
from tests.build import saved
from tests.imports.conftest import Carrier, workbook
from tests.red_property import registers as r
from tests.red_property.test_companies import five_companies, taken
from tests.site import Site

ADDRESS = "/red-property/instructors"
MONTH = period_of("2026-11", date(2026, 11, 20))


def an_instructor(company: str = "锦绣物业公司", name: str = "演示指导员") -> Instructor:
    """Sent to a company of that name."""

    def deed() -> Instructor:
        person = services.person_called(name, **r.now())
        body = build.organisation(company)
        return services.send_instructor(body, person, valid_from=date(2026, 3, 1), basis="双组通〔2026〕2号", **r.now())

    return saved(deed)


def test_rp_45_organisations_are_counted_as_organisations_and_instructors_by_company(site: Site):
    five_companies()
    an_instructor("丁", "第二名指导员")
    an_instructor("甲", "有党组织的企业的指导员")
    site.sign_in("district_org")
    counted = {
        one.figure.key: (one.count, one.figure.address)
        for one in values(figures(build.viewer("district_org"), None, MONTH, clock.now()))
    }
    for key, number, names in (
        ("party_orgs", 2, ["甲支部", "联合"]), ("instructors", 1, ["丁"]), ("uncovered", 1, ["戊"]),
    ):  # fmt: skip
        count, address = counted[f"property.{key}"]
        assert count == number
        assert site.get(address).words("#rows tbody th") == names
    assert "丙等 2 家" in site.get("/red-property/party-units?view=joint").text
    unit = site.get("/red-property/party-units?view=joint").soup.select_one("#rows tbody th a")
    assert site.get(str(unit["href"])).words("tbody th") == ["丙", "乙"]


def test_an_instructor_is_sent_corrected_and_removed_with_a_history(site: Site):
    company = r.a_company()
    site.sign_in("district_org")
    said = {
        "organisation_id": str(company.organisation_id), "name": "演示指导员", "valid_from": "2026-03-01",
        "basis": "双组通〔2026〕2号",
    }  # fmt: skip
    made = site.submit(site.get(f"{ADDRESS}/new"), "#form", **said)
    assert made.status_code == 303
    again = site.submit(site.get(f"{ADDRESS}/new"), "#form", **said)
    assert "已经是这家企业的指导员" in again.text
    wrong = site.submit(site.get(f"{made.location}/edit"), "#form", last_day="2026-02-01")
    assert "最后一天不能早于选派日期" in wrong.text
    stale = site.get(f"{made.location}/edit")
    assert site.submit(site.get(f"{made.location}/edit"), "#form", last_day="2026-10-31").status_code == 303
    assert site.submit(stale, "#form", last_day="2026-09-30").status_code == 409
    page = site.get(made.location)
    assert page.words(".head p") == ["已结束 锦绣物业公司的党建指导员"]
    assert "修改了党建指导员" in page.text
    assert site.submit(site.get(f"{made.location}/removal"), "#dialog-body").status_code == 303
    assert db.session.scalars(select(Instructor)).all() == []


def test_instructors_are_seen_with_their_company_and_written_by_the_street(site: Site):
    company = r.a_company()
    r.a_contract(company)  # serves 锦绣苑 in community B
    row = an_instructor()
    for username, status in (("community_admin_2", 200), ("street_staff_2", 200), ("community_admin", 404)):
        site.sign_in(username)
        assert site.get(f"{ADDRESS}/{row.id}").status_code == status, username
    assert site.get(f"{ADDRESS}/new").status_code == 403
    site.sign_in("street_staff")  # of the other street
    assert [one.text for one in site.get(f"{ADDRESS}/new").soup.select("#organisation_id option")][1:] == []


def test_a_workbook_of_instructors_comes_in_and_its_export_changes_nothing(site: Site, app: Any):
    r.a_company()
    carrier = Carrier(app.config["DATA_DIR"], "district_org")
    head = ("指导员姓名", "派驻企业", "派驻日期", "文号")
    rows = (("演示甲", "锦绣物业公司", "2026-03-01", "2号"), ("演示乙", "没有的公司", "2026-03-01", ""))
    one = r.brought(carrier, "property_instructors", workbook(head, *rows))
    assert (one.counts["new"], one.counts["wrong"]) == (1, 1)
    carrier.deed(imports.confirm, one)
    site.sign_in("district_org")
    two = r.brought(carrier, "property_instructors", taken(site, "instructors?view=all"))
    assert two.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
    carrier.deed(imports.withdraw_import, carrier.seen(one.id))
    assert db.session.scalars(select(Instructor)).all() == []


def test_the_lists_cost_the_same_for_one_and_for_many(site: Site, counting: Any):
    five_companies()
    site.sign_in("district_org")
    for address in (ADDRESS, "/red-property/party-units"):
        site.get(address)
        with counting() as few:
            site.get(address)
        for n in range(3):
            an_instructor("甲", f"演示{address[14:18]}{n}")
        with counting() as many:
            site.get(address)
        assert len(many) == len(few) <= 6
