"""A scenario on A4 and its budget as a workbook, both marked 模拟 and without persons (WF-105, WF-200)."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import Column
from shuangluan.kernel.web import actor, download, page, viewer
from shuangluan.workforce.models import Scenario
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import scenarios
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.scenarios import SIMULATED, find_scenario, hidden_streets, told

MONTH = (
    ("basic", "基本薪酬"), ("performance", "基础绩效"), ("allowance", "职业津贴"), ("gross", "应发"),
    ("unit", "单位缴纳"), ("cost", "用工成本"),
)  # fmt: skip
YEAR = (
    ("total", "合计"), ("basic", "基本薪酬"), ("performance", "基础绩效"), ("allowance", "津贴"),
    ("award", "奖励绩效"), ("unit", "单位缴纳"), ("at_ceiling", "封顶人数"), ("left", "离开人数"),
)  # fmt: skip


class Row(NamedTuple):
    """A figure of both sides; empty where a side cannot be reckoned or is not shown."""

    part: str
    name: str
    now: Any
    then: Any


COLUMNS = (
    Column("mark", "模拟", value=lambda _: "模拟", width=8),
    Column("part", "部分", value=lambda x: x.part, width=18),
    Column("name", "项目", value=lambda x: x.name, width=22),
    Column("now", "现行", kind="num", value=lambda x: x.now, width=16),
    Column("then", "模拟值", kind="num", value=lambda x: x.then, width=16),
)


def _rows(found: Scenario, *, sees_all: bool) -> Iterator[Row]:
    result, hidden = found.result, hidden_streets(found)
    for key, label in MONTH:
        yield Row("一个月", label, result["now"][key], result["then"][key])
    for one in result["streets"]:
        shown = sees_all or one["street"] not in hidden
        sides = (one["now"], one["then"]) if shown else ("人数少，不显示", "")
        yield Row("按街道，每月用工成本", areas().name(one["street"]), *sides)
    years = result["years"]
    for place in range(max(len(years["now"]), len(years["then"]))):
        now, then = (side[place] if place < len(side) else {} for side in (years["now"], years["then"]))
        for key, label in YEAR:
            yield Row(f"{(now or then)['year']} 年", label, now.get(key, ""), then.get(key, ""))


@bp.get("/scenarios/<int:scenario_id>/print")
@requires(Perm.SCENARIO_READ)
def scenario_print(scenario_id: int) -> ResponseReturnValue:
    """Both sides on paper."""
    now = clock.local(clock.now())
    return page(
        "workforce/scenario_print.html", printed_at=f"{now:%Y-%m-%d %H:%M}", **told(find_scenario(scenario_id))
    )


@bp.post("/scenarios/<int:scenario_id>/budget")
@requires(Perm.BUDGET_EXPORT)
def scenario_budget(scenario_id: int) -> ResponseReturnValue:
    """Month, streets and five years as a workbook; recorded."""
    found, now = find_scenario(scenario_id), clock.now()
    notes = [f"{SIMULATED}；{found.title}，按 {found.snapshot_on} 的事实", "；".join(scenarios.named(found.overrides))]
    rows = list(_rows(found, sees_all=viewer().can(Perm.PAY_READ)))
    body = sheets.written(Sheet("模拟：预算", notes, COLUMNS, rows), by=viewer().name, at=now)
    with audit.transaction():
        audit.noted(sentences.SCENARIO_EXPORTED, found, by=actor(), at=now, detail={"rows": len(rows)})
    return download(body, f"模拟预算-{clock.local(now):%Y%m%d-%H%M}.xlsx")
