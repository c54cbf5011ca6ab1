"""The global search: what each slice finds, by task, cut with a way to more; two characters and initials do."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import search
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import ROLES
from shuangluan.kernel.ports import Hit


def compounds(viewer: Any, words: str, limit: int) -> list[Hit]:
    """A slice that finds compounds."""
    rows = db.session.execute(
        select(Compound.id, Compound.name).where(search.matches(Compound.search_text, words)).limit(limit)
    )
    return [Hit("grid", row.name, "小区", f"/compounds/{row.id}") for row in rows]


def many(viewer: Any, words: str, limit: int) -> list[Hit]:
    """A slice that always finds more than is asked for."""
    return [Hit("workforce", f"{words}{n}", "", f"/w/{n}") for n in range(limit)]


@pytest.mark.parametrize("words", ["御景", "yj", "YJY", "御景 万和城", "  御景园  ", "景园"])
def test_two_characters_and_initials_find(site, slices, words: str):
    slices.search.append(compounds)
    site.sign_in("community_admin")
    answer = site.get(f"/search?q={words}")
    assert answer.words("#found h2") == ["全科网格"]
    assert answer.words("#found .g a") == ["御景园"]


def test_a_task_shows_ten_and_leads_to_more(site, slices):
    slices.search += [many, compounds]
    site.sign_in("community_admin")
    answer = site.get("/search?q=锦绣")
    assert answer.words("#found h2") == ["全科网格", "社区工作者"]
    assert len(answer.soup.select("[aria-labelledby=h-workforce] li")) == 10
    [more] = answer.soup.select("#found .ph a")
    alone = site.get(more["href"])
    assert alone.words("#found h2") == ["社区工作者"]
    assert len(alone.soup.select("#found li")) == 50
    assert "只列出前 50 条" in alone.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "写编号、人名、小区或事情里的几个字"),
        ("?q=%20%20", "写编号、人名、小区或事情里的几个字"),
        ("?q=灯", "再多打一个字"),
        ("?q=13800000000", "手机号和身份证号不在这里搜"),
        ("?q=138 0000 0000", "手机号和身份证号不在这里搜"),
        ("?q=11010119900307001x", "手机号和身份证号不在这里搜"),
    ],
)
def test_what_cannot_be_searched_gets_a_hint_and_asks_no_slice(site, slices, query: str, said: str):
    slices.search.append(lambda *_: pytest.fail("asked"))
    site.sign_in("community_admin")
    answer = site.get(f"/search{query}")
    assert answer.status_code == 200
    assert said in answer.text


@pytest.mark.parametrize("query", ["?q=SL-20261120-001", "?q=20261120001", "?q=12345"])
def test_numbers_of_records_are_searched(site, slices, query: str):
    slices.search.append(many)
    site.sign_in("community_admin")
    assert site.get(f"/search{query}").soup.select("#found li")


def test_nothing_found_says_what_to_do(site, slices):
    slices.search.append(compounds)
    site.sign_in("community_admin")
    assert site.get("/search?q=没有的").words(".empty h2") == ["没有找到“没有的”"]


def test_no_more_than_a_hundred_characters_are_looked_at(site, slices):
    asked: list[str] = []
    slices.search.append(lambda viewer, words, limit: asked.append(words) or [])
    site.sign_in("community_admin")
    answer = site.get("/search?q=" + "长" * 300)
    assert asked == ["长" * 100]
    assert "只用了前 100 个字" in answer.text
    assert answer.soup.select_one("#search-words")["maxlength"] == "100"


def test_odd_characters_are_ordinary_ones(site, slices):
    slices.search.append(compounds)
    site.sign_in("community_admin")
    for words in ("%25%25", "__", "%00%00ab", "%ED%A0%80ab", "%5C%5C", "';--", "<b>x</b>"):
        answer = site.get(f"/search?q={words}")
        assert answer.status_code == 200
        assert not answer.soup.select("#found .g a")


def test_a_group_that_is_none_is_refused(site, slices):
    site.sign_in("community_admin")
    assert site.get("/search?q=御景&task=other").status_code == 400


@pytest.mark.parametrize("role", ROLES)
def test_each_answers_within_its_own_scope_for_every_role(site, slices, role: str):
    seen: list[str] = []
    slices.search.append(lambda viewer, words, limit: seen.append(viewer.username) or [])
    site.sign_in(role)
    assert site.get("/search?q=御景").status_code == 200
    assert seen == [role]
