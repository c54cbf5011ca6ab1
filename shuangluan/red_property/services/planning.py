"""Calling a meeting: planned, notified, converted; its state, its limits and its items (RP-8, RP-13, RP-20)."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, matters, search
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound, MatterStage
from shuangluan.kernel.places import areas
from shuangluan.red_property.models import Meeting, MeetingCompound, MeetingItem
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.compounds import standings
from shuangluan.red_property.rules import dates, months, sentences, words
from shuangluan.red_property.rules.words import MEETING_LABEL, ItemKind, MeetingKind, MeetingState, Mode

DROPPED = {MeetingState.INQUORATE, MeetingState.CANCELLED}


def move(meeting: Meeting, state: MeetingState) -> None:
    """Change the state and the face that others see. Raises RuleBroken for a move that RP-8 does not know."""
    words.check_can_move(meeting.state, state)
    show(meeting, state)


def show(meeting: Meeting, state: MeetingState) -> None:
    """Write the state and the face."""
    meeting.state = state
    matter = meeting.matter
    matter.state, matter.state_label = state.value, MEETING_LABEL[state]
    if state is MeetingState.SIGNED:
        matter.stage = MatterStage.DONE
    else:
        matter.stage = MatterStage.DROPPED if state in DROPPED else MatterStage.OPEN


def plan_meeting(
    compounds: Sequence[Compound],
    *,
    kind: MeetingKind,
    held_on: date,
    by: audit.Actor,
    at: datetime,
    period: str | None = None,
    place: str = "",
    starts_at: time | None = None,
    reason: str = "",
) -> Meeting:
    """A meeting of one compound, or a joint one of several of one community.

    Raises RuleBroken for compounds of two communities, one that does not deliberate, and a month that RP-20 forbids.
    """
    if not compounds:
        raise RuleBroken("请选小区", "compounds")
    communities = {one.community for one in compounds}
    if len(communities) > 1:
        raise RuleBroken("联合召开的小区要在同一个社区", "compounds")
    book = book_on(held_on)
    months.check_period(kind, period, held_on, reason, book.terms)
    known = standings([one.id for one in compounds], held_on, book.terms)
    idle = next((one.name for one in compounds if known[one.id].mode is Mode.NONE), None)
    if idle:
        raise RuleBroken(f"{idle}当天不议事：先登记物业合同，或变更议事方式", "compounds")
    meeting = _meeting(compounds, kind, held_on, period, by)
    meeting.place, meeting.starts_at, meeting.reason = place, starts_at, reason
    audit.created(sentences.PLANNED, meeting, by=by, at=at)
    meeting.matter.record_id = meeting.id
    for compound in compounds:
        row = MeetingCompound(
            meeting_id=meeting.id, compound_id=compound.id, mode=known[compound.id].mode, period=period
        )
        row.owners_note = known[compound.id].owners.note
        db.session.add(row)
    db.session.flush()
    return meeting


def _meeting(
    compounds: Sequence[Compound], kind: MeetingKind, held_on: date, period: str | None, by: audit.Actor
) -> Meeting:
    names = "、".join(one.name for one in compounds)
    first = dates.first_of(period) if period else held_on
    title = f"{names}{first.year}年{first.month}月三方联席会" if period else f"{names}{held_on.isoformat()}临时联席会"
    community = compounds[0].community
    matter = matters.open_matter(
        kind="meeting",
        area=community,
        title=title,
        state=MeetingState.PLANNED.value,
        state_label=MEETING_LABEL[MeetingState.PLANNED],
    )
    return Meeting(
        matter=matter,
        community=community,
        title=title,
        kind=kind,
        period=period,
        held_on=held_on,
        recorder_id=by.id,
        recorder_name=by.name,
        state=MeetingState.PLANNED,
        version=0,
        search_text=search.search_text(title, areas().name(community)),
    )


def notify_parties(meeting: Meeting, *, by: audit.Actor, at: datetime) -> None:
    """The notice was given today. Raises RuleBroken where it is too late for a regular meeting (RP-13)."""
    day = clock.local_day(at)
    dates.check_notice(meeting.kind, day, meeting.held_on, meeting.reason, book_on(day).terms)
    with audit.changing(sentences.NOTIFIED, meeting, by=by, at=at):
        move(meeting, MeetingState.NOTIFIED)
        meeting.notified_on = day


def set_limits(meeting: Meeting) -> None:
    """Reckon until when the record is submitted and signed, from the day of the meeting (RP-18)."""
    book = book_on(meeting.held_on)
    days = dates.meeting_days(meeting.held_on, book.terms, book.calendar)
    meeting.submit_due_at = clock.start_of(days.submit_by + dates.ONE_DAY)
    meeting.sign_due_at = clock.start_of(days.sign_by + dates.ONE_DAY)


def add_item(
    meeting: Meeting,
    *,
    seq: int,
    kind: ItemKind,
    topic: str,
    title: str,
    by: audit.Actor,
    at: datetime,
    background: str = "",
    carried_from: MeetingItem | None = None,
) -> MeetingItem:
    """An item with its face; what a thread hands over or an earlier meeting left comes in here as well."""
    matter = matters.open_matter(
        kind="meeting_item", area=meeting.community, title=title or "未写题目", state="open", state_label="待议"
    )
    item = MeetingItem(
        matter=matter,
        meeting_id=meeting.id,
        seq=seq,
        kind=kind,
        topic=topic,
        title=title,
        background=background,
        within_budget=False,
        carried_from_id=carried_from.id if carried_from else None,
    )
    audit.created(sentences.ITEM_ADDED, item, by=by, at=at)
    item.matter.record_id = item.id
    if carried_from is not None:
        matters.link(carried_from.matter, matter, "carried_to", at=at)
    return item


def convert_to_regular(meeting: Meeting, *, by: audit.Actor, at: datetime) -> None:
    """A special meeting becomes its month's regular one, inside that month only (RP-20)."""
    if meeting.kind is MeetingKind.REGULAR:
        raise RuleBroken("已经是例会")
    months.check_can_convert(meeting.held_on, clock.local_day(at))
    with audit.changing(sentences.CONVERTED, meeting, by=by, at=at):
        meeting.kind, meeting.period = MeetingKind.REGULAR, dates.period_of(meeting.held_on)
        for row in db.session.scalars(select(MeetingCompound).where(MeetingCompound.meeting_id == meeting.id)):
            row.period = meeting.period
