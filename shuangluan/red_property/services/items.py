"""Items before a record begins, and the face that an item shows to what it came from (GR-62 to GR-64, RP-13)."""

from datetime import datetime

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, matters
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Matter, MatterStage
from shuangluan.red_property.models import Meeting, MeetingCompound, MeetingItem, Resolution
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.compounds import standings
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.items import item_end
from shuangluan.red_property.rules.words import BEFORE, SUBMITTED, ItemKind, MeetingState
from shuangluan.red_property.services.planning import add_item, move

MOST_PROPOSED = 30
OTHER_TOPIC = "other"


def propose_item(
    meeting: Meeting, *, title: str, by: audit.Actor, at: datetime, background: str = "", source: Matter | None = None
) -> MeetingItem:
    """An item of 协商 for the agenda of a meeting whose record has not begun, by one of its parties.

    `source` is the appeal that is handed over, once (RP-6). Raises RuleBroken.
    """
    if meeting.state not in BEFORE:
        raise RuleBroken("会议已经开始记录，请由记录人在记录里加议题")
    _check_is_of_a_party(meeting, by)
    if not title.strip():
        raise RuleBroken("请写议题", "title")
    last = select(func.max(MeetingItem.seq)).where(MeetingItem.meeting_id == meeting.id)
    seq = (db.session.scalar(last) or 0) + 1
    if seq > MOST_PROPOSED:
        raise RuleBroken(f"最多提 {MOST_PROPOSED} 个议题，请合并后再提")
    item = add_item(
        meeting, seq=seq, kind=ItemKind.NEGOTIATE, topic=OTHER_TOPIC, title=title.strip()[:120],
        background=background, by=by, at=at,
    )  # fmt: skip
    if source is not None:
        take_from(source, item, by=by, at=at)
    return item


def _check_is_of_a_party(meeting: Meeting, by: audit.Actor) -> None:
    if by.role_in(meeting.community, "community_admin", "community_staff"):
        return
    rows = select(MeetingCompound.compound_id).where(MeetingCompound.meeting_id == meeting.id)
    known = standings(list(db.session.scalars(rows)), meeting.held_on, book_on(meeting.held_on).terms)
    serves = any(by.serves(one.company_id, "property_liaison") for one in known.values())
    owns = any(by.serves(one.committee_id, "owners_delegate") for one in known.values())
    if not (serves or owns):
        raise RuleBroken("议题由居委会、业委会、物业三方提出")


def take_from(source: Matter, item: MeetingItem, *, by: audit.Actor, at: datetime) -> None:
    """Link an appeal to the item that it is discussed as; it is told of it. Raises RuleBroken for a second time."""
    if matters.is_linked(source, "discussed_as"):
        raise RuleBroken("这件诉求已经列入过联席会议题，不再重复列入")
    matters.link(source, item.matter, "discussed_as", at=at)
    meeting = db.session.get_one(Meeting, item.meeting_id)
    audit.noted(
        sentences.ITEM_TAKEN, item, by=by, at=at, matter_id=source.id, detail={"text": meeting.title}
    )


def settle_item(item: MeetingItem, *, by: audit.Actor, at: datetime) -> None:
    """Show how an item ended, on its own face and on those of the earlier meetings it was carried from."""
    meeting = db.session.get_one(Meeting, item.meeting_id)
    states = db.session.scalars(select(Resolution.state).where(Resolution.item_id == item.id)).all()
    label, end = item_end(item.conclusion, set(states)) if meeting.state in SUBMITTED else item_end(None, ())
    one: MeetingItem | None = item
    while one is not None:
        matters.settle(
            one.matter, state=item.conclusion or "open", label=label, stage=MatterStage(end), by=by, at=at
        )
        one = db.session.get(MeetingItem, one.carried_from_id) if one.carried_from_id else None


def settle_resolution(resolution: Resolution, *, by: audit.Actor, at: datetime) -> None:
    """The item of a resolution whose state was reckoned anew."""
    settle_item(db.session.get_one(MeetingItem, resolution.item_id), by=by, at=at)


def _drop_proposals(meeting: Meeting, *, by: audit.Actor, at: datetime) -> None:
    """The proposed items of a meeting that will not take place: what was handed over may be handed over again."""
    for item in db.session.scalars(select(MeetingItem).where(MeetingItem.meeting_id == meeting.id)).all():
        audit.noted(sentences.ITEM_REMOVED, item, by=by, at=at, detail={"title": item.title})
        matter = item.matter
        db.session.delete(item)
        db.session.flush()
        matters.forget(matter)


def cancel_meeting(meeting: Meeting, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """A meeting that will not take place."""
    if not reason.strip():
        raise RuleBroken("取消要写明原因", "reason")
    _drop_proposals(meeting, by=by, at=at)
    with audit.changing(sentences.CANCELLED, meeting, by=by, at=at):
        move(meeting, MeetingState.CANCELLED)
        meeting.ended_reason = reason
