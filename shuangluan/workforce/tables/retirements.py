"""退休预告 declared once, with the days that the law gives (WF-111)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.retirement_register import Payload, lawful_day
from shuangluan.workforce.rules.terms import voluntary_window
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine


@dataclass(frozen=True)
class RetirementLine(FactLine):
    """A worker with the lawful day and the window around it."""

    rules: Payload

    @property
    def lawful(self) -> tuple[str, str]:
        """The lawful day, marked when it is over or within a year."""
        found = lawful_day(self.rules, self.row.birth_date, self.row.retire_class)
        tone = "over" if found < self.day else "soon" if (found - self.day).days <= 366 else "mute"
        return f"{found}", tone

    @property
    def window(self) -> str:
        """From when to when she may choose or agree otherwise."""
        first, last = voluntary_window(self.rules, self.row.birth_date.isoformat(), self.row.retire_class)
        return f"{first} 至 {last}"


RETIREMENTS = Table(
    "worker_retirements",
    "退休预告",
    (
        *NAMED,
        Column("born", "出生日期", sort=True, kind="date", value=lambda x: x.row.birth_date, width=12),
        Column("class", "退休类别", value=lambda x: x.row.retire_class, width=10),
        Column("lawful", "法定退休日期", kind="due", value=lambda x: x.lawful, width=14),
        Column("window", "弹性退休", value=lambda x: x.window, width=26),
    ),
    (ANYBODY, Filter("class", "退休类别", "choice", tuple((one, one) for one in ("男", "女管理", "女职工")))),
    (
        View("soon", "12 个月内", hot=True), View("overdue", "过了退休日期仍在册", hot=True),
        View("choice", "可以弹性提前"), View("employed", "在册"),
    ),
    default_sort="born",
)  # fmt: skip
