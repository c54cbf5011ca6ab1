"""晋级批次 declared once (WF-45)."""

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.states import BATCH_LABEL, BatchState
from shuangluan.workforce.tables import FactLine

S = BatchState
BATCH_TONE = {
    S.DRAFT: "", S.COMPUTED: "doing", S.STREET: "doing", S.DISTRICT: "doing", S.PUBLISHED: "wait",
    S.APPROVED: "done", S.EFFECTIVE: "done", S.REVOKED: "off",
}  # fmt: skip


class BatchLine(FactLine):
    """A batch in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The title opens the review."""
        return self.row.title, f"/workforce/batches/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """How far it is; 已生效 is derived (WF-45)."""
        reached = self.row.state is S.APPROVED and self.row.effective_on <= self.day
        state = S.EFFECTIVE if reached else self.row.state
        return BATCH_LABEL[state], BATCH_TONE[state]


BATCHES = Table(
    "promotion_batches",
    "晋级批次",
    (
        Column("title", "批次", sort=True, kind="link", value=lambda x: x.link, width=26),
        Column("effective", "生效", sort=True, kind="date", value=lambda x: x.row.effective_on, width=12),
        Column("people", "人数", kind="num", value=lambda x: x.row.people, width=8),
        Column("until", "公示到", kind="date", value=lambda x: x.row.until, width=12),
        Column("approval", "批准文号", value=lambda x: x.row.approval_no, width=24),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=12),
    ),
    (
        Filter("q", "批次或批准文号"),
        Filter(
            "state", "环节", "choice", tuple((one.value, BATCH_LABEL[one]) for one in S if one is not S.EFFECTIVE)
        ),
        Filter("effective", "生效日期", "dates", more=True),
    ),
    (
        View("all", "全部"), View("open", "在办"), View("approved", "已批准，未生效"), View("effective", "已生效"),
        View("revoked", "已撤销"),
    ),
    default_sort="effective",
    default_desc=True,
)  # fmt: skip
