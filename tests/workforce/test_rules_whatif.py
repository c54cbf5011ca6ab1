"""What would be under other documents: who changes and what five years cost; deterministic (WF-46, WF-105, WF-106)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import timeline
from shuangluan.workforce.rules.amounts import text_of
from shuangluan.workforce.rules.expectations import Expectations, expected, suppositions
from shuangluan.workforce.rules.whatif import (
    Documents,
    Person,
    ahead,
    certified,
    changes,
    distribution,
    five_years,
    hired,
    leaving,
    outcome,
    scaled_pay,
    scaled_rates,
)
from tests.workforce.shipped import document, hb60, post, worker, years

NOW = Documents(
    hb60(), document("pay_hb60_placeholder"), document("insurance_placeholder"), document("appraisal_default")
)
D = Decimal


def person(key=1, **more):
    facts = worker("2017-03-01", results=years(2017, *["合格"] * 8), **more)
    row = timeline(NOW.scheme, facts, "2025-01-01")[-1]
    return Person(key, "130803003", facts, row["post"], row["grade"], "4617.00", rating="合格")


def test_wf_105_the_same_documents_change_nobody():
    assert changes(NOW, NOW, [person()], "2025-06-01") == []


def test_wf_105_a_percentage_on_the_table_changes_everybody_and_says_what():
    then = Documents(NOW.scheme, scaled_pay(NOW.pay, D(10)), NOW.insurance, NOW.plan)
    one, = changes(NOW, then, [person()], "2025-06-01")
    assert one.difference == one.after.gross - one.before.gross > 0
    assert one.reason == "基本薪酬 2344.00 → 2578.40；基础绩效 1430.00 → 1573.00"
    assert scaled_pay(NOW.pay, D(0)) is NOW.pay


def test_wf_46_another_scheme_is_run_over_the_whole_life():
    risen = hb60(start__edu={"中专及以下": 1, "大专": 5, "本科": 9, "硕士": 11, "博士": 14})
    then = Documents(risen, NOW.pay, NOW.insurance, NOW.plan, is_own=False)
    one, = changes(NOW, then, [person()], "2025-06-01")
    assert (one.before.grade, one.after.grade) == (15, 17)
    assert one.reason.startswith("等级 15 → 17 级")


def test_wf_46_who_cannot_be_reckoned_is_told_and_not_left_out():
    then = Documents(document("sd18"), document("pay_sd18_placeholder"), NOW.insurance, NOW.plan, is_own=False)
    odd = Person(2, "130803003", worker() | {"appointments": [post("书记助理", "2017-03-01")]}, "工作人员", 15, None)
    one, = changes(NOW, then, [odd], "2025-06-01")
    assert one.after is None
    assert "书记助理" in one.reason
    assert one.difference == 0


def test_wf_159_a_higher_floor_moves_only_those_under_it():
    then = Documents(NOW.scheme, NOW.pay, scaled_rates(NOW.insurance, D(5)), NOW.plan)
    low, high = person(), person(2)
    low = Person(**{**vars(low), "average": "4320.00"})
    found = changes(NOW, then, [low, high], "2025-06-01")
    assert [one.person.key for one in found] == [1]
    assert found[0].reason.startswith("单位缴纳")


def test_wf_106_five_years_are_the_forecast_with_those_hired_and_those_who_retire():
    plain = five_years(NOW, [person()], 2025, "合格")
    assert [row["year"] for row in plain] == [2025, 2026, 2027, 2028, 2029]
    more = five_years(NOW, [person()], 2025, "合格", hired("工作人员", 7, 2, "合格"))
    assert D(more[0]["basic"]) - D(plain[0]["basic"]) == 24 * D(NOW.pay["amounts"]["7"])
    assert more[0]["award"] == plain[0]["award"], "no award for the year before they came"
    gone = five_years(NOW, [Person(**{**vars(person()), "leaves_on": "2026-06-30"})], 2025, "合格")
    assert gone[2]["basic"] == "0.00"
    assert five_years(NOW, [person()], 2025, "合格") == plain, "deterministic"


def test_wf_106_a_scheme_without_yearly_steps_says_so():
    then = Documents(document("sd18"), document("pay_sd18_placeholder"), NOW.insurance, NOW.plan, is_own=False)
    with pytest.raises(RuleBroken, match="每年晋级"):
        five_years(then, [], 2025, "合格")
    with pytest.raises(RuleBroken, match="未配置薪酬表"):
        outcome(Documents(NOW.scheme, None, NOW.insurance, NOW.plan), person(), "2025-06-01")


def test_wf_105_persons_per_class_and_grade():
    outcomes = [outcome(NOW, person(n), "2025-06-01") for n in range(3)]
    assert distribution(outcomes) == {"工作人员": {15: 3}}
    assert text_of(outcomes[0].cost) == text_of(outcomes[0].gross + outcomes[0].unit)


def test_wf_105_a_certificate_pays_from_the_month_of_the_day_and_an_exit_ends_the_forecast():
    one = person()
    day = date(2025, 6, 1)
    [change] = changes(NOW, NOW, [one], "2025-06-01", {1: certified(one, "初级", day)})
    assert change.reason == "职业津贴 0.00 → 50.00"
    gone = leaving(one, date(2025, 9, 30))
    assert leaving(gone, date(2026, 1, 1)).leaves_on == "2025-09-30"
    first, second, *_ = five_years(NOW, [gone], 2025, "合格")
    assert (first["left"], second["basic"]) == (1, "0.00")


POSTS, RATINGS = ("正职", "副职", "工作人员"), ("优秀", "合格", "基本合格", "不合格", "不定等次")


def test_wf_105_ratings_are_assumed_of_classes_grades_and_persons():
    said = suppositions("正职 优秀\n\n副职 20-30 基本合格\nsq00012　不合格\n工作人员 7 合格", POSTS, RATINGS)
    assert [(one.name or one.number, one.rating) for one in said] == [
        ("正职", "优秀"), ("副职 20–30 级", "基本合格"), ("SQ00012", "不合格"), ("工作人员 7 级", "合格"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [("正职 优秀\n正职 很好", "第 2 行看不懂"), ("书记 优秀", "没有岗位类别“书记”"), ("正职 30-20 优秀", "级别写成"),
     ("正职 高 优秀", "级别写成"), ("SQ1 3 优秀", "没有岗位类别“SQ1”"), ("优秀", "第 1 行看不懂")],
)  # fmt: skip
def test_wf_105_a_line_that_cannot_be_read_is_named(text, said):
    with pytest.raises(RuleBroken, match=said) as broken:
        suppositions(text, POSTS, RATINGS)
    assert broken.value.field == "ratings"


def test_wf_105_a_person_outweighs_grades_and_grades_a_class():
    groups = suppositions("工作人员 基本合格\n工作人员 15 不合格", POSTS, RATINGS)
    people = [person(1), person(2), replace(person(3), grade=14), replace(person(4), post="正职")]
    found = expected(people, Expectations("合格", groups, {2: "优秀"}), NOW.plan)
    assert [(one.expected, one.why) for one in found] == [
        ("不合格", "工作人员 15 级"), ("优秀", "点名"), ("基本合格", "工作人员"), ("合格", "全部"),
    ]  # fmt: skip


def test_wf_101_seats_go_to_who_had_them_last_year_then_by_total_and_those_named_take_theirs_first():
    people = [replace(person(key), total_x100=key * 100, rating="优秀" if key == 1 else "合格") for key in range(1, 16)]
    found = expected(people, Expectations("合格", named={2: "优秀", 15: "合格"}, by_seats=True), NOW.plan)
    assert {one.key: one.why for one in found if one.expected == "优秀"} == {
        2: "点名", 1: "优秀名额，上年优秀", 14: "优秀名额，按上年总分",
    }  # fmt: skip
    small = [replace(person(20 + key), street="130803009") for key in range(3)]
    both = expected([*people, *small], Expectations("合格", by_seats=True), NOW.plan)
    assert sum(one.expected == "优秀" for one in both) == 3, "18 × 20 %: a small street joins the largest"
    assert expected([], Expectations("合格", by_seats=True), NOW.plan) == []


def test_wf_106_each_is_carried_ahead_by_the_rating_expected_of_him():
    people = expected([person(1), person(2)], Expectations("合格", named={2: "不合格"}), NOW.plan)
    rows, grades = ahead(NOW, people, 2025, "合格")
    assert grades == {1: 19, 2: 15}
    assert D(rows[1]["award"]) < D(five_years(NOW, [person(1), person(2)], 2025, "合格")[1]["award"])
