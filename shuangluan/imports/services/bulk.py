"""Rows of a register that takes many: drawn up and staged in short transactions, so that the lock is held briefly."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import delete, func, insert, select

from shuangluan.extensions import db
from shuangluan.imports import queries
from shuangluan.imports.services.desk import Desk, check_unchanged
from shuangluan.kernel import audit, jobs
from shuangluan.kernel.models import SheetImport, StagedEntry
from shuangluan.kernel.sheets import verdicts
from shuangluan.kernel.sheets.registers import Bulk

CHUNK = 500  # rows staged in one short transaction
SWEPT = 5_000  # rows cleared away in one


def stage(one: SheetImport, bulk: Bulk, desk: Desk, run: jobs.Run) -> tuple[int, str]:
    """Draw up the chosen new rows; answers with how many they are and the digest over their entries.

    Raises RuleBroken for a row of which the register does not say any more what its owner saw.
    """
    total, place = queries.chosen_count(one), 0
    for rows in queries.new_rows(one.id, CHUNK):
        contents = [verdicts.content(row.content) for row in rows]
        values = [verdicts.values_of(content.values, desk.fields) for content in contents]
        for row, content, answer in zip(rows, contents, desk.register.look(values, desk.viewer, desk.at), strict=True):
            check_unchanged(row, content, answer)
        staged, entries = bulk.draw_up(values, [row.number for row in rows], place, desk.by, desk.at)
        _keep(bulk, staged, entries)
        place += len(rows)
        run.progress(place, total, f"准备写入 {total:,} 行，这时还能取消")
    return audit.digest_of_staged(one.id)


def stage_removal(one: SheetImport, bulk: Bulk, desk: Desk, run: jobs.Run, count: int) -> tuple[int, str]:
    """Stage the entries that say of each record that it was taken away again."""
    done = 0
    told = iter(queries.entries_of(one.id, bulk.added))
    while chunk := list(islice(told, CHUNK)):
        entries = [
            audit.staged(bulk.removed, desk.register.record_kind, place, _taken(said), by=desk.by, at=desk.at)
            for place, said in enumerate(chunk, done)
        ]
        _keep(bulk, (), entries)
        done += len(chunk)
        run.progress(done, count, f"准备撤回 {count:,} 行，这时还能取消")
    return audit.digest_of_staged(one.id)


def _taken(said: Mapping[str, Any]) -> dict[str, Any]:
    """The last values of a record, out of what was said of its first."""
    return {key: value if key == "row" else value[::-1] for key, value in said.items()}


def _keep(bulk: Bulk, staged: Sequence[Mapping[str, Any]], entries: Sequence[Mapping[str, Any]]) -> None:
    with audit.transaction():
        if staged:
            db.session.execute(insert(bulk.table), list(staged))
        db.session.execute(insert(StagedEntry), list(entries))


def clear(bulk: Bulk | None, import_id: int) -> None:
    """Nothing that was staged stays behind, whether it was written or not."""
    for table in (bulk.table, StagedEntry) if bulk else ():
        for first, last in _spans(table, import_id):
            with audit.transaction():
                place = table.__table__.c.place
                ours = table.__table__.c.import_id == import_id
                db.session.execute(delete(table).where(ours, place >= first, place < last))


def _spans(table: Any, import_id: int) -> Iterator[tuple[int, int]]:
    last = db.session.scalar(select(func.max(table.place)).where(table.import_id == import_id))
    for first in range(0, -1 if last is None else last + 1, SWEPT):
        yield first, first + SWEPT
