"""模拟 and 谁变了 of one declared once; the workbook says 模拟 (WF-105)."""

from dataclasses import dataclass
from typing import Any

from shuangluan.kernel import clock
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.scenarios import Changed
from shuangluan.workforce.tables import FactLine

DIRECTIONS = {"more": "增加", "less": "减少", "same": "不增不减", "unknown": "算不出来"}
TONE = {"more": "done", "less": "stop", "same": "", "unknown": "stop"}


@dataclass(frozen=True)
class Line:
    """A change in words."""

    one: Changed

    @property
    def told(self) -> dict[str, Any]:
        """As the result keeps it."""
        return self.one.told

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the file."""
        return self.one.worker.person.name, f"/workforce/workers/{self.one.worker.id}"


class ScenarioLine(FactLine):
    """A scenario in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The title opens both sides."""
        return self.row.title, f"/workforce/scenarios/{self.row.id}"

    @property
    def cost(self) -> str:
        """A month before and after, in yuan."""
        return f"{self.row.result['now']['cost']} → {self.row.result['then']['cost']}"


SCENARIOS = Table(
    "pay_scenarios",
    "模拟与预算",
    (
        Column("title", "模拟", sort=True, kind="link", value=lambda x: x.link, width=30),
        Column("snapshot", "按哪天的事实", kind="date", value=lambda x: x.row.snapshot_on, width=14),
        Column("changes", "变动人数", kind="num", value=lambda x: len(x.row.result["changes"]), width=10),
        Column("cost", "每月成本，现行 → 模拟（元）", kind="num", value=lambda x: x.cost, width=30),
        Column(
            "computed", "测算时间", sort=True, kind="moment", value=lambda x: clock.local(x.row.computed_at), width=18
        ),
        Column("by", "测算人", value=lambda x: x.row.computed_by_name, width=12),
    ),
    (Filter("q", "模拟或测算人"), Filter("computed", "测算日期", "dates", more=True)),
    (View("all", "全部"), View("mine", "我测算的")),
    default_sort="computed",
    default_desc=True,
)
CHANGES = Table(
    "workforce_scenario_changes",
    "谁变了",
    (
        Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
        Column("community", "社区", sort=True, value=lambda x: areas().name(x.one.worker.community), width=18),
        Column("before", "现行", value=lambda x: f"{x.told['from_post']} {x.told['from_grade']} 级", width=14),
        Column(
            "after", "模拟", width=14,
            value=lambda x: f"{x.told['to_post']} {x.told['to_grade']} 级" if x.told["to_grade"] else "",
        ),
        Column("from_gross", "现行月薪", kind="num", value=lambda x: x.told["from_gross"], width=12),
        Column("to_gross", "模拟月薪", kind="num", value=lambda x: x.told["to_gross"], width=12),
        Column("difference", "每月差额", kind="num", value=lambda x: x.told["difference"], width=12),
        Column(
            "direction", "增减", kind="state", value=lambda x: (DIRECTIONS[x.one.direction], TONE[x.one.direction])
        ),
        Column("reason", "原因", value=lambda x: x.told["reason"], width=60),
    ),
    (Filter("q", "姓名、编号或社区"),),
    (View("all", "全部"), *(View(key, label) for key, label in DIRECTIONS.items())),
    default_sort="community",
)  # fmt: skip
