"""Write the chosen rows of an import in one transaction, all or none; take them back the same way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from shuangluan.extensions import db
from shuangluan.imports import queries
from shuangluan.imports.services.steps import S
from shuangluan.kernel import audit, clock, jobs
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import SheetImport, SheetRow, Verdict
from shuangluan.kernel.sheets import verdicts
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.sheets.registers import Answer, Register
from shuangluan.kernel.sheets.verdicts import Content

CHUNK = 500  # rows looked up at a time
NAMED = 10  # rows named in a sentence; the rest are counted


@dataclass(frozen=True)
class Desk:
    """With what rows are written: the register, its fields, who acts and when."""

    register: Register
    fields: Sequence[Field]
    run: jobs.Run
    by: audit.Actor
    at: datetime


def write(run: jobs.Run) -> None:
    """The job that writes; what was changed since the check stops the whole of it, and nothing is written."""
    _prepare(db.session.get_one(SheetImport, run.payload["import"]), run)
    run.progress(0, 0, "写入：全部成功才算数，这一步不能取消", now=True)
    with audit.transaction():
        one = db.session.get_one(SheetImport, run.payload["import"])
        if one.state is not S.WRITING:
            return  # an earlier try got to its end
        desk = _desk(one, run)
        audit.noted("kernel.import.written", one, by=desk.by, at=desk.at, detail=_told(one))
        for rows in _chunks(db.session.scalars(queries.to_write(one)).all()):
            _write(rows, desk)
        one.state, one.written_at = S.DONE, desk.at


def _prepare(one: SheetImport, run: jobs.Run) -> None:
    """What the register can do before the write lock is taken."""
    register = queries.register_of(one)
    if register.prepare is None:
        return
    fields, total = register.fields(run.viewer, clock.today()), queries.chosen_count(one)
    walk = iter([row.content for row in db.session.scalars(queries.to_write(one))])
    for done in range(0, total, CHUNK):
        contents = [verdicts.content(text) for text in islice(walk, CHUNK)]
        register.prepare([verdicts.values_of(content.values, fields) for content in contents])
        run.progress(done, total, f"准备写入 {total:,} 行")


def withdraw(run: jobs.Run) -> None:
    """The job that takes back: new records go, changed ones get their old values, as long as nobody touched them."""
    run.progress(0, 0, "撤回：全部撤回才算数，这一步不能取消", now=True)
    with audit.transaction():
        one = db.session.get_one(SheetImport, run.payload["import"])
        if one.state is not S.WITHDRAWING:
            return
        desk = _desk(one, run)
        rows = db.session.scalars(queries.to_write(one).order_by(None).order_by(SheetRow.number.desc())).all()
        _check_untouched(one, rows, desk.register)
        audit.noted("kernel.import.withdrawn", one, by=desk.by, at=desk.at, detail=_told(one))
        for chunk in _chunks(rows):
            _take_back_all(chunk, desk)
        one.state, one.withdrawn_at = S.WITHDRAWN, desk.at


def lost(payload: dict[str, int], words: str) -> None:
    """A job of an import ended badly: what was being written is not, what could not be read is given up."""
    one = db.session.get(SheetImport, payload["import"])
    back = {S.WRITING: S.READY, S.WITHDRAWING: S.DONE, S.READING: S.FAILED, S.CHECKING: S.FAILED}
    if one is not None and one.state in back:
        one.state, one.problem = back[one.state], words[:300]


def _desk(one: SheetImport, run: jobs.Run) -> Desk:
    register, at = queries.register_of(one), clock.now()
    if not run.viewer.can(register.permission):
        raise RuleBroken(f"你现在没有修改{register.name}的权限，请找管理员")
    fields = register.fields(run.viewer, clock.local_day(at))
    return Desk(register, fields, run, replace(run.by, import_id=one.id), at)


def _told(one: SheetImport) -> dict[str, object]:
    return {"register": queries.register_of(one).name, "file": one.file_name, "rows": queries.chosen_count(one)}


def _chunks(rows: Sequence[SheetRow]) -> Iterator[list[SheetRow]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _write(rows: Sequence[SheetRow], desk: Desk) -> None:
    contents = [verdicts.content(row.content) for row in rows]
    values = [verdicts.values_of(content.values, desk.fields) for content in contents]
    answers = desk.register.look(values, desk.run.viewer, desk.at)
    for row, content, answer in zip(rows, contents, answers, strict=True):
        _check_unchanged(row, content, answer)
    many = desk.register.add_many
    if many is not None and all(row.verdict is Verdict.NEW for row in rows):
        for row, record_id in zip(rows, many(values, desk.by, desk.at), strict=True):
            row.record_id = record_id
        return
    for row, content in zip(rows, contents, strict=True):
        _write_one(row, content, desk)


def _write_one(row: SheetRow, content: Content, desk: Desk) -> None:
    try:
        if row.verdict is Verdict.NEW:
            values = verdicts.values_of(content.values, desk.fields)
            row.record_id = desk.register.add(values, desk.by, desk.at)
        else:
            changes = verdicts.values_of(content.changes, desk.fields)
            desk.register.change(row.record_id or 0, changes, desk.by, desk.at)
    except RuleBroken as broken:
        raise RuleBroken(f"第 {row.number} 行：{broken.reason}；什么都没有写入") from None


def _check_unchanged(row: SheetRow, content: Content, answer: Answer) -> None:
    """The register must still say of the row what it said when its owner looked at it."""
    if answer.problems:
        raise RuleBroken(f"第 {row.number} 行：{answer.problems[0][1]}；什么都没有写入，请重新核对")
    seen = (row.record_id, row.record_version) if row.verdict is Verdict.CHANGED else (None, None)
    standing = answer.standing
    now = (standing.id, standing.version) if standing else (None, None)
    old = verdicts.plain({key: standing.values.get(key) for key in content.old}) if standing else {}
    if seen != now or old != dict(content.old):
        raise RuleBroken(f"第 {row.number} 行：核对以后有人改过这条记录；什么都没有写入，请重新核对")


def _check_untouched(one: SheetImport, rows: Sequence[SheetRow], register: Register) -> None:
    touched: set[int] = set()
    for chunk in _chunks(rows):
        ids = [row.record_id for row in chunk if row.record_id]
        touched |= queries.touched_since(one, register.record_kind, ids)
    if touched:
        numbers = sorted(row.number for row in rows if row.record_id in touched)
        named = "、".join(map(str, numbers[:NAMED])) + ("等" if len(numbers) > NAMED else "")
        raise RuleBroken(f"有 {len(numbers)} 行写入以后又有人改过（第 {named} 行），不能整批撤回；请在台账里逐条改")


def _take_back_all(rows: Sequence[SheetRow], desk: Desk) -> None:
    many = desk.register.remove_many
    if many is not None and all(row.verdict is Verdict.NEW for row in rows):
        many([row.record_id for row in rows if row.record_id], desk.by, desk.at)
        return
    for row in rows:
        _take_back(row, desk)


def _take_back(row: SheetRow, desk: Desk) -> None:
    try:
        if row.verdict is Verdict.NEW:
            desk.register.remove(row.record_id or 0, desk.by, desk.at)
        else:
            old = verdicts.values_of(verdicts.content(row.content).old, desk.fields)
            desk.register.change(row.record_id or 0, old, desk.by, desk.at)
    except RuleBroken as broken:
        raise RuleBroken(f"第 {row.number} 行撤不回：{broken.reason}") from None
