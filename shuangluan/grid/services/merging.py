"""并件 and its undoing: a relation; the child keeps number, reporters, photos, timeline (GR-31)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal, AppealReporter, MergeLog
from shuangluan.grid.queries import Book
from shuangluan.grid.rules import Action, AppealState, HandlingLevel, Level, Member
from shuangluan.grid.services import acting
from shuangluan.kernel import audit, clock, matters
from shuangluan.kernel.errors import RuleBroken

# What an appeal is alone: kept in the log of a merge, so that unmerging gives it back.
KEPT = (
    "registered_at",
    "level",
    "is_restricted",
    "is_mass",
    "first_due_on",
    "first_due_at",
    "due_on",
    "due_at",
    "severe_at",
    "remaining",
    "state",
    "handling_level",
)
LED = {AppealState.DISPATCHED, AppealState.PROCESSING, AppealState.RESPONDED, AppealState.VERIFYING}


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
    grandchildren = queries.children_of(child.id)
    with acting.changing(doing, Action.MERGE):
        if doing.file.lead is not None:
            doing.file.lead.is_current = False
        acting.move(child, AppealState.MERGED)
        child.merged_into_id = root.id
        for grandchild in grandchildren:
            grandchild.merged_into_id = root.id
    db.session.flush()
    matters.link(child.matter, root.matter, "merged_into", at=at)
    with audit.changing(rules.MERGED_IN, root, by=by, at=at):
        _combine(root, doing)
    audit.noted(rules.MERGED_IN, root, by=by, at=at, detail={"text": child.no})
    return log


def _load(appeal_id: int) -> Appeal:
    found = db.session.get(Appeal, appeal_id)
    if found is None:
        raise RuleBroken("主件不存在，请刷新页面")
    return found


def _member(appeal: Appeal, into: Appeal | None = None) -> Member:
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
        untold=_untold(appeal) if into is not None and into.is_suspended else 0,
    )


def _untold(appeal: Appeal) -> int:
    """Reporters of the appeal who can be called and were told of nothing yet."""
    rows = select(AppealReporter.id).where(
        AppealReporter.appeal_id == appeal.id, AppealReporter.phone.is_not(None), AppealReporter.told_at.is_(None)
    )
    return len(db.session.scalars(rows).all())


def _hour(appeal: Appeal, at: datetime | None) -> datetime | None:
    """The wall-clock hour of a date that counts in hours; None where the whole day counts."""
    return clock.wall(at) if at is not None and appeal.promise_unit not in {"wd", "cd", None} else None


def _before(appeal: Appeal) -> dict[str, Any]:
    kept = {name: getattr(appeal, name) for name in KEPT}
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in kept.items()}


def _combine(root: Appeal, doing: acting.Doing) -> None:
    """The root takes the earliest dates, the highest level, the strictest confidentiality (GR-43)."""
    children = queries.children_of(root.id)
    new = rules.combined(_member(root), [_member(child) for child in children], doing.day, doing.book.calendar)
    root.registered_at = clock.from_wall(new.registered_at)
    root.level, root.is_restricted = new.level, new.restricted
    root.matter.is_restricted = new.restricted
    root.first_due_on, root.first_due_at = new.first_due_on, _stored(new.first_due_on, new.first_due_at)
    root.is_mass = root.is_mass or rules.is_mass(queries.reporter_dates(root), doing.book.terms)
    if root.promise_from is not None:
        acting.set_due(root, acting.reckon(queries.file_of(root), doing.book))
    else:
        root.due_on, root.due_at = new.due_on, _stored(new.due_on, new.due_at)
        root.severe_at = _stored(new.severe_on, new.severe_at)


def _stored(day: date | None, hour: datetime | None) -> datetime | None:
    return clock.from_wall(rules.end_of(day, hour)) if day is not None else None


def unmerge_appeal(child: Appeal, *, by: audit.Actor, at: datetime, book: Book | None = None) -> None:
    """拆出: previous state and own dates come back, to the root too; what had come along goes along (GR-31)."""
    doing = acting.begin(Action.UNMERGE, child, by=by, at=at, book=book)
    log = queries.running_log(child.id)
    if log is None or child.merged_into_id is None:
        raise RuleBroken("找不到这次并件的记录，请刷新页面")
    root, grandchildren = _load(child.merged_into_id), queries.brought_along(child)
    alone = _alone(queries.merge_logs(root.id) if log.root_id == root.id else [log], at)
    with acting.changing(doing, Action.UNMERGE):
        log.unmerged_at, log.unmerged_by_id = at, by.id or 0
        child.merged_into_id = None
        acting.step(doing, Action.UNMERGE)
        for grandchild in grandchildren:
            grandchild.merged_into_id = child.id
        _reopen_leg(doing)
    matters.unlink(child.matter, root.matter, "merged_into")
    db.session.flush()
    with audit.changing(rules.MERGED_OUT, root, by=by, at=at):
        _give_back(root, alone)
        _combine(root, doing)
    audit.noted(rules.MERGED_OUT, root, by=by, at=at, detail={"text": child.no})


def _alone(logs: Sequence[MergeLog], at: datetime) -> dict[str, Any]:
    """What the root was before the first of the merges that have run without a break."""
    start = rules.streak_start([(log.merged_at, log.unmerged_at) for log in logs], at)
    return logs[start].root_before


def _give_back(root: Appeal, own: dict[str, Any]) -> None:
    """The root's own values; what else was in between is counted anew by `_combine`."""
    root.registered_at = datetime.fromisoformat(own["registered_at"])
    root.level, root.handling_level = Level(own["level"]), HandlingLevel(own["handling_level"])
    root.is_restricted, root.is_mass = bool(own["is_restricted"]), bool(own["is_mass"])
    for name in ("first_due_on", "due_on"):
        setattr(root, name, date.fromisoformat(own[name]) if own[name] else None)
    for name in ("first_due_at", "due_at", "severe_at"):
        setattr(root, name, datetime.fromisoformat(own[name]) if own[name] else None)


def _reopen_leg(doing: acting.Doing) -> None:
    """The leg that was running when the child was merged runs again."""
    last = doing.file.last_lead
    if doing.appeal.state in LED and last is not None:
        last.is_current = True
