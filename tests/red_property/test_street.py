"""提请街道: handed up, accepted, returned, decided, told to the next meeting (RP-9, RP-15, RP-17, RP-68)."""

from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import MatterStage
from shuangluan.red_property import services
from shuangluan.red_property.models import Meeting, Resolution, StreetConference, StreetEntry
from shuangluan.red_property.queries import carry, street
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.street import EntryState, check_item_up, check_resolution_up
from shuangluan.red_property.rules.words import Conclusion, ItemKind, MeetingState
from tests import build
from tests.build import actor, compound, viewer
from tests.red_property import table as t
from tests.site import Site

WHY = "物业与业委会两次推迟，请街道协调"


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def a_row(due: str = "10-31") -> Resolution:
    return record_of(t.a_signed("10-15", due=due)).resolutions[0]


def handed_up(row: Resolution, when: str = "11-16 09:00", by: str = "community_admin") -> StreetEntry:
    return build.saved(lambda: services.hand_up_resolution(row, reason=WHY, by=actor(by), at=t.at(when)))


def accepted(entry: StreetEntry) -> StreetEntry:
    build.saved(lambda: services.accept_entry(entry, by=actor("street_staff"), at=t.at("11-17 09:00")))
    return entry


def a_conference(held_on: str = "11-18") -> StreetConference:
    street_code = compound("御景园").community[:9]
    return build.saved(
        lambda: services.hold_conference(
            street_code, held_on=t.day(held_on), place="街道三楼", chair="演示主任", present="区住建局、御景物业公司",
            minutes="议定一件", by=actor("street_staff"), at=t.at(f"{held_on} 17:00"),
        )
    )  # fmt: skip


def decided(entry: StreetEntry, outcome: ResolutionState = ResolutionState.DOING, due: str | None = "12-20") -> None:
    conference = a_conference()
    build.saved(
        lambda: services.decide_entry(
            entry, conference, decision="由物业先行垫付更换", body="御景物业公司", due_on=t.day(due) if due else None,
            outcome=outcome, by=actor("street_staff"), at=t.at("11-19 09:00"),
        )
    )  # fmt: skip


def test_rp_68_the_street_answers_within_ten_working_days_of_handing_up(writing: None):
    entry = handed_up(a_row(), "11-16 09:00")
    assert (entry.state, entry.answer_due_on) == (EntryState.WAITING, t.day("11-30"))
    assert db.session.get_one(Resolution, entry.resolution_id).state is ResolutionState.TO_STREET


def test_rp_15_what_the_street_has_does_not_come_back(writing: None):
    row = a_row()
    handed_up(row)
    assert carry.open_resolutions([compound("御景园").id], t.day("11-20")) == []
    with pytest.raises(RuleBroken, match="不能提请街道"):
        services.hand_up_resolution(row, reason=WHY, by=actor("community_admin"), at=t.at("11-17 09:00"))


def test_rp_68_a_decision_sets_the_resolution_and_is_told_to_the_next_meeting(writing: None):
    row = a_row()
    entry = accepted(handed_up(row))
    decided(entry)
    assert (row.state, row.due_on, entry.state) == (ResolutionState.DOING, t.day("12-20"), EntryState.DECIDED)
    assert (entry.matter.stage, entry.matter.state_label) == (MatterStage.DONE, "已议定")
    record = record_of(t.a_draft("11-20"))
    report = next(one for one in record.items if one.kind is ItemKind.REPORT)
    assert (report.title, report.background) == ("街道联席会议已议定：更换灯具", "由物业先行垫付更换")
    assert [one.resolution.id for one in record.carried] == [row.id]
    assert street.unreported([compound("御景园").id]) == []


@pytest.mark.parametrize("outcome", [ResolutionState.DONE, ResolutionState.CANCELLED])
def test_rp_9_the_streets_word_ends_a_resolution(writing: None, outcome: ResolutionState):
    row = a_row()
    decided(accepted(handed_up(row)), outcome, None)
    assert row.state is outcome


