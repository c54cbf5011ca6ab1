"""Ballots and counting units as their pages draw them: page by page, names unsealed only for what is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from shuangluan.extensions import db
from shuangluan.red_property.models import Ballot, OwnerGroup
from shuangluan.red_property.rules.vote_words import BallotCheck


@dataclass(frozen=True)
class Numbers:
    """How far the ballots of a vote are."""

    all: int
    waiting: int
    differing: int


def numbers(vote_id: int) -> Numbers:
    """Counted by their check."""
    rows = db.session.execute(
        select(Ballot.check_state, func.count()).where(Ballot.vote_id == vote_id).group_by(Ballot.check_state)
    )
    found: Mapping[BallotCheck, int] = {check: count for check, count in rows}
    return Numbers(sum(found.values()), found.get(BallotCheck.ENTERED, 0), found.get(BallotCheck.DIFFERS, 0))


def latest(vote_id: int, *, view: str, page: int, size: int) -> Sequence[tuple[Ballot, OwnerGroup]]:
    """A page of the ballots of a view (waiting, differing, all), the newest first, with one more to tell the end."""
    conditions: dict[str, ColumnElement[bool]] = {
        "waiting": Ballot.check_state == BallotCheck.ENTERED,
        "differing": Ballot.check_state == BallotCheck.DIFFERS,
    }
    rows = (
        select(Ballot, OwnerGroup).join(OwnerGroup, OwnerGroup.id == Ballot.group_id).where(Ballot.vote_id == vote_id)
    )
    if view in conditions:
        rows = rows.where(conditions[view])
    found = db.session.execute(rows.order_by(Ballot.no.desc()).limit(size + 1).offset((page - 1) * size))
    return [(ballot, group) for ballot, group in found]


def of_groups(vote_id: int, group_numbers: Sequence[int]) -> Sequence[tuple[Ballot, OwnerGroup]]:
    """Every ballot of these counting units, side by side: by unit, then by number."""
    rows = (
        select(Ballot, OwnerGroup)
        .join(OwnerGroup, OwnerGroup.id == Ballot.group_id)
        .where(Ballot.vote_id == vote_id, OwnerGroup.number.in_(group_numbers))
        .order_by(OwnerGroup.number, Ballot.no)
    )
    return [(ballot, group) for ballot, group in db.session.execute(rows)]


def by_numbers(vote_id: int, ballot_numbers: Sequence[int]) -> Sequence[tuple[Ballot, OwnerGroup]]:
    """The ballots of these numbers, in their order."""
    rows = (
        select(Ballot, OwnerGroup)
        .join(OwnerGroup, OwnerGroup.id == Ballot.group_id)
        .where(Ballot.vote_id == vote_id, Ballot.no.in_(ballot_numbers))
        .order_by(Ballot.no)
    )
    return [(ballot, group) for ballot, group in db.session.execute(rows)]


def group_page(vote_id: int, *, view: str, page: int, size: int) -> tuple[Sequence[OwnerGroup], Mapping[str, int]]:
    """Counting units by number, of a view (all, open: not yet delivered with proof, silent: nothing came in)."""
    returned = select(Ballot.group_id).where(Ballot.vote_id == vote_id)
    views: dict[str, ColumnElement[bool] | None] = {
        "all": None,
        "open": OwnerGroup.has_receipt.is_(False),
        "silent": OwnerGroup.id.not_in(returned),
    }
    own = select(OwnerGroup.id).where(OwnerGroup.vote_id == vote_id)
    of_view = {key: own if rule is None else own.where(rule) for key, rule in views.items()}
    counted: Any = select(
        *(select(func.count()).select_from(ids.subquery()).scalar_subquery().label(key) for key, ids in of_view.items())
    )
    counts = dict(db.session.execute(counted).one()._mapping)
    ids = of_view[view].order_by(OwnerGroup.number).limit(size).offset((page - 1) * size).subquery()
    rows = select(OwnerGroup).where(OwnerGroup.id.in_(select(ids.c[0]))).order_by(OwnerGroup.number)
    return db.session.scalars(rows).all(), {str(key): int(value) for key, value in counts.items()}


def groups_numbered(vote_id: int, wanted: Sequence[int]) -> Sequence[OwnerGroup]:
    """The counting units of these numbers."""
    rows = select(OwnerGroup).where(OwnerGroup.vote_id == vote_id, OwnerGroup.number.in_(wanted))
    return db.session.scalars(rows.order_by(OwnerGroup.number)).all()
