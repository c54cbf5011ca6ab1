"""Rates over plain facts and how they are shown (GR-31, GR-34, GR-35, GR-44, GR-46, GR-56)."""

from datetime import date
from fractions import Fraction

import pytest

from shuangluan.grid.rules import (
    AnswerFact,
    AppealFact,
    AppealState,
    LegFact,
    Outcome,
    Period,
    Rate,
    Satisfaction,
    Share,
    cases,
    matters,
    period_rates,
    score,
    score_text,
    share_text,
)
from tests.grid.shipped import at, catalogue, on, terms

S = AppealState
OCTOBER = Period(on("10-01"), on("10-31"), at("11-02 09:00"))


def closed(outcome: Outcome, **more: object) -> AppealFact:
    return AppealFact(S.CLOSED, on("09-20"), closed_on=on("10-16"), outcome=outcome, **more)  # type: ignore[arg-type]


def due(day: date, answered: str | None, *, first: date | None = None) -> AppealFact:
    return AppealFact(
        S.VERIFYING if answered else S.PROCESSING, on("09-20"), due_on=day, first_due_on=first or day,
        responded_at=at(answered) if answered else None,
    )  # fmt: skip


def october() -> tuple[list[AppealFact], list[LegFact], list[AnswerFact]]:
    """The month of GR-44."""
    outcomes = (
        [Outcome.SOLVED] * 31 + [Outcome.PARTLY] * 3 + [Outcome.EXPLAINED, Outcome.SHELVED] + [Outcome.STATUTORY] * 2
    )
    appeals = [closed(outcome) for outcome in outcomes]
    appeals += [due(on("10-20"), "10-19 10:00") for _ in range(34)]
    appeals += [due(on("10-20"), "10-21 10:00") for _ in range(3)]
    appeals += [due(on("10-25"), "10-24 10:00", first=on("10-20")) for _ in range(2)]  # extended, answered in time
    appeals += [due(on("11-05"), None, first=on("10-29"))]  # extended into November
    legs = [LegFact(at("10-12 11:00"), at("10-12 10:00"))] * 46 + [LegFact(at("10-12 11:00"))] * 4
    voices = (
        [Satisfaction.SATISFIED] * 28
        + [Satisfaction.BASIC] * 8
        + [Satisfaction.UNSATISFIED] * 4
        + [Satisfaction.UNRATED] * 4
    )
    return appeals, legs, [AnswerFact(on("10-20"), voice) for voice in voices]


def test_gr_44_the_month_of_the_handbook():
    rates = period_rates(*october(), OCTOBER, catalogue())
    assert rates[Rate.ON_TIME_FIRST] == Share(34, 40)
    assert rates[Rate.ON_TIME] == Share(36, 39)
    assert rates[Rate.SOLVED] == Share(31, 36)
    assert rates[Rate.SATISFIED] == Share(36, 40)
    assert rates[Rate.RATED] == Share(40, 44)
    assert rates[Rate.RESPONSE] == Share(46, 50)
    shown = [
        rates[r].text
        for r in (Rate.ON_TIME_FIRST, Rate.ON_TIME, Rate.SOLVED, Rate.SATISFIED, Rate.RATED, Rate.RESPONSE)
    ]
    assert shown == ["85.0%", "92.3%", "86.1%", "90.0%", "90.9%", "92.0%"]
    assert score_text(score(rates, terms().weights)) == "89.24"


def test_gr_46_a_leg_never_signed_stays_in_the_denominator():
    rates = period_rates([], [LegFact(at("10-07 14:30"))], [], OCTOBER, catalogue())
    assert rates[Rate.RESPONSE] == Share(0, 1)


def test_a_leg_whose_hour_has_not_come_is_in_no_rate():
    now = Period(on("10-01"), on("10-31"), at("10-07 14:00"))
    assert period_rates([], [LegFact(at("10-07 14:30"))], [], now, catalogue())[Rate.RESPONSE] == Share(0, 0)


def test_gr_56_who_cannot_be_reached_leaves_satisfaction_alone_and_lowers_the_share_of_ratings():
    voices = [AnswerFact(on("10-20"), Satisfaction.SATISFIED)] * 9
    before = period_rates([], [], voices, OCTOBER, catalogue())
    after = period_rates([], [], [*voices, AnswerFact(on("10-21"), Satisfaction.UNRATED)], OCTOBER, catalogue())
    assert after[Rate.SATISFIED] == before[Rate.SATISFIED] == Share(9, 9)
    assert (before[Rate.RATED], after[Rate.RATED]) == (Share(9, 9), Share(9, 10))


@pytest.mark.parametrize("state", [S.REJECTED, S.VOIDED, S.WITHDRAWN, S.MERGED])
def test_gr_34_what_was_rejected_voided_withdrawn_or_merged_is_in_no_rate(state: AppealState):
    fact = AppealFact(state, on("10-01"), due_on=on("10-05"), first_due_on=on("10-05"), closed_on=on("10-06"))
    rates = period_rates([fact], [], [], OCTOBER, catalogue())
    assert all(share.d == 0 for share in rates.values())


def test_an_open_appeal_past_its_date_is_late_and_one_due_today_is_in_no_rate_yet():
    now = Period(on("10-01"), on("10-31"), at("10-20 12:00"))
    rates = period_rates([due(on("10-19"), None), due(on("10-20"), None)], [], [], now, catalogue())
    assert rates[Rate.ON_TIME] == Share(0, 1)


def test_a_paused_appeal_has_no_date_but_keeps_its_first_one():
    fact = AppealFact(S.PROCESSING, on("09-20"), due_on=None, first_due_on=on("10-10"))
    rates = period_rates([fact], [], [], OCTOBER, catalogue())
    assert (rates[Rate.ON_TIME].d, rates[Rate.ON_TIME_FIRST]) == (0, Share(0, 1))


def test_reopened_and_reworked_ones_are_not_done_at_once():
    facts = [closed(Outcome.SOLVED), closed(Outcome.SOLVED, reworked=True), closed(Outcome.SOLVED, reopened=True)]
    rates = period_rates(facts, [], [], OCTOBER, catalogue())
    assert rates[Rate.REOPENED] == Share(1, 3)
    assert rates[Rate.ONCE] == Share(1, 3)


def test_gr_31_cases_count_children_and_matters_only_roots():
    facts = [
        AppealFact(S.MERGED, on("10-01")),
        AppealFact(S.PROCESSING, on("10-02")),
        AppealFact(S.REJECTED, on("10-02")),
    ]
    facts += [
        AppealFact(S.VOIDED, on("10-03")),
        AppealFact(S.CLOSED, on("09-30")),
        AppealFact(S.WITHDRAWN, on("10-04")),
    ]
    assert cases(facts, OCTOBER) == 3
    assert matters(facts, OCTOBER) == 2


@pytest.mark.parametrize(
    ("n", "d", "text"),
    [
        (34, 40, "85.0%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (1, 16, "6.3%"), (1, 1, "100.0%"), (0, 5, "0.0%"),
        (0, 0, "—"), (9999, 10000, "99.9%"), (1, 10000, "0.1%"),
    ],
)  # fmt: skip
def test_gr_35_percent_half_up_never_all_unless_complete_never_none_unless_zero(n: int, d: int, text: str):
    assert share_text(n, d) == text


def test_gr_34_a_score_without_a_denominator_is_a_dash():
    assert (
        score({Rate.RESPONSE: Share(1, 1), Rate.SOLVED: Share(0, 0), Rate.SATISFIED: Share(1, 1)}, terms().weights)
        is None
    )
    assert score_text(None) == "—"
    assert score_text(Fraction(100)) == "100.00"
