"""The ledger under yearly steps: good and bad years, ceilings, changes, protection (WF-71 to WF-75, WF-78 to WF-82)."""

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import grade, timeline
from tests.workforce.shipped import hb60, post, study, told, worker, years


def last(facts, through, scheme=None):
    return timeline(scheme or hb60(), facts, through)[-1]


def step_of(facts, through, scheme=None):
    row = last(facts, through, scheme)
    return row["grade"], row["lines"][0]


def test_w1_the_first_good_year_gives_a_grade():
    rows = timeline(hb60(), worker("2024-07-01", results=years(2024, "合格")), "2025-01-01")
    assert told(rows) == [("2024-07-01", "首次定级", 7), ("2025-01-01", "年度晋级", 8)]


def test_wf_72_a_short_year_gives_no_step_even_with_a_typed_rating():
    facts = worker("2024-07-15", results=years(2024, "优秀"))
    assert step_of(facts, "2025-01-01") == (7, "2024 年度工作 5 个月 17 天，不满 6 个月，不定等次，不晋级，仍为 7 级")


def test_wf_72_absences_that_are_no_work_shorten_the_year_maternity_does_not():
    for kind, grade_then in (("事假", 7), ("产假", 8), ("工伤", 8)):
        absence = {"kind": kind, "start": "2018-03-01", "end": "2018-09-30"}
        facts = worker("2017-03-01", first="2018-01-01", absences=[absence], results=years(2018, "合格"))
        facts["segments"] = [{"start": "2018-01-01"}]
        assert last(facts, "2019-01-01")["grade"] == grade_then, kind


def test_wf_72_an_undetermined_year_follows_its_reason():
    facts = worker("2022-03-01", results=years(2022, "产假", "长病假", "支教"))
    assert [row["grade"] for row in timeline(hb60(), facts, "2025-01-01")] == [7, 8, 8, 8]
    assert last(facts, "2025-01-01")["lines"] == ["2024 年度不定等次（支教），不晋级，仍为 8 级"]


def test_wf_151_maternity_over_two_years_keeps_both_steps_and_the_service_runs_on():
    facts = worker("2020-01-01", results=years(2020, "合格", "产假", "产假"))
    facts["absences"] = [{"kind": "产假", "start": "2021-10-01", "end": "2022-03-07"}]
    assert [row["grade"] for row in timeline(hb60(), facts, "2023-01-01")] == [7, 8, 9, 10]
    assert grade(hb60(), facts, "2023-01-01")["months"] == 36


def test_wf_71_a_late_confirmation_steps_from_its_own_january():
    late = years(2020, "合格", "合格")
    before = worker("2020-01-01", results=[{**late[0], "confirmed": False}, late[1]])
    assert [row["grade"] for row in timeline(hb60(), before, "2022-01-01")] == [7, 7, 8]
    after = worker("2020-01-01", results=late)
    assert [row["grade"] for row in timeline(hb60(), after, "2022-01-01")] == [7, 8, 9]


def test_wf_21_two_confirmed_ratings_of_a_year_are_refused():
    with pytest.raises(RuleBroken, match="2020 年度有两个"):
        timeline(hb60(), worker("2020-01-01", results=years(2020, "合格") * 2), "2021-01-01")


def at_the_top(**more):
    return worker("2020-01-01", results=years(2020, "合格", "优秀"), **more)


def test_wf_158_a_good_year_at_the_ceiling_changes_no_grade_and_is_counted():
    scheme = hb60(posts__工作人员__max=7)
    rows = timeline(scheme, at_the_top(), "2022-01-01")
    assert [(row["event"], row["grade"], row["overflow"], row["steps_total"]) for row in rows] == [
        ("首次定级", 7, 0, 0), ("年度晋级", 7, 1, 1), ("年度晋级", 7, 2, 2),
    ]  # fmt: skip
    assert rows[1]["lines"] == ["2020 年度考核合格，已达本岗最高 7 级，封顶溢出 1 级"]


