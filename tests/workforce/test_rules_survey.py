"""居民满意度 in itself: what is shown, what counts for whom (WF-96, WF-116, WF-129)."""

from datetime import date

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import survey
from shuangluan.workforce.rules.survey import Asked, Group, SurveyState
from tests.workforce.shipped import document

PLAN = document("appraisal_default")
WF_129 = {"很满意": 31, "满意": 14, "基本满意": 3, "不满意": 1, "很不满意": 0, "不了解": 7}


def group(name: str, count: int) -> Group:
    return Group(name, {"满意": count})


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 5, "b": 6}, ["a", "b"]),
        ({"a": 4, "b": 6, "c": 9}, ["c"]),  # a alone would follow from the total
        ({"a": 4, "b": 3, "c": 9}, ["c"]),  # a and b together are 7: neither follows
        ({"a": 1, "b": 8}, []),
        ({"a": 0, "b": 8}, ["b"]),
        ({"a": 2}, []),
    ],
)
def test_wf_116_a_group_of_fewer_than_5_is_hidden_and_cannot_be_reckoned(sizes, shown):
    kept = survey.shown_groups([group(name, count) for name, count in sizes.items()], survey.least_shown(PLAN))
    assert [one.name for one in kept] == shown


def test_wf_96_ordinary_residents_are_at_least_70_percent_of_those_who_answered():
    survey.check_mix(PLAN, 70, 100)
    survey.check_mix(PLAN, 0, 0)
    with pytest.raises(RuleBroken, match=r"只占 69\.00%"):
        survey.check_mix(PLAN, 69, 100)


@pytest.mark.parametrize(
    ("state", "today", "said"),
    [
        (SurveyState.OPEN, "2026-10-31", "11 月 1 日开始"), (SurveyState.OPEN, "2026-12-01", "已经结束"),
        (SurveyState.CLOSED, "2026-11-05", "已经结束"),
    ],
)  # fmt: skip
def test_answers_are_taken_on_the_days_of_the_round_the_last_one_included(state, today, said):
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    survey.check_open(SurveyState.OPEN, first, last, first)
    survey.check_open(SurveyState.OPEN, first, last, last)
    with pytest.raises(RuleBroken, match=said):
        survey.check_open(state, first, last, date.fromisoformat(today))


def test_wf_129_a_leader_has_the_community_drawn_towards_the_mean_of_the_street():
    score, lines = survey.attributed(PLAN, Asked(WF_129, {"满意": 9}, {}, is_leader=True), "88.00")
    assert (score, lines) == ("90.72", ["居民满意度：全社区有效 49 份，原始 91.84，按街道平均 88.00 修正为 90.72"])


def test_wf_96_a_grid_worker_has_his_own_grid_where_it_may_be_shown():
    asked = Asked({"满意": 60}, {"很满意": 50}, {}, is_leader=False)
    assert survey.attributed(PLAN, asked, "88.00")[0] == "100.00"
    few = Asked({"满意": 60}, {"很满意": 4}, {}, is_leader=False)
    assert survey.attributed(PLAN, few, "88.00")[0] == "85.00"


def test_wf_96_others_have_half_their_own_callbacks_when_there_are_ten():
    ten = Asked({"满意": 60}, None, {"很满意": 10}, is_leader=False)
    score, lines = survey.attributed(PLAN, ten, None)
    assert (score, lines[-1]) == ("92.50", "各占一半：92.50")
    nine = Asked({"满意": 60}, None, {"很满意": 9}, is_leader=False)
    assert survey.attributed(PLAN, nine, None)[0] == "85.00"


def test_wf_96_without_a_valid_answer_there_is_no_score():
    assert survey.attributed(PLAN, Asked({"不了解": 9}, None, {}, is_leader=True), "88.00")[0] is None
