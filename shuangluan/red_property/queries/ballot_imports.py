"""Ballots as an import looks at them: the votes that take them, their counting units, and what is entered already."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer
from shuangluan.red_property.models import Ballot, Motion, OwnerGroup, OwnersVote
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.votes import visible
from shuangluan.red_property.rules.votes import VoteState

Key = tuple[int, int, datetime]  # vote, number of the counting unit, moment of receipt


def taking(viewer: Viewer) -> Sequence[OwnersVote]:
    """The votes into which the viewer may enter ballots now, the newest first."""
    rows = visible(viewer, permission=Perm.VOTE_WRITE).where(OwnersVote.state.in_([VoteState.OPEN, VoteState.COUNTING]))
    return db.session.scalars(rows.order_by(OwnersVote.id.desc())).all()


def motion_numbers(vote_ids: Sequence[int]) -> Mapping[int, Sequence[int]]:
    """The numbers of the motions of each vote, in order."""
    rows = select(Motion.vote_id, Motion.seq).where(Motion.vote_id.in_(vote_ids)).order_by(Motion.seq)
    found: dict[int, list[int]] = {vote_id: [] for vote_id in vote_ids}
    for vote_id, seq in db.session.execute(rows):
        found[vote_id].append(seq)
    return found


def group_numbers(vote_ids: Sequence[int]) -> set[tuple[int, int]]:
    """(vote, number) of every counting unit of the votes."""
    rows = select(OwnerGroup.vote_id, OwnerGroup.number).where(OwnerGroup.vote_id.in_(vote_ids))
    return {(vote_id, number) for vote_id, number in db.session.execute(rows)}


def entered(keys: Sequence[Key]) -> Mapping[Key, Ballot]:
    """The ballots that came in for these units at these moments."""
    rows = (
        select(OwnerGroup.number, Ballot)
        .join(OwnerGroup, OwnerGroup.id == Ballot.group_id)
        .where(
            Ballot.vote_id.in_({key[0] for key in keys}),
            OwnerGroup.number.in_({key[1] for key in keys}),
            Ballot.received_at.in_({key[2] for key in keys}),
        )
        .order_by(Ballot.no.desc())
    )
    return {(ballot.vote_id, number, ballot.received_at): ballot for number, ballot in db.session.execute(rows)}


def ballot(ballot_id: int) -> tuple[OwnersVote, Ballot]:
    """A ballot with its vote."""
    found = db.session.get_one(Ballot, ballot_id)
    return db.session.get_one(OwnersVote, found.vote_id), found
