"""What a row of a file does to its register: 新增, 修改 cell by cell, 不变, or 有错 with how to mend it. Pure."""

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from shuangluan.kernel import pii
from shuangluan.kernel.models import Verdict
from shuangluan.kernel.sheets.fields import Field, Kind
from shuangluan.kernel.sheets.registers import Answer, Values
from shuangluan.kernel.sheets.rows import Checked

IN_HUNDREDTHS = {Kind.MONEY, Kind.AREA, Kind.DECIMAL}
INTERPRETED = {*IN_HUNDREDTHS, Kind.WHOLE, Kind.DATE, Kind.MOMENT, Kind.FLAG, Kind.CHOICE}
SAID_PLAINLY = {"是", "否", "有", "无"}  # a flag of which nobody asks how it was read
PRIVATE = {Kind.ID_NUMBER: pii.mask_id_number, Kind.PHONE: pii.mask_phone}


@dataclass(frozen=True)
class Content:
    """What is kept sealed of a row: all as JSON takes it."""

    typed: Mapping[str, str]
    values: Mapping[str, Any]  # all that the row says
    old: Mapping[str, Any] = field(default_factory=dict)  # of a changed record: what differs, as it stood
    problems: Sequence[Sequence[str]] = ()
    filled: Sequence[str] = ()  # fields whose cell was taken from above
    hidden: bool = False  # the line is hidden in the file

    def sealed(self) -> str:
        """The text that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def changes(self) -> dict[str, Any]:
        """What will be written into a record that stands."""
        return {key: self.values[key] for key in self.old}


def content(text: str) -> Content:
    """What was kept of a row."""
    return Content(**json.loads(text))


@dataclass(frozen=True)
class Judged:
    """The verdict on a row, and the record it is about."""

    verdict: Verdict
    content: Content
    record_id: int | None = None
    record_version: int | None = None


def judged(row: Checked, answer: Answer, fields: Sequence[Field], key_fields: Set[str] = frozenset()) -> Judged:
    """The verdict: a row with a problem is wrong, whatever else it says; one that only names a record says nothing."""
    standing = answer.standing
    if standing is None and not answer.problems and _is_unfilled(row, fields, key_fields):
        told = [("", "这一行还没有填，跳过")]
        return Judged(Verdict.SAME, Content(row.typed, plain(row.values), problems=told, hidden=row.hidden))
    problems = [*row.problems, *answer.problems]
    if not problems and standing is None:
        problems = _missing(row, fields)
    said = Content(row.typed, plain(row.values), problems=problems, filled=row.filled, hidden=row.hidden)
    if problems:
        return Judged(Verdict.WRONG, said)
    if standing is None:
        return Judged(Verdict.NEW, said)
    old = {key: now for key, value in row.values.items() if (now := standing.values.get(key)) != value}
    verdict = Verdict.CHANGED if old else Verdict.SAME
    return Judged(verdict, replace(said, old=plain(old)), standing.id, standing.version)


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", "").rstrip(".") or 0)


def contradicted(
    first: Content, later: Content, numbers: tuple[int, int], noun: str, fields: Sequence[Field]
) -> tuple[Content, Content] | None:
    """Two rows of a file about one record, each saying what the other says; None where they say the same."""
    differing = [one for one in fields if first.values.get(one.key) != later.values.get(one.key)]
    if not differing:
        return None
    return _beside(first, later, numbers[1], noun, differing), _beside(later, first, numbers[0], noun, differing)


def _beside(own: Content, other: Content, number: int, noun: str, differing: Sequence[Field]) -> Content:
    told = []
    for one in differing:
        says = words(_read(other.values.get(one.key), one.kind), one)
        told.append((one.key, f"第 {number} 行是同一{noun}，写的是“{says}”；请只留一行"))
    return replace(own, problems=[*own.problems, *told])


def _is_unfilled(row: Checked, fields: Sequence[Field], key_fields: Set[str]) -> bool:
    """Whether of what a new record needs nothing is said but whose it is: a line of an export that nobody filled in."""
    named = key_fields | {one.key for one in fields if one.kind is Kind.NAME}
    said = {key for key, text in row.typed.items() if text}
    return bool(said & key_fields) and said <= named and any(one.required and one.key not in named for one in fields)


def _missing(row: Checked, fields: Sequence[Field]) -> list[tuple[str, str]]:
    return [
        (one.key, f"新增时“{one.label}”要填")
        for one in fields
        if one.required and row.values.get(one.key) is None
    ]


def plain(values: Values) -> dict[str, Any]:
    """Values as JSON takes them."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def values_of(given: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    """Values again out of JSON."""
    kinds = {one.key: one.kind for one in fields}
    return {key: _read(value, kinds.get(key)) for key, value in given.items()}


def _read(value: Any, kind: Kind | None) -> Any:
    if isinstance(value, str) and kind is Kind.DATE:
        return date.fromisoformat(value)
    if isinstance(value, str) and kind is Kind.MOMENT:
        return datetime.fromisoformat(value)
    return value


def words(value: Any, one: Field) -> str:
    """A value as a page shows it: a choice by its label, money in 元, an identity number and a phone masked."""
    if value is None or value == "":
        return "空"
    if one.kind is Kind.CHOICE:
        return next((label for option, label in one.options if option == value), str(value))
    if one.kind is Kind.FLAG:
        return "是" if value else "否"
    if one.kind in IN_HUNDREDTHS:
        return f"{value // 100}.{value % 100:02d}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    mask = PRIVATE.get(one.kind)
    return mask(str(value)) if mask else str(value)


def reads_like(typed: str, value: Any, one: Field) -> bool:
    """Whether a reader of what was typed knows what was understood; what admits one reading only always does."""
    if one.kind not in INTERPRETED:
        return True
    plain_text = "".join(unicodedata.normalize("NFKC", typed).split())
    if one.kind is Kind.FLAG and plain_text in SAID_PLAINLY:
        return True
    said = "".join(words(value, one).split())
    if one.kind in IN_HUNDREDTHS or one.kind is Kind.WHOLE:
        return re.fullmatch(r"[+-]?[0-9,]*\.?[0-9]*", plain_text) is not None and _number(plain_text) == _number(said)
    return plain_text.removesuffix("00:00") == said.removesuffix("00:00")
