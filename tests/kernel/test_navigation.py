"""The side menu and the scope switcher for every role, and the error pages that stand in the same frame."""

from typing import Any

import pytest
from flask import Flask

from shuangluan import navigation
from shuangluan.kernel.audit import transaction
from shuangluan.kernel.people import grant_role
from shuangluan.kernel.permissions import ROLES, SIGNED_IN, THREE_ADMINISTRATORS
from tests import build

ITEMS = [item for _, items in navigation.NAVIGATION for item in items]
ENTRIES = [*ITEMS, *(page for item in ITEMS for page in item.pages)]


def options(answer: Any, select: str) -> list[str]:
    return [option["value"] for option in answer.soup.select(f"#{select} option")]


def chosen(answer: Any, select: str) -> list[str]:
    return [option["value"] for option in answer.soup.select(f"#{select} option[selected]")]


def test_an_entry_asks_for_the_permission_of_its_page(assembled: Flask):
    asked = {entry.endpoint: assembled.view_functions[entry.endpoint].__dict__["access"] for entry in ENTRIES}
    assert {one: access.permission for one, access in asked.items()} == {e.endpoint: e.permission for e in ENTRIES}


def test_the_menu_offers_what_the_role_may_open(app: Flask):
    with app.test_request_context("/"):
        for role in ROLES:
            viewer = build.viewer(role)
            groups = navigation.menu(viewer)
            offered = [link.key for group in groups for link in group.items]
            assert offered == [i.key for i in ITEMS if i.permission == SIGNED_IN or viewer.can(i.permission)], role
            assert offered[0] == "workbench"
            assert all(group.items for group in groups), role


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_the_menu_opens(site, role: str):
    site.sign_in(role)
    links = [a["href"] for a in site.get("/").soup.select(".side a")]
    assert links
    for link in links:
        assert site.get(link).status_code == 200, link


def test_the_section_of_the_shown_page_is_open_and_the_longer_address_wins(site):
    site.sign_in("community_admin")
    tries = site.get("/red-property/votes/calculator")
    assert tries.words(".side details[open] summary") == ["表决与资金"]
    assert tries.words(".side details a[aria-current]") == ["业主表决测算"]
    assert site.get("/red-property/companies").words(".here a[aria-current]") == ["物业企业"]


def test_the_chosen_area_goes_along_with_every_link(site):
    site.sign_in("district_org")
    links = [a["href"] for a in site.get(f"/?area={build.A}").soup.select(".side a")]
    assert all(link.endswith(f"?area={build.A}") for link in links)


def test_the_district_chooses_a_street_and_within_it_a_community(site):
    site.sign_in("district_org")
    answer = site.get("/")
    assert answer.words(".scope span") == ["双滦区"]
    assert build.STREET_A in options(answer, "scope-street")
    assert not answer.soup.select("#scope-community")
    street = site.get(f"/?area={build.STREET_A}")
    assert chosen(street, "scope-street") == [build.STREET_A]
    assert options(street, "scope-community")[0] == build.STREET_A
    assert all(code.startswith(build.STREET_A) for code in options(street, "scope-community"))
    community = site.get(f"/?area={build.A}")
    assert chosen(community, "scope-street") == [build.STREET_A]
    assert chosen(community, "scope-community") == [build.A]


def test_a_street_is_fixed_and_chooses_among_its_communities(site):
    site.sign_in("street_staff")
    answer = site.get("/")
    assert answer.words(".scope > span") == ["双滦区", "秀水街道"]
    assert not answer.soup.select("#scope-street")
    assert build.A in options(answer, "scope-community")
    assert build.B not in options(answer, "scope-community")
    assert chosen(site.get(f"/?area={build.A}"), "scope-community") == [build.A]


def test_a_community_is_fixed(site):
    site.sign_in("community_staff")
    answer = site.get(f"/?area={build.A}")
    assert answer.words(".scope > span") == ["双滦区", "秀水街道", "万和城社区"]
    assert not answer.soup.select(".scope select")


@pytest.mark.parametrize("role", ROLES)
def test_whose_grant_names_no_area_to_read_gets_no_switcher(site, role: str):
    site.sign_in(role)
    shown = bool(site.get("/").soup.select(".scope"))
    assert shown is (role in build.AREA_OF and role not in THREE_ADMINISTRATORS)


def test_somebody_with_two_places_chooses_among_them(site):
    with transaction():
        grant_role(
            build.person("community_admin"), "community_staff", by=build.TOWN, at=build.FOUNDED,
            valid_from=build.FIRST, area=build.B,
        )  # fmt: skip
    site.sign_in("community_admin")
    answer = site.get("/")
    assert options(answer, "scope-community") == ["", build.B, build.A]
    assert site.get(f"/?area={build.B}").status_code == 200
    assert chosen(site.get(f"/?area={build.B}"), "scope-community") == [build.B]
    assert site.get(f"/?area={build.STREET_B}").status_code == 404


@pytest.mark.parametrize("address", ["/", "/dashboard", "/search", "/views", "/drafts", "/counts"])
@pytest.mark.parametrize(
    ("role", "area", "status"),
    [
        ("community_admin", build.B, 404),
        ("community_admin", build.STREET_A, 404),
        ("street_staff", build.B, 404),
        ("district_org", "130899", 400),
        ("district_org", "1308030", 400),
        ("district_org", "%00", 400),
        ("district_org", "²", 400),
    ],
)
def test_what_is_fixed_cannot_be_left_by_any_address(site, address: str, role: str, area: str, status: int):
    site.sign_in(role)
    answer = site.get(f"{address}?area={area}")
    assert answer.status_code == status
    assert not [a for a in answer.soup.select(".side a") if "area=" in a["href"]]
    assert bool(answer.words(".empty p")) is True


@pytest.mark.parametrize("role", ["member", "department", "property_liaison", "system_admin", "auditor"])
def test_an_area_is_refused_to_whom_none_was_granted(site, role: str):
    site.sign_in(role)
    assert site.get(f"/?area={build.A}").status_code == (200 if role == "auditor" else 404)


def test_the_switcher_keeps_the_other_conditions_and_drops_the_page(site):
    site.sign_in("district_org")
    answer = site.get("/dashboard?period=2025&page=3")
    form = answer.soup.select_one(".scope form")
    assert {field["name"]: field["value"] for field in form.select("[type=hidden]")} == {"period": "2025"}


@pytest.mark.parametrize("role", ROLES)
def test_an_error_page_stands_in_the_frame_of_the_role_and_leads_on(site, role: str):
    site.sign_in(role)
    wrong = {"/no-such-page": 404, "/drafts/999999": 404, "/?group=x": 400, "/views/1/removal": 405}
    for address, status in wrong.items():
        answer = site.get(address)
        assert answer.status_code == status
        assert answer.soup.select('.side a[href="/"]')
        assert answer.soup.select(".empty a.btn")
        assert answer.soup.select("#count-bell")


@pytest.mark.parametrize("role", [role for role in ROLES if not build.AREA_OF.get(role)])
def test_a_page_that_is_not_for_the_role_says_who_can_help(site, role: str):
    site.sign_in(role)
    answer = site.get("/dashboard")
    assert answer.status_code == 403
    assert answer.words("h1") == ["这一页不在你的权限内"]
    assert "安全管理员" in answer.text


def test_a_stranger_sees_no_menu_on_an_error_page(site):
    answer = site.get("/no-such-page")
    assert answer.status_code == 404
    assert not answer.soup.select(".side, .scope, #count-bell")
