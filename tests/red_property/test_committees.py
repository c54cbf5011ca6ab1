"""业委会 by term: members, reminders, the conditions of 红色业委会, sheets there and back (RP-5, RP-11, RP-35)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.imports import services as imports
from shuangluan.kernel import clock, people
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.red_property import services
from shuangluan.red_property.models import Committee, CommitteeMember
from shuangluan.red_property.queries import committee_register as stored
from shuangluan.red_property.queries import todo
from tests import build
from tests.build import compound, saved
from tests.imports.conftest import Carrier, workbook
from tests.red_property import registers as r
from tests.red_property import table as t
from tests.site import Site

ADDRESS = "/red-property/committees"
MEMBERS = "/red-property/committee-members"


def elected(site: Site, **more: str) -> Any:
    """The answer to a new term of 御景园."""
    values = {"compound_id": str(compound("御景园").id), "elected_on": "2022-03-01", "term_until": "2027-02-28",
              "seats": "5"} | more  # fmt: skip
    return site.submit(site.get(f"{ADDRESS}/new"), "#form", **values)


def test_rp_5_a_term_is_registered_with_its_checks(site: Site):
    site.sign_in("community_admin")
    assert "委员席位要是单数" in elected(site, seats="4").text
    assert "每届任期不超过 5 年" in elected(site, term_until="2027-03-01").text
    answer = elected(site)
    assert answer.status_code == 303
    page = site.get(answer.location)
    assert page.words("h1") == ["御景园业委会第 1 届"]
    assert "还有 101 天届满，请筹备换届" in page.text  # 2027-03-01 is the first day after it
    assert "选举已过 30 日，还没有备案" in page.text
    assert "新一届的选举日要晚于上一届" in elected(site, elected_on="2022-02-01", term_until="2026-12-31").text


def test_rp_35_each_condition_is_explained(site: Site):
    committee = t.a_committee()
    site.sign_in("community_admin")
    here = f"{ADDRESS}/{committee.id}"
    page = site.get(here)
    assert page.words("section[aria-labelledby=red-h] tbody tr") == [
        "党员委员 1/1 符合", "设有党小组或小区支部书记进入业委会 不符合", "已备案 符合",
        "近 12 个月应开 12 次，参加 0 次（须 10 次） 不符合",
    ]  # fmt: skip
    assert site.submit(site.get(f"{here}/party-side"), "#form", secretary_sits="y").status_code == 303
    page = site.get(here)
    assert "设有党小组或小区支部书记进入业委会 符合" in page.words("section[aria-labelledby=red-h] tbody tr")
    assert "登记了业委会的党建情况" in page.text


def test_rp_35_months_met_are_those_that_were_held(app: Any):
    committee = t.a_committee()
    t.a_signed("10-15", due="10-31")
    today = date(2026, 11, 20)
    facts = stored.red_facts([stored.standing(committee.id, today)], today)[committee.id]
    assert (facts.months_due, facts.months_met) == (12, 1)


def test_members_take_seats_and_leave_them(site: Site):
    committee = t.a_committee(seats=1)
    site.sign_in("community_admin")
    here = f"{ADDRESS}/{committee.id}"
    full = site.submit(site.get(here), "#member-form", name="演示委员", position="委员")
    assert full.status_code == 422
    assert "1 个席位已满" in full.text
    seated = db.session.scalars(select(CommitteeMember)).one()
    own = f"/red-property/committee-members/{seated.id}"
    end = f"{own}/end"
    assert site.submit(site.get(end), "#form", last_day="2026-12-01").status_code == 422
    assert site.submit(site.get(end), "#form", last_day="2026-11-01").status_code == 303
    later = {"name": "演示委员", "position": "委员", "is_party_member": "y"}
    assert "补选的" in site.submit(site.get(here), "#member-form", **later).text  # since the election, with the other
    answer = site.submit(site.get(here), "#member-form", **later, valid_from="2026-11-02")
    assert answer.status_code == 303
    assert "1/1 席" in site.get(here).text
    assert site.get(MEMBERS).words("#rows tbody th") == ["演示委员"]
    assert site.submit(site.get(f"{own}/edit"), "#form", last_day="2026-10-31").status_code == 303
    assert "修改了业委会委员" in site.get(own).text
    assert site.get(f"{MEMBERS}?view=former").words("#rows tbody th") == ["演示业委会代表"]
    for username, reads, writes in (("property_liaison", 200, 403), ("community_admin_2", 404, 404)):
        site.sign_in(username)
        assert (site.get(own).status_code, site.get(f"{own}/edit").status_code) == (reads, writes), username
    site.sign_in("street_staff")
    assert site.post(f"{MEMBERS}/export?view=all").status_code == 200
    assert site.submit(site.get(f"{own}/removal"), "#dialog-body").status_code == 303
    assert site.get(own).status_code == 404


def test_rp_11_a_term_that_ends_is_a_to_do_and_a_view(site: Site):
    saved(lambda: services.elect_committee(
        services.committee_body(compound("御景园"), **r.DEED), compound("御景园"), elected_on=date(2022, 3, 1),
        term_end=date(2027, 3, 1), seats=5, **r.DEED,
    ))  # fmt: skip
    rows = db.session.execute(todo.todo(build.viewer("community_admin"), clock.now())).all()  # type: ignore[arg-type]
    assert [row.note for row in rows if row.step == "red_property.elect"] == ["2027-03-01 起业委会届满"]
    site.sign_in("district_org")
    assert site.get(f"{ADDRESS}?view=ending").words("#rows tbody th") == ["御景园"]


def test_scope_and_permissions(site: Site):
    committee = t.a_committee()
    for username, status in (("community_admin_2", 404), ("owners_delegate", 200), ("property_liaison", 200)):
        site.sign_in(username)
        assert site.get(f"{ADDRESS}/{committee.id}").status_code == status
    assert site.get(f"{ADDRESS}/{committee.id}/edit").status_code == 403
    site.sign_in("community_admin")
    stale = site.get(f"{ADDRESS}/{committee.id}/edit")
    assert site.submit(site.get(f"{ADDRESS}/{committee.id}/edit"), "#form", seats="7").status_code == 303
    assert site.submit(stale, "#form", seats="9").status_code == 409
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.changes == {"seats": [5, 7]}
    refused = site.submit(site.get(f"{ADDRESS}/{committee.id}/removal"), "#dialog-body")
    assert refused.status_code == 422
    assert "业委会成员 1 条" in refused.text


def test_an_export_that_comes_back_changes_nothing_and_a_changed_cell_changes_it(site: Site, app: Any):
    t.a_committee()
    site.sign_in("community_admin")
    body = site.submit(site.get(f"{ADDRESS}?view=all"), "#export").data
    carrier = Carrier(app.config["DATA_DIR"], "community_admin")
    one = r.brought(carrier, "property_committees", body)
    assert one.counts == {"new": 0, "changed": 0, "same": 1, "wrong": 0}
    head = ("社区", "小区", "换届日期", "届满日期", "委员人数", "备案日期")
    row = ("万和城", "御景园", "2024-06-01", "2029-05-31", 7, "2024-06-20")
    new = ("万和城", "没有的", "2024-06-01", "2029-05-31", 7, "")
    two = r.brought(carrier, "property_committees", workbook(head, row, new))
    assert two.counts == {"new": 0, "changed": 1, "same": 0, "wrong": 1}
    carrier.deed(imports.confirm, two)
    assert db.session.scalars(select(Committee.seats)).all() == [7]


@pytest.mark.usefixtures("app")
def test_a_name_that_several_share_wants_a_phone():
    def deed() -> None:
        first = people.add_person("演示同名", phone="13800000001", **r.now())
        people.add_person("演示同名", phone="13800000002", **r.now())
        with pytest.raises(RuleBroken, match="几位同名"):
            services.person_called("演示同名", **r.now())
        assert services.person_called("演示同名", "13800000001", **r.now()) is first

    saved(deed)
