"""Bands of service and windows of good years, credits and certificates, the next step (WF-76 to WF-79, WF-86)."""

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import cert_allowance, grade, next_step, timeline
from shuangluan.workforce.rules.certificates import Registration, registration_on
from shuangluan.workforce.rules.scheme import Scheme
from shuangluan.workforce.rules.spans import day_of
from tests.workforce.shipped import document, hb60, post, study, told, worker, years


def assistant(start, education=None, **more):
    facts = worker(start, **more)
    facts["appointments"] = [post("副书记", start)]
    facts["education"] = education or []
    return facts


def test_w6_w7_papers_complete_give_a_grade_one_paper_a_year():
    both, one = [study("本科", "2017-07-01")], [study("本科", "2017-07-01", degree=False)]
    sd18 = document("sd18")
    assert grade(sd18, assistant("2018-08-01", both), "2026-01-01")["grade"] == 7
    assert grade(sd18, assistant("2018-08-01", one), "2026-01-01")["grade"] == 6
    assert grade(sd18, assistant("2018-01-01", one), "2026-01-01")["grade"] == 7


def test_wf_76_a_band_is_reached_on_the_first_from_the_anniversary_on():
    rows = timeline(document("sd18"), assistant("2018-08-16"), "2026-01-01")
    assert told(rows) == [("2018-08-16", "首次定级", 4), ("2021-09-01", "年限晋级", 5), ("2024-09-01", "年限晋级", 6)]


def test_wf_85_the_event_names_the_weightiest_cause():
    facts = assistant("2018-01-01", [study("大专", "2017-07-01"), study("本科", "2020-12-20")])
    rows = timeline(document("sd18"), facts, "2021-06-01")
    assert told(rows)[1:] == [("2021-01-01", "学历变动", 6)], "three years and the degree on one day"
    facts["appointments"].append(post("党组织书记", "2020-12-15"))
    assert told(timeline(document("sd18"), facts, "2021-06-01"))[1:] == [("2021-01-01", "岗位变动", 9)]


def test_wf_78_years_are_credited_for_the_highest_level_only():
    facts = assistant("2020-01-01", [study("本科", "2015-07-01"), study("硕士", "2018-07-01")])
    found = grade(document("nx24"), facts, "2021-01-01")
    assert (found["months"], found["years"], found["steps"]) == (12, 6, 3)
    assert "学历折算：硕士，加 5 年" in found["lines"]


CERTIFICATE = [{"level": "初级", "registrations": [{"from": "2020-03-10", "to": "2023-03-09"}]}]


def test_wf_79_a_certificate_may_add_grades_or_years_while_it_is_valid():
    facts = assistant("2020-01-01", certificates=CERTIFICATE)
    up = document("sd18", certificate__mode="LEVEL_UP", certificate__levels={"初级": 1})
    assert told(timeline(up, facts, "2023-12-01")) == [
        ("2020-01-01", "首次定级", 4), ("2020-04-01", "证书变动", 5), ("2023-01-01", "年限晋级", 6),
        ("2023-04-01", "证书变动", 5),
    ]  # fmt: skip
    credit = document("sd18", certificate__mode="CREDIT_YEARS", certificate__years={"初级": 2})
    found = grade(credit, facts, "2021-01-01")
    assert (found["years"], found["steps"]) == (3, 1)
    assert "职业资格：初级，加 2 年" in found["lines"]


def test_wf_85_an_allowance_is_mentioned_only_while_the_certificate_is_valid():
    facts = worker("2019-01-01", certificates=CERTIFICATE)
    line = "职业资格：初级，不加级，按月发津贴"
    assert line in grade(hb60(), facts, "2021-01-01")["lines"]
    assert line not in grade(hb60(), facts, "2024-01-01")["lines"]


def test_wf_155_obtained_but_unregistered_gives_no_allowance():
    assert cert_allowance(hb60(), [{"level": "中级", "registrations": []}], "2024-01") == "0.00"


@pytest.mark.parametrize(
    ("second", "months"),
    [
        ("2023-02-01", {"2023-03": "50.00", "2023-04": "50.00"}),
        ("2023-03-10", {"2023-03": "50.00", "2023-04": "50.00"}),  # from the day after: no gap
        ("2023-03-11", {"2023-03": "50.00", "2023-04": "50.00"}),
        ("2023-04-02", {"2023-03": "50.00", "2023-04": "0.00", "2023-05": "50.00"}),
    ],
)
def test_wf_79_renewed_in_time_leaves_no_gap_late_is_not_refilled(second, months):
    renewed = [{"level": "初级", "registrations": [*CERTIFICATE[0]["registrations"], {"from": second, "to": None}]}]
    assert {month: cert_allowance(hb60(), renewed, month) for month in months} == months


def test_wf_79_renewed_on_the_day_after_the_last_month_still_leaves_no_gap():
    periods = [{"from": "2021-05-01", "to": "2024-04-30"}, {"from": "2024-05-01", "to": "2027-04-30"}]
    renewed = [{"level": "初级", "registrations": periods}]
    assert [cert_allowance(hb60(), renewed, month) for month in ("2024-04", "2024-05", "2024-06")] == ["50.00"] * 3


