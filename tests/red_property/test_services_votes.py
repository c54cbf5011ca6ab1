"""Owners' votes from the draft to the result, through the services (RP-7, RP-10, RP-12, RP-17, RP-22 to RP-30)."""

from datetime import date, datetime

import pytest
from sqlalchemy import select, text

from shuangluan.extensions import db
from shuangluan.kernel import attachments, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, MatterStage
from shuangluan.kernel.publicity import Channel, Finding
from shuangluan.red_property.models import OwnersVote, Resolution, VoteResult
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.queries.rosters import groups_of, roster_of
from shuangluan.red_property.queries.vote_counts import Box
from shuangluan.red_property.rules.ballots import BallotClass, Problem
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.tally import Tally
from shuangluan.red_property.rules.vote_words import BallotCheck, ElectorateScope, Initiator
from shuangluan.red_property.rules.votes import VoteState
from shuangluan.red_property.services import ballots, rosters, vote_counting, votes
from tests.build import actor, viewer
from tests.red_property import ballot_box as box
from tests.red_property import table


@pytest.fixture(autouse=True)
def _in_one_transaction(writing: None) -> None:
    """Every test writes inside one transaction."""


def deed(username: str = "community_staff", when: str = "11-20 10:00"):
    return {"by": actor(username), "at": box.at(when)}


def last_entry() -> AuditEntry:
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def results(vote: OwnersVote, place: int = 0) -> VoteResult:
    counts = queries.counts(vote.id)
    return queries.results([counts[place].id])[counts[place].id][0]


# --- the plan ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"closes_at": datetime(2026, 12, 7, 18, 0)}, "closes_at"),
        ({"freeze_on": date(2026, 12, 9)}, "freeze_on"),
        ({"electorate": ElectorateScope.BUILDING}, "electorate_note"),
        ({"initiator": Initiator.OWNERS}, "proposers"),
        ({"initiator": Initiator.COMMUNITY}, "initiator_note"),
    ],
)
def test_rp_7_a_plan_that_contradicts_itself_is_refused_beside_its_field(change: dict, field: str):
    with pytest.raises(RuleBroken) as refused:
        box.a_draft(**change)
    assert refused.value.field == field


def test_rp_7_a_vote_has_a_face_and_its_entry():
    vote = box.a_draft()
    assert (vote.matter.kind, vote.matter.record_id, vote.matter.stage) == ("vote", vote.id, MatterStage.OPEN)
    entries = db.session.scalars(select(AuditEntry.action).where(AuditEntry.record_id == vote.id))
    assert "red_property.vote.planned" in set(entries)


def test_rp_30_what_is_no_matter_of_278_is_not_put_to_the_vote():
    vote = box.a_draft()
    with pytest.raises(RuleBroken, match="有利害关系的业主一致同意"):
        votes.add_motion(vote, matter="residence_to_business", title="住改商", text="", **deed())
    with pytest.raises(RuleBroken, match="从列表里选"):
        votes.add_motion(vote, matter="nothing", title="别的", text="", **deed())


# --- roster and publicity ---------------------------------------------------------------------------------


def test_rp_22_an_owner_of_several_flats_is_one_person_and_the_developer_one_with_all_areas():
    """RP-41 i and j in small: X owns two, two others one each, one unsold and one sold but not handed over."""
    vote = box.a_draft([("101", "甲", 10000), ("102", "甲", 10000), ("103", "乙", 10000), ("104", "甲、乙", 10000)])
    for house, status in (("105", "unsold"), ("106", "sold_undelivered")):
        rosters.add_unit(vote, box.unit(house, "买方", 10000, status=status), **deed())
    rosters.add_unit(vote, box.unit("车1", "乙", 1200, kind="parking"), **deed())
    rosters.add_unit(vote, box.unit("车2", "乙", 1300, kind="parking", titled=True), **deed())
    box.publicise(vote)
    groups = groups_of(vote.id)
    assert [(one.number, one.names, one.units, one.area_x100) for one in groups] == [
        (1, "甲", ["101", "102"], 20000),
        (2, "乙", ["103", "车2"], 11300),
        (3, "甲、乙", ["104"], 10000),
        (4, "建设单位", ["105", "106"], 20000),
    ]
    assert (vote.persons_total, vote.area_total_x100) == (4, 61300)


