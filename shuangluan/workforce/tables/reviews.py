"""复核申请 declared once (WF-104)."""

from shuangluan.kernel import clock
from shuangluan.kernel.postings import FINDING_LABEL
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.models import SUBJECT_LABEL
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine


class ReviewLine(FactLine):
    """A request in words."""

    @property
    def due(self) -> tuple[str, str] | None:
        """Until when it is to be answered, marked once that is over."""
        if self.row.answered_at is not None:
            return None
        return f"{self.row.due_on}", "over" if self.row.due_on < self.day else "mute"

    @property
    def state(self) -> tuple[str, str]:
        """待答复, or what was found."""
        return ("待答复", "wait") if self.row.answered_at is None else (FINDING_LABEL[self.row.finding], "done")


REVIEWS = Table(
    "review_requests",
    "复核申请",
    (
        NAMED[0],
        Column("staff_no", "编号", shown=False, value=lambda x: x.row.staff_no, width=10),
        NAMED[2],
        Column("subject", "事项", value=lambda x: SUBJECT_LABEL[x.row.subject], width=8),
        Column("content", "内容", value=lambda x: x.row.content, width=40),
        Column("asked", "申请", sort=True, kind="date", value=lambda x: x.row.asked_on, width=12),
        Column("due", "答复期限", sort=True, kind="due", value=lambda x: x.due, width=12),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=10),
        Column("answer", "答复", value=lambda x: x.row.answer, width=40),
        Column(
            "answered", "答复日期", shown=False, kind="date", width=12,
            value=lambda x: clock.local_day(x.row.answered_at) if x.row.answered_at else None,
        ),
    ),
    (
        ANYBODY,
        Filter("subject", "事项", "choice", tuple((one.value, label) for one, label in SUBJECT_LABEL.items())),
        Filter("asked", "申请日期", "dates", more=True),
    ),
    (
        View("open", "待答复", hot=True), View("late", "逾期", hot=True),
        View("answered", "已答复", sort="asked", desc=True), View("all", "全部", sort="asked", desc=True),
    ),
    default_sort="due",
)  # fmt: skip
