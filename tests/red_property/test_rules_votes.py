"""Votes of owners: electorate, ballots, tally, silence, what is lacking, how it is told (RP-22 to RP-30, RP-41)."""

import json
from pathlib import Path

import pytest

from shuangluan import vectors
from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules import ENGINES
from shuangluan.red_property.rules.ballots import BallotClass, BallotPaper, Problem, classified
from shuangluan.red_property.rules.electorate import DEVELOPER, AreaBasis, RosterUnit, UnitStatus, electorate_of
from shuangluan.red_property.rules.matters import VoteLaw, VoteSettings
from shuangluan.red_property.rules.measures import Count
from shuangluan.red_property.rules.parsing import Share
from shuangluan.red_property.rules.tally import NoTally, NotApplied, Tally, tallied
from shuangluan.red_property.rules.vote_lines import percent
from tests.red_property.shipped import at, document, law, on, vote_settings

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
YES, NO, ABSTAIN, BLANK = BallotClass.YES, BallotClass.NO, BallotClass.ABSTAIN, BallotClass.BLANK


def test_every_vector_of_owners_votes_passes():
    said: list[str] = []
    assert vectors.run([VECTORS / "owners_vote_vectors.json"], ENGINES, said.append) == 0
    assert said == ["25 passed, 0 failed"]


def test_the_vectors_are_run_against_the_law_that_ships():
    copied = json.loads((VECTORS / "catalogues" / "owners_vote_matters.json").read_text(encoding="utf-8"))
    assert copied == document("owners_vote_matters")


def vote(
    matter: str, *, persons: int = 90, area: int = 900_000, closed: str = "06-30", clause: bool = False,
    **classes: tuple[int, int],
) -> Tally:  # fmt: skip
    """A tally in which who is not named was not reached."""
    counts = {BallotClass(name): Count(*pair) for name, pair in classes.items()}
    left = Count(
        persons - sum(one.persons for one in counts.values()), area - sum(one.area_x100 for one in counts.values())
    )
    counts[BallotClass.UNDELIVERED] = left
    found = tallied(law(), matter, Count(persons, area), counts, on(closed), follow_majority=clause)
    assert isinstance(found, Tally)
    return found


def short(tally: Tally) -> dict[str, int]:
    return {hurdle.key: hurdle.short for hurdle in tally.strict.tests if hurdle.short}


@pytest.mark.parametrize(
    ("case", "tally", "passed", "lacking"),
    [
        ("a", vote("use_fund", yes=(31, 310_000), no=(29, 290_000)), True, {}),
        (
            "b",
            vote("hire_manager", yes=(30, 300_000), no=(30, 300_000)),
            False,
            {"agree_persons": 1, "agree_area": 1},
        ),
        ("c", vote("use_fund", yes=(31, 300_000), no=(29, 300_000)), False, {"agree_area": 1}),
        (
            "d",
            vote("use_fund", yes=(59, 590_000)),
            False,
            {"participation_persons": 1, "participation_area": 10_000},
        ),
        ("e", vote("raise_fund", yes=(45, 450_000), no=(15, 150_000)), True, {}),
        ("f", vote("raise_fund", yes=(45, 449_999), no=(15, 150_001)), False, {"agree_area": 1}),
        (
            "g",
            vote("use_fund", yes=(30, 300_000), no=(5, 50_000), abstain=(25, 250_000)),
            False,
            {"agree_persons": 1, "agree_area": 1},
        ),
        (
            "h",
            vote("use_fund", persons=1000, area=10_000_000, yes=(667, 6_666_666)),
            False,
            {"participation_area": 1},
        ),
        (
            "n",
            vote("use_fund", closed="2020-11-30", yes=(42, 420_000), no=(18, 180_000)),
            False,
            {"agree_persons": 18, "agree_area": 180_000},
        ),
        ("n today", vote("use_fund", yes=(42, 420_000), no=(18, 180_000)), True, {}),
    ],
)
def test_rp_41_the_worked_tallies(case: str, tally: Tally, passed: bool, lacking: dict[str, int]):
    assert (tally.strict.passed, short(tally)) == (passed, lacking), case


def house(unit: str, *owners: str, area: int = 10_000, status: UnitStatus = UnitStatus.DELIVERED) -> RosterUnit:
    return RosterUnit(unit, "house", {AreaBasis.REGISTERED: area}, frozenset(owners), status)


