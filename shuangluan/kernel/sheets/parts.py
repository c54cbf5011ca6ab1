"""The parts of an .xlsx file, inflated piece by piece: what they hold beyond the cells, and what must not be there."""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets.cells import column_number

MOST_COLUMNS = 100
MOST_LINES = 100_000
HEAD_ROOM = 20  # lines for title and head above as many rows as may be read
MOST_MEMBERS = 500
MOST_UNPACKED = 200 * 2**20
MOST_RATIO = 100
FREE_OF_RATIO = 2**20  # what a small file of blank lines unpacks to is no bomb
PIECE = 2**20
LONGEST_ROW = 4 * PIECE
MOST_MARKED = 10_000  # cells named one by one; the others are counted
BOOK, BOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

DAMAGED = "文件损坏，打不开；请用 WPS 或 Excel 打开，另存为 .xlsx 再上传"
LOCKED = "文件有打开密码；请在 WPS 或 Excel 里取消密码，保存后再上传"
MACROS = "文件里有宏，不能上传；请另存为不带宏的 .xlsx 再上传"

_P = rb"(?:\w+:)?"  # a part may carry its namespace as a prefix
_FAR = rb"""=\s*["']((?:[A-Z]{3,}|C[W-Z]|[D-Z][A-Z])[0-9]+|[A-Z]{1,2}[0-9]{6,})["']"""  # than CV, or than line 99,999
_FAR_PLACE = re.compile(_FAR)  # quick; the exact one runs only where it finds something
_FAR_CELL = re.compile(rb"<" + _P + rb"c\s(?:[^<>]*?\s)?r\s*" + _FAR + rb"[^<>]*(?<!/)>(?!\s*</)")  # and not empty
_FORMULA = re.compile(rb"<" + _P + rb"f[\s/>]")
_WITHOUT_RESULT = re.compile(
    rb"<(P)c\s([^<>]*)>\s*<(P)f(?:\s[^<>]*)?(?:/>|>[^<]*</(P)f>)\s*"
    rb"(?:<(P)v\s*/>|<(P)v>\s*</(P)v>)?\s*</(P)c>".replace(b"(P)", _P)
)
_ERROR = re.compile(rb"<" + _P + rb"""c\s([^<>]*\bt\s*=\s*["']e["'][^<>]*)>""")
_HIDDEN_ROW = re.compile(rb"<" + _P + rb"""row\s([^<>]*\bhidden\s*=\s*["'](?:1|true)["'][^<>]*)>""")
_COLUMN = re.compile(rb"<" + _P + rb"col\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"'<>]*)["']""")
_PLACE = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})")
_DECLARES = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*\bencoding\s*=\s*["']([^"']*)["']""")


@dataclass
class Marks:
    """What a sheet says beyond its values: numbers of lines and columns count from 1, as people see them."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: int = 0
    without_result: set[tuple[int, int]] = field(default_factory=set)  # formulas that were never calculated
    errors: set[tuple[int, int]] = field(default_factory=set)  # cells that show #N/A, #REF!


@dataclass(frozen=True)
class Contents:
    """A workbook's sheets by name with their marks, and whether its days count from 1904."""

    sheets: Mapping[str, Marks]
    from_1904: bool


def contents(body: bytes) -> Contents:
    """Every part of the workbook looked through once, in bounded memory (E05, E06).

    Raises RuleBroken for what is damaged, locked, too big when unpacked, has macros, declares entities, or has
    cells beyond the limits.
    """
    if body.count(b"PK\x01\x02") > MOST_MEMBERS:  # before a directory of any length is read into memory
        raise RuleBroken(f"文件里的部件超过 {MOST_MEMBERS} 个；请把表格内容复制到新建的工作簿，保存后再上传")
    try:
        listed = ZipFile(BytesIO(body)).infolist()
        members = {_name(info.filename): info for info in listed}
        if len(members) < len(listed):
            raise BadZipFile("two members of one name: nobody knows which is read")
        return _looked_through(body, members)
    except RuleBroken:
        raise
    except (BadZipFile, zlib.error, expat.ExpatError, ValueError, LookupError, OSError, NotImplementedError) as error:
        raise RuleBroken(DAMAGED) from error


