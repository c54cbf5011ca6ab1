"""A number is a list (D6): declared once as a select of record ids, counted and opened by that very select."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, true

from shuangluan.extensions import db
from shuangluan.kernel.models import ReportedFigure
from shuangluan.kernel.models.figures import Relation
from shuangluan.kernel.shares import mean_text, share_text

FIRST_YEAR, LAST_YEAR = 2000, 2100
SHAPE = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
MONTH, QUARTER, YEAR = 1, 3, 12  # months


@dataclass(frozen=True)
class Period:
    """A half-open range of local days with the word for it."""

    key: str  # 2026, 2026-Q4, 2026-11
    label: str
    start: date
    end: date

    @property
    def before(self) -> "Period | None":
        """The period of the same length before it; None at the edge of what can be asked for."""
        return _neighbour(self, -1)

    @property
    def after(self) -> "Period | None":
        """The one after it."""
        return _neighbour(self, 1)


@dataclass(frozen=True)
class Part:
    """The rows of `base` that meet `condition` (None: all); parts of one base are counted in one walk over it."""

    base: Select[Any]
    condition: ColumnElement[bool] | None = None
    fen: ColumnElement[int] | None = None  # summed over the rows instead of counting them

    @property
    def rows(self) -> Select[Any]:
        """The select of these rows."""
        return self.base if self.condition is None else self.base.where(self.condition)


@dataclass(frozen=True)
class Figure:
    """A figure: its value is the number of `rows`, or rows ÷ `of`; `address` opens the list of `rows`.

    rows ÷ `of` is a share in percent, or with `is_mean` so many to each.
    With `fen` (of rows, of `of`) it is a share of money: what those columns hold is summed instead of counting rows.

    `parts` are rows and of once more, for a figure that shares its base with others.
    """

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
    parts: tuple[Part, Part | None] | None = None
    fen: tuple[ColumnElement[int], ColumnElement[int]] | None = None
    is_mean: bool = False


@dataclass(frozen=True)
class Value:
    """A figure with what was counted."""

    figure: Figure
    count: int
    of: int | None = None

    @property
    def share(self) -> str:
        """The share (GR-35) or mean as shown; empty for a plain count."""
        if self.of is None:
            return ""
        return (mean_text if self.figure.is_mean else share_text)(self.count, self.of)

    def said(self, number: int) -> str:
        """One of the two numbers as shown: whole 元 where it is money, cut."""
        return f"{number // 100 if self.figure.fen else number:,}"


@dataclass(frozen=True)
class Reported:
    """据报道: a published number, a record of its own that is never added to a live one (D8)."""

    key: str
    task: str
    label: str
    relation: Relation
    value: int
    unit: str
    wording: str
    source: str
    reported_on: date | None

    @property
    def text(self) -> str:
        """28 个, ≥ 500 场次, 98%: what is published with 余 is a lower bound."""
        unit = self.unit if self.unit == "%" else f" {self.unit}"
        return f"{'≥ ' if self.relation is Relation.AT_LEAST else ''}{self.value:,}{unit}"


def values(declared: Sequence[Figure]) -> list[Value]:
    """Count every figure, in one statement."""
    if not declared:
        return []
    walks: dict[int, _Walk] = {}
    places = [_placed(figure, walks) for figure in declared]
    first, *others = (walk.counted() for walk in walks.values())
    together: Any = first
    for one in others:
        together = together.join(one, true())  # one row each
    columns = [column for one in (first, *others) for column in one.c]
    row = db.session.execute(select(*columns).select_from(together)).one()
    numbers = dict(row._mapping)
    return [
        Value(figure, int(numbers[rows]), int(numbers[of]) if of else None)
        for figure, (rows, of) in zip(declared, places, strict=True)
    ]


class _Walk:
    """One select and what is counted along it."""

    def __init__(self, base: Select[Any], number: int) -> None:
        self.base, self.number = base, number
        self.parts: dict[tuple[int, int], Part] = {}

    def place(self, part: Part) -> str:
        """The name of the column that counts, or sums, what `part` asks for."""
        key = (id(part.condition), id(part.fen))
        self.parts[key] = part
        return f"n{self.number}_{list(self.parts).index(key)}"

    def counted(self) -> Any:
        """One row with every number."""
        if list(self.parts) == [(id(None), id(None))]:  # a select as it comes, perhaps distinct or limited
            whole = self.base.order_by(None).subquery()
            return select(func.count().label(f"n{self.number}_0")).select_from(whole).subquery()
        counts = [_reckoned(part).label(f"n{self.number}_{place}") for place, part in enumerate(self.parts.values())]
        return self.base.with_only_columns(*counts, maintain_column_froms=True).order_by(None).subquery()


def _reckoned(part: Part) -> Any:
    if part.fen is not None:
        return func.coalesce(func.sum(part.fen), 0)
    return func.count() if part.condition is None else func.count(case((part.condition, 1)))


def _placed(figure: Figure, walks: dict[int, _Walk]) -> tuple[str, str]:
    """The names of the columns of rows and of; an empty one where there is no share."""
    fen = figure.fen or (None, None)
    whole = Part(figure.of, fen=fen[1]) if figure.of is not None else None
    rows, of = figure.parts or (Part(figure.rows, fen=fen[0]), whole)
    return _place(rows, walks), _place(of, walks) if of is not None else ""


def _place(part: Part, walks: dict[int, _Walk]) -> str:
    walk = walks.setdefault(id(part.base), _Walk(part.base, len(walks)))
    return walk.place(part)


def reported() -> list[Reported]:
    """Every published number, in the order in which they were entered; one statement."""
    row = ReportedFigure
    found = db.session.execute(
        select(
            row.key, row.task, row.label, row.relation, row.value, row.unit, row.wording, row.source, row.reported_on
        ).order_by(row.id)
    )
    return [Reported(*each) for each in found]


def period_of(key: str, day: date) -> Period:
    """The period a page asks for: a month, a quarter or a year (the default). Raises ValueError for anything else."""
    if not key:
        return _span(date(day.year, 1, 1), YEAR)
    asked = SHAPE.fullmatch(key)
    if asked is None or not FIRST_YEAR <= int(asked[1]) <= LAST_YEAR:
        raise ValueError(f"时间段要写成 2026、2026-Q4 或 2026-11，年份在 {FIRST_YEAR} 到 {LAST_YEAR} 之间")
    year, quarter, month = int(asked[1]), asked[2], asked[3]
    if quarter:
        return _span(date(year, int(quarter) * 3 - 2, 1), QUARTER)
    return _span(date(year, int(month), 1), MONTH) if month else _span(date(year, 1, 1), YEAR)


def periods_around(day: date) -> tuple[Period, Period, Period]:
    """本月, 本季, 本年 of a day."""
    quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return _span(day.replace(day=1), MONTH), _span(quarter, QUARTER), _span(date(day.year, 1, 1), YEAR)


def _span(start: date, months: int) -> Period:
    end = _months_after(start, months)
    if months == YEAR:
        return Period(f"{start.year}", f"{start.year} 年", start, end)
    if months == QUARTER:
        number = (start.month + 2) // 3
        return Period(f"{start.year}-Q{number}", f"{start.year} 年第 {number} 季度", start, end)
    return Period(f"{start.year}-{start.month:02d}", f"{start.year} 年 {start.month} 月", start, end)


def _neighbour(period: Period, step: int) -> Period | None:
    months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month
    start = _months_after(period.start, step * months)
    return _span(start, months) if FIRST_YEAR <= start.year <= LAST_YEAR else None


def _months_after(start: date, months: int) -> date:
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)