def test_rp_68_a_return_gives_it_back_to_the_parties(writing: None):
    row = a_row()
    entry = handed_up(row)
    with pytest.raises(RuleBroken, match="退回要写明原因"):
        services.return_entry(entry, reason=" ", by=actor("street_staff"), at=t.at("11-17 09:00"))
    build.saved(
        lambda: services.return_entry(entry, reason="三方先协商费用", by=actor("street_staff"), at=t.at("11-17 09:00"))
    )
    assert (row.state, entry.matter.stage) == (ResolutionState.DOING, MatterStage.DROPPED)
    assert handed_up(row, "11-18 09:00").id != entry.id


def test_rp_17_the_street_decides_for_neither_owners_nor_committee():
    for state in (
        ResolutionState.AWAITS_OWNERS, ResolutionState.AWAITS_COMMITTEE, ResolutionState.AWAITS_APPROVAL,
        ResolutionState.REJECTED,
    ):  # fmt: skip
        with pytest.raises(RuleBroken, match="不能代替"):
            check_resolution_up(state)
    for state in (ResolutionState.DONE, ResolutionState.CANCELLED, ResolutionState.TO_STREET):
        with pytest.raises(RuleBroken, match="不能提请街道"):
            check_resolution_up(state)
    for state in (ResolutionState.TO_DO, ResolutionState.DOING):
        check_resolution_up(state)


def test_rp_16_an_item_that_was_not_agreed_is_handed_up_once_and_stays_away(writing: None):
    meeting = t.a_draft("10-15")
    item = t.an_item(meeting, "停车难", conclusion=Conclusion.NOT_AGREED)
    t.submitted(meeting)
    entry = build.saved(
        lambda: services.hand_up_item(item, reason=WHY, by=actor("community_admin"), at=t.at("10-20 09:00"))
    )
    assert carry.open_items([compound("御景园").id], t.day("11-20")) == []
    with pytest.raises(RuleBroken, match="已经提请过"):
        services.hand_up_item(item, reason=WHY, by=actor("community_admin"), at=t.at("10-21 09:00"))
    build.saved(
        lambda: services.return_entry(entry, reason="先协商", by=actor("street_staff"), at=t.at("10-22 09:00"))
    )
    assert [one.id for one in carry.open_items([compound("御景园").id], t.day("11-20"))] == [item.id]


def test_rp_16_which_items_are_handed_up():
    check_item_up(MeetingState.PENDING, Conclusion.NOT_AGREED, is_carried=False)
    for state, conclusion, is_carried in (
        (MeetingState.HELD, Conclusion.NOT_AGREED, False),
        (MeetingState.SIGNED, Conclusion.AGREED, False),
        (MeetingState.SIGNED, None, False),
        (MeetingState.SIGNED, Conclusion.NOT_AGREED, True),
    ):
        with pytest.raises(RuleBroken):
            check_item_up(state, conclusion, is_carried=is_carried)


def test_rp_68_what_a_decision_needs(writing: None):
    entry = accepted(handed_up(a_row()))
    conference, early = a_conference(), a_conference("11-10")
    whole: dict[str, Any] = {
        "decision": "更换", "body": "御景物业公司", "due_on": t.day("12-20"), "outcome": ResolutionState.DOING,
        "by": actor("street_staff"), "at": t.at("11-19 09:00"),
    }  # fmt: skip
    for change, field in (
        ({"decision": " "}, "decision"), ({"body": ""}, "body"), ({"due_on": None}, "due_on"),
        ({"due_on": t.day("11-18")}, "due_on"), ({"outcome": ResolutionState.TO_PROJECT}, "outcome"),
    ):  # fmt: skip
        with pytest.raises(RuleBroken) as refused:
            services.decide_entry(entry, conference, **(whole | change))
        assert refused.value.field == field
    with pytest.raises(RuleBroken, match="提请以前"):
        services.decide_entry(entry, early, **whole)
    services.decide_entry(entry, conference, **whole)
    with pytest.raises(RuleBroken, match="已议定"):
        services.decide_entry(entry, conference, **whole)


def test_rp_68_conferences_are_numbered_per_street_and_year_and_recorded_by_it(writing: None):
    first, second = a_conference("11-10"), a_conference("11-18")
    assert (first.sequence, second.sequence, second.year) == (1, 2, 2026)
    for by, held_on in (("street_staff_2", "11-18"), ("street_staff", "11-25")):
        with pytest.raises(RuleBroken):
            services.hold_conference(
                first.street, held_on=t.day(held_on), place="x", chair="x", present="x", minutes="", by=actor(by),
                at=t.at("11-20 09:00"),
            )  # fmt: skip


