"""Workbooks as offices really keep them, one habit each: how the site understands them from bytes to values."""

import io
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl.styles import Font

from shuangluan.kernel import sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import MASKED, Field, Kind
from tests.kernel.sheets.books import (
    ID_A,
    ID_X,
    Day,
    by_biff,
    by_csv,
    by_hand,
    by_openpyxl,
    by_xlsxwriter,
    data,
    rows_of,
    understood,
)

HEAD = ("姓名", "身份证号", "联系电话")
ONE = ("张三", ID_A, "13800000012")
TWO = ("李四", ID_X, "13800000013")


# --- where the table stands -------------------------------------------------------------------------------


def test_a_head_in_the_first_line_needs_nothing():
    seen = understood(rows_of(HEAD, ONE, TWO))
    assert seen.rows == [dict(zip(("name", "id_number", "phone"), row, strict=True)) for row in (ONE, TWO)]
    assert seen.numbers == [2, 3]
    assert seen.layout.told == []


def test_a_head_stands_below_title_and_reporting_unit():
    def make(book, page):
        page.merge_range("A1:C1", "秀水街道人口台账")
        page.write_row("A2", ["填报单位：万和城社区", None, "填报日期：2026年11月"])
        page.write_row("A4", HEAD)
        page.write_row("A5", ONE)

    seen = understood(by_xlsxwriter(make))
    assert (seen.names, seen.numbers) == (["张三"], [5])
    assert seen.layout.titles == ["秀水街道人口台账", "填报单位：万和城社区 填报日期：2026年11月"]


def test_the_table_need_not_begin_in_column_a():
    seen = understood(by_xlsxwriter(lambda book, page: (page.write_row("D7", HEAD), page.write_row("D8", ONE))))
    assert seen.names == ["张三"]
    assert seen.match.chosen["name"].column == 3


def test_columns_come_in_any_order_and_unknown_ones_are_listed():
    seen = understood(rows_of(("备用", *reversed(HEAD), "家庭情况"), ("x", *reversed(ONE), "y")))
    assert seen.rows[0]["id_number"] == ID_A
    assert [label.text for label in seen.match.unknown] == ["备用", "家庭情况"]


@pytest.mark.parametrize(
    "head", ["证件号码", "公民身份号码", "身份证", "身份证号码", "身份证 号", "身份证号（18位）", "*身份证号："]
)
def test_an_identity_number_goes_by_many_names(head: str):
    seen = understood(by_csv(("姓名", head), ("张三", ID_A)), "台账.csv")
    assert seen.rows[0]["id_number"] == ID_A


@pytest.mark.parametrize("head", ["电话", "手机号", "手机号码", "联系方式", "联系电话\n（手机）", "联 系 电 话"])
def test_a_phone_number_goes_by_many_names(head: str):
    seen = understood(by_csv(("姓名", head), ("张三", "13800000012")), "台账.csv")
    assert seen.rows[0]["phone"] == "13800000012"


def test_two_columns_for_one_field_are_left_to_choose():
    seen = understood(rows_of(("姓名", "电话（手机）", "电话（座机）"), ("张三", "13800000012", "4321234")))
    assert "phone" not in seen.rows[0]
    assert [label.column for label in seen.match.unclear["phone"]] == [1, 2]


def test_a_head_of_two_levels_is_joined():
    def make(book, page):
        page.merge_range("A1:E1", "人口台账")
        page.merge_range("A2:A3", "姓名")
        page.merge_range("B2:C2", "家庭住址")
        page.merge_range("D2:E2", "其他")
        page.write_row("B3", ["小区", "楼栋", "联系电话", "备注"])
        page.write_row("A4", ["张三", "御景园", "3号楼", "13800000012", ""])

    seen = understood(by_xlsxwriter(make))
    assert [label.text for label in seen.layout.labels] == [
        "姓名",
        "家庭住址·小区",
        "家庭住址·楼栋",
        "其他·联系电话",
        "其他·备注",
    ]
    assert seen.rows == [{"name": "张三", "compound": "御景园", "building": "3号楼", "phone": "13800000012"}]