def test_wf_73_a_later_change_of_post_uses_what_was_counted_above_the_ceiling():
    facts = at_the_top(appointments=[post("专职工作者", "2020-01-01"), post("副主任", "2022-01-10")])
    row = last(facts, "2022-02-01", hb60(posts__工作人员__max=7))
    assert (row["grade"], row["overflow"]) == (14, 0)
    assert row["lines"][1] == "重新计算：起点 12 + 累计晋级 2 = 14 级"


def test_wf_73_or_it_is_dropped():
    scheme = hb60(posts__工作人员__max=7, advance__at_ceiling="DROP")
    row = last(at_the_top(), "2022-01-01", scheme)
    assert (row["overflow"], row["steps_total"]) == (0, 0)
    assert row["lines"] == ["2021 年度考核优秀，已达本岗最高 7 级，不再累计"]


EXTRA = {"rating": "优秀", "consecutive": 2, "step": 1}


def test_wf_74_consecutive_years_give_an_extra_step_and_are_used_up():
    facts = worker("2020-01-01", results=years(2020, "优秀", "优秀", "优秀", "优秀"))
    rows = timeline(hb60(advance__extra_rule=EXTRA), facts, "2024-01-01")
    assert [row["grade"] for row in rows] == [7, 8, 10, 11, 13]
    assert rows[2]["lines"] == [
        "2021 年度考核优秀，+1 级：8 → 9 级", "连续 2 年优秀（2020–2021）另奖，+1 级：9 → 10 级",
    ]  # fmt: skip
    assert rows[2]["steps_total"] == 3


@pytest.mark.parametrize("between", ["合格", "产假", "基本合格"])
def test_wf_74_any_other_year_resets_the_streak(between):
    facts = worker("2020-01-01", results=years(2020, "优秀", between, "优秀"))
    rows = timeline(hb60(advance__extra_rule=EXTRA), facts, "2023-01-01")
    assert all("另奖" not in line for row in rows for line in row["lines"])


@pytest.mark.parametrize(
    ("until", "blocked"), [("2020-12-31", False), ("2021-01-01", True), ("2021-06-30", True)]
)
def test_wf_75_a_sanction_blocks_the_step_of_the_january_it_covers_without_catch_up(until, blocked):
    facts = worker("2020-01-01", results=years(2020, "合格", "合格"))
    facts["sanctions"] = [{"from": "2020-07-01", "until": until}]
    rows = timeline(hb60(), facts, "2022-01-01")
    assert [row["grade"] for row in rows] == ([7, 7, 8] if blocked else [7, 8, 9])
    if blocked:
        assert rows[1]["lines"] == [f"2020 年度考核合格，处分影响期至 {until}，不晋级，仍为 7 级"]
    free = timeline(hb60(advance__sanction_blocks=False), facts, "2022-01-01")
    assert [row["grade"] for row in free] == [7, 8, 9]


PROMOTED = {
    "appointments": [post("专职工作者", "2017-03-01"), post("副主任", "2023-05-18", doc_date="2023-05-18")],
    "results": years(2017, "合格", "合格", "优秀", "合格", "基本合格", "合格", "合格", "合格"),
}


@pytest.mark.parametrize(
    ("mode", "line", "grade_then"),
    [
        ("RECOMPUTE", "重新计算：起点 12 + 累计晋级 5 = 17 级", 17),
        ("ENSURE_START", "现等级 12 与新岗起点 12 取高：12 级", 12),
        ("SHIFT", "随起点平移：12 + (12 − 7) = 17 级", 17),
        ("KEEP", "等级不变：12 级", 12),
        ("KEEP_CAPPED", "等级不变，以新岗最高 55 级为限", 12),
    ],
)
def test_w4_a_higher_post_by_each_mode_from_the_month_after_its_document(mode, line, grade_then):
    row = last(worker(**PROMOTED), "2023-12-31", hb60(post_change__up=mode))
    assert (row["effective_from"], row["event"], row["post"]) == ("2023-06-01", "岗位变动", "副职")
    assert row["lines"] == ["岗位变动：工作人员 → 副职，2023-06-01 起", line, f"确定：{grade_then} 级"]


