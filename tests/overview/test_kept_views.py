"""Saved views through the pages: kept from a list, opened as its tab, taken away by those who may (B02, B03)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock, saved_views
from shuangluan.kernel.models import SavedView
from shuangluan.kernel.permissions import ROLES
from shuangluan.kernel.saved_views import Listing
from shuangluan.kernel.tables import Column, Filter, Table, View
from tests import build

CASES = Table(
    "fake_cases",
    "假诉求",
    [Column("due", "期限", sort=True)],
    [Filter("q", "关键词")],
    [View("open", "在办"), View("late", "逾期")],
    "due",
)


@pytest.fixture(autouse=True)
def _known(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved_views, "LISTINGS", {"fake_cases": Listing(CASES, "overview.search", "grid:appeal:read")})


def form(**more: str) -> dict[str, str]:
    return {"table_key": "fake_cases", "name": "供暖", "query": "q=供暖&view=late&next=//x.example", **more}


def kept() -> list[SavedView]:
    return list(db.session.scalars(select(SavedView).order_by(SavedView.id)))


def test_a_view_is_kept_and_its_list_opens_under_it(site):
    site.sign_in("community_admin")
    answer = site.post("/views", form())
    assert (answer.status_code, answer.location) == (303, "/search?q=%E4%BE%9B%E6%9A%96&view=late")
    [view] = kept()
    assert (view.person_id, view.shared_area) == (build.person("community_admin").id, None)
    listed = site.get("/views")
    assert listed.words("#saved h2") == ["假诉求"]
    assert [(a.text, a["href"]) for a in listed.soup.select("#saved .g a")] == [("供暖", answer.location)]


def test_the_scope_goes_along_when_a_view_is_opened(site):
    site.sign_in("street_staff")
    site.post("/views", form())
    [link] = site.get(f"/views?area={build.A}").soup.select("#saved .g a")
    assert link["href"].startswith(f"/search?area={build.A}&")


@pytest.mark.parametrize("htmx", [False, True])
def test_without_a_name_the_form_comes_back_with_what_it_was_for(site, htmx: bool):
    site.sign_in("community_admin")
    answer = site.post("/views", form(name="  "), htmx=htmx)
    assert answer.status_code == 422
    assert answer.words("#name-error") == ["给视图起个名字"]
    assert answer.soup.select_one("#view-form [name=query]")["value"].startswith("q=供暖")
    again = site.submit(answer, "#view-form", name="补的名字")
    assert again.status_code == 303
    assert [view.name for view in kept()] == ["补的名字"]


def test_a_second_view_of_that_name_is_refused_beside_the_field(site):
    site.sign_in("community_admin")
    site.post("/views", form())
    answer = site.post("/views", form())
    assert answer.status_code == 422
    assert answer.words("#name-error") == ["你已经有一个叫“供暖”的视图，换个名字"]


def test_a_double_click_keeps_one_view(site):
    site.sign_in("community_admin")
    first = site.post("/views", form(form_token="the same token"))
    second = site.post("/views", form(form_token="the same token"))
    assert (second.status_code, second.location) == (303, first.location)
    assert len(kept()) == 1


def test_sharing_takes_the_viewers_own_area_and_never_one_that_was_sent(site):
    site.sign_in("community_admin")
    site.post("/views", form(shared="1", shared_area=build.DISTRICT, person_id="1"))
    [view] = kept()
    assert (view.shared_area, view.person_id) == (build.A, build.person("community_admin").id)
    site.sign_in("community_staff")
    listed = site.get("/views")
    assert listed.words("#saved small") == ["别人共享的"]
    assert not listed.soup.select("#saved form")


def test_who_may_not_share_is_not_offered_it_and_is_refused_when_he_sends_it(site):
    site.sign_in("grid_worker")
    assert not site.post("/views", form(name="")).soup.select("[name=shared]")
    answer = site.post("/views", form(shared="1"))
    assert answer.status_code == 422
    assert "你的角色不能共享视图" in answer.text
    assert kept() == []


@pytest.mark.parametrize("table_key", ["", "unknown", "\0"])
def test_an_unknown_register_does_not_exist(site, table_key: str):
    site.sign_in("community_admin")
    assert site.post("/views", form(table_key=table_key)).status_code == 404


def test_a_register_one_may_not_open_does_not_exist(site):
    site.sign_in("member")
    assert site.post("/views", form()).status_code == 404
    assert site.get("/views").words(".empty h2") == ["还没有存下的视图"]


def test_a_view_is_taken_away(site):
    site.sign_in("community_admin")
    site.post("/views", form())
    answer = site.submit(site.get("/views"), "#saved form")
    assert (answer.status_code, answer.location) == (303, "/views")
    assert kept() == []


@pytest.mark.parametrize("role", [role for role in ROLES if role != "community_admin"] + ["community_admin_2"])
def test_a_foreign_view_and_an_unknown_one_answer_alike(site, role: str):
    site.sign_in("community_admin")
    site.post("/views", form())
    number = kept()[0].id
    site.sign_in(role)
    foreign, unknown = site.post(f"/views/{number}/removal"), site.post("/views/999999/removal")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.words("main") == unknown.words("main")
    assert "供暖" not in site.get("/views").text
    assert len(kept()) == 1


def test_the_page_costs_the_same_for_one_view_and_for_many(site, counting):
    site.sign_in("community_admin")
    site.post("/views", form())
    site.get("/views")
    with counting() as one:
        site.get("/views")
    for number in range(6):
        site.post("/views", form(name=f"第{number}个"))
    with counting() as many:
        site.get("/views")
    assert len(one) == len(many) <= 3


def test_a_form_whose_session_had_ended_goes_through_when_sent_again(site):
    site.sign_in("community_admin")
    with clock.frozen(build.later(minutes=31)):
        site.post("/views", form())
        site.sign_in("community_admin")
        page = site.get(site.get("/drafts").soup.select_one("#drafts .g a")["href"])
        sent = site.submit(page, "#resend")
        assert (sent.status_code, sent.location) == (303, "/search?q=%E4%BE%9B%E6%9A%96&view=late")
        assert [view.name for view in kept()] == ["供暖"]
        assert not site.get("/drafts").soup.select("#drafts")
