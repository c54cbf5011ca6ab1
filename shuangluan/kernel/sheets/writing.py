"""Workbooks that leave the site: text stays text, times are local, the sheet says what it is and who took it.

An export and the empty template of a register look alike, so that what was filled in comes back without retyping.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from io import BytesIO
from typing import Any

import xlsxwriter

from shuangluan.kernel import clock
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.guide import Lists, write_guide
from shuangluan.kernel.tables import Column

MOST_ROWS = 20_000  # in one request; above it a narrower filter (performance 6: about 2.5 s)
TEMPLATE_ROWS = 5_000  # lines of a template with lists to choose from
MORE_ROWS = 200  # lines below an export that somebody may add
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CELLS = {  # of a template; every other kind is text, so that zeros in front and long numbers stay
    Kind.WHOLE: "number",
    Kind.MONEY: "money",
    Kind.AREA: "money",
    Kind.DECIMAL: "money",
    Kind.DATE: "date",
    Kind.MOMENT: "moment",
}
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Sheet:
    """One sheet: `notes` stand above the head (definition, conditions, as-of line), `rows` are read once.

    With the `fields` that an import takes, a second sheet 填写说明 says how to fill them in.
    """

    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Iterable[Any]
    fields: Sequence[Field] = ()


def written(sheet: Sheet, *, by: str, at: datetime) -> bytes:
    """The workbook of `sheet`, marked with who took it and when (E08, PIPL 51); row by row in constant memory."""
    target = BytesIO()
    book = _book(target, sheet.title, by, at)
    taken = f"导出：{by} {clock.local(at):%Y-%m-%d %H:%M}"
    page = book.add_worksheet(_tab(sheet.title))
    formats = _formats(book)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    head = _head(page, sheet.title, [*sheet.notes, taken], [column.label for column in sheet.columns], formats)
    count = 0
    for count, row in enumerate(sheet.rows, 1):
        for place, column in enumerate(sheet.columns):
            _cell(page, head + count, place, column.plain(row), formats)
    _paper(page, sheet, head, count, taken)
    lists = Lists(book)
    for place, column in enumerate(sheet.columns):
        lists.offer(page, (head + 1, head + count + MORE_ROWS), place, [label for _, label in column.options])
    if sheet.fields:
        write_guide(book, sheet.fields, formats)
    lists.write()
    book.close()
    return target.getvalue()


def template(fields: Sequence[Field], title: str, *, by: str, at: datetime, notes: Sequence[str] = ()) -> bytes:
    """The empty workbook of a register: heads, formats and lists for its fields, and how to fill them in."""
    target = BytesIO()
    book = _book(target, title, by, at)
    page = book.add_worksheet(_tab(title))
    formats = _formats(book)
    for place, field in enumerate(fields):
        page.set_column(place, place, field.width, formats[CELLS.get(field.kind, "typed")])
    heads = [f"{field.label}*" if field.required else field.label for field in fields]
    head = _head(page, title, [*notes, "带 * 的必填；怎么填见“填写说明”。表头请不要改动。"], heads, formats)
    page.freeze_panes(head + 1, 0)
    lists = Lists(book)
    for place, field in enumerate(fields):
        labels = ["是", "否"] if field.kind is Kind.FLAG else field.offered
        lists.offer(page, (head + 1, head + TEMPLATE_ROWS), place, labels, field.note)
    write_guide(book, fields, formats)
    lists.write()
    book.close()
    return target.getvalue()


def _book(target: BytesIO, title: str, by: str, at: datetime) -> Any:
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties({"title": title, "author": by, "created": clock.wall(at)})
    return book


def _formats(book: Any) -> dict[str, Any]:
    """Cell formats; `quoted` keeps what looks like a formula a text when somebody edits the cell (E08)."""
    top = {"valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "note": book.add_format({"font_color": "#57504a"}),
        "head": book.add_format({"bold": True, "bg_color": "#faf8f5", "bottom": 1, "valign": "vcenter"}),
        "text": book.add_format({**top, "text_wrap": True}),
        "quoted": book.add_format({**top, "text_wrap": True, "quote_prefix": True}),
        "number": book.add_format({**top, "num_format": "0"}),
        "date": book.add_format({**top, "num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({**top, "num_format": "yyyy-mm-dd hh:mm"}),
        "money": book.add_format({**top, "num_format": "0.00"}),
        "typed": book.add_format({**top, "text_wrap": True, "num_format": "@"}),
    }


def _head(page: Any, title: str, lines: Sequence[str], heads: Sequence[str], formats: dict[str, Any]) -> int:
    """Title, lines below it and the heads of the columns; answers with the row number of the head."""
    page.write_string(0, 0, title, formats["title"])
    for number, line in enumerate(lines, 1):
        page.write_string(number, 0, line, formats["note"])
    head = len(lines) + 1
    for place, label in enumerate(heads):
        page.write_string(head, place, label, formats["head"])
    return head


def _paper(page: Any, sheet: Sheet, head: int, count: int, taken: str) -> None:
    """How it scrolls and prints: the head stays, wide sheets lie on their side, each page names its taker."""
    page.freeze_panes(head + 1, 0)
    page.autofilter(head, 0, head + max(count, 1), max(len(sheet.columns) - 1, 0))
    page.repeat_rows(head)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    mark = taken.replace("&", "&&")
    page.set_footer(f"&L{mark}&R第 &P 页，共 &N 页")


def _cell(page: Any, row: int, place: int, value: Any, formats: dict[str, Any]) -> None:
    if isinstance(value, Enum):
        value = value.value
    if value is None or value == "":
        return
    if isinstance(value, str):
        kind = "quoted" if value.startswith(LIKE_A_FORMULA) else "text"
        page.write_string(row, place, value, formats[kind])
    elif isinstance(value, bool):
        page.write_string(row, place, "是" if value else "否", formats["text"])
    elif isinstance(value, int):
        page.write_number(row, place, value, formats["number"])
    elif isinstance(value, datetime):
        local = clock.wall(value) if value.tzinfo else value
        page.write_datetime(row, place, local.replace(microsecond=0), formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, place, value, formats["date"])
    else:
        page.write_string(row, place, str(value), formats["quoted"])


def _tab(title: str) -> str:
    """A sheet's tab holds 31 characters, and none of those that Excel forbids."""
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "导出"
