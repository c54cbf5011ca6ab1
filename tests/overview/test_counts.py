"""The numbers of the side menu and the bell: one statement, out of band, and no sign of life."""

from datetime import datetime

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import AuthSession
from shuangluan.kernel.permissions import ROLES
from tests import build

EARLY, LATER = datetime(2026, 11, 19, tzinfo=clock.CST), datetime(2026, 12, 1, tzinfo=clock.CST)
TODAY = datetime(2026, 11, 20, 17, 30, tzinfo=clock.CST)


def test_the_numbers_arrive_out_of_band_for_the_menu_and_the_bell(site, slices):
    slices.wait(("near.verify", 1, "迟", EARLY), ("near.verify", 2, "今天", TODAY), ("near.receive", 3, "以后", LATER))
    slices.wait(("far.sign", 4, "别的任务", None))
    site.sign_in("community_admin")
    answer = site.get("/counts", htmx=True)
    found = {tag["id"]: (tag.text, "hot" in " ".join(tag["class"])) for tag in answer.soup.select("[hx-swap-oob]")}
    assert found == {
        "count-workbench": ("4", True), "count-grid": ("3", True), "count-red_property": ("1", False),
        "count-workforce": ("", False), "count-bell": ("2", True),
    }  # fmt: skip
    assert not answer.is_page


def test_what_is_not_late_is_not_red_and_nothing_is_no_number(site, slices):
    slices.wait(("near.verify", 1, "以后", LATER))
    site.sign_in("auditor")
    answer = site.get("/counts", htmx=True)
    assert [words for words in answer.words(".n") if words] == ["1", "1"]
    assert not answer.soup.select(".n.hot")
    assert answer.words("#count-bell") == [""]


@pytest.mark.parametrize("role", ROLES)
def test_every_number_has_its_place_on_the_page_of_the_role(site, slices, role: str):
    slices.wait(("near.verify", 1, "以后", LATER))
    site.sign_in(role)
    places = {tag["id"] for tag in site.get("/").soup.select("[id^=count-]")}
    sent = {tag["id"] for tag in site.get("/counts", htmx=True).soup.select("[id]")}
    assert {"count-workbench", "count-bell"} <= sent <= places
    page = site.get("/")
    asking = page.soup.select_one(".side [hx-get]")
    assert (asking["hx-get"], asking["hx-swap"]) == ("/counts", "none")


def test_they_cost_one_statement_beside_the_session(site, slices, counting):
    slices.wait(("near.verify", 1, "x", LATER))
    slices.wait(("far.sign", 2, "y", EARLY))
    site.sign_in("community_admin")
    site.get("/")
    with counting() as statements:
        site.get("/counts", htmx=True)
    assert len(statements) == 2


def test_asking_for_the_numbers_does_not_extend_the_session(site, slices):
    site.sign_in("community_admin")
    seen = select(AuthSession.last_seen_at).order_by(AuthSession.id.desc()).limit(1)
    before = db.session.scalar(seen)
    with clock.frozen(build.later(minutes=5)):
        assert site.get("/counts", htmx=True).status_code == 200
    assert db.session.scalar(seen) == before
    with clock.frozen(build.later(minutes=5)):
        site.get("/")
    assert db.session.scalar(seen) > before