def test_a_head_of_two_levels_without_merged_cells_is_joined_too():
    rows = (("姓名", "身份证号", "住址", ""), ("", "", "小区", "楼栋"), ("张三", ID_A, "御景园", "3号楼"))
    seen = understood(by_csv(*rows), "台账.csv")
    assert [label.text for label in seen.layout.labels] == ["姓名", "身份证号", "住址·小区", "住址·楼栋"]
    assert seen.rows[0]["building"] == "3号楼"


def test_the_name_that_stands_twice_is_told_apart_by_its_group():
    fields = (Field("owner", "户主姓名", Kind.NAME), Field("member", "成员姓名", Kind.NAME))

    def make(book, page):
        page.merge_range("A1:B1", "户主")
        page.merge_range("C1:D1", "成员")
        page.write_row("A2", ["姓名", "性别", "姓名", "性别"])
        page.write_row("A3", ["张三", "男", "李四", "女"])

    seen = understood(by_xlsxwriter(make), fields=fields)
    assert seen.rows == [{"owner": "张三", "member": "李四"}]


def test_totals_notes_and_signatures_are_skipped_and_told():
    foot = (("合　计", 2), ("备注：外出人员未计",), ("填表人：王五", None, "审核人：赵六"))
    seen = understood(rows_of(HEAD, ONE, ("小计", "1人"), TWO, *foot))
    assert seen.names == ["张三", "李四"]
    assert seen.layout.told == ["跳过 2 行合计：第 3、5 行", "跳过 2 行表尾说明：第 6、7 行"]


def test_a_repeated_head_on_every_page_is_skipped():
    seen = understood(rows_of(HEAD, ONE, HEAD, TWO, HEAD))
    assert seen.names == ["张三", "李四"]
    assert seen.layout.told == ["跳过 2 行重复的表头：第 3、5 行"]


def test_line_numbers_and_lines_with_nothing_but_a_number_are_no_data():
    rows = (("序号", *HEAD), (1, *ONE), (2, *TWO), (3,), (4, " "), (5, None, None, None))
    seen = understood(rows_of(*rows))
    assert seen.names == ["张三", "李四"]
    assert seen.match.unknown == ()
    assert seen.layout.told == ["跳过 3 行只有序号的行：第 4、5、6 行"]


def test_the_line_of_column_numbers_in_official_forms_is_skipped():
    seen = understood(rows_of(HEAD, ("甲", "乙", "1"), ONE))
    assert seen.names == ["张三"]
    assert seen.layout.told == ["跳过 1 行栏号：第 2 行"]


def test_section_lines_across_the_table_are_skipped():
    def make(book, page):
        page.write_row("A1", HEAD)
        page.merge_range("A2:C2", "第一网格")
        page.write_row("A3", ONE)
        page.write("A4", "二、流动人口")
        page.write_row("A5", TWO)

    seen = understood(by_xlsxwriter(make))
    assert seen.names == ["张三", "李四"]
    assert seen.layout.told == ["跳过 2 行通栏文字：第 2、4 行"]


def test_trailing_blanks_styled_to_the_end_of_the_sheet_do_no_harm():
    def make(book, page):
        page.append(HEAD)
        page.append(ONE)
        page.append(["  ", "\t", "\n"])
        for row in range(4, 400):
            page.cell(row, 60).font = Font(bold=True)

    seen = understood(by_openpyxl(make))
    assert seen.names == ["张三"]
    assert seen.tab.width == 3


def test_cells_merged_down_a_column_mean_the_same_as_above():
    def make(book, page):
        page.write_row("A1", ["小区", "楼栋", "姓名"])
        page.merge_range("A2:A4", "御景园")
        page.merge_range("B2:B3", "1号楼")
        page.write("B4", "2号楼")
        page.write_column("C2", ["张三", "李四", "王五"])
        page.write_row("A5", [None, "9号楼", "赵六"])

    seen = understood(by_xlsxwriter(make))
    assert [(row["compound"], row["building"]) for row in seen.rows] == [
        ("御景园", "1号楼"), ("御景园", "1号楼"), ("御景园", "2号楼"), (None, "9号楼"),
    ]  # fmt: skip
    assert seen.filled == [(), (0, 1), (0,), ()]


