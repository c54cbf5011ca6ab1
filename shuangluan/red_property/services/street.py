"""Handing up to the street's conference, its answer, and what that makes of the resolution (RP-9, RP-15, RP-68)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, matters, search
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import MatterStage
from shuangluan.kernel.places import areas
from shuangluan.red_property.models import (
    FollowUp,
    Meeting,
    MeetingItem,
    Resolution,
    StreetConference,
    StreetEntry,
)
from shuangluan.red_property.queries import street as queries
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules import dates, sentences
from shuangluan.red_property.rules import street as rules
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.street import ENTRY_LABEL, EntryState
from shuangluan.red_property.rules.words import ItemKind
from shuangluan.red_property.services.following import reckon, standing_of
from shuangluan.red_property.services.planning import add_item

STAGE = {EntryState.DECIDED: MatterStage.DONE, EntryState.RETURNED: MatterStage.DROPPED}


def hand_up_resolution(resolution: Resolution, *, reason: str, by: audit.Actor, at: datetime) -> StreetEntry:
    """A resolution in hand that the parties cannot bring to its end. Raises RuleBroken for one that waits for the
    owners, the committee or an approval: the street decides for none of them (RP-17).
    """
    rules.check_resolution_up(standing_of(resolution, clock.local_day(at)).state)
    item = db.session.get_one(MeetingItem, resolution.item_id)
    entry = _hand_up(item, resolution, resolution.text, reason, by=by, at=at)
    _tell(resolution, f"提请街道联席会议：{reason}", ResolutionState.TO_STREET, None, by=by, at=at)
    return entry


def hand_up_item(item: MeetingItem, *, reason: str, by: audit.Actor, at: datetime) -> StreetEntry:
    """An item on which the parties did not agree. Raises RuleBroken for any other, and for one that came back since."""
    meeting = db.session.get_one(Meeting, item.meeting_id)
    rules.check_item_up(meeting.state, item.conclusion, is_carried=queries.is_carried(item.id))
    return _hand_up(item, None, item.title, reason, by=by, at=at)


def _hand_up(
    item: MeetingItem, resolution: Resolution | None, title: str, reason: str, *, by: audit.Actor, at: datetime
) -> StreetEntry:
    if not reason.strip():
        raise RuleBroken("请写提请的原因和要街道定什么", "reason")
    if queries.open_entry(item.id, resolution.id if resolution else None) is not None:
        raise RuleBroken("已经提请过街道，还没有答复")
    day = clock.local_day(at)
    book, community = book_on(day), item.matter.area
    answer_by = rules.answer_by(day, book.terms, book.calendar)
    matter = matters.open_matter(
        kind="street_entry", area=community, title=title[:120], state=EntryState.WAITING,
        state_label=ENTRY_LABEL[EntryState.WAITING],
    )  # fmt: skip
    entry = StreetEntry(
        matter=matter, item_id=item.id, resolution_id=resolution.id if resolution else None, community=community,
        title=title[:120], reason=reason, state=EntryState.WAITING, handed_on=day, handed_at=at,
        handed_by_id=by.id or 0, handed_name=by.name, answer_due_on=answer_by,
        answer_due_at=clock.start_of(answer_by + dates.ONE_DAY),
        search_text=search.search_text(title[:120], areas().name(community)),
    )  # fmt: skip
    audit.created(sentences.HANDED_UP, entry, by=by, at=at)
    entry.matter.record_id = entry.id
    matters.link(item.matter, matter, "handed_up", at=at)
    return entry


def accept_entry(entry: StreetEntry, *, by: audit.Actor, at: datetime) -> None:
    """The street takes it up."""
    with audit.changing(sentences.ENTRY_ACCEPTED, entry, by=by, at=at):
        _move(entry, EntryState.ACCEPTED, by=by, at=at)
        entry.accepted_at, entry.accepted_by_id = at, by.id or 0


def return_entry(entry: StreetEntry, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """The street gives it back: the parties have to decide it themselves (RP-68)."""
    rules.check_can_move(entry.state, EntryState.RETURNED, reason)
    with audit.changing(sentences.ENTRY_RETURNED, entry, by=by, at=at):
        _move(entry, EntryState.RETURNED, by=by, at=at)
        entry.return_reason = reason
        entry.answered_at, entry.answered_by_id = at, by.id or 0
    if entry.resolution_id is not None:
        resolution = db.session.get_one(Resolution, entry.resolution_id)
        _tell(resolution, f"街道退回：{reason}", ResolutionState.DOING, None, by=by, at=at)


def hold_conference(
    street: str, *, held_on: date, place: str, chair: str, present: str, minutes: str, by: audit.Actor, at: datetime
) -> StreetConference:
    """Record a conference of a street. Raises RuleBroken for a day that has not come, and for a street not his own."""
    if held_on > clock.local_day(at):
        raise RuleBroken("会议日期还没有到，开完会再登记", "held_on")
    if not by.role_in(street, "street_staff", "street_leader"):
        raise RuleBroken("街道联席会议由本街道登记", "street")
    last = select(StreetConference.sequence).where(
        StreetConference.street == street, StreetConference.year == held_on.year
    )
    sequence = (db.session.scalar(last.order_by(StreetConference.sequence.desc()).limit(1)) or 0) + 1
    row = StreetConference(
        street=street, year=held_on.year, sequence=sequence, held_on=held_on, place=place, chair=chair, present=present,
        minutes=minutes, recorded_at=at, recorded_by_id=by.id or 0, recorder_name=by.name,
        search_text=search.search_text(f"{areas().name(street)} {chair} {place}", present[:300]),
    )  # fmt: skip
    audit.created(sentences.CONFERENCE_HELD, row, by=by, at=at)
    return row


def decide_entry(
    entry: StreetEntry,
    conference: StreetConference,
    *,
    decision: str,
    body: str,
    due_on: date | None,
    outcome: ResolutionState,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The conference's word: it sets the resolution's state and replaces neither vote nor committee (RP-17, RP-68)."""
    rules.check_decision(decision, body, due_on, outcome, conference.held_on)
    if conference.street != entry.community[:9]:
        raise RuleBroken("请选本街道的联席会议", "conference_id")
    if conference.held_on < entry.handed_on:
        raise RuleBroken("这次会在提请以前，请选提请以后的会", "conference_id")
    with audit.changing(sentences.ENTRY_DECIDED, entry, by=by, at=at):
        entry.conference_id = conference.id
        _move(entry, EntryState.DECIDED, by=by, at=at)
        entry.decision, entry.body, entry.due_on, entry.outcome = decision, body, due_on, outcome
        entry.answered_at, entry.answered_by_id = at, by.id or 0
    if entry.resolution_id is not None:
        resolution = db.session.get_one(Resolution, entry.resolution_id)
        text = f"{queries.conference_number(conference)}：{decision}（{body}）"
        _tell(resolution, text[:300], outcome, due_on, by=by, at=at)


