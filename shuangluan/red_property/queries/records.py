"""A meeting's record whole: the rows, what they amount to, what is signed of them (RP-8, RP-14, RP-18)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Select, select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.red_property.models import (
    Amendment,
    Attendance,
    FollowUp,
    Meeting,
    MeetingCompound,
    MeetingItem,
    MeetingVersion,
    Resolution,
    Signature,
)
from shuangluan.red_property.queries.books import Book, book_on
from shuangluan.red_property.queries.carry import orphaned
from shuangluan.red_property.queries.compounds import Standing, standings
from shuangluan.red_property.queries.visibility import visible
from shuangluan.red_property.rules import quorum
from shuangluan.red_property.rules.quorum import Quorum, Seat
from shuangluan.red_property.rules.submission import (
    Blocker,
    CarriedDraft,
    ItemDraft,
    RecordDraft,
    ResolutionDraft,
    blockers,
)
from shuangluan.red_property.rules.words import BEFORE, THREE, MeetingState, Mode, Party, Stance, parties_of

PARTY_ORDER = tuple(Party)


@dataclass(frozen=True)
class Place:
    """A compound at the table with its name and what is known of it on the day."""

    row: MeetingCompound
    name: str
    standing: Standing


@dataclass(frozen=True)
class Carried:
    """A resolution of an earlier meeting with what this one says of it."""

    follow_up: FollowUp
    resolution: Resolution
    from_title: str
    is_orphaned: bool = False  # its owner's company served before and does not any more

    @property
    def changes_owner(self) -> bool:
        """Whether this meeting names another one than answers for it so far."""
        named = (self.follow_up.owner_party, self.follow_up.owner_name)
        return named != (self.resolution.holder_party, self.resolution.holder_name)


@dataclass(frozen=True)
class Record:
    """All rows of a meeting, in the order in which they are shown."""

    meeting: Meeting
    book: Book
    places: Sequence[Place]
    seats: Sequence[Attendance]
    items: Sequence[MeetingItem]
    resolutions: Sequence[Resolution]
    carried: Sequence[Carried]
    signatures: Sequence[Signature]
    amendments: Sequence[Amendment]

    @property
    def is_quorate(self) -> bool:
        """Whether the three parties are there for at least one compound."""
        return any(one.is_met for one in self.quorums.values())

    @cached_property
    def quorums(self) -> Mapping[str, Quorum]:
        """By name of the compound."""
        seats = self.at_table
        return {
            place.name: quorum.quorum(seats, place.row.compound_id, place.row.mode, place.standing.owners)
            for place in self.places
        }

    @cached_property
    def at_table(self) -> list[Seat]:
        """The attendance as rules see it."""
        return [
            Seat(
                row.name, row.party, row.is_present, row.compound_id, row.has_mandate, row.arrived, row.left
            )
            for row in self.seats
        ]

    @property
    def parties(self) -> tuple[Party, ...]:
        """Whose signature and agreement it needs: three, or two where every compound deliberates so."""
        modes = {place.row.mode for place in self.places}
        return parties_of(Mode.TWO) if modes == {Mode.TWO} else THREE

    @property
    def valid_signatures(self) -> dict[Party, Signature]:
        """Of this version, by party."""
        return {
            one.party: one
            for one in self.signatures
            if one.voided_at is None and one.amendment_id is None and one.version == self.meeting.version
        }

    def of_item(self, item: MeetingItem) -> list[Resolution]:
        """The resolutions of one item."""
        return [one for one in self.resolutions if one.item_id == item.id]

    def missing_at(self, item: MeetingItem) -> list[Party]:
        """The parties without anybody there when an item starts, in any compound that was quorate."""
        found: set[Party] = set()
        for place in self.places:
            if self.quorums[place.name].is_met:
                found |= set(
                    quorum.missing_at(self.at_table, place.row.compound_id, place.row.mode, item.started_at)
                )
        return [party for party in PARTY_ORDER if party in found]

    def blockers(self, today: date) -> list[Blocker]:
        """What still keeps it from being submitted (RP-62)."""
        meeting = self.meeting
        draft = RecordDraft(
            held_on=meeting.held_on,
            place=meeting.place,
            chair=meeting.chair,
            quorums=self.quorums,
            carried=[
                CarriedDraft(
                    one.follow_up.id, one.resolution.text, bool(one.follow_up.text),
                    one.is_orphaned and not one.changes_owner,
                )
                for one in self.carried
            ],
            items=[
                ItemDraft(
                    one.id, one.kind, one.title, one.conclusion,
                    [resolution_draft(each) for each in self.of_item(one)], self.missing_at(one),
                )
                for one in self.items
            ],
            parties=self.parties,
        )  # fmt: skip
        return blockers(draft, today)

    @property
    def content(self) -> dict[str, Any]:
        """What the parties sign: five parts, lists in the order shown (RP-18)."""
        meeting = self.meeting
        return {
            "meeting": {
                "no": number(meeting), "kind": meeting.kind, "period": meeting.period, "held_on": meeting.held_on,
                "starts_at": meeting.starts_at, "ends_at": meeting.ends_at, "place": meeting.place,
                "chair": meeting.chair, "recorder": meeting.recorder_name, "reason": meeting.reason,
                "next_on": meeting.next_on, "compounds": [place.name for place in self.places],
                "owners_notes": [f"{one.name}：{one.row.owners_note}" for one in self.places if one.row.owners_note],
            },
            "attendance": [_written(row, SEAT) for row in self.seats],
            "items": [_written(row, ITEM) for row in self.items],
            "resolutions": [_written(row, RESOLUTION) for row in self.resolutions],
            "follow_ups": [
                {
                    "no": one.resolution.no, "decided": one.resolution.text, "due_on": one.resolution.first_due_on,
                    **_written(one.follow_up, FOLLOW_UP),
                }
                for one in self.carried
            ],
        }  # fmt: skip

    @property
    def numbered_content(self) -> dict[str, Any]:
        """The content of a draft, whose resolutions get their numbers only when it is submitted."""
        numbers = [f"{place}-{row.seq}" for place, item in enumerate(self.items, 1) for row in self.of_item(item)]
        content = self.content
        rows = zip(numbers, content["resolutions"], strict=True)
        return content | {"resolutions": [row | {"no": no} for no, row in rows]}


SEAT = ("name", "party", "capacity", "is_present", "has_mandate", "arrived", "left")
ITEM = (
    "seq", "kind", "topic", "title", "background", "started_at", "community_opinion", "owners_opinion",
    "property_opinion", "conclusion",
)  # fmt: skip
RESOLUTION = (
    "no", "text", "owner_party", "owner_name", "due_on", "community_stance", "owners_stance", "property_stance",
    "ratification",
)  # fmt: skip
FOLLOW_UP = ("text", "state", "percent", "new_due_on", "owner_party", "owner_name", "reason")


def _written(row: Any, names: Sequence[str]) -> dict[str, Any]:
    """The columns that are signed; a resolution's date is its first one, later ones are follow-ups."""
    values = {name: getattr(row, name) for name in names}
    if isinstance(row, Resolution):
        values["due_on"] = row.first_due_on
    return values


