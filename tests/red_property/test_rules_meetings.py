"""The table of three parties: quorum, months, days, submission, signatures (RP-13 to RP-21, RP-38 to RP-40)."""

from datetime import date, time

import pytest

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules import dates, months, quorum, signing, submission
from shuangluan.red_property.rules.content import canonical, check_code, content_hash
from shuangluan.red_property.rules.months import HeldMeeting, MonthStatus
from shuangluan.red_property.rules.quorum import OwnersSide, Seat
from shuangluan.red_property.rules.submission import CarriedDraft, ItemDraft, RecordDraft, ResolutionDraft
from shuangluan.red_property.rules.topics import ItemCatalogue
from shuangluan.red_property.rules.words import (
    THREE,
    Conclusion,
    ItemKind,
    MeetingKind,
    MeetingState,
    Mode,
    Party,
    Ratification,
    Stance,
    check_can_move,
)
from tests.red_property.shipped import calendar, catalogue, document, on, terms

COMMITTEE = OwnersSide(True)
HERE = 1  # a compound


def seats(*parties: Party, **more: object) -> list[Seat]:
    return [Seat(f"{party}{n}", party, True, **more) for n, party in enumerate(parties)]  # type: ignore[arg-type]


def test_rp_14_three_parties_not_three_persons():
    assert quorum.quorum(seats(*THREE), HERE, Mode.THREE, COMMITTEE).is_met


def test_rp_46_four_of_two_parties_are_no_quorum():
    found = quorum.quorum(
        seats(Party.COMMUNITY, Party.COMMUNITY, Party.PROPERTY, Party.PROPERTY), HERE, Mode.THREE, COMMITTEE
    )
    assert found.missing == (Party.OWNERS,)
    assert found.sentence == "业委会没有人到会，本次不成会"


@pytest.mark.parametrize("seat", [Seat("甲", Party.OWNERS, False), Seat("甲", Party.OWNERS, True, has_mandate=False)])
def test_rp_14_who_is_absent_or_without_mandate_does_not_count(seat: Seat):
    found = quorum.quorum([*seats(Party.COMMUNITY, Party.PROPERTY), seat], HERE, Mode.THREE, COMMITTEE)
    assert not found.is_met


def test_rp_14_observers_are_in_no_party():
    table = seats(Party.COMMUNITY, Party.PROPERTY, Party.OBSERVER)
    assert quorum.quorum(table, HERE, Mode.THREE, COMMITTEE).missing == (Party.OWNERS,)


def test_rp_14_without_a_company_two_parties_suffice():
    table = seats(Party.COMMUNITY, Party.OWNERS)
    assert quorum.quorum(table, HERE, Mode.TWO, COMMITTEE).is_met
    assert not quorum.quorum(table, HERE, Mode.THREE, COMMITTEE).is_met
    assert not quorum.quorum(table, HERE, Mode.NONE, COMMITTEE).is_met


def test_rp_14_a_joint_session_is_judged_for_each_compound():
    table = [*seats(Party.COMMUNITY, Party.PROPERTY), Seat("乙", Party.OWNERS, True, compound=2)]
    assert [quorum.quorum(table, one, Mode.THREE, COMMITTEE).is_met for one in (1, 2)] == [False, True]


def test_rp_47_a_second_row_of_one_person_is_refused():
    with pytest.raises(RuleBroken, match="居委会"):
        quorum.check_seats([Seat("李", Party.COMMUNITY, True), Seat("李", Party.PROPERTY, True)])


@pytest.mark.parametrize(
    ("day", "substitute", "counts", "note"),
    [
        ("08-31", "", True, ""),
        ("09-01", "", True, "届满待换届"),
        ("11-29", "", True, "届满待换届"),
        ("11-30", "", False, "业委会届满已久，须由替代方代表业主"),
        ("11-30", "物业管理委员会", True, "业主方由物业管理委员会代表"),
    ],
)
def test_rp_14_a_committee_past_its_term_counts_for_ninety_days(day: str, substitute: str, counts: bool, note: str):
    found = quorum.owners_side(on(day), on("09-01"), substitute, expired_counts_days=terms().expired_counts_days)
    assert (found.counts, found.note) == (counts, note)
    if not counts:
        assert quorum.quorum(seats(*THREE), HERE, Mode.THREE, found).missing == (Party.OWNERS,)


