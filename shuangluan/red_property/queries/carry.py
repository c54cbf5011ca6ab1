"""What earlier meetings leave to the next one (RP-15)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.kernel.models import CompoundService
from shuangluan.red_property.models import (
    Attendance,
    FollowUp,
    Meeting,
    MeetingCompound,
    MeetingItem,
    Resolution,
    StreetEntry,
)
from shuangluan.red_property.rules.resolutions import CARRIED, FollowUpFact, Owner
from shuangluan.red_property.rules.street import EntryState
from shuangluan.red_property.rules.words import SUBMITTED, Conclusion, ItemKind, MeetingState, Party

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
            ~exists().where(  # what the street has, or has decided, does not come back (RP-15)
                StreetEntry.item_id == MeetingItem.id,
                StreetEntry.resolution_id.is_(None),
                StreetEntry.state != EntryState.RETURNED,
            ),
        )
        .order_by(Meeting.held_on, MeetingItem.seq, MeetingItem.id)
    ).all()


def orphaned(resolutions: Sequence[Resolution], day: date) -> set[int]:
    """Those that a property company answers for which no longer serves any of their compounds on `day` (RP-53).

    Which company it was follows from the day since when it answers; one that serves on is no orphan's.
    """
    held = [one for one in resolutions if one.holder_party is Party.PROPERTY and one.holder_since]
    if not held:
        return set()
    spans = db.session.execute(
        select(MeetingCompound.meeting_id, CompoundService)
        .join(CompoundService, CompoundService.compound_id == MeetingCompound.compound_id)
        .where(MeetingCompound.meeting_id.in_({one.meeting_id for one in held}))
    ).all()
    return {one.id for one in held if _is_orphaned(one, [each for key, each in spans if key == one.meeting_id], day)}


def _is_orphaned(one: Resolution, services: Sequence[CompoundService], day: date) -> bool:
    assert one.holder_since is not None  # only those that have one are asked
    then = {each.organisation_id for each in services if _serves(each, one.holder_since)}
    now = {each.organisation_id for each in services if _serves(each, day)}
    return bool(then) and not then & now


def _serves(service: CompoundService, day: date) -> bool:
    return service.valid_from <= day and (service.valid_to is None or day < service.valid_to)


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
    return [FollowUpFact(row.on, row.state, row.percent, row.new_due_on, _owner(row)) for row in rows]


def _owner(row: FollowUp) -> Owner | None:
    return Owner(row.owner_party, row.owner_name, row.on) if row.owner_party else None


def _meetings_of(compound_ids: Sequence[int]) -> Select[Any]:
    return select(MeetingCompound.meeting_id).where(MeetingCompound.compound_id.in_(compound_ids))
