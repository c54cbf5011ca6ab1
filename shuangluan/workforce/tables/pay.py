"""薪酬表 of a month declared once; amounts of a sample table say so (WF-90)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.models import PayLine
from shuangluan.workforce.rules.amounts import yuan_of


@dataclass(frozen=True)
class Line:
    """A worker's month in words."""

    row: PayLine

    @property
    def id(self) -> int:
        """The line's id."""
        return self.row.id

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the explanation."""
        return self.row.worker.person.name, f"/workforce/pay-lines/{self.row.id}"

    @property
    def problem(self) -> tuple[str, str]:
        """Why there is no pay."""
        return (self.row.problem, "stop") if self.row.problem else ("", "")


def _amount(name: str) -> Callable[[Any], str]:
    """Yuan with two places; empty where the line could not be reckoned."""

    def shown(line: Any) -> str:
        return "" if line.row.problem else yuan_of(getattr(line.row, name))

    return shown


AMOUNTS = (
    ("basic_fen", "基本薪酬", True), ("performance_fen", "基础绩效", True), ("allowance_fen", "职业津贴", True),
    ("retained_fen", "保留差额", True), ("arrears_fen", "补发扣回", True), ("deduction_fen", "扣款", True),
    ("gross_fen", "应发", True), ("award_fen", "奖励绩效", True), ("basis_fen", "缴费工资", False),
    ("person_fen", "个人缴纳", True), ("tax_fen", "个税", False), ("net_fen", "实发", True),
    ("unit_fen", "单位缴纳", True),
)  # fmt: skip
COLUMNS = (
    Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
    Column("staff_no", "编号", shown=False, value=lambda x: x.row.worker.staff_no, width=10),
    Column("street", "街道", shown=False, value=lambda x: areas().name(x.row.community[:9]), width=16),
    Column("community", "社区", sort=True, value=lambda x: areas().short(x.row.community), width=16),
    Column("post", "岗位类别", value=lambda x: x.row.post_class, width=10),
    Column("grade", "等级", kind="num", value=lambda x: x.row.grade, width=8),
    *(Column(name[:-4], label, shown=shown, kind="num", value=_amount(name)) for name, label, shown in AMOUNTS),
    Column("problem", "算不出来的原因", kind="state", shown=False, value=lambda x: x.problem, width=30),
)
PAY = Table(
    "workforce_pay",
    "薪酬表",
    COLUMNS,
    (Filter("q", "姓名、编号或社区"), Filter("post", "岗位类别", "choice")),
    (
        View("all", "全部"),
        View("arrears", "补发扣回"),
        View("retained", "保留差额"),
        View("award", "奖励绩效"),
        View("typed", "扣款个税"),
        View("problem", "算不出来", hot=True),
    ),
    default_sort="community",
    size=50,
)
