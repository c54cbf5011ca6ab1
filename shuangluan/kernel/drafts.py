"""Typed text whose session had ended: kept encrypted for its author, offered after sign-in (D17)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Draft

MAX_DRAFTS = 20  # per person; the oldest goes
NEVER_KEPT = {"csrf_token", "form_token", "row_version", "password", "new_password", "repeated"}


@dataclass(frozen=True)
class Kept:
    """A draft with its text unsealed."""

    id: int
    address: str
    page: str
    pairs: list[tuple[str, str]]
    saved_at: datetime


def keep(person_id: int, *, address: str, page: str, pairs: Sequence[tuple[str, str]], at: datetime) -> bool:
    """Keep what was typed, and say whether there was anything; the same form's older draft is replaced."""
    text = [[name, value] for name, value in pairs if name not in NEVER_KEPT and value.strip()]
    if not text:
        return False
    db.session.execute(delete(Draft).where(Draft.person_id == person_id, Draft.address == address))
    old = select(Draft.id).where(Draft.person_id == person_id).order_by(Draft.id.desc()).offset(MAX_DRAFTS - 1)
    db.session.execute(delete(Draft).where(Draft.id.in_(db.session.scalars(old).all())))
    db.session.add(
        Draft(
            person_id=person_id,
            address=address[:400],
            page=page[:400],
            text=json.dumps(text, ensure_ascii=False),
            saved_at=at,
        )
    )
    return True


def drafts_of(person_id: int) -> list[Kept]:
    """A person's own drafts, newest first."""
    rows = db.session.scalars(
        select(Draft).where(Draft.person_id == person_id).order_by(Draft.saved_at.desc(), Draft.id.desc())
    )
    return [_kept(row) for row in rows]


def draft(draft_id: int, person_id: int) -> Kept | None:
    """One of the person's own drafts."""
    row = db.session.scalar(select(Draft).where(Draft.id == draft_id, Draft.person_id == person_id))
    return _kept(row) if row else None


def forget(person_id: int, address: str) -> None:
    """The form was sent, or the text is not wanted any more."""
    db.session.execute(delete(Draft).where(Draft.person_id == person_id, Draft.address == address))


def _kept(row: Draft) -> Kept:
    pairs = [(name, value) for name, value in json.loads(row.text)]
    return Kept(row.id, row.address, row.page, pairs, row.saved_at)
