"""Write the chosen rows of an import, all or none; take them back the same way."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import update

from shuangluan.extensions import db
from shuangluan.imports import queries
from shuangluan.imports.services import bulk
from shuangluan.imports.services.desk import Desk, check_same_rights, check_unchanged, desk_of, told
from shuangluan.imports.services.steps import S
from shuangluan.kernel import audit, hiding, jobs
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import SheetImport, SheetRow, Verdict
from shuangluan.kernel.sheets import verdicts
from shuangluan.kernel.sheets.verdicts import Content

CHUNK = 500  # rows looked up at a time
NAMED = 10  # rows named in a sentence; the rest are counted
WRITTEN, WITHDRAWN = "kernel.import.written", "kernel.import.withdrawn"


def write(run: jobs.Run) -> None:
    """The job that writes; what was changed since the check stops the whole of it, and nothing is written.

    Many new rows are written beforehand where nobody sees them (`bulk`), and one short transaction shows them.
    """
    one = db.session.get_one(SheetImport, run.payload["import"])
    if one.state is not S.WRITING:
        return  # an earlier try got to its end
    desk = desk_of(one, run)
    way, sealed = desk.register.bulk, None
    if way:
        bulk.clear(run.payload["import"], run)
        sealed = bulk.write_unseen(one, way, desk, run)
    run.progress(0, 0, "写入：全部成功才算数，这一步不能取消", now=True)
    with audit.transaction():
        _write_all(run.payload["import"], desk, sealed)


def _write_all(import_id: int, desk: Desk, sealed: bulk.Sealed | None) -> None:
    one = db.session.get_one(SheetImport, import_id)
    check_same_rights(desk)
    detail = told(one) | ({"sealed": sealed} if sealed else {})
    audit.noted(WRITTEN, one, by=desk.by, at=desk.at, detail=detail)
    if sealed:
        hiding.show(import_id)
    for rows in _chunks(db.session.execute(queries.to_write(one, one_by_one=desk.register.bulk is None)).all()):
        _write(rows, desk)
    one.state, one.written_at = S.DONE, desk.at


def withdraw(run: jobs.Run) -> None:
    """The job that takes back: new records go, changed ones get their old values, as long as nobody touched them.

    Many new ones are hidden at once; they are removed afterwards, in short transactions (`bulk.clear_some`).
    """
    one = db.session.get_one(SheetImport, run.payload["import"])
    if one.state is not S.WITHDRAWING:
        return
    desk, written = desk_of(one, run), audit.sealed_by(WRITTEN, one.id)
    removed = None
    if written and desk.register.bulk:
        bulk.clear(run.payload["import"], run)
        removed = bulk.tell_removal(one, desk.register.bulk, desk, run, written)
    run.progress(0, 0, "撤回：全部撤回才算数，这一步不能取消", now=True)
    with audit.transaction():
        _take_back_all(run.payload["import"], desk, written, removed)


def _take_back_all(import_id: int, desk: Desk, written: bulk.Sealed | None, removed: bulk.Sealed | None) -> None:
    one = db.session.get_one(SheetImport, import_id)
    check_same_rights(desk)
    rows = db.session.execute(queries.to_take_back(one, one_by_one=written is None)).all()
    _check_untouched(one, rows, desk.register.record_kind, written)
    detail = told(one) | ({"sealed": removed} if removed else {})
    audit.noted(WITHDRAWN, one, by=desk.by, at=desk.at, detail=detail)
    if written and desk.register.bulk:
        bulk.hide_withdrawn(import_id, desk.register.bulk, written)
    for chunk in _chunks(rows):
        with audit.gathering():
            for row in chunk:
                _take_back(row, desk)
    one.state, one.withdrawn_at = S.WITHDRAWN, desk.at


def lost(payload: dict[str, int], words: str) -> None:
    """A job of an import ended badly: what was being written is not, what could not be read is given up."""
    one = db.session.get(SheetImport, payload["import"])
    back = {S.WRITING: S.READY, S.WITHDRAWING: S.DONE, S.READING: S.FAILED, S.CHECKING: S.FAILED}
    if one is not None and one.state in back:
        one.state, one.problem = back[one.state], words[:300]


def _chunks(rows: Sequence[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _write(rows: Sequence[Any], desk: Desk) -> None:
    contents = [verdicts.content(row.content) for row in rows]
    values = [verdicts.values_of(content.values, desk.fields) for content in contents]
    answers = desk.register.look(values, desk.viewer, desk.at)
    for row, content, answer in zip(rows, contents, answers, strict=True):
        check_unchanged(row, content, answer)
    with audit.gathering():
        written = [_written(row, content, desk) for row, content in zip(rows, contents, strict=True)]
    said = [{"id": row.id, "record_id": getattr(made, "id", made)} for row, made in zip(rows, written, strict=True)]
    db.session.execute(update(SheetRow), said)


def _written(row: Any, content: Content, desk: Desk) -> Any:
    """Write one row; the record it is about now, or its id."""
    made = row.record_id
    try:
        if row.verdict is Verdict.NEW:
            values = verdicts.values_of(content.values, desk.fields)
            made = desk.register.add(values, desk.by, desk.at)
        else:
            changes = verdicts.values_of(content.changes, desk.fields)
            desk.register.change(row.record_id, changes, desk.by, desk.at)
    except RuleBroken as broken:
        raise RuleBroken(f"第 {row.number} 行：{broken.reason}；什么都没有写入") from None
    return made


def _check_untouched(
    one: SheetImport, rows: Sequence[Any], record_kind: str, sealed: Mapping[str, Any] | None
) -> None:
    numbers: list[int] = []
    for chunk in _chunks(rows):
        touched = queries.touched_since(one, record_kind, [row.record_id for row in chunk if row.record_id])
        numbers += [row.number for row in chunk if row.record_id in touched]
    count, numbers = len(numbers), sorted(numbers)[:NAMED]
    if sealed:
        places = queries.touched_between(one, record_kind, sealed["record"], sealed["count"])
        count, numbers = count + len(places), numbers + queries.numbers_at(sealed, places[:NAMED])
    if count:
        named = "、".join(map(str, numbers[:NAMED])) + ("等" if count > NAMED else "")
        raise RuleBroken(f"有 {count} 行写入以后又有人改过（第 {named} 行），不能整批撤回；请在台账里逐条改")


def _take_back(row: Any, desk: Desk) -> None:
    try:
        if row.verdict is Verdict.NEW:
            desk.register.remove(row.record_id or 0, desk.by, desk.at)
        else:
            old = verdicts.values_of(verdicts.content(row.content).old, desk.fields)
            desk.register.change(row.record_id or 0, old, desk.by, desk.at)
    except RuleBroken as broken:
        raise RuleBroken(f"第 {row.number} 行撤不回：{broken.reason}") from None
