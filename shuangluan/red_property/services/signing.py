"""From the finished record to three signatures on one hash (RP-8, RP-18)."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, documents
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Attachment, IssuedDocument
from shuangluan.red_property.models import Attendance, Mandate, Meeting, MeetingCompound, MeetingVersion, Signature
from shuangluan.red_property.queries import mandates
from shuangluan.red_property.queries.records import Record, number, record_of
from shuangluan.red_property.rules import sentences, signing
from shuangluan.red_property.rules.content import canonical, check_code, content_hash
from shuangluan.red_property.rules.minutes import title_of
from shuangluan.red_property.rules.signing import Signer, SignWay
from shuangluan.red_property.rules.words import (
    PARTY_LABEL,
    MeetingState,
    Party,
    check_can_move,
)
from shuangluan.red_property.services.following import bring_into_force, check_follow_ups, finish_follow_ups, withdraw
from shuangluan.red_property.services.items import settle_item
from shuangluan.red_property.services.planning import move


def submit(meeting: Meeting, *, by: audit.Actor, at: datetime) -> None:
    """Hand the record to the parties: number, version and hash. Raises RuleBroken with the first thing missing."""
    check_can_move(meeting.state, MeetingState.PENDING)
    if by.id != meeting.recorder_id and not by.role_in(meeting.community, "community_admin"):
        raise RuleBroken("由记录人或社区书记提交")
    record = record_of(meeting)
    if found := record.blockers(clock.local_day(at)):
        raise RuleBroken(f"还有 {len(found)} 处要补：{found[0].text}")
    check_follow_ups(record)
    _check_months(record)
    with audit.changing(sentences.SUBMITTED, meeting, by=by, at=at):
        _number(meeting, at)
        _judge_months(record)
        number_resolutions(record)
        move(meeting, MeetingState.PENDING)
        meeting.returned_by, meeting.return_comment = None, ""
    finish_follow_ups(record, by=by, at=at)
    bring_into_force(record, by=by, at=at)
    db.session.flush()
    for item in record.items:
        settle_item(item, by=by, at=at)
    renew_version(record_of(meeting), by=by, at=at)


def _number(meeting: Meeting, at: datetime) -> None:
    """The number of the community's year, at first submission, never reused (RP-6)."""
    if meeting.sequence is not None:
        return
    year = meeting.held_on.year
    of_year = select(Meeting.sequence).where(
        Meeting.community == meeting.community, Meeting.year == year, Meeting.sequence.is_not(None)
    )
    last = db.session.scalar(of_year.order_by(Meeting.sequence.desc()).limit(1))
    meeting.year, meeting.sequence = year, (last or 0) + 1
    meeting.submitted_at, meeting.submitted_on = at, clock.local_day(at)
    meeting.submitted_by_id = meeting.recorder_id


def number_resolutions(record: Record) -> None:
    """2-1 is the first of the second item: by its place on the paper, so the number tells which item it is of."""
    for place, item in enumerate(record.items, 1):
        for row in record.of_item(item):
            row.no = f"{place}-{row.seq}"


def _check_months(record: Record) -> None:
    """A month of a compound is met by one quorate regular meeting (RP-6). Raises RuleBroken for a second."""
    for place in record.places:
        if not (place.row.period and record.quorums[place.name].is_met):
            continue
        twin = (
            select(MeetingCompound.id)
            .where(
                MeetingCompound.compound_id == place.row.compound_id,
                MeetingCompound.period == place.row.period,
                MeetingCompound.is_quorate.is_(True),
                MeetingCompound.id != place.row.id,
            )
            .limit(1)
        )
        if db.session.scalar(twin) is not None:
            raise RuleBroken(f"{place.name}这个月已有一次有效的例会，请改为临时会")


def _judge_months(record: Record) -> None:
    """Which compounds the meeting counts for."""
    for place in record.places:
        place.row.is_quorate = record.quorums[place.name].is_met
        place.row.owners_note = place.standing.owners.note


