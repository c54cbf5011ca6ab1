"""登记诉求: at most eight fields, everybody in his own places, one record for one sending (GR-11 1, GR-20, GR-28)."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealReporter, GridCoverage
from shuangluan.kernel import audit, clock
from shuangluan.kernel.models import AuditEntry, Draft
from tests import build

PAGE = "/grid/appeals/new"
CASE = {
    "place": "御景园 1号楼", "category": "facility_broken", "description": "一单元的门关不上。夜里很冷。",
    "source": "call_visit", "reporter_kind": "resident", "reporter_name": "演示居民", "reporter_phone": build.PHONE,
    "wants_reply": "y",
}  # fmt: skip


def appeals() -> list[Appeal]:
    return list(db.session.scalars(select(Appeal).order_by(Appeal.id)))


def reporter() -> AppealReporter:
    return db.session.scalars(select(AppealReporter).order_by(AppealReporter.id.desc())).first()


def in_sight(answer: Any, form: str) -> set[str]:
    """The names of the fields that are neither hidden nor folded away."""
    fields = answer.soup.select(f"{form} input, {form} select, {form} textarea")
    return {
        field["name"]
        for field in fields
        if field.get("type") != "hidden" and not field.find_parent("details", class_="more")
    }


# --- the form --------------------------------------------------------------------------------------------------


def test_eight_fields_are_in_sight_and_the_rest_is_folded_away(site):
    site.sign_in("community_staff")
    page = site.get(PAGE)
    assert in_sight(page, "#registration") == {
        "place", "category", "description", "reporter_kind", "reporter_name", "reporter_phone", "source", "photos",
    }  # fmt: skip
    folded = page.soup.select_one("#registration details.more")
    assert not folded.has_attr("open")
    assert {field["name"] for field in folded.select("input, select")} == {
        "title", "discovered_at", "address_text", "level", "wants_reply", "hide_from_handler",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("community_admin", "御景园 1号楼"), ("community_staff", "御景园 1号楼"), ("grid_leader", "御景园 1号楼"),
        ("grid_worker", "御景园 1号楼"), ("street_staff", "御景园 1号楼"), ("street_leader", "御景园 1号楼"),
        ("district_org", "锦绣苑 1号楼"), ("property_liaison", "御景园 1号楼"), ("community_staff_2", "锦绣苑 2号楼"),
    ],
)  # fmt: skip
def test_who_may_register_does_so_in_his_own_places_and_opens_what_he_registered(site, role: str, place: str):
    site.sign_in(role)
    answer = site.post(PAGE, {**CASE, "place": place})
    [appeal] = appeals()
    assert answer.status_code == 303
    assert answer.location == f"/grid/appeals/{appeal.id}"
    assert appeal.registered_by_id == build.person(role).id
    detail = site.get(answer.location)
    assert detail.status_code == 200
    assert detail.words("#toasts .toast span") == ["已登记 SL-1120-001"]


@pytest.mark.parametrize("role", ["auditor", "department", "member", "owners_delegate", "system_admin", "agent"])
def test_who_may_not_is_told_so(site, role: str):
    site.sign_in(role)
    assert site.get(PAGE).status_code == 403
    assert site.post(PAGE, CASE).status_code == 403
    assert appeals() == []


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("place", ["foreign", "b999999"])
def test_a_place_of_somebody_else_is_refused_like_one_that_does_not_exist(site, place: str, htmx: bool):
    key = f"b{build.building('锦绣苑', '1号楼').id}" if place == "foreign" else place
    site.sign_in("community_staff")
    answer = site.post(PAGE, {**CASE, "place": key}, htmx=htmx)
    assert answer.status_code == 422
    assert answer.words("#place-error") == ["没有这个地点，或不在你的范围内，从列表里重新选"]
    assert answer.is_page is not htmx
    assert answer.soup.select_one("#description").text.strip() == CASE["description"]
    assert appeals() == []


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"place": ""}, "place", "填地点"),
        ({"category": ""}, "category", "选一个类别"),
        ({"category": "no_such"}, "category", "诉求类别"),
        ({"description": " \n "}, "description", "写一句是什么事"),
        ({"description": "长" * 1001}, "description", "不超过 1000 字"),
        ({"reporter_phone": "1380000"}, "reporter_phone", "手机号要 11 位，现在是 7 位"),
        ({"reporter_name": "", "reporter_phone": ""}, "reporter_name", "不愿留的，诉求人选“匿名”"),
        ({"discovered_at": "昨天"}, "discovered_at", "2026-11-20 10:00 这样"),
        ({"discovered_at": "0001-01-01T00:00"}, "discovered_at", "2026-11-20 10:00 这样"),
        ({"discovered_at": "2026-11-20T10:01"}, "discovered_at", "不能晚于现在"),
        ({"title": "长" * 61}, "title", "不超过 60 字"),
        ({"source": "rumour"}, "source", "诉求来源"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(site, wrong: dict[str, str], field: str, said: str):
    site.sign_in("community_staff")
    answer = site.post(PAGE, CASE | wrong)
    assert answer.status_code == 422
    assert said in " ".join(answer.words(f"#{field}-error"))
    assert said in answer.words("#esum")[0]
    assert answer.soup.select_one("#reporter_kind option[selected]")["value"] == "resident"
    folded = answer.soup.select_one(f"details.more #{field}")
    assert folded is None or answer.soup.select_one("details.more").has_attr("open")
    assert appeals() == []


@pytest.mark.parametrize("kind", ["nobody", ""])
def test_an_unknown_kind_of_reporter_is_refused(site, kind: str):
    site.sign_in("community_staff")
    assert site.post(PAGE, {**CASE, "reporter_kind": kind}).status_code == 422
    assert site.post(PAGE, {**CASE, "level": "deadly"}).status_code == 422


def test_opening_the_form_costs_the_same_for_few_places_and_for_many(site, counting):
    site.sign_in("community_staff")
    site.get(PAGE)
    with counting() as few:
        site.get(PAGE)
    for n in range(3):
        build.saved(lambda n=n: build._compound(build.A, f"新苑{n}", ["1号楼"], grids=1))
    with counting() as many:
        page = site.get(PAGE)
    assert len(page.soup.select("#known-places option")) == 4
    assert len(few) == len(many) <= 5


# --- what is saved ---------------------------------------------------------------------------------------------


def test_what_was_typed_is_kept_with_the_place_of_the_day(site):
    site.sign_in("community_staff")
    site.post(PAGE, {**CASE, "address_text": "一单元门口", "hide_from_handler": "y"})
    [appeal] = appeals()
    assert appeal.title == "一单元的门关不上"
    assert appeal.description == CASE["description"]
    assert (appeal.community, appeal.address_text) == (build.A, "御景园1号楼 一单元门口")
    assert (appeal.domain, appeal.level, appeal.source) == ("property", rules.Level.NORMAL, "call_visit")
    assert db.session.get(queries.places.Grid, appeal.grid_id).name == "万和城社区第1网格"
    assert appeal.discovered_at == appeal.registered_at == clock.now()
    one = reporter()
    assert (one.kind, one.name, one.phone) == (rules.ReporterKind.RESIDENT, "演示居民", build.PHONE)
    assert one.wants_reply
    assert one.hide_from_handler
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == rules.REGISTERED)).one()
    assert (entry.record_id, entry.role, entry.actor_name) == (appeal.id, "community_staff", "演示社区工作者")
    assert build.PHONE not in str(entry.changes)


@pytest.mark.parametrize(
    ("description", "title"),
    [
        ("路灯不亮", "路灯不亮"),
        ("路灯不亮！晚上看不见", "路灯不亮"),
        ("路灯不亮\n第二行", "路灯不亮"),
        ("。", "。"),
        ("长" * 80, "长" * 39 + "…"),
    ],
)
def test_without_a_title_the_first_sentence_is_the_title(site, description: str, title: str):
    site.sign_in("community_staff")
    site.post(PAGE, {**CASE, "description": description})
    assert [appeal.title for appeal in appeals()] == [title]


def test_numbers_follow_one_another_within_a_day(site):
    site.sign_in("community_staff")
    for n in (1, 2):
        site.post(PAGE, {**CASE, "place": f"御景园 {n}号楼", "category": ["corridor_light", "parking"][n - 1]})
    with clock.frozen(clock.now() + timedelta(days=1)):
        site.sign_in("community_staff")
        site.post(PAGE, {**CASE, "category": "leak"})
    assert [appeal.no for appeal in appeals()] == ["SL-20261120-001", "SL-20261120-002", "SL-20261121-001"]


def test_a_form_that_is_sent_twice_is_one_appeal(site):
    site.sign_in("community_staff")
    sent = {**CASE, "form_token": "the same token twice"}
    first, second = site.post(PAGE, sent), site.post(PAGE, sent)
    assert len(appeals()) == 1
    assert first.status_code == second.status_code == 303
    assert second.location == first.location
    assert site.post(PAGE, sent, htmx=True).headers["HX-Redirect"] == first.location


def test_one_more_keeps_the_place_and_nothing_else(site):
    site.sign_in("community_staff")
    answer = site.post(PAGE, {**CASE, "then": "another"})
    assert answer.location == f"{PAGE}?place=b{build.building('御景园', '1号楼').id}"
    again = site.get(answer.location)
    assert again.words("#toasts .toast span") == ["已登记 SL-1120-001"]
    assert again.soup.select_one("#place")["value"] == "御景园 1号楼"
    assert again.soup.select_one("#description").text.strip() == ""
    assert again.soup.select_one("#reporter_name").get("value", "") == ""


def test_a_grid_worker_who_found_it_is_its_reporter(site):
    site.sign_in("grid_worker")
    page = site.get(PAGE)
    assert page.soup.select_one("#reporter_kind option[selected]")["value"] == "grid_worker"
    assert page.soup.select_one("#source option[selected]")["value"] == "patrol"
    site.submit(page, "#registration", place="御景园 1号楼", category="leak", description="地下室渗水")
    assert (reporter().kind, reporter().name) == (rules.ReporterKind.GRID_WORKER, "演示兼职网格员")


def test_who_wants_to_stay_unknown_leaves_nothing(site):
    site.sign_in("community_staff")
    site.post(PAGE, {**CASE, "reporter_kind": "anonymous"})
    assert (reporter().name, reporter().phone, reporter().wants_reply) == (None, None, False)


def test_the_grid_is_that_of_the_day_of_discovery(site):
    """GR-47."""
    building = build.building("御景园", "1号楼")
    row = db.session.scalars(select(GridCoverage).where(GridCoverage.building_id == building.id)).one()
    second = db.session.scalars(
        select(queries.places.Grid).where(queries.places.Grid.name == "万和城社区第2网格")
    ).one()
    with audit.transaction(), audit.changing(rules.COVERED, row, by=build.TOWN, at=clock.now()):
        row.valid_to = date(2026, 10, 1)
    moved = GridCoverage(grid_id=second.id, building_id=building.id, valid_from=date(2026, 10, 1))
    with audit.transaction():
        audit.created(rules.COVERED, moved, by=build.TOWN, at=clock.now())
    site.sign_in("community_staff")
    for day, category in (("2026-09-30T17:00", "leak"), ("2026-10-01T08:00", "parking")):
        assert site.post(PAGE, {**CASE, "category": category, "discovered_at": day}).status_code == 303
    september, october = appeals()
    assert september.grid_id == row.grid_id
    assert october.grid_id == second.id


def test_what_lies_in_no_single_grid_goes_to_the_list_of_unlocated_ones(site):
    site.sign_in("community_staff")
    panel = site.get(f"{PAGE}?place=御景园&category=leak", htmx=True)
    assert "登记后列入 待定位" in panel.words("#advice .note")[0]
    answer = site.post(PAGE, {**CASE, "place": "御景园"})
    assert site.get(answer.location).words("#toasts .toast span") == [
        "已登记 SL-1120-001，地点不在唯一的综合网格里，已列入待定位"
    ]
    assert appeals()[0].grid_id is None


def test_outside_the_compounds_the_address_must_be_written_down(site):
    site.sign_in("street_staff")
    outside = {**CASE, "place": "万和城社区 小区以外", "category": "municipal"}
    refused = site.post(PAGE, outside)
    assert refused.status_code == 422
    assert "写明具体位置" in refused.words("#address_text-error")[0]
    site.post(PAGE, {**outside, "address_text": "市场路口东侧"})
    [appeal] = appeals()
    assert (appeal.community, appeal.compound_id, appeal.address_text) == (build.A, None, "市场路口东侧")


def test_a_restricted_matter_is_seen_by_its_registrar_and_the_street_only(site):
    site.sign_in("grid_worker")
    answer = site.post(PAGE, {**CASE, "category": "mass_sign", "description": "有人串联要上访"})
    assert site.get(answer.location).status_code == 200
    for role, status in (("street_staff", 200), ("district_org", 200), ("community_staff", 404), ("grid_leader", 404)):
        site.sign_in(role)
        assert site.get(answer.location).status_code == status


def test_text_of_others_is_never_markup(site):
    site.sign_in("community_staff")
    evil = "<img src=x onerror=alert(1)>"
    answer = site.post(PAGE, {**CASE, "title": evil, "description": evil, "reporter_name": evil})
    detail = site.get(answer.location)
    assert "<img src=x" not in detail.text
    again = site.post(PAGE, {**CASE, "description": evil, "place": evil, "category": evil})
    assert again.status_code == 422
    assert "<img src=x" not in again.text


def test_what_was_typed_in_a_session_that_ended_is_kept_and_can_be_sent_afterwards(site):
    site.sign_in("community_staff")
    with clock.frozen(clock.now() + build.session_limit()):
        answer = site.post(PAGE, CASE)
        assert (answer.status_code, appeals()) == (303, [])
        kept = db.session.scalars(select(Draft)).one()
        assert kept.address == PAGE
        assert CASE["description"] in kept.text
        site.sign_in("community_staff")
        draft = site.get(f"/drafts/{kept.id}")
        assert CASE["description"] in draft.words(".quote")[0]
        assert site.submit(draft, "#resend").status_code == 303
    assert [appeal.description for appeal in appeals()] == [CASE["description"]]
    assert db.session.scalars(select(Draft)).all() == []
