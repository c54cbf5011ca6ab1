"""Documents that were handed out: issued with a number and a 校验码, corrected, revoked, checked (D22).

A slice calls `issue` with the snapshot of what stands on the paper, `correct` when a new edition takes its place,
`revoke` when it holds no more. Whoever holds the paper types its code and learns whether it still holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, snapshots
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import DocumentState, IssuedDocument
from shuangluan.kernel.permissions import Viewer

STATE_LABEL = {DocumentState.VALID: "有效", DocumentState.CORRECTED: "已更正", DocumentState.REVOKED: "已撤销"}
ISSUED, CORRECTED, REVOKED = "kernel.document.issued", "kernel.document.corrected", "kernel.document.revoked"
HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True)
class Kind:
    """A kind of document: what it is called, where its record opens and for whom."""

    code: str
    label: str
    endpoint: str
    argument: str  # the name of the id in the address
    ids: Callable[[Viewer], Select[Any]]  # of the records that a viewer may open


@dataclass(frozen=True)
class Checked:
    """A document found by its code; the record's link only for who may open it."""

    document: IssuedDocument
    kind: Kind
    is_readable: bool
    replaced_by: IssuedDocument | None


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called by `create_app` for each slice."""
    KINDS[kind.code] = kind


def issue(
    kind: str, record_id: int, *, number: str, title: str, text: str, by: audit.Actor, at: datetime
) -> IssuedDocument:
    """The first edition of a record's document. `text` is the snapshot of what stands on it (`snapshots.snapshot`).

    Raises RuleBroken while an edition of it is valid: that one is corrected or revoked.
    """
    editions = of_record(kind, record_id)
    if any(one.state is DocumentState.VALID for one in editions):
        raise RuleBroken(f"{KINDS[kind].label}已经出具，内容有变请更正")
    return _edition(kind, record_id, len(editions) + 1, number, title, text, by=by, at=at)


def correct(
    document: IssuedDocument, *, title: str, text: str, reason: str, by: audit.Actor, at: datetime
) -> IssuedDocument:
    """A further edition under the same number; the one before reads 已更正 and names it. Raises RuleBroken for one
    that holds no more, and without a reason.
    """
    _check_ends(document, reason)
    new = _edition(
        document.kind, document.record_id, document.edition + 1, document.number, title, text, by=by, at=at
    )
    with audit.changing(CORRECTED, document, by=by, at=at):
        document.state, document.successor_id = DocumentState.CORRECTED, new.id
        document.ended_at, document.ended_reason = at, reason
    return new


def revoke(document: IssuedDocument, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """The document holds no more, and none takes its place. Raises RuleBroken without a reason, or a second time."""
    _check_ends(document, reason)
    with audit.changing(REVOKED, document, by=by, at=at):
        document.state = DocumentState.REVOKED
        document.ended_at, document.ended_reason = at, reason


def of_record(kind: str, record_id: int) -> Sequence[IssuedDocument]:
    """The editions of a record's document, oldest first."""
    return db.session.scalars(
        select(IssuedDocument)
        .where(IssuedDocument.kind == kind, IssuedDocument.record_id == record_id)
        .order_by(IssuedDocument.edition)
    ).all()


def valid(kind: str, record_id: int) -> IssuedDocument | None:
    """The edition of a record's document that holds today."""
    return next((one for one in of_record(kind, record_id) if one.state is DocumentState.VALID), None)


def read_code(typed: str) -> str:
    """A 校验码 as typed: blanks and hyphens do not matter. Raises RuleBroken for what is none."""
    code = "".join(c for c in typed.lower() if not c.isspace() and c != "-")
    if len(code) != snapshots.CHECK_CODE_DIGITS or not HEX.issuperset(code):
        raise RuleBroken(f"校验码是 {snapshots.CHECK_CODE_DIGITS} 位数字和字母 a–f，请照文件下方重新输入", "code")
    return code


def checked(code: str, *, viewer: Viewer) -> list[Checked]:
    """What was handed out under a code, the newest first; two documents of one content share their code."""
    found = db.session.scalars(
        select(IssuedDocument)
        .where(IssuedDocument.code == code)
        .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc())
    ).all()
    return [_checked(one, viewer) for one in found]


def _checked(document: IssuedDocument, viewer: Viewer) -> Checked:
    kind = KINDS[document.kind]
    ids = kind.ids(viewer)
    readable = db.session.scalar(select(ids.where(ids.selected_columns[0] == document.record_id).exists()))
    newer = db.session.get(IssuedDocument, document.successor_id) if document.successor_id else None
    return Checked(document, kind, bool(readable), newer)


def _edition(
    kind: str, record_id: int, edition: int, number: str, title: str, text: str, *, by: audit.Actor, at: datetime
) -> IssuedDocument:
    hashed = snapshots.hash_of(text)
    document = IssuedDocument(
        kind=KINDS[kind].code,
        record_id=record_id,
        number=number,
        edition=edition,
        title=title[:160],
        text=text,
        hash=hashed,
        code=snapshots.check_code(hashed),
        state=DocumentState.VALID,
        issued_at=at,
        issued_by_id=by.id or 0,
        issuer_name=by.name,
    )
    audit.created(ISSUED, document, by=by, at=at)
    return document


def _check_ends(document: IssuedDocument, reason: str) -> None:
    if document.state is not DocumentState.VALID:
        raise RuleBroken(f"这一份{STATE_LABEL[document.state]}，不能再更正或撤销")
    if not reason.strip():
        raise RuleBroken("请写明原因", "reason")
