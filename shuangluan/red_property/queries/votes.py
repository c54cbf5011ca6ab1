"""Which votes exist for a viewer, and the rows that belong to one (RP-12)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Attachment, AuditEntry, Compound, Publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, between, in_area
from shuangluan.red_property.models import (
    Ballot,
    Committee,
    Motion,
    OwnerGroup,
    OwnersVote,
    Resolution,
    RosterUnit,
    VoteCount,
    VoteResult,
)
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.votes import VoteState

V = OwnersVote
RUNNING = (VoteState.PUBLICISED, VoteState.OPEN, VoteState.COUNTING, VoteState.PRELIMINARY)
ROSTER, MOTIONS, RESULT = "red_property.vote_roster", "red_property.vote_motions", "red_property.vote_result"


def visible(viewer: Viewer, *columns: Any, permission: str = Perm.VOTE_READ) -> Select[Any]:
    """Votes of the viewer's areas, and of the compounds whose committee he is a delegate of; no company's."""
    return select(*columns or (V,)).where(_of_viewer(viewer, permission, V.community, V.compound_id))


def _of_viewer(viewer: Viewer, permission: str, community: Any, compound_id: Any) -> ColumnElement[bool]:
    committees = [g.organisation_id for g in viewer.roles(permission) if g.role == "owners_delegate"]
    owned = select(Committee.compound_id).where(Committee.organisation_id.in_(committees))
    return or_(viewer.within(permission, community), compound_id.in_(owned))


def readable_ids(viewer: Viewer) -> Select[Any]:
    """Ids of the votes that the viewer may open: for threads and attachments."""
    return visible(viewer, V.id)


def vote(vote_id: int, *, viewer: Viewer, permission: str = Perm.VOTE_READ) -> OwnersVote | None:
    """A vote that exists for the viewer under the permission."""
    found: OwnersVote | None = db.session.scalar(visible(viewer, permission=permission).where(V.id == vote_id))
    return found


def compounds(viewer: Viewer) -> Sequence[Compound]:
    """The compounds in which the viewer may hold a vote, by name."""
    mine = _of_viewer(viewer, Perm.VOTE_WRITE, Compound.community, Compound.id)
    return db.session.scalars(select(Compound).where(mine).order_by(Compound.name, Compound.id)).all()


def drafts(viewer: Viewer) -> Sequence[OwnersVote]:
    """The votes whose roster the viewer may still write, the newest first."""
    rows = visible(viewer, permission=Perm.VOTE_WRITE).where(V.state == VoteState.DRAFT)
    return db.session.scalars(rows.order_by(V.id.desc())).all()


def compound_name(vote: OwnersVote) -> str:
    """The name of its compound."""
    return db.session.scalars(select(Compound.name).where(Compound.id == vote.compound_id)).one()


def motions(vote_id: int) -> Sequence[Motion]:
    """The motions in their order."""
    return db.session.scalars(select(Motion).where(Motion.vote_id == vote_id).order_by(Motion.seq)).all()


def motion(motion_id: int, vote_id: int) -> Motion | None:
    """A motion of this vote."""
    return db.session.scalar(select(Motion).where(Motion.id == motion_id, Motion.vote_id == vote_id))


def resolutions_waiting(vote: OwnersVote) -> Sequence[Resolution]:
    """Resolutions of the community that wait for the owners, and for no other motion of this vote."""
    taken = select(Motion.resolution_id).where(Motion.vote_id == vote.id, Motion.resolution_id.is_not(None))
    rows = select(Resolution).where(
        Resolution.in_force, Resolution.community == vote.community,
        Resolution.state == ResolutionState.AWAITS_OWNERS, Resolution.id.not_in(taken),
    )  # fmt: skip
    return db.session.scalars(rows.order_by(Resolution.due_on, Resolution.id)).all()


def unit(unit_id: int, vote_id: int) -> RosterUnit | None:
    """A row of this vote's roster."""
    return db.session.scalar(select(RosterUnit).where(RosterUnit.id == unit_id, RosterUnit.vote_id == vote_id))


