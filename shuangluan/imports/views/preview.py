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
from shuangluan.kernel.sheets.fields import Field
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
        return Cell(text, None, problems, filled)
    values = verdicts.values_of({field.key: content.old[field.key]}, [field])
    new = verdicts.values_of({field.key: content.values[field.key]}, [field])
    return Cell(verdicts.words(new[field.key], field), verdicts.words(values[field.key], field), problems, filled)


def _typed(content: Content, field: Field) -> str:
    """What was typed; of a field without a column what stands in all rows."""
    if field.key in content.typed or field.key not in content.values:
        return content.typed.get(field.key, "")
    return verdicts.words(verdicts.values_of({field.key: content.values[field.key]}, [field])[field.key], field)


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
    columns = [Column(field.key, field.label, width=field.width, value=_typed_in(field)) for field in fields]
    columns.append(Column("reason", "没有导入的原因", width=60, value=lambda x: _reasons(x[1], fields)))
    note = f"“{one.file_name}”里有错的 {len(found)} 行；改好以后可以直接再导入这个文件，“没有导入的原因”一列会被忽略"
    sheet = sheets.Sheet(f"有错的行：{queries.register_of(one).name}", [note], columns, found)
    return sheets.written(sheet, by=viewer().name, at=clock.now()), len(found)


def _typed_in(field: Field) -> Any:
    return lambda numbered: _typed(numbered[1], field)


def _reasons(content: Content, fields: Sequence[Field]) -> str:
    labels = {field.key: field.label for field in fields}
    told = []
    for key, group in groupby(content.problems, key=lambda problem: problem[0]):
        reasons = "；".join(reason for _, reason in group)
        told.append(f"{labels[key]}：{reasons}" if key in labels else reasons)
    return "\n".join(told)
