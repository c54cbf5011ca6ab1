"""One meeting of the demonstration in each of its states, through the services."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from shuangluan.demo.district import Staff
from shuangluan.kernel import clock
from shuangluan.kernel.models import Compound
from shuangluan.red_property import services
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.words import Conclusion, ItemKind, MeetingKind, Party, Stance

TOPICS = (
    ("public_facility", "楼道灯不亮", "更换楼道灯 12 盏"),
    ("public_facility", "单元门闭门器坏了", "修好 3 个单元的闭门器"),
    ("public_facility", "健身器材松动", "检修健身器材并贴检查表"),
)
PLACE = "社区二楼会议室"


@dataclass(frozen=True)
class Seats:
    """Who sits at the table of a compound."""

    compound: Compound
    admin: Staff
    delegate: Staff
    liaison: Staff

    @property
    def parties(self) -> tuple[tuple[Party, Staff], ...]:
        """The three."""
        return (
            (Party.COMMUNITY, self.admin), (Party.OWNERS, self.delegate), (Party.PROPERTY, self.liaison),
        )  # fmt: skip


def months_before(day: date, count: int) -> date:
    """The 12th of the month `count` months before that of `day`."""
    index = day.year * 12 + day.month - 1 - count
    return date(index // 12, index % 12 + 1, 12)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return clock.from_wall(datetime.combine(day, time(hour, minute)))


def planned(seats: Seats, day: date, today: date) -> int:
    """A meeting that is yet to come; its id."""
    meeting = services.plan_meeting(
        [seats.compound], kind=MeetingKind.REGULAR, held_on=day, period=f"{day:%Y-%m}", place=PLACE,
        by=seats.admin.actor, at=_at(today, 9),
    )  # fmt: skip
    return meeting.id


def _begun(seats: Seats, day: date, present: int = 3) -> Any:
    """A record with the first so many parties at the table."""
    by = seats.admin.actor
    meeting = services.plan_meeting(
        [seats.compound], kind=MeetingKind.REGULAR, held_on=day, period=f"{day:%Y-%m}", place=PLACE,
        by=by, at=_at(day - timedelta(days=6), 9),
    )  # fmt: skip
    services.begin_record(meeting, by=by, at=_at(day, 15))
    services.save_head(meeting, {"chair": seats.admin.person.name}, by=by, at=_at(day, 15))
    there = {row.person_id: row for row in record_of(meeting).seats}
    for party, staff in seats.parties[:present]:
        if staff.person.id in there:
            services.save_seat(meeting, there[staff.person.id], {"is_present": True}, by=by, at=_at(day, 15, 5))
        else:
            services.add_seat(
                meeting, name=staff.person.name, party=party, person_id=staff.person.id, by=by, at=_at(day, 15, 5)
            )
    return meeting


def draft(seats: Seats, day: date, number: int) -> Any:
    """A record with one item and one resolution; what was carried is told of."""
    by, at = seats.admin.actor, _at(day, 15, 30)
    meeting = _begun(seats, day)
    for one in record_of(meeting).carried:
        services.save_carried(meeting, one.follow_up, {"text": "材料已到，正在施工"}, by=by, at=at)
    topic, title, text = TOPICS[number % len(TOPICS)]
    item = services.add_draft_item(meeting, kind=ItemKind.NEGOTIATE, topic=topic, title=title, by=by, at=at)
    services.save_item(meeting, item, {"conclusion": Conclusion.AGREED}, by=by, at=at)
    row = services.add_resolution(meeting, item, by=by, at=at)
    stances = {f"{name}_stance": Stance.AGREE for name in ("community", "owners", "property")}
    services.save_resolution(
        meeting, row,
        {"text": text, "owner_party": Party.PROPERTY, "owner_name": seats.liaison.person.name,
         "first_due_on": day + timedelta(days=20 + number % 3 * 20), **stances},
        by=by, at=at,
    )  # fmt: skip
    return meeting


def pending(seats: Seats, day: date, number: int) -> Any:
    """Submitted the same day; two parties have yet to sign."""
    meeting = draft(seats, day, number)
    services.submit(meeting, by=seats.admin.actor, at=_at(day, 17))
    _sign(meeting, seats, day, 1)
    return meeting


def signed(seats: Seats, day: date, number: int) -> Any:
    """Signed by all three the same day."""
    meeting = draft(seats, day, number)
    services.submit(meeting, by=seats.admin.actor, at=_at(day, 17))
    _sign(meeting, seats, day, 3)
    return meeting


def inquorate(seats: Seats, day: date) -> None:
    """The company did not come."""
    meeting = _begun(seats, day, present=2)
    services.declare_inquorate(meeting, reason="物业没有到会", by=seats.admin.actor, at=_at(day, 16))


def _sign(meeting: Any, seats: Seats, day: date, count: int) -> None:
    for party, staff in seats.parties[:count]:
        services.sign(meeting, party, seen_hash=meeting.hash, by=staff.actor, at=_at(day, 18))
