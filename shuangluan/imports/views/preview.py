"""The checked rows as a page draws them: cell by cell what was typed, what it changes, what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from shuangluan.imports import queries
from shuangluan.imports.tables import VERDICT_LABEL, VERDICT_TONE
from shuangluan.kernel import clock, sheets
from shuangluan.kernel.models import SheetImport, SheetRow, Verdict
from shuangluan.kernel.sheets import verdicts
from shuangluan.kernel.sheets.columns import LINE, REASON
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.sheets.reading import OURS
from shuangluan.kernel.sheets.verdicts import Content
from shuangluan.kernel.tables import Column
from shuangluan.kernel.web import viewer

V = Verdict
SHOWN: dict[str, tuple[str, str, tuple[Verdict, ...]]] = {
    "attention": ("要看的", "新增、修改和有错", (V.NEW, V.CHANGED, V.WRONG)),
    "new": ("新增", "台账里还没有", (V.NEW,)),
    "changed": ("修改", "和台账里不一样", (V.CHANGED,)),
    "wrong": ("有错", "改好才能导入", (V.WRONG,)),
    "same": ("不变", "和台账里一样", (V.SAME,)),
}


@dataclass(frozen=True)
class Cell:
    """One cell: what it shows, what stood there before (of a change), and what is wrong."""

    text: str
    old: str | None = None
    problems: tuple[str, ...] = ()
    filled: bool = False  # taken from the cell above
    read_as: str = ""  # how it was understood, where that is not what it shows


@dataclass(frozen=True)
class Line:
    """A row of the file with its verdict in words."""

    row: SheetRow
    cells: Sequence[Cell]
    said: Sequence[str]  # what is about no cell that is shown

    @property
    def verdict(self) -> tuple[str, str]:
        """Its verdict and tone; a row left out by its owner says so."""
        if self.left_out:
            return "不写入", "off"
        return VERDICT_LABEL[self.row.verdict], VERDICT_TONE[self.row.verdict]

    @property
    def can_be_left_out(self) -> bool:
        """Whether its owner has a say."""
        return self.row.verdict in (V.NEW, V.CHANGED)

    @property
    def left_out(self) -> bool:
        """Whether its owner does not want it."""
        return self.can_be_left_out and not self.row.chosen


def fields_of(one: SheetImport) -> list[Field]:
    """The fields for which the file has a column, or which have one value in all rows, in the register's order."""
    keys = {*one.match.values(), *one.fixed}
    return [field for field in queries.register_of(one).fields(viewer(), clock.today()) if field.key in keys]


def fixed(one: SheetImport, fields: Sequence[Field]) -> list[tuple[str, str]]:
    """Label and words of what stands in all rows, because the file has no column for it."""
    values = verdicts.values_of(one.fixed, fields)
    return [(field.label, verdicts.words(values[field.key], field)) for field in fields if field.key in values]


def other_tabs(one: SheetImport) -> list[str]:
    """The sheets of the file that are shown, hold something and were not read: one import reads one.

    Not those that we put into our own workbooks.
    """
    tabs = [tab for tab in one.found.get("tabs", []) if tab["index"] != one.sheet and tab["name"] not in OURS]
    return [f"“{tab['name']}”" for tab in tabs if tab["rows"] > 1 and not tab["hidden"]]


def lines(rows: Sequence[SheetRow], fields: Sequence[Field]) -> list[Line]:
    """Rows as the page draws them."""
    return [_line(row, fields) for row in rows]


def _line(row: SheetRow, fields: Sequence[Field]) -> Line:
    content = verdicts.content(row.content)
    shown = {field.key for field in fields}
    said = [reason for key, reason in content.problems if key not in shown]
    if content.hidden:
        said.append("这一行在表格里是隐藏的")
    return Line(row, [_cell(content, field) for field in fields], said)


def _cell(content: Content, field: Field) -> Cell:
    problems = tuple(reason for key, reason in content.problems if key == field.key)
    text, filled = _typed(content, field), field.key in content.filled
    if field.key not in content.old:
        return Cell(text, None, problems, filled, _read_as(content, field))
    values = verdicts.values_of({field.key: content.old[field.key]}, [field])
    new = verdicts.values_of({field.key: content.values[field.key]}, [field])
    return Cell(verdicts.words(new[field.key], field), verdicts.words(values[field.key], field), problems, filled)


def _typed(content: Content, field: Field) -> str:
    """What was typed; of a field without a column what stands in all rows."""
    if field.key in content.typed or field.key not in content.values:
        return content.typed.get(field.key, "")
    return verdicts.words(verdicts.values_of({field.key: content.values[field.key]}, [field])[field.key], field)


def _read_as(content: Content, field: Field) -> str:
    """2021-03-01 of 2021.3, 120000.00 of 12 under 万元: what will be written, where it is not what is seen."""
    if field.key not in content.typed or field.key not in content.values:
        return ""
    value = verdicts.values_of({field.key: content.values[field.key]}, [field])[field.key]
    return "" if verdicts.reads_like(content.typed[field.key], value, field) else verdicts.words(value, field)


def counts(one: SheetImport) -> list[dict[str, Any]]:
    """The tabs: key, name, note, number, whether it is one that must be mended."""
    return [
        {
            "key": key, "name": name, "note": note, "hot": key == "wrong",
            "number": sum(one.counts.get(verdict.value, 0) for verdict in kinds),
        }
        for key, (name, note, kinds) in SHOWN.items()
    ]  # fmt: skip


def refused_rows(one: SheetImport) -> tuple[bytes, int]:
    """The workbook of the wrong rows as typed, with the reasons in the last column, and how many they are."""
    fields = fields_of(one)
    found = [(row.number, verdicts.content(row.content)) for row in queries.all_rows(one, V.WRONG)]
    columns = [
        Column("line", LINE, kind="num", width=12, value=lambda x: x[0]),
        *(Column(each.key, each.label, width=each.width, value=_typed_in(each), options=_offered(each))
          for each in fields),
        Column("reason", REASON, width=60, value=lambda x: _reasons(x[1], fields)),
    ]  # fmt: skip
    note = f"“{one.file_name}”里有错的 {len(found)} 行；改好以后直接导入这个文件，第一列和最后一列不用管"
    sheet = sheets.Sheet(f"有错的行：{queries.register_of(one).name}", [note], columns, found, fields)
    return sheets.written(sheet, by=viewer().name, at=clock.now()), len(found)


def _offered(field: Field) -> tuple[tuple[str, str], ...]:
    """The choices of a field as a workbook offers them: each once."""
    return tuple((label, label) for label in field.offered)


def _typed_in(field: Field) -> Any:
    return lambda numbered: _typed(numbered[1], field)


def _reasons(content: Content, fields: Sequence[Field]) -> str:
    labels = {field.key: field.label for field in fields}
    told = []
    for key, group in groupby(content.problems, key=lambda problem: problem[0]):
        reasons = "；".join(reason for _, reason in group)
        told.append(f"{labels[key]}：{reasons}" if key in labels and not reasons.startswith(labels[key]) else reasons)
    return "\n".join(told)