def test_rp_22_two_owners_of_one_name_are_told_apart_by_their_documents():
    vote = box.a_draft([])
    rosters.add_unit(vote, box.unit("101", "张三", 10000, tails="1234"), **deed())
    rosters.add_unit(vote, box.unit("102", "张三", 10000, tails="567x"), **deed())
    rosters.add_unit(vote, box.unit("103", "李四", 10000), **deed())
    rosters.add_unit(vote, box.unit("104", "李四", 10000), **deed())
    roster = roster_of(vote)
    assert roster.electorate.persons_total == 3
    assert list(roster.same_names) == ["李四"]


@pytest.mark.parametrize(
    ("owners", "tails", "words"),
    [("张三、张三", "", "两位同名"), ("张三、李四", "1234", "一一对应"), ("张三", "12", "4 位")],
)
def test_rp_22_documents_go_with_the_owners_one_by_one(owners: str, tails: str, words: str):
    vote = box.a_draft([])
    with pytest.raises(RuleBroken, match=words):
        rosters.add_unit(vote, box.unit("101", owners, 10000, tails=tails), **deed())


def test_rp_22_a_roster_without_an_area_or_an_owner_is_not_publicised():
    vote = box.a_draft()
    rosters.add_unit(vote, box.unit("201", "演示甲", None), **deed())
    rosters.add_unit(vote, box.unit("202", "", 9000), **deed())
    with pytest.raises(RuleBroken, match="201没有面积；202没有业主"):
        box.publicise(vote)


def test_rp_28_roster_and_motions_hang_for_the_same_strict_period_without_personal_data():
    vote = box.a_publicised()
    for kind in (queries.ROSTER, queries.MOTIONS):
        one = publicity.current(kind, vote.id)
        assert one is not None
        assert (one.until, one.matter_id) == (box.day("12-07"), vote.matter_id)
    roster = publicity.current(queries.ROSTER, vote.id)
    assert roster is not None
    assert roster.rows[0] == ["1", "1号楼001", "住宅", "100.00", "登记面积", "已交付", "演**"]
    motions = publicity.current(queries.MOTIONS, vote.id)
    assert motions is not None
    assert motions.rows[0][-1] == "面积、人数各占三分之二以上的业主参与，参与表决的业主中过半数同意"


def test_rp_28_the_opening_is_after_the_publicity():
    vote = box.a_draft(opens_on=box.day("12-07"))
    with pytest.raises(RuleBroken, match="公示到 2026-12-07 为止"):
        box.publicise(vote)


def test_rp_28_a_publicity_into_an_unpublished_year_is_refused():
    vote = box.a_draft()
    with pytest.raises(RuleBroken, match="2027 年的放假安排还没有公布"):
        box.publicise(vote, days=60)


def test_rp_10_from_the_publicity_on_motions_and_roster_are_frozen():
    vote = box.a_publicised()
    for write in (
        lambda: rosters.add_unit(vote, box.unit("201", "演示甲", 9000), **deed()),
        lambda: votes.add_motion(vote, matter="use_fund", title="另一件", text="", **deed()),
        lambda: votes.change_vote(vote, box.a_plan(), **deed()),
        lambda: votes.remove_motion(vote, box.motion(vote), **deed()),
    ):
        with pytest.raises(RuleBroken, match="先撤回公示"):
            write()


def test_rp_10_a_correction_after_an_objection_restarts_the_publicity():
    vote = box.a_publicised()
    roster = publicity.current(queries.ROSTER, vote.id)
    assert roster is not None
    objection = publicity.enter_objection(
        roster, subject="1号楼001", content="面积应为 98.00", channel=Channel.WRITTEN, objector=None,
        received_on=box.day("11-23"), due_on=box.day("12-07"), **deed(when="11-23 09:00"),
    )  # fmt: skip
    publicity.accept_objection(objection, **deed("community_admin", "11-23 10:00"))
    publicity.decide_objection(
        objection, finding=Finding.UPHELD, answer="按登记簿改", **deed("community_admin", "11-24 10:00")
    )
    votes.correct(vote, reason="1号楼001 面积", **deed(when="11-24 11:00"))
    assert (vote.state, vote.persons_total, groups_of(vote.id)) == (VoteState.DRAFT, None, [])
    row = roster_of(vote).rows[0].stored
    rosters.change_unit(vote, row, box.unit("1号楼001", "演示业主001", 9800), **deed(when="11-24 11:10"))
    votes.change_vote(vote, box.a_plan(opens_on=box.day("12-10")), **deed(when="11-24 11:20"))
    box.publicise(vote, when="11-24 11:30")
    assert [one.round for one in publicity.rounds(queries.ROSTER, vote.id)] == [2, 1]
    assert vote.area_total_x100 == 59800


