"""晋级批次 and the people of one declared once (WF-45)."""

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.queries.review import TONE as ITEM_TONE
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.states import BATCH_LABEL, CATEGORY_LABEL, ITEM_LABEL, BatchState, Category, ItemState
from shuangluan.workforce.tables import ANYBODY, FactLine

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


class ItemLine(FactLine):
    """Somebody in a batch in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The name opens the review where she stands."""
        return self.row.name, f"/workforce/batches/{self.row.batch_id}?item={self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """How far her item is."""
        return ITEM_LABEL[self.row.state], ITEM_TONE[self.row.state]

    @property
    def difference(self) -> str:
        """Yuan a month; empty without a table of pay."""
        fen = self.row.monthly_diff_fen
        return "" if fen is None else yuan_of(fen)


def _grade(post: str, grade: int | None) -> str:
    return f"{post} {grade} 级" if grade is not None else ""


ITEMS = Table(
    "promotion_items",
    "批次名单",
    (
        Column("name", "姓名", sort=True, kind="link", value=lambda x: x.link, width=12),
        Column("staff_no", "编号", shown=False, value=lambda x: x.row.staff_no, width=10),
        Column("street", "街道", shown=False, value=lambda x: areas().name(x.row.community[:9]), width=16),
        Column("community", "社区", sort=True, value=lambda x: areas().name(x.row.community), width=18),
        Column("from", "现级", value=lambda x: _grade(x.row.from_post, x.row.from_grade), width=14),
        Column("to", "拟级", value=lambda x: _grade(x.row.to_post, x.row.to_grade), width=14),
        Column("category", "分类", value=lambda x: CATEGORY_LABEL[x.row.category], width=12),
        Column("difference", "每月差额", kind="num", value=lambda x: x.difference, width=12),
        Column("reason", "理由", value=lambda x: x.row.reason, width=40),
        Column("note", "审核意见", shown=False, value=lambda x: x.row.note, width=24),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=12),
    ),
    (ANYBODY, Filter("state", "状态", "choice", tuple((one.value, ITEM_LABEL[one]) for one in ItemState))),
    (View("all", "全部"), *(View(one.value, CATEGORY_LABEL[one]) for one in Category)),
    default_sort="community",
    size=50,
)
