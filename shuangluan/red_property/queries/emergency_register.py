"""应急维修 of compounds: who may see one, the rows of the list, what a resolution and a fund ask of it (RP-31)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import Attachment, Compound, Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, between, in_area
from shuangluan.red_property.models import Emergency, FundEntry, MeetingCompound, Resolution
from shuangluan.red_property.queries.sources import own_compounds
from shuangluan.red_property.queries.visibility import of_own_compounds
from shuangluan.red_property.rules.emergencies import OPEN, EmergencyState, Papers
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.words import Ratification

E = Emergency


def _visible(viewer: Viewer, day: date) -> Select[Any]:
    return select(E.id).join(Compound, Compound.id == E.compound_id).where(own_compounds(viewer, day))


def _columns(day: date) -> Select[Any]:
    columns: Any = select(
        E.id, E.title, E.place, E.kind, E.state, E.found_on, E.estimate_fen, E.cost_fen, E.reviewed_on,
        E.confirmed_on, E.posted_on, E.compound_id, Compound.name.label("compound"), Compound.community,
    )  # fmt: skip
    found: Select[Any] = columns.join(Compound, Compound.id == E.compound_id)
    return found


SOURCE = Source(
    key=E.id,
    ids=_visible,
    columns=_columns,
    orders={
        "found_on": (E.found_on,),
        "compound": (Compound.community, Compound.name, E.found_on),
    },
    filters={
        "q": lambda text, day: matches(E.search_text, norm(text)),
        **between("found", E.found_on),
    },
    views=lambda day: {
        "open": E.state.in_(OPEN),
        "review": E.state == EmergencyState.APPLIED,
        "confirm": E.state == EmergencyState.REVIEWED,
        "accounts": E.state == EmergencyState.CONFIRMED,
        "done": E.state == EmergencyState.DONE,
        "all": None,
    },
    area=in_area(Compound.community),
)


def readable_ids(viewer: Viewer) -> Select[Any]:
    """Ids of the repairs that the viewer may open today: for threads and attachments."""
    return _visible(viewer, clock.today())


def emergency(emergency_id: int, *, viewer: Viewer, day: date) -> Emergency | None:
    """A repair that the viewer may see."""
    return db.session.scalar(select(E).where(E.id == emergency_id, E.id.in_(_visible(viewer, day))))


def standing(emergency_id: int, day: date) -> Any:
    """The row of one repair as its list draws it."""
    return db.session.execute(_columns(day).where(E.id == emergency_id)).one()


def is_own(viewer: Viewer, permission: str, compound_id: Any, community: Any, day: date) -> ColumnElement[bool]:
    """Whether the viewer takes a step for a compound: of his areas, of his company's or of his committee's."""
    return or_(viewer.within(permission, community), of_own_compounds(viewer, day, compound_id, permission))


def may(viewer: Viewer, permission: str, emergency_id: int, day: date) -> bool:
    """Whether the viewer holds the permission for the compound of a repair."""
    if not viewer.can(permission):
        return False
    own = is_own(viewer, permission, Compound.id, Compound.community, day)
    held = select(E.id).join(Compound, Compound.id == E.compound_id).where(E.id == emergency_id, own)
    return db.session.scalar(held) is not None


def compounds(viewer: Viewer, permission: str, day: date) -> Sequence[Compound]:
    """The compounds for which the viewer may apply, by community and name."""
    own = is_own(viewer, permission, Compound.id, Compound.community, day)
    order = (Compound.community, Compound.name, Compound.id)
    return db.session.scalars(select(Compound).where(own).order_by(*order)).all()


def resolutions_waiting(compound_ids: Sequence[int]) -> Sequence[Resolution]:
    """Resolutions of the compounds' meetings that wait for an emergency repair and have none, oldest date first."""
    taken = select(E.resolution_id).where(E.resolution_id.is_not(None), E.state != EmergencyState.DROPPED)
    met = select(MeetingCompound.meeting_id).where(MeetingCompound.compound_id.in_(compound_ids))
    rows = select(Resolution).where(
        Resolution.in_force, Resolution.meeting_id.in_(met), Resolution.ratification == Ratification.EMERGENCY,
        Resolution.state.in_([ResolutionState.TO_DO, ResolutionState.DOING]), Resolution.id.not_in(taken),
    )  # fmt: skip
    return db.session.scalars(rows.order_by(Resolution.due_on, Resolution.id)).all()


def compounds_of(resolution: Resolution) -> set[int]:
    """The compounds whose meeting resolved it."""
    own = select(MeetingCompound.compound_id).where(MeetingCompound.meeting_id == resolution.meeting_id)
    return set(db.session.scalars(own))


def of_resolution(resolution_id: int) -> Sequence[Emergency]:
    """The repairs of a resolution, the one that counts first."""
    own = select(E).where(E.resolution_id == resolution_id)
    return db.session.scalars(own.order_by(E.state == EmergencyState.DROPPED, E.id.desc())).all()


def papers_of(resolution_id: int) -> Papers | None:
    """Which papers the repair of a resolution has; None where there is no repair (RP-9)."""
    own = select(E.review_paper_id, E.confirm_paper_id, E.accounts_paper_id).where(
        E.resolution_id == resolution_id, E.state != EmergencyState.DROPPED
    )
    row = db.session.execute(own).first()
    return None if row is None else Papers(*(one is not None for one in row))


def uses_of(emergency_id: int) -> Sequence[FundEntry]:
    """What funds paid for a repair, by day."""
    own = select(FundEntry).where(FundEntry.emergency_id == emergency_id)
    return db.session.scalars(own.order_by(FundEntry.booked_on, FundEntry.id)).all()


def papers(emergency: Emergency) -> dict[int, Attachment]:
    """Every file that hangs on a repair, by its id."""
    own = select(Attachment).where(Attachment.matter_id == emergency.matter_id).order_by(Attachment.id)
    return {one.id: one for one in db.session.scalars(own)}


def names(ids: Sequence[int | None]) -> dict[int, str]:
    """Names of those who took the steps."""
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_([one for one in ids if one])))
    return {key: name for key, name in rows}
