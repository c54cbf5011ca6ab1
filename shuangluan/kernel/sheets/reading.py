"""The sheets of a checked file, read in a child process: whatever a file does to its reader, the site goes on (D33).

`tabs` lists the sheets, `lines` gives those of one, a few hundred at a time, however long the sheet is.
"""

import fcntl
import json
import os
import select
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path, PurePath
from threading import Thread
from time import monotonic
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets.cells import Line, Merge, Tab, Trouble
from shuangluan.kernel.sheets.guide import GUIDE_TAB, LISTS_TAB
from shuangluan.kernel.sheets.parts import DAMAGED, LOCKED, MOST_COLUMNS, MOST_LINES, Marks
from shuangluan.kernel.sheets.safety import FileKind, Upload

CHILD = Path(__file__).with_name("child.py")
OURS = (GUIDE_TAB, LISTS_TAB)  # sheets that we add ourselves
LONGEST_ANSWER = 32 * 2**20
TOO_MUCH = "读这个文件需要的内存太多；请删去多余的行列和格式，或拆成几个文件分别上传"
TOO_SLOW = "读这个文件花的时间太长；请把内容复制到新建的工作簿，或拆成几个文件分别上传"
REFUSALS = {
    "locked": LOCKED,
    "damaged": DAMAGED,
    "memory": TOO_MUCH,
    "size": f"表格太大，一张表最多 {MOST_LINES:,} 行、{MOST_COLUMNS} 列；请删去多余的行列，或拆成几个文件分别上传",
    "merged": "合并单元格太多；请取消合并，保存后再上传",
    "encoding": "认不出文件的文字编码；请用 WPS 或 Excel 打开，另存为 .xlsx 再上传",
}


@dataclass(frozen=True)
class Limits:
    """What the child may take: address space in bytes, and seconds (of its own work, and of our waiting)."""

    memory: int = 512 * 2**20
    seconds: int = 120


LIMITS = Limits()


@dataclass(frozen=True)
class Opened:
    """A file at reading: its sheets, the one that is read, and the lines of that, read once."""

    tabs: Sequence[Tab]
    tab: Tab
    lines: Iterator[Line]


@contextmanager
def opened(upload: Upload, sheet: int | None = None, *, limits: Limits = LIMITS) -> Iterator[Opened]:
    """The file with the lines of one sheet, or of the one that is most likely meant; in one go.

    Raises RuleBroken where it cannot be read. With `sheet` only that one is listed.
    """
    with _answers(upload, "likely" if sheet is None else str(sheet), limits) as answers:
        first = next(answers, {})
        found = _tabs(upload, first)
        tab = next(tab for tab in found if tab.index == first["chosen"])
        yield Opened(found, tab, _lines(answers, tab))


def tabs(upload: Upload, *, limits: Limits = LIMITS) -> list[Tab]:
    """The sheets of the file in its order. Raises RuleBroken where it cannot be read."""
    with _answers(upload, "all", limits) as answers:
        return _tabs(upload, next(answers, {}))


def lines(upload: Upload, tab: Tab, *, limits: Limits = LIMITS) -> Generator[Line, None, None]:
    """The lines of `tab` that hold something. Raises RuleBroken where the file cannot be read to its end.

    Closing the iterator ends the child.
    """
    with _answers(upload, str(tab.index), limits) as answers:
        next(answers, None)  # the sheet itself, known already
        yield from _lines(answers, tab)


def _lines(answers: Iterator[dict[str, Any]], tab: Tab) -> Iterator[Line]:
    troubled: dict[int, list[tuple[int, Trouble]]] = {}
    for (number, column), trouble in tab.troubles.items():
        troubled.setdefault(number, []).append((column - 1, trouble))
    for answer in answers:
        if answer.get("end"):
            return
        for number, cells in answer["rows"]:
            for column, trouble in troubled.get(number, ()):
                cells += [None] * (column + 1 - len(cells))
                cells[column] = trouble
            yield Line(number, cells)
    raise RuleBroken(DAMAGED)


