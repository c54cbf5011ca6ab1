"""The whole of one appeal for its own pages, in nine statements however much hangs on it (GR-71)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, Select, String, and_, bindparam, literal, or_, select, union_all
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
ROOT, TARGET, CHILD = (aliased(Appeal, name=name) for name in ("root", "target", "child"))


@dataclass(frozen=True)
class Merged:
    """Another appeal of the same merger: the root of a merged one, or one that was merged into it."""

    id: int
    no: str
    title: str
    matter_id: int


@dataclass(frozen=True)
class Root(Merged):
    """What an appeal was merged into; the viewer may know of it without being allowed to open it."""

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
    root: Root | None
    merged_at: datetime | None
    merged: Sequence[Merged]
    related: Sequence[Related]
    trail: Sequence[Any]  # audit entries of its own matter and of merged ones that the viewer may open, oldest first
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
    file, merged = _hangs_on(head)
    related = matters.related(file.appeal.matter_id, viewer=viewer)
    open_to = {one.matter.id for one in related if one.readable}
    matter_ids = [file.appeal.matter_id, *(one.matter_id for one in merged if one.matter_id in open_to)]
    trail, files = (_of_matters(one, matter_ids) if whole else [] for one in (TRAIL, FILES))
    mine, leader = _appointments(head, viewer, day)
    standing = standing_of(file, book, day, stage_open=matters.has_open_stage(related))
    who = who_is(file, Actor(viewer.person_id, viewer.name, "", grants=viewer.grants), day, places=mine)
    root = _root(head)
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
        TARGET.state.label("target_state"),
        ROOT.id.label("root_id"),
        ROOT.no.label("root_no"),
        ROOT.title.label("root_title"),
        ROOT.matter_id.label("root_matter_id"),
        may_open(viewer, day, ROOT.id).label("root_readable"),
    )
    return (
        statement.outerjoin(Grid, Grid.id == Appeal.grid_id)
        .outerjoin(Compound, Compound.id == Appeal.compound_id)
        .outerjoin(Building, Building.id == Appeal.building_id)
        .outerjoin(Entrance, Entrance.id == Appeal.entrance_id)
        .outerjoin(MergeLog, and_(MergeLog.child_id == Appeal.id, MergeLog.unmerged_at.is_(None)))
        .outerjoin(TARGET, TARGET.id == MergeLog.root_id)
        .outerjoin(ROOT, ROOT.id == Appeal.merged_into_id)
        .where(Appeal.id == appeal_id)
        .order_by(MergeLog.id.desc())
        .limit(1)
    )


def _root(head: Any) -> Root | None:
    if head.root_id is None:
        return None
    return Root(head.root_id, head.root_no, head.root_title, head.root_matter_id, bool(head.root_readable))


def _children() -> Select[Any]:
    """Every kind of child in one statement: each row is filled for one kind and empty for the others."""
    appeal_id = bindparam("appeal_id", type_=Integer)
    members = select(Appeal.id).where(or_(Appeal.id == appeal_id, Appeal.merged_into_id == appeal_id))
    kinds = union_all(*(select(literal(n).label("n")) for n in range(len(CHILDREN) + 1))).subquery("kinds")
    statement = select(*CHILDREN, CHILD.id, CHILD.no, CHILD.title, CHILD.matter_id).select_from(kinds)
    for n, kind in enumerate(CHILDREN):
        own = AppealReporter.appeal_id.in_(members) if kind is AppealReporter else kind.appeal_id == appeal_id
        statement = statement.outerjoin(kind, and_(kinds.c.n == n, own))
    statement = statement.outerjoin(CHILD, and_(kinds.c.n == len(CHILDREN), CHILD.merged_into_id == appeal_id))
    in_order = (AppealReporter.reported_at, *(kind.id for kind in CHILDREN), CHILD.id)
    return statement.order_by(kinds.c.n, *in_order)


def _trail_and_files() -> tuple[Select[Any], Select[Any]]:
    entry, file = AuditEntry, Attachment
    matter_ids = bindparam("matter_ids", type_=Integer, expanding=True)
    of_entries: tuple[Any, ...] = (
        entry.id, entry.at, entry.actor_id, entry.actor_name, entry.role, entry.action, entry.matter_id, entry.changes
    )  # fmt: skip
    of_files: tuple[Any, ...] = (
        file.id, file.matter_id, file.purpose, file.name, file.media_type, file.size, file.uploaded_at,
        file.uploader_name,
    )  # fmt: skip
    return (
        select(*of_entries).where(entry.matter_id.in_(matter_ids)).order_by(entry.id),
        select(*of_files).where(file.matter_id.in_(matter_ids)).order_by(file.id),
    )


def _people() -> Select[Any]:
    """The viewer's places in the community, and the 网格长 of the compound on another day."""
    day: Any = bindparam("day", type_=Date)
    told_on: Any = bindparam("told_on", type_=Date)
    one = Appointment
    mine = and_(
        one.person_id == bindparam("person_id", type_=Integer),
        one.community == bindparam("community", type_=String),
        in_force(one.valid_from, one.valid_to, day),
    )
    leads = and_(
        one.compound_id == bindparam("compound_id", type_=Integer),
        one.role == AppointmentRole.LEADER,
        in_force(one.valid_from, one.valid_to, told_on),
    )
    columns: tuple[Any, ...] = (
        one.role, one.compound_id, one.building_id, one.entrance_id, one.grid_id, Person.name,
        mine.label("mine"), leads.label("leads"),
    )  # fmt: skip
    named = select(*columns).join(Person, Person.id == one.person_id)
    return named.where(or_(mine, leads)).order_by(one.valid_from, one.id)


# Built once: a statement of this width takes longer to build than to run (performance 3).
HANGS_ON = _children()
TRAIL, FILES = _trail_and_files()
PEOPLE = _people()


def _hangs_on(head: Any) -> tuple[File, list[Merged]]:
    appeal: Appeal = head.Appeal
    rows = db.session.execute(HANGS_ON, {"appeal_id": appeal.id}).all()
    legs, reporters, suspensions, extensions, checks, contacts = (
        [row[n] for row in rows if row[n] is not None] for n in range(len(CHILDREN))
    )
    file = File(appeal, legs, reporters, contacts, checks, suspensions, extensions)
    if appeal.state is AppealState.MERGED and head.target_state is not None:
        file.root_state, file.previous_state = head.target_state, AppealState(head.child_before["state"])
    return file, [Merged(*row[len(CHILDREN) :]) for row in rows if row[len(CHILDREN)] is not None]


def _of_matters(statement: Select[Any], matter_ids: list[int]) -> Sequence[Any]:
    return db.session.execute(statement, {"matter_ids": matter_ids}).all()


def _appointments(head: Any, viewer: Viewer, day: date) -> tuple[list[Any], str]:
    """The viewer's places here on `day`; the 网格长 of that day, or of the one on which the appeal ended (GR-49)."""
    appeal: Appeal = head.Appeal
    asked = {
        "person_id": viewer.person_id,
        "community": appeal.community,
        "compound_id": appeal.compound_id or 0,
        "day": day,
        "told_on": _ended_on(appeal, head) or day,
    }
    rows = db.session.execute(PEOPLE, asked).all()
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
