"""The whole of one appeal for its own pages, in nine statements however much hangs on it (GR-71)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.grid.models import (
    Appeal,
    AppealLeg,
    AppealReporter,
    Appointment,
    Check,
    Contact,
    Extension,
    MergeLog,
    Suspension,
)
from shuangluan.grid.queries.actors import who_is
from shuangluan.grid.queries.book import Book, book_on
from shuangluan.grid.queries.cases import File, standing_of
from shuangluan.grid.queries.names import Names, unknown_places
from shuangluan.grid.queries.visibility import may_open, visible
from shuangluan.grid.rules import AppealState, AppointmentRole, Standing, Step, Who, possible
from shuangluan.kernel import clock, matters
from shuangluan.kernel.audit import Actor
from shuangluan.kernel.matters import Related
from shuangluan.kernel.models import Attachment, AuditEntry, Building, Compound, Entrance, Grid, Person
from shuangluan.kernel.permissions import Viewer, in_force

CHILDREN: tuple[Any, ...] = (AppealLeg, AppealReporter, Suspension, Extension, Check, Contact)
PLACES: Mapping[str, tuple[Any, Any]] = {
    "grid_id": (Grid.id, Grid.name),
    "compound_id": (Compound.id, Compound.name),
    "building_id": (Building.id, Building.number),
    "entrance_id": (Entrance.id, Entrance.number),
}


@dataclass(frozen=True)
class Merged:
    """Another appeal of the same merger: the root of a merged one, or one that was merged into it."""

    id: int
    no: str
    title: str
    matter_id: int
    readable: bool


@dataclass(frozen=True)
class Story:
    """An appeal with everything its pages show; what the viewer may do with it, and why not the rest."""

    file: File
    book: Book
    standing: Standing
    who: Who
    steps: Sequence[Step]
    names: Names
    leader: str  # 网格长: of today while it is open, of the day it ended afterwards (GR-49)
    root: Merged | None
    merged_at: datetime | None
    merged: Sequence[Merged]
    related: Sequence[Related]
    trail: Sequence[Any]  # audit entries of its own matter and of those merged into it, oldest first
    files: Sequence[Any]  # attachments likewise
    now: datetime

    @property
    def appeal(self) -> Appeal:
        """The appeal itself."""
        return self.file.appeal

    @property
    def state(self) -> AppealState:
        """As shown: 已归档 is derived (GR-11)."""
        return AppealState.ARCHIVED if self.standing.archived else self.appeal.state

    @property
    def printed(self) -> "Story":
        """The same with its dates as printed documents write them."""
        return replace(self, names=replace(self.names, printed=True))

    @property
    def today(self) -> date:
        """The local day."""
        return clock.local_day(self.now)


def story(appeal_id: int, *, viewer: Viewer, now: datetime, whole: bool = True) -> Story | None:
    """The appeal's story, if the appeal exists for the viewer; without `whole` no trail and no attachments."""
    day = clock.local_day(now)
    head = db.session.execute(_head(appeal_id, viewer, day)).first()
    if head is None:
        return None
    book = book_on(day)
    file, merged = _hangs_on(head, viewer, day)
    related = matters.related(file.appeal.matter_id, viewer=viewer)
    matter_ids = [file.appeal.matter_id, *(one.matter_id for one in merged)]
    trail = _trail(matter_ids) if whole else []
    files = _files(matter_ids) if whole else []
    mine, leader = _appointments(file.appeal, viewer, day, _ended_on(file.appeal, head) or day)
    standing = standing_of(file, book, day, stage_open=matters.has_open_stage(related))
    who = who_is(file, Actor(viewer.person_id, viewer.name, "", grants=viewer.grants), day, places=mine)
    root = Merged(head.root_id, head.root_no, head.root_title, 0, bool(head.root_readable)) if head.root_id else None
    return Story(
        file=file,
        book=book,
        standing=standing,
        who=who,
        steps=possible(standing, who, now=clock.wall(now), terms=book.terms),
        names=_names(head, book, trail, [*merged, *([root] if root else [])], day),
        leader=leader,
        root=root,
        merged_at=head.merged_at,
        merged=merged,
        related=related,
        trail=trail,
        files=files,
        now=now,
    )


def _head(appeal_id: int, viewer: Viewer, day: date) -> Select[Any]:
    """The appeal with the names of its place, the root it was merged into and how it was before."""
    root, target = aliased(Appeal), aliased(Appeal)
    statement = visible(
        viewer,
        day,
        Appeal,
        Grid.name.label("grid"),
        Compound.name.label("compound"),
        Building.number.label("building"),
        Entrance.number.label("entrance"),
        MergeLog.merged_at,
        MergeLog.child_before,
        target.state.label("target_state"),
        root.id.label("root_id"),
        root.no.label("root_no"),
        root.title.label("root_title"),
        may_open(viewer, day, root.id).label("root_readable"),
    )
    return (
        statement.outerjoin(Grid, Grid.id == Appeal.grid_id)
        .outerjoin(Compound, Compound.id == Appeal.compound_id)
        .outerjoin(Building, Building.id == Appeal.building_id)
        .outerjoin(Entrance, Entrance.id == Appeal.entrance_id)
        .outerjoin(MergeLog, and_(MergeLog.child_id == Appeal.id, MergeLog.unmerged_at.is_(None)))
        .outerjoin(target, target.id == MergeLog.root_id)
        .outerjoin(root, root.id == Appeal.merged_into_id)
        .where(Appeal.id == appeal_id)
        .order_by(MergeLog.id.desc())
        .limit(1)
    )


