"""One meeting of the demonstration in each of its states: a tale yields the moment of its next deed (local, naive)."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from shuangluan.demo.district import Staff
from shuangluan.demo.pictures import pictures
from shuangluan.kernel import attachments, clock
from shuangluan.kernel.models import Compound
from shuangluan.red_property import services
from shuangluan.red_property.queries.files import evidence_purpose
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.ratification import Shown
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.words import Conclusion, ItemKind, MeetingKind, Party, Stance

TOPICS = (
    ("public_facility", "楼道灯不亮", "更换楼道灯 12 盏"),
    ("public_facility", "单元门闭门器坏了", "修好 3 个单元的闭门器"),
    ("public_facility", "健身器材松动", "检修健身器材并贴检查表"),
)
Tale = Generator[datetime, None, None]
PLACE = "社区二楼会议室"


@dataclass(frozen=True)
class Seats:
    """Who sits at the table of a compound."""

    compound: Compound
    admin: Staff
    delegate: Staff
    liaison: Staff
    beside: tuple[tuple[Compound, Staff], ...] = ()  # of a joint session: the other compounds with their delegates

    def joined_by(self, others: Sequence[tuple[Compound, Staff]]) -> "Seats":
        """The same table for several compounds of one community and company."""
        return replace(self, beside=tuple(others))

    @property
    def compounds(self) -> list[Compound]:
        """All that are at the table."""
        return [self.compound, *(compound for compound, _ in self.beside)]

    @property
    def parties(self) -> tuple[tuple[Party, Staff], ...]:
        """The three."""
        return (
            (Party.COMMUNITY, self.admin), (Party.OWNERS, self.delegate), (Party.PROPERTY, self.liaison),
        )  # fmt: skip

    @property
    def rows(self) -> tuple[tuple[Party, Staff, int | None], ...]:
        """Who sits there, and for which compound alone; the company's person comes last."""
        own = self.compound.id if self.beside else None
        others = [(Party.OWNERS, staff, compound.id) for compound, staff in self.beside]
        return (
            (Party.COMMUNITY, self.admin, None), (Party.OWNERS, self.delegate, own), *others,
            (Party.PROPERTY, self.liaison, None),
        )  # fmt: skip


def months_before(day: date, count: int) -> date:
    """The 12th of the month `count` months before that of `day`."""
    index = day.year * 12 + day.month - 1 - count
    return date(index // 12, index % 12 + 1, 12)


def _wall(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def planned(seats: Seats, day: date, today: date) -> Tale:
    """A meeting that is yet to come."""
    yield (now := _wall(today, 9))
    services.plan_meeting(
        [seats.compound], kind=MeetingKind.REGULAR, held_on=day, period=f"{day:%Y-%m}", place=PLACE,
        by=seats.admin.actor, at=clock.from_wall(now),
    )  # fmt: skip


def _begun(
    seats: Seats, day: date, *, without: Party | None = None, period: str = ""
) -> Generator[datetime, None, Any]:
    """A record with the parties at the table, all or without one; `period`: of the month before, which is made up."""
    by = seats.admin.actor
    yield (now := _wall(day - timedelta(days=6), 9))
    meeting = services.plan_meeting(
        seats.compounds, kind=MeetingKind.REGULAR, held_on=day, period=period or f"{day:%Y-%m}", place=PLACE,
        reason="当月凑不齐三方" if period else "", by=by, at=clock.from_wall(now),
    )  # fmt: skip
    yield (now := _wall(day, 15))
    at = clock.from_wall(now)
    services.begin_record(meeting, by=by, at=at)
    services.save_head(meeting, {"chair": seats.admin.person.name}, by=by, at=at)
    there = {row.person_id: row for row in record_of(meeting).seats}
    for party, staff, compound_id in seats.rows:
        if party is without:
            continue
        if staff.person.id in there:
            services.save_seat(meeting, there[staff.person.id], {"is_present": True}, by=by, at=at)
        else:
            name, key = staff.person.name, staff.person.id
            services.add_seat(
                meeting, name=name, party=party, person_id=key, compound_id=compound_id, by=by, at=at
            )
    return meeting


def draft(seats: Seats, day: date, number: int, period: str = "") -> Generator[datetime, None, Any]:
    """A record with one item and one resolution; what was carried is told of."""
    meeting = yield from _begun(seats, day, period=period)
    yield (now := _wall(day, 15, 30))
    by, at = seats.admin.actor, clock.from_wall(now)
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


def submitted(
    seats: Seats, day: date, number: int, *, signatures: int, period: str = ""
) -> Generator[datetime, None, Any]:
    """Submitted and signed by so many parties the same day."""
    meeting = yield from draft(seats, day, number, period)
    yield (now := _wall(day, 17))
    services.submit(meeting, by=seats.admin.actor, at=clock.from_wall(now))
    yield (now := _wall(day, 18))
    for party, staff in seats.parties[:signatures]:
        services.sign(meeting, party, seen_hash=meeting.hash, by=staff.actor, at=clock.from_wall(now))
    return meeting


def followed(seats: Seats, day: date, number: int, folder: Path, *, period: str = "") -> Tale:
    """Signed by all, and carried out with a photo: most in time, some late, one in six not at all."""
    meeting = yield from submitted(seats, day, number, signatures=3, period=period)
    row = record_of(meeting).resolutions[0]
    if number % 6 == 5 or row.first_due_on is None:
        return
    done = row.first_due_on + timedelta(days=6 if number % 4 == 3 else -8)
    yield (now := _wall(done, 15))
    by, at = seats.admin.actor, clock.from_wall(now)
    services.follow_up(row, text="已办完，照片见下", to=ResolutionState.DONE, percent=100, shown=Shown(1), by=by, at=at)
    picture = pictures()[number % len(pictures())]
    stored = attachments.store(folder, picture)
    attachments.attach(meeting.matter, picture, stored, purpose=evidence_purpose(row.id), by=by, at=at)


def inquorate(seats: Seats, day: date) -> Tale:
    """The company did not come."""
    meeting = yield from _begun(seats, day, without=Party.PROPERTY)
    yield (now := _wall(day, 16))
    by = seats.admin.actor
    services.declare_inquorate(meeting, reason="物业没有到会", by=by, at=clock.from_wall(now))