def test_rp_28_an_open_objection_keeps_the_vote_from_opening():
    vote = box.a_publicised()
    motions = publicity.current(queries.MOTIONS, vote.id)
    assert motions is not None
    publicity.enter_objection(
        motions, subject="", content="没有附报价", channel=Channel.OTHER, objector=None,
        received_on=box.day("12-07"), due_on=box.day("12-07"), **deed(when="12-07 23:59"),
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="还有 1 条异议没有办结"):
        votes.open_vote(vote, **deed(when=box.OPENED))


@pytest.mark.parametrize(("when", "words"), [("12-07 09:00", "到那天再开始"), ("11-21 09:00", "到那天再开始")])
def test_rp_10_a_vote_opens_on_the_publicised_day(when: str, words: str):
    vote = box.a_publicised()
    with pytest.raises(RuleBroken, match=words):
        votes.open_vote(vote, **deed(when=when))


def test_the_names_of_owners_are_sealed_at_rest():
    vote = box.a_publicised()
    sealed = db.session.execute(text("SELECT owners FROM red_property_roster_unit")).scalars().all()
    sealed += db.session.execute(text("SELECT names FROM red_property_owner_group")).scalars().all()
    assert len(sealed) == 12
    assert all("演示业主".encode() not in bytes(value) for value in sealed)
    assert vote.persons_total == 6


# --- ballots ----------------------------------------------------------------------------------------------


def test_rp_12_one_enters_and_another_checks():
    vote = box.an_open()
    ballot = box.enter(vote, "1 1")
    with pytest.raises(RuleBroken, match="录入人不能核对自己录的选票"):
        box.check(vote, "1 1", by="community_staff")
    box.check(vote, "1 1")
    assert (ballot.check_state, ballot.checker_name) == (BallotCheck.CHECKED, actor("community_admin").name)
    with pytest.raises(RuleBroken, match="没有待核对的选票"):
        box.check(vote, "1 1")


def test_two_readings_that_differ_are_settled_by_somebody_else_than_the_enterer():
    vote = box.an_open()
    ballot = box.enter(vote, "1 1")
    box.check(vote, "1 2")
    assert (ballot.check_state, Box(vote).unchecked) == (BallotCheck.DIFFERS, 1)
    with pytest.raises(RuleBroken, match="录入人不能自己定夺"):
        ballots.settle_ballot(vote, ballot, second=False, reason="看过原票", **deed(when="12-16 08:40"))
    with pytest.raises(RuleBroken, match="写明"):
        ballots.settle_ballot(vote, ballot, second=True, reason="", **deed("community_admin", "12-16 08:40"))
    ballots.settle_ballot(vote, ballot, second=True, reason="看过原票", **deed("community_admin", "12-16 08:40"))
    assert (ballot.check_state, ballot.choices, Box(vote).unchecked) == (BallotCheck.CHECKED, {"1": "no"}, 0)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "先打编号"), ("a 1", "先打编号"), ("1", "编号后面打选择"), ("1 4", "没有“4”"),
        ("1 11", "有 1 个议题"), ("99 1", "没有 99 号"),
    ],
)  # fmt: skip
def test_rp_64_a_line_that_is_no_ballot_is_refused_with_how_it_is_typed(line: str, words: str):
    with pytest.raises(RuleBroken, match=words):
        box.enter(box.an_open(), line)


def test_rp_64_several_motions_take_as_many_marks_in_one_go():
    vote = box.a_draft()
    votes.add_motion(vote, matter="hire_manager", title="续聘", text="", **deed())
    box.publicise(vote)
    votes.open_vote(vote, **deed(when=box.OPENED))
    assert box.enter(vote, "1 1 2").choices == {"1": "yes", "2": "no"}
    assert box.enter(vote, "2 30").choices == {"1": "abstain", "2": "blank"}
    assert box.enter(vote, "3 x").is_valid is False


