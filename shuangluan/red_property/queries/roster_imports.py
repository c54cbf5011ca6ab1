"""Rosters as an import looks at them: rows by vote and house."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.red_property.models import OwnersVote, RosterUnit
from shuangluan.red_property.queries.rosters import Row, owners_of


def known(named: Sequence[tuple[int, str]]) -> Mapping[tuple[int, str], Row]:
    """The rows that stand already, by vote and house; one statement for each vote."""
    found = {}
    for vote_id in {vote_id for vote_id, _ in named}:
        houses = {house for of_vote, house in named if of_vote == vote_id}
        rows = select(RosterUnit).where(RosterUnit.vote_id == vote_id, RosterUnit.unit.in_(houses))
        for one in db.session.scalars(rows):
            found[vote_id, one.unit] = Row(one, owners_of(one.owners))
    return found


def unit(unit_id: int) -> tuple[OwnersVote, Row]:
    """A row with its vote."""
    one = db.session.get_one(RosterUnit, unit_id)
    return db.session.get_one(OwnersVote, one.vote_id), Row(one, owners_of(one.owners))
