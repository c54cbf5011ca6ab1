"""Where the table stands on a sheet: head below titles, rows above totals, merged cells filled, the rest told."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets.cells import Cell, Line, Merge, Tab
from shuangluan.kernel.sheets.columns import LINE_NUMBERS, Label, bare, normal
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.sheets.heads import LOOKED_AT, head_of, said

NAMED = 20  # lines named one by one in what is told
DITTO = {"同上", "〃", "″"}
TOTAL_WORDS = "(?:合计|小计|总计|共计|累计)"
_TOTAL = re.compile(
    rf"(?:本页|本表|全部)?{TOTAL_WORDS}(?:人数|户数|数量|金额)?[\d.,]*[人户条元个件]?|共[\d,]+[人户条个件]"
)
_SUBTOTAL = re.compile(rf".{{1,12}}{TOTAL_WORDS}")
_FOOTER = re.compile(
    r"(?:备注|注|说明|填表说明|填表人?|填报人?|制表人?|审核人?|审批人?|复核人?|负责人|经办人|单位负责人|主管领导|"
    r"填报单位|填报日期|填表日期|制表日期|统计时间|截止时间|盖章|单位\(?盖章\)?|联系人|联系电话):.*"
)
_SECTION = re.compile(r"(?:[一二三四五六七八九十]+|第[一二三四五六七八九十\d]+[组部章节])[、.．\s].*")
COLUMN_LETTERS = "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True)
class Row:
    """A row of the table: its line on the sheet, its cells, and which of them (from 0) were taken from above."""

    number: int
    cells: Sequence[Cell]
    hidden: bool = False
    filled: tuple[int, ...] = ()

    def cell(self, label: Label) -> Cell:
        """The cell under a head."""
        return self.cells[label.column] if label.column < len(self.cells) else None


@dataclass
class Skipped:
    """Lines that are no rows of the table, for one reason: how many, and the numbers of the first."""

    count: int = 0
    lines: list[int] = field(default_factory=list)


class Layout:
    """A sheet understood: `labels`, the lines of the head, and the rows, read once; `skipped` grows meanwhile."""

    def __init__(self, tab: Tab, lines: Iterable[Line], fields: Sequence[Field] = ()) -> None:
        """Find the head among the first lines. Raises RuleBroken where there is none."""
        rest = iter(lines)
        start = list(islice(rest, LOOKED_AT * 2))
        self.head = head_of(tab, start, fields)
        self.labels = self.head.labels
        self.titles = [text for line in start if line.number < self.head.first if (text := _joined(line.cells))]
        self.skipped: dict[str, Skipped] = {}
        self.unlabelled: set[int] = set()  # columns that hold something but have no head, from 0
        self.tab = tab
        self._lines = chain((line for line in start if line.number > self.head.last), rest)
        self._texts = {label.column: {normal(text) for text in label.levels} for label in self.labels}
        counting = (label.column for label in self.labels if bare(label.text) in LINE_NUMBERS)
        self._counting = next(counting, None)
        self._wide = {merge.top: merge for merge in tab.merged if merge.right > merge.left}

    def rows(self) -> Iterator[Row]:
        """The rows in their order, merged cells and 同上 filled from above."""
        fill = _Fill(self.tab.merged, self.head.last)
        first = True
        for line in self._lines:
            values = {place: cell for place, cell in enumerate(line.cells) if not _is_blank(cell)}
            reason = self._reason(line, values, first)
            if reason:
                self._skip(reason, line.number)
                fill.see(line)
                continue
            first = False
            self.unlabelled |= values.keys() - self._texts.keys()
            cells, filled = fill.filled(line)
            yield Row(line.number, cells, line.number in self.tab.hidden_rows, filled)

    @property
    def told(self) -> list[str]:
        """What a person should know after the rows were read: what was skipped and why, which cells have no head."""
        said_lines = []
        for reason, skip in self.skipped.items():
            numbers = "、".join(str(number) for number in skip.lines) + (" 等" if skip.count > len(skip.lines) else "")
            said_lines.append(f"跳过 {skip.count} 行{reason}：第 {numbers} 行")
        if self.unlabelled:
            said_lines.append(f"有 {len(self.unlabelled)} 列没有表头，没有读取")
        return said_lines

    def _skip(self, reason: str, number: int) -> None:
        skip = self.skipped.setdefault(reason, Skipped())
        skip.count += 1
        if len(skip.lines) < NAMED:
            skip.lines.append(number)

    def _reason(self, line: Line, values: Mapping[int, Cell], first: bool) -> str:
        """Why a line is no row of the table; empty where it is one."""
        if not values:
            return "空行"
        if set(values) == {self._counting}:
            return "只有序号的行"
        texts = [said(cell) for cell in islice(values.values(), 2)]
        few = len(values) <= max(3, len(self.labels) // 2)
        if self._is_head(values):
            return "重复的表头"
        if any(_is_total(text, few) for text in texts):
            return "合计"
        if few and _FOOTER.fullmatch("".join(unicodedata.normalize("NFKC", texts[0]).split())):
            return "表尾说明"
        if len(values) == 1 and self._is_section(line.number, texts[0]):
            return "通栏文字"
        return "栏号" if first and _is_numbering(values) else ""

    def _is_head(self, values: Mapping[int, Cell]) -> bool:
        if not self._heads_in(islice(values.items(), 2)):  # nearly every row ends here
            return False
        same = self._heads_in(values.items())
        return same >= 2 and same * 5 >= len(values) * 3

    def _heads_in(self, cells: Iterable[tuple[int, Cell]]) -> int:
        return sum(1 for place, cell in cells if normal(said(cell)) in self._texts.get(place, ()))

    def _is_section(self, number: int, text: str) -> bool:
        wide = self._wide.get(number)
        across = wide is not None and (wide.right - wide.left + 1) * 2 >= len(self.labels)
        return len(self.labels) > 2 and (across or _SECTION.fullmatch(text) is not None)


def _is_blank(cell: Cell) -> bool:
    return cell is None or (cell.__class__ is str and not str(cell).strip())


def _is_total(text: str, few: bool) -> bool:
    plain = normal(text)
    return _TOTAL.fullmatch(plain) is not None or (few and _SUBTOTAL.fullmatch(plain) is not None)


def _is_numbering(values: Mapping[int, Cell]) -> bool:
    """The line 甲 乙 1 2 3 that official forms have below the head."""
    texts = [normal(said(cell)) for cell in values.values()]
    digits = [text for text in texts if text.isascii() and text.isdigit()]
    letters = "".join(texts[: len(texts) - len(digits)])
    counted = [str(number) for number in range(1, len(digits) + 1)]
    return len(texts) > 2 and bool(digits) and digits == counted and COLUMN_LETTERS.startswith(letters)


def _joined(cells: Iterable[Cell]) -> str:
    return " ".join(filter(None, map(said, cells)))


class _Fill:
    """What stands above, for cells merged down a column and for 同上."""

    def __init__(self, merged: Iterable[Merge], after: int) -> None:
        self._starting: dict[int, list[Merge]] = {}
        for merge in merged:
            if merge.bottom > merge.top and merge.bottom > after:
                self._starting.setdefault(merge.top, []).append(merge)
        self._starts = sorted(self._starting, reverse=True)
        self._open: list[tuple[Merge, Cell]] = []
        self._above: Sequence[Cell] = ()

    def see(self, line: Line) -> None:
        """Take notice of ranges that begin at this line, and forget those that ended above it."""
        if self._open:
            self._open = [(merge, value) for merge, value in self._open if merge.bottom >= line.number]
        while self._starts and self._starts[-1] <= line.number:
            for merge in self._starting[self._starts.pop()]:
                at_top = merge.top == line.number and merge.left < len(line.cells)
                self._open.append((merge, line.cells[merge.left] if at_top else None))

    def filled(self, line: Line) -> tuple[Sequence[Cell], tuple[int, ...]]:
        """The cells of a row as a reader sees them, and the places that were filled."""
        self.see(line)
        cells = list(line.cells)
        places = []
        for merge, value in self._open:
            if line.number > merge.top and value is not None:
                cells += [None] * (merge.left + 1 - len(cells))
                cells[merge.left] = value
                places.append(merge.left)
        for place, cell in enumerate(cells):
            if cell.__class__ is str and cell in DITTO and place < len(self._above):
                cells[place] = self._above[place]
                places.append(place)
        self._above = cells
        return cells, tuple(places)


def laid_out(tab: Tab, lines: Iterable[Line], fields: Sequence[Field] = ()) -> Layout:
    """The table on a sheet. Raises RuleBroken for an empty sheet, and for one without a head."""
    if not tab.height:
        raise RuleBroken(f"工作表“{tab.name}”是空的，请换一张工作表")
    return Layout(tab, lines, fields)