def test_rp_54_three_papers_of_one_owner_with_different_choices_are_a_conflict_until_one_is_void():
    vote = box.an_open()
    box.cast(vote, "1 1", "1 1", "1 2", "2 1", "3 1", "4 1", "5 1")
    box.close(vote)
    found = Box(vote).found[0]
    assert found.units(BallotClass.CONFLICT) == [1]
    assert found.numbers(Problem.CONFLICT) == [1]
    with pytest.raises(RuleBroken, match="选择不一致"):
        box.confirm(vote)
    third = next(one for one in Box(vote).papers if one.choices == {"1": "no"})
    ballot = queries.ballot(third.id, vote.id)
    assert ballot is not None
    ballots.void_ballot(vote, ballot, reason="本人书面确认以同意为准", **deed("community_admin", "12-16 09:30"))
    found = Box(vote).found[0]
    assert (found.classified.classes["1"], found.numbers(Problem.DUPLICATE)) == (BallotClass.YES, [2])
    box.confirm(vote)


def test_rp_55_a_ballot_after_the_closing_is_kept_and_not_counted():
    vote = box.an_open()
    box.deliver(vote, 1, 2)
    box.cast(vote, "1 1", when="12-15 18:05")
    box.cast(vote, "2 1", when="12-15 18:00")
    found = Box(vote).found[0]
    assert found.numbers(Problem.LATE) == [1]
    assert (found.classified.classes["1"], found.classified.classes["2"]) == (BallotClass.SILENT, BallotClass.YES)


def test_rp_23_silence_needs_proof_of_delivery():
    vote = box.an_open()
    box.deliver(vote, 1)
    box.deliver(vote, 2, receipt=False)
    classes = Box(vote).found[0].classified.classes
    assert (classes["1"], classes["2"]) == (BallotClass.SILENT, BallotClass.UNDELIVERED)


def test_rp_23_an_agent_of_more_than_three_units_is_cleared_by_hand():
    vote = box.an_open()
    box.cast(vote, "1 1", "2 1", "3 1", "4 1", agent="演示代理")
    found = Box(vote).found[0]
    assert found.numbers(Problem.AGENT_LIMIT) == [4]
    box.close(vote)
    with pytest.raises(RuleBroken, match="代理超限"):
        box.confirm(vote)
    ballot = queries.ballot(next(one.id for one in Box(vote).papers if one.no == 4), vote.id)
    assert ballot is not None
    ballots.clear_agent(vote, ballot, reason="电话向业主核实", **deed("community_admin", "12-16 09:30"))
    assert Box(vote).may_finalise
    assert ballot.agent == "演示代理"


@pytest.mark.parametrize(("when", "words"), [("12-07 09:00", "不能早于它"), ("12-16 09:00", "不能晚于现在")])
def test_a_ballot_has_a_moment_of_receipt_within_the_vote(when: str, words: str):
    with pytest.raises(RuleBroken, match=words):
        box.enter(box.an_open(), "1 1", when=when)


def test_rp_10_before_the_opening_no_ballot_is_taken():
    with pytest.raises(RuleBroken, match="不能录选票"):
        box.enter(box.a_publicised(), "1 1")


# --- the result -------------------------------------------------------------------------------------------


def test_rp_12_the_result_is_finalised_by_two_different_persons():
    vote = box.an_open()
    box.cast(vote, "1 1", "2 1", "3 1", "4 1")
    box.close(vote)
    with pytest.raises(RuleBroken, match="先由一位同事确定"):
        box.finalise(vote)
    box.confirm(vote, "community_staff")
    with pytest.raises(RuleBroken, match="另一位同事"):
        box.finalise(vote, "community_staff")
    box.finalise(vote, "community_admin")
    assert (vote.state, vote.matter.stage, results(vote).passed) == (VoteState.FINAL, MatterStage.DONE, True)


def test_ballots_that_changed_between_the_two_are_confirmed_anew():
    vote = box.an_open()
    box.cast(vote, "1 1", "2 1", "3 1", "4 1")
    box.close(vote)
    box.confirm(vote)
    box.cast(vote, "5 2")
    with pytest.raises(RuleBroken, match="有改动"):
        box.finalise(vote)
    box.confirm(vote)
    box.finalise(vote)
    assert results(vote).participating_persons == 5
    assert len(queries.counts(vote.id)) == 1


