"""From the finished record to three signatures on one hash (RP-8, RP-18)."""

import json
from datetime import datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, documents
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import IssuedDocument, MatterStage
from shuangluan.red_property.models import Meeting, MeetingCompound, MeetingVersion, Signature
from shuangluan.red_property.queries.records import Record, number, record_of
from shuangluan.red_property.rules import sentences, signing
from shuangluan.red_property.rules.content import canonical, content_hash
from shuangluan.red_property.rules.signing import Signer, SignWay
from shuangluan.red_property.rules.words import (
    CONCLUSION_LABEL,
    PARTY_LABEL,
    Conclusion,
    MeetingState,
    Party,
    check_can_move,
)
from shuangluan.red_property.services.following import bring_into_force, check_follow_ups, finish_follow_ups, withdraw
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
        for place, item in enumerate(record.items, 1):
            for row in record.of_item(item):
                row.no = f"{place}-{row.seq}"
        move(meeting, MeetingState.PENDING)
        meeting.returned_by, meeting.return_comment = None, ""
    finish_follow_ups(record, by=by, at=at)
    bring_into_force(record)
    _settle_items(record)
    db.session.flush()
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


def _settle_items(record: Record) -> None:
    """The faces of the items tell what the meeting said (GR-64)."""
    for item in record.items:
        conclusion = item.conclusion or Conclusion.NOTED
        item.matter.state, item.matter.state_label = conclusion.value, CONCLUSION_LABEL[conclusion]
        item.matter.stage = {
            Conclusion.WITHDRAWN: MatterStage.DROPPED,
            Conclusion.NOTED: MatterStage.DONE,
        }.get(conclusion, MatterStage.OPEN)


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
    void_signatures(record, f"{PARTY_LABEL[party]}退回", by=by, at=at)
    withdraw(record)
    with audit.changing(sentences.RETURNED, meeting, by=by, at=at):
        move(meeting, MeetingState.HELD)
        meeting.returned_by, meeting.return_comment = party, comment
        for place in record.places:
            place.row.is_quorate = None


def sign(
    meeting: Meeting,
    party: Party,
    *,
    seen_hash: str,
    by: audit.Actor,
    at: datetime,
    has_mandate: bool = False,
) -> Signature:
    """Sign with one's own account. Raises RuleBroken for who did not sit for the party and has no mandate."""
    record = record_of(meeting)
    present_for = next((row.party for row in record.seats if row.person_id == by.id and row.is_present), None)
    signed = {one.party: one.person_id or 0 for one in record.valid_signatures.values()}
    signer = Signer(by.id or 0, present_for, has_mandate)
    signing.check_can_sign(meeting.state, party, signer, signed, seen_hash, meeting.hash)
    return _signed(record, party, SignWay.SITE, by.name, by.id, by=by, at=at)


def sign_on_paper(
    meeting: Meeting, party: Party, *, name: str, scan: bool, by: audit.Actor, at: datetime
) -> Signature:
    """A signature on the printed version, entered with its scan by somebody else's hand (RP-18)."""
    record = record_of(meeting)
    if not scan:
        raise RuleBroken("请上传有签字的扫描件", "scan")
    row = next((one for one in record.seats if one.name == name.strip()), None)
    if row is None or not row.is_present or row.party is not party:
        raise RuleBroken(f"{name.strip() or '他'}没有代表{PARTY_LABEL[party]}到会", "name")
    signed = {one.party: -index for index, one in enumerate(record.valid_signatures.values(), 1)}
    signing.check_can_sign(
        meeting.state, party, Signer(row.person_id or 0, row.party), signed, meeting.hash, meeting.hash
    )
    return _signed(record, party, SignWay.PAPER, row.name, row.person_id, by=by, at=at)


def _signed(
    record: Record, party: Party, way: SignWay, name: str, person_id: int | None, *, by: audit.Actor, at: datetime
) -> Signature:
    meeting = record.meeting
    if party not in record.parties:
        raise RuleBroken(f"这次会不需要{PARTY_LABEL[party]}签认")
    row = Signature(
        meeting_id=meeting.id,
        version=meeting.version,
        party=party,
        person_id=person_id,
        name=name,
        way=way,
        hash=meeting.hash,
        entered_at=at,
        entered_by_id=by.id or 0,
        entered_name=by.name,
    )
    audit.created(sentences.SIGNED, row, by=by, at=at)
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
        title=f"{meeting.title}纪要",
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
