"""Days and months of service: both ends count, months run from the base date (WF-65, WF-66)."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from shuangluan.kernel.errors import RuleBroken

ONE_DAY = timedelta(days=1)


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn what a badly written document breaks into one refusal that names it."""
    try:
        yield
    except RuleBroken:
        raise
    except KeyError as broken:
        raise RuleBroken(f"{what}缺少 {broken.args[0]}") from broken
    except (TypeError, ValueError, AttributeError, IndexError) as broken:
        raise RuleBroken(f"{what}的写法不对：{broken}") from broken


def day_of(text: str) -> date:
    """The date written in `text`. Raises RuleBroken for anything but YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as broken:
        raise RuleBroken(f"日期要写成 2025-01-31 这样，现在是 {text}") from broken


def day_or_none(text: str | None) -> date | None:
    """As `day_of`; nothing stays nothing."""
    return None if text is None else day_of(text)


def month_of(text: str) -> date:
    """The first day of the month written as YYYY-MM."""
    return day_of(f"{text}-01")


def add_months(base: date, months: int) -> date:
    """`base` + `months`, clamped to the end of its month: always from the base date (WF-65)."""
    number = base.year * 12 + base.month - 1 + months
    year, month = divmod(number, 12)
    try:
        return date(year, month + 1, min(base.day, monthrange(year, month + 1)[1]))
    except ValueError as broken:
        raise RuleBroken("日期超出了日历能算到的日子") from broken


def months_between(earlier: date, later: date) -> int:
    """Months from the month of `earlier` to the month of `later`; days play no part."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def following_month(day: date) -> date:
    """The 1st of the month after `day`: when a document, recognition or registration acts (WF-66)."""
    return add_months(day.replace(day=1), 1)


def month_start_from(day: date) -> date:
    """The first 1st on or after `day`: when a completed term of service acts (WF-66)."""
    return day if day.day == 1 else following_month(day)


def is_month_end(day: date) -> bool:
    """Whether `day` is the last of its month."""
    return (day + ONE_DAY).day == 1


class Length(NamedTuple):
    """Full months and the days beyond them."""

    months: int
    days: int


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` to `end`, both included. Raises RuleBroken when it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise RuleBroken(f"结束日期 {self.end} 早于开始日期 {self.start}")

    @property
    def length(self) -> Length:
        """Full months, and the rest in days: n months are full when the day after the end is reached by them."""
        after = self.end + ONE_DAY
        months = months_between(self.start, after)
        if add_months(self.start, months) > after:
            months -= 1
        return Length(months, (after - add_months(self.start, months)).days)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end


def clipped(start: date, end: date | None, within: Span) -> list[Span]:
    """What of `start` to `end` (None: open) lies within `within`: one span or none."""
    first, last = max(start, within.start), within.end if end is None else min(end, within.end)
    return [Span(first, last)] if first <= last else []


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch made one (WF-67)."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end + ONE_DAY:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def without(spans: Iterable[Span], cuts: Iterable[Span]) -> list[Span]:
    """`spans` less every day of `cuts`."""
    left = list(spans)
    for cut in cuts:
        left = [piece for span in left for piece in _less(span, cut)]
    return left


def _less(span: Span, cut: Span) -> list[Span]:
    if not span.overlaps(cut):
        return [span]
    pieces = []
    if span.start < cut.start:
        pieces.append(Span(span.start, cut.start - ONE_DAY))
    if cut.end < span.end:
        pieces.append(Span(cut.end + ONE_DAY, span.end))
    return pieces


def total(spans: Iterable[Span], day_carry: int) -> Length:
    """Months and days of each piece, summed; every `day_carry` days are one month more (WF-67)."""
    lengths = [span.length for span in spans]
    carried, days = divmod(sum(one.days for one in lengths), day_carry)
    return Length(sum(one.months for one in lengths) + carried, days)