def test_ditto_signs_mean_the_same_as_above():
    seen = understood(by_csv(("姓名", "小区"), ("张三", "御景园"), ("李四", "同上"), ("王五", "〃")), "台账.csv")
    assert [row["compound"] for row in seen.rows] == ["御景园"] * 3


def test_a_column_that_holds_something_without_a_head_is_told():
    seen = understood(rows_of(HEAD, (*ONE, "搬走了"), TWO))
    assert seen.layout.told == ["有 1 列没有表头，没有读取"]


def test_a_sheet_without_a_head_and_an_empty_one_are_refused_with_a_sentence():
    with pytest.raises(RuleBroken, match="找不到表头"):
        understood(rows_of(("张三", "1"), ("李四", "2")))
    with pytest.raises(RuleBroken, match="工作表“人口”是空的"):
        understood(rows_of())


# --- sheets, hidden things, formulas ----------------------------------------------------------------------


def test_the_first_sheet_that_is_shown_and_filled_is_taken_and_another_can_be_chosen():
    def make(book, page):
        book.create_sheet("隐藏的").append(("姓名", "x"))
        book["隐藏的"].sheet_state = "hidden"
        book.create_sheet("二网格").append(HEAD)
        book["二网格"].append(TWO)
        book.create_sheet("三网格").append(HEAD)
        book["三网格"].append(ONE)

    body = by_openpyxl(make, title="封面")
    assert understood(body).names == ["李四"]
    assert understood(body, tab="三网格").names == ["张三"]
    found = sheets.tabs(sheets.checked(body, "台账.xlsx"))
    assert [(tab.name, tab.visible, tab.height) for tab in found] == [
        ("封面", True, 0), ("隐藏的", False, 1), ("二网格", True, 2), ("三网格", True, 2),
    ]  # fmt: skip


def test_hidden_lines_and_columns_are_read_and_told():
    def make(book, page):
        for row in (HEAD, ONE, TWO):
            page.append(row)
        page.row_dimensions[3].hidden = True
        page.column_dimensions["B"].hidden = True

    seen = understood(by_openpyxl(make))
    assert seen.names == ["张三", "李四"]
    assert seen.tab.told == ["有 1 行是隐藏的（或被筛选掉），也会读取", "有 1 列是隐藏的，也会读取"]
    assert [row.hidden for row in _rows(by_openpyxl(make))] == [False, True]


def _rows(body: bytes) -> list[sheets.Row]:
    upload = sheets.checked(body, "台账.xlsx")
    tab = sheets.tabs(upload)[0]
    return list(sheets.laid_out(tab, sheets.lines(upload, tab)).rows())


def test_a_formula_counts_by_the_result_that_was_saved_with_it():
    def make(book, page):
        page.write_row("A1", ["姓名", "物业费"])
        page.write("A2", "张三")
        page.write_formula("B2", "=SUM(C1:C9)*WEBSERVICE(1)", None, 12.5)

    seen = understood(by_xlsxwriter(make))
    assert seen.rows == [{"name": "张三", "fee": 1250}]
    assert seen.tab.told == ["有 1 个公式，按文件里存的结果读取，不重新计算"]


def test_a_formula_without_a_result_and_one_that_failed_are_reasons_not_blanks():
    def make(book, page):
        page.write_row("A1", ["姓名", "物业费"])
        page.write_row("A2", ["张三"])
        page.write_formula("B2", "=1+1", None, "")
        page.write_row("A3", ["李四"])
        page.write_formula("B3", "=1/0", None, "#DIV/0!")

    seen = understood(by_xlsxwriter(make))
    assert seen.rows[0]["fee"] == "错：物业费：公式没有算好的结果；请用 WPS 或 Excel 打开，保存后再上传"
    assert seen.rows[1]["fee"] == "错：物业费：公式出错（如 #N/A、#REF!）；请在表格里改正"
    assert len(seen.tab.told) == 3


