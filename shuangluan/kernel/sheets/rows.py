"""A row of a foreign sheet as values of a register's fields, with what is wrong beside each. Pure."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.sheets import values
from shuangluan.kernel.sheets.cells import Tab
from shuangluan.kernel.sheets.columns import Label
from shuangluan.kernel.sheets.fields import MASKED, Field
from shuangluan.kernel.sheets.layout import Row


@dataclass(frozen=True)
class Reading:
    """How a sheet is read: which fields it has, under which heads, on which day, by which of them records are known.

    `fixed` are values that stand in every row, of fields without a head.
    """

    fields: Sequence[Field]
    matched: Mapping[str, Label]
    key_fields: Set[str]
    today: date
    tab: Tab
    fixed: Mapping[str, Any] = dataclass_field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """A row after its cells were read: what was typed, the values it gives, and (field, sentence) of what is wrong.

    A blank cell and a masked one give no value: what is stored stays.
    """

    number: int
    typed: Mapping[str, str]
    values: Mapping[str, Any]
    problems: Sequence[tuple[str, str]] = ()
    filled: Sequence[str] = ()  # fields whose cell was taken from above: merged, or 同上
    hidden: bool = False


def checked(row: Row, how: Reading) -> Checked:
    """Read the cells of one row."""
    typed, found, problems = {}, {}, []
    for field in how.fields:
        label = how.matched.get(field.key)
        if label is None:
            continue
        cell = row.cell(label)
        typed[field.key] = values.shown(cell)
        try:
            value = values.parsed(field, cell, values.Context(how.today, how.tab.from_1904, label.unit))
        except RuleBroken as broken:
            problems.append((field.key, broken.reason))
            continue
        if value is MASKED:
            if field.key in how.key_fields:
                problems.append((field.key, f"{field.label}是打码的，认不出是哪一条；请填完整"))
        elif value is not None:
            found[field.key] = value
    filled = [field.key for field in how.fields if _place(how, field) in row.filled]
    return Checked(row.number, typed, {**found, **how.fixed}, problems, filled, row.hidden)


def _place(how: Reading, field: Field) -> int | None:
    label = how.matched.get(field.key)
    return None if label is None else label.column
