"""What a caller asks of a 公示: the one in force, whether its period has run, whether it may be concluded (D22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import postings
from shuangluan.kernel.models import Objection, Publicity
from shuangluan.kernel.postings import OPEN_OBJECTIONS, PostingState

IN_FORCE = (PostingState.POSTED, PostingState.CONCLUDED)


def current(kind: str, record_id: int) -> Publicity | None:
    """The publicity in force for a record: posted or concluded, neither withdrawn nor replaced."""
    return db.session.scalar(
        select(Publicity).where(Publicity.kind == kind, Publicity.record_id == record_id, Publicity.state.in_(IN_FORCE))
    )


def rounds(kind: str, record_id: int) -> Sequence[Publicity]:
    """Every list ever put up for a record, the newest first."""
    own = select(Publicity).where(Publicity.kind == kind, Publicity.record_id == record_id)
    return db.session.scalars(own.order_by(Publicity.round.desc())).all()


def objections(kind: str, record_id: int) -> Sequence[Objection]:
    """The objections to all lists of a record, the newest first."""
    rows = (
        select(Objection)
        .join(Publicity, Publicity.id == Objection.publicity_id)
        .where(Publicity.kind == kind, Publicity.record_id == record_id)
        .order_by(Publicity.round.desc(), Objection.number.desc())
    )
    return db.session.scalars(rows).all()


def objection(objection_id: int, kind: str, record_id: int) -> Objection | None:
    """An objection to a list of this record; None for one of another."""
    rows = (
        select(Objection)
        .join(Publicity, Publicity.id == Objection.publicity_id)
        .where(Objection.id == objection_id, Publicity.kind == kind, Publicity.record_id == record_id)
    )
    return db.session.scalar(rows)


def open_objections(kind: str, record_id: int) -> int:
    """How many objections, to whichever list of the record, are neither declined nor decided."""
    rows = (
        select(func.count(Objection.id))
        .join(Publicity, Publicity.id == Objection.publicity_id)
        .where(Publicity.kind == kind, Publicity.record_id == record_id, Objection.state.in_(OPEN_OBJECTIONS))
    )
    return db.session.scalar(rows) or 0


def has_run(publicity: Publicity, today: date) -> bool:
    """Whether the period is over and the list was neither withdrawn nor replaced."""
    return publicity.state in IN_FORCE and today > publicity.until


def why_not_concluded(publicity: Publicity, today: date) -> str:
    """Why what was published may not be decided on `today`; empty when it may."""
    waiting = open_objections(publicity.kind, publicity.record_id)
    return postings.why_not_concluded(publicity.state, publicity.until, waiting, today)


@dataclass(frozen=True)
class Card:
    """What the component draws: the list in force (or the last one), the rounds before it, the objections."""

    publicity: Publicity
    label: str
    tone: str
    is_running: bool
    refusal: str  # why it may not be concluded today; empty when it may
    earlier: Sequence[Publicity]
    objections: Sequence[Objection]
    today: date


def card(kind: str, record_id: int, today: date) -> Card | None:
    """The newest list of a record with all that belongs to it; None where nothing was ever put up."""
    put_up = rounds(kind, record_id)
    if not put_up:
        return None
    newest, raised = put_up[0], objections(kind, record_id)
    waiting = sum(one.state in OPEN_OBJECTIONS for one in raised)
    is_running = newest.state is PostingState.POSTED and today <= newest.until
    return Card(
        newest,
        postings.label_on(newest.state, newest.until, today),
        "done" if newest.state is PostingState.CONCLUDED else "off" if newest.state not in IN_FORCE else "wait",
        is_running,
        postings.why_not_concluded(newest.state, newest.until, waiting, today),
        put_up[1:],
        raised,
        today,
    )
