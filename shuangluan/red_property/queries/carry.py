"""What earlier meetings leave to the next one (RP-15)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.red_property.models import (
    Attendance,
    FollowUp,
    Meeting,
    MeetingCompound,
    MeetingItem,
    Resolution,
)
from shuangluan.red_property.rules.resolutions import CARRIED, FollowUpFact
from shuangluan.red_property.rules.words import SUBMITTED, Conclusion, ItemKind, MeetingState

ENDED = (*SUBMITTED, MeetingState.INQUORATE)


def open_resolutions(compound_ids: Sequence[int], before: date) -> Sequence[Resolution]:
    """Resolutions in force that come back, of meetings of any of the compounds held by `before`, oldest date first."""
    return db.session.scalars(
        select(Resolution)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            Resolution.in_force,
            Resolution.state.in_(CARRIED),
            Meeting.held_on <= before,
            Resolution.meeting_id.in_(_meetings_of(compound_ids)),
        )
        .order_by(Resolution.first_due_on, Resolution.id)
    ).all()


def open_items(compound_ids: Sequence[int], before: date) -> Sequence[MeetingItem]:
    """Items that were not discussed, put off or not agreed, and that no later meeting took up yet (RP-15)."""
    later = aliased(MeetingItem)
    unsettled = or_(
        MeetingItem.conclusion.is_(None),
        MeetingItem.conclusion.in_([Conclusion.CARRIED, Conclusion.NOT_AGREED]),
        Meeting.state == MeetingState.INQUORATE,
    )
    return db.session.scalars(
        select(MeetingItem)
        .join(Meeting, Meeting.id == MeetingItem.meeting_id)
        .where(
            MeetingItem.kind == ItemKind.NEGOTIATE,
            MeetingItem.conclusion.is_distinct_from(Conclusion.WITHDRAWN),
            unsettled,
            Meeting.state.in_(ENDED),
            Meeting.held_on <= before,
            MeetingItem.meeting_id.in_(_meetings_of(compound_ids)),
            ~exists().where(later.carried_from_id == MeetingItem.id),
        )
        .order_by(Meeting.held_on, MeetingItem.seq, MeetingItem.id)
    ).all()


def last_table(compound_ids: Sequence[int], before: date) -> tuple[Meeting | None, Sequence[Attendance]]:
    """The last submitted meeting of the compounds before a day, and who sat at its table."""
    last = db.session.scalar(
        select(Meeting)
        .where(
            Meeting.id.in_(_meetings_of(compound_ids)), Meeting.held_on <= before, Meeting.state.in_(SUBMITTED)
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(1)
    )
    if last is None:
        return None, ()
    seats = select(Attendance).where(Attendance.meeting_id == last.id).order_by(Attendance.id)
    return last, db.session.scalars(seats).all()


def story(resolution_id: int) -> list[FollowUpFact]:
    """The final follow-ups of a resolution in their order, as rules see them."""
    rows = db.session.scalars(
        select(FollowUp)
        .where(FollowUp.resolution_id == resolution_id, FollowUp.is_final)
        .order_by(FollowUp.on, FollowUp.id)
    )
    return [FollowUpFact(row.on, row.state, row.percent, row.new_due_on) for row in rows]


def _meetings_of(compound_ids: Sequence[int]) -> Select[Any]:
    return select(MeetingCompound.meeting_id).where(MeetingCompound.compound_id.in_(compound_ids))
