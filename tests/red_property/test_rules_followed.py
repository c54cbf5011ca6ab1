"""Resolutions, companies, committees, fees, evaluation: what became of it (RP-5, RP-9, RP-15, RP-33 to RP-45)."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.shares import share_text
from shuangluan.red_property.rules import committees, companies, cross_posts, evaluation, fees, showcases, street, votes
from shuangluan.red_property.rules import resolutions as r
from shuangluan.red_property.rules.companies import Cover, Span
from shuangluan.red_property.rules.fees import FeeFigures
from shuangluan.red_property.rules.resolutions import FollowUpFact, Promise, ResolutionState
from shuangluan.red_property.rules.settings import Terms
from shuangluan.red_property.rules.words import THREE, Conclusion, Mode, Party, Ratification, Stance
from tests.red_property.shipped import calendar, document, on, terms, vote_settings

S = ResolutionState


@pytest.mark.parametrize(
    ("ratification", "state"),
    [
        (Ratification.NONE, S.TO_DO),
        (Ratification.EMERGENCY, S.TO_DO),
        (Ratification.COMMITTEE, S.AWAITS_COMMITTEE),
        (Ratification.OWNERS, S.AWAITS_OWNERS),
        (Ratification.APPROVAL, S.AWAITS_APPROVAL),
    ],
)
def test_rp_9_the_first_state_follows_from_who_decides(ratification: Ratification, state: ResolutionState):
    assert r.first_state(ratification) is state


def test_rp_17_what_waits_for_the_owners_is_not_carried_out():
    with pytest.raises(RuleBroken, match="先有通过的业主表决"):
        r.check_can_move(S.AWAITS_OWNERS, S.DONE)


def test_rp_9_the_moves_of_a_resolution():
    r.check_can_move(S.TO_PROJECT, S.DOING)
    r.check_can_move(S.REJECTED, S.AWAITS_OWNERS)
    for state, to in ((S.TO_DO, S.TO_STREET), (S.DONE, S.DOING), (S.AWAITS_COMMITTEE, S.DONE)):
        with pytest.raises(RuleBroken):
            r.check_can_move(state, to)


STORY = [
    FollowUpFact(on("09-20"), S.DOING, 30),
    FollowUpFact(on("09-29"), new_due_on=on("10-15")),
    FollowUpFact(on("10-14"), percent=60, new_due_on=on("10-31")),
    FollowUpFact(on("10-20"), new_due_on=on("10-25")),
    FollowUpFact(on("10-24"), S.DONE, 100),
]


@pytest.mark.parametrize(
    ("day", "state", "due", "percent", "postponements"),
    [
        ("09-19", S.TO_DO, "09-30", 0, 0),
        ("09-20", S.DOING, "09-30", 30, 0),
        ("09-30", S.DOING, "10-15", 30, 1),
        ("10-20", S.DOING, "10-25", 60, 2),
        ("11-01", S.DONE, "10-25", 100, 2),
    ],
)
def test_rp_15_a_resolution_as_of_any_day(day: str, state: ResolutionState, due: str, percent: int, postponements: int):
    found = r.as_of(S.TO_DO, on("09-30"), STORY, on(day))
    assert found == r.Standing(state, on(due), percent, postponements)


def test_rp_15_two_postponements_propose_the_street():
    once = r.Standing(S.DOING, on("10-15"), 30, 1)
    assert not r.proposes_street(once, terms().postpone_to_street)
    assert r.proposes_street(replace(once, postponements=2), terms().postpone_to_street)
    assert not r.proposes_street(r.Standing(S.TO_STREET, on("10-15"), 30, 2), terms().postpone_to_street)


@pytest.mark.parametrize(
    ("case", "field"),
    [
        ({"new_due_on": "10-16"}, "reason"),
        ({"to": S.DONE}, "evidence"),
        ({"to": S.CANCELLED}, "reason"),
        ({"percent": 101}, "percent"),
        ({"to": S.REJECTED}, "state"),
    ],
)
def test_rp_15_what_a_follow_up_needs(case: dict[str, object], field: str):
    standing = r.Standing(S.DOING, on("10-15"), 30, 0)
    asked: dict[str, object] = {"to": S.DOING, "percent": 40, "new_due_on": None, "reason": "", "evidence": 0}
    asked |= case
    if isinstance(asked["new_due_on"], str):
        asked["new_due_on"] = on(asked["new_due_on"])
    with pytest.raises(RuleBroken) as refused:
        r.check_follow_up(standing, **asked)  # type: ignore[arg-type]
    assert refused.value.field == field
    r.check_follow_up(standing, to=S.DONE, percent=100, new_due_on=on("10-01"), reason="", evidence=1)


def test_rp_15_what_comes_back_at_the_next_meeting():
    assert r.is_carried(None, [])
    assert r.is_carried(Conclusion.CARRIED, [])
    assert r.is_carried(Conclusion.NOT_AGREED, [])
    assert r.is_carried(Conclusion.AGREED, [S.DONE, S.DOING])
    assert not r.is_carried(Conclusion.AGREED, [S.DONE, S.CANCELLED, S.TO_STREET])
    assert not r.is_carried(Conclusion.WITHDRAWN, [])


def test_rp_16_a_reservation_is_no_agreement():
    stances: dict[Party, Stance | None] = {
        Party.COMMUNITY: Stance.AGREE, Party.OWNERS: Stance.RESERVE, Party.PROPERTY: None,
    }  # fmt: skip
    assert r.lacks_agreement(stances, THREE) == (Party.OWNERS, Party.PROPERTY)
    assert r.lacks_agreement(stances, THREE[:1]) == ()


def test_rp_65_on_time_is_decided_by_the_first_date_alone():
    promises = [
        Promise(on("09-30"), on("09-30")), Promise(on("09-30"), on("10-01")), Promise(on("09-30")),
        Promise(on("11-30")), Promise(on("09-30"), cancelled_on=on("09-15")),
    ]  # fmt: skip
    assert r.on_time(promises, on("10-31")) == (1, 3)


def test_rp_9_overdue_begins_the_day_after():
    assert [r.is_overdue(S.DOING, on("09-30"), on(day)) for day in ("09-30", "10-01")] == [False, True]
    assert not r.is_overdue(S.DONE, on("09-30"), on("10-01"))


def test_rp_5_two_contracts_of_one_compound_do_not_overlap():
    first = Span(on("01-01"), on("07-01"))
    companies.check_contract(Span(on("07-01"), None), [first])
    for clash in (Span(on("06-30"), None), Span(on("01-01"), on("01-01")), Span(date(2025, 1, 1), None)):
        with pytest.raises(RuleBroken):
            companies.check_contract(clash, [first])


def test_rp_12_rights_follow_the_days_of_a_contract():
    span = Span(on("01-01"), on("07-15"))
    assert [span.holds(on(day)) for day in ("01-01", "07-14", "07-15")] == [True, True, False]


@pytest.mark.parametrize("code", ["91130803MA07ABCD1X", "9113", "91130803MA07ABCDIO"])
def test_rp_5_a_mistyped_credit_code_is_refused(code: str):
    with pytest.raises(RuleBroken):
        companies.check_credit_code(code)
    assert companies.check_credit_code(" 91350100m000100y43 ") == "91350100M000100Y43"


def test_rp_45_companies_and_their_party_organisations():
    units = {"A": [1], "B": [2], "C": [2], "D": [], "E": []}
    instructors = {"D": 1}
    cover = [companies.cover(len(own), instructors.get(name, 0)) for name, own in units.items()]
    assert [cover.count(one) for one in Cover] == [3, 1, 1]
    assert companies.organisations(units.values()) == 2


@pytest.mark.parametrize(
    ("seats", "end", "field"),
    [(4, "2030-01-01", "seats"), (5, "2031-09-02", "term_end"), (5, "2026-09-01", "term_end")],
)
def test_rp_5_odd_seats_and_terms_of_five_years(seats: int, end: str, field: str):
    committees.check_term(on("09-01"), on("2031-09-01"), 5, terms())
    with pytest.raises(RuleBroken) as refused:
        committees.check_term(on("09-01"), on(end), seats, terms())
    assert refused.value.field == field


def test_rp_11_the_term_and_its_reminders():
    state = [committees.committee_state(on("01-01"), on("12-31"), on(day)) for day in ("2025-12-31", "06-01", "12-31")]
    assert state == list(committees.CommitteeState)
    stages = [committees.renewal_stage(on("12-31"), on(day), terms()) for day in ("07-03", "07-04", "10-31", "11-01")]
    assert stages == [None, 180, 180, 60]


def test_rp_5_filing_within_thirty_days():
    assert not committees.filed_late(on("09-01"), on("10-01"), on("12-01"), terms())
    assert committees.filed_late(on("09-01"), on("10-02"), on("12-01"), terms())
    assert committees.filed_late(on("09-01"), None, on("12-01"), terms())


def test_rp_5_the_mode_of_a_compound():
    periods = [committees.ModePeriod(Mode.TWO, on("07-01")), committees.ModePeriod(Mode.THREE, on("01-01"))]
    modes = [committees.mode_on(periods, on(day)) for day in ("2025-12-31", "06-30", "07-01")]
    assert modes == [Mode.NONE, Mode.THREE, Mode.TWO]
    for mode, served in ((Mode.TWO, True), (Mode.THREE, False)):
        committees.check_mode(mode, "物业撤管", is_served=not served)
        with pytest.raises(RuleBroken):
            committees.check_mode(mode, "物业撤管", is_served=served)
    with pytest.raises(RuleBroken):
        committees.check_mode(Mode.NONE, " ", is_served=True)


def test_rp_5_a_substitute_stands_only_while_there_is_no_committee():
    committees.check_substitute(Span(on("09-01"), None), [Span(on("01-01"), on("09-01"))])
    with pytest.raises(RuleBroken):
        committees.check_substitute(Span(on("08-31"), None), [Span(on("01-01"), on("09-01"))])


RED = committees.RedFacts(5, 3, True, False, True, 12, 10)


@pytest.mark.parametrize(
    ("facts", "met"),
    [
        (RED, [True, True, True, True]),
        (replace(RED, members=6, party_members=3), [True, True, True, True]),
        (replace(RED, party_members=2), [False, True, True, True]),
        (replace(RED, has_party_group=False, secretary_sits=True), [True, True, True, True]),
        (replace(RED, has_party_group=False, is_filed=False), [True, False, False, True]),
        (replace(RED, months_met=9), [True, True, True, False]),
        (replace(RED, months_due=7, months_met=6), [True, True, True, True]),
        (replace(RED, months_due=7, months_met=5), [True, True, True, False]),
        (replace(RED, months_due=0, months_met=0), [True, True, True, False]),
    ],
)
def test_rp_35_each_criterion_of_a_red_committee(facts: committees.RedFacts, met: list[bool]):
    assert [one.is_met for one in committees.red_criteria(facts, terms())] == met


MANAGER = cross_posts.Candidate(True, True, None, frozenset({"130803001001"}))
CADRE = cross_posts.Candidate(True, False, "130803001001", frozenset({"130803001001"}))


def test_rp_5_cross_posts_in_both_directions():
    cross_posts.check_cross_post(cross_posts.CrossPostKind.QUALITY_SUPERVISOR, CADRE, "130803001001")
    cross_posts.check_cross_post(cross_posts.CrossPostKind.COMMUNITY_PARTY, MANAGER, "130803001001")
    cross_posts.check_cross_post(cross_posts.CrossPostKind.STREET_PARTY, MANAGER, "130803001")


@pytest.mark.parametrize(
    ("post", "candidate", "host"),
    [
        (cross_posts.CrossPostKind.QUALITY_SUPERVISOR, MANAGER, "130803001001"),
        (cross_posts.CrossPostKind.QUALITY_SUPERVISOR, replace(CADRE, community="130803001002"), "130803001002"),
        (cross_posts.CrossPostKind.COMMUNITY_PARTY, replace(MANAGER, is_party_member=False), "130803001001"),
        (cross_posts.CrossPostKind.COMMUNITY_PARTY, replace(MANAGER, is_responsible=False), "130803001001"),
        (cross_posts.CrossPostKind.COMMITTEE_PART_TIME, MANAGER, "130803001002"),
    ],
)
def test_rp_5_cross_posts_refused(post: cross_posts.CrossPostKind, candidate: cross_posts.Candidate, host: str):
    with pytest.raises(RuleBroken):
        cross_posts.check_cross_post(post, candidate, host)


FEES = FeeFigures(50_000_000, 47_000_000, 8_000_000, 3_000_000, 640, 612, 4_000_000)


def test_rp_43_fee_rates_and_their_sum():
    assert FEES.texts == {"amount": "94.0%", "arrears": "37.5%", "households": "95.6%"}
    both = fees.summed([FEES, FeeFigures(5_000_000, 4_500_000, 0, 0, 0, 0)])
    assert share_text(*both.amount_rate) == "93.6%"
    assert fees.summed([]).texts == {"amount": "—", "arrears": "—", "households": "—"}


@pytest.mark.parametrize(
    "wrong", [{"received_fen": 50_000_001}, {"recovered_fen": 8_000_001}, {"households_paid": 641}, {"due_fen": -1}]
)
def test_rp_33_a_rate_above_all_is_an_error_of_entry(wrong: dict[str, int]):
    fees.check_fees(FEES)
    with pytest.raises(RuleBroken):
        fees.check_fees(replace(FEES, **wrong))


YEAR = evaluation.EvaluationFacts(
    "new", Cover.INSTRUCTED, True, True, (11, 12), (18, 20), (31, 36), (36, 40), (94, 100), (93, 100), (0, 12),
    {"upgrade": Fraction(8), "openness": Fraction(4)},
)  # fmt: skip


def scheme() -> evaluation.EvaluationScheme:
    return evaluation.EvaluationScheme.parse(document("property_evaluation_items"))


def test_rp_44_the_evaluation_of_the_handbook():
    found = evaluation.evaluate(scheme(), YEAR)
    points = {code: None if given is None else float(given) for code, given in found.points.items()}
    assert (points["org_cover"], points["meeting_rate"], points["resolution_on_time"]) == (9.0, 13.75, 13.5)
    assert (found.total_x100, found.stars) == (8586, 3)


def test_rp_37_an_item_without_data_is_left_out_and_too_little_is_not_rated():
    without = replace(YEAR, solved=None, satisfied=(0, 0))
    found = evaluation.evaluate(scheme(), without)
    assert found.points["event_solved"] is None
    assert found.total_x100 == 8531  # 68.25 of 80
    little = replace(without, fees=(0, 0), manual={})
    assert evaluation.evaluate(scheme(), little).total_x100 is None


def test_rp_37_the_fee_item_caps_at_its_points_and_rewards_improvement():
    def points(kind: str, rate: int, before: int) -> Fraction | None:
        facts = replace(YEAR, compound_kind=kind, fees=(rate, 100), fees_before=(before, 100))
        return evaluation.evaluate(scheme(), facts).points["fee_rate"]

    assert points("new", 45, 42) == 5
    assert points("new", 47, 42) == 8
    assert points("old", 54, 49) == 9
    assert points("resettled", 75, 75) == 10


def test_rp_37_a_veto_takes_the_stars():
    assert evaluation.evaluate(scheme(), replace(YEAR, unsigned=(6, 12))).stars == 3
    vetoed = evaluation.evaluate(scheme(), replace(YEAR, unsigned=(7, 12)))
    assert (vetoed.stars, vetoed.vetoes) == (0, ("unsigned_over_half",))
    assert evaluation.evaluate(scheme(), replace(YEAR, vetoes=frozenset({"fund_misuse"}))).stars == 0


def test_rp_37_points_by_hand_keep_to_their_item():
    with pytest.raises(RuleBroken):
        evaluation.evaluate(scheme(), replace(YEAR, manual={"upgrade": Fraction(11)}))


def test_rp_5_a_track_and_a_showcase_follow_the_compound():
    showcases.check_track(showcases.Track.TARGETED, "old", "")
    showcases.check_track(showcases.Track.SMART, "old", "业主自筹")
    showcases.check_showcase(showcases.ShowcaseKind.RESETTLEMENT, "resettled", has_committee=False)
    with pytest.raises(RuleBroken):
        showcases.check_track(showcases.Track.SMART, "old", "")
    for kind in (showcases.ShowcaseKind.RESETTLEMENT, showcases.ShowcaseKind.SELF_GOVERNED):
        with pytest.raises(RuleBroken):
            showcases.check_showcase(kind, "new", has_committee=False)


def test_rp_68_the_street_answers_within_ten_working_days():
    assert street.answer_by(on("09-16"), terms(), calendar()) == on("09-30")
    street.check_can_move(street.EntryState.WAITING, street.EntryState.ACCEPTED)
    for state, to, reason in (
        (street.EntryState.WAITING, street.EntryState.DECIDED, ""),
        (street.EntryState.ACCEPTED, street.EntryState.RETURNED, " "),
    ):
        with pytest.raises(RuleBroken):
            street.check_can_move(state, to, reason)


FINAL = votes.VoteOutcome("change_common", "全小区", votes.VoteState.FINAL, True)


def test_rp_17_only_a_passed_strict_vote_of_that_matter_and_scope_unlocks():
    assert votes.check_unlocks("change_common", "全小区", FINAL)
    assert not votes.check_unlocks("change_common", "全小区", replace(FINAL, strict_passed=False))
    for vote in (
        replace(FINAL, matter="use_fund"),
        replace(FINAL, electorate="3号楼"),
        replace(FINAL, state=votes.VoteState.COUNTING),
    ):
        with pytest.raises(RuleBroken):
            votes.check_unlocks("change_common", "全小区", vote)


def test_rp_10_a_final_result_is_immutable():
    votes.check_can_move(votes.VoteState.PUBLICISED, votes.VoteState.DRAFT)
    for state in votes.VoteState:
        with pytest.raises(RuleBroken, match="重新统计"):
            votes.check_can_move(votes.VoteState.FINAL, state)


def test_rp_12_two_persons_finalise():
    votes.check_finalisers(1, 2, True, may_finalise=True)
    for first, second, may in ((1, 1, True), (1, 2, False)):
        with pytest.raises(RuleBroken):
            votes.check_finalisers(first, second, True, may_finalise=may)


def test_rp_28_the_procedure_list():
    facts = votes.Procedure(on("06-01"), on("06-16"), on("06-30"), True, True, 90, 90, None, on("07-03"))
    answers = [point.answer for point in votes.procedure(facts, vote_settings())]
    assert answers == [votes.Answer.YES] * 6 + [votes.Answer.OPEN]
    broken = votes.Procedure(on("06-02"), on("06-16"), on("06-30"), False, False, 90, 89, 6, on("07-04"))
    assert [point.answer for point in votes.procedure(broken, vote_settings())][:6] == [votes.Answer.NO] * 6


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("meeting.submit_limit", 2), ("meeting.fixed_day", 30), ("meeting.remind_days", []),
        ("vote.two_finalisers", "yes"), ("red_committee.party_share", {"num": 3, "den": 2, "inclusive": True}),
        ("red_committee.short_year_share", {"num": 5, "den": 6}), ("meeting.notice_days", -1),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_refused(key: str, value: object):
    broken = document("red_property_settings")
    next(row for row in broken["settings"] if row["key"] == key)["value"] = value
    with pytest.raises(RuleBroken):
        Terms.parse(broken, on("09-01"))


def test_the_setting_in_force_on_the_day_counts():
    changed = document("red_property_settings")
    row = next(row for row in changed["settings"] if row["key"] == "meeting.notice_days")
    changed["settings"].append(row | {"value": 5, "effective_from": "2026-10-01"})
    assert [Terms.parse(changed, on(day)).notice_days for day in ("09-30", "10-01")] == [3, 5]
    with pytest.raises(RuleBroken):
        Terms.parse(changed, date(2017, 12, 31))
