"""交叉任职, and how a compound deliberates: services and pages (RP-5, RP-71)."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from tests import build
from tests.imports.conftest import Carrier, rows_of, workbook
from tests.red_property import registers as r
from tests.red_property import table as t
from tests.red_property.test_observations import a_supervisor, an_observation
from tests.site import Site

PHONE = "13811110001"
MODES, SUBSTITUTES = "/red-property/modes", "/red-property/substitutes"


def submitted(site: Site, address: str, **values: object):
    return site.submit(site.get(address), "#form", **values)


def test_rp_5_a_quality_supervisor_sits_in_the_committee_of_a_community_that_is_served(site: Site):
    site.sign_in("district_org")
    said = {
        "kind": "quality_supervisor", "host": build.A, "name": "孙委员",
        "organisation_id": str(build.organisation("御景物业公司").id),
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


def test_posts_are_listed_within_the_scope_and_leave_as_a_workbook(site: Site, counting):
    test_rp_5_a_quality_supervisor_sits_in_the_committee_of_a_community_that_is_served(site)
    for username, names in (("district_org", ["孙委员"]), ("property_liaison", ["孙委员"]), ("street_staff_2", [])):
        site.sign_in(username)
        assert site.get("/red-property/cross-posts?view=all").words("#rows tbody th") == names, username
    site.sign_in("district_org")
    with counting() as statements:
        site.get("/red-property/cross-posts?view=all")
    assert len(statements) <= 8
    assert site.post("/red-property/cross-posts/export?view=all").status_code == 200
    site.sign_in("property_liaison")
    assert site.get("/red-property/cross-posts/new").status_code == 403


def test_rp_5_a_post_is_corrected_and_removed_unless_something_was_observed_by_it(site: Site):
    site.sign_in("district_org")
    said = {
        "kind": "community_party", "host": build.A, "name": "演示经理", "basis": "双组通〔2026〕2号",
        "organisation_id": str(build.organisation("御景物业公司").id), "valid_from": "2026-06-01",
        "is_party_member": "y", "is_responsible": "y",
    }  # fmt: skip
    made = submitted(site, "/red-property/cross-posts/new", **said)
    assert made.status_code == 303
    edit = f"{made.location}/edit"
    assert "不能早于开始" in submitted(site, edit, last_day="2026-05-31").text
    assert submitted(site, edit, last_day="2026-08-31").status_code == 303
    again = submitted(site, "/red-property/cross-posts/new", **said | {"valid_from": "2026-09-01"})
    assert again.status_code == 303
    assert "这时已经任这一职务" in submitted(site, edit, last_day="2026-09-01").text
    assert site.get(made.location).words(".changes li") == ["最后一天： 2026-08-31"]
    site.sign_in("street_staff_2")  # of the other street
    assert site.get(edit).status_code == 404
    site.sign_in("district_org")
    assert site.submit(site.get(f"{made.location}/removal"), "#dialog-body").status_code == 303
    supervisor = a_supervisor()
    an_observation()
    refused = site.submit(site.get(f"/red-property/cross-posts/{supervisor.id}/removal"), "#dialog-body")
    assert "质量观察 1 条" in refused.text


def test_rp_5_a_workbook_of_posts_is_held_against_the_contracts_of_the_day(app: Flask):
    r.a_contract(r.a_company())  # serves 锦绣苑 in community B
    carrier = Carrier(app.config["DATA_DIR"], "district_org")
    head = ("姓名", "职务", "物业企业", "社区或街道", "任职日期", "依据", "党员", "负责人")
    who = ("锦绣物业公司", "御祥园社区", "2026-06-01", "2号")
    rows = (
        ("演示甲", "质量总监", *who, "", ""), ("演示乙", "大党委成员", *who, "是", "是"),
        ("演示丙", "大党委成员", *who, "是", "否"),
        ("演示丁", "质量总监", "锦绣物业公司", "万和城社区", "2026-06-01", "2号", "", ""),
        ("演示戊", "质量总监", "锦绣物业公司", "御祥园社区", "2024-12-31", "2号", "", ""),
    )  # fmt: skip
    one = r.brought(carrier, "red_property_cross_posts", workbook(head, *rows))
    assert (one.counts["new"], one.counts["wrong"]) == (2, 3)
    unserved = "这家企业当天没有服务他所在社区的小区"
    told = [reason for _, _, _, [(_, reason)] in rows_of(one)[2:]]
    assert told == ["社区大党委成员要是企业的负责人", unserved, unserved]


def test_rp_5_the_mode_changes_with_a_reason_and_not_against_the_contract(site: Site):
    site.sign_in("community_admin")
    place = build.compound("御景园").id
    asked = f"/red-property/modes/new?compound={place}"
    refused = submitted(site, asked, mode="two", valid_from="2026-12-01", reason="试行")
    assert "有在履行的物业合同" in refused.text
    done = submitted(site, asked, mode="none", valid_from="2026-11-01", reason="整体改造，暂停")
    assert "整体改造，暂停" in site.get(f"/red-property/compounds/{place}").text
    twice = submitted(site, asked, mode="three", valid_from="2026-11-01", reason="照旧")
    assert "这一天已经登记过" in twice.text
    edit = site.get(f"{done.location}/edit")
    assert submitted(site, f"{done.location}/edit", valid_from="2026-10-01").status_code == 303
    assert site.submit(edit, "#form", valid_from="2026-09-01").status_code == 409
    submitted(site, asked, mode="three", valid_from="2026-12-01", reason="改造完成")
    assert site.get(MODES).words("#rows td:nth-of-type(2)") == ["不议事"]  # what holds today
    assert site.get(f"{MODES}?view=coming").words("#rows td:nth-of-type(2)") == ["三方议事"]
    page = site.get(done.location)
    assert "2026-11-30" in page.text  # the day before the next one begins
    assert page.words(".changes li") == ["第一天： 2026-11-01 2026-10-01"]
    assert site.submit(site.get(f"{done.location}/removal"), "#dialog-body").status_code == 303
    assert site.get(done.location).status_code == 404


def test_rp_5_a_substitute_stands_only_without_a_committee(site: Site):
    t.a_committee()
    site.sign_in("community_admin")
    asked = f"/red-property/substitutes/new?compound={build.compound('御景园').id}"
    said = {"kind": "managing", "basis": "街道批复"}
    refused = submitted(site, asked, **said, valid_from="2026-12-01")
    assert "业委会在任期内" in refused.text
    later = submitted(site, asked, **said, valid_from="2029-07-01")
    assert later.status_code == 303
    twin = submitted(site, asked, **said, valid_from="2029-09-01")
    assert "先给前一个写上最后一天" in twin.text
    assert submitted(site, f"{later.location}/edit", last_day="2029-08-31").status_code == 303
    assert submitted(site, asked, **said, valid_from="2029-09-01").status_code == 303


def test_substitutes_are_listed_within_the_scope_and_written_by_community_and_street(site: Site, counting):
    site.sign_in("community_admin")
    asked = f"/red-property/substitutes/new?compound={build.compound('御景园').id}"
    made = submitted(site, asked, kind="managing", basis="街道批复", valid_from="2026-01-01")
    with counting() as statements:
        assert site.get(SUBSTITUTES).words("#rows tbody th") == ["御景园"]
    assert len(statements) <= 6
    assert "登记了业主替代方" in site.get(made.location).text
    for username, reads, writes in (
        ("property_liaison", 200, 403), ("district_org", 200, 403), ("street_staff", 200, 200),
        ("community_admin_2", 404, 404),
    ):  # fmt: skip
        site.sign_in(username)
        assert site.get(made.location).status_code == reads, username
        assert site.get(f"{made.location}/edit").status_code == writes, username
    site.sign_in("street_staff")
    assert site.post(f"{SUBSTITUTES}/export?view=all").status_code == 200
    assert site.submit(site.get(f"{made.location}/removal"), "#dialog-body").status_code == 303
    assert site.get(SUBSTITUTES).words("#rows tbody th") == []


def test_rp_69_a_fixed_day_is_proposed_from_its_day_on_and_another_is_allowed(site: Site):
    t.a_committee()
    site.sign_in("community_admin")
    place = build.compound("御景园").id
    home = f"/red-property/compounds/{place}"
    wrong = submitted(site, f"{home}/meeting-day", day_of_month="31", valid_from="2026-11-01")
    assert "写 1 到 28" in wrong.text
    done = submitted(site, f"{home}/meeting-day", day_of_month="28", valid_from="2026-11-01")
    assert done.location == home
    assert "每月 28 日" in site.get(home).text
    planned = site.get(f"/red-property/meetings/new?compound={place}")
    assert planned.soup.select_one("#held_on")["value"] == "2026-11-30"  # the 28th is a Saturday
    assert t.a_draft("10-15").next_on == t.day("11-16")  # before it was fixed: the same day, or the next working one
    assert t.a_draft("11-16", by="community_admin").next_on == t.day("12-28")
