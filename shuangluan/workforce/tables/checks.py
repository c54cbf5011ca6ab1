"""背景联审 declared once: columns, filters, views, and the words of a row (WF-42, WF-200)."""

from dataclasses import dataclass

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.kinds import PURPOSE_LABEL
from shuangluan.workforce.rules.states import CHECK_LABEL, CheckState
from shuangluan.workforce.tables import FactLine

CHECK_TONE = {
    CheckState.DRAFT: "", CheckState.ASKING: "doing", CheckState.COLLECTED: "doing", CheckState.PASSED: "done",
    CheckState.FAILED: "stop", CheckState.DEFERRED: "wait",
}  # fmt: skip


@dataclass(frozen=True)
class CheckLine(FactLine):
    """A check in words."""

    @property
    def link(self) -> tuple[str, str]:
        """A worker's check, or the page of the applicant."""
        if self.row.worker_id:
            return self.row.name, f"/workforce/checks/{self.row.id}"
        return f"{self.row.applicant_name}（应聘）", f"/workforce/applicants/{self.row.applicant_id}"

    @property
    def state(self) -> tuple[str, str]:
        """How it stands; passed and over it is 过期, which is derived (WF-42)."""
        if self.row.valid_until and self.row.valid_until < self.day:
            return "过期", "off"
        return CHECK_LABEL[self.row.check_state], CHECK_TONE[self.row.check_state]

    @property
    def due(self) -> tuple[str, str] | None:
        """By when the departments reply, marked when it is over and one is silent."""
        if self.row.check_state is not CheckState.ASKING:
            return None
        is_late = self.row.silent and self.row.due_on < self.day
        return f"{self.row.due_on}" + (f" 逾期，{self.row.silent} 个部门未答复" if is_late else ""), (
            "late" if is_late else "mute"
        )


CHECKS = Table(
    "worker_checks",
    "背景联审",
    (
        Column("name", "姓名", kind="link", value=lambda x: x.link, width=14),
        Column("community", "社区", sort=True, value=lambda x: areas().name(x.row.community), width=18),
        Column("purpose", "事由", value=lambda x: PURPOSE_LABEL[x.row.purpose], width=10),
        Column("opened", "发函", kind="date", value=lambda x: x.row.opened_on, width=12),
        Column("due", "答复期限", sort=True, kind="due", value=lambda x: x.due, width=26),
        Column("state", "现状", kind="state", value=lambda x: x.state, width=10),
        Column("decided", "结论日期", shown=False, kind="date", value=lambda x: x.row.decided_on, width=12),
        Column("valid", "有效到", sort=True, kind="date", value=lambda x: x.row.valid_until, width=12),
    ),
    (
        Filter("q", "工作者姓名、编号"),
        Filter("purpose", "事由", "choice", tuple((one.value, label) for one, label in PURPOSE_LABEL.items())),
        Filter("opened", "发函日期", "dates", more=True),
    ),
    (
        View("asking", "办理中", sort="due"), View("overdue", "逾期未答复", hot=True, sort="due"),
        View("valid", "有效"), View("expiring", "快到期", hot=True, sort="valid"), View("expired", "已过期"),
        View("failed", "不通过"), View("all", "全部"),
    ),
    default_sort="due",
)  # fmt: skip