def _tabs(upload: Upload, answer: dict[str, Any]) -> list[Tab]:
    listed = answer.get("tabs")
    if listed is None:
        raise RuleBroken(DAMAGED)
    if not listed:
        raise RuleBroken("文件里没有工作表；请重新选择文件")
    return [_tab(upload, given) for given in listed]


def _tab(upload: Upload, given: dict[str, Any]) -> Tab:
    marks = upload.contents.sheets.get(given["name"], Marks())
    troubles = dict.fromkeys(marks.without_result, Trouble.NO_RESULT) | dict.fromkeys(marks.errors, Trouble.ERROR)
    return Tab(
        index=given["index"],
        name=given["name"] or PurePath(upload.name).stem,
        visible=given["visible"],
        height=given["height"],
        width=given["width"],
        merged=tuple(Merge(*ends) for ends in given["merged"]),
        hidden_rows=marks.hidden_rows,
        hidden_columns=marks.hidden_columns,
        formulas=marks.formulas,
        troubles=troubles,
        from_1904=upload.contents.from_1904,
        old_format=upload.kind is FileKind.XLS,
    )


@contextmanager
def _answers(upload: Upload, which: str, limits: Limits) -> Iterator[Iterator[dict[str, Any]]]:
    """The child's answers as they come; it is ended with the block, whatever it does."""
    kind = "csv" if upload.kind is FileKind.CSV else "workbook"
    asked = [sys.executable, "-I", str(CHILD), kind, str(limits.memory), str(limits.seconds), which, *OURS]
    child = subprocess.Popen(  # noqa: S603 # our own script, by our own interpreter
        asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/", bufsize=0
    )
    feeder = Thread(target=_feed, args=(child, upload.body), daemon=True)
    feeder.start()
    try:
        yield _understood(child, which, limits)
    finally:
        child.kill()
        child.wait()
        feeder.join()
        if child.stdout:
            child.stdout.close()


def _feed(child: "subprocess.Popen[bytes]", body: bytes) -> None:
    """Hand the file over; a child that ended before it took all of it is seen on the other pipe."""
    if child.stdin is None:
        return
    with suppress(OSError), child.stdin as pipe:
        rest = memoryview(body)
        while rest:
            rest = rest[pipe.write(rest) :]


def _understood(child: "subprocess.Popen[bytes]", which: str, limits: Limits) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(object_hook=_dated, parse_float=Decimal)
    for text in _texts(child, limits.seconds):
        answer = decoder.decode(text.decode("utf-8"))
        if "error" in answer:
            raise RuleBroken(REFUSALS.get(answer["error"], DAMAGED))
        yield answer
        if "end" in answer or which == "all":
            return
    raise RuleBroken(TOO_MUCH)  # ended without a last word: it was killed


def _texts(child: "subprocess.Popen[bytes]", seconds: float) -> Iterator[bytes]:
    """Whole lines of the child; only the time spent waiting for it counts."""
    if child.stdout is None:
        return
    pipe = child.stdout.fileno()
    with suppress(OSError):  # a longer pipe lets both sides work at the same time
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 2**20)
    waiting = select.poll()
    waiting.register(pipe, select.POLLIN | select.POLLHUP)
    rest = b""
    while True:
        before = monotonic()
        if seconds <= 0 or not waiting.poll(seconds * 1000):
            raise RuleBroken(TOO_SLOW)
        seconds -= monotonic() - before
        piece = os.read(pipe, 2**20)
        if not piece:
            return
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > LONGEST_ANSWER:
            raise RuleBroken(TOO_MUCH)


def _dated(given: dict[str, Any]) -> Any:
    """Days and moments travel as objects; every other object is an answer."""
    if "day" in given:
        return date.fromisoformat(given["day"])
    if "moment" in given:
        return datetime.fromisoformat(given["moment"])
    return given
