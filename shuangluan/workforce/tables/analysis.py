"""连续两年基本合格以下 and 结构分析 declared once (WF-116, WF-221)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.structure import DIMENSIONS, Dimension
from shuangluan.workforce.rules.payroll import LEAST_SHOWN, hidden_groups
from shuangluan.workforce.tables import ANYBODY, NAMED

POOR = Table(
    "poor_results",
    "基本合格以下",
    (
        *NAMED,
        Column("year", "最近一年", kind="num", value=lambda x: x.row.year, width=8),
        Column("rating", "等次", value=lambda x: x.row.rating, width=10),
        Column("before", "上一年等次", value=lambda x: x.row.rating_before or "没有确认的", width=12),
    ),
    (ANYBODY,),
    (View("twice", "连续两年", hot=True), View("once", "最近一年"), View("ever", "曾经连续两年")),
    default_sort="community",
)


@dataclass(frozen=True)
class GroupLine:
    """A street or community with its groups; for who sees sums alone small groups are not told."""

    row: Any
    day: date
    dimension: Dimension
    is_closed: bool

    @property
    def id(self) -> str:
        """The area's code."""
        return str(self.row.id)

    @property
    def place(self) -> tuple[str, str]:
        """The name, which opens the roster for who may read it."""
        return self.row.name, "" if self.is_closed else f"/workforce/workers?area={self.row.id}"

    @property
    def hidden(self) -> Collection[str]:
        """The groups that are not told, and one more where they could be reckoned (WF-116)."""
        sizes = {key: getattr(self.row, key) for key in self.dimension.groups}
        return hidden_groups(sizes) if self.is_closed else ()

    def told(self, key: str) -> int | str:
        """The number of a group, or that it is not told."""
        return f"不足 {LEAST_SHOWN} 或不显示" if key in self.hidden else int(getattr(self.row, key))


def _group(key: str, label: str) -> Column:
    return Column(key, label, kind="num", value=lambda x: x.told(key), width=10)


def _structure(one: Dimension) -> Table:
    return Table(
        f"structure_{one.key}",
        f"{one.label}结构",
        (
            Column("place", "街道、社区", sort=True, kind="link", value=lambda x: x.place, width=18),
            Column("street", "所属街道", shown=False, value=lambda x: areas().name(x.row.id[:9]), width=16),
            Column("workers", "在册", kind="num", value=lambda x: x.row.workers, width=8),
            *(_group(key, label) for key, label in one.groups.items()),
        ),
        (Filter("q", "街道或社区"),),
        (View("street", "按街道"), View("community", "按社区")),
        default_sort="place",
        size=50,
    )


STRUCTURES = {one.key: _structure(one) for one in DIMENSIONS.values()}
