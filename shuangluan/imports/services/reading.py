"""Read the file of an import and check its rows against the register: staged in short transactions, nothing written."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select

from shuangluan.extensions import db
from shuangluan.imports import queries
from shuangluan.imports.services import steps
from shuangluan.imports.services.steps import S
from shuangluan.kernel import audit, clock, jobs, sealed_files
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import ColumnMatch, SheetImport, SheetRow, Verdict
from shuangluan.kernel.sheets import columns, layout, reading, safety, verdicts
from shuangluan.kernel.sheets.cells import Tab
from shuangluan.kernel.sheets.columns import Match
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.sheets.heads import said
from shuangluan.kernel.sheets.layout import Layout, Row
from shuangluan.kernel.sheets.registers import Register
from shuangluan.kernel.sheets.rows import Checked, Reading, checked
from shuangluan.kernel.sheets.safety import Upload
from shuangluan.kernel.sheets.verdicts import Judged

CHUNK = 500  # rows staged in one short transaction
SAMPLES = 3  # rows shown beside the columns
MOST_TABS = 8  # sheets that are looked at for the one that is meant


def read(run: jobs.Run) -> None:
    """The job that opens the file and finds its columns; where nothing is left to decide it goes on to check."""
    one = db.session.get_one(SheetImport, run.payload["import"])
    if one.state is not S.READING:
        return  # an earlier try got further
    run.progress(0, 0, "打开文件，找表头", now=True)
    upload, fields = _upload(one, run), _fields(one, run)
    look = _look(upload, one.sheet, one, fields) if one.sheet >= 0 else _likely(upload, one, fields)
    table, match, known = look.table, look.match, look.known
    if table is None or match is None:
        raise RuleBroken(look.refusal)
    with audit.transaction():
        one = db.session.get_one(SheetImport, one.id)
        one.sheet, one.found = table.tab.index, _found(one, look.tabs, table, match)
        one.samples = json.dumps(look.samples, ensure_ascii=False)
        one.match = {str(label.column): key for key, label in match.chosen.items()}
        one.fixed = dict(match.fixed)
        one.state = S.MATCHING
        if _is_settled(match, queries.register_of(one), known):
            steps.check_again(one, by=run.by, at=clock.now())


@dataclass(frozen=True)
class _Look:
    """A sheet that was looked at: its table with the columns that are known, or why there is none."""

    tabs: Sequence[Tab]
    tab: Tab
    table: Layout | None = None
    samples: Sequence[Sequence[str]] = ()
    match: Match | None = None
    known: ColumnMatch | None = None
    refusal: str = ""


def _look(upload: Upload, sheet: int | None, one: SheetImport, fields: Sequence[Field]) -> _Look:
    with reading.opened(upload, sheet) as book:
        try:
            table = layout.laid_out(book.tab, book.lines, fields)
        except RuleBroken as broken:
            return _Look(book.tabs, book.tab, refusal=broken.reason)
        samples = [[said(row.cell(label)) for label in table.labels] for row in islice(table.rows(), SAMPLES)]
    known = queries.remembered(one.register, columns.signature(table.labels), one.owner_id)
    match = columns.matched(table.labels, fields, known.match if known else None)
    match = replace(match, fixed=_still_fixed(known, match, fields))
    return _Look(book.tabs, book.tab, table, samples, match, known)


def _likely(upload: Upload, one: SheetImport, fields: Sequence[Field]) -> _Look:
    """The first sheet whose columns say which record a row is about: before it stand covers and summaries.

    Where none does, the first that has a head at all; where none has, the first, with the reason.
    """
    keys = queries.register_of(one).natural_keys
    first = best = _look(upload, None, one, fields)
    likely = (tab for tab in first.tabs if tab.visible and tab.height and tab.name not in reading.OURS)
    others = [tab for tab in likely if tab.index != first.tab.index]
    for tab in others[:MOST_TABS]:
        if best.match and best.match.has_key(keys):
            return best
        look = replace(_look(upload, tab.index, one, fields), tabs=first.tabs)
        if best.match is None or (look.match and look.match.has_key(keys)):
            best = look
    return best if best.match else first


def _upload(one: SheetImport, run: jobs.Run) -> Upload:
    try:
        return safety.checked(sealed_files.content_of(run.folder, one.stored_name), one.file_name)
    except FileNotFoundError:
        raise RuleBroken("上传的文件已经清除，请重新上传") from None


def _fields(one: SheetImport, run: jobs.Run) -> Sequence[Field]:
    register = queries.register_of(one)
    if not run.viewer.can(register.permission):
        raise RuleBroken(f"你现在没有修改{register.name}的权限，请找管理员")
    return register.fields(run.viewer, clock.today())


def _found(one: SheetImport, tabs: Sequence[Tab], table: Layout, match: Match) -> dict[str, Any]:
    """What is known of the file; which sheets it has was told when it was first opened."""
    listed = [{"index": tab.index, "name": tab.name, "rows": tab.height, "hidden": not tab.visible} for tab in tabs]
    return {
        "tabs": one.found.get("tabs") or listed,
        "tab": table.tab.name,
        "heads": [[label.column, list(label.levels)] for label in table.labels],
        "unclear": sorted(match.unclear),
        "told": table.tab.told,
        "signature": columns.signature(table.labels),
    }


def samples_of(one: SheetImport) -> dict[int, list[str]]:
    """What stands in the first rows under each column."""
    rows = json.loads(one.samples or "[]")
    return {label.column: [row[at] for row in rows if row[at]] for at, label in enumerate(queries.labels_of(one))}


def _still_fixed(known: ColumnMatch | None, match: Match, fields: Sequence[Field]) -> dict[str, Any]:
    """What had one value in all rows last time, has no column now either, and can still be chosen."""
    given = {} if known is None else known.fixed
    return {
        one.key: given[one.key]
        for one in fields
        if one.key in given and one.can_be_fixed and one.key not in match.chosen
        and (not one.options or given[one.key] in {value for value, _ in one.options})
    }  # fmt: skip


def _is_settled(match: Match, register: Register, known: ColumnMatch | None) -> bool:
    """Whether the owner said so for a file of this shape, or every column speaks for itself."""
    return match.has_key(register.natural_keys) and (
        known is not None or not (match.unclear or match.unknown or match.missing)
    )


@dataclass
class _Check:
    """A check at work: what is known of the file so far."""

    run: jobs.Run
    register: Register
    how: Reading
    first: dict[tuple[Any, ...], int] = field(default_factory=dict)  # natural key → its first row
    done: int = 0


def check(run: jobs.Run) -> None:
    """The job that checks every row; other users notice nothing of it."""
    one = db.session.get_one(SheetImport, run.payload["import"])
    if one.state is not S.CHECKING:
        return
    upload = _upload(one, run)
    fields = _fields(one, run)
    by_column = {label.column: label for label in queries.labels_of(one)}
    matched = {key: by_column[int(column)] for column, key in one.match.items() if key}
    register = queries.register_of(one)
    keys = {name for key in register.natural_keys for name in key}
    with audit.transaction():
        db.session.execute(delete(SheetRow).where(SheetRow.import_id == one.id))
    with reading.opened(upload, one.sheet) as book:
        how = Reading(fields, matched, keys, clock.today(), book.tab, verdicts.values_of(one.fixed, fields))
        work, table = _Check(run, register, how), layout.laid_out(book.tab, book.lines, fields)
        rows = table.rows()
        while chunk := list(islice(rows, CHUNK)):
            _stage(work, chunk)
    if not work.done:
        raise RuleBroken(f"工作表“{book.tab.name}”里没有数据行，请换一张工作表或换一个文件")
    with audit.transaction():
        one = db.session.get_one(SheetImport, run.payload["import"])
        one.state, one.counts = S.READY, queries.counts_of(one)
        one.found = {**one.found, "told": [*book.tab.told, *table.told]}


def _stage(work: _Check, chunk: Sequence[Row]) -> None:
    work.done += len(chunk)
    if work.done > work.register.most_rows:
        raise RuleBroken(f"一个文件最多导入 {work.register.most_rows:,} 行，请拆成几个文件分别上传")
    read_rows = [checked(row, work.how) for row in chunk]
    answers = work.register.look([row.values for row in read_rows], work.run.viewer, clock.now())
    how = work.how
    staged = [
        _values(work.run.payload["import"], row.number, verdicts.judged(row, answer, how.fields, how.key_fields))
        for row, answer in zip(read_rows, answers, strict=True)
    ]
    with audit.transaction():
        db.session.execute(insert(SheetRow), staged)
        for number, earlier in _twins(work, read_rows):
            _compare(work, earlier, number)
    work.run.progress(work.done, max(work.done, work.how.tab.height), f"已核对 {work.done:,} 行")


def _values(import_id: int, number: int, judged: Judged) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "number": number,
        "verdict": judged.verdict,
        "chosen": judged.verdict in (Verdict.NEW, Verdict.CHANGED),
        "record_id": judged.record_id,
        "record_version": judged.record_version,
        "content": judged.content.sealed(),
    }


def _twins(work: _Check, rows: Sequence[Checked]) -> Iterator[tuple[int, int]]:
    """(number, number of the first) of rows about a record that an earlier row of the file is about already."""
    for row in rows:
        key = work.register.key_of(row.values)
        earlier = work.first.setdefault(key, row.number) if key else row.number
        if earlier != row.number:
            yield row.number, earlier


def _compare(work: _Check, first: int, later: int) -> None:
    """Two rows for one record: said twice it counts once, said otherwise neither counts."""
    import_id = work.run.payload["import"]
    held = select(SheetRow).where(SheetRow.import_id == import_id, SheetRow.number.in_((first, later)))
    a, b = db.session.scalars(held.order_by(SheetRow.number)).all()
    contents = verdicts.content(a.content), verdicts.content(b.content)
    beside = verdicts.contradicted(*contents, (first, later), work.register.noun, work.how.fields)
    b.chosen = False
    if beside is None:
        if b.verdict is not Verdict.WRONG:
            b.verdict = Verdict.SAME
            b.content = replace(contents[1], problems=[("", f"和第 {first} 行完全相同")]).sealed()
        return
    a.chosen = False
    a.verdict = b.verdict = Verdict.WRONG
    a.content, b.content = (content.sealed() for content in beside)