def whole_vote(units: list[RosterUnit], matter: str, **voices: BallotClass) -> Tally:
    """From the roster to the tally: every owner named in `voices` hands a paper in, nobody else was reached."""
    electorate = electorate_of(units, vote_settings())
    areas = {key: group.area_x100 for key, group in electorate.groups.items()}
    papers = [BallotPaper(no, key, choice, at("06-20 09:00")) for no, (key, choice) in enumerate(voices.items(), 1)]
    sums = classified(areas, papers, {}, at("06-30 18:00"), vote_settings()).sums(areas)
    total = Count(electorate.persons_total, electorate.area_total_x100)
    counts = {kind: Count(*pair) for kind, pair in sums.items()}
    found = tallied(law(), matter, total, counts, on("06-30"), follow_majority=False)
    assert isinstance(found, Tally)
    return found


def test_rp_41_i_one_owner_of_five_units_is_one_person():
    units = [house(f"x{n}", "X") for n in range(5)] + [house(f"o{n}", f"o{n}") for n in range(7)]
    tally = whole_vote(units, "use_fund", X=YES, o0=YES, o1=YES, o2=YES)
    assert tally.strict.participating == Count(4, 80_000)
    assert (tally.strict.passed, short(tally)) == (False, {"participation_persons": 2})


def developers_compound() -> list[RosterUnit]:
    sold = [house(f"s{n}", f"o{n}") for n in range(60)]
    unsold = [house(f"u{n}", status=UnitStatus.UNSOLD) for n in range(30)]
    return sold + unsold + [house(f"w{n}", f"w{n}", status=UnitStatus.SOLD_UNDELIVERED) for n in range(10)]


def test_rp_41_j_the_developer_is_one_person_with_all_his_area():
    tally = whole_vote(developers_compound(), "use_fund", **{f"o{n}": YES for n in range(60)})
    assert not tally.strict.passed
    assert [(one.key, one.base) for one in tally.strict.tests][:2] == [
        ("participation_persons", 61), ("participation_area", 1_000_000),
    ]  # fmt: skip


@pytest.mark.parametrize(("matter", "passed"), [("hire_manager", True), ("rebuild", False)])
def test_rp_41_k_the_developer_votes_no(matter: str, passed: bool):
    voices = {f"o{n}": YES for n in range(60)} | {DEVELOPER: NO}
    assert whole_vote(developers_compound(), matter, **voices).strict.passed is passed


def test_rp_41_l_silence_follows_only_for_information():
    tally = vote(
        "use_fund", persons=120, area=1_200_000, clause=True,
        yes=(50, 500_000), no=(20, 200_000), silent=(30, 300_000),
    )  # fmt: skip
    assert not tally.strict.passed
    assert tally.follow is not None
    assert tally.follow.measured.passed
    assert tally.follow.measured.agreeing.persons == 80
    line = next(line for line in tally.lines if line.code == "FOLLOW")
    assert "存在争议" in line.text


def test_rp_41_m_no_silence_follows_two_leaders():
    tally = vote("use_fund", clause=True, yes=(40, 250_000), no=(18, 330_000), silent=(20, 200_000))
    assert tally.follow is not None
    assert tally.follow.reason is NotApplied.LEADERS_DIFFER
    assert tally.follow.measured == tally.strict


@pytest.mark.parametrize(
    ("classes", "reason"),
    [
        ({"yes": (60, 600_000)}, NotApplied.NO_SILENT),
        ({}, NotApplied.NO_SILENT),
        ({"silent": (60, 600_000)}, NotApplied.NO_BALLOTS),
        ({"yes": (20, 200_000), "no": (20, 100_000), "silent": (20, 200_000)}, NotApplied.TIE),
        ({"yes": (20, 200_000), "no": (10, 200_000), "silent": (20, 200_000)}, NotApplied.TIE),
        ({"yes": (20, 100_000), "no": (10, 200_000), "silent": (20, 200_000)}, NotApplied.LEADERS_DIFFER),
    ],
)
def test_rp_25_why_silence_is_not_added(classes: dict[str, tuple[int, int]], reason: NotApplied):
    follow = vote("use_fund", clause=True, **classes).follow
    assert follow is not None
    assert follow.reason is reason


def test_rp_25_blank_papers_side_with_abstention_and_silence_follows_them():
    tally = vote("use_fund", clause=True, yes=(20, 200_000), abstain=(15, 150_000), blank=(10, 100_000),
                 silent=(40, 400_000))  # fmt: skip
    assert tally.follow is not None
    assert tally.follow.choice is ABSTAIN
    assert tally.follow.measured.participating.persons == 85
    assert tally.follow.measured.agreeing.persons == 20


