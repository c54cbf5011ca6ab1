"""Contracts one after the other, the end of a trial, and leaving, as the law has it (WF-47, WF-107 to WF-111)."""

from datetime import date
from typing import Any

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import leaving
from shuangluan.workforce.rules.contracts import Signed, check_can_judge_trial, check_can_sign, check_kind, kind_by
from shuangluan.workforce.rules.kinds import ContractKind
from shuangluan.workforce.rules.leaving import Ground, Shelter

ENTRY = date(2018, 3, 1)
FIRST = Signed("街道办", date(2018, 3, 1), date(2021, 2, 28), True)
SECOND = Signed("街道办", date(2021, 3, 1), date(2024, 2, 29), False)


def test_a_second_fixed_term_may_follow_the_first_from_the_next_day():
    check_can_sign([FIRST], SECOND, ENTRY)
    with pytest.raises(RuleBroken, match="续签要从次日开始"):
        check_can_sign([FIRST], Signed("街道办", date(2021, 2, 28), date(2024, 2, 28), False), ENTRY)


def test_after_two_fixed_terms_the_third_is_open_ended_unless_she_asked_otherwise():
    third = Signed("街道办", date(2024, 3, 1), date(2027, 2, 28), False)
    with pytest.raises(RuleBroken, match="应当签无固定期限") as broken:
        check_can_sign([FIRST, SECOND], third, ENTRY)
    assert broken.value.field == "signed_until"
    check_can_sign([FIRST, SECOND], third, ENTRY, by_wish=True)
    check_can_sign([FIRST, SECOND], Signed("街道办", date(2024, 3, 1), None, False), ENTRY)


def test_after_ten_years_a_fixed_term_needs_her_wish_to_the_day():
    long = Signed("街道办", date(2018, 3, 1), date(2028, 2, 28), False)
    for start, refused in ((date(2028, 2, 29), False), (date(2028, 3, 1), True)):
        new = Signed("街道办", start, date(2030, 12, 31), False)
        if refused:
            with pytest.raises(RuleBroken, match="已满十年"):
                check_can_sign([long], new, ENTRY)
        else:
            check_can_sign([long], new, ENTRY)


def test_wf_107_one_trial_with_one_employer():
    again = Signed("街道办", date(2021, 3, 1), date(2024, 2, 29), True)
    with pytest.raises(RuleBroken, match="只能约定一次试用期"):
        check_can_sign([FIRST], again, ENTRY)
    check_can_sign([FIRST], Signed("劳务公司", date(2021, 3, 1), date(2024, 2, 29), True), ENTRY)


def test_an_open_ended_contract_needs_no_other():
    with pytest.raises(RuleBroken, match="不用再签"):
        check_can_sign([Signed("街道办", date(2020, 1, 1), None, False)], SECOND, ENTRY)


@pytest.mark.parametrize(
    ("kind", "until", "has_trial", "why"),
    [
        (ContractKind.FIXED, None, False, "要写最后一天"),
        (ContractKind.OPEN, date(2027, 1, 1), False, "不写最后一天"),
        (ContractKind.TASK, None, True, "不得约定试用期"),
        (ContractKind.TASK, date(2027, 1, 1), False, ""),
        (ContractKind.TASK, None, False, ""),
        (ContractKind.OPEN, None, True, ""),
    ],
)
def test_wf_21_kind_last_day_and_trial_of_a_contract_agree(kind, until, has_trial, why):
    if why:
        with pytest.raises(RuleBroken, match=why):
            check_kind(kind, until, has_trial=has_trial)
    else:
        check_kind(kind, until, has_trial=has_trial)
    assert kind_by(until) is (ContractKind.FIXED if until else ContractKind.OPEN)


def test_a_contract_for_a_task_is_neither_open_ended_nor_one_of_the_fixed_terms():
    task = Signed("街道办", date(2018, 3, 1), None, False, is_task=True)
    check_can_sign([task], SECOND, ENTRY)
    check_can_sign([task, SECOND], Signed("街道办", date(2024, 3, 1), date(2027, 2, 28), False), ENTRY)


@pytest.mark.parametrize(("day", "late"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True)])
def test_a_trial_is_failed_within_its_time_only(day: date, late: bool):
    until = date(2026, 5, 31)
    check_can_judge_trial(until, date(2026, 7, 1), passed=True)
    if late:
        with pytest.raises(RuleBroken, match="试用期已于 2026-05-31 结束"):
            check_can_judge_trial(until, day, passed=False)
    else:
        check_can_judge_trial(until, day, passed=False)
    with pytest.raises(RuleBroken, match="没有约定试用期"):
        check_can_judge_trial(None, day, passed=False)


def test_wf_108_ground_40_is_told_thirty_days_before_or_paid():
    told = date(2026, 10, 1)
    with pytest.raises(RuleBroken, match="书面通知"):
        leaving.check_notice(Ground.NO_FAULT, None, date(2026, 11, 1), paid_instead=False)
    with pytest.raises(RuleBroken, match="最早 2026-10-31"):
        leaving.check_notice(Ground.NO_FAULT, told, date(2026, 10, 30), paid_instead=False)
    leaving.check_notice(Ground.NO_FAULT, told, date(2026, 10, 31), paid_instead=False)
    leaving.check_notice(Ground.NO_FAULT, None, told, paid_instead=True)
    leaving.check_notice(Ground.FAULT, None, told, paid_instead=False)


def ends(**more: Any) -> None:
    known: dict[str, Any] = {
        "shelters": (), "elected": False, "service_years": 3, "retires_on": date(2050, 1, 1),
    } | more  # fmt: skip
    until = known.pop("until", date(2026, 10, 31))
    leaving.check_can_let_end(until, known.pop("day", date(2026, 10, 31)), **known)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"elected": True}, "罢免、辞职或任期届满"),
        ({"until": None}, "没有到期的固定期限合同"),
        ({"day": date(2026, 10, 30)}, "期满才能终止"),
        ({"shelters": {Shelter.PREGNANCY}}, "要续延到情形消失"),
        ({"service_years": 15, "retires_on": date(2031, 9, 30)}, "合同要续延"),
    ],
)  # fmt: skip
def test_wf_108_a_contract_does_not_end_where_the_law_prolongs_it(more: dict[str, Any], words: str):
    with pytest.raises(RuleBroken, match=words):
        ends(**more)


def test_a_contract_that_is_over_may_end():
    ends()
    ends(service_years=15, retires_on=date(2031, 10, 31))


def test_wf_111_nobody_retires_before_the_voluntary_window():
    with pytest.raises(RuleBroken, match="最早 2026-03-05"):
        leaving.check_can_retire(date(2026, 3, 5), date(2026, 3, 4))
    leaving.check_can_retire(date(2026, 3, 5), date(2026, 3, 5))
