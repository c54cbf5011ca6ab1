"""Reads over several slices: what each declared through its port, put together in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, type_coerce, union_all

from shuangluan.extensions import UtcDateTime, db
from shuangluan.kernel import clock, matters, ports
from shuangluan.kernel.models import Attachment, Matter
from shuangluan.kernel.permissions import Viewer

FIRST_FEW, PAGE = 8, 50  # rows of a group beside the others, and of a group alone
HITS, HITS_ALONE = 10, 50
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Todo:
    """One thing that awaits the viewer."""

    step: ports.Step
    record_id: int
    title: str
    note: str
    due_at: datetime | None


@dataclass(frozen=True)
class Pile:
    """The to-dos of one group: how many, how many late and due today, and those shown."""

    key: str
    label: str
    total: int = 0
    late: int = 0
    today: int = 0
    rows: Sequence[Todo] = ()


@dataclass(frozen=True)
class Count:
    """How much awaits the viewer in one task, and how much of it is late or due today."""

    total: int = 0
    late: int = 0
    pressing: int = 0  # late or due today

    def __add__(self, other: "Count") -> "Count":
        return Count(self.total + other.total, self.late + other.late, self.pressing + other.pressing)


@dataclass(frozen=True)
class Found:
    """What one task's slice found; `more` when it has more than are shown."""

    task: ports.Task
    hits: Sequence[ports.Hit]
    more: bool


def piles(*, viewer: Viewer, now: datetime, alone: str | None = None, page: int = 1) -> list[Pile]:
    """The viewer's to-dos by group, each by due time, in one statement.

    The first few of every group; or, with `alone`, one page of that group and only the sizes of the others.
    """
    ranked = _ranked(viewer, now)
    if ranked is None:
        return [Pile(key, label) for key, label in ports.GROUPS.items()]
    first, last = (page - 1) * PAGE + 1, page * PAGE
    shown = ranked.c.nth <= FIRST_FEW
    if alone:  # the first of each group comes along for its sizes
        shown = or_(and_(ranked.c.pile == alone, ranked.c.nth.between(first, last)), ranked.c.nth == 1)
    rows = db.session.execute(
        select(*(c for c in ranked.c if c.key != "due_at"), type_coerce(ranked.c.due_at, UtcDateTime()).label("due_at"))
        .where(shown)
        .order_by(ranked.c.pile, ranked.c.nth)
    ).all()
    return [
        _pile(key, label, [r for r in rows if r.pile == key], kept=alone in (None, key), first=first if alone else 1)
        for key, label in ports.GROUPS.items()
    ]


def _pile(key: str, label: str, rows: Sequence[Any], *, kept: bool, first: int) -> Pile:
    if not rows:
        return Pile(key, label)
    shown = [_todo(row) for row in rows if kept and row.nth >= first]
    return Pile(key, label, rows[0].total, rows[0].late, rows[0].today, shown)


def _todo(row: Any) -> Todo:
    return Todo(ports.steps[row.step], row.record_id, row.title, row.note or "", row.due_at)


def counts(*, viewer: Viewer, now: datetime) -> dict[str, Count]:
    """How much awaits the viewer in each task, in one statement."""
    waiting = _waiting(viewer, now)
    totals = dict.fromkeys(ports.TASKS, Count())
    if waiting is None:
        return totals
    late, today = _late(waiting, now), _today(waiting, now)
    rows = db.session.execute(
        select(waiting.c.step, func.count(), func.sum(late), func.sum(today)).group_by(waiting.c.step)
    )
    for step, total, overdue, due in rows:
        totals[ports.steps[step].task] += Count(total, overdue, overdue + due)
    return totals


def _ranked(viewer: Viewer, now: datetime) -> Any:
    """Each to-do with its group, its place in it and the group's sizes."""
    waiting = _waiting(viewer, now)
    if waiting is None:
        return None
    members = {key: [s.key for s in ports.steps.values() if s.group == key] for key in ports.GROUPS}
    cases = [(waiting.c.step.in_(keys), key) for key, keys in members.items() if key != "mine"]
    grouped = select(
        *waiting.c,
        case(*cases, else_="mine").label("pile"),
        _late(waiting, now).label("is_late"),
        _today(waiting, now).label("is_today"),
    ).subquery("grouped")
    row = grouped.c
    order = (row.due_at.is_(None), row.due_at, row.record_id, row.step)
    return select(
        row.step, row.record_id, row.title, row.note, row.due_at, row.pile,
        func.row_number().over(partition_by=row.pile, order_by=order).label("nth"),
        func.count().over(partition_by=row.pile).label("total"),
        func.sum(row.is_late).over(partition_by=row.pile).label("late"),
        func.sum(row.is_today).over(partition_by=row.pile).label("today"),
    ).subquery("ranked")  # fmt: skip


def _waiting(viewer: Viewer, now: datetime) -> Any:
    """The union of what every slice says awaits the viewer; None when no slice knows of anything for him."""
    asked = (ask(viewer, now) for ask in ports.todo)
    parts = [found.subquery() for found in asked if found is not None]
    if not parts:
        return None
    rows: list[Select[Any]] = [
        select(part.c.step, part.c.record_id, part.c.title, part.c.note, part.c.due_at) for part in parts
    ]
    return union_all(*rows).subquery("waiting")


def _late(waiting: Any, now: datetime) -> Any:
    return case((waiting.c.due_at < now, 1), else_=0)


def _today(waiting: Any, now: datetime) -> Any:
    """Due from now until 24:00, which is stored as the next day's first moment."""
    midnight = clock.start_of(clock.local_day(now) + ONE_DAY)
    return case((and_(waiting.c.due_at >= now, waiting.c.due_at <= midnight), 1), else_=0)


def found(query: str, *, viewer: Viewer, alone: str | None = None) -> list[Found]:
    """What the slices find for the viewer, by task; with `alone` more of one task and none of the others."""
    most = HITS_ALONE if alone else HITS
    by_task: dict[str, list[ports.Hit]] = {}
    for ask in ports.search:
        for hit in ask(viewer, query, most + 1):
            by_task.setdefault(hit.task, []).append(hit)
    return [
        Found(task, by_task[key][:most], len(by_task[key]) > most)
        for key, task in ports.TASKS.items()
        if by_task.get(key) and alone in (None, key)
    ]


def attachment(attachment_id: int, *, viewer: Viewer) -> Attachment | None:
    """A file whose record the viewer may read; any other does not exist (B03, B08)."""
    row = db.session.execute(
        select(Attachment, Matter.kind, Matter.record_id)
        .join(Matter, Matter.id == Attachment.matter_id)
        .where(Attachment.id == attachment_id)
    ).one_or_none()
    if row is None or row.record_id is None:
        return None
    kind = matters.KINDS.get(row.kind)
    return row.Attachment if kind is not None and kind.readable(row.record_id, viewer) else None
