"""Corrections of signed records, and what the months make of meetings (RP-19 to RP-21, RP-46, RP-49)."""

import pytest

from shuangluan.extensions import db
from shuangluan.kernel import documents
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import DocumentState
from shuangluan.red_property import services
from shuangluan.red_property.models import Amendment, Meeting
from shuangluan.red_property.queries import months, records
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.content import canonical, content_hash
from shuangluan.red_property.rules.months import MonthStatus
from shuangluan.red_property.rules.signing import MINUTES
from shuangluan.red_property.rules.words import MeetingState, Party
from tests.build import actor, compound, viewer
from tests.red_property import table as t

pytestmark = pytest.mark.usefixtures("writing")


@pytest.fixture(autouse=True)
def _committee(writing: None) -> None:
    t.a_committee()


def propose(meeting: Meeting, label: str, after: str, *, reason: str = "笔误") -> Amendment:
    record = record_of(meeting)
    place = next(key for key, text, _ in services.places(record) if text == label)
    return services.propose_amendment(
        record, place, after, reason=reason, by=actor("community_admin"), at=t.at("11-20 09:00")
    )


def sign(meeting: Meeting, amendment: Amendment, *usernames: str) -> None:
    for username in usernames:
        services.sign_amendment(
            record_of(meeting), amendment, t.TABLE[username], seen_hash=amendment.hash, by=actor(username),
            at=t.at("11-20 10:00"),
        )  # fmt: skip


def test_rp_19_a_correction_counts_once_the_same_three_parties_signed():
    meeting = t.a_signed()
    first = (meeting.hash, meeting.version)
    amendment = propose(meeting, "议题 1：题目", "3 号楼路灯不亮")
    sign(meeting, amendment, "community_admin", "owners_delegate")
    assert record_of(meeting).items[0].title == "路灯不亮"
    sign(meeting, amendment, "property_liaison")
    assert record_of(meeting).items[0].title == "3 号楼路灯不亮"
    assert (meeting.hash, meeting.version) == first
    assert content_hash(record_of(meeting).content) == amendment.hash
    assert records.versions(meeting.id)[0].content["items"][0]["title"] == "路灯不亮"
    assert (amendment.before, amendment.after, amendment.is_in_force) == ("路灯不亮", "3 号楼路灯不亮", True)
    with pytest.raises(RuleBroken, match="已经生效"):
        sign(meeting, amendment, "property_liaison")


def test_rp_18_the_third_signature_issues_the_minutes_and_a_correction_the_next_edition():
    meeting = t.a_signed()
    first = documents.valid(MINUTES, meeting.id)
    assert first is not None
    assert (first.hash, first.number, first.edition) == (meeting.hash, records.number(meeting), 1)
    assert first.text == canonical(records.versions(meeting.id)[0].content)
    amendment = propose(meeting, "议题 1：题目", "3 号楼路灯不亮")
    sign(meeting, amendment, *t.TABLE)
    second = documents.valid(MINUTES, meeting.id)
    assert second is not None
    assert (second.hash, second.number, second.edition) == (amendment.hash, first.number, 2)
    assert (first.state, first.ended_reason) == (DocumentState.CORRECTED, "更正1：笔误")


def test_rp_18_nothing_is_issued_before_the_third_signature():
    meeting = t.a_pending()
    for username in ("community_admin", "owners_delegate"):
        t.signed_by(meeting, username)
    assert documents.of_record(MINUTES, meeting.id) == []


def test_rp_19_a_correction_that_breaks_the_quorum_turns_the_month():
    meeting = t.a_signed()
    name = next(row.name for row in record_of(meeting).seats if row.party is Party.OWNERS)
    amendment = propose(meeting, f"到会 {name}：到会", "未到会", reason="当天没有来")
    sign(meeting, amendment, *t.TABLE)
    assert meeting.state is MeetingState.INQUORATE
    row = next(row for row in months.matrix(viewer("community_admin"), t.day("12-10")) if row.name == "御景园")
    cell = next(cell for cell in row.cells if cell.period == "2026-11")
    assert cell.month is not None
    assert cell.month.status is MonthStatus.INQUORATE


def test_rp_19_what_is_refused():
    meeting = t.a_pending()
    with pytest.raises(RuleBroken, match="直接修改"):
        propose(meeting, "会议信息：地点", "物业一楼")
    for username in t.TABLE:
        t.signed_by(meeting, username)
    for after, reason in (("社区二楼会议室", "笔误"), ("物业一楼", " ")):
        with pytest.raises(RuleBroken):
            propose(meeting, "会议信息：地点", after, reason=reason)
    amendment = propose(meeting, "会议信息：地点", "物业一楼")
    with pytest.raises(RuleBroken, match="还有一条更正"):
        propose(meeting, "会议信息：主持人", "别人")
    with pytest.raises(RuleBroken, match="以居委会"):
        services.sign_amendment(
            record_of(meeting), amendment, Party.OWNERS, seen_hash=amendment.hash, by=actor("community_admin"),
            at=t.at("11-20 10:00"),
        )  # fmt: skip


def statuses(day: str, username: str = "community_admin") -> dict[str, MonthStatus | None]:
    row = next(row for row in months.matrix(viewer(username), t.day(day)) if row.name == "御景园")
    return {cell.period: cell.month and cell.month.status for cell in row.cells}


def test_rp_20_the_matrix_of_a_year():
    t.a_signed("10-15")
    t.a_draft("11-16")
    services.exempt_month(
        compound("御景园"), "2026-09", reason="handover", note="物业交接", by=actor("street_staff"),
        at=t.at("09-25 09:00"),
    )  # fmt: skip
    found = statuses("11-20")
    assert next(iter(found)) == "2025-12"
    assert [found[f"2026-{month}"] for month in ("08", "09", "10", "11")] == [
        MonthStatus.MISSED, MonthStatus.EXEMPT, MonthStatus.HELD, MonthStatus.NOT_DUE,
    ]  # fmt: skip
    assert statuses("12-01")["2026-11"] is MonthStatus.MISSED


def test_rp_61_each_sees_the_months_of_his_own_compounds():
    assert statuses("11-20", "property_liaison") == statuses("11-20", "owners_delegate")
    assert months.matrix(viewer("community_admin_2"), t.day("11-20")) == []
    assert months.matrix(viewer("member"), t.day("11-20")) == []


def test_rp_20_the_matrix_costs_the_same_for_many_meetings(counting):  # type: ignore[no-untyped-def]
    def cost() -> int:
        with counting() as statements:
            months.matrix(viewer("community_admin"), t.day("11-20"))
        return len(statements)

    before = cost()
    t.a_signed("10-15")
    t.a_signed("11-16")
    db.session.flush()
    assert cost() == before <= 12


def test_rp_21_two_months_missed_in_a_row_are_on_the_districts_list():
    t.a_signed("08-14")

    def streak(day: str) -> int:
        rows = months.matrix(viewer("district_org"), t.day(day))
        return next(row for row in rows if row.name == "御景园").missed_in_a_row

    assert [streak(day) for day in ("09-20", "10-10", "11-20")] == [0, 1, 2]


def test_rp_18_a_month_counts_without_the_last_signature_and_says_so():
    t.a_pending("10-15", due="11-30")

    def cell(day: str) -> tuple[MonthStatus | None, bool]:
        row = next(row for row in months.matrix(viewer("community_admin"), t.day(day)) if row.name == "御景园")
        found = next(one for one in row.cells if one.period == "2026-10")
        return found.month and found.month.status, found.is_unsigned

    assert cell("10-22") == (MonthStatus.HELD, False)
    assert cell("10-23") == (MonthStatus.HELD, True)
