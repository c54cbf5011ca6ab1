"""红色物业评分: each item says how it was computed; from draft to confirmed (RP-37, RP-44)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules import evaluation_course as course
from shuangluan.red_property.rules import evaluation_lines as lines
from shuangluan.red_property.rules.evaluation import EvaluationScheme, evaluate
from shuangluan.red_property.rules.evaluation_course import Mark
from shuangluan.red_property.rules.evaluation_facts import Gathered
from tests.red_property.shipped import document

MONTHS = (("2026-01", "missed"), *((f"2026-{n:02d}", "held") for n in range(2, 12)), ("2026-12", "made_up"))
RP_44 = Gathered(
    compound_kind="new", company_id=1, company="和顺物业", party_units=0, instructors=1, supervisors=("甲",),
    managers=("乙",), months=MONTHS, resolutions=(18, 20), solved=(31, 36), satisfied=(36, 40),
    fees=(47_000_000, 50_000_000), fees_before=(46_500_000, 50_000_000), unsigned=(0, 12),
)  # fmt: skip
MANUAL = {"upgrade": Fraction(8), "openness": Fraction(4)}
NOTES = {"upgrade": "四个节点完成三个", "openness": "公示栏照片"}


def scheme() -> EvaluationScheme:
    return EvaluationScheme.parse(document("property_evaluation_items"))


def said(gathered: Gathered, manual: Any = MANUAL) -> dict[str, tuple[int | None, str]]:
    result = evaluate(scheme(), gathered.facts(manual, frozenset()))
    return {one.code: (one.earned_x100, one.text) for one in lines.item_lines(scheme(), gathered, result, NOTES)}


def test_rp_44_every_item_says_how_it_was_computed():
    assert said(RP_44) == {
        "org_cover": (900, "和顺物业已派指导员（有 1 名在任指导员）：9 分"),
        "cross_appointment": (1000, "义务质量总监：甲，5 分；企业负责人任社区兼职委员或大党委成员：乙，5 分"),
        "meeting_rate": (1375, "应开 12 个月，免开 0，已开 10，补开 1：15 × 11/12；未开：1 月"),
        "resolution_on_time": (1350, "首次期限到期的议定事项 20 条，按首次期限完成 18 条：15 × 18/20"),
        "event_solved": (861, "办结的物业类诉求 36 件，已解决 31 件：10 × 31/36"),
        "event_satisfied": (900, "作了评价的诉求人 40 人，满意和基本满意 36 人：10 × 36/40"),
        "fee_rate": (
            1000,
            "实收 470,000.00 ÷ 应收 500,000.00 元 = 94.0%，新建小区目标 90%：10 × min(1, 收缴率 ÷ 90%)；"
            "上年 93.0%，提高 1.0 个百分点",
        ),
        "upgrade": (800, "四个节点完成三个"),
        "openness": (400, "公示栏照片"),
    }
    result = evaluate(scheme(), RP_44.facts(MANUAL, frozenset()))
    assert lines.total_text(scheme(), result) == "得 85.86 分 ÷ 可评 100 分 × 100 = 85.86 分"


def test_rp_37_what_has_no_data_says_so_and_below_70_nothing_is_rated():
    bare = replace(RP_44, months=(), resolutions=(0, 0), solved=(0, 0), satisfied=(0, 0), fees=(0, 0))
    found = said(bare, {})
    assert [code for code, (given, text) in found.items() if given is None and "不计入可评分" in text] == [
        "meeting_rate", "resolution_on_time", "event_solved", "event_satisfied", "fee_rate", "upgrade", "openness",
    ]  # fmt: skip
    result = evaluate(scheme(), bare.facts({}, frozenset()))
    assert lines.total_text(scheme(), result) == "可评 25 分，不到 70 分：不评"


def test_rp_37_a_rise_of_five_points_is_named():
    rising = replace(RP_44, fees=(47, 100), fees_before=(42, 100))
    assert said(rising)["fee_rate"][0] == 800
    assert said(rising)["fee_rate"][1].endswith("上年 42.0%，提高 5.0 个百分点，不低于 8 分")
    falling = replace(RP_44, fees=(80, 100), fees_before=(90, 100))
    assert said(falling)["fee_rate"][1].endswith("上年 90.0%，下降 10.0 个百分点")


def test_rp_37_a_veto_says_why():
    assert lines.veto_texts(scheme(), ("fund_misuse",), {"fund_misuse": "区住建局 3 号"}, (0, 1)) == [
        "挪用维修资金：区住建局 3 号"
    ]
    told = lines.veto_texts(scheme(), ("unsigned_over_half",), {}, (7, 12))
    assert told == ["联席会纪要未签认率超过50%：提交签认的纪要 12 份，过期没有签齐 7 份"]


def test_d8_the_facts_are_read_as_they_were_kept():
    assert Gathered.kept(RP_44.plain) == RP_44


MARKS = {"upgrade": Mark(800, "照计划"), "openness": Mark(0, "没有公示")}


def test_rp_37_points_by_hand_keep_to_their_item_and_say_what_they_rest_on():
    course.check_marks(scheme(), MARKS, {"fund_misuse": "认定书"})
    for marks, vetoes, field in (
        ({"upgrade": Mark(1001, "多了")}, {}, "upgrade"),
        ({"upgrade": Mark(800, " ")}, {}, "upgrade_note"),
        ({"fee_rate": Mark(800, "手填")}, {}, "fee_rate"),
        ({}, {"fund_misuse": ""}, "fund_misuse_note"),
        ({}, {"unsigned_over_half": "手选"}, "unsigned_over_half"),
    ):
        with pytest.raises(RuleBroken) as broken:
            course.check_marks(scheme(), marks, vetoes)
        assert broken.value.field == field


def test_rp_37_it_is_confirmed_when_the_year_is_over_with_evidence_by_another_person():
    new_year = date(2027, 1, 1)
    course.check_can_confirm(scheme(), 2026, new_year, MARKS, {"upgrade": 1})
    for today, marks, evidence, why in (
        (date(2026, 12, 31), MARKS, {"upgrade": 1}, "还没有过完"),
        (new_year, {"upgrade": MARKS["upgrade"]}, {"upgrade": 1}, "“公开公示”还没有评分"),
        (new_year, MARKS, {}, "“分类提升进度”还没有附证据"),
    ):
        with pytest.raises(RuleBroken, match=why):
            course.check_can_confirm(scheme(), 2026, today, marks, evidence)
    course.check_two_persons(7, 8)
    course.check_two_persons(None, 8)
    with pytest.raises(RuleBroken):
        course.check_two_persons(8, 8)


def test_a_year_that_has_not_begun_is_refused():
    course.check_year(2026, date(2026, 1, 1))
    for year in (2017, 2027):
        with pytest.raises(RuleBroken):
            course.check_year(year, date(2026, 12, 31))
