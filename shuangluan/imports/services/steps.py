"""What its owner decides: which file, which columns, which rows are left out; to go on, to write, to give up."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from shuangluan.extensions import db
from shuangluan.imports import queries
from shuangluan.kernel import audit, jobs
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import ColumnMatch, ImportState, Job, SheetImport, SheetRow, Verdict
from shuangluan.kernel.sheets import columns, verdicts
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.sheets.registers import Register

READ, CHECK, WRITE, WITHDRAW = "imports.read", "imports.check", "imports.write", "imports.withdraw"
S = ImportState
NONE: Mapping[str, Any] = MappingProxyType({})


def begin(
    register: Register, name: str, body: bytes, stored_name: str, *, by: audit.Actor, at: datetime
) -> SheetImport:
    """Take in a file that was kept sealed under `stored_name`, and have it read."""
    one = SheetImport(
        register=register.key,
        file_name=name[-120:],
        stored_name=stored_name,
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
        owner_id=by.id or 0,
        uploaded_at=at,
        state=S.READING,
        sheet=-1,
        found={},
        match={},
        fixed={},
        counts={},
    )
    db.session.add(one)
    db.session.flush()
    audit.noted("kernel.import.uploaded", one, by=by, at=at, detail={"register": register.name, "file": one.file_name})
    _have(one, READ, S.READING, f"读取“{one.file_name}”", by=by, at=at)
    return one


def read_again(one: SheetImport, sheet: int, *, by: audit.Actor, at: datetime) -> None:
    """Look at another sheet of the file. Raises RuleBroken for one that it does not have."""
    _check_open(one)
    if sheet not in {tab["index"] for tab in one.found.get("tabs", [])}:
        raise RuleBroken("文件里没有这张工作表，请从列表里选", "sheet")
    one.sheet = sheet
    _have(one, READ, S.READING, f"读取“{one.file_name}”", by=by, at=at)


def match_columns(
    one: SheetImport,
    match: Mapping[str, str],
    fields: Sequence[Field],
    fixed: Mapping[str, Any] = NONE,
    *,
    by: audit.Actor,
    at: datetime,
) -> None:
    """Say which column is what, and which fields without a column have one value in all rows.

    Remembered for the owner's next file of this shape; then the rows are checked. Raises RuleBroken for two columns of
    one field, and while what tells records apart is not given.
    """
    _check_open(one)
    chosen = columns.picked(queries.labels_of(one), fields, match, fixed)
    chosen.check_complete(queries.register_of(one).natural_keys, fields)
    one.match, one.fixed = dict(match), verdicts.plain(fixed)
    remember(one, at=at)
    check_again(one, by=by, at=at)


def remember(one: SheetImport, *, at: datetime) -> None:
    """Keep the match for the next file of this shape."""
    signature = one.found["signature"]
    known = queries.remembered(one.register, signature, one.owner_id)
    if known is None:
        known = ColumnMatch(register=one.register, signature=signature, person_id=one.owner_id)
        db.session.add(known)
    picked = {key: int(column) for column, key in one.match.items() if key}
    known.match, known.fixed, known.used_at = columns.choice(queries.labels_of(one), picked), one.fixed, at


def check_again(one: SheetImport, *, by: audit.Actor, at: datetime) -> None:
    """Check the rows against the register as it stands now."""
    _check_open(one)
    _have(one, CHECK, S.CHECKING, f"核对“{one.file_name}”", by=by, at=at)


def choose_row(one: SheetImport, row: SheetRow, chosen: bool) -> None:
    """Leave a row out, or take it in again. Raises RuleBroken for a row that would not be written anyway."""
    _check_open(one)
    if row.verdict not in (Verdict.NEW, Verdict.CHANGED):
        raise RuleBroken("这一行本来就不会写入")
    row.chosen = chosen


def confirm(one: SheetImport, *, by: audit.Actor, at: datetime) -> None:
    """Have the chosen rows written, all or none. Raises RuleBroken when there are none."""
    if one.state is not S.READY:
        raise RuleBroken("这次导入已经不在核对了，请刷新页面看它的结果")
    if not queries.chosen_count(one):
        raise RuleBroken("没有要写入的行")
    _have(one, WRITE, S.WRITING, f"写入“{one.file_name}”", by=by, at=at)


def withdraw(one: SheetImport, *, by: audit.Actor, at: datetime) -> None:
    """Have everything taken back that the import wrote. Raises RuleBroken when it wrote nothing, or was withdrawn."""
    if one.state is not S.DONE:
        raise RuleBroken("只有已经写入的导入才能撤回")
    if one.file_removed_at is not None:
        raise RuleBroken("文件和逐行的内容已到期清除，不能再整批撤回；请在台账里逐条改")
    _have(one, WITHDRAW, S.WITHDRAWING, f"撤回“{one.file_name}”", by=by, at=at)


def drop(one: SheetImport, *, by: audit.Actor, at: datetime) -> None:
    """Do not go on: nothing is written. Raises RuleBroken once it is being written."""
    if one.state in (S.READING, S.CHECKING):
        job = db.session.get(Job, one.job_id) if one.job_id else None
        if job is not None and not jobs.is_finished(job):
            jobs.cancel(job, by=by, at=at)
    elif one.state not in queries.OPEN:
        raise RuleBroken("已经写入或者结束了，不能放弃；写错了可以撤回")
    one.state = S.DROPPED


def _check_open(one: SheetImport) -> None:
    if one.state not in queries.OPEN:
        raise RuleBroken("这次导入已经不在核对了，请刷新页面看它的结果")


def _have(one: SheetImport, kind: str, state: ImportState, title: str, *, by: audit.Actor, at: datetime) -> None:
    one.state, one.problem = state, ""
    job = jobs.ask(kind, title=title, payload={"import": one.id}, back=f"/imports/{one.id}", by=by, at=at)
    one.job_id = job.id
