"""The worked examples as the handbook words them, with its own figures (WF-70, WF-84, WF-121 to WF-128)."""

import pytest

from shuangluan.workforce.rules import absorb_retained, arrears, basic_pay, cert_allowance, grade, timeline
from shuangluan.workforce.rules.differences import differences
from tests.workforce.shipped import document, hb60, post, study, told, worker, years


def held(position, start, level="大专", *, degree=False, **more):
    """The facts of an example: one post, one education, service since the post began."""
    facts = worker(start, **more)
    facts["appointments"] = [post(position, start)]
    facts["education"] = [study(level, "2002-07-01", degree=degree)]
    return facts


def test_wf_70_wf_121_w2_a_conversion_line_by_line():
    found = grade(hb60(), held("副主任", "2009-03-16"), "2021-01-01")
    assert found["lines"] == [
        "岗位：副主任，属副职，6–55 级", "起点：副职、大专，10 级", "工作年限：计至 2020-12-31，11 年 9 个月 16 天",
        "年限晋级：11 年，每 1 年 1 级，+11 级", "合计：10 + 11 = 21 级", "确定：21 级",
    ]  # fmt: skip


def test_wf_122_w1_a_year_of_six_months_steps_and_one_of_five_and_a_half_does_not():
    for start, grade_then in (("2024-07-01", 8), ("2024-07-15", 7)):
        rows = timeline(hb60(), worker(start, results=years(2024, "合格")), "2025-01-01")
        assert [row["grade"] for row in rows] == [7, grade_then]
    assert rows[-1]["lines"] == ["2024 年度工作 5 个月 17 天，不满 6 个月，不定等次，不晋级，仍为 7 级"]


def test_wf_123_w4_a_life_with_a_bad_year_and_a_higher_post():
    good = ["合格"] * 4
    facts = worker("2017-03-01", results=years(2017, *good, "基本合格", "合格", "合格", "合格"))
    facts["appointments"].append(post("副主任", "2023-05-18", doc_date="2023-05-18"))
    rows = timeline(hb60(), facts, "2025-01-01")
    assert [row["grade"] for row in rows] == [7, 8, 9, 10, 11, 11, 12, 17, 18, 19]
    assert rows[5]["lines"] == ["2021 年度考核基本合格，不晋级，仍为 11 级"]
    changed = ["岗位变动：工作人员 → 副职，2023-06-01 起", "重新计算：起点 12 + 累计晋级 5 = 17 级", "确定：17 级"]
    assert rows[7]["lines"] == changed


def test_wf_125_w6_w7_one_paper_credits_years_and_both_give_a_grade():
    sd18 = document("sd18")
    both, one = held("副书记", "2018-08-01", "本科", degree=True), held("副书记", "2018-08-01", "本科")
    longer = held("副书记", "2018-01-01", "本科")
    found = [grade(sd18, facts, "2026-01-01") for facts in (both, one, longer)]
    assert [(row["start"], row["steps"], row["plus"], row["grade"]) for row in found] == [
        (4, 2, 1, 7), (4, 2, 0, 6), (4, 3, 0, 7),
    ]  # fmt: skip
    paid = basic_pay(document("pay_sd18_placeholder"), "副职", 7)
    assert (paid["basic"], paid["performance"], paid["total"]) == ("2951.20", "1264.80", "4216.00")


def test_wf_126_w8_above_the_range_is_overflow():
    found = grade(document("sd18"), held("专职工作者", "1987-09-01", "本科", degree=True), "2026-01-01")
    assert found["lines"][-3:] == ["合计：1 + 12 + 1 = 14 级", "超过本岗最高级，按 12 级，封顶溢出 2 级", "确定：12 级"]


def test_wf_127_w9_a_break_sums_both_parts_and_w10_w11_a_bad_year_costs_what_it_costs():
    facts = held("副主任", "2017-02-15")
    facts["segments"] = [{"start": "2008-03-01", "end": "2013-08-31"}, {"start": "2017-02-15"}]
    found = grade(document("sd18"), facts, "2025-01-01")
    assert (found["months"], found["days"], found["grade"]) == (13 * 12 + 4, 17, 8)
    bad = held("专职工作者", "2016-04-01", results=years(2019, "不合格"))
    found = grade(document("nx24"), bad, "2025-01-01")
    assert (found["months"], found["grade"]) == (93, 4)
    good = ["合格", "合格", "合格", "优秀", "合格", "合格"]
    for ratings, step in ((good, 3), ([*good[:3], "不合格", *good[4:]], 2)):
        facts = held("副主任", "2006-09-01", results=years(2008, *ratings))
        assert grade(document("xa12"), facts, "2013-10-01")["grade"] == step
    assert basic_pay(document("pay_xa12_placeholder"), "副职", 3)["total"] == "2760.00"


@pytest.mark.parametrize(("mode", "grade_then"), [("RECOMPUTE", 16), ("KEEP", 26)])
def test_wf_128_w13_a_post_lost_by_election(mode, grade_then):
    facts = worker("2014-01-01", first="2023-01-01")
    lost = {"to": "2023-03-20", "end_reason": "换届离任"}
    facts["appointments"] = [post("党组织书记", "2014-01-01", **lost), post("专职工作者", "2014-01-01")]
    rows = timeline(hb60(post_change__down=mode), facts, "2023-04-01")
    assert told(rows) == [("2023-01-01", "首次定级", 26), ("2023-04-01", "岗位变动", grade_then)]


def test_wf_128_w14_w15_w16_money_kept_allowances_and_arrears():
    left = absorb_retained("521.00", [{"kind": "STEPS", "amount": "50.00"}] * 11, "STEPS")
    assert left[-3:] == ["71.00", "21.00", "0.00"]
    held_two = [
        {"level": "初级", "registrations": [{"from": "2023-10-20", "to": "2026-10-19"}]},
        {"level": "中级", "registrations": [{"from": "2024-11-05", "to": "2027-11-04"}]},
    ]
    months = {"2023-10": "0.00", "2023-11": "50.00", "2024-12": "100.00", "2027-11": "100.00", "2027-12": "0.00"}
    assert {month: cert_allowance(hb60(), held_two, month) for month in months} == months
    assert [arrears("42.00", "2025-01-01", month)["amount"] for month in ("2025-05", "2025-04")] == ["168.00", "126.00"]


def test_wf_84_the_differences_of_ledger_and_theory_are_told_by_cause_and_add_up():
    facts = worker("2019-01-01", results=years(2019, *["合格"] * 4))
    facts["education"] = [study("大专", "2018-07-01", degree=False), study("本科", "2023-06-20")]
    facts["appointments"].append(post("副主任", "2023-07-10"))
    rows = timeline(hb60(post_change__up="KEEP"), facts, "2023-08-01")
    found = differences(rows)
    assert [one.words for one in found] == [
        "2023-07-01 学历变动：理论比记录多 2 级", "2023-08-01 岗位变动：理论比记录多 5 级",
    ]  # fmt: skip
    assert sum(one.grades for one in found) == rows[-1]["theoretical"] - rows[-1]["grade"]
    assert differences(timeline(document("sd18"), worker("2019-01-01"), "2023-08-01")) == []