def test_an_unchecked_ballot_blocks_the_result():
    vote = box.an_open()
    box.cast(vote, "1 1")
    box.enter(vote, "2 1")
    box.close(vote)
    with pytest.raises(RuleBroken, match="还有 1 张选票没有核对"):
        box.confirm(vote)


@pytest.mark.parametrize(
    ("matter", "lines", "passed"),
    [
        ("use_fund", ["1 1", "2 1", "3 1", "4 2"], True),  # 4 of 6 take part, 3 of 4 agree
        ("use_fund", ["1 1", "2 1", "3 2", "4 2"], False),  # RP-41 b: exactly half
        ("use_fund", ["1 1", "2 1", "3 1"], False),  # RP-41 d: participation
        ("raise_fund", ["1 1", "2 1", "3 1", "4 2"], True),  # RP-41 e: exactly three quarters
        ("raise_fund", ["1 1", "2 1", "3 1", "4 2", "5 3"], False),  # RP-41 g: who abstains takes part
    ],
)
def test_rp_24_the_result_follows_the_law_of_its_matter(matter: str, lines: list[str], passed: bool):
    vote = box.a_final(*lines, matter=matter)
    found = results(vote)
    assert (found.passed, found.threshold_row) == (passed, "2021")
    assert [line["code"] for line in found.lines][-1] == "DISCLAIMER"


def test_rp_25_silence_counts_only_with_the_clause_and_is_never_the_result():
    """RP-41 l in small: 4 yes and 2 silent of 9; with the clause 从多 reaches two thirds, strictly it does not."""
    vote = box.an_open(box.rows(9))
    box.deliver(vote, *range(1, 10))
    box.cast(vote, "1 1", "2 1", "3 1", "4 1", "5 2")
    assert isinstance(tally := Box(vote).found[0].tally, Tally)
    assert tally.follow is None
    vote.clause_id = _an_attachment(vote)
    db.session.flush()
    assert isinstance(tally := Box(vote).found[0].tally, Tally)
    assert tally.follow is not None
    assert (tally.strict.passed, tally.follow.measured.passed) == (False, True)
    box.close(vote)
    box.confirm(vote)
    box.finalise(vote)
    found = results(vote)
    assert (found.passed, found.follow_choice, found.follow_passed) == (False, "yes", True)
    assert any("存在争议" in line["text"] for line in found.lines)


def _an_attachment(vote: OwnersVote) -> int:
    upload = attachments.Upload("议事规则.pdf", "application/pdf", b"%PDF-1.4")
    return attachments.attach(vote.matter, upload, "0" * 48, purpose="clause", **deed()).id


def test_rp_10_a_final_result_is_immutable_and_a_recount_keeps_both():
    vote = box.a_final("1 1", "2 1", "3 1", "4 2")
    with pytest.raises(RuleBroken, match="重新统计"):
        box.cast(vote, "5 1")
    with pytest.raises(RuleBroken, match="写明"):
        vote_counting.begin_recount(vote, reason="", **deed(when="12-18 09:00"))
    vote_counting.begin_recount(vote, reason="发现两张漏录的选票", **deed(when="12-18 09:00"))
    box.cast(vote, "5 2", "6 2")
    box.confirm(vote, when="12-18 10:00")
    box.finalise(vote, when="12-18 11:00")
    assert [(one.round, results(vote, place).passed) for place, one in enumerate(queries.counts(vote.id))] == [
        (2, False), (1, True),
    ]  # fmt: skip
    assert vote.state is VoteState.FINAL


def test_rp_10_a_preliminary_result_hangs_before_it_is_final():
    vote = box.an_open()
    box.cast(vote, "1 1", "2 1", "3 1", "4 1")
    box.close(vote)
    box.confirm(vote)
    vote_counting.post_result(vote, place="小区公告栏", manner="张贴", days=5, **deed(when="12-16 10:30"))
    put_up = publicity.current(queries.RESULT, vote.id)
    assert put_up is not None
    assert put_up.rows == [["1. 更换电梯曳引机", "6", "4", "4", "400.00", "400.00", "达到民法典第278条表决比例"]]
    with pytest.raises(RuleBroken, match="公示到"):
        box.finalise(vote)
    box.finalise(vote, when="12-22 09:00")
    assert vote.state is VoteState.FINAL


