"""A roster and the electorate that it makes; the counting units with their names unsealed (RP-22)."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.red_property.models import OwnerGroup, OwnersVote, RosterUnit
from shuangluan.red_property.queries.books import law_on
from shuangluan.red_property.rules.electorate import AreaBasis, Electorate, electorate_of
from shuangluan.red_property.rules.electorate import RosterUnit as Unit
from shuangluan.red_property.rules.rosters import Owner, same_names


@dataclass(frozen=True)
class Row:
    """A row of the roster with its owners."""

    stored: RosterUnit
    owners: tuple[Owner, ...]

    @property
    def names(self) -> str:
        """张三、李四."""
        return "、".join(one.name for one in self.owners)

    @property
    def as_rule(self) -> Unit:
        """As the electorate takes it."""
        one = self.stored
        areas = {
            AreaBasis.REGISTERED: one.registered_x100,
            AreaBasis.SURVEYED: one.surveyed_x100,
            AreaBasis.CONTRACT: one.contract_x100,
        }
        known = {basis: area for basis, area in areas.items() if area}
        keys = frozenset(owner.key for owner in self.owners)
        return Unit(one.unit, one.kind, known, keys, one.status, one.titled)


@dataclass(frozen=True)
class Roster:
    """All rows in their order, the electorate they make, and names to look at once more."""

    rows: Sequence[Row]
    electorate: Electorate
    same_names: Sequence[str]

    @property
    def by_unit(self) -> Mapping[str, Row]:
        """The rows by their house number."""
        return {row.stored.unit: row for row in self.rows}


def owners_of(stored: str) -> tuple[Owner, ...]:
    """The owners of a sealed cell."""
    return tuple(Owner(name, tail) for name, tail in json.loads(stored))


def sealed(owners: Sequence[Owner]) -> str:
    """The text of the sealed cell."""
    return json.dumps([[one.name, one.tail] for one in owners], ensure_ascii=False)


def rows_of(vote_id: int) -> list[Row]:
    """The rows of a roster as they were brought in."""
    stored = db.session.scalars(select(RosterUnit).where(RosterUnit.vote_id == vote_id).order_by(RosterUnit.id))
    return [Row(one, owners_of(one.owners)) for one in stored]


def roster_of(vote: OwnersVote) -> Roster:
    """The roster with the electorate by the settings of its day of freezing."""
    rows = rows_of(vote.id)
    settings = law_on(vote.freeze_on).settings_on(vote.freeze_on)
    found = electorate_of([row.as_rule for row in rows], settings)
    return Roster(rows, found, same_names(row.owners for row in rows))


def groups_of(vote_id: int) -> Sequence[OwnerGroup]:
    """The counting units by number."""
    own = select(OwnerGroup).where(OwnerGroup.vote_id == vote_id)
    return db.session.scalars(own.order_by(OwnerGroup.number)).all()


def group_facts(vote_id: int) -> Sequence[Any]:
    """Number, id, area and receipt of each counting unit, by number; no name is unsealed."""
    own = select(OwnerGroup.id, OwnerGroup.number, OwnerGroup.area_x100, OwnerGroup.delivery, OwnerGroup.has_receipt)
    return db.session.execute(own.where(OwnerGroup.vote_id == vote_id).order_by(OwnerGroup.number)).all()
