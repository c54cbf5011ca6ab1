"""Identity and phone numbers, names and masks."""

from datetime import date

import pytest

from shuangluan.kernel import pii
from shuangluan.kernel.errors import RuleBroken

TODAY = date(2026, 11, 20)


def numbered(first_17: str) -> str:
    """An invented identity number with area code 000000."""
    return first_17 + pii.id_check_digit(first_17)


GOOD = numbered("00000019900101001")


def refusal(text: str, today: date = TODAY) -> str:
    with pytest.raises(RuleBroken) as refused:
        pii.check_id_number(text, "id_number", today=today)
    assert refused.value.field == "id_number"
    assert text not in refused.value.reason
    return refused.value.reason


def test_the_check_digit_is_that_of_the_standards_own_example():
    assert pii.id_check_digit("11010519491231002") == "X"
    assert pii.id_check_digit("44052418800101001") == "4"


def test_a_good_number_comes_back_as_it_is():
    assert pii.check_id_number(GOOD, today=TODAY) == GOOD


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 11010519491231002X ",
        "110105 1949 1231 002X",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "\u200b11010519491231002X\ufeff",
    ],
)
def test_the_way_it_was_typed_does_not_matter(typed: str):
    assert pii.check_id_number(typed, today=TODAY) == "11010519491231002X"


def test_fifteen_digits_become_eighteen():
    assert pii.check_id_number("110105491231002", today=TODAY) == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("13080319890412", "身份证号要 18 位，现在是 14 位"),
        ("", "身份证号要 18 位，现在是 0 位"),
        (GOOD + "1", "身份证号要 18 位，现在是 19 位"),
        ("1.3E+17", "身份证号被表格软件改写，请将该列设为文本"),
        ("1.10105194912310E+17", "身份证号被表格软件改写，请将该列设为文本"),
        ("1101051949123１OO2X", "身份证号只有数字，末位可以是 X"),
        ("X10105194912310021", "身份证号只有数字，末位可以是 X"),
        ("٣" * 18, "身份证号只有数字，末位可以是 X"),
    ],
)
def test_a_number_of_another_shape_is_refused_with_what_is_wrong(typed: str, reason: str):
    if typed:
        assert refusal(typed) == reason
    else:
        with pytest.raises(RuleBroken, match=reason):
            pii.check_id_number(typed)


@pytest.mark.parametrize("birth", ["19901301", "19900230", "20230229", "00000101", "18791231", "20261121"])
def test_a_birth_that_cannot_be_is_refused(birth: str):
    assert refusal(numbered(f"000000{birth}001")) == "身份证号第 7 至 14 位不是出生日期，核对这几位"


def test_the_29th_of_february_and_today_are_births():
    for birth in ("20240229", "20261120"):
        number = numbered(f"000000{birth}001")
        assert pii.check_id_number(number, today=TODAY) == number


def test_the_birth_is_read_from_the_number():
    assert pii.birth_date(pii.check_id_number("11010519491231002X")) == date(1949, 12, 31)


def test_every_single_slip_of_a_digit_is_found():
    for position in range(17):
        for digit in "0123456789":
            if digit != GOOD[position]:
                with pytest.raises(RuleBroken):
                    pii.check_id_number(GOOD[:position] + digit + GOOD[position + 1 :], today=TODAY)


def test_neighbouring_digits_changed_round_are_found():
    number = numbered("00000019870615293")
    for position in range(16):
        swapped = number[:position] + number[position + 1] + number[position] + number[position + 2 :]
        if swapped != number:
            with pytest.raises(RuleBroken):
                pii.check_id_number(swapped, today=TODAY)


@pytest.mark.parametrize(
    "typed",
    ["13800000012", "138 0000 0012", "138-0000-0012", "+86 13800000012", "8613800000012", "１３８００００００１２"],
)
def test_a_mobile_number_is_kept_as_eleven_digits(typed: str):
    assert pii.check_mobile(typed) == "13800000012"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1380001", "手机号要 11 位，现在是 7 位"),
        ("138000000123", "手机号要 11 位，现在是 12 位"),
        ("", "手机号要 11 位，现在是 0 位"),
        ("1380000001a", "手机号只写数字"),
        ("12000000012", "手机号以 13 至 19 开头，核对前两位"),
        ("23800000012", "手机号以 13 至 19 开头，核对前两位"),
    ],
)
def test_a_wrong_mobile_number_is_refused_in_its_own_words(typed: str, reason: str):
    with pytest.raises(RuleBroken) as refused:
        pii.check_mobile(typed, "phone")
    assert (refused.value.reason, refused.value.field) == (reason, "phone")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800000012", "13800000012"),
        ("0314-4021234", "03144021234"),
        ("（0314）4021234", "03144021234"),
        ("010 6501 2345", "01065012345"),
        ("4021234", "4021234"),
        ("0314-4021234转801", "03144021234转801"),
        ("0314-4021234 分机 801", "03144021234转801"),
        ("+86 314 4021234", "03144021234"),
        ("400-800-1234", "4008001234"),
        ("12345", "12345"),
        ("0314-12345", "031412345"),
    ],
)
def test_a_phone_may_be_a_mobile_or_a_landline(typed: str, kept: str):
    assert pii.check_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1380001", "手机号要 11 位，现在是 7 位"),
        ("031440", "座机号要 7 至 8 位，前面可加 3 至 4 位区号；手机号要 11 位"),
        ("电话号码", "电话只写数字，分机写在“转”后面"),
        ("²²²²²²²a", "电话只写数字，分机写在“转”后面"),
    ],
)
def test_what_is_no_phone_is_refused(typed: str, reason: str):
    with pytest.raises(RuleBroken) as refused:
        pii.check_phone(typed)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张　三", "张三"),
        (" 张 三 ", "张三"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提 . 吐尔逊", "买买提·吐尔逊"),
        ("Anna   Maria", "Anna Maria"),
        ("Ａnna", "Anna"),
        ("张\u200b三", "张三"),
        ("𠮷田", "𠮷田"),
        ("", ""),
    ],
)
def test_a_name_is_kept_one_way(typed: str, kept: str):
    assert pii.normal_name(typed) == kept


def test_masks_are_those_of_the_table():
    assert pii.mask_id_number("130803199001011234") == "130803********1234"
    assert pii.mask_phone("13800000012") == "138****0012"
    assert pii.mask_name("张三") == pii.mask_name("张三丰") == "张**"


def test_a_landline_keeps_its_area_code_and_hides_the_extension():
    assert pii.mask_phone("03144021234") == "0314*****34"
    assert pii.mask_phone("03144021234转801") == "0314*****34转***"
    assert pii.mask_phone("4021234") == "*****34"


@pytest.mark.parametrize("short", ["", "1", "123", "1234567"])
def test_what_is_too_short_to_hide_a_part_is_hidden_whole(short: str):
    assert pii.mask_id_number(short) == "*" * len(short)
    assert pii.mask_name("") == ""