def test_rp_10_an_objection_to_the_posted_result_leads_back_to_counting():
    vote = box.an_open()
    box.cast(vote, "1 1", "2 1", "3 1", "4 1")
    box.close(vote)
    box.confirm(vote)
    vote_counting.post_result(vote, place="小区公告栏", manner="", days=5, **deed(when="12-16 10:30"))
    vote_counting.withdraw_result(vote, reason="漏录一张", **deed(when="12-17 10:30"))
    assert vote.state is VoteState.COUNTING
    box.cast(vote, "5 1")


def test_rp_10_a_vote_is_given_up_with_its_reason_and_nothing_is_lost():
    vote = box.an_open()
    box.cast(vote, "1 1")
    with pytest.raises(RuleBroken, match="写明终止的原因"):
        votes.abandon(vote, reason="", **deed(when="12-09 09:00"))
    votes.abandon(vote, reason="施工方撤回报价", **deed(when="12-09 09:00"))
    assert (vote.state, vote.matter.stage, len(Box(vote).papers)) == (VoteState.ABANDONED, MatterStage.DROPPED, 1)
    assert last_entry().changes["reason"] == [None, "施工方撤回报价"]


def test_before_the_closing_nothing_is_counted():
    vote = box.an_open()
    with pytest.raises(RuleBroken, match="2026-12-15 18:00 截止"):
        votes.close_vote(vote, **deed(when="12-15 17:59"))


# --- resolutions that wait for the owners -----------------------------------------------------------------


def a_waiting_resolution() -> Resolution:
    """RP-52: three parties “decide” to let the lifts for advertising."""
    table.a_committee()
    meeting = table.a_draft("11-16")
    resolution = table.a_resolution(meeting, table.an_item(meeting, "电梯广告", topic=ADVERTISING), "12-31")
    table.submitted(meeting)
    assert resolution.state is ResolutionState.AWAITS_OWNERS
    return resolution


ADVERTISING = "common_business"


def linked(resolution: Resolution, **more) -> OwnersVote:
    vote = box.a_draft(matter="change_common", **more)
    votes.remove_motion(vote, box.motion(vote), **deed())
    votes.add_motion(
        vote, matter="change_common", title="电梯内发布广告", text="收益归业主", resolution=resolution,
        scope=ElectorateScope.COMPOUND, **deed(),
    )  # fmt: skip
    return vote


def decided(vote: OwnersVote, *lines: str) -> None:
    box.publicise(vote)
    votes.open_vote(vote, **deed(when=box.OPENED))
    box.cast(vote, *lines)
    box.close(vote)
    box.confirm(vote)
    box.finalise(vote)


def test_rp_52_a_passed_strict_vote_lets_the_resolution_be_carried_out():
    resolution = a_waiting_resolution()
    vote = linked(resolution)
    decided(vote, "1 1", "2 1", "3 1", "4 2")
    assert resolution.state is ResolutionState.DOING
    assert [one.id for one in queries.decided_for(resolution.id, viewer=viewer("community_staff"))] == [vote.id]


def test_rp_17_a_failed_vote_makes_it_not_passed():
    resolution = a_waiting_resolution()
    decided(linked(resolution), "1 1", "2 1", "3 2", "4 2")
    assert resolution.state is ResolutionState.REJECTED


def test_rp_17_the_electorate_and_the_matter_are_those_of_the_resolution():
    resolution = a_waiting_resolution()
    vote = box.a_draft(electorate=ElectorateScope.BUILDING, electorate_note="1号楼")
    with pytest.raises(RuleBroken, match="业主范围"):
        votes.add_motion(
            vote, matter="change_common", title="电梯广告", text="", resolution=resolution,
            scope=ElectorateScope.COMPOUND, **deed(),
        )  # fmt: skip
    with pytest.raises(RuleBroken, match="不是同一事项"):
        votes.add_motion(
            vote, matter="use_fund", title="电梯广告", text="", resolution=resolution,
            scope=ElectorateScope.BUILDING, **deed(),
        )  # fmt: skip
