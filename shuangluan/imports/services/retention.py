"""到期清除: uploaded files and their rows go when their time is over, because somebody said so (F06, F07).

What the import wrote, and what the trail says of it, stays.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select

from shuangluan.extensions import db
from shuangluan.imports import queries
from shuangluan.imports.permissions import Perm
from shuangluan.imports.services.steps import S
from shuangluan.kernel import audit, clock, jobs, sealed_files
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import SheetImport, SheetRow

SWEEP = "imports.sweep"
SWEPT = 5_000  # rows that go in one short transaction


def remove_files(ids: Sequence[int], *, by: audit.Actor, at: datetime) -> None:
    """Have the files of imports removed with their rows. Raises RuleBroken unless the time of each is over."""
    due = set(db.session.scalars(queries.due_ids(clock.local_day(at)).where(SheetImport.id.in_(ids))))
    if due != set(ids):
        raise RuleBroken("选中的文件里有没到期的，或者已经清除了；请刷新页面重选")
    title = f"清除 {len(ids)} 个到期的导入文件"
    payload: dict[str, Any] = {"imports": sorted(ids)}
    job = jobs.ask(SWEEP, title=title, payload=payload, back="/imports/retention", by=by, at=at)
    audit.noted("kernel.import.removal_asked", job, by=by, at=at, detail={"imports": sorted(ids)})


def sweep(run: jobs.Run) -> None:
    """The job that removes; one file after the other, each with its entry."""
    if not run.viewer.can(Perm.FILE_REMOVE):
        raise RuleBroken("你现在没有清除导入文件的权限，请找管理员")
    ids = run.payload["imports"]
    for done, import_id in enumerate(ids):
        run.progress(done, len(ids), f"已清除 {done} 个文件")
        _remove(import_id, run)


def _remove(import_id: int, run: jobs.Run) -> None:
    if not db.session.scalar(queries.due_ids(clock.today()).where(SheetImport.id == import_id)):
        return  # an earlier try removed it, or its owner is at work on it again
    for first, last in _spans(import_id):
        with audit.transaction():
            numbers = SheetRow.number.between(first, last)
            db.session.execute(delete(SheetRow).where(SheetRow.import_id == import_id, numbers))
    with audit.transaction():
        one = db.session.get_one(SheetImport, import_id)
        name, one.samples, one.file_removed_at = one.stored_name, None, clock.now()
        if one.state in queries.OPEN:
            one.state = S.DROPPED
        detail = {"file": one.file_name, "uploaded": clock.local_day(one.uploaded_at), "rows": sum(one.counts.values())}
        audit.noted("kernel.import.file_removed", one, by=run.by, at=clock.now(), detail=detail)
    sealed_files.take_away(run.folder, name)


def _spans(import_id: int) -> Iterator[tuple[int, int]]:
    last = db.session.scalar(select(func.max(SheetRow.number)).where(SheetRow.import_id == import_id)) or 0
    for first in range(0, last + 1, SWEPT):
        yield first, first + SWEPT - 1
