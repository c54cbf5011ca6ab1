"""What a clock is told: the limit, the pauses, the district's office hours (GR-24, GR-27)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Any

from shuangluan.kernel.errors import RuleBroken

MOST = 9999  # of any unit: beyond it a limit is a slip of the finger


class Unit(StrEnum):
    """In what a limit is counted."""

    WORKING_DAY = "wd"
    CALENDAR_DAY = "cd"
    WORKING_HOUR = "wh"
    HOUR = "h"
    MINUTE = "min"


UNIT_LABEL = {
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_DAY: "个自然日",
    Unit.WORKING_HOUR: "个工作小时",
    Unit.HOUR: "小时",
    Unit.MINUTE: "分钟",
}
DAY_UNITS = frozenset({Unit.WORKING_DAY, Unit.CALENDAR_DAY})


@dataclass(frozen=True, slots=True)
class Limit:
    """`n` units, 0 to 9999. Raises RuleBroken for anything else."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        if isinstance(self.n, bool) or not isinstance(self.n, int) or not 0 <= self.n <= MOST:
            raise RuleBroken(f"期限要写 0 至 {MOST} 的整数，现在是 {self.n}")
        if self.unit not in list(Unit):
            raise RuleBroken(f"没有“{self.unit}”这种期限单位")
        object.__setattr__(self, "unit", Unit(self.unit))

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "Limit":
        """The limit of `{"n": 5, "unit": "wd"}`."""
        return cls(payload["n"], payload["unit"])

    @property
    def label(self) -> str:
        """As said to people: 5 个工作日; a limit of nothing is 当日 or 当时."""
        if self.n:
            return f"{self.n} {UNIT_LABEL[self.unit]}"
        return "当日" if self.unit in DAY_UNITS else "当时"


@dataclass(frozen=True, slots=True)
class Pause:
    """挂起 from `start` to `end` (None: still open). The day of pausing is used up, that of resuming is not
    counted: day d is left out if start < d ≤ end. Raises RuleBroken when it ends before it starts.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise RuleBroken(f"恢复的日子 {self.end} 早于挂起的日子 {self.start}")

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "Pause":
        """The pause of `{"from": "2026-09-09", "to": null}`."""
        end = payload["to"]
        return cls(date.fromisoformat(payload["from"]), None if end is None else date.fromisoformat(end))

    def leaves_out(self, day: date) -> bool:
        """Whether `day` is not counted because of this pause."""
        return self.start < day and (self.end is None or day <= self.end)

    def holds(self, day: date) -> bool:
        """Whether nothing can fall due on `day`; resumed on the day of pausing, a pause holds nothing."""
        return self.end != self.start and self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class ClockParams:
    """The district's hours: until when a day still counts, when the office is open, what is 严重超期."""

    cutoff: time
    office: tuple[tuple[time, time], ...]
    severe_factor: int

    def __post_init__(self) -> None:
        edges = [edge for period in self.office for edge in period]
        if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
            raise RuleBroken("上班时段要从早到晚写，互不重叠")
        if self.severe_factor < 1:
            raise RuleBroken(f"严重超期的倍数要是 1 以上的整数，现在是 {self.severe_factor}")

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "ClockParams":
        """The parameters of `{"cutoff": "17:30", "office": [["08:30", "12:00"], …], "severe_factor": 3}`."""
        return cls(
            time.fromisoformat(payload["cutoff"]),
            tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in payload["office"]),
            int(payload["severe_factor"]),
        )