def test_rp_42_the_lines_of_a():
    lines = [line.text for line in vote("use_fund", yes=(31, 310_000), no=(29, 290_000)).lines]
    assert lines[:5] == [
        "业主 90 人，面积 9000.00 ㎡",
        "参与 60 人，60/90≈66.6666%，达到三分之二",
        "参与面积 6000.00 ㎡，6000.00/9000.00≈66.6666%，达到三分之二",
        "同意 31 人，31/60≈51.6666%，超过半数",
        "同意面积 3100.00 ㎡，3100.00/6000.00≈51.6666%，超过半数",
    ]


def test_rp_27_what_is_lacking_and_an_exact_percent():
    lines = [line.text for line in vote("raise_fund", yes=(45, 449_999), no=(15, 150_001)).lines]
    assert "同意 45 人，45/60=75%，达到四分之三" in lines
    assert "同意面积 4499.99 ㎡，4499.99/6000.00≈74.9998%，未达到四分之三" in lines
    assert "同意面积还差 0.01 ㎡" in lines
    assert "未达到民法典第278条表决比例" in lines


def test_rp_27_an_old_vote_is_told_by_the_rule_of_its_time():
    lines = [line.text for line in vote("use_fund", closed="2020-11-30", yes=(42, 420_000), no=(18, 180_000)).lines]
    assert "参与 60 人，60/90≈66.6666%，超过半数" in lines
    assert "同意 42 人，42/90≈46.6666%，未达到三分之二" in lines
    assert "同意人数还差 18 人" in lines
    assert "未达到当时规定的表决比例" in lines


@pytest.mark.parametrize("closed", ["2020-12-31", "2021-01-01"])
def test_rp_24_the_row_changes_on_the_first_day_of_2021(closed: str):
    assert vote("use_fund", closed=closed, yes=(60, 600_000)).row.row == ("2007" if closed < "2021" else "2021")


def test_rp_24_a_vote_before_the_first_row_is_refused():
    with pytest.raises(RuleBroken, match="2007-10-01"):
        vote("use_fund", closed="2007-09-30", yes=(60, 600_000))


def test_rp_24_nobody_took_part():
    tally = vote("raise_fund")
    assert not any(hurdle.is_met for hurdle in tally.strict.tests)
    assert short(tally)["agree_persons"] == 1
    assert "同意 0 人，无人参与，未达到四分之三" in [line.text for line in tally.lines]


@pytest.mark.parametrize(
    ("matter", "total", "classes", "why"),
    [
        ("residence_to_business", Count(90, 900_000), {}, NoTally.NOT_A_278_MATTER),
        ("emergency_repair", Count(90, 900_000), {}, NoTally.NOT_A_278_MATTER),
        ("use_fund", Count(0, 900_000), {}, NoTally.EMPTY_ELECTORATE),
        ("use_fund", Count(90, 0), {}, NoTally.EMPTY_ELECTORATE),
        ("use_fund", Count(90, 900_000), {"yes": Count(90, 899_999)}, NoTally.NOT_BALANCED),
        ("use_fund", Count(90, 900_000), {"yes": Count(89, 900_000), "conflict": Count(1, 0)}, NoTally.NOT_BALANCED),
    ],
)
def test_rp_24_rp_30_what_is_not_counted(matter: str, total: Count, classes: dict[str, Count], why: NoTally):
    assert tallied(law(), matter, total, classes, on("06-30"), follow_majority=False) is why


def test_a_negative_number_and_an_unknown_matter_are_refused():
    for matter, yes in (("use_fund", Count(-1, 0)), ("lottery", Count(90, 900_000))):
        with pytest.raises(RuleBroken):
            tallied(law(), matter, Count(90, 900_000), {YES: yes}, on("06-30"), follow_majority=False)


def test_rp_54_three_flats_of_one_owner_that_disagree_leave_no_result():
    papers = [BallotPaper(no, "甲", choice, at(f"06-20 09:0{no}")) for no, choice in enumerate((YES, YES, NO), 1)]
    found = classified({"甲": 1}, papers, {}, at("06-30 18:00"), vote_settings())
    assert found.problems == ((Problem.CONFLICT, "甲"),)
    assert not found.may_finalise
    with pytest.raises(RuleBroken):
        found.sums({"甲": 1})


