"""D33: a foreign file is read in a process of its own; whatever it does there, the site answers with a sentence."""

import json
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from shuangluan.kernel import sheets
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import FileKind, Tab, Trouble, Upload, child, parts, reading
from shuangluan.kernel.sheets.reading import Limits
from tests.kernel.sheets.books import by_csv, by_hand, by_xlsxwriter, data, rows_of

ROOT = Path(__file__).resolve().parents[3]
LONG = 12_000
SMALL = rows_of(["姓名"], ["张三"])
CORNER = '<sheetData><row><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row></sheetData>'


def unchecked(body: bytes, kind: FileKind = FileKind.XLSX) -> Upload:
    """A file that the first look let through."""
    return Upload("台账", kind, body)


@cache
def long_table(lines: int, columns: int) -> bytes:
    """A sheet of ordinary size whose every line differs, quickly made."""
    cell = '<c r="{}{}" t="inlineStr"><is><t>内容{}之{}</t></is></c>'
    letters = [chr(65 + place) for place in range(columns)]
    rows = (f'<row r="{n}">{"".join(cell.format(c, n, n, c) for c in letters)}</row>' for n in range(1, lines + 1))
    return by_hand(f"<sheetData>{''.join(rows)}</sheetData>", level=1)


def test_every_kind_of_cell_arrives_as_what_it_is():
    def make(book, page):
        page.write_row("A1", ["文字", 3, 1.5, 0.1 + 0.2, True])
        day, moment = (book.add_format({"num_format": shape}) for shape in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
        page.write_datetime("F1", date(2021, 3, 5), day)
        page.write_datetime("G1", datetime(2021, 3, 5, 14, 30), moment)
        page.write_datetime("H1", datetime(1900, 1, 1, 14, 30).time(), book.add_format({"num_format": "hh:mm"}))
        page.write_formula("I1", "=1/0", None, "#DIV/0!")

    upload = sheets.checked(by_xlsxwriter(make), "台账.xlsx")
    line = next(sheets.lines(upload, sheets.tabs(upload)[0]))
    assert line.cells == [
        "文字", 3, Decimal("1.5"), Decimal("0.3"), True, date(2021, 3, 5), datetime(2021, 3, 5, 14, 30), "14:30",
        Trouble.ERROR,
    ]  # fmt: skip
    assert [type(cell) for cell in line.cells[1:5]] == [int, Decimal, Decimal, bool]


def test_a_reader_that_takes_the_whole_rectangle_of_a_far_cell_ends_alone():
    with pytest.raises(RuleBroken, match="需要的内存太多"):
        sheets.tabs(unchecked(by_hand(CORNER)))


def test_a_reader_that_needs_too_long_is_ended():
    with pytest.raises(RuleBroken, match="花的时间太长"):
        sheets.tabs(unchecked(SMALL), limits=Limits(seconds=0))


def test_a_reader_that_gets_hardly_any_memory_is_a_sentence_too():
    with pytest.raises(RuleBroken, match="需要的内存太多"):
        sheets.tabs(unchecked(long_table(LONG, 20)), limits=Limits(memory=30 * 2**20))


def test_what_the_reader_cannot_open_is_damaged():
    for body in (b"", b"PK\x03\x04 nothing", by_hand("<sheetData><row><c><v>1</c></sheetData>")):
        with pytest.raises(RuleBroken, match="文件损坏"):
            sheets.tabs(unchecked(body))


def test_a_table_that_is_too_long_or_too_wide_is_refused_by_the_reader_as_well():
    wide = by_csv(["x"] * 101)
    long = b"x\n" * 100_021
    for body in (wide, long):
        with pytest.raises(RuleBroken, match="一张表最多 100,000 行、100 列"):
            sheets.tabs(unchecked(body, FileKind.CSV))
    assert sheets.tabs(unchecked(b"x\n" * 100_020, FileKind.CSV))[0].height == 100_020


def test_more_merged_ranges_than_a_person_makes_are_refused():
    ranges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 20_002))
    with pytest.raises(RuleBroken, match="合并单元格太多"):
        sheets.tabs(unchecked(by_hand(f"{data(['x'])}<mergeCells>{ranges}</mergeCells>")))


def test_a_sheet_is_no_longer_read_when_nobody_asks_for_more():
    upload = unchecked(long_table(3_000, 10))
    lines = sheets.lines(upload, Tab(0, "人口"))
    assert next(lines).number == 1
    lines.close()
    assert list(lines) == []


def clock_of(waits: float, works: float):
    """A clock by which each wait for the child, and each time between two of them, takes so many seconds."""
    now = 0.0
    while True:
        yield now
        now += waits
        yield now
        now += works


def test_only_the_time_spent_waiting_for_the_child_counts(monkeypatch):
    upload, tab = unchecked(long_table(LONG, 20)), Tab(0, "人口")
    patient = clock_of(waits=0.001, works=500)
    monkeypatch.setattr(reading, "monotonic", lambda: next(patient))
    assert sum(1 for _ in sheets.lines(upload, tab)) == LONG
    slow = clock_of(waits=70, works=0)
    monkeypatch.setattr(reading, "monotonic", lambda: next(slow))
    with pytest.raises(RuleBroken, match="花的时间太长"):
        list(sheets.lines(upload, tab))


def test_both_processes_hold_the_same_limits():
    assert (child.MOST_COLUMNS, child.MOST_LINES) == (parts.MOST_COLUMNS, parts.MOST_LINES + parts.HEAD_ROOM)
    assert set(reading.REFUSALS) >= {"locked", "damaged", "memory", "size", "merged", "encoding"}


def test_the_child_knows_nothing_of_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "geheim")
    seen = {}
    popen = subprocess.Popen

    def watched(asked, **given):
        seen.update(given, asked=asked)
        return popen(asked, **given)

    monkeypatch.setattr(reading.subprocess, "Popen", watched)
    sheets.tabs(unchecked(SMALL))
    assert (seen["env"], seen["cwd"]) == ({}, "/")
    assert "-I" in seen["asked"]


PROOF = """
import json, resource, sys
from pathlib import Path
from shuangluan.kernel import sheets

def most():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) >> 10

body = sys.stdin.buffer.read()
before = most()
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), resource.RLIM_INFINITY))
upload = sheets.checked(body, "大表.xlsx")
with sheets.opened(upload) as book:
    layout = sheets.laid_out(book.tab, book.lines)
    rows = sum(1 for row in layout.rows())
print(json.dumps({"rows": rows, "peak": most(), "more": most() - before}))
"""


def test_a_long_sheet_passes_through_in_bounded_memory():
    asked = [sys.executable, "-c", PROOF, str(400 * 2**20)]
    done = subprocess.run(asked, input=long_table(LONG, 20), capture_output=True, check=True, cwd=ROOT)
    said = json.loads(done.stdout)
    assert said["rows"] == LONG - 1
    assert said["more"] < 25
    assert said["peak"] < 150