def test_wf_80_raised_to_the_start_of_the_new_post_costs_the_next_step_where_the_scheme_says_so():
    facts = worker(**PROMOTED)
    facts["education"] = [study("博士", "2010-07-01")]
    scheme = hb60(post_change__up="ENSURE_START", post_change__skip_next_step_if_raised=True)
    facts["results"] = years(2017, *["基本合格"] * 6, "合格", "合格")
    rows = timeline(scheme, facts, "2025-01-01")[-3:]
    assert [row["grade"] for row in rows] == [19, 19, 20]
    assert rows[1]["lines"] == ["上次任职已升至起点，2023 年度不再晋级，仍为 19 级"]


def test_wf_80_going_up_never_lowers_going_down_by_recompute_does():
    base = worker("2014-01-01", first="2023-01-01")
    base["appointments"] = [post("专职工作者", "2014-01-01"), post("副主任", "2023-02-10")]
    row = last(base, "2023-03-01", hb60(start__post_shift={"工作人员": 5, "副职": 0, "正职": 10}))
    assert row["lines"][-2:] == ["晋岗不降级，保留 21 级", "确定：21 级"]
    base["appointments"] = [post("副主任", "2014-01-01", to="2023-02-10"), post("专职工作者", "2014-01-01")]
    assert last(base, "2023-03-01")["grade"] == 16


LEFT_OFFICE = {
    "appointments": [
        post("党组织书记", "1999-01-01", to="2023-03-20", end_reason="换届离任"), post("专职工作者", "1999-01-01"),
    ],
    "segments": [{"start": "1980-01-01"}],
}  # fmt: skip


@pytest.mark.parametrize(("mode", "grade_then"), [("KEEP", 60), ("KEEP_CAPPED", 50), ("RECOMPUTE", 50)])
def test_wf_153_a_post_lost_by_election_follows_the_mode_of_its_reason_without_a_word_of_punishment(mode, grade_then):
    facts = worker("1980-01-01", first="2023-01-01", **LEFT_OFFICE)
    scheme = hb60(post_change__by_reason={"换届离任": mode})
    row = last(facts, "2023-04-01", scheme)
    assert row["grade"] == grade_then
    assert not any(word in line for line in row["lines"] for word in ("降级", "处分", "处罚"))


def test_wf_80_the_reason_of_leaving_the_lower_post_does_not_decide_a_promotion():
    facts = worker("2020-01-01")
    facts["appointments"] = [
        post("专职工作者", "2020-01-01", to="2022-05-31", end_reason="其他"), post("副主任", "2022-05-31"),
    ]  # fmt: skip
    row = last(facts, "2022-06-01", hb60(post_change__by_reason={"其他": "KEEP"}))
    assert row["lines"][1].startswith("重新计算")


def test_wf_81_on_one_day_the_year_comes_before_education_and_post():
    facts = worker("2020-01-01", results=years(2020, "合格"))
    facts["education"] = [study("大专", "2010-07-01", degree=False), study("本科", "2020-12-15")]
    facts["appointments"] = [post("专职工作者", "2020-01-01"), post("副主任", "2020-12-10")]
    rows = timeline(hb60(), facts, "2021-01-01")
    assert [row["event"] for row in rows[1:]] == ["年度晋级", "学历变动", "岗位变动"]
    assert [row["grade"] for row in rows] == [5, 6, 7, 13]


@pytest.mark.parametrize(
    ("mode", "line", "grade_then"),
    [
        ("ENSURE_MIN", "不低于新学历起点 7 级：9 → 9 级", 9),
        ("DIFF_START", "按起点差 2 级：9 → 11 级", 11),
        ("NONE", "学历变动不影响等级，仍为 9 级", 9),
    ],
)
def test_w5_a_later_education_by_each_mode(mode, line, grade_then):
    facts = worker("2019-01-01", results=years(2019, *["合格"] * 4))
    facts["education"] = [study("大专", "2018-07-01", degree=False), study("本科", "2023-06-20")]
    row = last(facts, "2023-12-31", hb60(education__later_upgrade=mode))
    assert (row["effective_from"], row["grade"]) == ("2023-07-01", grade_then)
    assert row["lines"] == ["学历变动：大专 → 本科，2023-07-01 起", line]
    assert row["theoretical"] == 11, "双算核对 (WF-84)"