def unit_count(vote_id: int) -> int:
    """How many rows the roster has."""
    return db.session.scalar(select(func.count()).where(RosterUnit.vote_id == vote_id)) or 0


def group(number: int, vote_id: int) -> OwnerGroup | None:
    """A counting unit by the number on its ballot."""
    return db.session.scalar(select(OwnerGroup).where(OwnerGroup.vote_id == vote_id, OwnerGroup.number == number))


def ballot(ballot_id: int, vote_id: int) -> Ballot | None:
    """A ballot of this vote."""
    return db.session.scalar(select(Ballot).where(Ballot.id == ballot_id, Ballot.vote_id == vote_id))


def counts(vote_id: int) -> Sequence[VoteCount]:
    """Every count, the newest first."""
    own = select(VoteCount).where(VoteCount.vote_id == vote_id)
    return db.session.scalars(own.order_by(VoteCount.round.desc())).all()


def is_recounting(vote: OwnersVote) -> bool:
    """Whether a count after the final one was begun and is not final itself (RP-10)."""
    if vote.state is not VoteState.FINAL:
        return False
    open_one = select(VoteCount.id).where(VoteCount.vote_id == vote.id, VoteCount.finalised_at.is_(None))
    return db.session.scalar(open_one.limit(1)) is not None


def results(count_ids: Sequence[int]) -> Mapping[int, Sequence[VoteResult]]:
    """The results of counts, each in the order of the motions."""
    rows = db.session.scalars(
        select(VoteResult)
        .join(Motion, Motion.id == VoteResult.motion_id)
        .where(VoteResult.count_id.in_(count_ids))
        .order_by(VoteResult.count_id, Motion.seq)
    )
    found: dict[int, list[VoteResult]] = {}
    for row in rows:
        found.setdefault(row.count_id, []).append(row)
    return found


def clause_name(vote: OwnersVote) -> str:
    """The name of the file of the 从多 clause; empty where none is attached."""
    if vote.clause_id is None:
        return ""
    return db.session.scalar(select(Attachment.name).where(Attachment.id == vote.clause_id)) or ""


def history(vote: OwnersVote, most: int = 30) -> Sequence[AuditEntry]:
    """What was done with the vote as a whole, the newest first."""
    own = select(AuditEntry).where(
        AuditEntry.matter_id == vote.matter_id, AuditEntry.record_kind.in_([V.__tablename__, Publicity.__tablename__])
    )
    return db.session.scalars(own.order_by(AuditEntry.id.desc()).limit(most)).all()


def decided_for(resolution_id: int, *, viewer: Viewer) -> Sequence[OwnersVote]:
    """The votes held for a resolution that the viewer may open, the newest first."""
    rows = visible(viewer).where(V.id.in_(select(Motion.vote_id).where(Motion.resolution_id == resolution_id)))
    return db.session.scalars(rows.order_by(V.id.desc())).all()


def _columns(_: date) -> Any:
    asked = select(func.count()).where(Motion.vote_id == V.id).scalar_subquery()
    returned = select(func.count(Ballot.group_id.distinct())).where(Ballot.vote_id == V.id).scalar_subquery()
    return select(
        V.id, V.title, V.community, V.form, V.state, V.opens_on, V.closes_at, V.persons_total, V.planner_name,
        asked.label("motions"), returned.label("returned"),
    )  # fmt: skip


SOURCE = Source(
    key=V.id,
    ids=lambda viewer, _: visible(viewer, V.id),
    columns=_columns,
    orders={"opens_on": (V.opens_on,)},
    filters={
        "q": lambda text, _: matches(V.search_text, norm(text)),
        "state": lambda text, _: V.state == VoteState(text),
        **between("opens", V.opens_on),
    },
    views=lambda _: {
        "all": None,
        "draft": V.state == VoteState.DRAFT,
        "running": V.state.in_(RUNNING),
        "final": V.state == VoteState.FINAL,
    },
    area=in_area(V.community),
)
