"""The phone of the grid: 随手报 in five fields, what waits, what I reported, the steps of one appeal (GR-2, GR-72)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal, AppealReporter
from shuangluan.grid.queries import spots
from shuangluan.kernel import clock
from tests import build

REPORT = "/grid/quick-report"
DOMAINS = ["党建", "综治", "维稳", "应急", "社保", "城管", "物业"]


def key(number: str = "1号楼", name: str = "御景园") -> str:
    return f"b{build.building(name, number).id}"


def case(**more: Any) -> dict[str, Any]:
    return {"place": key(), "category": "facility_broken", "description": "单元门关不上。夜里冷", **more}


def appeals() -> list[Appeal]:
    return list(db.session.scalars(select(Appeal).order_by(Appeal.id)))


def reporter() -> AppealReporter:
    return db.session.scalars(select(AppealReporter).order_by(AppealReporter.id.desc())).first()


# --- 随手报 ----------------------------------------------------------------------------------------------------


def test_five_fields_are_asked_for(site):
    site.sign_in("grid_worker")
    page = site.get(REPORT)
    fields = page.soup.select("#report input, #report select, #report textarea")
    asked = {field["name"] for field in fields if field.get("type") != "hidden"}
    assert asked == {"place", "category", "description", "photos", "reporter_phone"}
    assert page.soup.select_one("#report")["data-keep"] == "quick-report"


def test_ones_own_buildings_come_first_and_the_seven_domains_are_buttons(site):
    site.sign_in("grid_worker_3")
    page = site.get(REPORT)
    groups = page.soup.select("#place optgroup")
    assert [group["label"] for group in groups] == ["我的楼栋", "公共地方", "其他楼栋"]
    assert [option.text for option in groups[0].select("option")] == ["御景园 3号楼", "御景园 4号楼"]
    assert page.words(".kinds summary") == DOMAINS
    assert not page.soup.select(".kinds details[open]")
    codes = {button["value"] for button in page.soup.select(".kinds [name=category]")}
    assert codes == {one.code for one in queries.catalogue_on(clock.today()).categories}


def test_a_finding_is_the_grid_workers_own(site):
    site.sign_in("grid_worker")
    answer = site.post(REPORT, case())
    [appeal] = appeals()
    assert (answer.status_code, answer.location) == (303, f"/grid/phone/appeals/{appeal.id}")
    assert (appeal.title, appeal.source, appeal.domain) == ("单元门关不上", "patrol", "property")
    assert (reporter().kind, reporter().name) == (rules.ReporterKind.GRID_WORKER, "演示兼职网格员")
    assert site.get(answer.location).words("#toasts .toast span") == ["已登记 SL-1120-001"]


def test_with_a_phone_it_is_a_residents_and_he_will_be_asked(site):
    site.sign_in("grid_worker")
    site.post(REPORT, case(reporter_phone="138 0000 0000"))
    assert appeals()[0].source == "resident"
    one = reporter()
    assert (one.kind, one.phone, one.wants_reply) == (rules.ReporterKind.RESIDENT, build.PHONE, True)


def test_a_company_reports_as_a_unit_and_without_a_list_of_its_own(site):
    site.sign_in("property_liaison")
    page = site.get(REPORT)
    assert [group["label"] for group in page.soup.select("#place optgroup")] == ["公共地方", "楼栋"]
    answer = site.post(REPORT, case())
    assert reporter().kind is rules.ReporterKind.UNIT
    assert site.get(answer.location).status_code == 200


def test_where_a_list_would_be_too_long_the_place_is_typed(site, monkeypatch):
    monkeypatch.setattr(spots, "IN_A_LIST", 3)
    site.sign_in("district_org")
    page = site.get(REPORT)
    assert page.soup.select_one("#place")["data-typeahead"] == "/grid/places"
    assert site.submit(page, "#report", place="锦绣苑 2号楼", category="leak", description="渗水").status_code == 303
    assert appeals()[0].community == build.B


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"place": ""}, "place", "填地点"),
        ({"category": ""}, "category", "选一个类别"),
        ({"category": "no_such"}, "category", "诉求类别"),
        ({"description": ""}, "description", "写一句是什么事"),
        ({"reporter_phone": "1380000"}, "reporter_phone", "手机号要 11 位，现在是 7 位"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(site, wrong: dict[str, str], field: str, said: str, htmx: bool):
    site.sign_in("grid_worker")
    answer = site.post(REPORT, case(**wrong), htmx=htmx)
    assert answer.status_code == 422
    assert answer.is_page is not htmx
    assert said in answer.words(f"#{field}-error")[0]
    assert appeals() == []


def test_the_chosen_category_is_in_sight_again_after_a_mistake(site):
    site.sign_in("grid_worker")
    answer = site.post(REPORT, case(description=""))
    assert answer.words(".kinds details[open] summary") == ["物业"]
    assert answer.soup.select_one(".kinds [checked]")["value"] == "facility_broken"
    assert answer.soup.select_one("#place option[selected]").text == "御景园 1号楼"


@pytest.mark.parametrize("number", ["foreign", "b999999"])
def test_a_building_of_somebody_else_is_refused(site, number: str):
    site.sign_in("grid_worker")
    answer = site.post(REPORT, case(place=key(name="锦绣苑") if number == "foreign" else number))
    assert answer.status_code == 422
    assert answer.words("#place-error") == ["没有这个地点，或不在你的范围内，从列表里重新选"]
    assert appeals() == []


def test_a_form_that_is_sent_again_acts_once(site):
    site.sign_in("grid_worker")
    sent = case(form_token="sent when the network broke")
    first, again = site.post(REPORT, sent, htmx=True), site.post(REPORT, sent, htmx=True)
    assert (first.status_code, again.status_code) == (204, 204)
    assert again.headers["HX-Redirect"] == first.headers["HX-Redirect"]
    assert len(appeals()) == 1


def test_a_likely_duplicate_is_asked_about_without_scripts_and_shown_with_them(site):
    site.sign_in("grid_worker")
    build.an_appeal("单元门坏了")
    asked = site.post(REPORT, case())
    assert asked.status_code == 422
    assert asked.words("#register") == ["仍要上报"]
    assert asked.soup.select_one('#likely a[href^="/grid/phone/appeals/"]')
    assert site.submit(asked, "#report").status_code == 303
    panel = site.get(f"{REPORT}?place={key()}&category=facility_broken", htmx=True)
    assert len(panel.soup.select("#advice #likely li")) == 2
    assert not panel.is_page


def test_danger_to_life_comes_first_on_the_phone_too(site):
    site.sign_in("grid_worker")
    page = site.get(REPORT)
    assert "消防通道堵塞（先拨 119）" in page.words(".kinds .pick")
    assert site.get(f"{REPORT}?category=fire_lane", htmx=True).words("#advice .note.bad") == ["先拨 119，再登记"]


# --- home, lists -----------------------------------------------------------------------------------------------


def test_the_home_page_has_two_big_buttons_and_both_lists(site):
    appeal = build.an_appeal("楼道灯不亮", by="grid_leader", category="corridor_light")
    site.sign_in("grid_leader")
    page = site.get("/grid/phone")
    assert page.words(".btn.big") == ["随手报", "待我办 1 件"]
    assert page.words(".btn.pri") == ["随手报"]
    todo, mine = page.soup.select("ul.rows")
    assert todo.select_one("a")["href"] == mine.select_one("a")["href"] == f"/grid/phone/appeals/{appeal.id}"
    button = todo.select_one("a.btn")
    assert button["href"] == f"/grid/appeals/{appeal.id}/acceptance"
    assert button["hx-target"] == "#drawer"
    assert page.words("ul.rows .due") == ["今天 15:30"]
    assert page.words("ul.rows .st") == ["待受理"]
    assert page.words(".dock a") == ["首页", "随手报", "待我办", "我报的"]
    assert page.words(".dock [aria-current]") == ["首页"]


def test_empty_lists_say_what_to_do(site):
    site.sign_in("grid_worker")
    page = site.get("/grid/phone")
    assert page.words("section .hint") == ["现在没有等你办的。", "你还没有报过诉求，点“随手报”就能报。"]


def test_only_what_one_reported_oneself_is_ones_own_report(site):
    build.an_appeal("别人报的")
    mine = build.an_appeal("我报的", by="grid_worker")
    site.sign_in("grid_worker")
    page = site.get("/grid/phone/reports")
    assert [link["href"] for link in page.soup.select("ul.rows a")] == [f"/grid/phone/appeals/{mine.id}"]
    assert "SL-1120-002 · 御景园1号楼" in page.words("ul.rows small")


def test_reports_are_paged_and_searched(site, counting):
    for n in range(1, 23):
        build.an_appeal(f"第 {n} 件", by="grid_worker")
    site.sign_in("grid_worker")
    first = site.get("/grid/phone/reports")
    assert len(first.soup.select("ul.rows li")) == 20
    assert first.words("h2")[0].startswith("共 22 件")
    [on] = first.soup.select("nav.flex a.btn")
    with counting() as statements:
        second = site.get(f"/grid/phone/reports{on['href']}")
    assert [one.split()[1] for one in second.words("ul.rows .g a")] == ["2", "1"]
    assert len(statements) <= 4
    found = site.get("/grid/phone/reports?q=第 21 件")
    assert len(found.soup.select("ul.rows li")) == 1
    assert site.get("/grid/phone/reports?q=没有的").words("section .hint") == ["没有找到，换几个字再搜。"]
    assert site.get("/grid/phone/reports?page=²").status_code == 400


def test_what_waits_is_paged_searched_and_costs_the_same_for_many(site, counting):
    build.an_appeal("第 1 件")
    site.sign_in("grid_leader")
    site.get("/grid/phone/todo")
    with counting() as one:
        site.get("/grid/phone/todo")
    for n in range(2, 23):
        build.an_appeal(f"第 {n} 件")
    with counting() as many:
        page = site.get("/grid/phone/todo")
    assert len(one) == len(many)
    assert len(page.soup.select("ul.rows li")) == 20
    assert len(site.get("/grid/phone/todo?page=2").soup.select("ul.rows li")) == 2
    assert len(site.get("/grid/phone/todo?q=第 21").soup.select("ul.rows li")) == 1


@pytest.mark.parametrize("address", ["/grid/phone", "/grid/phone/todo", "/grid/phone/reports"])
def test_who_reads_no_appeals_has_no_phone_of_the_grid(site, address: str):
    site.sign_in("member")
    assert site.get(address).status_code == 403
    site.sign_in("auditor")
    page = site.get(address)
    assert page.status_code == 200
    assert "随手报" not in page.words(".dock a")  # he writes nothing


# --- one appeal ------------------------------------------------------------------------------------------------


def test_a_new_report_can_be_settled_on_the_spot(site):
    site.sign_in("grid_worker")
    page = site.get(site.post(REPORT, case()).location)
    [appeal] = appeals()
    assert page.words("h1") == ["SL-1120-001"]
    assert page.words(".btn.big.pri") == ["即办"]
    assert page.soup.select_one(".btn.big.pri")["href"] == f"/grid/appeals/{appeal.id}/instant-answer"
    assert "已经登记，正等待受理" in page.text


@pytest.mark.parametrize(
    ("state", "role", "step"),
    [
        ("dispatched", "property_liaison", "签收"),
        ("signed", "property_liaison", "反馈结果"),
        ("answered", "grid_leader", "核查"),
        ("registered", "grid_leader", "受理"),
    ],
)
def test_the_next_step_is_one_wide_button(site, state: str, role: str, step: str):
    made = {
        "registered": build.an_appeal, "dispatched": build.a_dispatched_appeal,
        "signed": build.a_signed_appeal, "answered": build.an_answered_appeal,
    }[state]()  # fmt: skip
    site.sign_in(role)
    page = site.get(f"/grid/phone/appeals/{made.id}")
    assert page.words(".btn.big.pri") == [step]
    assert page.soup.select_one(".btn.big.pri")["href"].startswith(f"/grid/appeals/{made.id}/")


def test_a_step_that_is_refused_says_why(site):
    """GR-57."""
    found = services.ReporterFacts(rules.ReporterKind.GRID_WORKER, "演示网格长")
    appeal = build.an_answered_appeal(by="grid_leader", reporter=found)
    site.sign_in("grid_leader")
    page = site.get(f"/grid/phone/appeals/{appeal.id}")
    assert "核查：" in page.words("section .hint")[0]
    assert page.soup.select_one(f'a[href="/grid/appeals/{appeal.id}"]').text.strip().endswith("看全部办理经过")


def test_an_appeal_of_elsewhere_does_not_exist(site):
    foreign = build.an_appeal(where=build.place("锦绣苑", "1号楼"))
    restricted = build.an_appeal(category="mass_sign", by="street_staff")
    site.sign_in("grid_worker")
    for number in (foreign.id, restricted.id, 999_999):
        assert site.get(f"/grid/phone/appeals/{number}").status_code == 404


def test_words_of_others_are_never_markup(site):
    appeal = build.an_appeal("<b>门</b>", description="<script>alert(1)</script>", by="grid_worker")
    site.sign_in("grid_worker")
    for address in ("/grid/phone", "/grid/phone/reports", f"/grid/phone/appeals/{appeal.id}"):
        page = site.get(address)
        assert "&lt;b&gt;门" in page.text
        assert "<script>alert" not in page.text
