"""人员名册 declared once: columns, filters, views, and the words of a row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel import pii
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, EDUCATION_ORDER
from shuangluan.workforce.rules.leaving import is_expiring
from shuangluan.workforce.rules.states import WORKER_LABEL, WorkerState

S = WorkerState
TONE = {
    S.PROPOSED: "", S.PROBATION: "wait", S.ACTIVE: "done", S.AWAY: "wait", S.SUSPENDED: "stop", S.LEFT: "off",
}  # fmt: skip
SEX_LABEL = {"male": "男", "female": "女"}


@dataclass(frozen=True)
class Line:
    """A row of the roster with its words, as of `day`."""

    row: Any
    day: date

    @property
    def id(self) -> int:
        """The worker's id."""
        found: int = self.row.id
        return found

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the file."""
        return self.row.name, f"/workforce/workers/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """The state in words with its tone."""
        return WORKER_LABEL[self.row.state], TONE[self.row.state]

    @property
    def grade(self) -> str:
        """12 级; at the ceiling with what is counted above it."""
        if self.row.grade is None:
            return ""
        return f"{self.row.grade} 级" + (f"（溢出 {self.row.overflow}）" if self.row.overflow else "")

    @property
    def contract(self) -> tuple[str, str] | None:
        """The last day of the contract, marked when it is near."""
        until = self.row.contract_until
        if until is None:
            return None
        return f"{until}", "soon" if is_expiring(until, self.day) else "mute"


def lines(rows: Iterable[Any], day: date) -> Iterator[Line]:
    """Rows put into words, one at a time."""
    return (Line(row, day) for row in rows)


COLUMNS = (
    Column("staff_no", "编号", value=lambda x: x.row.staff_no, width=10),
    Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
    Column("street", "街道", shown=False, value=lambda x: areas().name(x.row.community[:9]), width=16),
    Column("community", "社区", sort=True, value=lambda x: areas().name(x.row.community), width=18),
    Column("position", "职务", value=lambda x: x.row.position, width=12),
    Column("post", "岗位类别", value=lambda x: x.row.post_class, width=10),
    Column("grade", "等级", value=lambda x: x.grade, width=14),
    Column("education", "学历", value=lambda x: x.row.education, width=10),
    Column("certificate", "证书", value=lambda x: x.row.certificate, width=8),
    Column("state", "状态", kind="state", value=lambda x: x.state, width=8),
    Column("entry_date", "入职", sort=True, kind="date", value=lambda x: x.row.entry_date, width=12),
    Column("contract", "合同到期", kind="due", value=lambda x: x.contract, width=12),
    Column("sex", "性别", shown=False, value=lambda x: SEX_LABEL[x.row.sex], width=6),
    Column("birth_date", "出生日期", shown=False, kind="date", value=lambda x: x.row.birth_date, width=12),
    Column("political", "政治面貌", shown=False, value=lambda x: x.row.political_status, width=12),
    Column("phone", "电话", shown=False, value=lambda x: pii.mask_phone(x.row.phone or ""), width=14),
    Column("exit_date", "退出日期", shown=False, kind="date", value=lambda x: x.row.exit_date, width=12),
)
FILTERS = (
    Filter("q", "姓名、编号或社区"),
    Filter("post", "岗位类别", "choice"),
    Filter("education", "学历", "choice", tuple((one, one) for one in EDUCATION_ORDER)),
    Filter("certificate", "证书", "choice", tuple((one, one) for one in CERTIFICATE_ORDER)),
    Filter("state", "状态", "choice", tuple((one.value, WORKER_LABEL[one]) for one in S)),
    Filter("entry", "入职日期", "dates", more=True),
)
VIEWS = (
    View("employed", "在册"),
    View("probation", "试用"),
    View("away", "离岗停职"),
    View("contract", "合同到期", hot=True),
    View("certificate", "证书到期", hot=True),
    View("ungraded", "未定级", hot=True),
    View("left", "已退出"),
    View("all", "全部"),
)
WORKERS = Table("workers", "人员名册", COLUMNS, FILTERS, VIEWS, default_sort="community")
