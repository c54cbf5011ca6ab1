"""What could be the same matter is pointed out before it is registered twice (GR-31, GR-33, GR-71)."""

from datetime import date, timedelta
from typing import Any

import pytest

from shuangluan.extensions import db
from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal
from shuangluan.kernel import clock
from shuangluan.kernel.models import MatterLink
from tests import build
from tests.site import fields_of

TODAY = date(2026, 11, 20)
PAGE = "/grid/appeals/new"
CASE = {
    "place": "御景园 1号楼", "category": "facility_broken", "description": "一单元的门又关不上了",
    "source": "call_visit", "reporter_kind": "resident", "reporter_name": "演示居民", "wants_reply": "y",
}  # fmt: skip


def likely(username: str = "community_admin", number: str | None = "1号楼", **more: Any) -> list[str]:
    """Titles of what is pointed out for a building of 御景园."""
    rows = queries.likely(
        build.viewer(username),
        compound_id=build.compound("御景园").id,
        category=more.pop("category", "facility_broken"),
        building_id=build.building("御景园", number).id if number else None,
        day=more.pop("day", TODAY),
        **more,
    )
    return [row.title for row in rows]


def appeals() -> int:
    return len(db.session.query(Appeal.id).all())


# --- which ones --------------------------------------------------------------------------------------------


def test_the_same_building_comes_first_then_open_ones_then_the_latest(app):
    morning = clock.now() - timedelta(hours=2)
    build.an_appeal("三号楼的", where=build.place("御景园", "3号楼"))
    build.an_appeal("早上的", at=morning)
    build.an_appeal("刚才的")
    build.a_closed_appeal("办完的")
    assert likely() == ["刚才的", "早上的", "办完的", "三号楼的"]
    assert likely(number="3号楼")[0] == "三号楼的"
    assert likely(number=None) == ["刚才的", "三号楼的", "早上的", "办完的"]


def test_another_category_or_another_compound_is_another_matter(app):
    build.an_appeal("楼道灯", category="corridor_light")
    build.an_appeal("别的小区", where=build.place("锦绣苑", "1号楼"))
    assert likely() == []
    assert likely(category="corridor_light") == ["楼道灯"]


@pytest.mark.parametrize(("days", "shown"), [(0, True), (30, True), (31, False)])
def test_a_closed_one_is_pointed_out_for_thirty_days(app, days: int, shown: bool):
    build.a_closed_appeal("办完的")
    assert bool(likely(day=TODAY + timedelta(days=days))) is shown


def test_what_ended_without_being_handled_is_not_pointed_out(app):
    by = build.actor("community_admin")
    for title, deed in (
        ("作废的", lambda a: services.void_appeal(a, reason="录错了", by=by, at=clock.now())),
        ("撤回的", lambda a: services.withdraw_appeal(a, statement="不用管了", by=by, at=clock.now())),
    ):
        appeal = build.an_appeal(title)
        build.saved(lambda deed=deed, appeal=appeal: deed(appeal))
    assert likely() == []


def test_the_appeal_itself_is_left_out(app):
    first, second = build.an_appeal("甲"), build.an_appeal("乙")
    assert likely(exclude_id=second.id) == ["甲"]
    assert likely(exclude_id=first.id) == ["乙"]


def test_a_place_without_a_compound_has_none(app):
    build.an_appeal()
    assert queries.likely(
        build.viewer("district_org"), compound_id=None, category="facility_broken", building_id=None, day=TODAY
    ) == []


def test_five_are_enough_and_cost_one_statement_however_many_there_are(app, counting):
    book = queries.book_on(TODAY)
    build.an_appeal("第 1 件")
    with counting() as one:
        likely(book=book)
    for n in range(2, 9):
        build.an_appeal(f"第 {n} 件")
    with counting() as many:
        assert likely(book=book) == [f"第 {n} 件" for n in (8, 7, 6, 5, 4)]
    assert len(one) == len(many)


def test_nobody_is_pointed_to_what_he_may_not_see(app):
    build.an_appeal("有人串联", category="mass_sign", by="street_staff")
    assert likely(category="mass_sign") == []
    assert likely("grid_worker", category="mass_sign") == []
    assert likely("street_staff", category="mass_sign") == ["有人串联"]
    build.an_appeal()
    assert likely("community_admin_2") == []
    assert likely("property_liaison") == []


# --- without scripts: the first sending asks once --------------------------------------------------------------


def test_a_likely_duplicate_is_shown_once_before_anything_is_saved(site):
    site.sign_in("community_staff")
    before = build.an_appeal("单元门坏了")
    first = site.post(PAGE, CASE)
    assert first.status_code == 422
    assert appeals() == 1
    assert "还没有登记：有 1 件 可能是同一件事" in first.words(".note")[0]
    assert "单元门坏了" in first.words("#likely li")[0]
    assert first.soup.select_one(f'#likely a[href$="/grid/appeals/{before.id}"]')
    assert first.words("#register") == ["仍要登记"]
    second = site.submit(first, "#registration")
    assert second.status_code == 303
    assert appeals() == 2


def test_typed_text_stays_when_it_asks(site):
    site.sign_in("community_staff")
    build.an_appeal()
    asked = site.post(PAGE, {**CASE, "title": "门", "reporter_phone": build.PHONE, "level": "complex"})
    form = asked.soup.select_one("#registration")
    typed = fields_of(form)
    assert typed["description"].strip() == CASE["description"]
    assert (typed["place"], typed["category"], typed["title"]) == ("御景园 1号楼", "facility_broken", "门")
    assert (typed["reporter_phone"], typed["level"], typed["reporter_name"]) == (build.PHONE, "complex", "演示居民")


