"""Rows of a register that takes many: written in short transactions where nobody sees them, then shown all at once.

What is hidden and belongs to no work any more (it was cancelled, it broke, it was withdrawn) is removed the same way.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from shuangluan.extensions import db
from shuangluan.imports import queries
from shuangluan.imports.services.desk import Desk, check_unchanged
from shuangluan.kernel import audit, hiding, jobs
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import SheetImport
from shuangluan.kernel.sheets import verdicts
from shuangluan.kernel.sheets.registers import Bulk, Drawn

CHUNK = 250  # rows written in one short transaction
REMOVED = 500  # removed in one
POINTED_AT = "其中有的记录已经有附件、关联或经办，不能整批撤回；请在台账里逐条处理"
Sealed = Mapping[str, Any]  # what the entry that shows or hides a block says of it


def write_unseen(one: SheetImport, bulk: Bulk, desk: Desk, run: jobs.Run) -> Sealed | None:
    """Write the chosen new rows; answers with what their entries are sealed by, None where there are no such rows.

    The last is written first: it keeps the ids for the others. Raises RuleBroken for a row of which the register does
    not say any more what its owner saw, or that cannot stand any more.
    """
    import_id, count = one.id, queries.new_count(one)
    if not count:
        return None
    last = queries.last_new_row(import_id)
    drawn = _drawn([last], count - 1, bulk, desk)
    with audit.transaction():
        firsts = bulk.reserve(count, desk.at)
        block = audit.new_block(count, record=firsts.record, matter=firsts.matter)
        hiding.hide(import_id, [*bulk.spans(firsts.record, firsts.matter, count), block.span])
        bulk.write(drawn[0], firsts, count - 1)
        audit.enter(block, drawn[1], count - 1)
    place = 0
    for rows in queries.new_rows(import_id, CHUNK, before=last.number):
        drawn = _drawn(rows, place, bulk, desk)
        with audit.transaction():
            bulk.write(drawn[0], firsts, place)
            audit.enter(block, drawn[1], place)
        place += len(rows)
        run.breathe()
        run.progress(place + 1, count, f"已写好 {place + 1:,} 行，别人还看不到，这时还能取消")
    return audit.seal(block)


def _drawn(rows: Sequence[Any], place: int, bulk: Bulk, desk: Desk) -> Drawn:
    contents = [verdicts.content(row.content) for row in rows]
    values = [verdicts.values_of(content.values, desk.fields) for content in contents]
    for row, content, answer in zip(rows, contents, desk.register.look(values, desk.viewer, desk.at), strict=True):
        check_unchanged(row, content, answer)
    return bulk.draw_up(values, [row.number for row in rows], place, desk.by, desk.at)


def tell_removal(one: SheetImport, bulk: Bulk, desk: Desk, run: jobs.Run, written: Sealed) -> Sealed:
    """Enter of each record that it was taken away again, where nobody sees it yet."""
    import_id, count, first = one.id, written["count"], written["first"]
    [last] = queries.changes_between(first + count - 1, first + count - 1)
    with audit.transaction():
        block = audit.new_block(count, record=written["record"], matter=written["matter"])
        hiding.hide(import_id, [block.span])
        audit.enter(block, _taken([last], count - 1, bulk, desk), count - 1)
    place, told = 0, queries.changes_between(first, first + count - 2)
    for chunk in _chunks(told):
        taken = _taken(chunk, place, bulk, desk)
        with audit.transaction():
            audit.enter(block, taken, place)
        place += len(chunk)
        run.breathe()
        run.progress(place + 1, count, f"准备撤回 {count:,} 行，这时还能取消")
    return audit.seal(block)


def _taken(told: Sequence[Mapping[str, Any]], first: int, bulk: Bulk, desk: Desk) -> list[dict[str, Any]]:
    """The entries of records that are taken away: the last values of each, out of what was said of its first."""
    kind = desk.register.record_kind
    last = ({key: value if key == "row" else value[::-1] for key, value in said.items()} for said in told)
    return [
        audit.to_seal(bulk.removed, kind, place, said, by=desk.by, at=desk.at) for place, said in enumerate(last, first)
    ]


def _chunks(told: Iterator[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    while chunk := list(islice(told, CHUNK)):
        yield chunk


def hide_withdrawn(import_id: int, bulk: Bulk, written: Sealed) -> None:
    """Show that they were removed and hide them. Raises RuleBroken where something points at one."""
    spans = bulk.spans(written["record"], written["matter"], written["count"])
    if hiding.is_pointed_at(spans):
        raise RuleBroken(POINTED_AT)
    hiding.show(import_id)
    hiding.hide(import_id, spans)


def clear(import_id: int, run: jobs.Run) -> None:
    """Remove what an earlier try of this import has left, and whatever else is left behind."""
    for each in (import_id, *hiding.left_behind()):
        while _remove_some(each):
            run.progress(0, 0, "先清掉上一次没有写完的")
            run.breathe()


def clear_some() -> bool:
    """Remove some of what was left behind by any import; False when nothing is. A chore of the jobs."""
    left = hiding.left_behind()
    db.session.rollback()
    return bool(left) and _remove_some(left[0])


def _remove_some(import_id: int) -> bool:
    with audit.transaction():
        return hiding.remove_some(import_id, REMOVED)
