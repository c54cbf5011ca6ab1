"""双向进入 by community with its gaps, and the sector's committee with the units under it (RP-71)."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import teams
from shuangluan.kernel.models import PartyUnit, PartyUnitKind
from shuangluan.red_property import services
from shuangluan.red_property.rules.cross_posts import CrossPostKind
from shuangluan.red_property.rules.two_way import Sides, gaps
from tests import build
from tests.build import saved
from tests.conftest import NOW
from tests.red_property import registers as r
from tests.red_property.test_observations import a_supervisor
from tests.site import Site

ADDRESS = "/red-property/cross-posts/communities"
SECTOR = "/red-property/sector-committee"


def a_seat(kind: CrossPostKind, host: str, name: str) -> None:
    """A manager of the company that serves 御景园 sits on the other side."""

    def deed() -> None:
        person = services.person_called(name, **r.now())
        services.take_cross_post(
            build.organisation("御景物业公司"), person, kind, host=host, candidate=(True, True, None), basis="演示",
            valid_from=date(2026, 6, 1), **r.now(),
        )  # fmt: skip

    saved(deed)


def test_rp_71_what_is_missing():
    assert gaps(Sides((), (), 0, 0, 0)) == ()
    assert gaps(Sides(("甲", "乙"), ("乙",), 1, 0, 1)) == ("甲没有义务质量总监", "大党委里没有企业的人")
    assert gaps(Sides(("甲",), ("甲",), 1, 1, 1)) == ()
    assert len(gaps(Sides(("甲",), (), 0, 0, 0))) == 4


def test_rp_71_both_directions_by_community(site: Site, counting: Any):
    site.sign_in("district_org")
    assert site.get(ADDRESS).words("#rows tbody tr td")[1] == "4 处缺口"
    a_supervisor()
    a_seat(CrossPostKind.COMMUNITY_PARTY, build.A, "演示经理")
    a_seat(CrossPostKind.STREET_PARTY, build.STREET_A, "演示总经理")
    assert site.get(ADDRESS).words("#rows tbody tr") == [
        "万和城社区 1 处缺口 御景物业公司 演示社区工作者（御景物业公司） — 演示经理（御景物业公司） "
        "演示总经理（御景物业公司） 两委里没有企业的兼职委员"
    ]
    a_seat(CrossPostKind.COMMITTEE_PART_TIME, build.A, "演示经理")
    assert site.get(f"{ADDRESS}?view=gaps").words("#rows tbody tr") == []
    assert site.get(f"{ADDRESS}?q=没有的").status_code == 200
    assert site.post(f"{ADDRESS}/export").status_code == 200
    r.a_contract(r.a_company())  # a second community
    with counting() as statements:
        assert len(site.get(ADDRESS).soup.select("#rows tbody tr")) == 2
    assert len(statements) <= 5
    site.sign_in("community_admin_2")
    assert site.get(ADDRESS).words("#rows tbody td:first-child") == ["御祥园社区"]


def test_rp_71_the_sector_has_one_committee_with_members_and_units_under_it(site: Site):
    unit = saved(
        lambda: teams.found_party_unit(kind=PartyUnitKind.COMPANY, name="甲支部", founded_on=build.FIRST, **r.now())
    )
    body = r.body(r.a_company("甲"))
    saved(lambda: services.join_party_unit(body, unit, valid_from=build.FIRST, **r.now()))
    site.sign_in("district_org")
    assert "还没有登记行业党委" in site.get(SECTOR).text
    assert site.get(f"{SECTOR}/members/new").location == f"{SECTOR}/new"
    assert site.submit(site.get(f"{SECTOR}/new"), "#form", founded_on="2026-02-01").status_code == 303
    again = site.submit(site.get(f"{SECTOR}/new"), "#form", founded_on="2026-02-01")
    assert "已经有“双滦区物业服务行业党委”了" in again.text
    said = {"name": "演示书记", "position": "书记", "home": "区住建局", "valid_from": "2026-02-01"}
    assert site.submit(site.get(f"{SECTOR}/members/new"), "#form", **said).status_code == 303
    assert "已经是委员" in site.submit(site.get(f"{SECTOR}/members/new"), "#form", **said).text
    assert "没有归行业党委的 1 个" in " ".join(site.get(SECTOR).words(".ph"))
    sector = db.session.scalars(select(PartyUnit).where(PartyUnit.kind == PartyUnitKind.PROPERTY_SECTOR)).one()
    moved = site.submit(site.get(f"/red-property/party-units/{unit.id}/parent"), "#form", parent_id=str(sector.id))
    assert moved.status_code == 303
    page = site.get(SECTOR)
    assert "归行业党委的企业党组织 1 个" in " ".join(page.words(".ph"))
    assert "上级党组织 双滦区物业服务行业党委" in " ".join(site.get(moved.location).words("dl.facts"))
    member = str(page.soup.select_one("tbody th a")["href"])
    end = f"{member}/end"
    assert site.submit(site.get(end), "#form", last_day="2026-11-21").status_code == 422
    assert site.submit(site.get(f"{member}/edit"), "#form", position="副书记").status_code == 303
    assert site.get(f"{SECTOR}/members?q=住建").words("#rows td:nth-of-type(1)") == ["副书记"]
    assert site.submit(site.get(end), "#form", last_day="2026-11-20").status_code == 303
    assert "行业党委委员离任" in site.get(SECTOR).text
    assert "修改了行业党委委员" in site.get(member).text
    site.sign_in("street_staff")
    assert site.get(f"{SECTOR}/members").words("#rows tbody th") == ["演示书记"]  # his last day is today
    assert site.post(f"{SECTOR}/members/export").status_code == 200
    assert site.get(f"{member}/edit").status_code == 403
    assert site.get(SECTOR).status_code == 200
    assert site.get(f"{SECTOR}/members/new").status_code == 403


def test_rp_34_a_unit_is_corrected_and_closed_once_no_company_is_in_it(site: Site):
    unit = saved(
        lambda: teams.found_party_unit(kind=PartyUnitKind.COMPANY, name="甲支部", founded_on=build.FIRST, **r.now())
    )
    row = saved(lambda: services.join_party_unit(r.body(r.a_company("甲")), unit, valid_from=build.FIRST, **r.now()))
    address = f"/red-property/party-units/{unit.id}"
    site.sign_in("district_org")
    asked = site.get(f"{address}/edit")
    assert "就在里面" in site.submit(asked, "#form", founded_on="2026-11-02").text
    assert "还有企业在里面" in site.submit(asked, "#form", closed_on="2026-11-19").text
    assert site.submit(asked, "#form", name="甲物业党支部").status_code == 303
    saved(lambda: services.leave_party_unit(row, last_day=NOW.date() - timedelta(days=1), **r.now()))
    asked = site.get(f"{address}/edit")
    assert "最晚写今天" in site.submit(asked, "#form", closed_on="2026-12-01").text
    assert site.submit(asked, "#form", closed_on=f"{NOW:%Y-%m-%d}").status_code == 303
    assert "撤销日期" in " ".join(site.get(address).words(".tl, .stack"))
    assert (unit.name, unit.closed_on) == ("甲物业党支部", NOW.date())
