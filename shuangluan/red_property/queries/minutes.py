"""The minutes of a meeting as they stand on paper: from the content that was signed, else from the draft (RP-63)."""

import json
from typing import Any

from shuangluan.kernel import clock, documents
from shuangluan.kernel.models import IssuedDocument
from shuangluan.red_property.models import Amendment, Signature
from shuangluan.red_property.queries.records import Record, versions
from shuangluan.red_property.rules import minutes as rules
from shuangluan.red_property.rules.content import canonical, check_code
from shuangluan.red_property.rules.minutes import Frame, Minutes, Signed
from shuangluan.red_property.rules.signing import MINUTES
from shuangluan.red_property.rules.words import SUBMITTED, MeetingState, Party


def issued(record: Record) -> IssuedDocument | None:
    """The edition of the minutes that holds today; None until three have signed."""
    return documents.valid(MINUTES, record.meeting.id)


def minutes_of(record: Record) -> Minutes:
    """The minutes: what was issued, else the version that waits for signatures, else the draft."""
    meeting, document = record.meeting, issued(record)
    frame = Frame(
        title=meeting.title,
        topics={code: topic.name for code, topic in record.book.items.topics.items()},
        signed=[_signed(record, party) for party in record.parties],
        amended=[_amended(one) for one in record.amendments if one.is_in_force],
        code=code_of(record, document),
        version=meeting.version,
        is_draft=meeting.state not in (MeetingState.SIGNED, MeetingState.ARCHIVED) and document is None,
    )
    return rules.minutes(_content(record, document), frame)


def code_of(record: Record, document: IssuedDocument | None) -> str:
    """The 校验码 that is printed: of the edition that holds, else of the version that is signed."""
    return document.code if document else check_code(record.meeting.hash)


def _content(record: Record, document: IssuedDocument | None) -> dict[str, Any]:
    if document is not None:
        found: dict[str, Any] = json.loads(document.text)
    elif record.meeting.state in SUBMITTED:
        found = versions(record.meeting.id)[-1].content
    else:
        found = json.loads(canonical(record.numbered_content))
    return found


def _signed(record: Record, party: Party) -> Signed:
    one: Signature | None = record.valid_signatures.get(party)
    return Signed(party, one.name, one.way, clock.local(one.entered_at)) if one else Signed(party)


def _amended(one: Amendment) -> tuple[str, ...]:
    return (f"更正 {one.number}", f"{one.before} → {one.after}", one.reason)
