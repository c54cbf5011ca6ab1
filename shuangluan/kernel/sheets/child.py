"""The process that opens a foreign file: within limits of its own, it says in JSON lines what stands there.

Run as a script (`python -I child.py workbook 536870912 120 likely < file`), so that it knows nothing of the site: no
settings, no keys, no database. It answers with one object a line: `tabs` (and which is `chosen`), then `rows` … and
`end`; or `error`. Asked for `likely` it takes the sheet that is meant unless somebody says otherwise: the first that is
shown, holds something, and has none of the names that follow.
"""

import csv
import json
import resource
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from typing import Any

import python_calamine as calamine

MOST_COLUMNS, MOST_LINES, MOST_MERGED = 100, 100_020, 20_000
CHUNK_ROWS, CHUNK_CHARACTERS = 500, 200_000
DELIMITERS = ",;\t|，；"
LONGEST_FIELD = 32_767  # as in a workbook


class Refused(Exception):
    """The file cannot be read; the word tells the other side which sentence to show."""


def limit(memory: int, seconds: int) -> None:
    """What this process may take, whatever the file makes the reader do; and no core with people's data in it."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        allowed = resource.getrlimit(what)[1]
        most = most if allowed == resource.RLIM_INFINITY else min(most, allowed)
        resource.setrlimit(what, (most, most))


def say(**answer: Any) -> None:
    """One line to the other side."""
    line = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    sys.stdout.buffer.write(line.encode("utf-8", "replace") + b"\n")


def plain(value: Any) -> Any:
    """What is no text as JSON: whole numbers without a point, others with the 15 digits a workbook keeps, days."""
    kind = type(value)
    if kind is float:
        return int(value) if value.is_integer() else float(f"{value:.15g}")
    if kind is datetime:
        return {"moment": (value + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()}
    if kind is date:
        return {"day": value.isoformat()}
    if kind is time:
        return value.isoformat("minutes")
    return value if kind in (int, bool) else str(value)


def tell_rows(rows: Iterable[tuple[int, Sequence[Any]]]) -> None:
    """All lines that hold something, in pieces that keep both sides small."""
    piece: list[Any] = []
    characters = 0
    for number, row in rows:
        cells = [(value or None) if type(value) is str else plain(value) for value in row]
        while cells and cells[-1] is None:
            cells.pop()
        if not cells:
            continue
        piece.append((number, cells))
        characters += sum(len(cell) for cell in cells if type(cell) is str)
        if len(piece) >= CHUNK_ROWS or characters > CHUNK_CHARACTERS:
            say(rows=piece)
            piece, characters = [], 0
    say(rows=piece)
    say(end=True)


# --- workbooks --------------------------------------------------------------------------------------------


def tell_workbook(body: bytes, which: str, ours: Sequence[str]) -> None:
    """The list of sheets, and the lines of one."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(body))
    except calamine.PasswordError:
        raise Refused("locked") from None
    wanted = int(which) if which.isdigit() else None
    tabs: list[dict[str, Any]] = []
    kept: dict[int, calamine.CalamineSheet] = {}
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ == calamine.SheetTypeEnum.WorkSheet and wanted in (None, index):
            sheet = sheet_of(book, index)
            tabs.append(tab_of(sheet, index, meta))
            if not kept and (wanted is not None or is_likely(tabs[-1], ours)):
                kept[index] = sheet
    chosen = next(iter(kept), tabs[0]["index"] if tabs else None)
    say(tabs=tabs, chosen=chosen)
    if chosen is not None:
        tell_rows(sheet_rows(kept.get(chosen) or sheet_of(book, chosen)))


def is_likely(tab: dict[str, Any], ours: Sequence[str]) -> bool:
    """Whether a sheet may be the one that is meant."""
    return bool(tab["visible"] and tab["height"] and tab["name"] not in ours)


def sheet_of(book: calamine.CalamineWorkbook, index: int) -> calamine.CalamineSheet:
    """A sheet, unless it is larger than what is read: a cell may stand where no tag says so."""
    sheet = book.get_sheet_by_index(index)
    if sheet.end and (sheet.end[0] >= MOST_LINES or sheet.end[1] >= MOST_COLUMNS):
        raise Refused("size")
    return sheet


def tab_of(sheet: calamine.CalamineSheet, index: int, meta: calamine.SheetMetadata) -> dict[str, Any]:
    """Name, size and merged ranges of a sheet."""
    merged = sheet.merged_cell_ranges or []
    if len(merged) > MOST_MERGED:
        raise Refused("merged")
    return {
        "index": index,
        "name": meta.name,
        "visible": meta.visible == calamine.SheetVisibleEnum.Visible,
        "height": sheet.end[0] + 1 if sheet.end else 0,
        "width": sheet.end[1] + 1 if sheet.end else 0,
        "merged": [(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in merged],
    }


def sheet_rows(sheet: calamine.CalamineSheet) -> Iterator[tuple[int, Sequence[Any]]]:
    """Lines with their numbers; the reader leaves out the empty columns on the left, but no empty line."""
    lead = [""] * (sheet.start[1] if sheet.start else 0)
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, lead + row


# --- csv --------------------------------------------------------------------------------------------------


def tell_csv(body: bytes, _which: str, _ours: Sequence[str]) -> None:
    """The one sheet of a text file, and its lines."""
    text = decoded(body)
    height = width = 0
    for number, row in csv_rows(text):
        if filled := [place for place, cell in enumerate(row, 1) if cell]:
            height, width = number, max(width, filled[-1])
    tab = {"index": 0, "name": "", "visible": True, "height": height, "width": width, "merged": []}
    say(tabs=[tab], chosen=0)
    tell_rows(csv_rows(text))


def decoded(body: bytes) -> str:
    """UTF-8, or UTF-16 where it is marked, or else GB18030 as office programs here save it."""
    marked = body.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("encoding")


def csv_rows(text: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """Lines with their numbers; `="001"`, by which Excel is told of a text, is the text."""
    csv.field_size_limit(LONGEST_FIELD)
    first, _, rest = text.partition("\n")
    named = first.strip().lower()
    if named.startswith("sep=") and len(named) == 5:  # a line for Excel: not shown, and not counted
        text, delimiter = rest, named[4]
    else:
        delimiter = delimiter_of(text)
    for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), 1):
        if number > MOST_LINES or any(row[MOST_COLUMNS:]):
            raise Refused("size")
        yield number, [cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell for cell in row]


def delimiter_of(text: str) -> str:
    """The one that cuts most of the first lines into the same number of pieces, above one."""
    start = text[:20_000].splitlines()[:40]

    def fits(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(start, delimiter=delimiter) if len(row) > 1]
        usual = max(set(counts), key=counts.count) if counts else 0
        return counts.count(usual), usual

    return max(DELIMITERS, key=fits)


def main(kind: str, memory: str, seconds: str, which: str, *ours: str) -> None:
    """Read the file on standard input and say what is asked; a refusal is an answer too."""
    limit(int(memory), int(seconds))
    tell = tell_csv if kind == "csv" else tell_workbook
    try:
        tell(sys.stdin.buffer.read(), which, ours)
    except Refused as refused:
        say(error=str(refused))
    except MemoryError:
        say(error="memory")
    except BaseException:  # the reader's own panics are no Exception
        say(error="damaged")


if __name__ == "__main__":
    main(*sys.argv[1:])
