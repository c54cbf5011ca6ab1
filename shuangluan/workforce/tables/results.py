"""The registers of what follows from appraisals and from refused papers, declared once (WF-43, WF-103)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.effects import EFFECT_LABEL, STATE_LABEL, EffectState, is_overdue
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine

EFFECT_TONE = {
    EffectState.PROPOSED: "wait", EffectState.DECIDED: "doing", EffectState.DONE: "done", EffectState.DROPPED: "off",
}  # fmt: skip


@dataclass(frozen=True)
class EffectLine(FactLine):
    """A step in the register."""

    @property
    def step(self) -> tuple[str, str]:
        """What it is; opens it."""
        return EFFECT_LABEL[self.row.kind], f"/workforce/effects/{self.row.id}"

    @property
    def due(self) -> tuple[str, str]:
        """The day until which, marked once it is over."""
        return f"{self.row.due_on}", "late" if is_overdue(self.row.step_state, self.row.due_on, self.day) else "mute"

    @property
    def how_far(self) -> tuple[str, str]:
        """拟办, 已决定, 已办结, 不办."""
        return STATE_LABEL[self.row.step_state], EFFECT_TONE[self.row.step_state]


@dataclass(frozen=True)
class RefusalLine(FactLine):
    """A refused paper in the register."""

    @property
    def how_far(self) -> tuple[str, str]:
        """待更正, 待决定扣回, 已办结."""
        if self.row.settled_at is not None:
            return "已办结", "done"
        return ("待更正", "stop") if self.row.corrected_at is None else ("待决定扣回", "wait")

    @property
    def next_step(self) -> tuple[str, str] | None:
        """Where it goes on: the correction, then the decision about the pay."""
        if self.row.settled_at is not None:
            return None
        if self.row.corrected_at is None:
            return "更正等级", f"/workforce/workers/{self.row.worker_id}/correction"
        return "决定扣回", f"/workforce/workers/{self.row.worker_id}/arrears"


EFFECTS = Table(
    "appraisal_effects",
    "考核结果运用",
    (
        *NAMED[:3],
        Column("year", "年度", value=lambda x: str(x.row.year), width=8),
        Column("rating", "等次", value=lambda x: x.row.rating, width=10),
        Column("step", "事项", kind="link", value=lambda x: x.step, width=14),
        Column("how_far", "状态", kind="state", value=lambda x: x.how_far, width=10),
        Column("due", "期限", sort=True, kind="due", value=lambda x: x.due, width=12),
        Column("said", "怎么办", value=lambda x: x.row.said, width=30),
        Column("outcome", "办理情况", shown=False, value=lambda x: x.row.outcome, width=30),
        Column("ended", "办结", shown=False, kind="date", value=lambda x: x.row.ended_on, width=12),
    ),
    (ANYBODY, Filter("kind", "事项", "choice", tuple((one.value, label) for one, label in EFFECT_LABEL.items())),
     Filter("rating", "等次", "choice", (("基本合格", "基本合格"), ("不合格", "不合格")))),
    (View("open", "在办"), View("proposed", "待决定", hot=True), View("overdue", "超期", hot=True),
     View("ended", "办完"), View("all", "全部")),
    default_sort="due",
)  # fmt: skip
REFUSALS = Table(
    "refused_papers",
    "不予认定",
    (
        *NAMED[:3],
        Column("paper", "材料", value=lambda x: x.row.paper, width=24),
        Column("refused", "不予认定", sort=True, kind="date", value=lambda x: x.row.refused_on, width=12),
        Column("reason", "原因", value=lambda x: x.row.reason, width=24),
        Column("results", "用过它的结果", value=lambda x: "；".join(x.row.results), width=50),
        Column("how_far", "状态", kind="state", value=lambda x: x.how_far, width=12),
        Column("next", "下一步", kind="link", value=lambda x: x.next_step, width=12),
    ),
    (ANYBODY,),
    (View("open", "没有办完"), View("correct", "待更正", hot=True), View("decide", "待决定扣回", hot=True),
     View("settled", "已办结"), View("all", "全部")),
    default_sort="refused",
)  # fmt: skip
