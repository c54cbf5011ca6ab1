"""Workbooks that leave the site, read back by another library."""

from datetime import UTC, date, datetime
from enum import StrEnum
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from shuangluan.kernel import sheets
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import Column

AT = datetime(2026, 11, 20, 16, 30, 12, 345, tzinfo=UTC)  # half past midnight of the next day in the district


class Kind(StrEnum):
    A = "甲"


def sheet_of(*values: Any, column: Column | None = None, notes=("说明",), title="诉求事件台账"):
    rows = [SimpleNamespace(it=value) for value in values]
    body = sheets.written(Sheet(title, notes, [column or Column("it", "内容")], rows), by="演示社区书记", at=AT)
    return openpyxl.load_workbook(BytesIO(body)).active


def cells(*values: Any) -> list[Any]:
    """The cells below the head: title, note, taker and head stand above."""
    return [row[0] for row in sheet_of(*values).iter_rows(min_row=5)]


def test_it_says_what_it_is_and_who_took_it_when():
    sheet = sheet_of("x", notes=("秀水街道，在办，共 1 条，截至 2026-11-21 00:30", "每件诉求一行"))
    head = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert head == [
        "诉求事件台账", "秀水街道，在办，共 1 条，截至 2026-11-21 00:30", "每件诉求一行",
        "导出：演示社区书记 2026-11-21 00:30", "内容", "x",
    ]  # fmt: skip
    assert sheet.oddFooter.left.text == "导出：演示社区书记 2026-11-21 00:30"
    assert sheet.freeze_panes == "A6"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "=cmd|'/c calc'!A0"]
)
def test_what_looks_like_a_formula_stays_a_text(text: str):
    cell = cells(text)[0]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert not cell.hyperlink


def test_ordinary_text_is_neither_a_number_nor_a_link_nor_quoted():
    number, link, plain = cells("130803199001011234", "http://intranet/x", "路灯不亮")
    assert (number.value, number.data_type) == ("130803199001011234", "s")
    assert link.hyperlink is None
    assert (plain.value, plain.quotePrefix) == ("路灯不亮", False)


def test_moments_are_local_and_dates_are_dates():
    moment, day = cells(AT, date(2026, 11, 27))
    assert moment.value == datetime(2026, 11, 21, 0, 30, 12)
    assert moment.number_format == "yyyy-mm-dd hh:mm"
    assert day.value == datetime(2026, 11, 27)
    assert day.number_format == "yyyy-mm-dd"


def test_other_values_are_what_they_are():
    blank, none, number, yes, no, kind = cells("", None, 1820, True, False, Kind.A)
    assert blank.value is None
    assert none.value is None
    assert (number.value, number.data_type) == (1820, "n")
    assert (yes.value, no.value, kind.value) == ("是", "否", "甲")


def test_a_state_or_a_link_leaves_its_words_only():
    sheet = sheet_of("x", column=Column("it", "状态", value=lambda row: ("待受理", "wait"), width=33))
    assert sheet["A5"].value == "待受理"
    assert round(sheet.column_dimensions["A"].width) == 34


def test_text_that_no_workbook_can_hold_does_not_break_it():
    assert cells("a\x01b\x0bc")[0].value.replace("_x0001_", "\x01").startswith("a")
    assert sheet_of("x", title="网格[一]:*?/\\'“" + "长" * 40).title.startswith("网格一“长")


def test_an_ampersand_in_a_name_is_not_a_footer_code():
    body = sheets.written(Sheet("台账", [], [Column("it", "内容")], []), by="甲&P乙", at=AT)
    assert "甲&P乙" in openpyxl.load_workbook(BytesIO(body)).active.oddFooter.left.text.replace("&&", "&")


def test_an_empty_list_still_has_its_head():
    sheet = sheet_of()
    assert [row[0] for row in sheet.iter_rows(values_only=True)][-1] == "内容"
    assert sheet.auto_filter.ref == "A4:A5"


def test_rows_are_read_once_and_one_at_a_time():
    taken = []

    def rows():
        for n in range(3):
            taken.append(n)
            yield SimpleNamespace(it=n)

    sheets.written(Sheet("台账", [], [Column("it", "内容")], rows()), by="甲", at=AT)
    assert taken == [0, 1, 2]
