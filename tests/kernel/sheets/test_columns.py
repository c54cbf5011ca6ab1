"""Which column is which field, by the words of its head and by what was chosen for the last file of that shape."""

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import Field, Kind, Label, choice, matched, signature
from shuangluan.kernel.sheets.columns import bare, normal, picked, tokens

FIELDS = (
    Field("name", "姓名", Kind.NAME, required=True),
    Field("phone", "联系电话", Kind.PHONE),
    Field("from", "时间（起）"),
    Field("to", "时间（止）"),
    Field("area", "面积", Kind.AREA),
)


def labels(*texts: str) -> tuple[Label, ...]:
    return tuple(Label(place, (text,)) for place, text in enumerate(texts))


def chosen(*texts: str, fields=FIELDS, saved=None) -> dict[str, int]:
    return {key: label.column for key, label in matched(labels(*texts), fields, saved).chosen.items()}


def test_heads_are_compared_without_width_blanks_signs_and_case():
    assert normal(" 身份 证号＊：") == "身份证号"
    assert normal("ＩＤ No.") == "idno"
    assert bare("建筑面积（㎡）") == "建筑面积"
    assert bare("【必填】姓名") == "姓名"


def test_what_stands_in_brackets_decides_only_where_it_must():
    assert chosen("时间(止)", "时间(起)", "面积（平方米）") == {"to": 0, "from": 1, "area": 2}


def test_a_head_that_could_be_two_fields_is_left_to_choose():
    two = (Field("a", "时间", synonyms=("日期",)), Field("b", "登记时间", synonyms=("日期",)))
    match = matched(labels("日期"), two)
    assert (dict(match.chosen), set(match.unclear)) == ({}, {"a", "b"})


def test_a_column_that_names_the_field_itself_goes_before_one_that_needs_its_brackets_taken_off():
    assert chosen("面积（套内）", "面积") == {"area": 1}


def test_the_names_of_a_kind_count_only_where_one_field_is_of_it():
    two = (Field("reporter", "报事人电话", Kind.PHONE), Field("contact", "联系人电话", Kind.PHONE))
    phone = matched(labels("手机号"), two)
    assert ([label.text for label in phone.unknown], dict(phone.unclear)) == (["手机号"], {})
    assert chosen("手机号", "联系人电话", fields=two) == {"contact": 1}
    assert chosen("手机号", fields=two[:1]) == {"reporter": 0}


def test_a_field_that_goes_by_line_number_is_one():
    assert chosen("序号", fields=(Field("number", "序号"),)) == {"number": 0}
    assert matched(labels("序号", "姓名"), FIELDS).unknown == ()


def test_a_missing_required_column_is_named():
    match = matched(labels("电话", "备注"), FIELDS)
    assert [field.key for field in match.missing] == ["name"]


KEYS = (("phone",), ("name", "area"))


def test_a_match_is_complete_once_one_record_can_be_told_from_another():
    whole = picked(labels("电话"), FIELDS, {"0": "phone"}, {})
    whole.check_complete(KEYS, FIELDS)
    assert [field.key for field in whole.missing] == ["name"]
    with pytest.raises(RuleBroken, match="还没有指定哪一列是联系电话，或者姓名和面积"):
        picked(labels("姓名"), FIELDS, {"0": "name"}, {}).check_complete(KEYS, FIELDS)
    picked(labels("姓名"), FIELDS, {"0": "name"}, {"area": 100}).check_complete(KEYS, FIELDS)


def test_a_field_is_given_once():
    with pytest.raises(RuleBroken, match="有两列都对成了“姓名”"):
        picked(labels("甲", "乙"), FIELDS, {"0": "name", "1": "name"}, {})
    with pytest.raises(RuleBroken, match="“姓名”已经对了一列") as refused:
        picked(labels("甲"), FIELDS, {"0": "name"}, {"name": "张三"})
    assert refused.value.field == "name"
    for match in ({"0": "no_such"}, {"7": "name"}):
        with pytest.raises(RuleBroken, match="没有这个栏目"):
            picked(labels("甲"), FIELDS, match, {})


def test_the_shape_of_a_file_is_that_of_its_heads_in_any_order():
    assert signature(labels("姓名", "电话")) == signature(labels("电 话", "姓名*"))
    assert signature(labels("姓名", "电话")) != signature(labels("姓名", "电话", "备注"))
    assert signature(labels("姓名", "电话")) != signature(labels("姓名", "电话", "电话"))


def test_a_choice_is_remembered_for_the_next_file_of_that_shape():
    first = labels("业主", "电话", "电话", "备注")
    saved = choice(first, {"name": 0, "phone": 2})
    assert saved == {"业主": "name", "电话": "", "电话#2": "phone", "备注": ""}
    assert chosen("备注", "电话", "电话", "业主", saved=saved) == {"name": 3, "phone": 2}
    assert [label.text for label in matched(first, FIELDS, saved).unknown] == ["电话", "备注"]


def test_what_was_remembered_for_a_field_that_is_gone_is_forgotten():
    assert chosen("姓名", saved={"姓名": "old_name"}) == {"name": 0}


def test_one_column_cannot_be_two_fields():
    with pytest.raises(RuleBroken, match="“业主”这一列只能对应一项内容"):
        choice(labels("业主"), {"name": 0, "phone": 0})


def test_a_unit_stands_in_the_last_brackets():
    assert Label(0, ("金额（万元）",)).unit == "万元"
    assert Label(0, ("住房", "面积[平方米]")).unit == "平方米"
    assert Label(0, ("金额",)).unit == ""


def test_columns_of_the_same_name_are_numbered():
    assert tokens(labels("电话", "电话", "姓名")) == ["电话", "电话#2", "姓名"]
