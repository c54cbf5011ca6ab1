"""Scores, bands and the seats for 优秀 (WF-95 to WF-102)."""

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import (
    appraisal_total,
    check_plan,
    daily_mean,
    month_score,
    peer_score,
    pick_excellent,
    satisfaction,
    seats,
)
from tests.workforce.shipped import document

PLAN = document("appraisal_default")
FULL = {"SAT": "91.20", "DAY": "88.50", "STR": "86.00", "PEER": "93.00"}


def test_wf_169_a_plan_in_which_another_weight_is_above_the_residents_is_refused_naming_the_rule():
    with pytest.raises(RuleBroken, match="居民满意度"):
        check_plan(document("appraisal_default", components=[
            {"code": "SAT", "weight": 30}, {"code": "DAY", "weight": 40}, {"code": "STR", "weight": 30},
        ]))  # fmt: skip
    with pytest.raises(RuleBroken, match="100"):
        check_plan(document("appraisal_default", components=[{"code": "SAT", "weight": 90}]))


def test_wf_129_few_answers_are_drawn_to_the_mean_of_the_street_and_both_are_shown():
    found = satisfaction(PLAN, {"很满意": 31, "满意": 14, "基本满意": 3, "不满意": 1, "不了解": 7}, "88.00")
    assert (found["valid"], found["raw"], found["score"], found["adjusted"]) == (49, "91.84", "90.72", True)


def test_wf_96_nobody_knew_is_no_score_and_an_unknown_option_is_refused():
    assert satisfaction(PLAN, {"不了解": 9}, "88.00")["score"] is None
    assert satisfaction(PLAN, {"满意": 9}, None) == {
        "returned": 9, "valid": 9, "raw": "85.00", "score": "85.00", "adjusted": False,
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="太好了"):
        satisfaction(PLAN, {"太好了": 1}, None)


def test_wf_97_a_month_is_limited_and_the_year_is_the_mean_of_valid_months():
    assert [month_score(PLAN, *pair) for pair in (("8", "9"), ("0", "5"), ("120", "3"))] == ["97.00", "100.00", "0.00"]
    assert daily_mean([{"month": "2024-01", "score": "0", "valid": False}]) is None
    with pytest.raises(RuleBroken):
        month_score(PLAN, "-1", "0")


@pytest.mark.parametrize(
    ("scores", "mean"),
    [(["90", "80"], None), (["90", "80", "70"], "80.00"), (["100", "80", "80", "80", "0"], "80.00")],
)
def test_wf_98_extremes_are_dropped_from_five_raters_on(scores, mean):
    assert peer_score(PLAN, scores) == mean


def test_wf_129_the_total_over_the_weights_present():
    assert appraisal_total(PLAN, FULL) == {"total": "89.79", "present_weight": 100, "band": "合格"}
    assert appraisal_total(PLAN, {**FULL, "PEER": None})["total"] == "89.43"


def test_wf_99_with_too_little_present_there_is_no_total():
    found = appraisal_total(PLAN, {"SAT": "91.20", "STR": "86.00"})
    assert (found["total"], found["band"]) == (None, "不定等次")


def test_wf_99_lent_out_for_the_year_the_host_takes_the_residents_place_and_合格_is_the_best():
    scores = {"HOST": "99.00", "DAY": "99.00", "STR": "99.00", "PEER": "99.00"}
    assert appraisal_total(PLAN, scores, "借调全年")["band"] == "合格"
    with pytest.raises(RuleBroken, match="HOST"):
        appraisal_total(PLAN, scores)


@pytest.mark.parametrize(
    ("score", "band"),
    [("90.00", "优秀"), ("89.99", "合格"), ("70.00", "合格"), ("69.99", "基本合格"), ("59.99", "不合格")],
)
def test_wf_100_the_bands(score, band):
    assert appraisal_total(PLAN, dict.fromkeys(FULL, score))["band"] == band


def pools(**rated):
    return [{"name": name, "rated": n} for name, n in rated.items()]


def test_wf_129_a_tie_of_remainders_without_satisfaction_stays_unassigned():
    found = seats(PLAN, pools(甲=118, 乙=97, 丙=73))
    assert found == {"cap": 57, "seats": {"甲": 23, "乙": 19, "丙": 14}, "unassigned": 1}


def test_wf_101_satisfaction_settles_it():
    given = [{**one, "sat": sat} for one, sat in zip(pools(甲=118, 乙=97, 丙=73), ("90", "99", "91"), strict=True)]
    assert seats(PLAN, given)["seats"] == {"甲": 23, "乙": 19, "丙": 15}
    given[0]["sat"] = "91"
    assert seats(PLAN, given)["unassigned"] == 1, "still tied"


def test_wf_101_the_reserve_comes_off_the_cap_and_never_makes_seats_out_of_nothing():
    held = document("appraisal_default", excellent__reserve=3)
    found = seats(held, pools(甲=118, 乙=97, 丙=73))
    assert found["cap"] == 54
    assert sum(found["seats"].values()) + found["unassigned"] == 54


def test_wf_101_a_small_pool_joins_its_neighbour_or_is_an_error_and_nobody_gets_at_least_one():
    joined = seats(PLAN, [*pools(甲=20), {"name": "乙", "rated": 4, "merge_into": "甲"}])
    assert joined == {"cap": 4, "seats": {"甲": 4}, "unassigned": 0}
    with pytest.raises(RuleBroken, match="并入哪一组"):
        seats(PLAN, pools(甲=20, 乙=4))
    assert seats(document("appraisal_default", excellent__ratio="0.10"), pools(甲=9))["seats"] == {"甲": 0}


def candidate(identity, total="92.40", sat="93.50", **more):
    return {"id": identity, "total": total, "SAT": sat, "DAY": "92.00", "STR": "90.00", **more}


def test_wf_102_a_group_equal_in_all_that_the_line_cuts_is_below_it():
    people = [candidate("a", "93.10"), candidate("b"), candidate("c")]
    assert pick_excellent(PLAN, 2, people) == ["a"]
    assert pick_excellent(PLAN, 3, people) == ["a", "b", "c"]


def test_wf_100_a_seat_needs_the_total_the_satisfaction_and_eligibility():
    people = [candidate("a", "89.99"), candidate("b", sat="89.99"), candidate("c", eligible=False), candidate("d")]
    assert pick_excellent(PLAN, 9, people) == ["d"]
