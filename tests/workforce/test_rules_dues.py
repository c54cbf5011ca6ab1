"""What a worker is reminded of, to the day (WF-47, WF-79, WF-201)."""

from datetime import date, timedelta

import pytest

from shuangluan.workforce.rules.dues import Due, dues

TODAY = date(2026, 11, 20)
NOTHING = {"registered_until": (), "contract_until": None, "trial_until": None, "retires_on": None}


def told(**more: object) -> list[Due]:
    return dues(TODAY, **{**NOTHING, **more})


@pytest.mark.parametrize(("key", "days"), [("contract_until", 60), ("registered_until", 90), ("retires_on", 365)])
def test_wf_201_a_day_further_off_is_not_told_yet(key: str, days: int):
    def of(offset: int) -> list[Due]:
        day = TODAY + timedelta(offset)
        return told(**{key: [day] if key == "registered_until" else day})

    assert [one.is_over for one in of(days)] == [False]
    assert of(days + 1) == []
    assert [one.is_over for one in of(-1)] == [True]


def test_wf_201_the_nearest_first_and_hours_by_the_end_of_the_year():
    found = told(trial_until=date(2026, 12, 1), short_hours="16", contract_until=date(2027, 1, 10))
    assert [one.words for one in found] == ["试用期满，转正考核", "今年培训还差 16 学时", "劳动合同到期"]


def test_wf_201_a_check_is_told_before_it_ends_and_not_when_it_is_over():
    until = [date(2026, 11, 20), date(2026, 12, 20), date(2026, 12, 21), date(2026, 11, 19)]
    assert [len(told(check_until=one, check_days=30)) for one in until] == [1, 1, 0, 0]
