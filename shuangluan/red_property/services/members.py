"""业委会委员: seated, corrected, leaving, removed (RP-5)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Person
from shuangluan.red_property.models import Committee, CommitteeMember
from shuangluan.red_property.rules import committees, sentences
from shuangluan.red_property.rules.companies import Span


@dataclass(frozen=True)
class Seat:
    """As what somebody sits in a committee, and when: from the election where no day is said; `valid_to` half-open."""

    position: str
    is_party_member: bool
    valid_from: date | None = None
    valid_to: date | None = None

    def span(self, committee: Committee) -> Span:
        """His days."""
        return Span(self.valid_from or committee.elected_on, self.valid_to)


def seat_member(
    committee: Committee, person: Person, seat: Seat, *, by: audit.Actor, at: datetime
) -> CommitteeMember:
    """A member of a term. Raises RuleBroken when all seats are taken, for who sits, and for days beside the term."""
    span = seat.span(committee)
    member = CommitteeMember(committee_id=committee.id, person_id=person.id)
    _check(committee, member, person.name, span)
    _fill(member, seat, span)
    audit.created(sentences.MEMBER_SEATED, member, by=by, at=at)
    return member


def correct_member(member: CommitteeMember, seat: Seat, *, by: audit.Actor, at: datetime) -> None:
    """Correct what was entered of a member. Raises RuleBroken as `seat_member` does."""
    committee = db.session.get_one(Committee, member.committee_id)
    span = seat.span(committee)
    _check(committee, member, db.session.get_one(Person, member.person_id).name, span)
    with audit.changing(sentences.MEMBER_CORRECTED, member, by=by, at=at):
        _fill(member, seat, span)


def unseat_member(member: CommitteeMember, *, last_day: date, by: audit.Actor, at: datetime) -> None:
    """The end of a member's days; his seat is free again."""
    if member.valid_to is not None:
        raise RuleBroken("这位委员已经离任", "last_day")
    if not member.valid_from <= last_day <= clock.local_day(at):
        raise RuleBroken("离任日期要在任期开始以后、今天以前", "last_day")
    with audit.changing(sentences.MEMBER_UNSEATED, member, by=by, at=at):
        member.valid_to = last_day + timedelta(days=1)


def remove_member(member: CommitteeMember, *, by: audit.Actor, at: datetime) -> None:
    """Take away a member who came by mistake; RuleBroken with what is told of him."""
    with audit.removing(sentences.MEMBER_REMOVED, member, by=by, at=at):
        removal.delete("这位委员", member)


def _fill(member: CommitteeMember, seat: Seat, span: Span) -> None:
    member.position, member.is_party_member = seat.position, seat.is_party_member
    member.valid_from, member.valid_to = span.valid_from, span.valid_to


def _check(committee: Committee, member: CommitteeMember, name: str, span: Span) -> None:
    committees.check_member_days(span, committee.elected_on, committee.term_end)
    rows = select(CommitteeMember.id, CommitteeMember.person_id, CommitteeMember.valid_from, CommitteeMember.valid_to)
    others = [
        (person_id, Span(since, end))
        for other, person_id, since, end in db.session.execute(rows.where(CommitteeMember.committee_id == committee.id))
        if other != member.id
    ]
    if any(person_id == member.person_id and span.touches(held) for person_id, held in others):
        raise RuleBroken(f"{name}已经是委员", "person")
    committees.check_seats(span, [held for _, held in others], committee.seats)
