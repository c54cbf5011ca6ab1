"""Faces of records for other slices, their kinds, and the links between them (architecture 4.10)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.kernel.models import Matter, MatterLink, MatterStage
from shuangluan.kernel.permissions import Viewer


@dataclass(frozen=True)
class Kind:
    """How a kind of matter is shown, and who may open its record."""

    code: str
    label: str
    endpoint: str  # detail view; its one argument is `<code>_id`
    readable: Callable[[int, Viewer], bool]


@dataclass(frozen=True)
class Related:
    """One neighbour in a thread: a link for those who may read it, only the label for the others."""

    matter: Matter
    kind: Kind
    relation: str
    readable: bool


KINDS: dict[str, Kind] = {}

RELATIONS: dict[str, str] = {"recurs_of": "复发自", "continued_as": "后续诉求", "merged_into": "并入"}


def register(kind: Kind) -> None:
    """Make a kind known; called by `create_app` for each slice."""
    KINDS[kind.code] = kind


def open_matter(
    *, kind: str, area: str, title: str, state: str, state_label: str, is_restricted: bool = False
) -> Matter:
    """A face for a new record; the slice sets `record_id` once its row is flushed."""
    matter = Matter(
        kind=kind,
        area=area,
        title=title,
        state=state,
        state_label=state_label,
        stage=MatterStage.OPEN,
        is_restricted=is_restricted,
    )
    db.session.add(matter)
    db.session.flush()
    return matter


def link(source: Matter, target: Matter, relation: str, *, at: datetime) -> MatterLink:
    """Link two matters; a second time returns the first link (GR-63)."""
    known = db.session.scalar(
        select(MatterLink).where(
            MatterLink.from_id == source.id, MatterLink.to_id == target.id, MatterLink.relation == relation
        )
    )
    if known is not None:
        return known
    new = MatterLink(from_id=source.id, to_id=target.id, relation=relation, linked_at=at)
    db.session.add(new)
    db.session.flush()
    return new


def unlink(source: Matter, target: Matter, relation: str) -> None:
    """Take a link back, if it is there."""
    known = db.session.scalar(
        select(MatterLink).where(
            MatterLink.from_id == source.id, MatterLink.to_id == target.id, MatterLink.relation == relation
        )
    )
    if known is not None:
        db.session.delete(known)


def related(matter_id: int, *, viewer: Viewer) -> list[Related]:
    """The direct neighbours of a matter, oldest link first; one statement, plus one scope check each."""
    other = aliased(Matter)
    rows = db.session.execute(
        select(other, MatterLink.relation, MatterLink.from_id)
        .join(MatterLink, or_(MatterLink.from_id == other.id, MatterLink.to_id == other.id))
        .where(or_(MatterLink.from_id == matter_id, MatterLink.to_id == matter_id), other.id != matter_id)
        .order_by(MatterLink.linked_at, MatterLink.id)
    )
    return [_related(row[0], row[1], outward=row[2] == matter_id, viewer=viewer) for row in rows]


def _related(matter: Matter, relation: str, *, outward: bool, viewer: Viewer) -> Related:
    kind = KINDS[matter.kind]
    label = RELATIONS.get(relation, relation)
    may = matter.record_id is not None and kind.readable(matter.record_id, viewer)
    return Related(matter, kind, label if outward else f"{label}（来自）", may)


def open_stages(matter_id: int) -> list[str]:
    """Labels of the linked later stages that are still open: they block 已解决 (GR-64)."""
    rows = db.session.execute(
        select(Matter.kind, Matter.title)
        .join(MatterLink, MatterLink.to_id == Matter.id)
        .where(
            MatterLink.from_id == matter_id,
            MatterLink.relation.not_in(["recurs_of", "merged_into", "continued_as"]),
            Matter.stage == MatterStage.OPEN,
        )
        .order_by(Matter.id)
    )
    return [f"{KINDS[kind].label}“{title}”" for kind, title in rows]
