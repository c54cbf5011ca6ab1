"""What the rows of the registers share: the row with the day it is looked at, and the last day of a period (D28)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.places import areas
from shuangluan.red_property.rules.spans import last_day


@dataclass(frozen=True)
class Line:
    """A row of a register with the day it is looked at."""

    row: Any
    day: date

    @property
    def id(self) -> int:
        """Of the record."""
        return int(self.row.id)

    @property
    def community(self) -> str:
        """万和城社区."""
        return areas().name(self.row.community)

    @property
    def until(self) -> date | None:
        """The last day of the row's period."""
        return last_day(self.row.valid_to)

    def stage(self, running: str) -> tuple[str, str]:
        """Where the days of the row's period stand; `running` is what it is called while it lasts."""
        if self.day < self.row.valid_from:
            return "未开始", ""
        ended = self.row.valid_to is not None and self.row.valid_to <= self.day
        return ("已结束", "off") if ended else (running, "done")
