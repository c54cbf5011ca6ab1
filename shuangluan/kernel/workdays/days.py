"""Which days are worked: the calendar, year by year, published or estimated (GR-26)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from shuangluan.kernel.errors import RuleBroken

ONE_DAY = timedelta(days=1)
PUBLISHED = "已公布"
ESTIMATED = "暂估"

# The days of rest whose date in the solar calendar the law itself fixes (全国年节及纪念日放假办法第二条,
# 2024-11-10); the others follow the moon and must be listed year by year.
FIXED_REST = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True)
class YearDays:
    """What is unusual about the days of one year.

    `rest` are listed days off (weekends inside a holiday may be among them), `work` the weekend days worked
    in exchange. A year that is not `published` lists its statutory days in `rest`, or nothing.
    """

    year: int
    published: bool
    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Calendar:
    """The working days of all years: a year without an entry is estimated (GR-26)."""

    years: tuple[YearDays, ...] = ()

    @classmethod
    def parse(cls, *documents: Mapping[str, Any]) -> "Calendar":
        """The calendar of several documents, in either form of the shipped files.

        A later document replaces the years of an earlier one, but an estimate never replaces what is
        published. Raises RuleBroken, naming the year, where a document contradicts itself.
        """
        calendar = cls()
        for document in documents:
            for days in _years_of(document):
                if days.published or not calendar.is_published(days.year):
                    calendar = calendar.add_year(days)
        return calendar

    def add_year(self, days: YearDays) -> "Calendar":
        """A calendar in which `days` stands for its year, whatever stood there before."""
        others = [known for known in self.years if known.year != days.year]
        return Calendar(tuple(sorted([*others, days], key=lambda known: known.year)))

    @cached_property
    def _listed(self) -> dict[date, bool]:
        """Worked or not, for each listed day; a year's notice may reach into its neighbour."""
        listed: dict[date, bool] = {}
        for days in self.years:
            listed.update(dict.fromkeys(days.rest, False))
            listed.update(dict.fromkeys(days.work, True))
        return listed

    @cached_property
    def _has_list(self) -> frozenset[int]:
        return frozenset(days.year for days in self.years if days.published or days.rest)

    @cached_property
    def _published(self) -> frozenset[int]:
        return frozenset(days.year for days in self.years if days.published)

    def is_published(self, year: int) -> bool:
        """Whether the arrangement of `year` is in; without it, what depends on it is 暂估."""
        return year in self._published

    def is_working_day(self, day: date) -> bool:
        """As listed, else Monday to Friday; in a year without a list, not on the fixed days of rest."""
        listed = self._listed.get(day)
        if listed is not None:
            return listed
        if day.weekday() > 4:
            return False
        return day.year in self._has_list or (day.month, day.day) not in FIXED_REST

    def first_working_day(self, day: date) -> date:
        """`day` itself if it is worked, else the next one that is."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after `day`."""
        return self.first_working_day(day + ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day before `day`."""
        day -= ONE_DAY
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it, for a negative n); `day` itself for 0."""
        step = self.next_working_day if n > 0 else self.previous_working_day
        for _ in range(abs(n)):
            day = step(day)
        return day

    def working_days_between(self, after: date, until: date) -> int:
        """How many working days d there are with after < d ≤ until; 0 when `until` is not later."""
        return sum(1 for day in days_between(after, until) if self.is_working_day(day))

    def unpublished_years(self, first: date, last: date) -> list[int]:
        """The years touched by the span, both ends included, whose arrangement is not in."""
        return [year for year in range(first.year, last.year + 1) if year not in self._published]


def days_between(after: date, until: date) -> Iterator[date]:
    """Every calendar day d with after < d ≤ until."""
    for number in range(after.toordinal() + 1, until.toordinal() + 1):
        yield date.fromordinal(number)


def _years_of(document: Mapping[str, Any]) -> list[YearDays]:
    """The years of one document: one year with a word on the next, or several under `years`."""
    try:
        if "years" in document:
            return [_year_of(int(year), entry) for year, entry in document["years"].items()]
        years = [_year_of(int(document["year"]), document)]
        if document.get("next_year"):
            following = {"status": ESTIMATED, **document["next_year"]}
            years.append(_year_of(int(following["year"]), following))
        return years
    except RuleBroken:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        raise RuleBroken(f"日历的写法不对：{broken}") from broken


def _year_of(year: int, entry: Mapping[str, Any]) -> YearDays:
    rest = [day for span in entry.get("off", ()) for day in _span(span)]
    rest += [date.fromisoformat(day) for day in entry.get("statutory_days", ())]
    swaps = [item["date"] if isinstance(item, Mapping) else item for item in entry.get("on", ())]
    work = [date.fromisoformat(day) for day in swaps]
    _check_days(year, rest, work)
    days = YearDays(year, entry.get("status", PUBLISHED) == PUBLISHED, frozenset(rest), frozenset(work))
    _check_total(days, entry.get("working_days_total"))
    return days


def _span(span: Any) -> Iterable[date]:
    first, last = (span["from"], span["to"]) if isinstance(span, Mapping) else span
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if end < start:
        raise RuleBroken(f"放假的最后一天 {end} 早于第一天 {start}")
    return days_between(start - ONE_DAY, end)


def _check_days(year: int, rest: list[date], work: list[date]) -> None:
    """A holiday at the turn of the year may begin or end in the neighbour, but no further."""
    for day in [*rest, *work]:
        if abs(day.year - year) > 1:
            raise RuleBroken(f"{day} 不在 {year} 年的日历里")
    both = sorted(set(rest) & set(work))
    if both:
        raise RuleBroken(f"{both[0]} 既写为放假又写为上班")


def _check_total(days: YearDays, total: int | None) -> None:
    """A document that states its own sum is held to it: a mistyped day shows at once."""
    if total is None:
        return
    counted = Calendar((days,)).working_days_between(date(days.year - 1, 12, 31), date(days.year, 12, 31))
    if counted != total:
        raise RuleBroken(f"{days.year} 年的日历写有 {total} 个工作日，按所列的日子数是 {counted} 个")