def test_a_workbook_by_a_program_that_never_calculates_is_told():
    def make(book, page):
        page.append(["姓名", "物业费"])
        page.append(["张三", "=1+1"])

    assert "公式没有算好的结果" in understood(by_openpyxl(make)).rows[0]["fee"]


def test_filled_in_charts_comments_and_links_are_no_data():
    def make(book, page):
        page.write_row("A1", HEAD)
        page.write_row("A2", ONE)
        page.write_comment("A2", "核实过")
        page.write_url("D1", "https://example.org", string="备用")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=人口!$A$2:$A$2"})
        book.add_chartsheet("图").set_chart(chart)

    seen = understood(by_xlsxwriter(make))
    assert seen.names == ["张三"]


# --- values -----------------------------------------------------------------------------------------------


def test_names_with_blanks_inside_and_full_width_figures_are_plain():
    seen = understood(rows_of(HEAD, ("张　三", "１１０１０５１９４９１２３１００２Ｘ", "１３８　００００　００１２")))
    assert seen.rows == [{"name": "张三", "id_number": ID_X, "phone": "13800000012"}]


def test_dates_are_read_however_they_are_typed():
    typed = ["2021-03-05", "2021.3.5", "2021年3月5日", "21/3/5", "20210305", 20210305, 44260, date(2021, 3, 5)]
    seen = understood(rows_of(("姓名", "出生日期"), *(("甲", cell) for cell in typed)))
    assert [row["born"] for row in seen.rows] == [date(2021, 3, 5)] * len(typed)


def test_a_month_is_enough_where_the_field_says_so():
    seen = understood(rows_of(("姓名", "出生日期", "入党时间"), ("甲", "2021.3", "2021.3"), ("乙", 2021.3, 2021.1)))
    assert seen.rows[0]["joined"] == date(2021, 3, 1)
    assert seen.rows[0]["born"] == "错：出生日期“2021.3”只写到月，请写成 2021-03-05 这样写到日"
    assert "可能是 1 月，也可能是 10 月" in seen.rows[1]["joined"]


def test_a_workbook_that_counts_days_from_1904_is_read_by_its_own_calendar():
    def make(book, page):
        page.write_row("A1", ["姓名", "出生日期", "入党时间"])
        page.write("A2", "张三")
        page.write_datetime("B2", datetime(2021, 3, 5), book.add_format({"num_format": "yyyy-mm-dd"}))
        page.write_number("C2", 44260 - 1462)  # the serial without a date's format

    seen = understood(by_xlsxwriter(make, date_1904=True))
    assert seen.rows[0] == {"name": "张三", "born": date(2021, 3, 5), "joined": date(2021, 3, 5)}


def test_dates_in_chinese_number_formats_are_dates():
    def make(book, page):
        page.write_row("A1", ["姓名", "出生日期", "入户时间"])
        page.write("A2", "张三")
        page.write_datetime("B2", datetime(2021, 3, 5), book.add_format({"num_format": 'yyyy"年"m"月"d"日"'}))
        page.write_datetime("C2", datetime(2021, 3, 5, 14, 30), book.add_format({"num_format": "[$-804]yyyy/m/d h:mm"}))

    seen = understood(by_xlsxwriter(make))
    assert (seen.rows[0]["born"], seen.rows[0]["seen"]) == (date(2021, 3, 5), datetime(2021, 3, 5, 14, 30))


def test_an_identity_number_kept_as_a_number_is_told_and_never_guessed():
    seen = understood(rows_of(HEAD, ("张三", 130803199001010010, 13800000012)))
    assert seen.rows[0]["id_number"] == (
        "错：身份证号存成了数字，15 位以后的数字已经丢失；请把这一列设为文本格式，再重新填写"
    )
    assert seen.rows[0]["phone"] == "13800000012"


def test_an_identity_number_in_scientific_notation_is_told():
    seen = understood(by_csv(HEAD, ("张三", "1.30803E+17", "")), "台账.csv")
    assert "已经丢失" in seen.rows[0]["id_number"]


