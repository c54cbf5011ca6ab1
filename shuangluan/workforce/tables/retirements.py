"""退休预告 declared once (WF-111, WF-221)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.retirement import Retirement, notice_until, retirement
from shuangluan.workforce.rules.terms import Payload
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine

KINDS = ("男", "女管理", "女职工")


@dataclass(frozen=True)
class RetirementLine(FactLine):
    """A worker with her days, under the law of the list."""

    rules: Payload

    @property
    def days(self) -> Retirement:
        """The lawful day and the window."""
        return retirement(self.rules, self.row.birth_date, self.row.retire_class)

    @property
    def lawful(self) -> tuple[str, str]:
        """The lawful day, marked when it is near or over."""
        day = self.days.lawful
        if day <= self.day:
            return f"{day} 已到", "late"
        return f"{day}", "soon" if day <= notice_until(self.day) else "mute"

    @property
    def born(self) -> str:
        """The birth date; where the archive tells another, that it is to be settled (WF-21)."""
        other = self.row.archive_birth_date
        differs = other is not None and other != self.row.birth_date
        return f"{self.row.birth_date}（档案 {other}，待认定）" if differs else f"{self.row.birth_date}"


RETIREMENTS = Table(
    "worker_retirements",
    "退休预告",
    (
        *NAMED,
        Column("kind", "退休类别", value=lambda x: x.row.retire_class, width=10),
        Column("born", "出生日期", value=lambda x: x.born, width=12),
        Column("lawful", "法定退休", sort=True, kind="due", value=lambda x: x.lawful, width=14),
        Column("delay", "延迟月数", kind="num", value=lambda x: x.days.delay_months, width=10),
        Column("earliest", "最早可退", kind="date", value=lambda x: x.days.earliest, width=12),
        Column("latest", "协商最晚", kind="date", value=lambda x: x.days.latest, width=12),
    ),
    (ANYBODY, Filter("kind", "退休类别", "choice", tuple((one, one) for one in KINDS))),
    (View("soon", "12 个月内到龄", hot=True), View("choice", "可自愿提前"), View("over", "已到法定年龄", hot=True),
     View("employed", "全部在册")),
    default_sort="lawful",
)  # fmt: skip
