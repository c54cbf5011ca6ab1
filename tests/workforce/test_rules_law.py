"""Terms of law: periods, probation, dismissal, retirement, recruitment, checks, training (WF-42, WF-107 ff.)."""

from datetime import date
from fractions import Fraction

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import (
    leaving,
    period_end,
    probation_max_months,
    probation_ok,
    recruit_total,
    retire_date,
)
from shuangluan.workforce.rules.terms import voluntary_window
from shuangluan.workforce.rules.training import Attendance, hours_of, is_all_round, is_generalist
from tests.workforce.shipped import document

CALENDAR, RETIREMENT = document("work_calendar"), document("retirement")


def test_wf_129_five_working_days_over_the_national_day():
    assert period_end(CALENDAR, "2025-09-26", 5, "工作日") == "2025-10-10"


def test_wf_110_natural_days_roll_to_the_next_working_day():
    assert period_end(CALENDAR, "2025-09-24", 10, "自然日") == "2025-10-09"


@pytest.mark.parametrize(("start", "kind"), [("2026-12-28", "工作日"), ("2026-12-29", "自然日")])
def test_wf_110_a_legal_period_into_a_year_without_notice_is_refused(start, kind):
    with pytest.raises(RuleBroken, match="2027"):
        period_end(CALENDAR, start, 5, kind)


def test_wf_110_what_is_no_term_is_refused():
    for days, kind in ((0, "工作日"), (5, "农历日")):
        with pytest.raises(RuleBroken):
            period_end(CALENDAR, "2025-09-26", days, kind)


@pytest.mark.parametrize(
    ("end", "months"),
    [("2025-03-30", 0), ("2025-03-31", 1), ("2025-12-30", 1), ("2025-12-31", 2), ("2027-12-30", 2), ("2027-12-31", 6),
     (None, 6)],
)  # fmt: skip
def test_wf_107_the_longest_probation_by_the_length_of_the_contract(end, months):
    assert probation_max_months("2025-01-01", end) == months


def test_wf_107_it_ends_before_start_plus_the_term():
    assert probation_ok("2025-03-01", "2028-02-29", "2025-08-31")
    assert not probation_ok("2025-03-01", "2028-02-29", "2025-09-01")
    assert not probation_ok("2025-01-01", "2025-03-30", "2025-01-31"), "a short contract has none"
    assert not probation_ok("2025-03-01", "2028-02-29", "2025-02-28")
    assert probation_ok("2025-01-01", "2025-03-30", None)


TODAY, FAR = date(2026, 11, 25), date(2040, 1, 1)


def dismiss(ground, **more):
    asked = {"shelters": set(), "elected": False, "service_years": 3, "retires_on": FAR, "today": TODAY} | more
    leaving.check_can_dismiss(ground, **asked)


def test_wf_108_grounds_40_and_41_are_blocked_where_the_law_shelters():
    for ground in leaving.BLOCKED_GROUNDS:
        with pytest.raises(RuleBroken, match="第四十二条"):
            dismiss(ground, shelters={leaving.Shelter.PREGNANCY})
        with pytest.raises(RuleBroken, match="满十五年"):
            dismiss(ground, service_years=15, retires_on=date(2031, 10, 31))
    dismiss(leaving.Ground.REDUNDANCY, service_years=15, retires_on=date(2031, 11, 1))
    dismiss(leaving.Ground.FAULT, shelters={leaving.Shelter.PREGNANCY})


def test_wf_108_who_cannot_do_the_work_is_trained_first():
    with pytest.raises(RuleBroken, match="先培训"):
        dismiss(leaving.Ground.NO_FAULT, helped=False)
    dismiss(leaving.Ground.NO_FAULT)


def test_wf_109_wf_162_an_elected_post_is_not_ended_by_hr():
    for ground in leaving.Ground:
        with pytest.raises(RuleBroken, match="罢免"):
            dismiss(ground, elected=True)


def test_wf_47_contracts_are_reminded_of_within_sixty_days():
    assert leaving.is_expiring(date(2027, 1, 24), TODAY)
    assert not leaving.is_expiring(date(2027, 1, 25), TODAY)
    assert not leaving.is_expiring(date(2026, 11, 24), TODAY)
    assert not leaving.is_expiring(None, TODAY)


@pytest.mark.parametrize(
    ("born", "kind", "day", "delay"),
    [
        ("1965-01-15", "男", "2025-02-15", 1), ("1964-12-31", "男", "2024-12-31", 0),
        ("1976-09-01", "男", "2039-09-01", 36),
        ("1970-09-10", "女管理", "2025-12-10", 3), ("1975-03-02", "女职工", "2025-05-02", 2),
        ("1990-01-01", "女职工", "2045-01-01", 60),
    ],
)  # fmt: skip
def test_wf_111_retirement_by_birth_month_and_class(born, kind, day, delay):
    assert retire_date(RETIREMENT, born, kind) == {"date": day, "delay_months": delay}


def test_wf_111_the_voluntary_window_never_opens_under_the_base_age():
    assert voluntary_window(RETIREMENT, "1965-01-15", "男") == (date(2025, 1, 15), date(2028, 2, 15))
    assert voluntary_window(RETIREMENT, "1976-09-01", "男") == (date(2036, 9, 1), date(2042, 9, 1))


def test_wf_112_the_total_of_the_examinations_and_the_pass_line_of_the_interview():
    assert recruit_total("71.50", "84.25", "0.6", "0.4", "60") == {"total": "76.60", "pass": True}
    assert recruit_total("95", "59.99", "0.6", "0.4", "60")["pass"] is False
    with pytest.raises(RuleBroken, match="合计"):
        recruit_total("71.50", "84.25", "0.6", "0.5", "60")


def test_wf_42_wf_113_a_check_waits_for_every_department_and_holds_for_its_time():
    with pytest.raises(RuleBroken, match="公安"):
        leaving.check_can_collect({"公安", "信访"}, {"信访"})
    leaving.check_can_collect({"公安"}, {"公安"})
    with pytest.raises(RuleBroken, match="信访有异议"):
        leaving.check_can_pass({"信访"})
    until = leaving.check_valid_until(date(2026, 8, 31), 6)
    assert until == date(2027, 2, 28)
    leaving.check_valid_on(until, until)
    for valid_to, day in ((None, until), (until, date(2027, 3, 1))):
        with pytest.raises(RuleBroken, match="联审"):
            leaving.check_valid_on(valid_to, day)


def test_wf_119_hours_count_when_signed_in_and_titles_need_every_subject():
    attended = [
        Attendance(date(2026, 3, 1), Fraction(8), True), Attendance(date(2026, 4, 1), Fraction(8), False),
        Attendance(date(2025, 4, 1), Fraction(8), True),
    ]  # fmt: skip
    assert hours_of(attended, 2026) == 8
    subjects = ["党建", "综治"]
    assert is_generalist({"党建", "综治"}, subjects)
    assert not is_generalist({"党建"}, subjects)
    assert not is_generalist(set(), [])
    assert is_all_round({"党建", "综治"}, subjects, {"初级"}, 2, least=2)
    assert not is_all_round({"党建", "综治"}, subjects, set(), 9, least=2)
    assert not is_all_round({"党建", "综治"}, subjects, {"初级"}, 1, least=2)