def test_rp_14_who_has_left_is_absent_from_later_items():
    table = [*seats(Party.COMMUNITY, Party.PROPERTY), Seat("甲", Party.OWNERS, True, left=time(15, 30))]
    assert quorum.missing_at(table, HERE, Mode.THREE, None) == ()
    assert quorum.missing_at(table, HERE, Mode.THREE, time(15, 29)) == ()
    assert quorum.missing_at(table, HERE, Mode.THREE, time(15, 30)) == (Party.OWNERS,)


def test_rp_38_the_days_after_a_meeting():
    days = dates.meeting_days(on("09-16"), terms(), calendar())
    assert (days.submit_by, days.sign_by) == (on("09-18"), on("09-22"))
    assert not days.provisional
    assert dates.meeting_days(on("12-30"), terms(), calendar()).provisional


def test_rp_8_a_record_reads_as_archived_ten_working_days_after_the_third_signature():
    assert dates.archived_on(on("09-16"), terms(), calendar()) == on("10-01")


CONTENT = {
    "meeting": {"held_on": on("09-16"), "kind": MeetingKind.REGULAR, "period": "2026-09", "place": "社区二楼会议室"},
    "attendance": [], "items": [], "resolutions": [], "follow_ups": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("place", "code"), [("社区二楼会议室", "c61708d08358"), ("社区三楼会议室", "f554738ebeb1")]
)
def test_rp_39_the_check_code(place: str, code: str):
    content = {**CONTENT, "meeting": {**CONTENT["meeting"], "place": f"{place}  "}}
    assert check_code(content_hash(content)) == code


def test_rp_18_how_the_content_is_written_down():
    text = canonical({**CONTENT, "items": [{"at": time(9, 5), "title": "e\u0301\n", "background": " "}]})
    assert '"items":[{"at":"09:05","background":null,"title":"é"}]' in text
    with pytest.raises(ValueError, match="parts"):
        canonical({"meeting": {}})


def held(
    day: str, period: str = "2026-10", *, quorate: bool = True, submitted: str | None = "same", confirmed: bool = False
) -> HeldMeeting:
    held_on = on(day)
    sent = None if submitted is None else held_on if submitted == "same" else on(submitted)
    days = dates.meeting_days(held_on, terms(), calendar())
    return HeldMeeting(period, held_on, quorate, days, sent, confirmed, "")


def status(*meetings: HeldMeeting, today: str = "11-30", exempt: bool = False, period: str = "2026-10") -> MonthStatus:
    return months.month(period, meetings, on(today), terms(), is_exempt=exempt).status


def test_rp_20_the_statuses_of_a_month():
    assert status(held("10-16")) is MonthStatus.HELD
    assert status(held("11-05")) is MonthStatus.MADE_UP
    assert status(held("11-06")) is MonthStatus.MISSED
    assert status(held("10-16", quorate=False)) is MonthStatus.INQUORATE
    assert status(exempt=True) is MonthStatus.EXEMPT
    assert status(today="10-31") is MonthStatus.NOT_DUE
    assert status(today="11-01") is MonthStatus.MISSED


def test_rp_20_a_quorate_meeting_beats_the_others():
    assert status(held("10-10", quorate=False), held("10-20"), exempt=True) is MonthStatus.HELD
    assert status(held("10-10", quorate=False), held("11-03")) is MonthStatus.MADE_UP
    assert status(held("10-10", quorate=False), today="10-12") is MonthStatus.INQUORATE


def test_rp_48_a_meeting_on_the_last_evening_counts_for_its_month():
    assert status(held("10-31", submitted=None), today="11-02") is MonthStatus.NOT_DUE
    assert status(held("10-31", submitted=None), today="11-04") is MonthStatus.MISSED
    for submitted, late in (("11-02", False), ("11-04", True)):
        found = months.month(
            "2026-10", [held("10-31", submitted=submitted)], on("11-30"), terms(), is_exempt=False
        )
        assert (found.status, found.is_late) == (MonthStatus.HELD, late)


