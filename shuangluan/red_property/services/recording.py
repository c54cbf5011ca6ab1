"""Writing the record row by row; before the third signature every change voids what was signed (RP-18, RP-62)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from shuangluan.extensions import Base, db
from shuangluan.kernel import audit, clock, matters, search
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Matter
from shuangluan.kernel.places import areas
from shuangluan.red_property.models import Attendance, FollowUp, Meeting, MeetingItem, Resolution
from shuangluan.red_property.queries.records import Record, record_of
from shuangluan.red_property.rules import quorum, sentences, signing
from shuangluan.red_property.rules.resolutions import ResolutionState, first_state
from shuangluan.red_property.rules.topics import ItemCatalogue
from shuangluan.red_property.rules.words import Conclusion, ItemKind, MeetingState, Party, Ratification, Stance
from shuangluan.red_property.services.items import take_from
from shuangluan.red_property.services.planning import add_item, set_limits
from shuangluan.red_property.services.signing import number_resolutions, renew_version, void_signatures

MOST_ROWS = 60  # of one kind in a record

HEAD = ("held_on", "starts_at", "ends_at", "place", "chair", "next_on")
SEAT = ("capacity", "has_mandate", "is_present", "arrived", "left")
ITEM = (
    "kind", "topic", "title", "background", "started_at", "community_opinion", "owners_opinion",
    "property_opinion", "conclusion", "within_budget",
)  # fmt: skip
RESOLUTION = (
    "text", "owner_party", "owner_name", "first_due_on", "community_stance", "owners_stance", "property_stance",
)  # fmt: skip
FOLLOW_UP = ("text", "state", "percent", "new_due_on", "owner_party", "owner_name", "reason")


def check_may_record(meeting: Meeting, by: audit.Actor) -> None:
    """A draft is the recorder's and the community secretary's (RP-12). Raises RuleBroken for anybody else, and for a
    record that cannot be edited any more.
    """
    signing.check_can_edit(meeting.state)
    if meeting.state in (MeetingState.PLANNED, MeetingState.NOTIFIED):
        raise RuleBroken("还没有开始记录，先点“开始记录”")
    if by.id != meeting.recorder_id and not by.role_in(meeting.community, "community_admin"):
        raise RuleBroken(f"草稿由记录人{meeting.recorder_name}和社区书记修改")


@contextmanager
def _recording(meeting: Meeting, *, by: audit.Actor, at: datetime) -> Iterator[None]:
    """A change of the record; of one that waits for signatures, the version that was signed falls with it."""
    check_may_record(meeting, by)
    yield
    db.session.flush()
    if meeting.state is MeetingState.PENDING:
        record = record_of(meeting)
        number_resolutions(record)
        _check_still_complete(record, at)
        if renew_version(record, at=at, by=by):
            void_signatures(record, "内容有改动", by=by, at=at)


def _check_still_complete(record: Record, at: datetime) -> None:
    """A record that was submitted stays complete: what blocks submission would let an empty line be signed."""
    if found := record.blockers(clock.local_day(at)):
        raise RuleBroken(f"已经提交签认，改了以后要仍然完整：{found[0].text}")


def save_head(meeting: Meeting, values: dict[str, Any], *, by: audit.Actor, at: datetime) -> None:
    """会议信息. Raises RuleBroken for a day outside the month that the meeting is for."""
    with _recording(meeting, by=by, at=at):
        _check_head(meeting, values)
        with audit.changing(sentences.RECORDED, meeting, by=by, at=at):
            _write(meeting, values, HEAD)
            set_limits(meeting)


def _check_head(meeting: Meeting, values: dict[str, Any]) -> None:
    held_on: date | None = values.get("held_on", meeting.held_on)
    if held_on is None:
        raise RuleBroken("请写会议日期", "held_on")
    if meeting.submitted_on is None and held_on != meeting.held_on and meeting.period:
        from_month = f"{held_on:%Y-%m}"
        if from_month != meeting.period and f"{meeting.held_on:%Y-%m}" == meeting.period:
            raise RuleBroken("会议日期不在这个月，换月份请另记一次会", "held_on")
    start, end = values.get("starts_at", meeting.starts_at), values.get("ends_at", meeting.ends_at)
    if start and end and end <= start:
        raise RuleBroken("结束时间要晚于开始时间", "ends_at")
    if values.get("next_on") and values["next_on"] <= held_on:
        raise RuleBroken("下次会议要晚于这次", "next_on")


def add_seat(
    meeting: Meeting,
    *,
    name: str,
    party: Party,
    by: audit.Actor,
    at: datetime,
    capacity: str = "",
    person_id: int | None = None,
    compound_id: int | None = None,
) -> Attendance:
    """Somebody at the table. Raises RuleBroken for a second row of one person (RP-14, RP-47)."""
    if not name.strip():
        raise RuleBroken("请写到会人的姓名", "name")
    with _recording(meeting, by=by, at=at):
        seats = record_of(meeting).seats
        _check_room(len(seats))
        if any(person_id is not None and row.person_id == person_id for row in seats):
            name = next(row.name for row in seats if row.person_id == person_id)
        new = quorum.Seat(name, party, True)
        quorum.check_seats([*(quorum.Seat(row.name, row.party, row.is_present) for row in seats), new])
        row = Attendance(
            meeting_id=meeting.id,
            person_id=person_id,
            name=name,
            party=party,
            capacity=capacity,
            compound_id=compound_id,
            has_mandate=True,
            is_present=True,
        )
        audit.created(sentences.SEATED, row, by=by, at=at)
    return row


def save_seat(meeting: Meeting, seat: Attendance, values: dict[str, Any], *, by: audit.Actor, at: datetime) -> None:
    """One row of the table; the party of a person does not change, he is entered anew instead."""
    with _recording(meeting, by=by, at=at):
        arrived, left = values.get("arrived", seat.arrived), values.get("left", seat.left)
        if arrived and left and left <= arrived:
            raise RuleBroken("离开的时间要晚于到的时间", "left")
        with audit.changing(sentences.SEAT_CHANGED, seat, by=by, at=at):
            _write(seat, values, SEAT)


def remove_seat(meeting: Meeting, seat: Attendance, *, by: audit.Actor, at: datetime) -> None:
    """Take a row of the table away; the trail keeps who it was."""
    with _recording(meeting, by=by, at=at):
        audit.noted(sentences.SEAT_REMOVED, seat, by=by, at=at, detail={"name": seat.name})
        db.session.delete(seat)


def add_draft_item(
    meeting: Meeting, *, kind: ItemKind, topic: str, by: audit.Actor, at: datetime, title: str = "",
    source: Matter | None = None,
) -> MeetingItem:  # fmt: skip
    """One more item at the end. `source` is the appeal it comes from, which is handed over once (RP-6)."""
    with _recording(meeting, by=by, at=at):
        last = select(func.max(MeetingItem.seq)).where(MeetingItem.meeting_id == meeting.id)
        seq = (db.session.scalar(last) or 0) + 1
        _check_room(seq)
        item = add_item(meeting, seq=seq, kind=kind, topic=topic, title=title, by=by, at=at)
        if source is not None:
            take_from(source, item, by=by, at=at)
    return item


def save_item(meeting: Meeting, item: MeetingItem, values: dict[str, Any], *, by: audit.Actor, at: datetime) -> None:
    """An item as typed; its resolutions follow the topic's ratification (RP-17)."""
    with _recording(meeting, by=by, at=at):
        record = record_of(meeting)
        topic = values.get("topic", item.topic)
        record.book.items.topic(topic)
        conclusion = values.get("conclusion", item.conclusion)
        if values.get("kind", item.kind) is not ItemKind.NEGOTIATE and conclusion is Conclusion.AGREED:
            raise RuleBroken("只有协商的议题能达成一致", "conclusion")
        with audit.changing(sentences.ITEM_CHANGED, item, by=by, at=at):
            _write(item, values, ITEM)
            item.matter.title = (item.title or "未写题目")[:120]
        ratification = _ratification(item, record.book.items)
        for row in record.of_item(item):
            row.ratification, row.state = ratification, first_state(ratification)


