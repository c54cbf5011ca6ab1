"""What the slice puts on the 工作台 and into the search (RP-21, D7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.red_property import services
from shuangluan.red_property.queries import hits, todo
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.words import Party
from tests.build import actor, compound, viewer
from tests.red_property import table as t

pytestmark = pytest.mark.usefixtures("writing")


@pytest.fixture(autouse=True)
def _committee(writing: None) -> None:
    t.a_committee()


def asked(username: str, when: str = "11-20 10:00") -> Sequence[tuple[str, str]]:
    db.session.flush()
    rows = rows_of(username, t.at(when))
    return sorted((row.step.removeprefix("red_property."), row.title) for row in rows)


def rows_of(username: str, now: datetime) -> Sequence[Any]:
    statement = todo.todo(viewer(username), now)
    return [] if statement is None else db.session.execute(statement).all()


NOVEMBER = "御景园2026年11月三方联席会"


def test_rp_18_a_record_awaits_the_signatures_of_the_three():
    meeting = t.a_pending()
    for username in t.TABLE:
        assert ("sign", NOVEMBER) in asked(username)
    t.signed_by(meeting, "owners_delegate")
    assert asked("owners_delegate") == []
    assert asked("community_staff") == []
    (row,) = rows_of("community_admin", t.at("11-20 10:00"))
    assert clock.local(row.due_at) == t.at("11-24 00:00")  # 24:00 of 11-23


def test_rp_50_a_change_asks_those_again_who_had_signed():
    meeting = t.a_pending()
    t.signed_by(meeting, "owners_delegate")
    services.save_head(meeting, {"place": "物业一楼"}, by=actor("property_liaison"), at=t.at("11-17 09:00"))
    assert ("sign", NOVEMBER) in asked("owners_delegate")


def test_rp_8_a_record_sent_back_awaits_its_recorder():
    meeting = t.a_pending()
    services.send_back(meeting, Party.OWNERS, "写明谁负责", by=actor("owners_delegate"), at=t.at("11-17 09:00"))
    rows = rows_of("property_liaison", t.at("11-17 10:00"))
    assert [(row.step, row.note) for row in rows] == [("red_property.record", "写明谁负责")]


@pytest.mark.parametrize(
    ("username", "before", "since"),
    [
        ("property_liaison", "11-13 10:00", "11-16 10:00"), ("community_admin", "11-20 10:00", "11-23 10:00"),
        ("street_staff", "11-25 10:00", "11-26 10:00"),
    ],
)  # fmt: skip
def test_rp_21_a_month_without_a_date_asks_from_a_day_on(username: str, before: str, since: str):
    assert asked(username, before) == []
    assert asked(username, since) == [("unmet" if username == "street_staff" else "plan", "御景园")]
    (row,) = rows_of(username, t.at(since))
    assert clock.local(row.due_at) == t.at("12-01 00:00")  # by the end of the month
    t.a_plan("11-26")
    assert asked(username, since) == []


def test_rp_21_an_exempt_month_asks_nobody():
    services.exempt_month(
        compound("御景园"), "2026-11", reason="handover", note="", by=actor("street_staff"), at=t.at("11-10 09:00")
    )
    assert asked("property_liaison", "11-24 10:00") == []


def test_rp_20_a_record_that_came_too_late_asks_the_street():
    meeting = t.submitted(t.a_draft("11-16"), when="12-04 09:00")  # ten working days end on 11-30
    assert asked("street_staff", "12-05 10:00") == [("confirm", NOVEMBER)]
    assert asked("street_staff_2", "12-05 10:00") == []
    services.confirm_late(meeting, by=actor("street_staff"), at=t.at("12-05 11:00"))
    assert asked("street_staff", "12-05 12:00") == []


def test_rp_8_a_planned_meeting_whose_day_has_come_is_begun():
    t.a_plan("11-20")
    assert asked("property_liaison", "11-19 10:00") == []
    assert asked("property_liaison") == [("begin", NOVEMBER)]
    (row,) = rows_of("property_liaison", t.at("11-20 10:00"))
    assert clock.local(row.due_at) == t.at("11-21 00:00")


def test_rp_9_an_overdue_resolution_asks_the_party_that_owes_it():
    meeting = t.a_signed("10-15", due="10-31")
    t.a_plan("11-26")
    assert asked("property_liaison") == [("follow", "更换灯具")]
    (due,) = [one.due_at for one in rows_of("property_liaison", t.at("11-20 10:00"))]
    assert clock.local(due) == t.at("11-01 00:00")  # 24:00 of 10-31
    assert asked("owners_delegate") == []
    row = record_of(meeting).resolutions[0]
    deed = {"by": actor("property_liaison"), "at": t.at("11-18 09:00")}
    services.follow_up(row, text="等配件", new_due_on=t.day("12-15"), reason="缺货", **deed)
    assert asked("property_liaison") == []


def test_nobody_else_is_asked():
    t.a_pending()
    for username in ("street_leader", "district_org", "member", "grid_worker", "community_admin_2"):
        assert asked(username, "11-24 10:00") == []


def test_the_search_finds_meetings_and_resolutions_within_the_scope():
    t.a_signed("11-16")
    db.session.flush()
    assert [one.title for one in hits.hits(viewer("community_admin"), "御景园", 5)] == [NOVEMBER]
    assert [one.title for one in hits.hits(viewer("owners_delegate"), "灯具", 5)] == ["更换灯具"]
    assert hits.hits(viewer("community_admin"), "御景园", 0) == []
    for username in ("community_admin_2", "member"):
        assert hits.hits(viewer(username), "御景园", 5) == []
    assert hits.hits(viewer("community_admin"), "  ", 5) == []


def test_rp_68_what_was_handed_up_awaits_its_street_with_its_deadline():
    row = record_of(t.a_signed("10-15", due="10-31")).resolutions[0]
    services.hand_up_resolution(row, reason="请协调", by=actor("community_admin"), at=t.at("11-16 09:00"))
    assert ("street", "更换灯具") in asked("street_staff")
    assert ("street", "更换灯具") not in asked("street_staff_2")
    assert ("street", "更换灯具") not in asked("community_admin")
    (due,) = [one.due_at for one in rows_of("street_staff", t.at("11-20 10:00")) if one.step.endswith("street")]
    assert clock.local(due) == t.at("12-01 00:00")  # 24:00 of the tenth working day
