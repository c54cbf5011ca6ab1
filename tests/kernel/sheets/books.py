"""Workbooks as offices make them, by different writers, and what the site understands of them."""

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import openpyxl
import xlsxwriter

from shuangluan.kernel import pii, sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import Context, Field, Kind

TODAY = date(2026, 11, 20)
ID_A = "130803199001010010"[:17] + pii.id_check_digit("13080319900101001")  # invented
ID_X = "11010519491231002X"
RESIDENTS = (
    Field("name", "姓名", Kind.NAME, required=True),
    Field("id_number", "身份证号", Kind.ID_NUMBER),
    Field("phone", "联系电话", Kind.PHONE),
    Field("born", "出生日期", Kind.DATE),
    Field("joined", "入党时间", Kind.DATE, month=True),
    Field("member", "是否党员", Kind.FLAG),
    Field("tie", "与户主关系", Kind.CHOICE, options=(("head", "户主"), ("spouse", "配偶"), ("child", "子女"))),
    Field("area", "住房面积", Kind.AREA, synonyms=("面积",)),
    Field("fee", "物业费", Kind.MONEY),
    Field("code", "网格编号", Kind.CODE, length=4),
    Field("compound", "小区", synonyms=("居住小区",)),
    Field("building", "楼栋"),
    Field("seen", "入户时间", Kind.MOMENT),
    Field("people", "人口数", Kind.WHOLE, unit="人"),
)


@dataclass
class Understood:
    """A file as an import sees it: values or reasons by field key, and what a person would be told."""

    rows: list[dict[str, Any]]
    numbers: list[int]
    filled: list[tuple[int, ...]]
    match: sheets.Match
    layout: sheets.Layout
    tab: sheets.Tab

    @property
    def names(self) -> list[Any]:
        return [row.get("name") for row in self.rows]


def understood(
    body: bytes, name: str = "人口台账.xlsx", fields: Sequence[Field] = RESIDENTS, tab: str = ""
) -> Understood:
    """The whole way from bytes to values."""
    upload = sheets.checked(body, name)
    index = next((one.index for one in sheets.tabs(upload) if one.name == tab), None) if tab else None
    with sheets.opened(upload, index) as book:
        return _understood(book, fields)


def _understood(book: sheets.Opened, fields: Sequence[Field]) -> Understood:
    layout = sheets.laid_out(book.tab, book.lines, fields)
    match = sheets.matched(layout.labels, fields)
    rows, numbers, filled = [], [], []
    for row in layout.rows():
        values = {}
        for field in fields:
            if label := match.chosen.get(field.key):
                values[field.key] = value_of(field, row.cell(label), Context(TODAY, book.tab.from_1904, label.unit))
        rows.append(values)
        numbers.append(row.number)
        filled.append(row.filled)
    return Understood(rows, numbers, filled, match, layout, book.tab)


def value_of(field: Field, cell: Any, context: Context) -> Any:
    try:
        return sheets.parsed(field, cell, context)
    except RuleBroken as broken:
        return f"错：{broken.reason}" if broken.field == field.key else f"在别处：{broken.field}"


# --- writers ----------------------------------------------------------------------------------------------


def by_xlsxwriter(make: Callable[[Any, Any], None], title: str = "人口", **options: Any) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, options)
    make(book, book.add_worksheet(title))
    book.close()
    return target.getvalue()


def rows_of(*rows: Sequence[Any], title: str = "人口", **options: Any) -> bytes:
    """A plain sheet by xlsxwriter."""

    def make(book: Any, page: Any) -> None:
        day = book.add_format({"num_format": "yyyy/m/d"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, place, cell, day)
                elif cell is not None:
                    page.write(number, place, cell)

    return by_xlsxwriter(make, title, **options)


def by_openpyxl(make: Callable[[Any, Any], None], title: str = "人口") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    make(book, book.active)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def by_csv(*rows: Sequence[Any], encoding: str = "gb18030", delimiter: str = ",") -> bytes:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    "</Types>",
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="人口" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}


def by_hand(sheet: str | bytes, extra: Mapping[str, str | bytes] | None = None, *, level: int = 6) -> bytes:
    """A workbook from its parts, for what no office program would write."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as packed:
        inner = SHEET.format(sheet) if isinstance(sheet, str) else sheet
        for name, text in ({**PARTS, "xl/worksheets/sheet1.xml": inner} | dict(extra or {})).items():
            packed.writestr(name, text)
    return target.getvalue()


def data(*rows: Sequence[Any]) -> str:
    """Sheet data by hand: texts inline, numbers as they are."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row))
        lines.append(f'<row r="{number}">{cells}</row>')
    return f"<sheetData>{''.join(lines)}</sheetData>"


def _cell(place: str, value: Any) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


# --- .xls -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """A number shown as a date."""

    serial: float


Old = tuple[str, bool, Mapping[tuple[int, int], Any], Sequence[tuple[int, int, int, int]]]


def by_biff(*pages: Old, locked: bool = False, from_1904: bool = False) -> bytes:
    """An .xls of (name, hidden, cells by place, merged lines and columns), just as much as a reader needs."""
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    head += _record(0x2F, b"\x01\x00" + bytes(52)) if locked else b""
    head += _record(0x42, b"\xb0\x04") + _record(0x22, struct.pack("<H", from_1904))
    head += b"".join(_record(0xE0, struct.pack("<HHH", 0, shape, 0) + bytes(14)) for shape in (0, 14))
    bodies = [_old_sheet(cells, merged) for _, _, cells, merged in pages]
    start = len(head) + sum(4 + 8 + 2 * len(name) for name, *_ in pages) + 4
    for (name, hidden, *_), body in zip(pages, bodies, strict=True):
        title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
        head += _record(0x85, struct.pack("<IBB", start, hidden, 0) + title)
        start += len(body)
    return in_ole(head + _record(0x0A, b"") + b"".join(bodies), "Workbook")


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _old_sheet(cells: Mapping[tuple[int, int], Any], merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    text = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for (row, column), value in cells.items():
        place = struct.pack("<HH", row, column)
        if isinstance(value, bool):
            text += _record(0x205, place + struct.pack("<HBB", 0, value, 0))
        elif isinstance(value, str):
            text += _record(0x204, place + struct.pack("<HHB", 0, len(value), 1) + value.encode("utf-16-le"))
        elif isinstance(value, Day):
            text += _record(0x203, place + struct.pack("<Hd", 1, value.serial))
        else:
            text += _record(0x203, place + struct.pack("<Hd", 0, value))
    if merged:
        ends = b"".join(struct.pack("<HHHH", *one) for one in merged)
        text += _record(0xE5, struct.pack("<H", len(merged)) + ends)
    return text + _record(0x0A, b"")


def in_ole(stream: bytes, name: str) -> bytes:
    """A compound file with one stream."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    count = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, count + 2), 0xFFFFFFFE]
    assert len(chain) <= 128
    chain += [0xFFFFFFFF] * (128 - len(chain))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + b"\xff" * 432
    listed = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, 2, len(stream))
    return head + struct.pack("<128I", *chain) + listed + _entry("", 0, 0xFFFFFFFF, 0, 0) * 2 + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    ends = struct.pack("<HBBIII", len(text) + 2 if name else 0, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return text.ljust(64, b"\0") + ends + bytes(36) + struct.pack("<IQ", start, size)
