"""配备表 declared once: a community a row (WF-220)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View


@dataclass(frozen=True)
class StaffingLine:
    """A community with its numbers; its name opens its roster."""

    row: Any
    day: date

    @property
    def id(self) -> str:
        """The community's code."""
        return str(self.row.id)

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the roster."""
        return self.row.name, f"/workforce/workers?area={self.row.id}"


def _number(key: str, label: str, *, sort: bool = False) -> Column:
    return Column(key, label, kind="num", sort=sort, value=lambda x: getattr(x.row, key), width=10)


STAFFING = Table(
    "community_staffing",
    "社区配备",
    (
        Column("community", "社区", sort=True, kind="link", value=lambda x: x.link, width=18),
        Column("street", "街道", value=lambda x: areas().name(x.row.id[:9]), width=16),
        _number("workers", "工作者", sort=True),
        _number("elected", "选举任职"),
        _number("college", "大专及以上"),
        _number("certified", "持证"),
        _number("delegates", "两代表一委员"),
        _number("on_trial", "试用"),
        _number("away", "离岗停职"),
    ),
    (Filter("q", "社区"),),
    (View("urban", "城市社区"),),
    default_sort="community",
    size=50,
)