def _ratification(item: MeetingItem, catalogue: ItemCatalogue) -> Ratification:
    return catalogue.ratification(item.topic, within_budget=item.within_budget)


def remove_item(meeting: Meeting, item: MeetingItem, *, by: audit.Actor, at: datetime) -> None:
    """Take an item off. What an earlier meeting left cannot be deleted, only put off again (RP-15)."""
    if item.carried_from_id is not None:
        raise RuleBroken("上次留下的议题不能撤下，请写结论：顺延或撤回")
    with _recording(meeting, by=by, at=at):
        for row in record_of(meeting).of_item(item):
            db.session.delete(row)
        audit.noted(sentences.ITEM_REMOVED, item, by=by, at=at, detail={"title": item.title})
        matter = item.matter
        db.session.delete(item)
        db.session.flush()
        matters.forget(matter)


def add_resolution(meeting: Meeting, item: MeetingItem, *, by: audit.Actor, at: datetime) -> Resolution:
    """An empty resolution under an item of 协商; who decides afterwards follows from the topic."""
    if item.kind is not ItemKind.NEGOTIATE:
        raise RuleBroken("只有协商的议题能写议定事项")
    with _recording(meeting, by=by, at=at):
        record = record_of(meeting)
        ratification = _ratification(item, record.book.items)
        row = Resolution(
            item_id=item.id,
            meeting_id=meeting.id,
            community=meeting.community,
            seq=max((one.seq for one in record.of_item(item)), default=0) + 1,
            ratification=ratification,
            in_force=False,
            state=first_state(ratification),
            percent=0,
            postponements=0,
            **{f"{name}_stance": Stance.AGREE for name in ("community", "owners", "property")},
        )
        audit.created(sentences.RESOLUTION_ADDED, row, by=by, at=at)
    return row