def test_rp_54_a_couples_two_papers_with_one_choice_count_once():
    papers = [BallotPaper(1, "甲+乙", YES, at("06-20 09:00")), BallotPaper(2, "甲+乙", YES, at("06-20 09:00"))]
    found = classified({"甲+乙": 1}, papers, {}, at("06-30 18:00"), vote_settings())
    assert found.classes == {"甲+乙": YES}
    assert found.problems == ((Problem.DUPLICATE, 2),)
    assert found.may_finalise


@pytest.mark.parametrize(("moment", "kind"), [("18:00", YES), ("18:05", BallotClass.SILENT)])
def test_rp_55_a_paper_after_closing_is_kept_and_not_counted(moment: str, kind: BallotClass):
    paper = BallotPaper(1, "甲", YES, at(f"06-30 {moment}"))
    assert classified({"甲": 1}, [paper], {"甲": True}, at("06-30 18:00"), vote_settings()).classes["甲"] is kind


def test_rp_23_the_fourth_unit_of_an_agent_is_not_received_until_cleared():
    groups = {name: 1 for name in "甲乙丙丁"}
    papers = [BallotPaper(no, name, YES, at("06-20 09:00"), agent="赵") for no, name in enumerate("丁丙乙甲", 1)]
    papers.append(BallotPaper(5, "丁", YES, at("06-21 09:00"), agent="赵"))  # his first unit again
    found = classified(groups, papers, {"甲": True}, at("06-30 18:00"), vote_settings())
    assert found.classes["甲"] is BallotClass.SILENT
    assert found.problems == ((Problem.AGENT_LIMIT, 4), (Problem.DUPLICATE, 5))
    assert not found.may_finalise


def test_rp_23_a_blank_paper_takes_part_unless_the_district_says_otherwise():
    paper = BallotPaper(1, "甲", BLANK, at("06-20 09:00"))
    changed = [row | {"value": "invalid"} if row["key"] == "blank_ballot_as" else row for row in law().settings]
    for settings, kind in ((vote_settings(), BLANK), (VoteSettings.parse(changed), BallotClass.INVALID)):
        assert classified({"甲": 1}, [paper], {}, at("06-30 18:00"), settings).classes["甲"] is kind


def test_rp_23_a_paper_of_a_stranger_is_refused():
    with pytest.raises(RuleBroken, match="名册里没有"):
        classified({"甲": 1}, [BallotPaper(1, "乙", YES, at("06-20 09:00"))], {}, at("06-30 18:00"), vote_settings())


def test_rp_22_a_parking_space_counts_with_its_own_title_only():
    def space(unit: str, owner: str, *, titled: bool) -> RosterUnit:
        areas = {AreaBasis.REGISTERED: 1250}
        return RosterUnit(unit, "parking", areas, frozenset({owner}), UnitStatus.DELIVERED, titled)

    units = [house("1-101", "甲"), space("P1", "甲", titled=True), space("P2", "乙", titled=True)]
    found = electorate_of([*units, space("P3", "丙", titled=False)], vote_settings())
    assert {key: group.area_x100 for key, group in found.groups.items()} == {"甲": 11_250, "乙": 1250}


def test_rp_22_sets_that_share_an_owner_are_two_unless_the_district_says_otherwise():
    units = [house("1", "甲"), house("2", "甲", "乙"), house("3", "乙", "丙"), house("4", "丁")]
    assert set(electorate_of(units, vote_settings()).groups) == {"甲", "乙+甲", "丙+乙", "丁"}
    changed = [row | {"value": False} if row["key"] == "distinct_owner_sets" else row for row in law().settings]
    assert set(electorate_of(units, VoteSettings.parse(changed)).groups) == {"丁", "丙+乙+甲"}


@pytest.mark.parametrize(
    ("part", "base", "text"),
    [(60, 90, "≈66.6666%"), (45, 60, "=75%"), (1, 8, "=12.5%"), (0, 5, "=0%"), (5, 5, "=100%")],
)
def test_rp_27_percents_are_cut_and_never_rounded(part: int, base: int, text: str):
    assert percent(part, base) == text


@pytest.mark.parametrize(("share", "owners", "need"), [(Share(2, 3, True), 9, 6), (Share(1, 2, False), 60, 31)])
def test_rp_60_the_exact_need(share: Share, owners: int, need: int):
    assert share.needed(owners) == need
    assert share.is_met(need, owners)
    assert not share.is_met(need - 1, owners)


def test_a_law_without_a_class_for_a_row_is_refused():
    broken = document("owners_vote_matters")
    del broken["matters"][0]["classes"]["2007"]
    with pytest.raises(RuleBroken, match="为每一行比例写明类别"):
        VoteLaw.parse(broken)
