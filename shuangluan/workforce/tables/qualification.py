"""全国社会工作者职业水平考试 declared once (WF-119)."""

from collections.abc import Mapping
from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine

RESULT = {True: ("合格", "done"), False: ("不合格", "off")}


@dataclass(frozen=True)
class SittingLine(FactLine):
    """A worker in the list of a year; what is entered of her opens."""

    year: int
    may_sit: Mapping[int, str]
    may_write: bool

    @property
    def eligible(self) -> str:
        """The highest level that she may sit."""
        return self.may_sit.get(self.row.id, "")

    @property
    def entry(self) -> tuple[str, str]:
        """The level she is entered for, or where to enter her."""
        words = self.row.level or ("登记" if self.may_write else "")
        return words, f"/workforce/qualification/{self.year}/{self.row.id}" if self.may_write else ""

    @property
    def result(self) -> tuple[str, str] | None:
        """合格, 不合格; nothing before it is known."""
        return RESULT.get(self.row.has_passed)


QUALIFICATION = Table(
    "worker_qualification",
    "职业水平考试",
    (
        NAMED[0],
        Column("staff_no", "编号", shown=False, value=lambda x: x.row.staff_no, width=10),
        *NAMED[2:],
        Column("year", "年度", shown=False, value=lambda x: x.year, width=8),
        Column("eligible", "可报级别", value=lambda x: x.eligible, width=10),
        Column(
            "entry", "报考级别", kind="link", value=lambda x: x.entry, written=lambda x: x.row.level or "", width=10
        ),
        Column("willing", "愿意日期", kind="date", value=lambda x: x.row.willing_on, width=12),
        Column("signed", "报名日期", kind="date", value=lambda x: x.row.signed_up_on, width=12),
        Column("result", "成绩", kind="state", value=lambda x: x.result, width=8),
    ),
    (ANYBODY, Filter("level", "报考级别", "choice", tuple((one, one) for one in CERTIFICATE_ORDER)),
     Filter("year", "年度", "choice")),
    (View("eligible", "符合条件"), View("willing", "愿意报考"), View("signed", "已报名"), View("passed", "已通过"),
     View("employed", "全部在册")),
    default_sort="community",
)  # fmt: skip
