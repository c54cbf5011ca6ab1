"""薪酬总额 by street and by class, without persons; small groups are hidden (WF-116, WF-221)."""

from typing import NamedTuple

from flask import abort, request
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, sheets
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.sheets import Sheet
from shuangluan.kernel.tables import Column
from shuangluan.kernel.web import actor, download, page, viewer
from shuangluan.workforce.models import PayRun
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import pay
from shuangluan.workforce.queries.pay import Group, Sums
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.pay import SAMPLE

WAYS = (("按街道", "street"), ("按岗位类别", "post"))
Months = list[tuple[PayRun, Sums]]


class Row(NamedTuple):
    """A group of the workbook: how it was grouped, and its sums."""

    way: str
    group: Group

    def yuan(self, name: str) -> str:
        """A sum; a small group shows none."""
        return self.group.sums.yuan[name] if self.group.sums else "人数少，不显示"


SUMS = (
    ("basic_fen", "基本薪酬"), ("performance_fen", "基础绩效"), ("allowance_fen", "职业津贴"),
    ("retained_fen", "保留差额"), ("arrears_fen", "补发扣回"), ("deduction_fen", "扣款"), ("gross_fen", "应发"),
    ("award_fen", "奖励绩效"), ("person_fen", "个人缴纳"), ("unit_fen", "单位缴纳"),
)  # fmt: skip


def _amount(name: str, label: str) -> Column:
    return Column(name[:-4], label, kind="num", value=lambda x: x.yuan(name), width=14)


COLUMNS = (
    Column("way", "分组", value=lambda x: x.way, width=12),
    Column("name", "名称", value=lambda x: x.group.name, width=18),
    Column("people", "人数", kind="num", value=lambda x: x.group.sums.people if x.group.sums else "", width=8),
    *(_amount(name, label) for name, label in SUMS),
    Column("cost", "用工成本", kind="num", value=lambda x: x.group.sums.cost if x.group.sums else "", width=14),
)


def _chosen() -> tuple[Months, PayRun | None]:
    """All months, and the one of the address: the newest without one."""
    months = pay.runs(viewer())
    asked = request.args.get("month", "")
    chosen = next((one for one, _ in months if f"{one.month:%Y-%m}" == asked), months[0][0] if months else None)
    if asked and (chosen is None or f"{chosen.month:%Y-%m}" != asked):
        abort(404)
    return months, chosen


@bp.get("/pay-totals")
@requires(Perm.PAY_TOTAL_READ)
def pay_totals() -> ResponseReturnValue:
    """The sums of a month, and of every month as a whole."""
    months, chosen = _chosen()
    parts = [] if chosen is None else [(label, pay.groups(chosen, by)) for label, by in WAYS]
    basis = "" if chosen is None else pay.basis_words(chosen)
    return page("workforce/pay_totals.html", months=months, chosen=chosen, parts=parts, basis=basis)


@bp.post("/pay-totals/export")
@requires(Perm.PAY_TOTAL_EXPORT)
def pay_totals_export() -> ResponseReturnValue:
    """薪酬总额 of a month as a workbook, recorded."""
    _, chosen = _chosen()
    run, now = chosen or abort(404), clock.now()
    rows = [Row(label, one) for label, by in WAYS for one in pay.groups(run, by)]
    state = "已锁定" if run.locked_at else "未锁定，仅供核对"
    notes = [f"{run.month:%Y 年 %m 月}，{state}", "没有个人；不足 5 人的组不显示"]
    notes += [SAMPLE] if run.is_placeholder else [pay.basis_words(run)]
    body = sheets.written(Sheet("薪酬总额", notes, COLUMNS, rows), by=viewer().name, at=now)
    with audit.transaction():
        audit.noted(sentences.PAY_EXPORTED, run, by=actor(), at=now, detail={"paper": "薪酬总额", "rows": len(rows)})
    return download(body, f"薪酬总额-{run.month:%Y%m}.xlsx")
