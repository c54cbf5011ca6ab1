"""Templates, and exports that come back: lists to choose from, and how to fill them in."""

from datetime import UTC, date, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import openpyxl

from shuangluan.kernel import sheets
from shuangluan.kernel.forms import clean
from shuangluan.kernel.sheets import Field, Kind, Sheet
from shuangluan.kernel.tables import Column
from tests.kernel.sheets.books import ID_X, understood

AT = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
FIELDS = (
    Field("name", "姓名", Kind.NAME, required=True, note="与身份证一致", example="张三"),
    Field("id_number", "身份证号", Kind.ID_NUMBER, width=22),
    Field("born", "出生日期", Kind.DATE),
    Field("joined", "入党时间", Kind.DATE, month=True),
    Field("member", "是否党员", Kind.FLAG),
    Field("tie", "与户主关系", Kind.CHOICE, options=tuple((str(n), f"第{n}种很长的关系名称") for n in range(60))),
    Field("fee", "物业费", Kind.MONEY),
    Field("people", "人口数", Kind.WHOLE, unit="人"),
    Field("code", "网格编号", Kind.CODE, length=15),
)


def template_of(*fields: Field):
    return openpyxl.load_workbook(BytesIO(sheets.template(fields, "人口台账", by="演示社区书记", at=AT)))


def rules_of(page: Any) -> dict[str, Any]:
    return {str(rule.sqref): rule for rule in page.data_validations.dataValidation}


def test_a_template_has_the_heads_of_its_fields_and_stays_open_at_them():
    page = template_of(*FIELDS).worksheets[0]
    assert [cell.value for cell in page[3]] == [
        "姓名*", "身份证号", "出生日期", "入党时间", "是否党员", "与户主关系", "物业费", "人口数", "网格编号",
    ]  # fmt: skip
    assert page.freeze_panes == "A4"
    assert page.max_row == 3


def test_columns_of_a_template_keep_zeros_and_long_numbers():
    page = template_of(*FIELDS).worksheets[0]
    formats = {letter: page.column_dimensions[letter].number_format for letter in "ABCGHI"}
    assert formats == {"A": "@", "B": "@", "C": "yyyy-mm-dd", "G": "0.00", "H": "0", "I": "@"}


def test_coded_values_are_chosen_from_lists_however_long():
    book = template_of(*FIELDS)
    rules = rules_of(book.worksheets[0])
    assert rules["E4:E5003"].formula1 == "选项!$A$1:$A$2"
    assert rules["F4:F5003"].formula1 == "选项!$B$1:$B$60"
    assert rules["A4:A5003"].prompt == "与身份证一致"
    assert book["选项"].sheet_state == "hidden"
    assert [book["选项"]["A1"].value, book["选项"]["A2"].value, book["选项"]["B60"].value] == [
        "是", "否", "第59种很长的关系名称",
    ]  # fmt: skip


def test_the_second_sheet_says_how_to_fill_in_every_field():
    guide = template_of(*FIELDS)["填写说明"]
    lines = {row[0]: row[1:] for row in guide.iter_rows(values_only=True)}
    assert list(lines) == ["列名", *(field.label for field in FIELDS)]
    assert lines["姓名"] == ("必填", "姓名；中间的空格会自动去掉；与身份证一致", None, "张三")
    assert lines["入党时间"][1] == "日期，写到年月即可，如 2021-03"
    assert lines["人口数"][1] == "整数，单位：人"
    assert lines["网格编号"][1].endswith("，15 位")


def test_a_template_without_choices_has_no_list():
    assert template_of(FIELDS[1]).sheetnames == ["人口台账", "填写说明"]


def test_a_filled_in_template_is_understood_as_it_stands():
    book = template_of(*FIELDS)
    book.worksheets[0].append(
        ["张三", ID_X, date(1949, 12, 31), "1970.5", "是", "第3种很长的关系名称", 12.5, 3, "1" * 15]
    )
    target = BytesIO()
    book.save(target)
    seen = understood(target.getvalue(), fields=FIELDS)
    assert seen.tab.name == "人口台账"
    assert seen.match.unknown == ()
    assert seen.rows == [
        {
            "name": "张三", "id_number": ID_X, "born": date(1949, 12, 31), "joined": date(1970, 5, 1), "member": True,
            "tie": "3", "fee": 1250, "people": 3, "code": "1" * 15,
        }
    ]  # fmt: skip


def test_an_empty_template_has_no_rows():
    assert understood(sheets.template(FIELDS, "人口台账", by="甲", at=AT), fields=FIELDS).rows == []


def test_an_export_offers_the_lists_of_its_columns_and_comes_back_as_it_went():
    rows = [SimpleNamespace(name="张三", tie="配偶", born=date(1990, 5, 7), note="=1+1")]
    columns = [
        Column("name", "姓名"),
        Column("tie", "与户主关系", options=(("head", "户主"), ("spouse", "配偶"))),
        Column("born", "出生日期"),
        Column("note", "备注"),
    ]
    fields = (
        Field("name", "姓名", Kind.NAME),
        Field("tie", "与户主关系", Kind.CHOICE, options=(("head", "户主"), ("spouse", "配偶"))),
        Field("born", "出生日期", Kind.DATE),
        Field("note", "备注"),
    )
    body = sheets.written(Sheet("人口台账", ["秀水街道，共 1 条"], columns, rows, fields), by="甲", at=AT)
    book = openpyxl.load_workbook(BytesIO(body))
    assert book.sheetnames == ["人口台账", "填写说明", "选项"]
    assert rules_of(book.worksheets[0])["B5:B205"].formula1 == "选项!$A$1:$A$2"
    assert understood(body, fields=fields).rows == [
        {"name": "张三", "tie": "spouse", "born": date(1990, 5, 7), "note": "=1+1"}
    ]


def test_an_export_without_lists_is_one_sheet():
    body = sheets.written(Sheet("台账", [], [Column("it", "内容")], []), by="甲", at=AT)
    assert openpyxl.load_workbook(BytesIO(body)).sheetnames == ["台账"]


AWKWARD = (
    "=1+1", "+86", "-3", "@x", "'单引号", "a\nb", "a\tb", "_x0041_", "_x000D_", "<b>&amp;</b>", "“引号”", "１２３",
    "  ", "/", "无", "同上不是", "0012", "1.0", "1E+05", "是", "2021.3", "𬭎㙦", "👍", "e\u0301", "\u200b零宽",
    "合计数", "很" * 5000, "a  b", "　缩进",
)  # fmt: skip


def test_every_text_that_can_be_stored_comes_back_as_it_was():
    stored = [clean(text) for text in AWKWARD if clean(text)]
    rows = [SimpleNamespace(no=f"第{number}", it=text) for number, text in enumerate(stored)]
    body = sheets.written(Sheet("台账", [], [Column("no", "编号"), Column("it", "内容")], rows), by="甲", at=AT)
    fields = (Field("no", "编号"), Field("it", "内容"))
    assert [row["it"] for row in understood(body, fields=fields).rows] == stored