def test_rp_20_a_record_after_ten_working_days_counts_once_the_street_confirms():
    assert status(held("10-12", submitted="10-26")) is MonthStatus.HELD
    assert status(held("10-12", submitted="10-27")) is MonthStatus.MISSED
    assert status(held("10-12", submitted="10-27", confirmed=True)) is MonthStatus.HELD


def test_rp_49_two_meetings_in_march_do_not_serve_april():
    march = [held("03-05", "2026-03"), held("03-26", "2026-03")]
    assert status(*march, period="2026-03", today="05-10") is MonthStatus.HELD
    assert status(*march, period="2026-04", today="05-10") is MonthStatus.MISSED


def test_rp_40_the_rate_of_october():
    count = months.counted(
        [MonthStatus.HELD] * 2 + [MonthStatus.MADE_UP, MonthStatus.INQUORATE, MonthStatus.EXEMPT]
    )
    assert (count.met, count.expected, count.made_up) == (3, 4, 1)


def test_rp_21_two_missed_months_in_a_row():
    missed, met = MonthStatus.MISSED, MonthStatus.HELD
    assert [months.missed_in_a_row(row) for row in ([missed, met], [met, missed], [missed, missed], [])] == [0, 1, 2, 0]


def test_rp_21_whom_the_month_asks_and_when():
    found = dates.reminders("2026-11", terms(), calendar())
    assert [(one.role, one.since) for one in found] == [
        ("property_liaison", on("11-16")), ("community_admin", on("11-23")), ("street_staff", on("11-26")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "period", "day", "reason", "field"),
    [
        (MeetingKind.SPECIAL, "2026-10", "10-12", "", "period"),
        (MeetingKind.REGULAR, None, "10-12", "", "period"),
        (MeetingKind.REGULAR, "2026-11", "10-31", "", "period"),
        (MeetingKind.REGULAR, "2026-10", "11-05", " ", "reason"),
        (MeetingKind.REGULAR, "2026-10", "11-06", "停电", "period"),
        (MeetingKind.REGULAR, "2026-1", "10-12", "", "period"),
    ],
)
def test_rp_20_the_month_of_a_meeting(kind: MeetingKind, period: str | None, day: str, reason: str, field: str):
    with pytest.raises(RuleBroken) as refused:
        months.check_period(kind, period, on(day), reason, terms())
    assert refused.value.field == field


def test_rp_20_a_month_may_be_made_up_with_a_reason():
    months.check_period(MeetingKind.REGULAR, "2026-10", on("11-05"), "业委会换届", terms())
    months.check_period(MeetingKind.REGULAR, "2026-10", on("10-31"), "", terms())


def test_rp_20_a_special_meeting_becomes_regular_inside_its_month_only():
    months.check_can_convert(on("10-12"), on("10-31"))
    with pytest.raises(RuleBroken):
        months.check_can_convert(on("10-12"), on("11-01"))