def renew_version(record: Record, *, by: audit.Actor, at: datetime) -> bool:
    """Keep the content as the next version where it differs from the last; whether it did."""
    meeting = record.meeting
    hashed = content_hash(record.content)
    if not signing.signatures_fall(meeting.hash, hashed):
        return False
    with audit.changing(sentences.VERSION_MADE, meeting, by=by, at=at):
        meeting.version, meeting.hash = meeting.version + 1, hashed
    db.session.add(
        MeetingVersion(
            meeting_id=meeting.id,
            version=meeting.version,
            hash=hashed,
            content=json.loads(canonical(record.content)),
            made_at=at,
        )
    )
    return True


def void_signatures(record: Record, reason: str, *, by: audit.Actor, at: datetime) -> None:
    """The signatures of what was there fall; each signer's to-do says so (RP-18)."""
    for one in record.signatures:
        if one.voided_at is None and one.amendment_id is None:
            with audit.changing(sentences.VOIDED, one, by=by, at=at):
                one.voided_at, one.void_reason = at, reason
    db.session.flush()


def send_back(meeting: Meeting, party: Party, comment: str, *, by: audit.Actor, at: datetime) -> None:
    """A party wants it changed: all signatures of this version fall, the record is a draft again (RP-8)."""
    if not comment.strip():
        raise RuleBroken("退回要写明要改什么", "comment")
    record = record_of(meeting)
    check_can_move(meeting.state, MeetingState.HELD)
    if meeting.state is not MeetingState.PENDING:
        raise RuleBroken("只有待签认的纪要能退回")
    signing.check_speaks_for(party, signer_of(record, party, by, at)[0])
    void_signatures(record, f"{PARTY_LABEL[party]}退回", by=by, at=at)
    withdraw(record, by=by, at=at)
    with audit.changing(sentences.RETURNED, meeting, by=by, at=at):
        move(meeting, MeetingState.HELD)
        meeting.returned_by, meeting.return_comment = party, comment
        for place in record.places:
            place.row.is_quorate = None
    for item in record.items:
        settle_item(item, by=by, at=at)


def sign(meeting: Meeting, party: Party, *, seen_hash: str, by: audit.Actor, at: datetime) -> Signature:
    """Sign with one's own account. Raises RuleBroken for who did not sit for the party and has no mandate."""
    record = record_of(meeting)
    signer, mandate = signer_of(record, party, by, at)
    signed = {one.party: one.person_id or 0 for one in record.valid_signatures.values()}
    signing.check_can_sign(meeting.state, party, signer, signed, seen_hash, meeting.hash)
    hand = Hand(by.name, by.id, SignWay.SITE, mandate_id=mandate.id if mandate else None)
    return _signed(record, party, hand, by=by, at=at)


def signer_of(
    record: Record, party: Party, by: audit.Actor, at: datetime
) -> tuple[Signer, Mandate | None]:
    """As whom somebody would speak for a party: he sat for it, or holds its written mandate on the day (RP-12)."""
    present_for = next((row.party for row in record.seats if row.person_id == by.id and row.is_present), None)
    if present_for is not None:
        return Signer(by.id or 0, present_for), None
    mandate = mandates.held_by(by.id, record.meeting.id, clock.local_day(at))
    if mandate is not None and mandate.party is not party:
        mandate = None
    return Signer(by.id or 0, None, mandate is not None), mandate


@dataclass(frozen=True)
class Hand:
    """How a signature came about: who signed, in which way, its scan or its mandate."""

    name: str
    person_id: int | None
    way: SignWay
    attachment_id: int | None = None
    mandate_id: int | None = None


