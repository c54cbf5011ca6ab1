"""The composed pages over the slices that the site really has: every role, the scopes, the statements."""

from typing import Any

import pytest

from shuangluan.kernel import clock
from shuangluan.kernel.permissions import ROLES
from shuangluan.overview.permissions import GRANTS, Perm
from tests import build
from tests.kept import kept

LINKS = "#todo section[aria-labelledby^=h-]:not([aria-labelledby=h-drafts]) .rows a"


@kept
def some_appeals() -> None:
    """One appeal in each of the first states, in both communities."""
    build.an_appeal("路灯不亮")
    build.an_appeal("井盖松动", by="community_admin_2", where=build.place("锦绣苑"))
    build.an_accepted_appeal("垃圾没清运")
    build.a_dispatched_appeal("单元门坏了")
    build.a_signed_appeal("电梯停运")
    build.an_answered_appeal("楼道渗水")


@pytest.mark.parametrize("role", [*ROLES, "community_admin_2", "grid_leader_2"])
def test_every_to_do_opens_its_record_and_its_action(site, role: str):
    some_appeals()
    site.sign_in(role)
    page = site.get("/")
    assert page.status_code == 200
    for link in page.soup.select(LINKS):
        assert site.get(link["href"]).status_code == 200, link["href"]


@pytest.mark.parametrize("role", [*ROLES, "community_admin_2"])
def test_the_menu_counts_what_the_workbench_lists(site, role: str):
    some_appeals()
    site.sign_in(role)
    listed = site.get("/").words(".tabs a[href='/'] i")
    counted = site.get("/counts", htmx=True).words("#count-workbench")
    assert counted == (listed or [""])


def test_what_was_addressed_to_a_company_awaits_its_liaison(site):
    build.a_dispatched_appeal("单元门坏了")
    site.sign_in("property_liaison")
    answer = site.get("/")
    assert answer.words("#todo h2") == ["等我办", "派给我的"]  # the month's meeting has no date yet (RP-21)
    assert answer.words("#todo .rows .g a") == ["御景园", "单元门坏了"]
    assert answer.words("#todo .rows .btn") == ["安排例会", "签收"]
    site.sign_in("department")
    assert not site.get("/").soup.select("#todo .tabs")


def test_what_is_overdue_is_red_in_the_list_in_the_menu_and_at_the_bell(site):
    build.an_appeal("路灯不亮")
    with clock.frozen(build.later(days=4)):
        site.sign_in("community_admin")
        page, counts = site.get("/"), site.get("/counts", htmx=True)
    assert page.soup.select("#todo .due.late")
    assert page.words("h3.grp.hot")
    assert counts.soup.select("#count-grid.hot")
    assert counts.words("#count-bell") != [""]


@pytest.mark.parametrize("role", sorted(GRANTS[Perm.DASHBOARD_READ]))
def test_every_number_of_the_dashboard_is_a_link_of_this_site(site, role: str):
    some_appeals()
    site.sign_in(role)
    page = site.get("/dashboard")
    cells = page.soup.select("[data-key]")
    assert cells
    for one in cells:
        links = [one] if one.name == "a" else one.select("a")
        assert links
        assert all(link["href"].startswith("/") for link in links)


SEARCH = "/search?q=单元"  # one statement for each kind of record in which it looks


@pytest.mark.parametrize("address", ["/", "/dashboard", SEARCH, "/counts", "/drafts", "/views"])
@pytest.mark.parametrize("role", ["community_admin", "street_staff", "district_org"])
def test_no_page_costs_more_statements_with_more_records(site, counting, role: str, address: str):
    build.an_answered_appeal("单元门坏了")
    site.sign_in(role)
    site.get(address)
    with counting() as few:
        site.get(address)
    some_appeals()
    with counting() as many:
        site.get(address)
    assert len(few) == len(many) <= (14 if address == SEARCH else 8)


def test_the_search_finds_by_number_by_words_and_by_initials_within_the_scope(site):
    appeal = build.an_appeal("单元门坏了")
    site.sign_in("community_admin")
    for words in (appeal.no, "单元", "dym", "御景园"):
        assert site.get(f"/search?q={words}").words("#found .g a") == ["单元门坏了"], words
    site.sign_in("community_admin_2")
    assert not site.get(f"/search?q={appeal.no}").soup.select("#found .g a")


def test_a_view_kept_from_the_register_is_a_tab_of_it(site):
    site.sign_in("community_admin")
    page = site.get("/grid/appeals?q=灯")
    saved = site.submit(page, "form[action='/views']", name="灯的诉求", shared="1")
    assert saved.status_code == 303
    [current] = site.get(saved.location).words("#views [aria-current]")
    assert current.startswith("灯的诉求")
    site.sign_in("community_staff")
    assert any(tab.startswith("灯的诉求（共享）") for tab in site.get("/grid/appeals").words("#views a"))
    site.sign_in("community_admin_2")
    assert "灯的诉求" not in site.get("/grid/appeals").text


def numbers(page: Any) -> list[tuple[str, str, str]]:
    """(key, number shown, address) of every link of the ledger."""
    found = []
    for one in page.soup.select("[data-key]"):
        if one.name == "a":
            found.append((one["data-key"], str(one.strong.find(string=True)), one["href"]))
        found += [(f"{one['data-key']} {link['data-part']}", link.text, link["href"]) for link in one.select("a")]
    return found


@pytest.mark.parametrize(
    ("role", "query"),
    [
        *((role, "") for role in sorted(GRANTS[Perm.DASHBOARD_READ])),
        ("district_org", f"?area={build.A}&period=2026-11"),
        ("street_staff", f"?area={build.A}&period=2026-Q3"),
        ("auditor", f"?area={build.STREET_B}&period=2025"),
    ],
)
def test_every_number_is_the_length_of_the_list_it_opens(site, role: str, query: str):
    some_appeals()
    build.a_closed_appeal("路沿石破损")
    site.sign_in(role)
    shown = numbers(site.get(f"/dashboard{query}"))
    assert shown
    for key, number, address in shown:
        answer = site.get(address)
        assert answer.status_code == 200, address
        [total] = [words.split()[1] for words in answer.words(".pager > span:first-child")] or ["0"]
        assert (total == "0") is bool(answer.soup.select(".empty"))
        assert total == number, f"{key}: {number} on the dashboard, {total} in {address}"
