"""日常考核 in itself: cells, states, months that count (WF-44, WF-97, WF-151)."""

from datetime import date
from decimal import Decimal

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import daily
from shuangluan.workforce.rules.daily import Cell, MonthState
from tests.workforce.shipped import document

PLAN = document("appraisal_default")
NOVEMBER = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "points", "why"),
    [
        ("-2 迟到两次", "-2", "迟到两次"), ("+1.5 区级表彰", "1.5", "区级表彰"), ("1：表彰", "1", "表彰"),
        ("－２ 有责投诉", "-2", "有责投诉"), ("0 已谈话", "0", "已谈话"),
    ],
)  # fmt: skip
def test_wf_97_a_cell_says_points_and_why(text, points, why):
    assert daily.parse_cell(text) == Cell(Decimal(points), why)


def test_an_empty_cell_is_none_and_a_cell_is_shown_as_it_was_typed():
    assert daily.parse_cell("  ") is None
    assert daily.parse_cell("0") is None
    for text in ("-2 迟到两次", "+1.5 区级表彰", "0 已谈话"):
        assert daily.parse_cell(text).text == text


@pytest.mark.parametrize(
    ("text", "said"),
    [("-2", "都要写缘由"), ("迟到", "先写分数"), ("-101 x", "最多 100"), ("1 " + "长" * 101, "最多 100 字"),
     ("1.234 多", "先写分数")],
)  # fmt: skip
def test_wf_97_what_is_no_cell_is_refused_with_an_example(text, said):
    with pytest.raises(RuleBroken, match=said):
        daily.parse_cell(text)


@pytest.mark.parametrize(
    ("points", "score"),
    [([], "100.00"), (["-2", "1"], "99.00"), (["4", "4", "-10"], "95.00"), (["-120"], "0.00"), (["5"], "100.00")],
)
def test_wf_97_a_month_is_100_less_deductions_plus_at_most_5(points, score):
    assert daily.score_of(PLAN, [Decimal(one) for one in points]) == score


@pytest.mark.parametrize(
    ("month", "state", "may_settle", "said"),
    [
        (date(2026, 12, 1), MonthState.DRAFT, False, "还没到"), (NOVEMBER, MonthState.SENT, False, "已交本人确认"),
        (NOVEMBER, MonthState.LOCKED, True, "已经锁定"), (NOVEMBER, MonthState.DISPUTED, False, "由街道核实"),
        (NOVEMBER, MonthState.DISPUTED, True, ""), (date(2026, 3, 1), MonthState.DRAFT, False, ""),
    ],
)  # fmt: skip
def test_wf_44_late_entry_is_open_until_the_month_is_sent(month, state, may_settle, said):
    def enter() -> None:
        daily.check_can_enter(month, state, may_settle=may_settle, today=date(2026, 11, 20))

    if not said:
        return enter()
    with pytest.raises(RuleBroken, match=said):
        enter()


def test_wf_44_a_month_nobody_objected_to_in_time_is_locked_the_day_after():
    until = date(2026, 12, 3)
    assert daily.state_on(MonthState.SENT, until, until) is MonthState.SENT
    assert daily.state_on(MonthState.SENT, until, date(2026, 12, 4)) is MonthState.LOCKED
    assert daily.state_on(MonthState.DISPUTED, until, date(2026, 12, 4)) is MonthState.DISPUTED


def test_wf_44_a_month_is_sent_on_its_last_day_at_the_earliest():
    daily.check_can_send(NOVEMBER, date(2026, 11, 30))
    with pytest.raises(RuleBroken, match="月底"):
        daily.check_can_send(NOVEMBER, date(2026, 11, 29))


def test_wf_151_months_of_maternity_leave_the_daily_mean():
    away = [("产假", date(2025, 10, 20), date(2026, 3, 26)), ("病假", date(2026, 5, 1), date(2026, 5, 31))]
    months = [date(2025, n, 1) for n in (10, 11, 12)] + [date(2026, n, 1) for n in (1, 2, 3, 4, 5)]
    assert [daily.is_valid_month(one, away) for one in months] == [True, False, False, False, False, False, True, True]


def test_wf_97_the_line_names_what_is_missing_and_what_does_not_count():
    months = [(date(2026, 1, 1), "99.00", True), (date(2026, 2, 1), None, True), (date(2026, 3, 1), None, False)]
    assert daily.line_of(months) == "日常考核：1 个月计分，未锁定 2 月，产假不计 3 月"


def test_the_months_of_a_year_are_those_with_a_day_of_employment():
    assert daily.worked_months(2026, date(2026, 10, 31), date(2026, 11, 1)) == [date(2026, 10, 1), NOVEMBER]