def _hangs_on(head: Any, viewer: Viewer, day: date) -> tuple[File, list[Merged]]:
    """Every kind of child in one statement: rows of a kind of their own, empty for the other kinds."""
    appeal: Appeal = head.Appeal
    members = select(Appeal.id).where(or_(Appeal.id == appeal.id, Appeal.merged_into_id == appeal.id))
    kinds = union_all(*(select(literal(n).label("n")) for n in range(len(CHILDREN) + 1))).subquery("kinds")
    child = aliased(Appeal)
    statement = select(
        kinds.c.n, *CHILDREN, child.id, child.no, child.title, child.matter_id, may_open(viewer, day, child.id)
    ).select_from(kinds)
    for n, kind in enumerate(CHILDREN):
        own = AppealReporter.appeal_id.in_(members) if kind is AppealReporter else kind.appeal_id == appeal.id
        statement = statement.outerjoin(kind, and_(kinds.c.n == n, own))
    statement = statement.outerjoin(child, and_(kinds.c.n == len(CHILDREN), child.merged_into_id == appeal.id))
    in_order = (AppealReporter.reported_at, *(kind.id for kind in CHILDREN), child.id)
    rows = db.session.execute(statement.order_by(kinds.c.n, *in_order)).all()
    legs, reporters, suspensions, extensions, checks, contacts = (
        [row[n + 1] for row in rows if row[n + 1] is not None] for n in range(len(CHILDREN))
    )
    file = File(appeal, legs, reporters, contacts, checks, suspensions, extensions)
    if appeal.state is AppealState.MERGED and head.target_state is not None:
        file.root_state, file.previous_state = head.target_state, AppealState(head.child_before["state"])
    return file, [Merged(*row[len(CHILDREN) + 1 :]) for row in rows if row[len(CHILDREN) + 1] is not None]


def _trail(matter_ids: list[int]) -> Sequence[Any]:
    return db.session.execute(
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.actor_id,
            AuditEntry.actor_name,
            AuditEntry.role,
            AuditEntry.action,
            AuditEntry.matter_id,
            AuditEntry.changes,
        )
        .where(AuditEntry.matter_id.in_(matter_ids))
        .order_by(AuditEntry.id)
    ).all()


def _files(matter_ids: list[int]) -> Sequence[Any]:
    return db.session.execute(
        select(
            Attachment.id,
            Attachment.matter_id,
            Attachment.purpose,
            Attachment.name,
            Attachment.media_type,
            Attachment.size,
            Attachment.uploaded_at,
            Attachment.uploader_name,
        )
        .where(Attachment.matter_id.in_(matter_ids))
        .order_by(Attachment.id)
    ).all()


def _appointments(appeal: Appeal, viewer: Viewer, day: date, told_on: date) -> tuple[list[Any], str]:
    """The viewer's places in the community on `day`, and who was 网格长 of the compound on `told_on`."""
    mine = and_(
        Appointment.person_id == viewer.person_id,
        Appointment.community == appeal.community,
        in_force(Appointment.valid_from, Appointment.valid_to, day),
    )
    leads = and_(
        Appointment.compound_id == (appeal.compound_id or 0),
        Appointment.role == AppointmentRole.LEADER,
        in_force(Appointment.valid_from, Appointment.valid_to, told_on),
    )
    rows = db.session.execute(
        select(
            Appointment.role,
            Appointment.compound_id,
            Appointment.building_id,
            Appointment.entrance_id,
            Appointment.grid_id,
            Person.name,
            mine.label("mine"),
            leads.label("leads"),
        )
        .join(Person, Person.id == Appointment.person_id)
        .where(or_(mine, leads))
        .order_by(Appointment.valid_from, Appointment.id)
    ).all()
    leaders = [row.name for row in rows if row.leads]
    return [row for row in rows if row.mine], leaders[-1] if leaders else ""


def _ended_on(appeal: Appeal, head: Any) -> date | None:
    """The day after which nothing of it moves any more."""
    ended_at = appeal.ended_at or head.merged_at
    return appeal.closed_on or (clock.local_day(ended_at) if ended_at else None)


def _names(head: Any, book: Book, trail: Sequence[Any], others: Sequence[Merged], today: date) -> Names:
    """Names for the ids that a page shows; who did something is named by his entry in the trail."""
    appeal: Appeal = head.Appeal
    places = {
        (field, getattr(appeal, field)): name
        for field, name in zip(PLACES, (head.grid, head.compound, head.building, head.entrance), strict=True)
        if name is not None
    }
    return Names(
        catalogue=book.catalogue,
        people={row.actor_id or 0: row.actor_name for row in trail},
        places=places | _former_places(unknown_places(trail, places)),
        numbers={appeal.id: appeal.no, **{one.id: one.no for one in others}},
        today=today,
    )


def _former_places(wanted: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Names of places that the appeal once had; asked only where it was moved."""
    if not wanted:
        return {}
    selects = [
        select(literal(field).label("field"), PLACES[field][0].label("id"), PLACES[field][1].label("name")).where(
            PLACES[field][0].in_([number for other, number in wanted if other == field])
        )
        for field in sorted({field for field, _ in wanted})
    ]
    return {(row.field, row.id): row.name for row in db.session.execute(union_all(*selects))}