def test_wf_156_a_diploma_verified_years_later_acts_after_its_recognition_only():
    facts = worker("2019-01-01", results=years(2019, *["合格"] * 5))
    facts["education"] = [study("本科", "2024-05-10", degree=False)]
    rows = timeline(hb60(), facts, "2024-12-31")
    assert [row["grade"] for row in rows[:-1]] == [1, 2, 3, 4, 5, 6]
    assert (rows[-1]["effective_from"], rows[-1]["grade"]) == ("2024-06-01", 7)


def test_wf_78_in_service_education_counts_unless_the_scheme_says_otherwise():
    facts = worker("2019-01-01")
    facts["education"] = [study("本科", "2018-07-01", inservice=True)]
    assert last(facts, "2019-01-01")["grade"] == 7
    assert last(facts, "2019-01-01", hb60(education__inservice_ok=False))["grade"] == 1


def converted(prior, **more):
    facts = worker("2019-01-01", prior_grade=prior, results=years(2021, "合格", "合格", "合格"), **more)
    facts["first"] = {"event": "套改", "effective": "2021-01-01"}
    return facts


def test_wf_82_a_frozen_grade_waits_until_the_computed_one_passes_it():
    rows = timeline(hb60(protection__grade="FREEZE"), converted(11), "2024-01-01")
    assert [row["grade"] for row in rows] == [11, 11, 11, 12]
    assert rows[0]["lines"][-2:] == ["就高不就低：原 11 级高于 9 级，保留 11 级", "确定：11 级"]
    assert rows[1]["lines"] == ["2021 年度考核合格，+1 级：9 → 10 级", "就高不就低：原 11 级高于 10 级，保留 11 级"]
    assert rows[3]["lines"] == ["2023 年度考核合格，+1 级：11 → 12 级"]


def test_wf_82_a_floor_steps_on_from_the_earlier_grade():
    rows = timeline(hb60(protection__grade="FLOOR"), converted(11), "2024-01-01")
    assert [row["grade"] for row in rows] == [11, 12, 13, 14]
    assert [row["grade"] for row in timeline(hb60(), converted(11), "2024-01-01")] == [9, 10, 11, 12]


def test_wf_152_a_re_hire_is_graded_anew_with_all_service_and_the_old_grade_protects_nothing():
    facts = worker("2023-05-01", prior_grade=30)
    facts["segments"] = [{"start": "2012-01-01", "end": "2017-12-31"}, {"start": "2023-05-01"}]
    row = last(facts, "2023-05-01", hb60(protection__grade="FREEZE"))
    assert (row["event"], row["grade"]) == ("首次定级", 13)


def test_wf_157_after_a_change_of_scheme_grade_and_pay_are_protected_apart():
    scheme = hb60(protection__grade="FREEZE", protection__pay="NONE")
    assert grade(scheme, converted(40), "2021-01-01")["grade"] == 40
    assert grade(scheme, converted(40), "2021-01-01")["raw"] == 9


def test_wf_21_nothing_happens_after_the_exit():
    facts = worker("2020-01-01", exit_date="2021-06-30", results=years(2020, "合格", "合格"))
    assert told(timeline(hb60(), facts, "2024-01-01"))[-1] == ("2021-01-01", "年度晋级", 8)


def test_the_ledger_begins_with_its_first_grading_and_not_before():
    assert timeline(hb60(), worker("2020-01-01"), "2019-12-31") == []
    with pytest.raises(RuleBroken, match="没有入职日期"):
        timeline(hb60(), {"appointments": [], "education": [], "segments": []}, "2020-01-01")


def test_a_replayed_ledger_is_identical():
    facts = worker(**PROMOTED)
    assert timeline(hb60(), facts, "2025-01-01") == timeline(hb60(), facts, "2025-01-01")
