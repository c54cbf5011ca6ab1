"""The global search over appeals: numbers, two characters, initials; never what the viewer may not open."""

from datetime import timedelta

import pytest
from flask import url_for

from shuangluan.grid import queries
from shuangluan.grid.queries.hits import hits
from shuangluan.kernel import clock
from tests import build


def titles(username: str, words: str, limit: int = 10) -> list[str]:
    return [hit.title for hit in hits(build.viewer(username), words, limit)]


@pytest.fixture
def two_appeals(app):
    build.an_appeal("楼道灯不亮")
    build.an_appeal("电梯困人", where=build.place("锦绣苑"), by="community_admin_2")


@pytest.mark.parametrize(
    "words",
    [
        "SL-20261120-001", "sl-1120-001", " SL-1120-001 ", "ＳＬ－１１２０－００１", "灯不", "楼道", "ldd", "LDDBL",
        "御景 灯", "楼道　1号楼",
    ],
)
def test_an_appeal_is_found_by_number_words_and_initials(two_appeals, words):
    assert titles("district_org", words) == ["楼道灯不亮"]


@pytest.mark.parametrize("words", ["", "   ", "\0", "暖气", "%", "_", "SL-1120-009"])
def test_what_is_not_there_is_not_found(two_appeals, words):
    assert titles("district_org", words) == []


def test_a_hit_says_where_it_stands_and_opens_the_appeal(app, two_appeals):
    [hit] = hits(build.viewer("district_org"), "电梯", 10)
    assert hit.task == "grid"
    assert hit.note == "SL-1120-002 · 御祥园 锦绣苑1号楼 · 待受理 · 2026-11-20登记"
    with app.test_request_context():
        assert hit.address == url_for("grid.appeal_detail", appeal_id=2)


def test_nobody_finds_what_he_may_not_open(two_appeals):
    assert titles("community_admin", "电梯") == []
    assert titles("community_admin_2", "电梯") == ["电梯困人"]
    assert titles("property_liaison", "楼道") == []
    assert titles("system_admin", "楼道") == []


def test_a_restricted_appeal_is_found_by_those_only_who_may_see_it(app):
    category = next(c for c in queries.book_on(clock.today()).catalogue.categories if c.restricted)
    build.an_appeal("有人准备上访", category=category.code, by="street_staff")
    assert titles("street_staff", "上访") == ["有人准备上访"]
    assert titles("community_admin", "上访") == []
    assert titles("community_admin", "SL-1120-001") == []


def test_the_newest_come_first_and_no_more_than_asked(app, counting):
    for number in range(4):
        build.an_appeal(f"第{number}次停水", at=clock.now() + timedelta(minutes=number))
    assert titles("district_org", "停水", 2) == ["第3次停水", "第2次停水"]
    viewer = build.viewer("district_org")
    with counting() as statements:
        assert len(hits(viewer, "停水", 10)) == 4
    assert len([s for s in statements if "FROM grid_appeal" in s]) == 1
