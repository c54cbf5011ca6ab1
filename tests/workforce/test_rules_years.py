"""The judgement of a person's year and its seats (WF-97 to WF-102, WF-129)."""

from datetime import date
from typing import Any

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import years
from shuangluan.workforce.rules.spans import Length
from shuangluan.workforce.rules.tenure import Held, community_on, post_of_year
from shuangluan.workforce.rules.years import ScoreState, Standing, Taken
from tests.workforce.shipped import document

PLAN = document("appraisal_default")
GOOD = {"SAT": "95.00", "DAY": "98.00", "STR": "92.00", "PEER": "90.00"}


def standing(months: int = 12, **more: Any) -> Standing:
    known = {"entered_in_year": False, "maternity": False, "seconded": False, "sanctioned": False, "veto": "",
             "hours_x100": 4000}
    return Standing(Length(months, 0), **(known | more))


def judged(scores: dict[str, Any], **more: Any) -> tuple[Any, ...]:
    found = years.judge(PLAN, scores, standing(**more))
    return found.total, found.band, found.reason, found.is_candidate


def test_wf_129_the_worked_example_with_its_lines():
    found = years.judge(PLAN, {"SAT": "91.20", "DAY": "88.50", "STR": "86.00", "PEER": "93.00"}, standing())
    assert (found.total, found.band, found.is_candidate) == ("89.79", "合格", False)
    assert found.lines == (
        "居民满意度：91.20，权重 45%", "日常考核：88.50，权重 30%", "街道年度评价：86.00，权重 15%",
        "同事互评：93.00，权重 10%", "合计：加权 ÷ 100% = 89.79，合格线",
    )  # fmt: skip
    without = years.judge(PLAN, {"SAT": "91.20", "DAY": "88.50", "STR": "86.00", "PEER": None}, standing())
    assert (without.total, without.lines[3]) == ("89.43", "同事互评：没有得分，不计入")


@pytest.mark.parametrize(
    ("scores", "more", "expected"),
    [
        (GOOD, {}, ("94.95", "优秀", None, True)),
        (GOOD | {"SAT": "89.99", "DAY": "100.00"}, {}, ("93.30", "合格", None, False)),
        (GOOD, {"sanctioned": True}, ("94.95", "合格", None, False)),
        (GOOD, {"hours_x100": 3999}, ("94.95", "合格", None, False)),
        (GOOD, {"months": 5}, ("94.95", "不定等次", "其他", False)),
        (GOOD, {"months": 5, "entered_in_year": True}, ("94.95", "不定等次", "新聘", False)),
        (GOOD, {"veto": "弄虚作假，双纪〔2026〕1号"}, ("94.95", "不合格", None, False)),
        (GOOD | {"SAT": None}, {}, (None, "不定等次", "部分缺失", False)),
        (GOOD | {"SAT": None}, {"maternity": True}, (None, "不定等次", "产假", False)),
    ],
)  # fmt: skip
def test_wf_99_wf_100_what_besides_the_total_decides(scores, more, expected):
    assert judged(scores, **more) == expected


def test_wf_99_seconded_all_year_the_host_takes_the_residents_place_and_the_best_is_合格():
    scores = {"HOST": "99.00", "DAY": "99.00", "STR": "99.00", "PEER": "99.00"}
    assert judged(scores, seconded=True) == ("99.00", "合格", None, False)
    assert years.is_seconded(2026, [("借调", date(2025, 9, 1), None)])
    assert not years.is_seconded(2026, [("借调", date(2026, 1, 2), None)])


def test_wf_100_short_of_hours_is_no_候选_and_the_lines_say_by_how_much():
    assert years.judge(PLAN, GOOD, standing(hours_x100=2450)).lines[-1] == (
        "总分达到优秀线，培训 24.5 学时，不到 40 学时，不进入优秀候选"
    )
    free = PLAN | {"excellent": PLAN["excellent"] | {"need_training_hours": False}}
    assert years.judge(free, GOOD, standing(hours_x100=0)).is_candidate, "scheme data says whether hours are asked for"


@pytest.mark.parametrize(
    ("state", "until", "answered", "said"),
    [
        (ScoreState.PUBLISHED, None, False, "没有送达"),
        (ScoreState.PUBLISHED, date(2026, 11, 27), False, "期限没有过"),
        (ScoreState.PUBLISHED, date(2026, 11, 26), False, ""),
        (ScoreState.REVIEWING, date(2026, 11, 26), False, "复核"),
        (ScoreState.PUBLISHED, date(2026, 11, 27), True, ""),
    ],
)
def test_wf_104_a_result_is_final_once_served_and_the_days_for_复核_are_over(state, until, answered, said):
    found = years.why_not_final(state, until, answered, date(2026, 11, 27))
    assert said in found if said else not found