def sign_on_paper(
    meeting: Meeting, seat: Attendance, *, printed_code: str, scan: Attachment, by: audit.Actor, at: datetime
) -> Signature:
    """A signature on the printed version, entered with its scan by another hand (RP-18).

    `printed_code` is what stands on the paper: it tells which version was signed. Raises RuleBroken.
    """
    record = record_of(meeting)
    hand = paper_hand(seat, printed_code, meeting.hash, scan, by)
    signed = {one.party: one.person_id or -one.id for one in record.valid_signatures.values()}
    signer = Signer(seat.person_id or 0, seat.party)
    signing.check_can_sign(meeting.state, seat.party, signer, signed, meeting.hash, meeting.hash)
    return _signed(record, seat.party, hand, by=by, at=at)


def paper_hand(seat: Attendance, printed_code: str, hashed: str, scan: Attachment, by: audit.Actor) -> Hand:
    """A paper's signature as it is entered. Raises RuleBroken for who was not there, for one's own, for another
    version than the one that is signed now.
    """
    signing.check_paper(
        name=seat.name, is_present=seat.is_present, is_own=seat.person_id is not None and seat.person_id == by.id
    )
    if documents.read_code(printed_code) != check_code(hashed):
        raise RuleBroken("纸上的校验码不是现在这一版的，请打印新的一版再签", "code")
    return Hand(seat.name, seat.person_id, SignWay.PAPER, attachment_id=scan.id)


def signature(
    record: Record, party: Party, hand: Hand, hashed: str, amendment_id: int | None, *, by: audit.Actor, at: datetime
) -> Signature:
    """The row of a signature, checked by its caller. Raises RuleBroken for a party that the meeting does not need."""
    if party not in record.parties:
        raise RuleBroken(f"这次会不需要{PARTY_LABEL[party]}签认")
    row = Signature(
        meeting_id=record.meeting.id,
        amendment_id=amendment_id,
        version=record.meeting.version,
        party=party,
        person_id=hand.person_id,
        name=hand.name,
        way=hand.way,
        hash=hashed,
        attachment_id=hand.attachment_id,
        mandate_id=hand.mandate_id,
        entered_at=at,
        entered_by_id=by.id or 0,
        entered_name=by.name,
    )
    audit.created(sentences.SIGNED, row, by=by, at=at)
    return row


def _signed(record: Record, party: Party, hand: Hand, *, by: audit.Actor, at: datetime) -> Signature:
    meeting = record.meeting
    row = signature(record, party, hand, meeting.hash, None, by=by, at=at)
    if not signing.unsigned(record.parties, {*record.valid_signatures, party}):
        move(meeting, MeetingState.SIGNED)
        meeting.signed_on = clock.local_day(at)
        issue_minutes(record, by=by, at=at)
    return row


def issue_minutes(record: Record, *, by: audit.Actor, at: datetime) -> IssuedDocument:
    """The minutes as all parties signed them are handed out under the 校验码 of what they signed (D22)."""
    meeting = record.meeting
    return documents.issue(
        signing.MINUTES,
        meeting.id,
        number=number(meeting),
        title=title_of(meeting.title),
        text=canonical(record.content),
        by=by,
        at=at,
    )


def declare_inquorate(meeting: Meeting, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """流会: the quorum failed for all compounds; the items come back (RP-8). Raises RuleBroken where it did not."""
    record = record_of(meeting)
    if record.is_quorate:
        raise RuleBroken("有小区三方到齐，不是流会")
    with audit.changing(sentences.INQUORATE, meeting, by=by, at=at):
        move(meeting, MeetingState.INQUORATE)
        meeting.ended_reason = reason
        for place in record.places:
            place.row.is_quorate = False


def confirm_late(meeting: Meeting, *, by: audit.Actor, at: datetime) -> None:
    """The street takes a record that came later than ten working days (RP-20)."""
    if meeting.submitted_on is None:
        raise RuleBroken("还没有提交，不用确认")
    if meeting.confirmed_at is not None:
        raise RuleBroken("已经确认过")
    with audit.changing(sentences.CONFIRMED, meeting, by=by, at=at):
        meeting.confirmed_at, meeting.confirmed_by_id = at, by.id or 0
