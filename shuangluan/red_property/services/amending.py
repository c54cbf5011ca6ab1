"""更正 of a signed record: one place, before and after, the same three parties; the first document stays (RP-19)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, documents
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Attachment
from shuangluan.red_property.models import Amendment, Attendance, Signature
from shuangluan.red_property.queries.records import Record, record_of
from shuangluan.red_property.rules import sentences, signing
from shuangluan.red_property.rules.content import canonical, content_hash
from shuangluan.red_property.rules.signing import Signer, SignWay
from shuangluan.red_property.rules.words import MeetingState, Party
from shuangluan.red_property.services.planning import show
from shuangluan.red_property.services.signing import Hand, issue_minutes, paper_hand, signature, signer_of

PRESENT, ABSENT = "到会", "未到会"
FIELDS: Mapping[str, Mapping[str, str]] = {
    "head": {"place": "地点", "chair": "主持人"},
    "seat": {"capacity": "身份", "is_present": "到会"},
    "item": {
        "title": "题目", "background": "讨论要点", "community_opinion": "居委会意见",
        "owners_opinion": "业委会意见", "property_opinion": "物业意见",
    },
    "resolution": {"text": "内容", "owner_name": "责任人"},
}  # fmt: skip


def places(record: Record) -> list[tuple[str, str, str]]:
    """(key, label, text now) of everything in a record that can be corrected, in its order."""
    rows: list[tuple[str, Any, str]] = [("head", record.meeting, "会议信息")]
    rows += [("seat", one, f"到会 {one.name}") for one in record.seats]
    rows += [("item", one, f"议题 {number}") for number, one in enumerate(record.items, 1)]
    rows += [("resolution", one, f"议定事项 {one.no}") for one in record.resolutions]
    return [
        (f"{kind}-{row.id}-{name}", f"{label}：{words}", _text(getattr(row, name)))
        for kind, row, label in rows
        for name, words in FIELDS[kind].items()
    ]


def propose_amendment(
    record: Record, place: str, after: str, *, reason: str, by: audit.Actor, at: datetime
) -> Amendment:
    """Propose one correction. Raises RuleBroken while another one waits for its signatures."""
    meeting = record.meeting
    known = {key: text for key, _, text in places(record)}
    if place not in known:
        raise RuleBroken("请从列表里选要更正的地方", "place")
    signing.check_amendment(meeting.state, reason, changed=after != known[place])
    if any(one.settled_at is None for one in record.amendments):
        raise RuleBroken("还有一条更正在等签认，签完再提下一条")
    if place.endswith("-is_present") and after not in (PRESENT, ABSENT):
        raise RuleBroken(f"到会情况写“{PRESENT}”或“{ABSENT}”", "after")
    amendment = Amendment(
        meeting_id=meeting.id,
        number=len(record.amendments) + 1,
        reason=reason,
        place=place,
        before=known[place],
        after=after,
        hash=_hash_with(record, place, after),
        proposed_at=at,
        proposed_by_id=by.id or 0,
        proposer_name=by.name,
        is_in_force=False,
    )
    audit.created(sentences.AMENDMENT_PROPOSED, amendment, by=by, at=at)
    return amendment


def sign_amendment(
    record: Record, amendment: Amendment, party: Party, *, seen_hash: str, by: audit.Actor, at: datetime
) -> None:
    """One of the same three parties agrees; with the last one the correction stands in the text."""
    signer, mandate = signer_of(record, party, by, at)
    hand = Hand(by.name, by.id, SignWay.SITE, mandate_id=mandate.id if mandate else None)
    _sign(record, amendment, party, hand, signer, seen_hash, by=by, at=at)


def sign_amendment_on_paper(
    record: Record,
    amendment: Amendment,
    seat: Attendance,
    *,
    printed_code: str,
    scan: Attachment,
    by: audit.Actor,
    at: datetime,
) -> None:
    """The same on paper, entered with its scan by another hand; the code is that of the correction."""
    hand = paper_hand(seat, printed_code, amendment.hash, scan, by)
    signer = Signer(seat.person_id or 0, seat.party)
    _sign(record, amendment, seat.party, hand, signer, amendment.hash, by=by, at=at)


def _sign(
    record: Record,
    amendment: Amendment,
    party: Party,
    hand: Hand,
    signer: Signer,
    seen_hash: str,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    if amendment.settled_at is not None:
        raise RuleBroken("这条更正已经生效")
    given = select(Signature.party, Signature.person_id, Signature.id).where(Signature.amendment_id == amendment.id)
    signed = {row.party: row.person_id or -row.id for row in db.session.execute(given)}
    signing.check_can_sign(MeetingState.PENDING, party, signer, signed, seen_hash, amendment.hash)
    signature(record, party, hand, amendment.hash, amendment.id, by=by, at=at)
    if not signing.unsigned(record.parties, {*signed, party}):
        _bring_into_force(record, amendment, by=by, at=at)


def _bring_into_force(record: Record, amendment: Amendment, *, by: audit.Actor, at: datetime) -> None:
    """The text is corrected, and judged like the record: a broken quorum turns the month into 流会."""
    meeting = record.meeting
    with audit.changing(sentences.AMENDMENT_SIGNED, amendment, by=by, at=at):
        amendment.settled_at, amendment.is_in_force = at, True
    first = documents.valid(signing.MINUTES, meeting.id) or issue_minutes(record, by=by, at=at)
    row, name = _target(record, amendment.place)
    with audit.changing(sentences.AMENDMENT_SIGNED, row, by=by, at=at):
        setattr(row, name, _value(name, amendment.after))
    corrected = record_of(meeting)
    reason, text = f"更正{amendment.number}：{amendment.reason}"[:300], canonical(corrected.content)
    documents.correct(first, title=first.title, text=text, reason=reason, by=by, at=at)
    for place in corrected.places:
        place.row.is_quorate = corrected.quorums[place.name].is_met
    if not corrected.is_quorate:
        with audit.changing(sentences.INQUORATE, meeting, by=by, at=at):
            show(meeting, MeetingState.INQUORATE)
            meeting.ended_reason = f"更正{amendment.number}：{amendment.reason}"[:200]


def _hash_with(record: Record, place: str, after: str) -> str:
    """The hash of the content as it will be; the row itself is left alone."""
    row, name = _target(record, place)
    before = getattr(row, name)
    with db.session.no_autoflush:
        setattr(row, name, _value(name, after))
        hashed = content_hash(record.content)
        setattr(row, name, before)
    return hashed


def _target(record: Record, place: str) -> tuple[Any, str]:
    kind, key, name = place.split("-", 2)
    rows: Mapping[str, Any] = {
        "head": [record.meeting],
        "seat": record.seats,
        "item": record.items,
        "resolution": record.resolutions,
    }
    return next(row for row in rows[kind] if str(row.id) == key), name


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return PRESENT if value else ABSENT
    return str(value)


def _value(name: str, text: str) -> Any:
    return text == PRESENT if name == "is_present" else text
