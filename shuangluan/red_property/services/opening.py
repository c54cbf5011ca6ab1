"""The record begins, half of it filled in: what the last meeting left, what was put to this one (RP-13, RP-62)."""

from datetime import datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.models import Attendance, FollowUp, Meeting, MeetingCompound, MeetingItem
from shuangluan.red_property.queries import carry, fee_register, meeting_days, observations
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules import dates, fees, sentences
from shuangluan.red_property.rules.observations import report as told_of_faults
from shuangluan.red_property.rules.words import ItemKind, MeetingKind, MeetingState
from shuangluan.red_property.services.items import OTHER_TOPIC
from shuangluan.red_property.services.planning import add_item, move, set_limits
from shuangluan.red_property.services.street import report_answers

APPEALS_TOLD = "诉求办理情况"
FEES_TOLD = "物业费收缴情况"
FAULTS_TOLD = "义务质量总监发现的待整改问题"


def begin_record(meeting: Meeting, *, by: audit.Actor, at: datetime, report: str = "") -> None:
    """The record begins, half of it filled in: last attendees not ticked, open resolutions and items (RP-62).

    `report` is what is told of the appeals, the first 通报.
    """
    if meeting.held_on > clock.local_day(at):
        raise RuleBroken("会议日期还没有到，开会当天再记录", "held_on")
    rows = select(MeetingCompound.compound_id).where(MeetingCompound.meeting_id == meeting.id)
    compound_ids = list(db.session.scalars(rows.order_by(MeetingCompound.compound_id)))
    with audit.changing(sentences.BEGUN, meeting, by=by, at=at):
        move(meeting, MeetingState.HELD)
        meeting.recorder_id, meeting.recorder_name = by.id or 0, by.name
        set_limits(meeting)
        if meeting.kind is MeetingKind.REGULAR:
            book = book_on(meeting.held_on)
            fixed = meeting_days.fixed_day(compound_ids, meeting.held_on)
            meeting.next_on = dates.proposed_next(meeting.held_on, fixed, book.calendar)
    _fill_table(meeting, compound_ids, by=by, at=at)
    _fill_agenda(meeting, compound_ids, report, by=by, at=at)


def _fill_table(meeting: Meeting, compound_ids: list[int], *, by: audit.Actor, at: datetime) -> None:
    last, seats = carry.last_table(compound_ids, meeting.held_on)
    if last is not None:
        meeting.place, meeting.chair = meeting.place or last.place, meeting.chair or last.chair
    for seat in seats:
        if seat.compound_id not in (None, *compound_ids):
            continue  # of another compound at a joint table
        row = Attendance(
            meeting_id=meeting.id,
            person_id=seat.person_id,
            name=seat.name,
            party=seat.party,
            capacity=seat.capacity,
            compound_id=seat.compound_id,
            has_mandate=seat.has_mandate,
            is_present=False,
        )
        audit.created(sentences.SEATED, row, by=by, at=at)


def _fill_agenda(meeting: Meeting, compound_ids: list[int], report: str, *, by: audit.Actor, at: datetime) -> None:
    _carry_resolutions(meeting, compound_ids, by=by, at=at)
    carried = carry.open_items(compound_ids, meeting.held_on)
    proposed = db.session.scalars(select(MeetingItem).where(MeetingItem.meeting_id == meeting.id)).all()
    for place, one in enumerate(sorted(proposed, key=lambda row: row.seq), len(carried) + 1):
        one.seq = place  # what was left over comes first (RP-13)
    seq = len(carried) + len(proposed) + 1
    faults = told_of_faults(observations.to_report(compound_ids, meeting.held_on))
    collected = fees.report(fee_register.to_report(compound_ids, meeting.held_on))
    for title, background in ((APPEALS_TOLD, report), (FEES_TOLD, collected), (FAULTS_TOLD, faults)):
        if background:
            add_item(
                meeting, seq=seq, kind=ItemKind.REPORT, topic=OTHER_TOPIC, title=title, background=background,
                by=by, at=at,
            )  # fmt: skip
            seq += 1
    report_answers(meeting, compound_ids, seq, by=by, at=at)
    for seq, item in enumerate(carried, 1):
        add_item(meeting, seq=seq, kind=ItemKind.NEGOTIATE, topic=item.topic, title=item.title,
                 background=item.background, carried_from=item, by=by, at=at)  # fmt: skip


def _carry_resolutions(meeting: Meeting, compound_ids: list[int], *, by: audit.Actor, at: datetime) -> None:
    for resolution in carry.open_resolutions(compound_ids, meeting.held_on):
        row = FollowUp(
            resolution_id=resolution.id,
            meeting_id=meeting.id,
            on=meeting.held_on,
            is_final=False,
            percent=resolution.percent,
            owner_party=resolution.holder_party,
            owner_name=resolution.holder_name,
            written_at=at,
            written_by_id=by.id or 0,
            writer_name=by.name,
        )
        audit.created(sentences.CARRIED, row, by=by, at=at)
