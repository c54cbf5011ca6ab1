"""业主表决台账: columns, filters, views, and the words of a row (D26, RP-61)."""

from dataclasses import dataclass

from shuangluan.kernel import clock
from shuangluan.kernel.documents import STATE_LABEL
from shuangluan.kernel.models import DocumentState
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.vote_words import VOTE_FORM_LABEL
from shuangluan.red_property.rules.votes import VOTE_LABEL, VoteState
from shuangluan.red_property.tables.lines import Line

VOTE_TONE = {
    VoteState.DRAFT: "", VoteState.PUBLICISED: "wait", VoteState.OPEN: "doing", VoteState.COUNTING: "doing",
    VoteState.PRELIMINARY: "wait", VoteState.FINAL: "done", VoteState.ABANDONED: "off",
}  # fmt: skip


@dataclass(frozen=True)
class VoteLine(Line):
    """A vote in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Its name, and where it opens."""
        return str(self.row.title), f"/red-property/votes/{self.id}"

    @property
    def returned(self) -> str:
        """70/120 of the counting units; nothing before the roster froze."""
        return f"{self.row.returned}/{self.row.persons_total}" if self.row.persons_total else ""


@dataclass(frozen=True)
class ResultSheetLine(Line):
    """A result sheet in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Its name, and the sheet."""
        return self.row.title, f"/red-property/votes/{self.row.vote_id}/result"


RESULT_SHEETS = Table(
    "red_property_result_sheets",
    "表决结果表",
    [
        Column("title", "结果表", kind="link", value=lambda one: one.link, width=40),
        Column("number", "编号", value=lambda one: one.row.number, width=22),
        Column("compound", "小区", value=lambda one: one.row.compound, width=24),
        Column("community", "社区", value=lambda one: one.community, width=18),
        Column("edition", "第几份", kind="num", value=lambda one: one.row.edition),
        Column("issued_at", "出具时间", sort=True, kind="moment", value=lambda one: clock.wall(one.row.issued_at),
               width=18),
        Column("code", "校验码", value=lambda one: one.row.code, width=16),
        Column("state", "状态", kind="state", value=lambda one: (STATE_LABEL[one.row.state],
               "done" if one.row.state is DocumentState.VALID else "off")),
    ],
    [Filter("q", "小区、名称")],
    [View("valid", "有效"), View("ended", "已更正或撤销"), View("all", "全部")],
    default_sort="issued_at",
    default_desc=True,
)  # fmt: skip
VOTES = Table(
    "red_property_votes",
    "业主表决",
    [
        Column("title", "表决", kind="link", value=lambda one: one.link, width=36),
        Column("community", "社区", value=lambda one: areas().short(one.row.community)),
        Column("form", "形式", value=lambda one: VOTE_FORM_LABEL[one.row.form]),
        Column("motions", "议题", kind="num", value=lambda one: one.row.motions),
        Column("opens_on", "开始", sort=True, kind="date", value=lambda one: one.row.opens_on),
        Column("closes_at", "截止", kind="moment", value=lambda one: clock.wall(one.row.closes_at), width=18),
        Column("returned", "收回", value=lambda one: one.returned),
        Column("state", "状态", kind="state", value=lambda one: (VOTE_LABEL[one.row.state], VOTE_TONE[one.row.state])),
        Column("planner", "起草人", shown=False, value=lambda one: one.row.planner_name),
    ],
    [
        Filter("q", "小区、名称"),
        Filter("state", "状态", "choice", tuple((state.value, VOTE_LABEL[state]) for state in VoteState)),
        Filter("opens", "开始日期", "dates"),
    ],
    [View("all", "全部"), View("draft", "草拟"), View("running", "进行中", hot=True), View("final", "已确定")],
    default_sort="opens_on",
    default_desc=True,
)
