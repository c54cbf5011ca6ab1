"""Faces of records for other slices, their kinds, and the links between them (architecture 4.10)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Exists, Select, and_, bindparam, delete, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.models import Matter, MatterLink, MatterStage
from shuangluan.kernel.permissions import Viewer


@dataclass(frozen=True)
class Kind:
    """How a kind of matter is shown, and who may open its record."""

    code: str
    label: str
    endpoint: str  # detail view; its one argument is `<code>_id`
    ids: Callable[[Viewer], Select[Any]]  # of the records that a viewer may open

    def readable(self, record_id: int, viewer: Viewer) -> bool:
        """Whether the viewer may open the record: for attachments."""
        return bool(db.session.scalar(select(self.holds(record_id, viewer))))

    def holds(self, record_id: Any, viewer: Viewer) -> Exists:
        """The condition that a record, or the one that a column names, is among those the viewer may open.

        It asks for that one record: an IN over all of them would read every id of the district.
        """
        ids = self.ids(viewer)
        return ids.where(ids.selected_columns[0] == record_id).exists()


@dataclass(frozen=True)
class Related:
    """One neighbour in a thread: a link for those who may read it, only the label for the others."""

    matter: Matter
    kind: Kind
    code: str  # of the link
    relation: str  # what the other end is called
    readable: bool
    is_stage: bool  # a later stage of this matter: while it is open it blocks 已解决 (GR-64)


KINDS: dict[str, Kind] = {}
OTHER = aliased(Matter, name="other")  # made once: an alias costs more than the statement it stands in
OWN: BindParameter[int] = bindparam("own", expanding=True)
NEIGHBOURS = (  # built once: every page of a record asks it
    select(Matter, MatterLink.relation, MatterLink.from_id)
    .join(MatterLink, or_(MatterLink.from_id == Matter.id, MatterLink.to_id == Matter.id))
    .where(or_(MatterLink.from_id.in_(OWN), MatterLink.to_id.in_(OWN)), Matter.id.not_in(OWN))
    .order_by(MatterLink.linked_at, MatterLink.id)
)

# what the other end is called, seen from where the link begins and from where it ends
RELATIONS: dict[str, tuple[str, str]] = {
    "recurs_of": ("复发自", "后来复发"),
    "continued_as": ("接续自", "后续诉求"),
    "merged_into": ("并入", "并入了这一件"),
    "carried_to": ("后来再议", "接着议"),
    "decided_by": ("由业主表决", "表决的议题来自"),
    "repaired_by": ("应急维修", "来自联席会议题"),
}
# the same of the steps whose end the earlier matter waits for (GR-62)
STAGES: dict[str, tuple[str, str]] = {
    "discussed_as": ("列入联席会议题", "来自诉求"),
    "handed_up": ("交由街道联席会议", "来自联席会议题"),
}
STAGE_ENDED = "kernel.matter.stage_ended"
STAGE_REOPENED = "kernel.matter.stage_reopened"


@dataclass(frozen=True)
class NextStep:
    """A hand-over that a kind of matter can begin, drawn as a button on its page by the thread panel."""

    kind: str  # of the matter that is handed over
    code: str  # of the link that it leaves, once
    label: str
    endpoint: str  # the page of the step; its one argument is `<kind>_id`
    permission: str


STEPS: list[NextStep] = []


def next_steps(matter: Matter, related: "Iterable[Related]", viewer: Viewer) -> list[NextStep]:
    """What a viewer may do next with an open matter; what was handed over already is in the thread."""
    if matter.stage is not MatterStage.OPEN:
        return []
    taken = {one.code for one in related}
    return [
        one for one in STEPS
        if one.kind == matter.kind and one.code not in taken and viewer.can(one.permission)
    ]  # fmt: skip


def settle(
    matter: Matter, *, state: str, label: str, stage: MatterStage, by: audit.Actor, at: datetime
) -> None:
    """Show where a record stands; an end, or the end taken back, is told to the matters it came from (GR-62)."""
    was = matter.stage
    matter.state, matter.state_label, matter.stage = state, label, stage
    if (was is MatterStage.OPEN) == (stage is MatterStage.OPEN):
        return
    action = STAGE_REOPENED if stage is MatterStage.OPEN else STAGE_ENDED
    words = f"{KINDS[matter.kind].label}“{matter.title}”：{label}"
    earlier = select(MatterLink.from_id).where(
        MatterLink.to_id == matter.id, MatterLink.relation.in_(list(STAGES))
    )
    for matter_id in db.session.scalars(earlier.order_by(MatterLink.id)).all():
        audit.noted(action, None, by=by, at=at, detail={"text": words}, matter_id=matter_id)


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


def matter(matter_id: int) -> Matter:
    """The face of a record that the caller knows to be there."""
    return db.session.get_one(Matter, matter_id)


def is_linked(source: Matter, relation: str) -> bool:
    """Whether a link of `relation` begins at the matter: what is handed over once asks it."""
    known = select(MatterLink.id).where(MatterLink.from_id == source.id, MatterLink.relation == relation)
    return db.session.scalar(known.limit(1)) is not None


def linked(source: Matter, relation: str) -> Matter | None:
    """What a link of `relation` that begins at the matter leads to, where there is one."""
    target = select(MatterLink.to_id).where(MatterLink.from_id == source.id, MatterLink.relation == relation)
    return db.session.scalar(select(Matter).where(Matter.id.in_(target)).order_by(Matter.id).limit(1))


def forget(matter: Matter) -> None:
    """Take away the face of a draft whose record is deleted, with its links."""
    db.session.execute(
        delete(MatterLink).where(or_(MatterLink.from_id == matter.id, MatterLink.to_id == matter.id))
    )
    db.session.delete(matter)
    db.session.flush()


def related(matter_id: int, *, viewer: Viewer) -> list[Related]:
    """The direct neighbours of a matter, oldest link first."""
    return related_to([matter_id], viewer=viewer)


def related_to(matter_ids: Iterable[int], *, viewer: Viewer) -> list[Related]:
    """The neighbours of several matters that are not among them, oldest link first; one statement where there are none.

    A second one asks which of them the viewer may open.
    """
    own = sorted(matter_ids)
    rows = db.session.execute(NEIGHBOURS, {"own": own}).all()
    readable = _readable([row[0] for row in rows], viewer)
    return [
        _related(matter, relation, outward=from_id in own, readable=matter.id in readable)
        for matter, relation, from_id in rows
    ]


def _readable(found: Iterable[Matter], viewer: Viewer) -> set[int]:
    """Which of the matters stand for a record that the viewer may open: each kind among them asks its own scope."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for one in found:
        ids[one.kind].append(one.id)
    scopes = [
        and_(OTHER.id.in_(ids[code]), KINDS[code].holds(OTHER.record_id, viewer)) for code in sorted(ids)
    ]
    return set(db.session.scalars(select(OTHER.id).where(or_(*scopes)))) if scopes else set()


def _related(matter: Matter, relation: str, *, outward: bool, readable: bool) -> Related:
    there, back = (RELATIONS | STAGES).get(relation, (relation, f"{relation}（来自）"))
    is_stage = outward and relation not in RELATIONS
    return Related(matter, KINDS[matter.kind], relation, there if outward else back, readable, is_stage)


def has_open_stage(neighbours: Iterable[Related]) -> bool:
    """Whether a later stage among the neighbours is still open."""
    return any(one.is_stage and one.matter.stage is MatterStage.OPEN for one in neighbours)


OPEN_STAGES = (  # built once: it is asked at every deed
    select(Matter.kind, Matter.title)
    .join(MatterLink, MatterLink.to_id == Matter.id)
    .where(
        MatterLink.from_id == bindparam("matter_id"),
        MatterLink.relation.not_in(list(RELATIONS)),
        Matter.stage == MatterStage.OPEN,
    )
    .order_by(Matter.id)
)


def open_stages(matter_id: int) -> list[str]:
    """Labels of the linked later stages that are still open: they block 已解决 (GR-64)."""
    rows = db.session.execute(OPEN_STAGES, {"matter_id": matter_id})
    return [f"{KINDS[kind].label}“{title}”" for kind, title in rows]