def test_wf_21_the_state_of_a_certificate_is_derived():
    periods = ((day_of("2021-05-01"), day_of("2024-04-30")),)
    states = {
        "2021-04-30": Registration.NONE, "2021-05-01": Registration.VALID, "2024-01-30": Registration.VALID,
        "2024-01-31": Registration.EXPIRING, "2024-04-30": Registration.EXPIRING, "2024-05-01": Registration.EXPIRED,
    }  # fmt: skip
    assert {day: registration_on(periods, day_of(day)) for day in states} == states
    cancelled = registration_on(periods, day_of("2022-01-01"), cancelled_on=day_of("2021-12-31"))
    assert cancelled is Registration.CANCELLED


XA12 = document("xa12")


def in_window(*ratings, scheme=None, day="2016-04-01"):
    facts = worker("2010-04-01", results=years(2010, *ratings))
    return grade(scheme or XA12, facts, day)


def test_w11_a_bad_year_restarts_or_extends_the_window():
    ratings = ("合格", "不合格", "合格", "合格", "合格", "合格")
    assert in_window(*ratings)["steps"] == 2
    assert in_window(*ratings, scheme=document("xa12", advance__bad_in_window="EXTEND"))["steps"] == 2
    assert in_window("合格", "不合格", "合格", "不合格", "合格", "合格")["steps"] == 1
    extend = document("xa12", advance__bad_in_window="EXTEND")
    assert in_window("合格", "不合格", "合格", "不合格", "合格", "合格", scheme=extend)["steps"] == 2


def test_wf_77_an_undetermined_year_is_skipped_and_a_missing_one_stops_the_count():
    assert in_window("合格", "产假", "合格")["steps"] == 1
    found = in_window("合格", "合格", "合格")
    assert found["steps"] == 1
    assert "2013 年度缺已确认的考核结果，之后的周期暂不计算" in found["lines"]


def test_wf_77_the_windows_begin_with_the_later_of_base_date_and_first_segment():
    facts = worker("2010-04-16", results=years(2010, "合格", "合格"))
    assert told(timeline(XA12, facts, "2013-01-01"))[-1] == ("2012-05-01", "年限晋级", 2)


def test_wf_86_the_next_band_names_years_and_day():
    found = next_step(document("sd18"), assistant("2018-08-01"), {"post": "副职", "grade": 6}, "2026-01-01")
    assert (found["grade"], found["date"]) == (7, "2027-08-01")


def test_wf_86_the_next_window_takes_the_years_to_come_as_good_ones():
    facts = worker("2020-04-01", results=years(2020, *["合格"] * 5))
    found = next_step(XA12, facts, {"post": "一般", "grade": 3}, "2025-06-01")
    assert (found["grade"], found["date"]) == (4, "2026-04-01")


def test_wf_86_a_missing_year_is_named_instead_of_a_day():
    facts = worker("2020-04-01", results=years(2020, "合格"))
    found = next_step(XA12, facts, {"post": "一般", "grade": 1}, "2025-06-01")
    assert found == {"grade": None, "date": None, "line": "2021 年度缺已确认的考核结果，之后的周期暂不计算"}


def test_wf_82_a_floor_steps_on_under_bands_as_well():
    facts = assistant("2012-01-01", prior_grade=9)
    facts["first"] = {"event": "套改", "effective": "2018-01-01"}
    scheme = document("sd18", protection__grade="FLOOR")
    assert [row["grade"] for row in timeline(scheme, facts, "2024-01-01")] == [9, 10, 11]
    frozen = document("sd18", protection__grade="FREEZE")
    assert [row["grade"] for row in timeline(frozen, facts, "2024-01-01")] == [9]


@pytest.mark.parametrize(
    "override",
    [
        {"advance__mode": "WEEKLY"}, {"posts": {}}, {"posts__工作人员__min": 51}, {"advance__interval_years": 0},
        {"posts__副职__rank": 1}, {"posts__副职__positions": ["委员"]}, {"start": {}}, {"service": {"kinds": None}},
        {"education__mode": "ALLOWANCE"}, {"certificate__mode": "START_ONLY"}, {"post_change__up": "FLY"},
    ],
)  # fmt: skip
def test_wf_62_a_scheme_that_cannot_be_is_refused_in_a_sentence(override):
    with pytest.raises(RuleBroken) as refused:
        Scheme.parse(hb60(**override))
    assert len(refused.value.reason) > 8


@pytest.mark.parametrize("name", ["hb60", "sd18", "nx24", "xa12"])
def test_wf_60_the_four_shipped_schemes_can_be_read(name):
    assert Scheme.parse(document(name)).posts


def test_wf_83_a_pay_table_and_a_ladder_may_be_keyed_by_class_without_code():
    scheme = hb60(ladder_mode="PER_POST", start={"mode": "POST_MIN"})
    assert grade(scheme, worker("2020-01-01"), "2020-01-01")["grade"] == 1
