"""Rows that are reckoned are counted, narrowed, ordered and paged as those that are selected (D26)."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sources import Reckoned
from shuangluan.kernel.tables import Column, Filter, Table, View
from tests.conftest import NOW

TABLE = Table(
    "sums", "差额", [Column("name", "姓名", sort=True), Column("sum", "差额", sort=True)], [Filter("q", "姓名")],
    [View("all", "全部"), View("less", "扣回")], default_sort="sum",
)  # fmt: skip
NOBODY = Viewer(1, 1, 1, "演示", "nobody", ())


@dataclass(frozen=True)
class Row:
    """A worker's sum."""

    id: int
    name: str
    sum: int
    community: str


SOURCE = Reckoned(
    rows=[Row(number, name, total, area) for number, (name, total, area) in enumerate(
        [("丙", -5, "130803001001"), ("甲", 30, "130803002001"), ("乙", 20, "130803001001")] * 15
    )],
    views={"all": lambda _: True, "less": lambda one: one.sum < 0},
    filters={"q": lambda text, one: text in one.name},
    orders={"name": lambda one: (one.name, one.id)},
    place=lambda one: one.community,
)  # fmt: skip


def listed(**told: str) -> tuple[list[Any], dict[str, int], int]:
    """The first columns of the page asked for, the numbers of the views, and how many go into a workbook."""
    asked = TABLE.asked(MultiDict(told))
    page, counts = SOURCE.page(asked, NOBODY, NOW.date())
    count, rows = SOURCE.whole(asked, NOBODY, NOW.date(), 9)
    assert [one.id for one in rows][page.first - 1 : page.last] == [one.id for one in page.rows]
    return [one.name for one in page.rows], counts, count


def test_a_list_opens_in_its_first_order_and_counts_every_view():
    names, counts, whole = listed()
    assert (names[:3], len(names)) == (["丙", "甲", "乙"], 20)
    assert (counts, whole) == ({"all": 45, "less": 15}, 45)


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ({"sort": "name"}, ["丙"] * 15 + ["乙"] * 5),
        ({"sort": "name", "desc": "1", "page": "3"}, ["丙"] * 5),
        ({"q": "甲"}, ["甲"] * 15),
        ({"view": "less", "area": "130803002"}, []),
        ({"desc": "1", "page": "3"}, ["甲", "丙", "乙", "甲", "丙"]),
    ],
)
def test_filter_view_area_order_and_page(told: dict[str, str], names: list[str]):
    assert listed(**told)[0] == names


def test_rows_without_a_place_stand_in_every_area():
    whole = replace(SOURCE, place=None)
    assert (SOURCE.is_placed, whole.is_placed) == (True, False)
    assert whole.page(TABLE.asked(MultiDict({"area": "130803002"})), NOBODY, NOW.date())[1]["all"] == 45
