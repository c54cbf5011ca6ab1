"""Where the table stands: what a file may look like, without reading one."""

from decimal import Decimal

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import Field, Kind, Line, Tab, laid_out
from shuangluan.kernel.sheets.cells import Merge, column_letters, column_number

FIELDS = (Field("name", "姓名", Kind.NAME), Field("place", "小区"), Field("phone", "电话", Kind.PHONE))
HEAD = ["姓名", "小区", "电话"]


def layout(*rows, merged=(), fields=FIELDS, **marks):
    lines = [Line(number, list(cells)) for number, cells in enumerate(rows, 1) if cells]
    return laid_out(Tab(0, "表", height=len(rows), width=9, merged=tuple(merged), **marks), lines, fields)


def numbers(found) -> list[int]:
    return [row.number for row in found.rows()]


def test_columns_have_letters_as_people_see_them():
    assert [column_letters(number) for number in (1, 26, 27, 100, 16_384)] == ["A", "Z", "AA", "CV", "XFD"]
    assert [column_number(letters) for letters in ("A", "Z", "AA", "CV", "XFD")] == [1, 26, 27, 100, 16_384]


def test_the_head_may_stand_as_low_as_line_30_and_no_lower():
    assert layout(*[["说明"]] * 29, HEAD, ["甲"]).head.first == 30
    with pytest.raises(RuleBroken, match="找不到表头"):
        layout(*[["说明", None, "x："]] * 30, HEAD, ["甲", "乙", "丙"])


def test_a_sheet_whose_heads_no_field_knows_is_laid_out_by_its_shape():
    found = layout(["某某登记表"], ["单位：甲", "日期：乙"], ["户号", "户名", "门牌"], [1, "张三", "3-1"])
    assert (found.head.first, [label.text for label in found.labels]) == (3, ["户号", "户名", "门牌"])
    assert numbers(found) == [4]


def test_a_list_of_one_column_has_a_head_too():
    assert numbers(layout(["姓名"], ["甲"], ["乙"], fields=FIELDS[:1])) == [2, 3]


def test_data_that_looks_like_a_second_level_is_data():
    merged = [Merge(1, 1, 1, 2)]
    found = layout(["姓名", "联系方式", None], ["甲", "13800000012", "4321234"], merged=merged)
    assert found.head.last == 1
    assert [label.text for label in found.labels] == ["姓名", "联系方式", "联系方式"]


def test_a_head_may_have_three_levels():
    merged = [Merge(1, 0, 3, 0), Merge(1, 1, 1, 2), Merge(2, 1, 2, 2)]
    found = layout(["姓名", "住址"], [None, "现住址"], [None, "小区", "电话"], ["甲", "乙", "丙"], merged=merged)
    assert [label.text for label in found.labels] == ["姓名", "住址·现住址·小区", "住址·现住址·电话"]
    assert numbers(found) == [4]


def test_a_head_that_is_two_lines_high_is_one_head():
    merged = [Merge(1, place, 2, place) for place in range(3)]
    assert numbers(layout(HEAD, [], ["甲"], merged=merged)) == [3]


@pytest.mark.parametrize(
    "text", ["合计", "合 计：", "总计", "本页合计", "共计35人", "万和城社区小计", "合计12户", "共 35 人"]
)
def test_a_total_is_no_row(text: str):
    assert numbers(layout(HEAD, [text, None, 35])) == []


@pytest.mark.parametrize("text", ["张合计划", "计算机", "小计园", "共青团"])
def test_a_name_that_sounds_like_a_total_is_a_row(text: str):
    assert numbers(layout(HEAD, [text, "御景园", "138"])) == [2]


def test_a_total_with_many_figures_is_skipped_by_its_very_word_only():
    wide = [*HEAD, "甲", "乙", "丙", "丁"]
    found = layout(wide, ["合计", 1, 2, 3, 4, 5, 6], ["费用合计", 1, 2, 3, 4, 5, 6])
    assert numbers(found) == [3]


@pytest.mark.parametrize(
    "text", ["备注：外出", "填 表 人：王五", "注:x", "审核：", "单位（盖章）：", "填报日期：2026年"]
)
def test_what_stands_below_a_table_is_no_row(text: str):
    assert numbers(layout(HEAD, ["甲", "乙", "丙"], [text])) == [2]


def test_a_half_filled_row_is_a_row():
    assert numbers(layout(HEAD, ["甲"], [None, "御景园"], [None, None, Decimal("1.5")])) == [2, 3, 4]


def test_a_range_that_is_merged_both_ways_fills_its_first_column():
    found = layout(HEAD, ["甲", "乙"], [None, None, "丙"], merged=[Merge(2, 0, 3, 1)])
    assert [list(row.cells) for row in found.rows()] == [["甲", "乙"], ["甲", None, "丙"]]


def test_merged_cells_go_on_over_a_subtotal_between():
    found = layout(HEAD, ["甲", "园"], ["小计"], ["乙"], ["丙"], merged=[Merge(2, 1, 4, 1)])
    assert [(row.number, row.cells[1] if len(row.cells) > 1 else None) for row in found.rows()] == [
        (2, "园"), (4, "园"), (5, None),
    ]  # fmt: skip


def test_a_merged_range_with_nothing_in_it_fills_nothing():
    found = layout(HEAD, ["甲"], ["乙", "园"], merged=[Merge(2, 1, 3, 1)])
    assert [row.filled for row in found.rows()] == [(), ()]


def test_only_the_first_twenty_lines_are_named():
    found = layout(HEAD, *[["合计"]] * 25)
    assert numbers(found) == []
    assert found.told[0].startswith("跳过 25 行合计：第 2、3、4、")
    assert found.told[0].endswith("20、21 等 行")


def test_a_row_knows_that_it_is_hidden_and_answers_for_short_lines():
    found = layout(HEAD, ["甲"], hidden_rows={2})
    row = next(found.rows())
    assert (row.hidden, row.cell(found.labels[2])) == (True, None)