def test_another_one_that_came_meanwhile_is_asked_about_too(site):
    site.sign_in("community_staff")
    build.an_appeal("先来的")
    asked = site.post(PAGE, CASE)
    build.an_appeal("后来的")
    again = site.submit(asked, "#registration")
    assert again.status_code == 422
    assert len(again.soup.select("#likely li")) == 2
    assert site.submit(again, "#registration").status_code == 303


def test_an_open_one_takes_one_more_reporter_instead_of_a_second_record(site):
    site.sign_in("community_staff")
    appeal = build.an_appeal()
    asked = site.post(PAGE, CASE)
    [link] = asked.soup.select("#likely a.btn")
    assert link["href"] == f"/grid/appeals/{appeal.id}/reporters"
    added = site.submit(
        site.get(link["href"]), "#dialog-body", kind="resident", name="另一位演示居民", phone=build.PHONE
    )
    assert added.status_code == 303, added.words(".err, .esum li")
    assert appeals() == 1
    assert len(build.reporters(appeal)) == 2


# --- with htmx: shown while it is typed ------------------------------------------------------------------------


def test_the_panel_comes_as_soon_as_compound_and_category_are_set(site):
    site.sign_in("community_staff")
    build.an_appeal("单元门坏了")
    key = f"b{build.building('御景园', '1号楼').id}"
    only_place = site.get(f"{PAGE}?place={key}&category=", htmx=True)
    assert only_place.soup.select("#likely") == []
    both = site.get(f"{PAGE}?place={key}&category=facility_broken", htmx=True)
    assert not both.is_page
    assert len(both.soup.select("#advice #likely li")) == 1
    assert both.soup.select_one("#register")["hx-swap-oob"] == "true"
    assert both.words("#register") == ["仍要登记"]


def test_what_stood_on_the_page_is_not_asked_about_again(site):
    site.sign_in("community_staff")
    build.an_appeal()
    panel = site.get(f"{PAGE}?place=御景园1号楼&category=facility_broken", htmx=True)
    seen = panel.soup.select_one("[name=seen]")["value"]
    answer = site.post(PAGE, {**CASE, "seen": seen}, htmx=True)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/grid/appeals/")
    assert appeals() == 2


def test_a_hand_made_sending_without_the_panel_is_asked_with_htmx_too(site):
    site.sign_in("community_staff")
    build.an_appeal()
    answer = site.post(PAGE, CASE, htmx=True)
    assert answer.status_code == 422
    assert not answer.is_page
    assert answer.soup.select_one("#registration #likely")
    assert appeals() == 1


def test_titles_of_others_are_text_and_nothing_else(site):
    site.sign_in("community_staff")
    build.an_appeal("<script>alert(1)</script>")
    for htmx in (False, True):
        answer = site.get(f"{PAGE}?place=御景园1号楼&category=facility_broken", htmx=htmx)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
        assert "<script>alert" not in answer.text


# --- 复发 ------------------------------------------------------------------------------------------------------


def last() -> Appeal:
    return db.session.query(Appeal).order_by(Appeal.id.desc()).first()


def test_a_closed_one_can_be_named_as_what_has_come_back(site):
    site.sign_in("community_staff")
    former = build.a_closed_appeal("单元门坏了")
    asked = site.post(PAGE, CASE)
    assert asked.soup.select_one(f'[name=recurs_of][value="{former.id}"]') is not None
    assert asked.soup.select("#likely a.btn") == []  # no reporter is added to what is closed
    assert site.submit(asked, "#registration", recurs_of=str(former.id)).status_code == 303
    assert last().recurs_of_id == former.id
    assert former.closed_on == TODAY  # the old one is untouched
    assert former.state is rules.AppealState.CLOSED


def test_it_need_not_be_the_same_matter(site):
    site.sign_in("community_staff")
    build.a_closed_appeal()
    assert site.submit(site.post(PAGE, CASE), "#registration").status_code == 303
    assert last().recurs_of_id is None


@pytest.mark.parametrize(("days", "relation"), [(30, "recurs_of"), (31, "continued_as")])
def test_after_thirty_days_it_is_a_linked_new_appeal(app, days: int, relation: str):
    former = build.a_closed_appeal()
    with clock.frozen(clock.now() + timedelta(days=days)):
        appeal = build.an_appeal("又坏了", recurs_of_id=former.id)
    assert (appeal.recurs_of_id == former.id) is (relation == "recurs_of")
    links = db.session.query(MatterLink).all()
    assert [link.relation for link in links] == [relation]


@pytest.mark.parametrize("which", ["foreign", "restricted", "unknown", "huge"])
def test_a_former_appeal_that_one_may_not_see_is_none(site, which: str):
    foreign = build.an_appeal(where=build.place("锦绣苑", "1号楼"))
    restricted = build.an_appeal(category="mass_sign", by="street_staff")
    number = {"foreign": foreign.id, "restricted": restricted.id, "unknown": 999_999, "huge": 10**18}[which]
    site.sign_in("community_staff")
    answer = site.post(PAGE, {**CASE, "recurs_of": str(number)})
    assert answer.status_code == 422
    assert "从列表里重新选" in answer.words("#esum li")[0]
    assert appeals() == 2


def test_an_open_one_cannot_have_come_back(site):
    site.sign_in("community_staff")
    before = build.an_appeal()
    answer = site.post(PAGE, {**CASE, "recurs_of": str(before.id), "seen": str(before.id)})
    assert answer.status_code == 422
    assert "还在办，请添加诉求人或并件" in answer.words(".esum")[0]
