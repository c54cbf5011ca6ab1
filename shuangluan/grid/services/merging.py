"""并件 and its undoing: a relation; the child keeps number, reporters, photos, timeline (GR-31)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import rules
from shuangluan.grid.models import Appeal, AppealReporter, MergeLog
from shuangluan.grid.queries import Book
from shuangluan.grid.rules import Action, AppealState, Combined, HandlingLevel, Level, Member
from shuangluan.grid.services import acting
from shuangluan.kernel import audit, clock, matters
from shuangluan.kernel.errors import RuleBroken

KEPT = (
    "level",
    "is_restricted",
    "first_due_on",
    "first_due_at",
    "due_on",
    "due_at",
    "severe_at",
    "remaining",
    "state",
    "handling_level",
)


def merge_appeals(
    child: Appeal, root: Appeal, *, by: audit.Actor, at: datetime, book: Book | None = None
) -> MergeLog:
    """Merge `child` into `root` (or into the root's root); both timelines get a line."""
    doing = acting.begin(Action.MERGE, child, by=by, at=at, book=book)
    while root.merged_into_id is not None:
        root = _load(root.merged_into_id)
    rules.check_can_merge(_member(child, root), _member(root))
    log = MergeLog(
        child_id=child.id,
        root_id=root.id,
        merged_at=at,
        merged_by_id=by.id or 0,
        child_before=_before(child),
        root_before=_before(root),
    )
    db.session.add(log)
    grandchildren = _children(child)
    with acting.changing(doing, Action.MERGE):
        if doing.file.lead is not None:
            doing.file.lead.is_current = False
        acting.move(child, AppealState.MERGED)
        child.merged_into_id = root.id
        for grandchild in grandchildren:
            grandchild.merged_into_id = root.id
    db.session.flush()
    matters.link(child.matter, root.matter, "merged_into", at=at)
    _combine(root, doing, [child, *grandchildren], rules.MERGED_IN, child.no)
    return log


def _load(appeal_id: int) -> Appeal:
    found = db.session.get(Appeal, appeal_id)
    if found is None:
        raise RuleBroken("主件不存在，请刷新页面")
    return found


def _children(root: Appeal) -> list[Appeal]:
    return list(
        db.session.scalars(
            select(Appeal)
            .where(Appeal.merged_into_id == root.id)
            .order_by(Appeal.id)
        )
    )


def _member(appeal: Appeal, into: Appeal | None = None) -> Member:
    untold = 0
    if into is not None and into.is_suspended:
        untold = len(
            db.session.scalars(
                select(AppealReporter.id).where(
                    AppealReporter.appeal_id == appeal.id,
                    AppealReporter.phone.is_not(None),
                    AppealReporter.told_at.is_(None),
                )
            ).all()
        )
    return Member(
        id=appeal.id,
        community=appeal.community,
        state=appeal.state,
        registered_at=clock.wall(appeal.registered_at),
        level=appeal.level,
        restricted=appeal.is_restricted,
        first_due_on=appeal.first_due_on,
        first_due_at=_hour(appeal, appeal.first_due_at),
        due_on=appeal.due_on,
        due_at=_hour(appeal, appeal.due_at),
        severe_on=clock.local_day(appeal.severe_at) if appeal.severe_at else None,
        severe_at=_hour(appeal, appeal.severe_at),
        remaining=appeal.remaining if appeal.is_suspended else None,
        untold=untold,
    )


def _hour(appeal: Appeal, at: datetime | None) -> datetime | None:
    """The wall-clock hour of a date that counts in hours; None where the whole day counts."""
    return clock.wall(at) if at is not None and appeal.promise_unit not in {"wd", "cd", None} else None


def _before(appeal: Appeal) -> dict[str, Any]:
    kept = {name: getattr(appeal, name) for name in KEPT}
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in kept.items()}


def _combine(root: Appeal, doing: acting.Doing, children: list[Appeal], action: str, no: str) -> None:
    """The root takes the earliest dates, the highest level, the strictest confidentiality (GR-43)."""
    every = {child.id: child for child in [*_children(root), *children] if child.merged_into_id == root.id}
    members = [_restored(child) for child in every.values()]
    new = rules.combined(_member(root), members, doing.day, doing.book.calendar)
    with audit.changing(action, root, by=doing.by, at=doing.at):
        _take(root, new)
        root.is_mass = root.is_mass or rules.is_mass(_dates(root), doing.book.terms)
    audit.noted(action, root, by=doing.by, at=doing.at, detail={"text": no})


def _dates(root: Appeal) -> list[Any]:
    rows = db.session.scalars(
        select(AppealReporter.reported_at)
        .join(Appeal, Appeal.id == AppealReporter.appeal_id)
        .where((Appeal.id == root.id) | (Appeal.merged_into_id == root.id))
    )
    return [clock.local_day(at) for at in rows]


def _restored(child: Appeal) -> Member:
    """A merged child with its own dates: they are untouched by merging."""
    return _member(child)


def _take(root: Appeal, new: Combined) -> None:
    root.level, root.is_restricted = new.level, new.restricted
    root.matter.is_restricted = new.restricted
    root.first_due_on = new.first_due_on
    root.first_due_at = _stored(new.first_due_on, new.first_due_at)
    root.due_on, root.due_at = new.due_on, _stored(new.due_on, new.due_at)
    if new.severe_on is not None and new.due_on is not None:
        root.severe_at = min(filter(None, (root.severe_at, _stored(new.severe_on, new.severe_at))))
    root.remaining = new.remaining


def _stored(day: Any, hour: datetime | None) -> datetime | None:
    return clock.from_wall(rules.end_of(day, hour)) if day is not None else None


def unmerge_appeal(child: Appeal, *, by: audit.Actor, at: datetime, book: Book | None = None) -> None:
    """拆出: previous state and own dates come back; the root gets its own back too (GR-31)."""
    doing = acting.begin(Action.UNMERGE, child, by=by, at=at, book=book)
    log = db.session.scalar(
        select(MergeLog)
        .where(MergeLog.child_id == child.id, MergeLog.unmerged_at.is_(None))
        .order_by(MergeLog.id.desc())
        .limit(1)
    )
    if log is None or child.merged_into_id is None:
        raise RuleBroken("找不到这次并件的记录，请刷新页面")
    root = _load(child.merged_into_id)
    log.unmerged_at, log.unmerged_by_id = at, by.id or 0
    with acting.changing(doing, Action.UNMERGE):
        child.merged_into_id = None
        acting.step(doing, Action.UNMERGE)
        _reopen_leg(doing)
    matters.unlink(child.matter, root.matter, "merged_into")
    db.session.flush()
    own = log.root_before
    with audit.changing(rules.MERGED_OUT, root, by=by, at=at):
        root.level, root.is_restricted = Level(own["level"]), bool(own["is_restricted"])
        root.handling_level = HandlingLevel(own["handling_level"])
        for name in ("first_due_on", "due_on"):
            setattr(root, name, datetime.fromisoformat(own[name]).date() if own[name] else None)
        for name in ("first_due_at", "due_at", "severe_at"):
            setattr(root, name, datetime.fromisoformat(own[name]) if own[name] else None)
    if _children(root):
        _combine(root, doing, [], rules.MERGED_OUT, child.no)


def _reopen_leg(doing: acting.Doing) -> None:
    """The leg that was running when the child was merged runs again."""
    if doing.appeal.state not in {
        AppealState.DISPATCHED,
        AppealState.PROCESSING,
        AppealState.RESPONDED,
        AppealState.VERIFYING,
    }:
        return
    last = doing.file.last_lead
    if last is not None:
        last.is_current = True