def test_rp_61_each_street_sees_its_own(writing: None):
    entry = handed_up(a_row())
    assert street.entry(entry.id, viewer=viewer("street_staff")) is not None
    assert street.entry(entry.id, viewer=viewer("property_liaison")) is not None
    assert street.entry(entry.id, viewer=viewer("street_staff_2")) is None
    assert street.handled(entry.id, viewer=viewer("community_admin")) is None


def test_rp_68_from_the_resolution_to_the_decision_on_the_pages(site: Site):
    row_id = a_row().id
    site.sign_in("community_admin")
    page = site.get(f"/red-property/resolutions/{row_id}")
    answer = site.submit(page, "#hand-up", reason=WHY)
    assert answer.status_code == 303
    site.sign_in("street_staff")
    assert "更换灯具" in site.get("/red-property/street-entries").words("#rows")[0]
    entry = answer.location
    assert site.submit(site.get(entry), "form[action$=acceptance]").status_code == 303
    new = site.get("/red-property/street-conferences/new")
    assert site.submit(new, "main form").status_code == 422
    held = site.submit(
        new, "main form", held_on="2026-11-20", place="街道三楼", chair="演示主任", present="区住建局",
        form_token="x" * 12,
    )  # fmt: skip
    assert site.get(held.location).status_code == 200
    key = str(db.session.scalars(select(StreetConference.id)).one())
    page = site.get(entry)
    facts = {"conference_id": key, "decision": "由物业先行垫付", "body": "御景物业公司", "outcome": "doing"}
    refused = site.submit(page, "#decide", **facts)
    assert (refused.status_code, refused.words("#due_on-error")) == (422, ["继续办理的要写期限"])
    assert site.submit(page, "#decide", **facts, due_on="2026-12-20", form_token="y" * 12).status_code == 303
    assert "由物业先行垫付" in site.get(held.location).words("table")[0]
    assert "由物业先行垫付" in site.get(f"/red-property/resolutions/{row_id}").text
    assert site.get("/red-property/street-conferences").words("#rows tbody th") != []


def test_rp_68_the_street_gives_it_back_on_the_page_and_others_cannot(site: Site):
    entry = handed_up(a_row())
    address = f"/red-property/street-entries/{entry.id}"
    site.sign_in("community_admin")
    assert site.get(address).soup.select("form[action*=street-entries]") == []
    assert site.post(f"{address}/acceptance").status_code == 403
    site.sign_in("street_staff_2")
    assert site.post(f"{address}/acceptance").status_code == 404
    site.sign_in("street_staff")
    page = site.get(address)
    assert site.submit(page, "#give-back").status_code == 422
    assert site.submit(page, "#give-back", reason="三方先协商", form_token="x" * 12).status_code == 303
    assert "街道退回：三方先协商" in site.get(address).text


def test_rp_16_an_item_is_handed_up_from_its_meeting(site: Site):
    meeting = t.a_draft("10-15")
    t.an_item(meeting, "停车难", conclusion=Conclusion.NOT_AGREED)
    t.submitted(meeting)
    site.sign_in("community_admin")
    page = site.get(f"/red-property/meetings/{meeting.id}")
    assert site.submit(page, "form[action$=street]", reason=WHY).status_code == 303
    page = site.get(f"/red-property/meetings/{meeting.id}")
    assert page.soup.select("form[action$=street]") == []
    assert "提请街道" in page.words("#thread")[0]
    assert db.session.get_one(Meeting, meeting.id).state is MeetingState.PENDING


def test_rp_61_the_lists_cost_the_same_for_one_and_for_many(site: Site, counting):  # type: ignore[no-untyped-def]
    handed_up(a_row())
    site.sign_in("street_staff")
    with counting() as few:
        site.get("/red-property/street-entries")
    for month in ("08", "09"):
        handed_up(record_of(t.a_signed(f"{month}-15", due="10-31")).resolutions[0])
    with counting() as many:
        page = site.get("/red-property/street-entries")
    assert len(many) == len(few) <= 12
    assert len(page.soup.select("#rows tbody tr")) == 3
