"""The record from its first line to three signatures and on to the next month (RP-6 to RP-19, RP-46 to RP-59)."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, CompoundService, MatterLink
from shuangluan.red_property import services
from shuangluan.red_property.models import Attendance, FollowUp, Meeting, MeetingCompound, MeetingItem, Resolution
from shuangluan.red_property.queries import carry, records
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.companies import CompanyKind, ContractKind
from shuangluan.red_property.rules.content import check_code, content_hash
from shuangluan.red_property.rules.ratification import Shown
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.words import (
    Conclusion,
    ItemKind,
    MeetingKind,
    MeetingState,
    Mode,
    Party,
    Ratification,
    Stance,
)
from tests import build
from tests.build import actor, compound, organisation, person, viewer
from tests.red_property import table as t

pytestmark = pytest.mark.usefixtures("writing")


@pytest.fixture(autouse=True)
def _committee(writing: None) -> None:
    t.a_committee()


def actions(record: object) -> list[str]:
    kind, key = record.__tablename__, record.id  # type: ignore[attr-defined]
    rows = select(AuditEntry.action).where(AuditEntry.record_kind == kind, AuditEntry.record_id == key)
    return list(db.session.scalars(rows.order_by(AuditEntry.id)))


def test_rp_8_from_plan_to_three_signatures():
    meeting = t.a_signed()
    assert meeting.state is MeetingState.SIGNED
    assert records.number(meeting) == "双滦万和城联〔2026〕1号"
    assert (meeting.version, meeting.signed_on) == (1, t.day("11-16"))
    assert meeting.matter.state_label == "已签认"
    assert [one.hash for one in record_of(meeting).signatures] == [meeting.hash] * 3
    assert len(check_code(meeting.hash)) == 12
    for action in (sentences.PLANNED, sentences.BEGUN, sentences.SUBMITTED, sentences.VERSION_MADE):
        assert action in actions(meeting)


def test_rp_6_numbers_count_by_community_and_year():
    first, second = t.a_signed("10-15"), t.a_signed("11-16")
    assert [first.sequence, second.sequence] == [1, 2]


def test_rp_13_notice_of_a_regular_meeting():
    meeting = t.a_plan("11-16")
    with pytest.raises(RuleBroken, match="提前 3 天"):
        services.notify_parties(meeting, by=actor("property_liaison"), at=t.at("11-14 09:00"))
    services.notify_parties(meeting, by=actor("property_liaison"), at=t.at("11-13 09:00"))
    assert (meeting.state, meeting.notified_on) == (MeetingState.NOTIFIED, t.day("11-13"))


@pytest.mark.parametrize(
    ("more", "field"),
    [({"period": "2026-12"}, "period"), ({"period": None}, "period"), ({"kind": MeetingKind.SPECIAL}, "period")],
)
def test_rp_20_a_plan_is_for_its_own_month(more: dict[str, object], field: str):
    with pytest.raises(RuleBroken) as refused:
        t.a_plan("11-16", **more)
    assert refused.value.field == field


def test_rp_5_a_compound_without_company_meets_once_its_mode_is_two():
    def plan() -> Meeting:
        return services.plan_meeting(
            [compound("锦绣苑")], kind=MeetingKind.REGULAR, period="2026-11", held_on=t.day("11-16"),
            by=actor("community_admin_2"), at=t.at("11-10 09:00"),
        )  # fmt: skip

    with pytest.raises(RuleBroken, match="不议事"):
        plan()
    deed = {"by": actor("community_admin_2"), "at": t.at("11-01 09:00")}
    with pytest.raises(RuleBroken, match="没有在履行的物业合同"):
        services.set_mode(compound("锦绣苑"), Mode.THREE, valid_from=t.day("11-01"), reason="试", **deed)
    services.set_mode(compound("锦绣苑"), Mode.TWO, valid_from=t.day("11-01"), reason="物业撤管", **deed)
    assert record_of(plan()).parties == (Party.COMMUNITY, Party.OWNERS)


def test_compounds_of_two_communities_do_not_meet_jointly():
    with pytest.raises(RuleBroken, match="同一个社区"):
        services.plan_meeting(
            [compound("御景园"), compound("锦绣苑")], kind=MeetingKind.SPECIAL, held_on=t.day("11-16"),
            by=actor("community_admin"), at=t.at("11-10 09:00"),
        )  # fmt: skip


def test_a_record_begins_on_the_day_of_the_meeting():
    with pytest.raises(RuleBroken, match="还没有到"):
        services.begin_record(t.a_plan("11-16"), by=actor("property_liaison"), at=t.at("11-15 23:00"))


def test_rp_12_a_draft_is_the_recorders_and_the_secretarys():
    meeting = t.a_draft()
    services.save_head(meeting, {"place": "物业一楼"}, by=actor("community_admin"), at=t.at("11-16 17:00"))
    for stranger in ("community_staff", "owners_delegate"):
        with pytest.raises(RuleBroken, match="记录人"):
            services.save_head(meeting, {"place": "别处"}, by=actor(stranger), at=t.at("11-16 17:00"))
    assert meeting.place == "物业一楼"


def test_rp_62_a_draft_exists_for_its_recorder_and_the_community_alone():
    meeting = t.a_draft()
    seen = {
        name: records.meeting(meeting.id, viewer=viewer(name)) is not None
        for name in ("property_liaison", "community_staff", "owners_delegate", "street_staff", "community_admin_2")
    }
    assert seen == {
        "property_liaison": True, "community_staff": True, "owners_delegate": False, "street_staff": False,
        "community_admin_2": False,
    }  # fmt: skip
    t.a_resolution(meeting, t.an_item(meeting))
    t.submitted(meeting)
    for name in ("owners_delegate", "street_staff"):
        assert records.meeting(meeting.id, viewer=viewer(name)) is not None
    assert records.meeting(meeting.id, viewer=viewer("street_staff_2")) is None


def test_rp_47_a_second_row_of_one_person_is_refused():
    meeting = t.a_draft()
    who = person("community_admin")
    with pytest.raises(RuleBroken, match="只能代表一方"):
        services.add_seat(
            meeting, name="别的写法", party=Party.PROPERTY, person_id=who.id, by=actor("property_liaison"),
            at=t.at("11-16 17:00"),
        )  # fmt: skip


def test_rp_46_without_owners_it_is_no_meeting():
    meeting = t.a_draft()
    seat = next(row for row in record_of(meeting).seats if row.party is Party.OWNERS)
    deed = {"by": actor("property_liaison"), "at": t.at("11-16 17:00")}
    with pytest.raises(RuleBroken, match="不是流会"):
        services.declare_inquorate(meeting, reason="业委会没有人来", **deed)
    services.save_seat(meeting, seat, {"is_present": False}, **deed)
    with pytest.raises(RuleBroken, match="业委会没有人到会"):
        services.submit(meeting, **deed)
    item = t.an_item(meeting, "门禁失灵")
    services.declare_inquorate(meeting, reason="业委会没有人来", **deed)
    assert meeting.state is MeetingState.INQUORATE
    assert [one.id for one in carry.open_items([compound("御景园").id], t.day("12-01"))] == [item.id]


def test_rp_8_what_is_missing_blocks_submission():
    meeting = t.a_draft()
    item = t.an_item(meeting)
    services.add_resolution(meeting, item, by=actor("property_liaison"), at=t.at("11-16 17:00"))
    with pytest.raises(RuleBroken, match="还有 4 处要补：第1议题：议定事项缺内容"):
        t.submitted(meeting)


def test_rp_59_a_month_without_items_is_a_meeting():
    assert t.submitted(t.a_draft()).state is MeetingState.PENDING


def test_rp_17_rp_52_what_the_owners_decide_waits_for_their_vote():
    meeting = t.a_pending(topic="common_business")
    row = record_of(meeting).resolutions[0]
    assert (row.ratification, row.state) == (Ratification.OWNERS, ResolutionState.AWAITS_OWNERS)
    with pytest.raises(RuleBroken, match="先有通过的业主表决"):
        services.follow_up(
            row, text="已签广告合同", to=ResolutionState.DONE, shown=Shown(1), by=actor("community_admin"),
            at=t.at("11-20 09:00"),
        )  # fmt: skip


def test_rp_17_the_topic_changed_later_changes_who_decides():
    meeting = t.a_draft()
    item = t.an_item(meeting)
    row = t.a_resolution(meeting, item)
    services.save_item(meeting, item, {"topic": "fund_use"}, by=actor("property_liaison"), at=t.at("11-16 17:00"))
    assert row.ratification is Ratification.OWNERS


def test_rp_12_nobody_signs_for_a_party_he_did_not_sit_for():
    meeting = t.a_pending()
    for username, party in (("property_liaison", Party.OWNERS), ("community_staff", Party.COMMUNITY)):
        with pytest.raises(RuleBroken):
            services.sign(meeting, party, seen_hash=meeting.hash, by=actor(username), at=t.at("11-16 18:00"))


def test_rp_50_a_change_after_two_signatures_voids_both_and_an_equal_save_none():
    meeting = t.a_pending()
    for username in ("community_admin", "owners_delegate"):
        t.signed_by(meeting, username)
    item = record_of(meeting).items[0]
    deed = {"by": actor("property_liaison"), "at": t.at("11-17 09:00")}
    services.save_item(meeting, item, {"title": "路灯不亮 "}, **deed)
    assert len(record_of(meeting).valid_signatures) == 2
    services.save_item(meeting, item, {"title": "路灯不亮了"}, **deed)
    record = record_of(meeting)
    assert (record.valid_signatures, meeting.version) == ({}, 2)
    assert [one.void_reason for one in record.signatures] == ["内容有改动"] * 2
    assert [one.version for one in records.versions(meeting.id)] == [1, 2]


def test_rp_62_who_signs_must_have_seen_what_is_signed():
    meeting = t.a_pending()
    seen = meeting.hash
    services.save_head(meeting, {"place": "物业一楼"}, by=actor("property_liaison"), at=t.at("11-17 09:00"))
    with pytest.raises(RuleBroken, match="刚有改动"):
        services.sign(meeting, Party.OWNERS, seen_hash=seen, by=actor("owners_delegate"), at=t.at("11-17 10:00"))


def test_a_submitted_record_stays_complete():
    meeting = t.a_pending()
    row = record_of(meeting).resolutions[0]
    with pytest.raises(RuleBroken, match="仍然完整"):
        services.save_resolution(meeting, row, {"owner_name": ""}, by=actor("property_liaison"), at=t.at("11-17 09:00"))


def test_rp_8_a_party_sends_back_and_all_signatures_fall():
    meeting = t.a_pending()
    t.signed_by(meeting, "community_admin")
    deed = {"by": actor("owners_delegate"), "at": t.at("11-17 09:00")}
    with pytest.raises(RuleBroken, match="写明"):
        services.send_back(meeting, Party.OWNERS, " ", **deed)
    services.send_back(meeting, Party.OWNERS, "第 1 条写明谁负责", **deed)
    record = record_of(meeting)
    assert (meeting.state, meeting.return_comment) == (MeetingState.HELD, "第 1 条写明谁负责")
    assert record.valid_signatures == {}
    assert not record.resolutions[0].in_force
    t.submitted(meeting, when="11-17 10:00")
    assert (meeting.sequence, meeting.submitted_on) == (1, t.day("11-16"))


def test_rp_51_a_signed_record_is_read_only_and_progress_goes_beside_it():
    meeting = t.a_signed()
    row = record_of(meeting).resolutions[0]
    deed = {"by": actor("property_liaison"), "at": t.at("11-20 09:00")}
    with pytest.raises(RuleBroken, match="更正"):
        services.save_resolution(meeting, row, {"first_due_on": t.day("12-31")}, **deed)
    with pytest.raises(RuleBroken, match="推迟期限要写明原因"):
        services.follow_up(row, text="等配件", new_due_on=t.day("12-15"), **deed)
    before = meeting.hash
    services.follow_up(row, text="等配件", new_due_on=t.day("12-15"), reason="厂家缺货", percent=30, **deed)
    assert (row.due_on, row.first_due_on, row.percent, row.postponements) == (t.day("12-15"), t.day("11-30"), 30, 1)
    assert content_hash(record_of(meeting).content) == before


def test_rp_15_the_next_meeting_carries_what_is_open():
    october = t.a_signed("10-15", due="10-31")
    row = record_of(october).resolutions[0]
    november = t.a_draft("11-16", table=False)
    record = record_of(november)
    assert [one.resolution.id for one in record.carried] == [row.id]
    assert [(seat.name, seat.is_present) for seat in record.seats] == [
        (person(name).name, False) for name in ("community_admin", "owners_delegate", "property_liaison")
    ]
    for seat in record.seats:
        services.save_seat(november, seat, {"is_present": True}, by=actor("property_liaison"), at=t.at("11-16 16:00"))
    with pytest.raises(RuleBroken, match="还没有写落实情况"):
        t.submitted(november)
    t.follow(november, record.carried[0].follow_up, text="等配件", new_due_on=t.day("12-15"))
    with pytest.raises(RuleBroken, match="上次落实“更换灯具”：推迟期限要写明原因"):
        t.submitted(november)
    t.follow(november, record.carried[0].follow_up, reason="厂家缺货")
    t.submitted(november)
    assert (row.due_on, row.first_due_on) == (t.day("12-15"), t.day("10-31"))


def test_rp_9_rp_15_done_in_the_next_meeting_counts_from_its_day():
    row = record_of(t.a_signed("10-15", due="10-31")).resolutions[0]
    services.follow_up(
        row, text="开始更换", to=ResolutionState.DOING, by=actor("property_liaison"), at=t.at("10-20 09:00")
    )
    november = t.a_draft("11-16")
    said = record_of(november).carried[0].follow_up
    t.follow(november, said, text="已全部更换", state=ResolutionState.DONE, percent=100)
    assert row.state is ResolutionState.DOING
    t.submitted(november)
    assert (row.state, row.done_on) == (ResolutionState.DONE, t.day("11-16"))
    assert services.standing_of(row, t.day("11-15")).state is ResolutionState.DOING
    services.send_back(november, Party.OWNERS, "还差两盏", by=actor("owners_delegate"), at=t.at("11-17 09:00"))
    assert (row.state, row.done_on) == (ResolutionState.DOING, None)


def test_rp_15_an_item_that_was_put_off_comes_back_once_and_cannot_be_deleted():
    meeting = t.a_draft("10-15")
    item = t.an_item(meeting, "停车划线", topic="parking", conclusion=Conclusion.CARRIED)
    t.submitted(meeting)
    november = t.a_draft("11-16")
    again = record_of(november).items[0]
    assert (again.title, again.carried_from_id) == ("停车划线", item.id)
    with pytest.raises(RuleBroken, match="不能撤下"):
        services.remove_item(november, again, by=actor("property_liaison"), at=t.at("11-16 17:00"))
    assert carry.open_items([compound("御景园").id], t.day("12-01")) == []


def test_rp_6_an_appeal_is_handed_over_once():
    appeal = build.an_appeal("单元门坏了")
    meeting = t.a_draft()
    item = t.an_item(meeting, "单元门维修", source=appeal.matter)
    link = db.session.scalars(select(MatterLink).where(MatterLink.from_id == appeal.matter_id)).one()
    assert link.to_id == item.matter_id
    with pytest.raises(RuleBroken, match="已经列入过"):
        t.an_item(meeting, "单元门维修", source=appeal.matter)
    services.remove_item(meeting, item, by=actor("property_liaison"), at=t.at("11-16 17:00"))
    assert db.session.get(MeetingItem, item.id) is None
    t.an_item(meeting, "单元门维修", source=appeal.matter)


def test_rp_14_an_item_after_the_owners_left_can_only_be_put_off():
    meeting = t.a_draft()
    item = t.an_item(meeting)
    t.a_resolution(meeting, item)
    deed = {"by": actor("property_liaison"), "at": t.at("11-16 17:00")}
    seat = next(row for row in record_of(meeting).seats if row.party is Party.OWNERS)
    services.save_seat(meeting, seat, {"left": time(15, 30)}, **deed)
    t.submitted(meeting)
    services.send_back(meeting, Party.OWNERS, "补写开始时间", by=actor("owners_delegate"), at=t.at("11-16 17:10"))
    services.save_item(meeting, item, {"started_at": time(15, 40)}, **deed)
    with pytest.raises(RuleBroken, match="业委会已不在场"):
        t.submitted(meeting)


def test_rp_6_a_month_is_met_by_one_quorate_regular_meeting():
    t.a_signed("11-05")
    with pytest.raises(RuleBroken, match="改为临时会"):
        t.a_pending("11-16")


def test_rp_16_a_reservation_blocks_the_resolution():
    meeting = t.a_draft()
    row = t.a_resolution(meeting, t.an_item(meeting))
    services.save_resolution(
        meeting, row, {"owners_stance": Stance.RESERVE}, by=actor("property_liaison"), at=t.at("11-16 17:00")
    )
    with pytest.raises(RuleBroken, match="业委会没有同意"):
        t.submitted(meeting)


def test_rp_20_the_street_confirms_and_exempts():
    meeting = t.a_pending()
    services.confirm_late(meeting, by=actor("street_staff"), at=t.at("12-10 09:00"))
    with pytest.raises(RuleBroken, match="已经确认"):
        services.confirm_late(meeting, by=actor("street_staff"), at=t.at("12-10 09:00"))
    deed = {"by": actor("street_staff"), "at": t.at("11-20 09:00")}
    with pytest.raises(RuleBroken, match="从列表里选"):
        services.exempt_month(compound("御景园"), "2026-12", reason="busy", note="", **deed)
    services.exempt_month(compound("御景园"), "2026-12", reason="handover", note="物业交接", **deed)
    with pytest.raises(RuleBroken, match="已经免开"):
        services.exempt_month(compound("御景园"), "2026-12", reason="handover", note="", **deed)


def test_rp_8_a_plan_is_cancelled_with_a_reason_and_a_record_is_not():
    plan = t.a_plan()
    deed = {"by": actor("property_liaison"), "at": t.at("11-10 09:00")}
    with pytest.raises(RuleBroken, match="原因"):
        services.cancel_meeting(plan, reason="", **deed)
    services.cancel_meeting(plan, reason="场地占用", **deed)
    assert plan.state is MeetingState.CANCELLED
    with pytest.raises(RuleBroken, match="不能改为"):
        services.cancel_meeting(t.a_draft(), reason="场地占用", **deed)


def test_rp_20_a_special_meeting_becomes_regular_inside_its_month():
    meeting = t.a_plan("11-16", kind=MeetingKind.SPECIAL, period=None, reason="水管爆裂")
    services.convert_to_regular(meeting, by=actor("community_admin"), at=t.at("11-30 09:00"))
    assert (meeting.kind, meeting.period) == (MeetingKind.REGULAR, "2026-11")
    assert record_of(meeting).places[0].row.period == "2026-11"


def test_d20_a_contract_maintains_the_service_that_scopes_the_liaison():
    company, place = organisation("御景物业公司"), compound("锦绣苑")
    deed = {"by": actor("community_admin_2"), "at": t.at("11-01 09:00")}
    services.register_company(company, credit_code="91350100M000100Y43", kind=CompanyKind.LOCAL, **deed)
    with pytest.raises(RuleBroken, match="已经登记过"):
        services.register_company(company, credit_code="91350100M000100Y43", kind=CompanyKind.LOCAL, **deed)
    contract = services.sign_contract(company, place, kind=ContractKind.CHOSEN, valid_from=t.day("11-01"), **deed)
    with pytest.raises(RuleBroken, match="已有一份有效的合同"):
        services.sign_contract(company, place, kind=ContractKind.CHOSEN, valid_from=t.day("12-01"), **deed)
    services.end_contract(contract, last_day=t.day("11-14"), reason="业主大会解聘", **deed)
    service = db.session.get_one(CompoundService, contract.service_id)
    assert (contract.valid_to, service.valid_to) == (t.day("11-15"), t.day("11-15"))
    services.sign_contract(company, place, kind=ContractKind.EMERGENCY, valid_from=t.day("11-15"), **deed)


def test_rp_53_a_liaison_whose_contract_ended_keeps_reading_what_it_wrote():
    meeting = t.a_pending()
    service = db.session.scalars(select(CompoundService)).one()
    service.valid_to = t.day("11-18")
    audit.noted("kernel.compound_service.begun", service, by=build.TOWN, at=build.FOUNDED)
    db.session.flush()
    assert records.meeting(meeting.id, viewer=viewer("property_liaison")) is not None
    t.signed_by(meeting, "property_liaison", when="11-19 09:00")


def test_rp_5_a_second_term_follows_the_first_and_seats_are_limited():
    committee_of = organisation("御景园业委会")
    with pytest.raises(RuleBroken, match="晚于上一届"):
        services.elect_committee(
            committee_of, compound("御景园"), elected_on=date(2024, 5, 1), term_end=date(2025, 5, 1), seats=5,
            by=build.TOWN, at=build.FOUNDED,
        )  # fmt: skip
    second = services.elect_committee(
        committee_of, compound("御景园"), elected_on=date(2029, 6, 1), term_end=date(2032, 6, 1), seats=1,
        by=build.TOWN, at=build.FOUNDED,
    )  # fmt: skip
    assert second.term_no == 2
    chair, deed = services.Seat("主任", is_party_member=True), {"by": build.TOWN, "at": build.FOUNDED}
    first = services.seat_member(second, person("owners_delegate"), chair, **deed)
    with pytest.raises(RuleBroken, match="席位已满"):
        services.seat_member(second, person("member"), chair, **deed)
    left = services.Seat("主任", is_party_member=True, valid_to=date(2030, 6, 1))
    services.correct_member(first, left, **deed)
    later = services.Seat("主任", is_party_member=False, valid_from=date(2030, 6, 1))
    services.seat_member(second, person("member"), later, **deed)
    with pytest.raises(RuleBroken, match="席位已满"):  # she begins on the day after his last one
        services.correct_member(first, chair, **deed)
    with pytest.raises(RuleBroken, match="任期里"):
        services.correct_member(first, services.Seat("主任", True, valid_from=date(2029, 5, 31)), **deed)


def test_rp_57_pasted_control_characters_do_not_change_what_is_signed():
    meeting = t.a_draft()
    item = t.an_item(meeting, "𬭎㛃路灯")
    t.a_resolution(meeting, item)
    t.submitted(meeting)
    kept = records.versions(meeting.id)[0]
    assert kept.content["items"][0]["title"] == "𬭎㛃路灯"
    assert kept.hash == meeting.hash


def test_a_record_of_many_rows_costs_the_same_statements(counting):  # type: ignore[no-untyped-def]
    meeting = t.a_draft()
    t.an_item(meeting)
    db.session.flush()
    with counting() as few:
        record_of(meeting)
    for n in range(5):
        t.a_resolution(meeting, t.an_item(meeting, f"第{n}件"))
    db.session.flush()
    with counting() as many:
        record_of(meeting)
    assert len(many) == len(few) <= 16


def test_kinds_of_rows_that_do_not_belong_are_refused():
    meeting = t.a_draft()
    deed = {"by": actor("property_liaison"), "at": t.at("11-16 17:00")}
    report = services.add_draft_item(meeting, kind=ItemKind.REPORT, topic="fee", **deed)
    with pytest.raises(RuleBroken, match="只有协商"):
        services.add_resolution(meeting, report, **deed)
    with pytest.raises(RuleBroken, match="只有协商"):
        services.save_item(meeting, report, {"conclusion": Conclusion.AGREED}, **deed)
    with pytest.raises(RuleBroken, match="请从列表里选议题类别"):
        services.save_item(meeting, report, {"topic": "lottery"}, **deed)
    with pytest.raises(RuleBroken, match="结束时间"):
        services.save_head(meeting, {"starts_at": time(9), "ends_at": time(8)}, **deed)
    with pytest.raises(RuleBroken, match="不在这个月"):
        services.save_head(meeting, {"held_on": t.day("11-16") + timedelta(days=30)}, **deed)


def test_nothing_is_left_behind_when_a_draft_row_goes():
    meeting = t.a_draft()
    deed = {"by": actor("property_liaison"), "at": t.at("11-16 17:00")}
    row = t.a_resolution(meeting, t.an_item(meeting))
    services.remove_resolution(meeting, row, **deed)
    services.remove_seat(meeting, record_of(meeting).seats[0], **deed)
    db.session.flush()
    assert db.session.scalars(select(Resolution)).all() == []
    assert len(db.session.scalars(select(Attendance)).all()) == 2
    assert db.session.scalars(select(FollowUp)).all() == []
    assert db.session.scalars(select(MeetingCompound.is_quorate)).all() == [None]
