"""Days, months and years of service (WF-65 to WF-68)."""

from datetime import date

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import count_service
from shuangluan.workforce.rules.facts import Facts
from shuangluan.workforce.rules.posts import post_on
from shuangluan.workforce.rules.scheme import Scheme
from shuangluan.workforce.rules.spans import Span, add_months, following_month, month_start_from
from tests.workforce.shipped import document, hb60, post


def served(segments, through, scheme=None, **more):
    found = count_service(scheme or hb60(), segments, through, **more)
    return found["months"], found["days"]


@pytest.mark.parametrize(
    ("base", "months", "day"),
    [
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2020, 1, 31), 2, date(2020, 3, 31)),  # from the base date, never month by month
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 2, 29), 48, date(2024, 2, 29)),
        (date(2020, 3, 15), -3, date(2019, 12, 15)),
    ],
)
def test_wf_65_months_are_counted_from_the_base_date(base, months, day):
    assert add_months(base, months) == day


@pytest.mark.parametrize(
    ("end", "length"),
    [(date(2020, 12, 31), (144, 0)), (date(2020, 12, 30), (143, 30)), (date(2021, 1, 1), (144, 1))],
)
def test_wf_65_both_ends_count(end, length):
    assert Span(date(2009, 1, 1), end).length == length


def test_wf_66_service_acts_on_the_first_from_the_anniversary_on_documents_on_the_first_after():
    assert month_start_from(date(2021, 3, 1)) == date(2021, 3, 1)
    assert month_start_from(date(2021, 3, 2)) == date(2021, 4, 1)
    assert following_month(date(2023, 6, 1)) == date(2023, 7, 1)
    assert following_month(date(2023, 12, 31)) == date(2024, 1, 1)


def test_wf_67_touching_segments_are_one_piece_so_that_no_days_are_lost():
    parts = [{"start": "2020-01-10", "end": "2020-02-14"}, {"start": "2020-02-15", "end": "2020-03-09"}]
    assert served(parts, "2020-12-31") == (2, 0)


def test_wf_67_only_the_last_chain_counts_where_the_scheme_says_so():
    parts = [
        {"start": "2015-01-01", "end": "2016-12-31"},
        {"start": "2018-01-01", "end": "2018-12-31"},
        {"start": "2019-01-16"},
    ]
    last = hb60(service__sum_mode="LAST_CONTINUOUS", service__break_tolerance_days=15)
    assert served(parts, "2019-12-31", last) == (23, 16)
    strict = hb60(service__sum_mode="LAST_CONTINUOUS", service__break_tolerance_days=14)
    assert served(parts, "2019-12-31", strict) == (11, 16)


def test_wf_67_a_bad_year_costs_what_was_served_in_it_not_twelve_months():
    segments = [{"start": "2018-07-01"}]
    nx24, bad = document("nx24"), [{"year": 2018, "rating": "不合格"}]
    assert served(segments, "2019-12-31", nx24, results=bad) == (12, 0)
    assert served(segments, "2019-12-31", results=bad) == (18, 0), "HB60 counts it"
    unconfirmed = [{**bad[0], "confirmed": False}]
    assert served(segments, "2019-12-31", nx24, results=unconfirmed) == (18, 0)


def test_wf_67_what_is_not_verified_does_not_count():
    assert served([{"start": "2018-01-01", "verify": "存疑"}], "2019-12-31") == (0, 0)


def test_wf_67_a_segment_that_ends_before_it_starts_is_refused():
    with pytest.raises(RuleBroken, match="早于"):
        served([{"start": "2020-01-02", "end": "2020-01-01"}], "2020-12-31")


def class_on(day, *appointments, first="2015-01-01"):
    facts = Facts.parse({"appointments": list(appointments)})
    return post_on(Scheme.parse(hb60()), facts, date.fromisoformat(first), date.fromisoformat(day)).post.name


def test_wf_68_the_highest_open_class_counts():
    both = post("专职工作者", "2014-01-01"), post("副主任", "2014-06-01")
    assert class_on("2015-02-01", *both) == "副职"


def test_wf_68_a_later_appointment_counts_from_the_first_after_its_document():
    both = post("专职工作者", "2014-01-01"), post("副主任", "2020-05-18", doc_date="2020-06-02")
    assert class_on("2020-06-30", *both) == "工作人员"
    assert class_on("2020-07-01", *both) == "副职"


def test_wf_68_an_ended_appointment_counts_to_the_end_of_its_month_then_the_next_open_one():
    both = post("专职工作者", "2014-01-01"), post("副主任", "2014-01-01", to="2020-05-18")
    assert class_on("2020-05-31", *both) == "副职"
    assert class_on("2020-06-01", *both) == "工作人员"


def test_wf_68_with_none_open_the_last_class_stays():
    assert class_on("2021-01-01", post("副主任", "2014-01-01", to="2020-05-18")) == "副职"


def test_wf_68_nothing_ever_held_and_a_position_without_class_are_errors():
    with pytest.raises(RuleBroken, match="没有任职"):
        class_on("2015-01-01")
    with pytest.raises(RuleBroken, match="楼长"):
        class_on("2015-01-01", post("楼长", "2014-01-01"))


def test_wf_154_of_two_posts_of_one_class_one_ends_and_nothing_changes():
    both = post("党组织书记", "2014-01-01"), post("居委会主任", "2014-01-01", to="2020-05-18")
    assert class_on("2020-05-01", *both) == class_on("2020-06-01", *both) == "正职"