def test_rp_13_notice_is_three_calendar_days_and_shorter_for_a_reason():
    dates.check_notice(MeetingKind.REGULAR, on("09-13"), on("09-16"), "", terms())
    dates.check_notice(MeetingKind.SPECIAL, on("09-16"), on("09-16"), "水管爆裂", terms())
    for kind, notified, reason in (
        (MeetingKind.REGULAR, "09-14", "忙"), (MeetingKind.SPECIAL, "09-14", " "), (MeetingKind.SPECIAL, "09-17", "x"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken):
            dates.check_notice(kind, on(notified), on("09-16"), reason, terms())


@pytest.mark.parametrize(
    ("held_on", "fixed", "proposed"), [("09-16", None, "10-16"), ("09-30", None, "10-28"), ("09-16", 10, "10-10")]
)
def test_rp_69_the_next_meeting_is_proposed(held_on: str, fixed: int | None, proposed: str):
    assert dates.proposed_next(on(held_on), fixed, calendar()) == on(proposed)


def test_rp_69_a_fixed_day_of_rest_moves_to_the_next_working_day():
    assert dates.proposed_next(on("09-16"), 1, calendar()) == on("10-08")


def test_rp_69_the_fixed_day_of_a_month_of_rest_is_the_next_working_day():
    assert dates.fixed_on("2026-10", 1, calendar()) == on("10-08")
    assert dates.fixed_on("2026-11", 12, calendar()) == on("11-12")


def test_rp_8_the_moves_of_a_meeting():
    check_can_move(MeetingState.PENDING, MeetingState.HELD)
    with pytest.raises(RuleBroken, match="只能改为"):
        check_can_move(MeetingState.HELD, MeetingState.SIGNED)
    with pytest.raises(RuleBroken, match="到头"):
        check_can_move(MeetingState.CANCELLED, MeetingState.HELD)


@pytest.mark.parametrize(
    ("topic", "within_budget", "ratification"),
    [
        ("common_business", False, Ratification.OWNERS),
        ("public_income", False, Ratification.OWNERS),
        ("public_income", True, Ratification.COMMITTEE),
        ("fund_use", True, Ratification.OWNERS),
        ("emergency_repair", False, Ratification.EMERGENCY),
        ("parking", False, Ratification.NONE),
    ],
)
def test_rp_17_rp_52_who_decides_follows_from_the_topic(topic: str, within_budget: bool, ratification: Ratification):
    assert catalogue().ratification(topic, within_budget=within_budget) is ratification
    if ratification is Ratification.OWNERS:
        assert catalogue().topic(topic).vote_matter


def test_rp_17_a_catalogue_that_forgets_the_vote_is_refused():
    broken = document("meeting_item_kinds")
    next(row for row in broken["topics"] if row["code"] == "fund_use")["vote_matter"] = None
    with pytest.raises(RuleBroken, match="表决事项"):
        ItemCatalogue.parse(broken)
    with pytest.raises(RuleBroken):
        catalogue().topic("lottery")


AGREED = dict.fromkeys(THREE, Stance.AGREE)
QUORATE = {"宝鼎花园": quorum.quorum(seats(*THREE), HERE, Mode.THREE, COMMITTEE)}


def resolution(**more: object) -> ResolutionDraft:
    facts = {
        "id": 7, "text": "更换灯具", "owner_party": Party.PROPERTY, "owner_person": "赵", "due_on": on("09-30"),
        "stances": AGREED,
    }  # fmt: skip
    return ResolutionDraft(**(facts | more))  # type: ignore[arg-type]


def item(*resolutions: ResolutionDraft, **more: object) -> ItemDraft:
    facts = {"id": 3, "kind": ItemKind.NEGOTIATE, "title": "路灯", "conclusion": Conclusion.AGREED}
    return ItemDraft(resolutions=resolutions, **(facts | more))  # type: ignore[arg-type]


def record(*items: ItemDraft, **more: object) -> RecordDraft:
    facts: dict[str, object] = {
        "held_on": on("09-16"), "place": "会议室", "chair": "钱", "quorums": QUORATE, "carried": (), "parties": THREE,
    }  # fmt: skip
    return RecordDraft(items=items, **(facts | more))  # type: ignore[arg-type]


def blocked(draft: RecordDraft, today: date | None = None) -> list[tuple[str, str]]:
    return [(one.anchor, one.text) for one in submission.blockers(draft, today or on("09-17"))]


def test_rp_8_a_complete_record_may_be_submitted():
    assert blocked(record(item(resolution()), item(conclusion=Conclusion.NOT_AGREED))) == []


def test_rp_59_a_month_without_items_may_be_submitted():
    assert blocked(record()) == []


@pytest.mark.parametrize(
    ("draft", "anchor", "text"),
    [
        (item(resolution(owner_person=" ")), "resolution-7", "第1议题：议定事项缺责任人"),
        (item(resolution(owner_party=None)), "resolution-7", "第1议题：议定事项缺责任方"),
        (item(resolution(due_on=None)), "resolution-7", "第1议题：议定事项缺期限"),
        (item(resolution(due_on=on("09-16"))), "resolution-7", "第1议题：议定事项的期限要晚于会议日期"),
        (item(resolution(text="")), "resolution-7", "第1议题：议定事项缺内容"),
        (
            item(resolution(stances={**AGREED, Party.OWNERS: Stance.RESERVE})),
            "resolution-7",
            "第1议题：业委会没有同意，请改为“未达成一致”或删去这条议定事项",
        ),
        (item(conclusion=None), "item-3", "第1议题：缺结论"),
        (item(title=""), "item-3", "第1议题：缺题目"),
        (item(missing=(Party.OWNERS,)), "item-3", "第1议题：开始时业委会已不在场，只能顺延或改为通报"),
        (item(resolution(), conclusion=Conclusion.CARRIED), "item-3", "第1议题：没有达成一致，不能有议定事项"),
        (item(resolution(), kind=ItemKind.REPORT), "item-3", "第1议题：只有协商的议题能写议定事项"),
    ],
)
def test_rp_62_what_blocks_submission_is_said_with_its_field(draft: ItemDraft, anchor: str, text: str):
    assert (anchor, text) in blocked(record(draft))


def test_rp_62_what_blocks_submission_in_the_head():
    draft = record(held_on=None, place="", chair=" ", carried=[CarriedDraft(5, "更换灯具", False, True)])
    anchors = [anchor for anchor, _ in blocked(draft)]
    assert anchors == ["held_on", "place", "chair", "carried-5", "carried-5"]
    assert blocked(record(), today=on("09-15")) == [("held_on", "会议信息：会议日期还没有到，开完会再提交")]


def test_rp_14_a_record_without_quorum_in_any_compound_is_no_meeting():
    nobody = quorum.quorum([], HERE, Mode.THREE, COMMITTEE)
    assert [anchor for anchor, _ in blocked(record(quorums={"甲": nobody}))] == ["attendance"]
    assert blocked(record(quorums={"甲": nobody, **QUORATE})) == []


def test_rp_14_an_item_without_a_party_may_be_put_off():
    assert blocked(record(item(missing=(Party.OWNERS,), conclusion=Conclusion.CARRIED))) == []


def sign(state: MeetingState = MeetingState.PENDING, party: Party = Party.OWNERS, **more: object) -> None:
    signer = signing.Signer(1, more.get("present", Party.OWNERS), bool(more.get("mandate")))  # type: ignore[arg-type]
    signed = more.get("signed", {})
    signing.check_can_sign(state, party, signer, signed, str(more.get("seen", "a")), "a")  # type: ignore[arg-type]


def test_rp_12_who_may_sign():
    sign()
    sign(present=None, mandate=True)


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ({"state": MeetingState.HELD}, "现在不能签认"),
        ({"party": Party.OBSERVER}, "列席人员不签认"),
        ({"signed": {Party.OWNERS: 2}}, "已经签认过"),
        ({"signed": {Party.PROPERTY: 1}}, "不能代表两方"),
        ({"present": Party.PROPERTY, "mandate": True}, "以物业到会"),
        ({"present": None}, "书面授权"),
        ({"seen": "b"}, "刚有改动"),
    ],
)
def test_rp_12_who_may_not_sign(case: dict[str, object], reason: str):
    with pytest.raises(RuleBroken, match=reason):
        sign(**case)  # type: ignore[arg-type]


