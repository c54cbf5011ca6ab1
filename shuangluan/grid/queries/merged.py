"""The appeals merged into a root, with what their own promises are counted from (GR-31)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, MergeLog, Suspension
from shuangluan.grid.rules import UNANSWERED
from shuangluan.kernel import clock
from shuangluan.kernel.workdays import Pause


@dataclass(frozen=True)
class Merged:
    """A child of a root: the day on which it was merged, and its own approved pauses before."""

    appeal: Appeal
    merged_on: date
    pauses: tuple[Pause, ...]


def children_of(root_id: int) -> list[Appeal]:
    """The appeals that stand merged into a root, oldest first; a root's own children moved with it (GR-54)."""
    rows = select(Appeal).where(Appeal.merged_into_id == root_id).order_by(Appeal.id)
    return list(db.session.scalars(rows))


def promised_and_unanswered() -> list[Appeal]:
    """Every root whose promise still runs, whoever's: for the clocks, not for a page."""
    rows = select(Appeal).where(Appeal.state.in_(UNANSWERED), Appeal.promise_from.is_not(None)).order_by(Appeal.id)
    return list(db.session.scalars(rows))


def merged_into(root_id: int) -> list[Merged]:
    """The children of a root with their facts, in three statements."""
    children = children_of(root_id)
    ids = [child.id for child in children]
    logs = db.session.execute(
        select(MergeLog.child_id, MergeLog.merged_at)
        .where(MergeLog.child_id.in_(ids), MergeLog.unmerged_at.is_(None))
        .order_by(MergeLog.id)
    )
    merged_on = {child_id: clock.local_day(at) for child_id, at in logs}
    pauses = _approved_pauses(ids)
    return [
        Merged(child, merged_on[child.id], tuple(_ended(p, merged_on[child.id]) for p in pauses[child.id]))
        for child in children
    ]


def _approved_pauses(ids: Sequence[int]) -> "defaultdict[int, list[Suspension]]":
    found: defaultdict[int, list[Suspension]] = defaultdict(list)
    rows = select(Suspension).where(Suspension.appeal_id.in_(ids), Suspension.approved_at.is_not(None))
    for pause in db.session.scalars(rows.order_by(Suspension.id)):
        found[pause.appeal_id].append(pause)
    return found


def _ended(pause: Suspension, merged_on: date) -> Pause:
    """A pause that was open when the child was merged ended for it that day."""
    return Pause(pause.from_on, pause.to_on or max(pause.from_on, merged_on))


def merge_logs(root_id: int) -> Sequence[MergeLog]:
    """Every merge into a root, undone ones included, in order."""
    return db.session.scalars(select(MergeLog).where(MergeLog.root_id == root_id).order_by(MergeLog.id)).all()


def running_log(child_id: int) -> MergeLog | None:
    """The merge under which a child stands now."""
    return db.session.scalar(
        select(MergeLog)
        .where(MergeLog.child_id == child_id, MergeLog.unmerged_at.is_(None))
        .order_by(MergeLog.id.desc())
        .limit(1)
    )


def brought_along(child: Appeal) -> list[Appeal]:
    """The appeals that had been merged into `child` and moved with it into its root."""
    return list(
        db.session.scalars(
            select(Appeal)
            .join(MergeLog, MergeLog.child_id == Appeal.id)
            .where(
                MergeLog.root_id == child.id,
                MergeLog.unmerged_at.is_(None),
                Appeal.merged_into_id == child.merged_into_id,
            )
            .order_by(Appeal.id)
        )
    )
