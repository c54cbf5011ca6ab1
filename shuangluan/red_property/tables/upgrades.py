"""亮点小区台账 and 提升计划台账: columns, filters, views, and the words of a row (D26, RP-36)."""

from dataclasses import dataclass

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.money import yuan
from shuangluan.red_property.rules.showcases import SHOWCASE_LABEL, TRACK_LABEL
from shuangluan.red_property.rules.upgrades import PLAN_LABEL, PlanState, Progress
from shuangluan.red_property.tables.lines import Line

SHOWCASE_KINDS = tuple((one.value, label) for one, label in SHOWCASE_LABEL.items())
TRACKS = tuple((one.value, label) for one, label in TRACK_LABEL.items())
PLAN_TONE = {PlanState.UNPLANNED: "", PlanState.RUNNING: "doing", PlanState.OVERDUE: "stop", PlanState.DONE: "done"}


@dataclass(frozen=True)
class ShowcaseLine(Line):
    """A showcase in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The compound, and the showcase's page."""
        return self.row.compound, f"/red-property/showcases/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where its days stand."""
        if self.day < self.row.valid_from:
            return "未开始", ""
        ended = self.row.valid_to is not None and self.row.valid_to <= self.day
        return ("已结束", "off") if ended else ("在列", "done")


@dataclass(frozen=True)
class PlanLine(Line):
    """An upgrade plan in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Its title and page."""
        return self.row.title, f"/red-property/upgrade-plans/{self.id}"

    @property
    def progress(self) -> Progress:
        """Of its milestones."""
        return Progress(self.row.total, self.row.done, self.row.overdue)

    @property
    def state(self) -> tuple[str, str]:
        """Where it stands."""
        found = self.progress.state
        return PLAN_LABEL[found], PLAN_TONE[found]

    @property
    def late(self) -> bool:
        """Whether a milestone is overdue."""
        return self.progress.state is PlanState.OVERDUE

    @property
    def done(self) -> str:
        """2/4."""
        return f"{self.row.done}/{self.row.total}" if self.row.total else ""


SHOWCASES = Table(
    "property_showcases",
    "亮点小区",
    (
        Column("compound", "小区", sort=True, kind="link", value=lambda x: x.link, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("kind", "类别", value=lambda x: SHOWCASE_LABEL[x.row.kind], width=20, options=SHOWCASE_KINDS),
        Column("company", "物业企业", value=lambda x: x.row.company, width=28),
        Column("valid_from", "公布日期", sort=True, kind="date", value=lambda x: x.row.valid_from),
        Column("valid_until", "最后一天", kind="date", value=lambda x: x.until),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=10),
        Column("basis", "公布依据", value=lambda x: x.row.basis, width=30),
    ),
    (Filter("q", "小区"), Filter("kind", "类别", "choice", SHOWCASE_KINDS)),
    (View("current", "在列"), View("ended", "已结束"), View("all", "全部")),
    default_sort="valid_from",
    default_desc=True,
)
PLANS = Table(
    "property_upgrade_plans",
    "提升计划",
    (
        Column("title", "计划名称", kind="link", value=lambda x: x.link, width=28),
        Column("compound", "小区", sort=True, value=lambda x: x.row.compound, width=24),
        Column("community", "社区", value=lambda x: x.community, width=18),
        Column("track", "提升方向", value=lambda x: TRACK_LABEL[x.row.track], width=12, options=TRACKS),
        Column("decided_on", "立项日期", sort=True, kind="date", value=lambda x: x.row.decided_on),
        Column("done", "节点完成", kind="num", value=lambda x: x.done, width=10),
        Column("next_due", "下一节点", sort=True, kind="date", value=lambda x: x.row.next_due),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=12),
        Column("funding_fen", "资金（元）", kind="num", shown=False, width=16, value=lambda x: yuan(x.row.funding_fen),
               written=lambda x: f"{x.row.funding_fen // 100}.{x.row.funding_fen % 100:02d}"),
        Column("funding_source", "资金来源", shown=False, value=lambda x: x.row.funding_source, width=20),
        Column("items", "提升内容", shown=False, value=lambda x: x.row.items, width=40),
        Column("reason", "改用方向的原因", shown=False, value=lambda x: x.row.reason, width=24),
    ),
    (Filter("q", "小区、计划"), Filter("track", "提升方向", "choice", TRACKS), Filter("decided", "立项日期", "dates")),
    (
        View("running", "推进中", sort="next_due"),
        View("overdue", "有节点逾期", hot=True, sort="next_due"),
        View("done", "全部完成"),
        View("all", "全部"),
    ),
    default_sort="decided_on",
    default_desc=True,
)  # fmt: skip
