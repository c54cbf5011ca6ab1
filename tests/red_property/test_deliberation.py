"""交叉任职, and how a compound deliberates: services and pages (RP-5, RP-71)."""

from datetime import date

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.red_property.models import CrossPost
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from tests import build
from tests.red_property import table as t
from tests.site import Site

PHONE = "13811110001"


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