def save_resolution(
    meeting: Meeting, row: Resolution, values: dict[str, Any], *, by: audit.Actor, at: datetime
) -> None:
    """A resolution as typed; its date is the first one until follow-ups move it."""
    with _recording(meeting, by=by, at=at), audit.changing(sentences.RESOLUTION_CHANGED, row, by=by, at=at):
        _write(row, values, RESOLUTION)
        row.due_on = row.first_due_on
        row.search_text = search.search_text(row.text, areas().name(row.community), people=(row.owner_name,))


def remove_resolution(meeting: Meeting, row: Resolution, *, by: audit.Actor, at: datetime) -> None:
    """Take a resolution off while its record is not signed."""
    with _recording(meeting, by=by, at=at):
        audit.noted(sentences.RESOLUTION_REMOVED, row, by=by, at=at, detail={"text": row.text})
        db.session.delete(row)


def save_carried(
    meeting: Meeting, row: FollowUp, values: dict[str, Any], *, by: audit.Actor, at: datetime
) -> None:
    """What this meeting says of an earlier resolution; it counts once the record is submitted."""
    if values.get("state") not in (None, ResolutionState.DOING, ResolutionState.DONE, ResolutionState.CANCELLED):
        raise RuleBroken("请从列表里选处理", "state")
    with _recording(meeting, by=by, at=at), audit.changing(sentences.FOLLOW_UP_CHANGED, row, by=by, at=at):
        _write(row, values, FOLLOW_UP)


def _write(row: Base, values: dict[str, Any], names: tuple[str, ...]) -> None:
    """Write the known columns; a key that is not there leaves its column."""
    for name in names:
        if name in values and getattr(row, name) != values[name]:
            setattr(row, name, values[name])


def _check_room(rows: int) -> None:
    if rows >= MOST_ROWS:
        raise RuleBroken(f"最多 {MOST_ROWS} 行，请合并后再加")