def test_wf_164_a_street_that_scores_all_98_to_100_is_told_so():
    assert years.spread_warnings([9100, 8000], [9800, 10000]) == [
        "街道评价 98.00–100.00，相差不到 5 分，请核对是否拉开了差距"
    ]
    assert years.spread_warnings([9100], [9000]) == []
    assert years.span_of([9610, 8420]) == "84.20–96.10"


POSTS = {"正职": {"rank": 3, "positions": ["书记"]}, "副职": {"rank": 2, "positions": ["副主任"]}}


@pytest.mark.parametrize(
    ("held", "name", "line"),
    [
        ([Held("书记", "A", date(2020, 1, 1), None)], "正职", ""),
        ([Held("书记", "A", date(2020, 1, 1), date(2025, 5, 17)), Held("副主任", "A", date(2025, 5, 18), None)], "副职",
         "年内岗位变动：正职 137 天，副职 228 天，按任期较长的副职考核"),
        ([Held("副主任", "A", date(2024, 1, 1), None), Held("书记", "A", date(2025, 2, 1), date(2025, 3, 1))], "副职",
         "年内岗位变动：正职 29 天，副职 336 天，按任期较长的副职考核"),
        ([Held("没有这个职务", "A", date(2020, 1, 1), None)], None, ""),
    ],
)
def test_wf_104_who_changed_post_is_assessed_in_the_one_held_longer(held, name, line):
    found = post_of_year(POSTS, held, 2025)
    assert (found and found.name, found.line if found else "") == (name, line)


def test_wf_101_the_pool_is_that_of_31_december():
    held = [Held("书记", "A", date(2020, 1, 1), date(2025, 6, 1)), Held("书记", "B", date(2025, 6, 2), None)]
    assert community_on(held, date(2025, 12, 31)) == "B"
    assert community_on([], date(2025, 12, 31)) is None


def person(number: int, total: str = "94.00", **more: str) -> dict[str, Any]:
    return {"id": number, "total": total, "SAT": "95.00", "DAY": "95.00", "STR": "95.00"} | more


@pytest.mark.parametrize(
    ("seats", "people", "taken"),
    [
        (1, [person(1), person(2, "93.00")], Taken((1,), (), 0)),
        (1, [person(1), person(2, SAT="96.00")], Taken((2,), (), 0)),
        (1, [person(1), person(2)], Taken((), (1, 2), 1)),  # the group that the line cuts is below it
        (2, [person(1, "95.00"), person(2), person(3)], Taken((1,), (2, 3), 1)),
        (3, [person(1)], Taken((1,), (), 2)),
        (0, [person(1)], Taken((), (), 0)),
    ],
)
def test_wf_102_seats_by_total_sat_day_str_and_a_tie_at_the_line_is_told(seats, people, taken):
    assert years.take_seats(PLAN, seats, people) == taken


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"is_candidate": False}, "没有达到"), ({"has_seat": True}, "已经有"), ({"pool_free": 0}, "没有空余"),
        ({"reason": ""}, "写明"), ({"pool_free": 0, "unassigned": 1}, ""), ({}, ""),
    ],
)  # fmt: skip
def test_wf_101_an_extra_seat_needs_a_free_one_and_a_reason(more, said):
    known = {"is_candidate": True, "has_seat": False, "pool_free": 1, "unassigned": 0, "reason": "群众口碑更好"}
    if not said:
        return years.check_can_seat(**(known | more))
    with pytest.raises(RuleBroken, match=said):
        years.check_can_seat(**(known | more))


def test_wf_95_the_street_gives_德能勤绩廉_up_to_20_each():
    assert years.street_score(PLAN, dict.fromkeys("德能勤绩廉", "18.5")) == "92.50"


@pytest.mark.parametrize(
    ("items", "points", "said"),
    [("德能勤绩", "18", "还缺 廉"), ("德能勤绩廉", "20.5", "0 到 20"), ("德能勤绩廉", "x", "不是数字")],
)
def test_wf_95_street_scores_that_cannot_be_are_refused(items, points, said):
    with pytest.raises(RuleBroken, match=said):
        years.street_score(PLAN, dict.fromkeys(items, points))