def test_a_wrong_digit_of_an_identity_number_is_found():
    wrong = ID_A[:-1] + ("0" if ID_A[-1] != "0" else "1")
    assert "末位与前 17 位对不上" in understood(rows_of(HEAD, ("张三", wrong, ""))).rows[0]["id_number"]


def test_numbers_kept_as_text_are_numbers():
    seen = understood(rows_of(("姓名", "物业费", "住房面积", "人口数"), ("张三", "1,234.50", "85.5㎡", "３人")))
    assert seen.rows == [{"name": "张三", "fee": 123450, "area": 8550, "people": 3}]


def test_a_unit_in_the_head_counts():
    seen = understood(rows_of(("姓名", "物业费（万元）", "面积（平方米）"), ("张三", 1.2, 85.55)))
    assert seen.rows == [{"name": "张三", "fee": 1_200_000, "area": 8555}]


def test_codes_keep_their_zeros_and_lost_ones_are_told():
    seen = understood(rows_of(("姓名", "网格编号"), ("张三", "0012"), ("李四", 12)))
    assert seen.rows[0]["code"] == "0012"
    assert "开头的 0 可能丢了" in seen.rows[1]["code"]


@pytest.mark.parametrize(("yes", "no"), [("是", "否"), ("√", "×"), ("有", "无"), ("Y", "N"), (1, 0), (True, False)])
def test_yes_and_no_in_all_their_forms(yes: object, no: object):
    seen = understood(rows_of(("姓名", "是否党员"), ("甲", yes), ("乙", no), ("丙", None)))
    assert [row["member"] for row in seen.rows] == [True, False, None]


def test_a_choice_is_taken_by_its_label_or_its_code_and_others_are_told_what_there_is():
    seen = understood(rows_of(("姓名", "与户主关系"), ("甲", " 户 主"), ("乙", "ＳＰＯＵＳＥ"), ("丙", "邻居")))
    assert [row["tie"] for row in seen.rows] == [
        "head", "spouse", "错：与户主关系“邻居”不在可选的内容里，请改成：户主、配偶、子女",
    ]  # fmt: skip


def test_masked_values_are_never_taken_for_values():
    seen = understood(rows_of(HEAD, ("张**", "130803********1234", "138****0012"), ("张*", "＊＊＊＊", "0314****34")))
    assert seen.rows == [dict.fromkeys(("name", "id_number", "phone"), MASKED)] * 2


def test_a_required_cell_that_is_blank_is_told():
    seen = understood(rows_of(HEAD, (None, ID_A, "13800000012")))
    assert seen.rows[0]["name"] == "错：姓名必填，请补上"


def test_slashes_and_dashes_stand_for_nothing():
    seen = understood(
        rows_of(("姓名", "电话", "出生日期", "物业费"), ("张三", "/", "—", "-"), ("李四", "无", "/", "无"))
    )
    assert [row["phone"] for row in seen.rows] == [None, None]
    assert [(row["born"], row["fee"]) for row in seen.rows] == [(None, None)] * 2


# --- .csv and .xls ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding: str, delimiter: str):
    body = by_csv(HEAD, ("张三", ID_A, "138, 0000; 0012\t"), TWO, encoding=encoding, delimiter=delimiter)
    seen = understood(body, "人口.csv")
    assert seen.names == ["张三", "李四"]
    assert seen.tab.name == "人口"


def test_a_rare_character_of_gb18030_survives():
    assert understood(by_csv(("姓名", "小区"), ("李𬭎", "㙦园"), encoding="gb18030"), "台账.csv").names == ["李𬭎"]


def test_a_csv_with_line_ends_inside_cells_keeps_its_line_numbers():
    rows = (("姓名", "小区"), ("张三", "御景园\n一期"), (), ("李四", "=1+1"))
    seen = understood(by_csv(*rows), "台账.csv")
    assert [row["compound"] for row in seen.rows] == ["御景园\n一期", "=1+1"]
    assert seen.numbers == [2, 4]