def number(meeting: Meeting) -> str:
    """双滦宝鼎联〔2026〕9号; empty before the first submission (RP-6)."""
    if not meeting.sequence:
        return ""
    return f"双滦{areas().short(meeting.community)}联〔{meeting.year}〕{meeting.sequence}号"


def stances(row: Resolution) -> dict[Party, Stance | None]:
    """The three words on a resolution."""
    return {
        Party.COMMUNITY: row.community_stance,
        Party.OWNERS: row.owners_stance,
        Party.PROPERTY: row.property_stance,
    }


def resolution_draft(row: Resolution) -> ResolutionDraft:
    """A resolution as rules see it."""
    return ResolutionDraft(row.id, row.text, row.owner_party, row.owner_name, row.first_due_on, stances(row))


def meeting(meeting_id: int, *, viewer: Viewer) -> Meeting | None:
    """A meeting that exists for the viewer."""
    found: Meeting | None = db.session.scalar(visible(viewer, clock.today()).where(Meeting.id == meeting_id))
    return found


def coming_meetings(compound_id: int, *, viewer: Viewer) -> Sequence[Meeting]:
    """The meetings of a compound that an item can still be put to, as far as the viewer knows of them."""
    at_table = select(MeetingCompound.meeting_id).where(MeetingCompound.compound_id == compound_id)
    found: Sequence[Meeting] = db.session.scalars(
        visible(viewer, clock.today())
        .where(Meeting.id.in_(at_table), Meeting.state.in_([*BEFORE, MeetingState.HELD]))
        .order_by(Meeting.held_on, Meeting.id)
    ).all()
    return found


