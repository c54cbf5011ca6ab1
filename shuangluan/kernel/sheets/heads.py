"""The head of a table: found below titles, by the names of the fields or else by its shape, and joined over levels."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets.cells import Cell, Line, Merge, Tab, Trouble
from shuangluan.kernel.sheets.columns import Label, heads_known, names_of
from shuangluan.kernel.sheets.fields import Field

LOOKED_AT = 30  # lines among which the head must stand
DEEPEST = 4  # levels
LONGEST = 40  # characters of a head
_FIGURES = re.compile(r"[\d\s.,%/\-]*|.*[:：].*")  # data, or a line like 填报单位：……


@dataclass(frozen=True)
class Head:
    """The lines of the head, first and last, and the heads of its columns."""

    first: int
    last: int
    labels: tuple[Label, ...]


def said(cell: Cell) -> str:
    """A cell's words without the blanks and line ends inside that only lay it out; empty where there are none."""
    if cell is None or isinstance(cell, Trouble):
        return ""
    return " ".join(str(cell).split())


def head_of(tab: Tab, lines: Sequence[Line], fields: Sequence[Field]) -> Head:
    """The head among the first lines of a sheet. Raises RuleBroken where there is none."""
    table = _Top(tab.merged, lines, names_of(fields))
    middle = table.best(enough=min(2, len(fields))) or table.by_shape()
    if middle is None:
        wanted = "、".join(field.label for field in fields[:4])
        hint = f"（如 {wanted}）" if wanted else ""
        raise RuleBroken(f"工作表“{tab.name}”里找不到表头；请让表头占一行，写上各列的名称{hint}，再上传")
    first, last = table.upwards(middle), table.downwards(middle)
    return Head(first, last, table.labels(first, last))


class _Top:
    """The first lines of a sheet, with what is merged in them."""

    def __init__(self, merged: Iterable[Merge], lines: Sequence[Line], names: Mapping[str, set[str]]) -> None:
        self._names = names
        self._texts = {
            line.number: {place: text for place, cell in enumerate(line.cells) if (text := said(cell))}
            for line in lines[:LOOKED_AT]
        }
        self._plain = {line.number: all(isinstance(c, str | None) for c in line.cells) for line in lines[:LOOKED_AT]}
        last = max(self._texts, default=0)
        self._merged = [merge for merge in merged if merge.top <= last]
        self._widest = max((len(texts) for texts in self._texts.values()), default=0)

    def _score(self, number: int) -> int:
        """How many fields a line names, by its own words or by those that its groups above make of them."""
        own, above = self._texts.get(number, {}), self._level(number - 1, number)
        joined = (above[place] + text for place, text in own.items() if place in above)
        return heads_known((*own.values(), *joined), self._names)

    def best(self, enough: int) -> int | None:
        """The line that names most fields, the first of several."""
        number = max(self._texts, key=self._score, default=None)
        return number if number is not None and enough and self._score(number) >= enough else None

    def by_shape(self) -> int | None:
        """The first line of short, different words that is about as wide as the table."""
        for number, texts in self._texts.items():
            words = list(texts.values())
            heads = all(len(word) <= LONGEST and not _FIGURES.fullmatch(word) for word in words)
            if self._plain[number] and heads and len(words) == len(set(words)) and len(words) * 5 >= self._widest * 3:
                return number if len(words) > 1 or self._widest == 1 else None
        return None

    def upwards(self, number: int) -> int:
        """The first line of a head of which `number` is one."""
        while number - 1 in self._texts and self._is_upper(number - 1, number):
            number -= 1
        return number

    def downwards(self, number: int) -> int:
        """The last line of a head of which `number` is one."""
        top = number
        while number - top < DEEPEST:
            below = max((m.bottom for m in self._merged if m.top <= number < m.bottom and m.top >= top), default=0)
            if below and below - top < DEEPEST:
                number = below
            elif self._is_upper(number, number + 1) and self._is_lower(number + 1):
                number += 1
            else:
                break
        return number

    def _is_upper(self, upper: int, lower: int) -> bool:
        """Whether `upper` groups the heads of `lower`, or holds some that `lower` has not."""
        above, below = self._texts.get(upper, {}), self._texts.get(lower, {})
        if any(":" in text or "：" in text for text in above.values()):
            return False
        if any(merge.top <= upper < lower <= merge.bottom for merge in self._merged):
            return True
        if len(above) < 2:  # a title
            return False
        groups = [m for m in self._merged if m.top == upper == m.bottom and m.right > m.left]
        if groups:
            return any(merge.left <= place <= merge.right for merge in groups for place in below)
        return bool(self._score(upper) and self._score(lower) and above.keys() - below and below.keys() - above)

    def _is_lower(self, number: int) -> bool:
        """Whether a line below a group holds heads and no data: words without figures, some of them known."""
        texts = self._texts.get(number, {})
        if not self._plain.get(number) or any(char.isdigit() for text in texts.values() for char in text):
            return False
        return not self._names or self._score(number) > 0

    def labels(self, first: int, last: int) -> tuple[Label, ...]:
        """The heads of the columns, joined from top to bottom."""
        levels = [self._level(number, last) for number in range(first, last + 1)]
        columns = sorted({place for level in levels for place in level})
        labels = []
        for place in columns:
            words = [level[place] for level in levels if place in level]
            labels.append(
                Label(place, tuple(word for at, word in enumerate(words) if at == 0 or word != words[at - 1]))
            )
        return tuple(labels)

    def _level(self, number: int, last: int) -> dict[int, str]:
        """The words of one line of the head by column: those of a group over all its columns."""
        texts = dict(self._texts.get(number, {}))
        across = [m for m in self._merged if m.top == number and m.right > m.left and m.left in texts]
        for merge in across:
            texts |= dict.fromkeys(range(merge.left, merge.right + 1), texts[merge.left])
        if not across and number < last:
            below = self._texts.get(number + 1, {})
            for place in sorted(below.keys() - texts.keys()):
                if place - 1 in texts and place - 1 in below:
                    texts[place] = texts[place - 1]
        return texts