def test_rp_50_a_mended_typo_voids_signatures_and_an_equal_save_none():
    before = content_hash({**CONTENT, "items": [{"title": "路灯"}]})
    assert signing.signatures_fall(before, content_hash({**CONTENT, "items": [{"title": "路燈"}]}))
    assert not signing.signatures_fall(before, content_hash({**CONTENT, "items": [{"title": "路灯 "}]}))


def test_rp_51_a_signed_record_is_not_edited():
    signing.check_can_edit(MeetingState.PENDING)
    for state in (MeetingState.SIGNED, MeetingState.ARCHIVED, MeetingState.INQUORATE, MeetingState.CANCELLED):
        with pytest.raises(RuleBroken):
            signing.check_can_edit(state)


@pytest.mark.parametrize(
    ("state", "reason", "changed"),
    [(MeetingState.PENDING, "错字", True), (MeetingState.SIGNED, " ", True), (MeetingState.SIGNED, "错字", False)],
)
def test_rp_19_what_an_amendment_needs(state: MeetingState, reason: str, changed: bool):
    signing.check_amendment(MeetingState.ARCHIVED, "错字", changed=True)
    with pytest.raises(RuleBroken):
        signing.check_amendment(state, reason, changed=changed)


def test_rp_18_the_missing_signatures_are_named():
    assert signing.unsigned(THREE, {Party.OWNERS}) == (Party.COMMUNITY, Party.PROPERTY)