def meeting_of_item(item_id: int, *, viewer: Viewer) -> int | None:
    """The id of the meeting that an item belongs to, where the viewer may open it."""
    own = select(MeetingItem.meeting_id).where(MeetingItem.id == item_id)
    found: int | None = db.session.scalar(visible(viewer, clock.today(), Meeting.id).where(Meeting.id.in_(own)))
    return found


def item(item_id: int, *, viewer: Viewer) -> MeetingItem | None:
    """An item of a meeting that the viewer may open."""
    return db.session.scalar(
        select(MeetingItem).where(
            MeetingItem.id == item_id, MeetingItem.meeting_id.in_(visible(viewer, clock.today(), Meeting.id))
        )
    )


def amendment(amendment_id: int, *, viewer: Viewer) -> Amendment | None:
    """A correction of a meeting that the viewer may open."""
    return db.session.scalar(
        select(Amendment).where(
            Amendment.id == amendment_id,
            Amendment.meeting_id.in_(visible(viewer, clock.today(), Meeting.id)),
        )
    )


def item_ids(viewer: Viewer) -> Select[Any]:
    """Ids of the items of the meetings that the viewer may open: for threads."""
    return select(MeetingItem.id).where(MeetingItem.meeting_id.in_(visible(viewer, clock.today(), Meeting.id)))


def record_of(meeting: Meeting) -> Record:
    """The rows of a meeting that was found for the viewer; about a dozen statements, whatever their number."""
    book = book_on(meeting.held_on)
    rows = db.session.execute(
        select(MeetingCompound, Compound.name)
        .join(Compound, Compound.id == MeetingCompound.compound_id)
        .where(MeetingCompound.meeting_id == meeting.id)
        .order_by(Compound.name, Compound.id)
    ).all()
    known = standings([row.compound_id for row, _ in rows], meeting.held_on, book.terms)
    return Record(
        meeting,
        book,
        [Place(row, name, known[row.compound_id]) for row, name in rows],
        _seats(meeting.id),
        _rows(MeetingItem, meeting.id, MeetingItem.seq),
        _resolutions(meeting.id),
        _carried(meeting),
        _rows(Signature, meeting.id, Signature.entered_at),
        _rows(Amendment, meeting.id, Amendment.number),
    )


def versions(meeting_id: int) -> Sequence[MeetingVersion]:
    """The versions of the content, oldest first."""
    return _rows(MeetingVersion, meeting_id, MeetingVersion.version)


def _rows(model: Any, meeting_id: int, order: Any) -> Sequence[Any]:
    return db.session.scalars(
        select(model).where(model.meeting_id == meeting_id).order_by(order, model.id)
    ).all()


def _seats(meeting_id: int) -> list[Attendance]:
    rows = _rows(Attendance, meeting_id, Attendance.id)
    return sorted(rows, key=lambda row: PARTY_ORDER.index(row.party))  # stable: within a party as entered


def _resolutions(meeting_id: int) -> Sequence[Resolution]:
    return db.session.scalars(
        select(Resolution)
        .join(MeetingItem, MeetingItem.id == Resolution.item_id)
        .where(Resolution.meeting_id == meeting_id)
        .order_by(MeetingItem.seq, MeetingItem.id, Resolution.seq, Resolution.id)
    ).all()


def _carried(meeting: Meeting) -> list[Carried]:
    rows = db.session.execute(
        select(FollowUp, Resolution, Meeting.title)
        .join(Resolution, Resolution.id == FollowUp.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(FollowUp.meeting_id == meeting.id)
        .order_by(Resolution.first_due_on, Resolution.id)
    ).all()
    orphans = orphaned([resolution for _, resolution, _ in rows], meeting.held_on)
    return [
        Carried(follow_up, resolution, title, resolution.id in orphans) for follow_up, resolution, title in rows
    ]
