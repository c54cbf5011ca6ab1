"""Rows of the register: the steps they offer, one click, editing in place, what a later one is told (D17)."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import rules, services
from shuangluan.grid.models import Appeal
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from tests import build
from tests.grid import deeds
from tests.site import Answer, Site, fields_of

LIST = "/grid/appeals"
HERE = {"HX-Current-URL": f"http://localhost{LIST}?view=open"}


def offers(site: Site, username: str, appeal: Appeal, view: str = "all") -> list[str]:
    """What the row offers: the words of its buttons, without the pencil and the dots."""
    site.sign_in(username)
    row = site.get(f"{LIST}?view={view}").soup.select_one(f"#appeal-{appeal.id}")
    assert row is not None, "no such row"
    return [next(a.stripped_strings) for a in row.select(".deeds a.btn.sm")]


def edits(site: Site, username: str, appeal: Appeal) -> bool:
    """Whether 修改 is offered."""
    site.sign_in(username)
    row = site.get(f"{LIST}?view=all").soup.select_one(f"#appeal-{appeal.id}")
    return bool(row.select("a[href$='/row/edit']"))


def entries(appeal: Appeal) -> list[AuditEntry]:
    own = select(AuditEntry).where(AuditEntry.record_kind == "grid_appeal", AuditEntry.record_id == appeal.id)
    return list(db.session.scalars(own.order_by(AuditEntry.id)))


OFFERED: list[tuple[str, Any, dict[str, list[str]]]] = [
    (
        "registered",
        build.an_appeal,
        {
            "community_admin": ["受理"], "community_staff": ["受理"], "grid_leader": ["受理"], "grid_worker": ["即办"],
            "grid_worker_3": [], "street_staff": [], "district_org": [], "auditor": [],
        },
    ),
    (
        "accepted",
        build.an_accepted_appeal,
        {
            "community_admin": ["派发"], "grid_leader": ["派发"], "street_staff": ["派发"], "grid_worker": [],
            "auditor": [],
        },
    ),
    (
        "dispatched",
        build.a_dispatched_appeal,
        {"property_liaison": ["签收"], "community_admin": [], "street_staff": [], "auditor": []},
    ),
    ("signed", build.a_signed_appeal, {"property_liaison": ["反馈"], "community_admin": []}),
    ("asked return", deeds.asked_return, {"community_admin": ["同意退回"], "property_liaison": []}),
    ("returned twice", deeds.returned_twice, {"street_staff": ["指定"], "community_admin": []}),
    ("assisted", deeds.assisted, {"department": ["签收"], "property_liaison": ["签收"]}),
    ("paused", deeds.paused, {"property_liaison": ["恢复"], "community_admin": ["恢复"]}),
    (
        "answered",
        build.an_answered_appeal,
        {"community_admin": ["核查"], "property_liaison": [], "grid_leader": ["核查"]},
    ),
    ("verified", deeds.verified, {"community_admin": ["回访", "办结"], "property_liaison": [], "auditor": []}),
    ("shelved", deeds.shelved, {"community_admin": ["复核"], "auditor": []}),
    ("closed", build.a_closed_appeal, {"community_admin": [], "district_org": []}),
]  # fmt: skip


@pytest.mark.parametrize(("made", "offered"), [(m, o) for _, m, o in OFFERED], ids=[name for name, _, _ in OFFERED])
def test_a_row_offers_the_step_that_is_the_viewers(site, made, offered: dict[str, list[str]]):
    appeal = made()
    assert {username: offers(site, username, appeal) for username in offered} == offered


def test_among_the_unlocated_the_step_is_to_locate(site):
    appeal = deeds.unlocated()
    assert offers(site, "community_admin", appeal, "unlocated") == ["定位"]
    assert offers(site, "community_admin", appeal, "open") == ["派发"]


@pytest.mark.parametrize(("made", "offered"), [(m, o) for _, m, o in OFFERED], ids=[name for name, _, _ in OFFERED])
def test_what_a_row_offers_opens_without_scripts(site, made, offered: dict[str, list[str]]):
    appeal = made()
    for username in offered:
        site.sign_in(username)
        row = site.get(f"{LIST}?view=all").soup.select_one(f"#appeal-{appeal.id}")
        for link in row.select(".deeds a"):
            assert site.get(link["href"]).status_code == 200, f"{username}: {link['href']}"


def test_the_key_of_closing_is_on_its_step_only(site):
    appeal = deeds.verified()
    site.sign_in("community_admin")
    row = site.get(LIST).soup.select_one(f"#appeal-{appeal.id}")
    assert [next(a.stripped_strings) for a in row.select("[data-hotkey=e]")] == ["办结"]


def clicked(site: Site, appeal: Appeal, **headers: str) -> Answer:
    """What htmx sends for the one click of a row."""
    row = site.get(LIST).soup.select_one(f"#appeal-{appeal.id}")
    link = row.select_one("a[hx-post]")
    sent = json.loads(link["hx-vals"])
    target = {"HX-Target": f"appeal-{appeal.id}", **HERE, **headers}
    return site.post(link["hx-post"], sent, htmx=True, headers=target)


def test_accepting_in_the_row_gives_the_row_and_the_new_numbers(site):
    appeal = build.an_appeal(at=build.later(days=-20))
    site.sign_in("community_admin")
    answer = clicked(site, appeal)
    assert answer.status_code == 200
    row = answer.soup.select_one(f"tr#appeal-{appeal.id}")
    assert "flash" in row["class"]
    assert [next(a.stripped_strings) for a in row.select(".deeds a.btn.sm")] == ["派发"]
    assert answer.soup.select_one("#view-overdue i").text == "1"  # its promise had run out already
    assert answer.soup.select_one("#view-overdue")["hx-swap-oob"] == "true"
    assert answer.words(".toast > span") == ["已受理，承诺期限开始计"]
    assert appeal.state is rules.AppealState.ACCEPTED
    assert (appeal.category, appeal.level) == ("facility_broken", rules.Level.NORMAL)


def test_signing_in_the_row_moves_it_on(site):
    appeal = build.a_dispatched_appeal()
    site.sign_in("property_liaison")
    assert "flash" in clicked(site, appeal).soup.select_one("tr")["class"]
    assert appeal.state is rules.AppealState.PROCESSING


def test_a_double_click_acts_once(site):
    appeal = build.an_appeal()
    site.sign_in("community_admin")
    link = site.get(LIST).soup.select_one(f"#appeal-{appeal.id} a[hx-post]")
    sent, target = json.loads(link["hx-vals"]), {"HX-Target": f"appeal-{appeal.id}", **HERE}
    for _ in range(2):
        assert site.post(link["hx-post"], sent, htmx=True, headers=target).status_code in {200, 204}
    assert [e.action for e in entries(appeal)].count("grid.appeal.accepted") == 1


def test_who_comes_second_gets_the_row_as_it_stands_and_a_sentence(site):
    appeal = build.an_appeal()
    site.sign_in("community_admin")
    stale = site.get(LIST).soup.select_one(f"#appeal-{appeal.id} a[hx-post]")
    deeds.done(services.accept_appeal, appeal, "community_staff")
    answer = site.post(
        stale["hx-post"], json.loads(stale["hx-vals"]), htmx=True, headers={"HX-Target": f"appeal-{appeal.id}", **HERE}
    )
    assert answer.status_code == 409
    assert answer.words("tr .st") == ["已受理"]
    assert answer.words(".toast.bad > span") == ["刚被演示社区工作者改过，看一下现在的情况再办"]


def test_what_cannot_be_done_at_once_opens_as_a_dialog_and_leaves_the_row(site):
    appeal = build.an_appeal()
    site.sign_in("community_admin")
    data = {"row_version": str(appeal.row_version), "category": "nothing", "level": "normal"}
    answer = site.post(
        f"{LIST}/{appeal.id}/acceptance", data, htmx=True, headers={"HX-Target": f"appeal-{appeal.id}", **HERE}
    )
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#drawer"
    assert not answer.soup.select("tr")
    assert answer.soup.select("#dialog-title")


def test_a_row_by_itself_is_a_page_without_scripts_and_a_row_with_them(site):
    appeal = build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    assert site.get(f"{LIST}/{appeal.id}/row").words("h1") == ["SL-1120-001"]
    plain = site.get(f"{LIST}/{appeal.id}/row", htmx=True, headers=HERE)
    assert len(plain.soup.select("tr")) == 1
    assert not plain.soup.select("[hx-swap-oob]")


def test_a_row_keeps_the_columns_of_the_list_it_stands_in(site):
    appeal = build.an_appeal("路灯不亮")
    site.sign_in("district_org")
    behind = {"HX-Current-URL": f"http://localhost{LIST}?view=all&area={build.A}&col=title&col=reporter&col=grid"}
    row = site.get(f"{LIST}/{appeal.id}/row", htmx=True, headers=behind)
    assert row.words("tr > *")[:4] == ["", "路灯不亮", "01 网格", "演** 138****0000"]


@pytest.mark.parametrize(
    "behind", ["http://elsewhere.example/grid/appeals?col=zz", "http://[", "", f"http://localhost{LIST}"]
)
def test_a_strange_address_behind_a_row_does_no_harm(site, behind: str):
    appeal = build.an_appeal()
    site.sign_in("community_admin")
    answer = site.get(f"{LIST}/{appeal.id}/row", htmx=True, headers={"HX-Current-URL": behind})
    assert answer.status_code == 200
    edited = site.submit(edit(site, appeal), "form.inrow", htmx=True, title="门坏了")
    assert edited.status_code == 200


def test_a_row_outside_the_scope_does_not_exist(site):
    appeal = build.an_appeal()
    for username in ("community_admin_2", "street_staff_2", "department", "property_liaison"):
        site.sign_in(username)
        assert site.get(f"{LIST}/{appeal.id}/row", htmx=True).status_code == 404, username
        edit = site.get(f"{LIST}/{appeal.id}/row/edit", htmx=True)
        assert edit.status_code == (403 if username == "department" else 404), username
        assert site.post(f"{LIST}/{appeal.id}/row/edit", {"title": "x"}).status_code in {403, 404}


def test_a_row_is_edited_by_who_registered_it_the_community_and_the_street(site):
    mine = build.an_appeal("网格员登记的", by="grid_worker")
    others = build.an_appeal("社区登记的")
    closed = build.a_closed_appeal("办结了的")
    assert edits(site, "grid_worker", mine)
    assert not edits(site, "grid_worker", others)
    for username in ("community_admin", "community_staff", "street_staff", "street_leader"):
        assert edits(site, username, others), username
    for username in ("auditor", "district_org"):
        assert not edits(site, username, others), username
    assert not edits(site, "community_admin", closed)


def edit(site: Site, appeal: Appeal, *, htmx: bool = True) -> Answer:
    return site.get(f"{LIST}/{appeal.id}/row/edit", htmx=htmx, headers=HERE if htmx else None)


def test_the_row_turns_into_inputs_and_back(site):
    appeal = build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    answer = edit(site, appeal)
    row = answer.soup.select_one(f"tr.on#appeal-{appeal.id}")
    assert [label.text for label in row.select("label")] == ["标题", "地点", "类别", "等级", "改类别或等级的原因"]
    assert fields_of(row)["title"] == "路灯不亮"
    assert fields_of(row)["category"] == "facility_broken"
    cancel = row.select_one("[data-cancel]")
    back = site.get(cancel["hx-get"], htmx=True, headers=HERE)
    assert back.soup.select_one(f"tr#appeal-{appeal.id}")
    assert not back.soup.select("tr.on, tr.flash")


def test_saving_gives_the_flashing_row_and_both_texts_in_the_trail(site):
    appeal = build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    answer = site.submit(edit(site, appeal), "form.inrow", htmx=True, title="东门路灯不亮", address_text="东门")
    assert answer.status_code == 200
    assert answer.words("tr.flash th") == ["东门路灯不亮"]
    assert answer.words(".toast > span") == ["SL-1120-001 已改好"]
    assert (appeal.title, appeal.address_text, appeal.matter.title) == ("东门路灯不亮", "东门", "东门路灯不亮")
    last = entries(appeal)[-1]
    assert last.action == "grid.appeal.corrected"
    assert last.changes == {"title": ["路灯不亮", "东门路灯不亮"], "address_text": ["御景园1号楼", "东门"]}
    assert site.get(f"{LIST}?q=东门").words("tbody th a") == ["东门路灯不亮"]  # it is found by its new words


def test_category_and_level_are_changed_with_a_reason(site):
    appeal = build.an_accepted_appeal("路灯不亮")
    site.sign_in("community_admin")
    without = site.submit(edit(site, appeal), "form.inrow", htmx=True, level="complex")
    assert without.status_code == 422
    assert without.words(".err") == ["改了类别或等级，写一句为什么改"]
    answer = site.submit(edit(site, appeal), "form.inrow", htmx=True, level="complex", reason="要先勘查")
    assert answer.status_code == 200
    assert appeal.level is rules.Level.COMPLEX
    assert [e.action for e in entries(appeal)][-2:] == [
        "grid.appeal.reclassified", "grid.appeal.reclassified_because"
    ]  # fmt: skip


def test_who_only_registered_it_puts_words_right_and_nothing_else(site):
    appeal = build.an_appeal("路灯不亮", by="grid_worker")
    site.sign_in("grid_worker")
    asked = edit(site, appeal)
    assert set(fields_of(asked.soup.select_one("form.inrow"))) == {"form_token", "row_version", "title", "address_text"}
    sent = {"title": "灯不亮", "category": "petition", "level": "urgent", "reason": "试试"}
    answer = site.submit(asked, "form.inrow", htmx=True, **sent)
    assert answer.status_code == 200
    assert (appeal.title, appeal.category, appeal.level) == ("灯不亮", "facility_broken", rules.Level.NORMAL)


def test_saving_without_a_change_writes_nothing(site):
    appeal = build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    before = len(entries(appeal))
    assert site.submit(edit(site, appeal), "form.inrow", htmx=True).status_code == 200
    assert len(entries(appeal)) == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "  "}, "填标题"),
        ({"title": "长" * 61}, "不超过 60 字"),
        ({"address_text": "长" * 121}, "不超过 120 字"),
        ({"level": "huge"}, "这一项不在列表里，从列表里重新选"),
        ({"category": "zz"}, "这一项不在列表里，从列表里重新选"),
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_what_does_not_fit_is_said_beside_its_field(site, typed: dict[str, str], said: str, htmx: bool):
    appeal = build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    answer = site.submit(edit(site, appeal, htmx=htmx), "form[action$='/row/edit']", htmx=htmx, **typed)
    assert answer.status_code == 422
    assert answer.words("p.err") == [said]
    assert answer.is_page is not htmx
    assert appeal.title == "路灯不亮"


def test_a_later_save_keeps_what_was_typed_and_shows_what_stands_now(site):
    appeal = build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    asked = edit(site, appeal)
    deeds.done(services.correct_appeal, appeal, "community_staff", title="东门的灯")
    answer = site.submit(asked, "form.inrow", htmx=True, title="西门的灯")
    assert answer.status_code == 409
    row = answer.soup.select_one("tr.on")
    assert fields_of(row)["title"] == "西门的灯"
    assert "刚被演示社区工作者改过" in answer.words("tr.on [role=alert]")[0]
    assert answer.words("tr.on small") == ["现在是：东门的灯"]
    assert appeal.title == "东门的灯"
    again = site.submit(answer, "form.inrow", htmx=True)
    assert again.status_code == 200
    assert appeal.title == "西门的灯"


def test_without_scripts_the_edit_is_a_page_and_its_conflict_one_too(site):
    appeal = build.an_appeal("路灯不亮")
    site.sign_in("community_admin")
    asked = edit(site, appeal, htmx=False)
    assert asked.words("h1") == ["修改 SL-1120-001"]
    deeds.done(services.correct_appeal, appeal, "community_staff", title="东门的灯")
    late = site.submit(asked, "form[action$='/row/edit']", title="西门的灯")
    assert late.status_code == 409
    assert "东门的灯" in late.text
    saved = site.submit(edit(site, appeal, htmx=False), "form[action$='/row/edit']", title="南门的灯")
    assert (saved.status_code, saved.location) == (303, f"{LIST}/{appeal.id}")


def test_what_was_closed_meanwhile_comes_back_as_the_plain_row(site):
    appeal = build.a_closed_appeal("路灯不亮")
    site.sign_in("community_admin")
    answer = edit(site, appeal)
    assert answer.status_code == 422
    assert answer.soup.select(f"tr#appeal-{appeal.id}")
    assert not answer.soup.select("tr.on")
    assert answer.soup.select(".toast.bad")
    assert edit(site, appeal, htmx=False).status_code == 422


def test_the_service_itself_keeps_its_rule(app):
    closed, mine = build.a_closed_appeal(), build.an_appeal()
    at = clock.now()
    for appeal, username, words in (
        (closed, "community_admin", "不能再改文字"),
        (mine, "grid_worker", "只有登记人、社区或街道"),
        (mine, "property_liaison", "只有登记人、社区或街道"),
        (mine, "district_org", "只有登记人、社区或街道"),
    ):
        with pytest.raises(RuleBroken, match=words):
            build.saved(lambda a=appeal, u=username: services.correct_appeal(a, title="x", by=build.actor(u), at=at))


def test_an_edit_costs_three_reads(site, counting):
    appeal = build.an_appeal()
    site.sign_in("community_admin")
    edit(site, appeal)
    with counting() as statements:
        edit(site, appeal)
    assert len(statements) <= 5
