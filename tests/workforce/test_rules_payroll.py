"""A pay month by pure rules: lines and totals, retained amounts, what closed months owe (WF-82, WF-90 to WF-93)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import text_of
from shuangluan.workforce.rules.pay import award_of, insurance_of
from shuangluan.workforce.rules.payroll import (
    Arrear,
    Owed,
    Slip,
    Standing,
    arrear_lines,
    check_can_lock,
    hidden_groups,
    regular,
    retained_in,
    standing_in,
    whole_months,
)
from shuangluan.workforce.rules.scheme import Scheme
from tests.workforce.shipped import document, hb60

PAY, INSURANCE = document("pay_hb60_placeholder"), document("insurance_placeholder")
D = Decimal


def day(text):
    return date.fromisoformat(text)


HELD = Standing(day("2026-01-01"), "副职", 21, "双人社〔2026〕1号")
MIDDLE = [{"level": "中级", "registrations": [{"from": "2024-11-05", "to": "2027-11-04"}]}]


def slip(**more):
    found = regular(Scheme.parse(hb60()), PAY, HELD, MIDDLE, D(0), day("2026-10-01"))
    plain = Slip(found, PAY, INSURANCE, insurance_of(INSURANCE, D("4617.00")), D("4617.00"))
    return replace(plain, **more)


def test_wf_130_the_slip_of_a_whole_month():
    one = slip()
    assert (text_of(one.gross), text_of(one.person), text_of(one.net), text_of(one.unit)) == (
        "4096.00", "844.91", "3251.09", "1528.23",
    )  # fmt: skip
    assert one.lines == [
        "岗位等级：副职 21 级，2026-01-01 起，双人社〔2026〕1号",
        "基本薪酬：2566.00 元/月，基础绩效：1430.00 元/月（示例金额）",
        "职业津贴：中级，100.00 元",
        "应发：4096.00 元（示例金额）",
        "养老保险：基数 4617.00 × 8% = 369.36 元（示例费率）",
        "医疗保险（含生育保险）：基数 4617.00 × 2% = 92.34 元（示例费率）",
        "失业保险：基数 4617.00 × 0.3% = 13.85 元（示例费率）",
        "住房公积金：基数 4617.00 × 8% = 369.36 元（示例费率）",
        "实发：3251.09 元",
        "单位缴纳：1528.23 元，单位用工成本 5624.23 元",
    ]


def test_wf_90_the_total_is_the_sum_of_its_printed_lines():
    one = slip(
        arrears=(Arrear(day("2026-08-01"), D("36.00"), ""), Arrear(day("2026-09-01"), D("36.00"), "")),
        deduction=D("120.50"), deduction_reason="事假 2 天", tax=D("8.00"), award=D("7356.00"),
        award_words="2025 年度奖励绩效：7356.00 元", back_person=D("1.00"), back_unit=D("2.00"),
    )  # fmt: skip
    assert one.gross == D("4096.00") + D("72.00") - D("120.50")
    assert one.net == one.gross + D("7356.00") - D("845.91") - D("8.00")
    told = "\n".join(one.lines)
    for words in ("补发 2026-08 至 2026-09：36.00 元 × 2 个月 = 72.00 元", "扣款：120.50 元（事假 2 天）",
                  "补缴：个人 1.00 元，单位 2.00 元", "个人所得税：8.00 元", "2025 年度奖励绩效"):
        assert words in told


def test_wf_79_w15_the_allowance_follows_the_registration_month_by_month():
    papers = [
        {"level": "初级", "registrations": [{"from": "2023-10-20"}]},
        {"level": "中级", "registrations": [{"from": "2024-11-05", "to": "2027-11-04"}]},
        {"level": "高级", "registrations": [], "verify": "待核验"},
    ]
    months = {"2023-10-01": "0.00", "2023-11-01": "50.00", "2024-12-01": "100.00", "2027-12-01": "50.00"}
    for month, amount in months.items():
        found = regular(Scheme.parse(hb60()), PAY, HELD, papers, D(0), day(month))
        assert text_of(found.allowance) == amount, month


def test_w14_a_retained_amount_is_absorbed_by_steps_and_by_a_new_table():
    table = {"mode": "AMOUNT", "amounts": {str(n): str(3357 + 50 * n) for n in range(1, 20)}, "perf_monthly": "1387",
             "award_monthly": "613"}
    risen = table | {"perf_monthly": "1487"}
    rows = [Standing(day(f"{2020 + n}-01-01"), "工作人员", 1 + n) for n in range(12)]
    old, since = D("5928.00"), day("2020-01-01")

    first = ((day("2017-01-01"), table),)

    def left(month, by="STEPS", tables=first):
        return text_of(retained_in(old, since, rows, tables, day(month), by))

    assert left("2020-06-01") == "521.00"
    assert [left(f"{2020 + n}-01-01") for n in (9, 10, 11)] == ["71.00", "21.00", "0.00"]
    assert left("2019-12-01") == "0.00", "before the conversion nothing is retained"
    both = ((day("2017-01-01"), table), (day("2020-07-01"), risen))
    assert (left("2020-07-01", "STEPS", both), left("2020-07-01", "TABLE_RAISE", both)) == ("521.00", "421.00")
    assert left("2021-01-01", "BOTH", both) == "371.00"
    with pytest.raises(RuleBroken, match="薪酬表"):
        left("2020-06-01", tables=())


def test_wf_90_the_grade_of_a_month_is_the_one_on_its_first_day_or_the_first_within_it():
    rows = [Standing(day("2026-03-16"), "工作人员", 7), Standing(day("2026-04-10"), "副职", 12)]
    assert standing_in(rows, day("2026-02-01")) is None
    assert standing_in(rows, day("2026-03-01")).grade == 7
    assert standing_in(rows, day("2026-04-01")).grade == 7
    assert standing_in(rows, day("2026-05-01")).grade == 12


@pytest.mark.parametrize(
    ("entry", "leaves", "months"),
    [("2020-03-01", None, 12), ("2025-03-01", None, 10), ("2025-03-02", None, 9), ("2020-01-01", "2025-06-30", 6),
     ("2020-01-01", "2025-06-29", 5), ("2026-02-01", None, 0), ("2020-01-01", "2024-06-30", 0)],
)  # fmt: skip
def test_wf_92_whole_calendar_months_of_a_year(entry, leaves, months):
    assert whole_months(2025, day(entry), day(leaves) if leaves else None) == months
    if months == 12:
        assert text_of(award_of(PAY, document("appraisal_default"), "合格", months)) == "7356.00"


def test_wf_161_w16_a_raise_by_the_ledger_is_paid_of_itself():
    months = [day(f"2025-0{n}-01") for n in range(1, 5)]
    owed = [Owed(one, D("3400.00"), D("3442.00"), D(0), True) for one in months]
    assert all(one.is_automatic for one in owed)
    lines = list(arrear_lines([Arrear(one.month, one.difference, "号") for one in owed]))
    assert lines == ["补发 2025-01 至 2025-04：42.00 元 × 4 个月 = 168.00 元（号）"]


@pytest.mark.parametrize(
    ("due", "settled", "graded", "automatic"),
    [("3442.00", "0", True, True), ("3442.00", "42.00", True, False), ("3442.00", "0", False, False),
     ("3358.00", "0", True, False)],
)  # fmt: skip
def test_wf_93_wf_156_what_is_not_a_raise_by_the_ledger_waits_for_a_decision(due, settled, graded, automatic):
    assert Owed(day("2025-01-01"), D("3400.00"), D(due), D(settled), graded).is_automatic is automatic


def test_wf_93_months_apart_and_other_amounts_are_lines_of_their_own():
    arrears = [Arrear(day("2025-01-01"), D("42"), ""), Arrear(day("2025-03-01"), D("42"), ""),
               Arrear(day("2025-04-01"), D("-10"), "决定")]
    assert list(arrear_lines(arrears)) == [
        "补发 2025-01：42.00 元 × 1 个月 = 42.00 元", "补发 2025-03：42.00 元 × 1 个月 = 42.00 元",
        "扣回 2025-04：10.00 元 × 1 个月 = 10.00 元（决定）",
    ]  # fmt: skip


def test_wf_90_a_month_with_sample_amounts_or_by_the_same_person_is_not_locked():
    for why, more in (("示例", {"is_placeholder": True}), ("算不出来", {"problems": 2}), ("另一位", {"actor_id": 7})):
        asked = {"actor_id": 8, "computed_by_id": 7, "is_placeholder": False, "problems": 0} | more
        with pytest.raises(RuleBroken, match=why):
            check_can_lock(asked.pop("actor_id"), asked.pop("computed_by_id"), **asked)
    check_can_lock(8, 7, is_placeholder=False, problems=0)


def test_wf_116_small_groups_are_hidden_and_cannot_be_reckoned_from_the_total():
    assert hidden_groups({"甲": 10, "乙": 9}) == set()
    assert hidden_groups({"甲": 10, "乙": 4, "丙": 6}) == {"乙", "丙"}
    assert hidden_groups({"甲": 10, "乙": 4, "丙": 3}) == {"乙", "丙"}
    assert hidden_groups({"甲": 10, "乙": 0}) == set()


def test_wf_94_pay_on_trial_under_four_fifths_or_the_minimum_wage_is_told():
    paid = slip().regular.total
    low = {"on_trial": True, "deduction": paid * Decimal("0.21"), "deduction_reason": "事假"}
    assert "80%" in slip(**low).trial_warning
    assert any(line.startswith("请核对：试用期工资") for line in slip(**low).lines)
    assert slip(**{**low, "on_trial": False}).trial_warning == ""
    assert slip(on_trial=True).trial_warning == ""
    assert "最低工资" in slip(on_trial=True, insurance={**slip().insurance, "minimum_wage": "9000.00"}).trial_warning