def _name(name: str) -> str:
    """A member's name as readers look for it."""
    return name.replace("\\", "/").lower()


def _looked_through(body: bytes, members: Mapping[str, ZipInfo]) -> Contents:
    if any(info.flag_bits & 1 for info in members.values()):
        raise RuleBroken(LOCKED)
    if any("vbaproject" in name for name in members):
        raise RuleBroken(MACROS)
    if BOOK not in members:
        raise RuleBroken("这不是 Excel 表格；请用 WPS 或 Excel 打开，另存为 .xlsx 再上传")
    book = _Book(_whole(body, members[BOOK]), _whole(body, members[BOOK_RELATIONS]))
    marks = {part: Marks() for part in book.parts.values()}
    total = 0
    for name, info in members.items():
        scanner = _Scanner(name, marks.get(name))
        for piece in _pieces(body, info):
            total += len(piece)
            _check_size(total, len(body))
            scanner.feed(piece)
        scanner.finish()
    return Contents({name: marks[part] for name, part in book.parts.items()}, book.from_1904)


def _check_size(total: int, packed: int) -> None:
    if total > MOST_UNPACKED:
        raise RuleBroken(f"文件展开后超过 {MOST_UNPACKED // 2**20} MB；请拆成几个文件分别上传")
    if total > FREE_OF_RATIO and total > packed * MOST_RATIO:
        raise RuleBroken(f"文件压缩得超过 {MOST_RATIO} 倍，可能有问题；请把内容复制到新建的工作簿，保存后再上传")


def _pieces(body: bytes, info: ZipInfo) -> Iterator[bytes]:
    """A member as its data unpacks, whatever size its directory claims."""
    header = body[info.header_offset : info.header_offset + 30]
    if header[:4] != b"PK\x03\x04" or info.compress_type not in (0, 8):
        raise BadZipFile("a local header is missing or the method is unknown")
    start = info.header_offset + 30 + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    raw = memoryview(body)[start : start + info.compress_size]
    if info.compress_type == 0:
        yield from (bytes(raw[at : at + PIECE]) for at in range(0, len(raw), PIECE))
        return
    inflater = zlib.decompressobj(-15)
    for at in range(0, len(raw), 2**16):
        rest = bytes(raw[at : at + 2**16])
        while rest:
            yield inflater.decompress(rest, PIECE)
            rest = inflater.unconsumed_tail
    yield inflater.flush()
    if not inflater.eof:
        raise BadZipFile("a member ends too early")


def _whole(body: bytes, info: ZipInfo) -> bytes:
    """A small part, checked before it is parsed."""
    scanner = _Scanner(_name(info.filename), None)
    text = bytearray()
    for piece in _pieces(body, info):
        scanner.feed(piece)
        text += piece
        if len(text) > LONGEST_ROW:
            raise RuleBroken(DAMAGED)
    return bytes(text)


