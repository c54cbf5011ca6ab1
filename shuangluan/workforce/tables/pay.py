"""薪酬表 of a month, the months, what waits for a decision, declared once; a sample says so (WF-90, WF-93)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.models import PayLine
from shuangluan.workforce.queries.pay import Pending
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.tables import ANYBODY, FactLine


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


class MonthLine(FactLine):
    """A month in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The month opens its table."""
        return f"{self.row.month:%Y-%m}", f"/workforce/pay/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """待核对 or 已锁定."""
        return ("已锁定", "done") if self.row.locked_at else ("待核对", "wait")

    @property
    def sample(self) -> tuple[str, str] | None:
        """Says that its amounts are a sample's."""
        return ("示例金额", "wait") if self.row.is_placeholder else None


def _sum(name: str, label: str) -> Column:
    return Column(name[:-4], label, kind="num", value=lambda x: yuan_of(int(getattr(x.row, name) or 0)), width=14)


MONTHS = Table(
    "pay_months",
    "薪酬",
    (
        Column("month", "月份", sort=True, kind="link", value=lambda x: x.link, width=10),
        Column("people", "人数", kind="num", value=lambda x: x.row.people, width=8),
        _sum("gross_fen", "应发"),
        _sum("award_fen", "奖励绩效"),
        _sum("person_fen", "个人缴纳"),
        _sum("net_fen", "实发"),
        _sum("unit_fen", "单位缴纳"),
        Column("problems", "算不出来", kind="num", value=lambda x: x.row.problems or "", width=10),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=10),
        Column("sample", "金额", kind="state", value=lambda x: x.sample, width=10),
    ),
    (Filter("year", "年度", "choice"), Filter("sample", "只看示例金额", "flag")),
    (View("all", "全部"), View("open", "待核对", hot=True), View("locked", "已锁定")),
    default_sort="month",
    default_desc=True,
)


class OwedLine(FactLine):
    """A worker who is owed, or owes, in words."""

    row: Pending

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the file."""
        return self.row.worker.person.name, f"/workforce/workers/{self.row.worker.id}"

    @property
    def months(self) -> str:
        """2026-03（+36.00）、2026-04（+36.00）."""
        return "、".join(f"{one.month:%Y-%m}（{one.difference:+.2f}）" for one in self.row.owed)


OWED = Table(
    "pay_owed",
    "等决定的差额",
    (
        Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
        Column("staff_no", "编号", shown=False, value=lambda x: x.row.worker.staff_no, width=10),
        Column("community", "社区", sort=True, value=lambda x: areas().name(x.row.worker.community), width=18),
        Column("months", "月份", value=lambda x: x.months, width=40),
        Column("total", "差额", kind="num", value=lambda x: x.row.total, width=12),
    ),
    (ANYBODY,),
    (View("all", "全部"), View("more", "该补"), View("less", "该扣")),
    default_sort="community",
)
