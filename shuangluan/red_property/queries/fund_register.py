"""维修资金: the funds with their balances, their movements, what a use may rest on (RP-32)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import Compound
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, between, by_key, in_area
from shuangluan.red_property.models import (
    Emergency,
    FundAccount,
    FundEntry,
    Motion,
    OwnersVote,
    VoteCount,
    VoteResult,
)
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.books import register_terms_on
from shuangluan.red_property.queries.sources import PLACE, own_compounds
from shuangluan.red_property.rules.emergencies import PAYABLE
from shuangluan.red_property.rules.funds import Booking, EntryKind, Movement, UseBasis
from shuangluan.red_property.rules.register_terms import RegisterTerms

A, F = FundAccount, FundEntry
MATTER = "use_fund"
SIGNED = case((F.kind == EntryKind.USE, -F.amount_fen), else_=F.amount_fen)


def _sum(amount: Any, *conditions: Any) -> Any:
    total = select(func.sum(amount)).where(F.account_id == A.id, *conditions).correlate(A).scalar_subquery()
    return cast(func.coalesce(total, 0), BigInteger)


BALANCE = A.first_deposit_fen + _sum(SIGNED)


def short(terms: RegisterTerms) -> ColumnElement[bool]:
    """Funds of which too little is left: owners are asked to pay again (RP-32)."""
    share = terms.renew_share
    left, right = BALANCE * share.den, A.first_deposit_fen * share.num
    found: ColumnElement[bool] = left < right if share.inclusive else left <= right
    return found


def unposted() -> ColumnElement[bool]:
    """Uses and renewals that the owners have not been told of."""
    return F.posted_on.is_(None) & (F.kind != EntryKind.INTEREST)


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    return select(A.id).join(Compound, Compound.id == A.compound_id).where(own_compounds(viewer, day))


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        A.id, A.row_version, A.opened_on, A.first_deposit_fen, A.area_x100, A.note, A.compound_id,
        Compound.name.label("compound"), Compound.community, BALANCE.label("balance_fen"),
        _sum(F.amount_fen, F.kind == EntryKind.USE).label("used_fen"), short(register_terms_on(day)).label("is_short"),
    )  # fmt: skip
    found: Select[Any] = columns.join(Compound, Compound.id == A.compound_id)
    return found


SOURCE = Source(
    key=A.id,
    ids=_visible,
    columns=_columns,
    orders={
        "compound": (Compound.community, Compound.name),
        "balance_fen": (BALANCE,),
        "first_deposit_fen": (A.first_deposit_fen,),
    },
    filters={"q": lambda text, day: matches(Compound.search_text, norm(text))},
    views=lambda day: {"all": None, "short": short(register_terms_on(day)), "unposted": _has_unposted()},
    area=in_area(Compound.community),
)


def _has_unposted() -> ColumnElement[bool]:
    return select(F.id).where(F.account_id == A.id, unposted()).exists()


def _entries_visible(viewer: Viewer, day: date) -> Select[Any]:
    return (
        select(F.id)
        .join(A, A.id == F.account_id)
        .join(Compound, Compound.id == A.compound_id)
        .where(own_compounds(viewer, day))
    )


def _entry_columns(day: date) -> Select[Any]:
    columns: Any = select(
        F.id, F.row_version, F.account_id, F.kind, F.booked_on, F.amount_fen, F.purpose, F.basis, F.motion_id,
        F.emergency_id, F.share, F.agreement, F.posted_on, A.area_x100, Compound.name.label("compound"),
        Compound.community, Motion.title.label("motion"), Motion.vote_id, Emergency.title.label("emergency"),
    )  # fmt: skip
    found: Select[Any] = (
        columns.join(A, A.id == F.account_id)
        .join(Compound, Compound.id == A.compound_id)
        .outerjoin(Motion, Motion.id == F.motion_id)
        .outerjoin(Emergency, Emergency.id == F.emergency_id)
    )
    return found


ENTRIES = Source(
    key=F.id,
    ids=_entries_visible,
    columns=_entry_columns,
    orders={
        "booked_on": (F.booked_on,),
        "compound": (Compound.community, Compound.name, F.booked_on),
        "amount_fen": (F.amount_fen,),
    },
    filters={
        "q": lambda text, day: or_(
            matches(Compound.search_text, norm(text)), F.purpose.contains(text, autoescape=True)
        ),
        "basis": lambda text, day: F.basis == UseBasis(text),
        **between("booked", F.booked_on),
    },
    views=lambda day: {
        "use": F.kind == EntryKind.USE,
        "renewal": F.kind == EntryKind.RENEWAL,
        "unposted": unposted(),
        "all": None,
    },
    area=in_area(Compound.community),
)


def account(account_id: int, *, viewer: Viewer, day: date) -> FundAccount | None:
    """A fund that the viewer may see."""
    return db.session.scalar(select(A).where(A.id == account_id, A.id.in_(_visible(viewer, day))))


def standing(account_id: int, day: date) -> Any:
    """The row of one fund as its list draws it."""
    return db.session.execute(_columns(day).where(A.id == account_id)).one()


def entry(entry_id: int, *, viewer: Viewer, day: date) -> FundEntry | None:
    """A movement that the viewer may see."""
    return db.session.scalar(select(F).where(F.id == entry_id, F.id.in_(_entries_visible(viewer, day))))


def entry_standing(entry_id: int, day: date) -> Any:
    """The row of one movement as its list draws it."""
    return db.session.execute(_entry_columns(day).where(F.id == entry_id)).one()


def entries_of(account_id: int, day: date) -> Sequence[Any]:
    """The movements of a fund by day."""
    own = _entry_columns(day).where(F.account_id == account_id)
    return db.session.execute(own.order_by(F.booked_on, F.kind == EntryKind.USE, F.id)).all()


def of_compound(compound_id: int) -> FundAccount | None:
    """The fund of a compound."""
    return db.session.scalar(select(A).where(A.compound_id == compound_id))


def movements(account_id: int) -> dict[int, Movement]:
    """The movements of a fund by their id, as its balance sees them."""
    rows = db.session.execute(select(F.id, F.kind, F.booked_on, F.amount_fen).where(F.account_id == account_id))
    return {key: Movement(kind, on, amount) for key, kind, on, amount in rows}


def is_booked(account_id: int, booking: Booking, own_id: int | None) -> bool:
    """Whether another movement of the same kind, day and purpose is there."""
    same = select(F.id).where(
        F.account_id == account_id, F.kind == booking.kind, F.booked_on == booking.booked_on,
        F.purpose == booking.purpose.strip(), F.id != (own_id or 0),
    )  # fmt: skip
    return db.session.scalar(same) is not None


def passed_motions(compound_ids: Sequence[int]) -> Sequence[Any]:
    """(id, title, compound_id, vote, passed_at) of the motions to use the fund that passed, the newest first.

    The last final count alone decides, and in it the strict numbers (RP-17, RP-25).
    """
    last = (
        select(func.max(VoteCount.round))
        .where(VoteCount.vote_id == OwnersVote.id, VoteCount.finalised_at.is_not(None))
        .correlate(OwnersVote)
        .scalar_subquery()
    )
    rows = (
        select(
            Motion.id, Motion.title, OwnersVote.compound_id, OwnersVote.title.label("vote"),
            VoteCount.finalised_at.label("passed_at"),
        )
        .join(OwnersVote, OwnersVote.id == Motion.vote_id)
        .join(VoteCount, VoteCount.vote_id == OwnersVote.id)
        .join(VoteResult, (VoteResult.count_id == VoteCount.id) & (VoteResult.motion_id == Motion.id))
        .where(
            OwnersVote.compound_id.in_(compound_ids), Motion.matter == MATTER, VoteCount.round == last,
            VoteResult.passed,
        )
    )  # fmt: skip
    return db.session.execute(rows.order_by(VoteCount.finalised_at.desc(), Motion.id.desc())).all()


def payable(compound_ids: Sequence[int]) -> Sequence[Emergency]:
    """The confirmed emergency repairs of compounds, the newest first."""
    own = select(Emergency).where(Emergency.compound_id.in_(compound_ids), Emergency.state.in_(PAYABLE))
    return db.session.scalars(own.order_by(Emergency.found_on.desc(), Emergency.id.desc())).all()


def allowed_from(compound_id: int, booking: Booking) -> date | None:
    """The day from which what a use names allows it; None where it names nothing of this compound that does."""
    if booking.basis is UseBasis.VOTE:
        found = next((one for one in passed_motions([compound_id]) if one.id == booking.motion_id), None)
        return clock.local_day(found.passed_at) if found else None
    repair = next((one for one in payable([compound_id]) if one.id == booking.emergency_id), None)
    return repair.confirmed_on if repair else None


def named_bases(compound_ids: Sequence[int]) -> Mapping[tuple[int, str, str], int]:
    """(compound, basis, title) → the motion or the repair that a use may rest on, for a sheet; the newest wins."""
    votes = [(one.compound_id, UseBasis.VOTE, one.title, one.id) for one in passed_motions(compound_ids)]
    repairs = [(one.compound_id, UseBasis.EMERGENCY, one.title, one.id) for one in payable(compound_ids)]
    return {(place, basis.value, title): key for place, basis, title, key in reversed([*votes, *repairs])}


def writable_compounds(viewer: Viewer) -> Sequence[Compound]:
    """The compounds for which the viewer keeps the fund and which have none yet, by community and name."""
    held = select(Compound).where(
        viewer.within(Perm.FUND_WRITE, Compound.community), Compound.id.not_in(select(A.compound_id))
    )
    return db.session.scalars(held.order_by(Compound.community, Compound.name, Compound.id)).all()


def writable(viewer: Viewer) -> Sequence[Any]:
    """(id, compound, community) of the funds that the viewer keeps, by community and name."""
    held = select(A.id, Compound.name.label("compound"), Compound.community).join(
        Compound, Compound.id == A.compound_id
    )
    own = held.where(viewer.within(Perm.FUND_WRITE, Compound.community))
    return db.session.execute(own.order_by(Compound.community, Compound.name, A.id)).all()


def by_id(account_id: int) -> FundAccount:
    """A fund that a checked row is about."""
    return db.session.get_one(A, account_id)


def entry_by_id(entry_id: int) -> FundEntry:
    """A movement that a checked row is about."""
    return db.session.get_one(F, entry_id)


def known(pairs: Iterable[tuple[str, str]], day: date) -> Mapping[tuple[str, str], Any]:
    """(community, compound) → the fund as it stands, for a sheet."""
    return by_key(_columns(day), PLACE, pairs)


def known_entries(keys: Iterable[tuple[str, str, date]], day: date) -> Mapping[tuple[Any, ...], Any]:
    """(community, compound, day, kind, purpose) → the movement as it stands, for a sheet."""
    return by_key(_entry_columns(day), {**PLACE, "booked_on": F.booked_on, "kind": None, "purpose": None}, keys)