class _Book:
    """The list of sheets: their names and the parts that hold them."""

    def __init__(self, book: bytes, relations: bytes) -> None:
        self.from_1904 = False
        self._sheets: list[tuple[str, str]] = []
        self._targets: dict[str, str] = {}
        for text in (book, relations):
            parser = expat.ParserCreate()
            parser.StartElementHandler = self._start
            parser.Parse(text, True)
        self.parts = {name: self._targets[key] for name, key in self._sheets if key in self._targets}

    def _start(self, tag: str, given: dict[str, Any]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "workbookPr":
            self.from_1904 = given.get("date1904") in ("1", "true")
        elif kind == "sheet":
            key = next((value for name, value in given.items() if name.rpartition(":")[2] == "id"), "")
            self._sheets.append((given.get("name", ""), key))
        elif kind == "Relationship" and given.get("Type", "").endswith("/worksheet"):
            self._targets[given.get("Id", "")] = _name(normpath(join("/xl", given.get("Target", ""))).lstrip("/"))


class _Scanner:
    """Looks over a part as it unpacks: at all for what no office program writes, at a sheet for its marks."""

    def __init__(self, name: str, marks: Marks | None) -> None:
        self._xml = name.endswith((".xml", ".rels", ".vml"))
        self._name, self._marks = name, marks
        self._rest, self._first, self._in_rows = b"", True, False

    def feed(self, piece: bytes) -> None:
        """Look over the next piece, together with what was left of the one before."""
        if not (self._xml or self._marks):
            return
        if self._first and piece:
            _check_start(piece, self._name)
            self._first = False
        text = self._rest + piece
        if _DECLARES.search(text):
            raise RuleBroken("文件里有不该有的声明（DOCTYPE），不能读取；请把内容复制到新建的工作簿，保存后再上传")
        if self._marks is None:
            self._rest = text[-16:]
            return
        cut = text.rfind(b"row>") + 4
        if cut == 3:  # the row goes on
            cut = text.rfind(b">") + 1 if len(text) > LONGEST_ROW else 0
        self._rest = text[cut:] if len(text) - cut <= LONGEST_ROW else b""
        self._look(text[:cut], self._marks)

    def finish(self) -> None:
        """Look over what is left."""
        if self._marks is not None:
            self._look(self._rest, self._marks)

    def _look(self, text: bytes, marks: Marks) -> None:
        if _FAR_PLACE.search(text):
            for found in _FAR_CELL.finditer(text):
                _check_place(found[1])
        if not self._in_rows:
            for found in _COLUMN.finditer(text):
                marks.hidden_columns |= _hidden_columns(dict(_ATTRIBUTE.findall(found[1])))
            self._in_rows = b"row>" in text
        if b"hidden" in text:
            shown = (dict(_ATTRIBUTE.findall(found[1])).get(b"r", b"") for found in _HIDDEN_ROW.finditer(text))
            marks.hidden_rows |= {int(number) for number in shown if number.isdigit()}
        if b"<f" in text or b":f" in text:
            marks.formulas += sum(1 for _ in _FORMULA.finditer(text))
            lost = (found[1] for found in _WITHOUT_RESULT.finditer(text))
            _mark(marks.without_result, (given for given in lost if b'"str"' not in given))
        if b'"e"' in text or b"'e'" in text:
            _mark(marks.errors, (found[1] for found in _ERROR.finditer(text)))


def _check_start(piece: bytes, name: str) -> None:
    """Only UTF-8 is looked through as it stands; office programs write nothing else."""
    encoding = _ENCODING.match(piece.removeprefix(b"\xef\xbb\xbf"))
    if b"\x00" in piece[:64] or (encoding and encoding[1].lower() not in (b"utf-8", b"utf8", b"us-ascii", b"ascii")):
        raise BadZipFile(f"{name} is not UTF-8")


def _check_place(place: bytes) -> None:
    found = _PLACE.fullmatch(place)
    line = int(found[2]) if found else MOST_LINES * 2
    column = column_number(found[1].decode()) if found else MOST_COLUMNS
    if line > MOST_LINES + HEAD_ROOM or column > MOST_COLUMNS:
        raise RuleBroken(
            f"表格太大：单元格 {place.decode()} 里还有内容，一张表最多 {MOST_LINES:,} 行、{MOST_COLUMNS} 列；"
            "请删去右边和下边多余的行列，或拆成几个文件分别上传"
        )


def _hidden_columns(given: dict[bytes, bytes]) -> set[int]:
    hidden = given.get(b"hidden") in (b"1", b"true") or given.get(b"width") in (b"0", b"0.0")
    first, last = given.get(b"min", b""), given.get(b"max", b"")
    if not (hidden and first.isdigit() and last.isdigit()):
        return set()
    return set(range(int(first), min(int(last), MOST_COLUMNS) + 1))


def _mark(places: set[tuple[int, int]], cells: Iterator[bytes]) -> None:
    for given in cells:
        found = _PLACE.fullmatch(dict(_ATTRIBUTE.findall(given)).get(b"r", b""))
        if found and len(places) < MOST_MARKED:
            places.add((int(found[2]), column_number(found[1].decode())))
