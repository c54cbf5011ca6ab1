"""Who stands for the owners without a committee, and how a compound deliberates: said, corrected, removed (RP-5)."""

from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound
from shuangluan.red_property.models import Committee, CompoundMode, Substitute
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.compounds import standings
from shuangluan.red_property.rules import committees, sentences
from shuangluan.red_property.rules.committees import SubstituteKind
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.words import Mode


def name_substitute(
    compound: Compound, kind: SubstituteKind, *, basis: str, valid_from: date, by: audit.Actor, at: datetime,
    valid_to: date | None = None,
) -> Substitute:  # fmt: skip
    """Who stands for the owners while no committee is in its term; `valid_to` is the first day after.

    Raises RuleBroken where a committee is, or another substitute.
    """
    _check_substitute(compound.id, Span(valid_from, valid_to))
    substitute = Substitute(
        compound_id=compound.id, kind=kind, basis=basis, valid_from=valid_from, valid_to=valid_to
    )
    audit.created(sentences.SUBSTITUTE_NAMED, substitute, by=by, at=at)
    return substitute


def correct_substitute(
    row: Substitute, kind: SubstituteKind, *, basis: str, valid_from: date, valid_to: date | None, by: audit.Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Correct what was entered of a substitute, or end its days. Raises RuleBroken as `name_substitute` does."""
    _check_substitute(row.compound_id, Span(valid_from, valid_to), row)
    with audit.changing(sentences.SUBSTITUTE_CORRECTED, row, by=by, at=at):
        row.kind, row.basis, row.valid_from, row.valid_to = kind, basis, valid_from, valid_to


def remove_substitute(row: Substitute, *, by: audit.Actor, at: datetime) -> None:
    """Take away a substitute that came by mistake."""
    with audit.removing(sentences.SUBSTITUTE_REMOVED, row, by=by, at=at):
        removal.delete("这个替代方", row)


def _check_substitute(compound_id: int, span: Span, own: Substitute | None = None) -> None:
    terms = select(Committee.elected_on, Committee.term_end).where(Committee.compound_id == compound_id)
    others = select(Substitute.valid_from, Substitute.valid_to).where(Substitute.compound_id == compound_id)
    if own is not None:
        others = others.where(Substitute.id != own.id)
    held, beside = (
        [Span(*row) for row in db.session.execute(statement)] for statement in (terms, others)
    )
    committees.check_substitute(span, held, beside)


def set_mode(
    compound: Compound, mode: Mode, *, valid_from: date, reason: str, by: audit.Actor, at: datetime
) -> CompoundMode:
    """The mode from a day on, until the next one begins.

    Raises RuleBroken for 两方议事 beside a company, 三方 without one, no reason, and a day that has a mode already.
    """
    _check_mode(compound.id, mode, valid_from, reason)
    row = CompoundMode(compound_id=compound.id, mode=mode, valid_from=valid_from, reason=reason)
    audit.created(sentences.MODE_SET, row, by=by, at=at)
    return row


def correct_mode(
    row: CompoundMode, mode: Mode, *, valid_from: date, reason: str, by: audit.Actor, at: datetime
) -> None:
    """Correct what was entered of a mode. Raises RuleBroken as `set_mode` does."""
    _check_mode(row.compound_id, mode, valid_from, reason, row)
    with audit.changing(sentences.MODE_CORRECTED, row, by=by, at=at):
        row.mode, row.valid_from, row.reason = mode, valid_from, reason


def remove_mode(row: CompoundMode, *, by: audit.Actor, at: datetime) -> None:
    """Take away a mode that came by mistake: the one before it goes on."""
    with audit.removing(sentences.MODE_REMOVED, row, by=by, at=at):
        removal.delete("这次议事方式", row)


def _check_mode(
    compound_id: int, mode: Mode, valid_from: date, reason: str, own: CompoundMode | None = None
) -> None:
    standing = standings([compound_id], valid_from, book_on(valid_from).terms)[compound_id]
    committees.check_mode(mode, reason, is_served=standing.company_id is not None)
    twin = select(CompoundMode.id).where(
        CompoundMode.compound_id == compound_id, CompoundMode.valid_from == valid_from
    )
    if own is not None:
        twin = twin.where(CompoundMode.id != own.id)
    if db.session.scalar(twin) is not None:
        raise RuleBroken("这一天已经登记过议事方式，修改那一条", "valid_from")
