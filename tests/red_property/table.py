"""Builders of the table of three: a committee of 御景园, meetings in each of their states, through the services."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from shuangluan.kernel import clock
from shuangluan.red_property import services
from shuangluan.red_property.models import Committee, FollowUp, Meeting, MeetingItem, Resolution
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.words import Conclusion, ItemKind, MeetingKind, Party
from tests import build
from tests.build import actor, compound, organisation, person, saved
from tests.kept import kept

TABLE = {
    "community_admin": Party.COMMUNITY,
    "owners_delegate": Party.OWNERS,
    "property_liaison": Party.PROPERTY,
}


def at(text: str) -> datetime:
    """The moment of `11-16 16:00` in 2026 in Asia/Shanghai."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.CST)


def day(text: str) -> date:
    """The day of `11-16` in 2026."""
    return date.fromisoformat(f"2026-{text}")


def a_photo() -> bytes:
    """A scan of a signed paper."""
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "JPEG")
    return out.getvalue()


@kept
def a_committee(*, seats: int = 5) -> Committee:
    """The committee of 御景园, in its term, with its delegate as 主任."""

    def deed() -> Committee:
        made = services.elect_committee(
            organisation("御景园业委会"), compound("御景园"), elected_on=date(2024, 6, 1),
            term_end=date(2029, 6, 1), seats=seats, filed_on=date(2024, 6, 20), by=build.TOWN, at=build.FOUNDED,
        )  # fmt: skip
        chair = services.Seat("主任", is_party_member=True)
        services.seat_member(made, person("owners_delegate"), chair, by=build.TOWN, at=build.FOUNDED)
        return made

    return saved(deed)


@kept
def a_plan(held_on: str = "11-16", *, by: str = "property_liaison", **more: Any) -> Meeting:
    """A regular meeting of 御景园, planned eight days before."""
    planned = more.pop("at", clock.now())
    facts = {"kind": MeetingKind.REGULAR, "period": f"2026-{held_on[:2]}", "place": "社区二楼会议室"} | more
    return saved(
        lambda: services.plan_meeting(
            [compound("御景园")], held_on=day(held_on), by=actor(by), at=planned, **facts
        )
    )


@kept
def a_draft(held_on: str = "11-16", *, by: str = "property_liaison", table: bool = True, **more: Any) -> Meeting:
    """A record that was begun on the day, with the three parties at the table."""
    meeting = a_plan(held_on, by=by, **more)
    begun = at(f"{held_on} 16:00")

    def deed() -> Meeting:
        services.begin_record(meeting, by=actor(by), at=begun)
        services.save_head(meeting, {"chair": "演示主持"}, by=actor(by), at=begun)
        present = {row.person_id: row for row in record_of(meeting).seats}
        for username, party in TABLE.items() if table else ():
            who = person(username)
            if who.id in present:
                services.save_seat(meeting, present[who.id], {"is_present": True}, by=actor(by), at=begun)
            else:
                services.add_seat(meeting, name=who.name, party=party, person_id=who.id, by=actor(by), at=begun)
        return meeting

    return saved(deed)


@kept
def an_item(
    meeting: Meeting, title: str = "路灯不亮", *, topic: str = "public_facility", by: str = "property_liaison",
    conclusion: Conclusion | None = Conclusion.AGREED, **more: Any,
) -> MeetingItem:  # fmt: skip
    """An item of 协商 with its conclusion."""
    when = at(f"{meeting.held_on:%m-%d} 16:30")

    def deed() -> MeetingItem:
        item = services.add_draft_item(
            meeting, kind=ItemKind.NEGOTIATE, topic=topic, title=title, by=actor(by), at=when, **more
        )
        services.save_item(meeting, item, {"conclusion": conclusion}, by=actor(by), at=when)
        return item

    return saved(deed)


def follow(meeting: Meeting, row: FollowUp, *, by: str = "property_liaison", **values: Any) -> None:
    """What the meeting says of an earlier resolution."""
    moment = at(f"{meeting.held_on:%m-%d} 16:20")
    saved(lambda: services.save_carried(meeting, row, values, by=actor(by), at=moment))


@kept
def a_resolution(
    meeting: Meeting, item: MeetingItem, due: str = "11-30", *, by: str = "property_liaison"
) -> Resolution:
    """A resolution that lacks nothing."""
    when = at(f"{meeting.held_on:%m-%d} 16:40")

    def deed() -> Resolution:
        row = services.add_resolution(meeting, item, by=actor(by), at=when)
        values = {"text": "更换灯具", "owner_party": Party.PROPERTY, "owner_name": "演示经理", "first_due_on": day(due)}
        services.save_resolution(meeting, row, values, by=actor(by), at=when)
        return row

    return saved(deed)


@kept
def submitted(meeting: Meeting, *, when: str = "", by: str = "property_liaison") -> Meeting:
    """Hand the record to the parties."""
    moment = at(when or f"{meeting.held_on:%m-%d} 17:00")
    saved(lambda: services.submit(meeting, by=actor(by), at=moment))
    return meeting


@kept
def a_pending(held_on: str = "11-16", *, topic: str = "public_facility", due: str = "11-30") -> Meeting:
    """A record with one item and one resolution that waits for signatures."""
    meeting = a_draft(held_on)
    for one in record_of(meeting).carried:
        follow(meeting, one.follow_up, text="正在办理")
    a_resolution(meeting, an_item(meeting, topic=topic), due)
    return submitted(meeting)


@kept
def signed_by(meeting: Meeting, username: str, *, when: str = "") -> None:
    """The party's representative signs what is on his page."""
    moment = at(when) if when else at(f"{meeting.held_on:%m-%d} 18:00")
    saved(
        lambda: services.sign(
            meeting, TABLE[username], seen_hash=meeting.hash, by=actor(username), at=moment
        )
    )


@kept
def a_signed(held_on: str = "11-16", **more: Any) -> Meeting:
    """Signed by all three."""
    meeting = a_pending(held_on, **more)
    for username in TABLE:
        signed_by(meeting, username)
    return meeting
