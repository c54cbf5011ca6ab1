"""One cell as a value: what is understood, what is refused and how it is said; nothing is guessed."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from shuangluan.kernel import pii
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import MASKED, Cell, Context, Field, Kind, Trouble, parsed
from shuangluan.kernel.sheets.values import is_masked, shown
from tests.kernel.sheets.books import ID_A, ID_X, TODAY


def value(kind: Kind, cell: Cell, unit: str = "", **field: object) -> object:
    return parsed(Field("it", "内容", kind, **field), cell, Context(TODAY, unit=unit))


def reason(kind: Kind, cell: Cell, **field: object) -> str:
    with pytest.raises(RuleBroken) as refused:
        value(kind, cell, **field)
    assert refused.value.field == "it"
    return refused.value.reason


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("blank", [None, "", "  ", "　", "\n\t"])
def test_a_blank_cell_is_nothing_of_every_kind(kind: Kind, blank: Cell):
    assert value(kind, blank) is None
    assert reason(kind, blank, required=True) == "内容必填，请补上"


@pytest.mark.parametrize("kind", list(Kind))
def test_a_cell_whose_value_is_not_in_the_file_is_a_reason_for_every_kind(kind: Kind):
    assert reason(kind, Trouble.ERROR) == "内容：公式出错（如 #N/A、#REF!）；请在表格里改正"


@pytest.mark.parametrize(
    "typed",
    [
        "2021-03-05", "2021/3/5", "2021.3.5", "2021.03.05", "2021年3月5日", "2021年03月05号", "２０２１．３．５",
        "21/3/5", "21.3.5", "20210305", "44260", "2021年3月5日（星期五）", "2021-03-05 14:30", "2021/3/5 14:30:05",
        "2021 年 3 月 5 日",
        20210305, 44260, Decimal("44260.5"), date(2021, 3, 5), datetime(2021, 3, 5, 14, 30),
    ],
)  # fmt: skip
def test_the_fifth_of_march_however_it_is_written(typed: Cell):
    assert value(Kind.DATE, typed) == date(2021, 3, 5)


@pytest.mark.parametrize("typed", ["2021.3", "2021-03", "2021/3", "2021年3月", "202103", 202103, Decimal("2021.3")])
def test_march_is_enough_where_a_month_is(typed: Cell):
    assert value(Kind.DATE, typed, month=True) == date(2021, 3, 1)
    assert "只写到月" in reason(Kind.DATE, typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2021", "只有年份"),
        (2021, "只有年份"),
        ("3/5/2021", "分不清哪个是月、哪个是日"),
        ("2021-02-30", "不是日历上有的日子"),
        ("2021.13", "不是日历上有的日子"),
        ("1021-03-05", "的年份不对"),
        ("长期", "不是日期"),
        ("210305", "的年份不对"),
        (Decimal("2021.1"), "可能是 1 月，也可能是 10 月"),
        (Decimal("2021.35"), "不是日历上有的日子"),
        (True, "不是日期"),
        (99999999, "不是日历上有的日子"),
        (10**17, "不是日期"),
    ],
)
def test_what_is_no_day_says_why(typed: Cell, said: str):
    assert said in reason(Kind.DATE, typed)
    assert said in reason(Kind.DATE, typed, month=True)


def test_two_figures_of_a_year_are_of_this_century_up_to_ten_years_ahead():
    assert value(Kind.DATE, "36/1/1") == date(2036, 1, 1)
    assert value(Kind.DATE, "37/1/1") == date(1937, 1, 1)


@pytest.mark.parametrize(
    "typed",
    ["2021-03-05 14:30", "2021.3.5 14：30", "2021年3月5日14时30分", "2021年3月5日 下午2:30", "2021-03-05T14:30:00",
     datetime(2021, 3, 5, 14, 30), Decimal("44260.604166666667")],
)  # fmt: skip
def test_a_moment_however_it_is_written(typed: Cell):
    assert value(Kind.MOMENT, typed) == datetime(2021, 3, 5, 14, 30)


def test_a_moment_without_a_clock_is_midnight_and_a_wrong_clock_is_told():
    assert value(Kind.MOMENT, "2021-03-05") == datetime(2021, 3, 5)
    assert value(Kind.MOMENT, date(2021, 3, 5)) == datetime(2021, 3, 5)
    assert "里的时间不对" in reason(Kind.MOMENT, "2021-03-05 25:00")


@pytest.mark.parametrize(
    ("typed", "unit", "fen"),
    [
        ("1200", "", 120_000), ("1,200.50", "", 120_050), ("￥1,200", "", 120_000), ("1200元", "", 120_000),
        ("1.2万元", "", 1_200_000), ("1.2", "万元", 1_200_000), ("1200元", "万元", 120_000), (Decimal("0.1"), "", 10),
        (1200, "元", 120_000), ("-3.5", "", -350), ("0", "", 0), ("１２．５", "", 1250),
        (Decimal("12.30"), "必填", 1230),
    ],
)  # fmt: skip
def test_money_is_whole_fen(typed: Cell, unit: str, fen: int):
    assert value(Kind.MONEY, typed, unit) == fen


@pytest.mark.parametrize(
    "typed", ["约1200", "1200-1500", "12,00", "一千", True, date(2021, 3, 5), "1e5", "1200.555", "NaN"]
)
def test_what_is_no_money_is_refused(typed: Cell):
    assert reason(Kind.MONEY, typed)


def test_numbers_too_large_to_be_meant_are_refused():
    assert "太大" in reason(Kind.MONEY, 10**14)
    assert "太大" in reason(Kind.WHOLE, "9" * 400)


@pytest.mark.parametrize(
    ("typed", "hundredths"), [("85.5", 8550), ("85.5㎡", 8550), ("85.5 m²", 8550), ("1公顷", 1_000_000)]
)
def test_areas_are_whole_hundredths(typed: Cell, hundredths: int):
    assert value(Kind.AREA, typed) == hundredths


@pytest.mark.parametrize("unit", ["㎡", "平方米", "m²"])
def test_the_units_of_a_head_are_known_in_every_width(unit: str):
    assert value(Kind.AREA, 85, unit) == 8500
    assert value(Kind.AREA, 2, "万平方米") == 2_000_000


def test_points_are_whole_hundredths():
    assert [value(Kind.DECIMAL, typed) for typed in ("8", "7.5分", 4)] == [800, 750, 400]
    assert "最多两位小数" in reason(Kind.DECIMAL, "7.555")


def test_whole_numbers_are_whole():
    assert [value(Kind.WHOLE, cell, unit="") for cell in ("35", 35, Decimal("35.0"), "３５", "1,035")] == [35] * 4 + [
        1035
    ]
    assert value(Kind.WHOLE, "35户", "户") == 35
    assert "要填整数" in reason(Kind.WHOLE, "3.5")


@pytest.mark.parametrize("typed", ["是", " 是 ", "√", "有", "Y", "yes", "1", 1, True, "对", "ｙ"])
def test_yes(typed: Cell):
    assert value(Kind.FLAG, typed) is True


@pytest.mark.parametrize("typed", ["否", "×", "✗", "无", "没有", "N", "0", 0, False, "x"])
def test_no(typed: Cell):
    assert value(Kind.FLAG, typed) is False


def test_what_is_neither_yes_nor_no_is_told():
    assert reason(Kind.FLAG, "大概") == "内容“大概”看不出是或否，请写“是”或“否”"


def test_a_long_list_of_choices_is_not_told_in_full():
    options = tuple((str(number), f"第{number}类") for number in range(20))
    said = reason(Kind.CHOICE, "其他类", options=options)
    assert "第11类 等，见填写说明" in said
    assert "第12类" not in said
    assert value(Kind.CHOICE, 7, options=options) == "7"


def test_an_identity_number_is_checked_and_a_lost_digit_is_never_guessed():
    assert value(Kind.ID_NUMBER, f" {ID_A[:6]} {ID_A[6:]} ") == ID_A
    assert value(Kind.ID_NUMBER, ID_X.lower()) == ID_X
    assert value(Kind.ID_NUMBER, f"'{ID_X}") == ID_X
    assert "已经丢失" in reason(Kind.ID_NUMBER, int(ID_A[:15] + "000"))
    assert "要 18 位" in reason(Kind.ID_NUMBER, "1308031990")
    assert "不是出生日期" in reason(Kind.ID_NUMBER, ID_A[:6] + "20991301" + ID_A[14:])


def test_an_identity_number_of_the_first_generation_kept_as_a_number_is_whole():
    old = ID_A[:6] + ID_A[8:17]
    assert value(Kind.ID_NUMBER, int(old)) == pii.normal_id_number(old)


def test_a_phone_number_kept_as_a_number_tells_of_the_zero_it_lost():
    assert value(Kind.PHONE, 13800000012) == "13800000012"
    assert value(Kind.PHONE, 4321234) == "4321234"
    assert "区号开头的 0 可能丢了" in reason(Kind.PHONE, 3144321234)
    assert value(Kind.PHONE, "0314-4321234") == "03144321234"


def test_a_code_keeps_its_zeros_and_tells_of_those_it_lost():
    assert value(Kind.CODE, "００12", length=4) == "0012"
    assert "开头的 0 可能丢了" in reason(Kind.CODE, 12, length=4)
    assert reason(Kind.CODE, "12", length=4) == "内容“12”要 4 位，现在是 2 位"
    assert "已经丢失" in reason(Kind.CODE, 130803199001011200)
    assert value(Kind.CODE, 130803) == "130803"


@pytest.mark.parametrize("kind", [Kind.ID_NUMBER, Kind.PHONE, Kind.CODE])
@pytest.mark.parametrize(
    "typed", ["1.30803E+17", "1E+10", "1.3080３ｅ+14", 1308031990010112001, Decimal("1234567890123456.5")]
)
def test_digits_that_a_workbook_did_not_keep_are_lost(kind: Kind, typed: Cell):
    assert reason(kind, typed).startswith("内容存成了数字，15 位以后的数字已经丢失")


def test_characters_set_apart_for_looks_are_one_word_and_words_keep_their_blanks():
    assert value(Kind.TEXT, "万 和　城 二 期") == "万和城二期"
    assert value(Kind.TEXT, "秀水街道 万和城一期 5 号楼") == "秀水街道 万和城一期 5 号楼"
    assert value(Kind.TEXT, "A B") == "A B"


def test_a_long_number_in_a_text_lost_its_digits_too():
    assert "已经丢失" in reason(Kind.TEXT, 6222021234561234000)
    assert value(Kind.TEXT, "6222021234561234000") == "6222021234561234000"
    assert [value(kind, "3E10") for kind in (Kind.TEXT, Kind.CODE)] == ["3E10"] * 2


def test_a_name_with_a_number_in_it_stands_in_the_wrong_column():
    assert value(Kind.NAME, "买买提 . 吐尔逊") == "买买提·吐尔逊"
    assert value(Kind.NAME, "演示网格员01") == "演示网格员01"
    assert "填错了列" in reason(Kind.NAME, "张三13800000012")


def test_a_text_stays_as_it_is_but_for_what_a_form_takes_off_too():
    assert value(Kind.TEXT, "  （一）Ａ座 =1+1\r\n２层\x00 ") == "（一）Ａ座 =1+1\n２层"
    assert [value(Kind.TEXT, cell) for cell in ("/", "无", 35, Decimal("1.50"), True, date(2021, 3, 5))] == [
        "/", "无", "35", "1.50", "是", "2021-03-05",
    ]  # fmt: skip
    assert value(Kind.TEXT, datetime(2021, 3, 5)) == "2021-03-05"


@pytest.mark.parametrize(
    ("kind", "real"),
    [(Kind.ID_NUMBER, pii.mask_id_number(ID_A)), (Kind.PHONE, pii.mask_phone("13800000012")),
     (Kind.PHONE, pii.mask_phone("03144321234")), (Kind.PHONE, pii.mask_phone("4321234转12")),
     (Kind.NAME, pii.mask_name("张三")), (Kind.CODE, "6222****1234"),
     (Kind.TEXT, "138****0012"), (Kind.TEXT, "电话138****0012，请回电"), (Kind.ID_NUMBER, "130803xxxxxxxx1234"),
     (Kind.ID_NUMBER, "＊＊＊＊＊＊"), (Kind.NAME, "张*"), (Kind.NAME, "张*三"), (Kind.DATE, "19**-01-01"[:4])],
)  # fmt: skip
def test_what_the_site_or_an_office_masked_is_known_for_it(kind: Kind, real: str):
    assert is_masked(real, kind)
    assert value(kind, real) is MASKED
    assert value(kind, real, required=True) is MASKED


@pytest.mark.parametrize("text", ["3*4号楼", "5 * 8", "张三", "重点**户口簿登记地址核对", "XXX小区"])
def test_a_star_alone_masks_nothing(text: str):
    assert value(Kind.TEXT, text) == text


def test_a_cell_is_quoted_shortly_in_its_reason():
    assert reason(Kind.WHOLE, "很" * 50).startswith(f"内容“{'很' * 20}…”")
    assert shown(None) == ""
