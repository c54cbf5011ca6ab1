"""A number is a list (D6): declared once as a select of record ids, counted and opened by that very select."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from shuangluan.extensions import db


@dataclass(frozen=True)
class Period:
    """A half-open range of local days with the word for it."""

    key: str  # 2026, 2026-Q4, 2026-11
    label: str
    start: date
    end: date


@dataclass(frozen=True)
class Figure:
    """A figure: its value is the number of `rows`, or rows ÷ `of`; `address` opens the list of `rows`."""

    key: str
    task: str
    label: str
    unit: str
    definition: str
    rows: Select[Any]
    address: str
    of: Select[Any] | None = None
    of_address: str = ""
    hot: bool = False  # red when it is not zero: something to act on


@dataclass(frozen=True)
class Value:
    """A figure with what was counted."""

    figure: Figure
    count: int
    of: int | None = None


def values(declared: Sequence[Figure]) -> list[Value]:
    """Count every figure, in one statement."""
    if not declared:
        return []
    parts: list[Any] = []
    for figure in declared:
        parts += [_count(rows) for rows in (figure.rows, figure.of) if rows is not None]
    numbers = iter(db.session.execute(select(*parts)).one())
    return [
        Value(figure, next(numbers), next(numbers) if figure.of is not None else None) for figure in declared
    ]


def _count(rows: Select[Any]) -> Any:
    return select(func.count()).select_from(rows.order_by(None).subquery()).scalar_subquery()


def period_of(key: str, day: date) -> Period:
    """The period a page asks for: a month, a quarter or a year. Raises ValueError for anything else."""
    if not key:
        return _year(day.year)
    if len(key) == 4 and key.isascii() and key.isdigit():
        return _year(int(key))
    if len(key) == 7 and key[:4].isdigit() and key[4:6] == "-Q" and key[6] in "1234":
        quarter = int(key[6])
        start = date(int(key[:4]), quarter * 3 - 2, 1)
        return Period(key, f"{key[:4]} 年第 {quarter} 季度", start, _months_after(start, 3))
    if len(key) == 7 and key[4] == "-":
        start = date.fromisoformat(f"{key}-01")
        return Period(key, f"{start.year} 年 {start.month} 月", start, _months_after(start, 1))
    raise ValueError("时间段要写成 2026、2026-Q4 或 2026-11")


def _year(year: int) -> Period:
    return Period(f"{year:04d}", f"{year} 年", date(year, 1, 1), date(year + 1, 1, 1))


def _months_after(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
