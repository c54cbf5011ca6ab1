"""The registers in the global search: each finds what its reader may open (D27)."""

from datetime import date

import pytest

from shuangluan.red_property.queries.register_hits import hits
from tests import build
from tests.red_property import registers as r
from tests.red_property.test_evaluations import a_draft_of_2025
from tests.red_property.test_upgrades import a_plan, a_showcase

EVERYTHING = [
    "御景园第 1 届业委会", "御景园：旧公司", "御景园", "御景园：精准提升", "御景园 2025 年红色物业评分",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _registers(app: object) -> None:
    a_draft_of_2025()
    r.a_contract(r.a_company("旧公司"), "御景园", date(2023, 1, 1), date(2024, 1, 1))
    a_showcase()
    a_plan()


def titles(username: str, words: str, limit: int = 11) -> list[str]:
    return [hit.title for hit in hits(build.viewer(username), words, limit)]


def test_a_compound_s_name_finds_one_of_each_register():
    assert titles("community_admin", "御景园") == EVERYTHING
    assert titles("community_admin", "yjy") == EVERYTHING
    assert titles("community_admin", "御景园", 3) == EVERYTHING[:2]
    assert titles("district_org", "旧公司") == ["旧公司", "御景园：旧公司"]


def test_nobody_finds_what_he_may_not_open():
    assert titles("community_admin_2", "御景园") == []
    assert titles("member", "御景园") == []
    assert "御景园 2025 年红色物业评分" not in titles("property_liaison", "御景园")  # a draft
    assert titles("community_admin", "\0") == []


def test_every_hit_opens(site: object):
    site.sign_in("community_admin")
    for hit in hits(build.viewer("community_admin"), "御景园", 11):
        assert site.get(hit.address).status_code == 200