def test_texts_that_a_csv_marks_for_excel_are_plain_texts():
    body = f'sep=;\r\n姓名;身份证号;网格编号\r\n张三;="{ID_A}";="0012"\r\n李四;\'{ID_X};\t0013\r\n'.encode("gb18030")
    seen = understood(body, "台账.csv")
    assert [(row["id_number"], row["code"]) for row in seen.rows] == [(ID_A, "0012"), (ID_X, "0013")]


def test_an_old_workbook_is_read_like_a_new_one():
    cells = {
        (0, 0): "人口台账", (1, 0): "小区", (1, 1): "姓名", (1, 2): "出生日期", (1, 3): "电话", (1, 4): "是否党员",
        (2, 0): "御景园", (2, 1): "张三", (2, 2): Day(33000), (2, 3): 13800000012, (2, 4): True,
        (3, 1): "李四", (3, 2): "1990.5.7", (3, 3): "138-0000-0013", (3, 4): "否",
    }  # fmt: skip
    body = by_biff(("旧表", True, {(0, 0): "x"}, ()), ("人口", False, cells, [(2, 3, 0, 0)]))
    seen = understood(body, "台账.xls")
    assert seen.tab.name == "人口"
    assert seen.tab.told == ["旧格式（.xls）看不出隐藏的行列，出错的公式按空白读取；最好另存为 .xlsx 再上传"]
    assert seen.rows == [
        {"compound": "御景园", "name": "张三", "born": date(1990, 5, 7), "phone": "13800000012", "member": True},
        {"compound": "御景园", "name": "李四", "born": date(1990, 5, 7), "phone": "13800000013", "member": False},
    ]


def test_an_old_workbook_that_counts_from_1904_shows_its_own_days():
    cells = {(0, 0): "姓名", (0, 1): "出生日期", (1, 0): "张三", (1, 1): Day(33000 - 1462)}
    seen = understood(by_biff(("人口", False, cells, ()), from_1904=True), "台账.xls")
    assert seen.rows[0]["born"] == date(1990, 5, 7)


def test_an_old_workbook_by_a_library_of_its_time_is_read():
    xlwt = pytest.importorskip("xlwt", reason="xlwt is in requirements/dev.lock")
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("人口")
    page.write_merge(0, 0, 0, 4, "2026年人口台账")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for place, text in enumerate(("小区", "姓名", "出生日期", "电话", "是否党员")):
        page.write(1, place, text)
    page.write_merge(2, 3, 0, 0, "御景园")
    for line, cells in enumerate((("张　三", date(1990, 5, 7), 13800000012, "√"), ("李四", "1990.5.7", "", "×")), 2):
        for place, cell in enumerate(cells, 1):
            page.write(line, place, cell, *([day] if isinstance(cell, date) else []))
    page.write(4, 0, "合计")
    page.write(4, 3, xlwt.Formula("1+1"))
    target = io.BytesIO()
    book.save(target)
    seen = understood(target.getvalue(), "台账.xls")
    same = {"compound": "御景园", "born": date(1990, 5, 7)}
    assert seen.rows == [
        {"name": "张三", "phone": "13800000012", "member": True, **same},
        {"name": "李四", "phone": None, "member": False, **same},
    ]
    assert seen.filled[1] == (0,)
    assert seen.layout.told == ["跳过 1 行合计：第 5 行"]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_an_old_workbook_by_an_office_program_is_read(tmp_path: Path):
    (tmp_path / "台账.xlsx").write_bytes(rows_of(HEAD, ONE, TWO))
    asked = ["soffice", "--headless", "--convert-to", "xls", "--outdir", str(tmp_path), str(tmp_path / "台账.xlsx")]
    subprocess.run(asked, check=True, capture_output=True, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"})
    assert understood((tmp_path / "台账.xls").read_bytes(), "台账.xls").names == ["张三", "李四"]


def test_a_workbook_by_a_program_of_ones_own_needs_no_styles_or_shared_strings():
    assert understood(by_hand(data(HEAD, ONE, ("李四", ID_X, 13800000013)))).names == ["张三", "李四"]
