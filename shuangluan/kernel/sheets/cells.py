"""What was read from a sheet, as plain values: cells, lines, merged ranges, and the sheet they stand on."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import NamedTuple


class Trouble(Enum):
    """A cell whose value the file does not hold."""

    NO_RESULT = "公式没有算好的结果；请用 WPS 或 Excel 打开，保存后再上传"
    ERROR = "公式出错（如 #N/A、#REF!）；请在表格里改正"


Cell = str | bool | int | Decimal | date | datetime | Trouble | None


class Line(NamedTuple):
    """One line of a sheet: its number as people see it, from 1, and its cells from column A on."""

    number: int
    cells: list[Cell]


class Merge(NamedTuple):
    """A merged range; lines count from 1, columns from 0 as in `Line.cells`; both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Tab:
    """One sheet of a file: its size, and what it says beyond its values (hidden and formulas of .xlsx only).

    Hidden lines and columns count from 1, as people see them; `troubles` are keyed by (line, column from 1).
    """

    index: int
    name: str
    visible: bool = True
    height: int = 0  # lines from the first to the last that holds something
    width: int = 0
    merged: tuple[Merge, ...] = ()
    hidden_rows: Set[int] = frozenset()
    hidden_columns: Set[int] = frozenset()
    formulas: int = 0
    troubles: dict[tuple[int, int], Trouble] = field(default_factory=dict, repr=False)
    from_1904: bool = False
    old_format: bool = False  # .xls, of which the reader tells neither formulas nor what is hidden

    @property
    def told(self) -> list[str]:
        """What a reader of the sheet should know before he trusts it, one sentence each."""
        said = []
        if not self.visible:
            said.append("这张工作表是隐藏的")
        if self.old_format:
            said.append("旧格式（.xls）看不出隐藏的行列，出错的公式按空白读取；最好另存为 .xlsx 再上传")
        if self.hidden_rows:
            said.append(f"有 {len(self.hidden_rows)} 行是隐藏的（或被筛选掉），也会读取")
        if self.hidden_columns:
            said.append(f"有 {len(self.hidden_columns)} 列是隐藏的，也会读取")
        if self.formulas:
            said.append(f"有 {self.formulas} 个公式，按文件里存的结果读取，不重新计算")
        lost = sum(1 for one in self.troubles.values() if one is Trouble.NO_RESULT)
        if lost:
            said.append(f"有 {lost} 个公式没有存下结果；请用 WPS 或 Excel 打开，保存后再上传")
        if len(self.troubles) > lost:
            said.append(f"有 {len(self.troubles) - lost} 个公式出错（如 #N/A、#REF!）")
        return said


def column_number(letters: str) -> int:
    """A is 1, CV is 100."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is A, 100 is CV."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