def _move(entry: StreetEntry, to: EntryState, *, by: audit.Actor, at: datetime) -> None:
    rules.check_can_move(entry.state, to, "—")
    entry.state = to
    stage = STAGE.get(to, MatterStage.OPEN)
    matters.settle(entry.matter, state=to, label=ENTRY_LABEL[to], stage=stage, by=by, at=at)


def _tell(
    resolution: Resolution, text: str, state: ResolutionState, due_on: date | None, *, by: audit.Actor, at: datetime
) -> None:
    """An entry of the resolution's story; a date of the street's is its reason itself."""
    row = FollowUp(
        resolution_id=resolution.id, meeting_id=None, on=clock.local_day(at), is_final=True, text=text[:300],
        state=state, new_due_on=due_on, reason="街道联席会议议定" if due_on else "", written_at=at,
        written_by_id=by.id or 0, writer_name=by.name,
    )  # fmt: skip
    audit.created(sentences.FOLLOWED, row, by=by, at=at)
    db.session.flush()
    reckon(resolution, by=by, at=at)


def report_answers(
    meeting: Meeting, compound_ids: Sequence[int], seq: int, *, by: audit.Actor, at: datetime
) -> None:
    """What the street answered since the last meeting stands as 通报 in the record that begins (RP-68)."""
    for place, entry in enumerate(queries.unreported(compound_ids), seq):
        answer = entry.decision or entry.return_reason
        add_item(
            meeting, seq=place, kind=ItemKind.REPORT, topic="other", by=by, at=at,
            title=f"街道联席会议{ENTRY_LABEL[entry.state]}：{entry.title}"[:120], background=answer,
        )  # fmt: skip
        with audit.changing(sentences.ENTRY_REPORTED, entry, by=by, at=at):
            entry.reported_in_id = meeting.id
