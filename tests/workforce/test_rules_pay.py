"""Pay, insurance, awards, arrears, the forecast (WF-82, WF-90 to WF-94, WF-106)."""

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import (
    absorb_retained,
    arrears,
    award_amount,
    basic_pay,
    forecast,
    insurance_lines,
    pay_month,
    retained_diff,
)
from shuangluan.workforce.rules.amounts import decimal_of, fen_of, yuan_of
from shuangluan.workforce.rules.pay import check_probation_pay
from tests.workforce.shipped import document, hb60

PAY, INSURANCE = document("pay_hb60_placeholder"), document("insurance_placeholder")
PLAN = document("appraisal_default")


def test_wf_130_a_whole_month():
    month = pay_month(PAY, INSURANCE, "副职", 21, "100.00", "0.00", "4617.00")
    assert (month["gross"], month["person"], month["net_before_tax"], month["unit"]) == (
        "4096.00", "844.91", "3251.09", "1528.23",
    )  # fmt: skip


def test_wf_90_without_a_table_nothing_is_shown_and_the_line_says_so():
    assert basic_pay(None, "副职", 21) == {
        "basic": None, "performance": None, "total": None, "line": "未配置薪酬表，不能计算薪酬",
    }  # fmt: skip
    assert set(pay_month(None, INSURANCE, "副职", 21, "0", "0", None).values()) == {None}
    assert award_amount(None, PLAN, "合格", 12) is None


def test_wf_90_a_grade_outside_the_table_is_an_error_not_zero():
    with pytest.raises(RuleBroken, match="61 级"):
        basic_pay(PAY, "正职", 61)


def test_wf_90_a_table_that_is_the_districts_own_carries_no_mark():
    own = document("pay_hb60_placeholder", placeholder=False)
    assert "示例" not in basic_pay(own, "副职", 21)["line"]
    assert basic_pay(PAY, "副职", 21)["line"].endswith("（示例金额）")


def test_wf_83_amounts_may_be_keyed_by_class():
    table = {"mode": "AMOUNT", "amounts": {"副职": {"3": "2000.00"}}, "perf_monthly": "10"}
    assert basic_pay(table, "副职", 3)["total"] == "2010.00"
    with pytest.raises(RuleBroken):
        basic_pay(table, "正职", 3)


def test_wf_91_the_first_month_of_a_new_hire_is_its_own_base():
    month = pay_month(PAY, INSURANCE, "副职", 21, "600.00", "0.00", None)
    assert month["base"] == month["gross"] == "4596.00"


@pytest.mark.parametrize(("avg", "base"), [("4319.99", "4320.00"), ("4320.01", "4320.01"), ("30000.00", "21600.00")])
def test_wf_159_contributions_are_between_floor_and_cap(avg, base):
    assert insurance_lines(INSURANCE, avg)["base"]["pension"] == base


def test_wf_159_the_net_can_fall_when_the_floor_rises():
    risen = document("insurance_placeholder")
    for kind in risen["kinds"]:
        kind["floor"] = "4500.00"
    nets = [pay_month(PAY, one, "工作人员", 7, "0", "0", "3486.00")["net_before_tax"] for one in (INSURANCE, risen)]
    assert decimal_of(nets[1]) < decimal_of(nets[0])


def test_w14_a_retained_amount_is_absorbed_and_never_below_zero():
    assert retained_diff("5928.00", "5407.00") == "521.00"
    steps = [{"kind": "STEPS", "amount": "50.00"}] * 11
    assert absorb_retained("521.00", steps, "STEPS")[-3:] == ["71.00", "21.00", "0.00"]
    mixed = [{"kind": "STEPS", "amount": "50"}, {"kind": "TABLE_RAISE", "amount": "100"}]
    assert absorb_retained("521.00", mixed, "TABLE_RAISE") == ["521.00", "421.00"]
    assert absorb_retained("521.00", mixed, "BOTH") == ["471.00", "371.00"]
    assert absorb_retained("521.00", mixed, "NONE") == ["521.00", "521.00"]


def test_wf_161_w16_arrears_run_to_the_month_before_the_first_open_one():
    assert arrears("42.00", "2025-01-01", "2025-05") == {"months": 4, "amount": "168.00"}
    assert arrears("-42.00", "2025-01-01", "2025-03") == {"months": 2, "amount": "-84.00"}
    assert arrears("42.00", "2025-05-01", "2025-05")["amount"] == "0.00"


@pytest.mark.parametrize(
    ("rating", "amount"), [("优秀", "8827.20"), ("合格", "7356.00"), ("基本合格", "3678.00"), ("不合格", "0.00")]
)
def test_wf_92_the_award_follows_the_rating(rating, amount):
    assert award_amount(PAY, PLAN, rating, 12) == amount


def test_wf_92_an_unknown_rating_or_thirteen_months_are_refused():
    for rating, months in (("很好", 12), ("合格", 13)):
        with pytest.raises(RuleBroken):
            award_amount(PAY, PLAN, rating, months)


def test_wf_94_probation_pay_has_two_floors():
    check_probation_pay("3000.00", "2400.00", "2200.00")
    with pytest.raises(RuleBroken, match="80%"):
        check_probation_pay("3000.00", "2399.99", "2200.00")
    with pytest.raises(RuleBroken, match="最低工资"):
        check_probation_pay("2500.00", "2100.00", "2200.00")


def test_wf_64_amounts_are_text_in_and_out_and_whole_fen_at_rest():
    assert (fen_of("4096.00"), yuan_of(409600)) == (409600, "4096.00")
    for wrong in ("x", "NaN", 1.5, True, None):
        with pytest.raises(RuleBroken):
            decimal_of(wrong)


def asked(*workers, years=(2025, 2026), **changes):
    return forecast(hb60(**changes), PAY, INSURANCE, PLAN, list(workers), list(years), "合格")


def person(**more):
    return {
        "post": "副职", "grade": 21, "allowance": "0.00", "avg_last_year": "4617.00",
        "award_months_last_year": 12, "rating_last_year": "合格", **more,
    }  # fmt: skip


def test_wf_106_a_leaver_is_paid_through_his_month_and_awarded_next_year():
    first, second = asked(person(leaves_on="2025-06-15"))
    assert (first["basic"], first["left"]) == ("15396.00", 1), "six months"
    assert (second["basic"], second["unit"], second["left"]) == ("0.00", "0.00", 0)
    assert second["award"] == "3065.00", "five whole months"


def test_wf_106_his_last_month_is_whole_on_its_last_day():
    assert asked(person(leaves_on="2025-06-30"))[1]["award"] == "3678.00"


def test_wf_106_a_step_lost_at_the_top_is_counted():
    first, second = asked(person(grade=55))
    assert (first["at_ceiling"], second["at_ceiling"]) == (0, 1)
    assert first["basic"] == second["basic"]


def test_wf_106_years_in_a_row_a_table_and_yearly_steps_are_needed():
    for wrong in ({"years": (2025, 2027)}, {"years": ()}, {"advance__mode": "SERVICE_BAND"}):
        with pytest.raises(RuleBroken):
            asked(person(), **wrong)
    with pytest.raises(RuleBroken, match="未配置薪酬表"):
        forecast(hb60(), None, INSURANCE, PLAN, [person()], [2025], "合格")
