"""企业走访 and 三集中: columns, filters, views, and the words of a row (RP-67, D26)."""

from dataclasses import dataclass
from datetime import date

from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.red_property.rules.visits import STEP_LABEL, Step, condition, step_reached
from shuangluan.red_property.tables.lines import Line

STEP_TONE = {Step.NOT_VISITED: "stop", Step.SURVEYED: "wait", Step.INSTRUCTED: "doing", Step.ORGANISED: "done"}


@dataclass(frozen=True)
class VisitLine(Line):
    """A visit in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The company, and the visit's page."""
        return str(self.row.company), f"/red-property/visits/{self.id}"

    @property
    def state(self) -> tuple[str, str]:
        """Where the promised help stands."""
        if not self.row.promised:
            return "没有答应的事", ""
        if self.row.done_on is not None:
            return "已办结", "done"
        late = (self.day - self.row.promised_due_on).days
        return (f"逾期 {late} 天", "stop") if late > 0 else ("办理中", "doing")


@dataclass(frozen=True)
class ConcentrationLine(Line):
    """A company on the page 三集中, in words."""

    @property
    def link(self) -> tuple[str, str]:
        """Its name and page."""
        return str(self.row.name), f"/red-property/companies/{self.id}"

    @property
    def reached(self) -> Step:
        """The step it has reached."""
        return step_reached(
            is_visited=self.row.visited_on is not None, units=self.row.joined_on is not None,
            instructors=self.row.sent_on is not None,
        )  # fmt: skip

    @property
    def step(self) -> tuple[str, str]:
        """The step in words, with its tone."""
        return STEP_LABEL[self.reached], STEP_TONE[self.reached]

    @property
    def since(self) -> date | None:
        """The day on which the step was reached."""
        days = {Step.ORGANISED: self.row.joined_on, Step.INSTRUCTED: self.row.sent_on}
        found: date | None = days.get(self.reached, self.row.visited_on)
        return found

    @property
    def document(self) -> str:
        """The paper of the step, where one was told."""
        papers = {Step.ORGANISED: self.row.joined_by, Step.INSTRUCTED: self.row.sent_by}
        return papers.get(self.reached) or ""

    @property
    def condition(self) -> str:
        """What the last count allows."""
        return condition(self.row.formal_members)


VISITS = Table(
    "property_visits",
    "企业走访",
    (
        Column("company", "物业企业", sort=True, kind="link", value=lambda x: x.link, width=28),
        Column("visited_on", "走访日期", sort=True, kind="date", value=lambda x: x.row.visited_on),
        Column("visitors", "走访人", value=lambda x: x.row.visitors, width=20),
        Column("staff", "员工", kind="num", value=lambda x: x.row.staff, width=8),
        Column("party_members", "党员", kind="num", value=lambda x: x.row.party_members, width=8),
        Column("formal_members", "正式党员", kind="num", value=lambda x: x.row.formal_members, width=10),
        Column("problems", "反映的问题", shown=False, value=lambda x: x.row.problems, width=40),
        Column("promised", "答应帮助的事", value=lambda x: x.row.promised, width=36),
        Column("promised_due_on", "办结期限", sort=True, kind="date", value=lambda x: x.row.promised_due_on),
        Column("done_on", "办结日期", shown=False, kind="date", value=lambda x: x.row.done_on),
        Column("state", "状态", kind="state", value=lambda x: x.state),
    ),
    (Filter("q", "企业、走访人、事情"), Filter("visited", "走访日期", "dates")),
    (
        View("all", "全部"),
        View("open", "答应的事没有办结", sort="promised_due_on"),
        View("overdue", "逾期", hot=True, sort="promised_due_on"),
        View("done", "已办结"),
    ),
    default_sort="visited_on",
    default_desc=True,
)
CONCENTRATION = Table(
    "property_concentration",
    "三集中",
    (
        Column("name", "物业企业", sort=True, kind="link", value=lambda x: x.link, width=28),
        Column("visited_on", "最近走访", sort=True, kind="date", value=lambda x: x.row.visited_on),
        Column("staff", "员工", shown=False, kind="num", value=lambda x: x.row.staff, width=8),
        Column("party_members", "党员", kind="num", value=lambda x: x.row.party_members, width=8),
        Column("formal_members", "正式党员", kind="num", value=lambda x: x.row.formal_members, width=10),
        Column("condition", "组建条件", value=lambda x: x.condition, width=24),
        Column("step", "到了哪一步", kind="state", value=lambda x: x.step),
        Column("since", "日期", kind="date", value=lambda x: x.since),
        Column("document", "文件", value=lambda x: x.document, width=26),
    ),
    (Filter("q", "企业名称"),),
    (
        View("all", "全部"),
        View("unvisited", "该走访", hot=True),
        View("ready", "够条件还没有组建", hot=True),
        View("organised", "已组建"),
        View("instructed", "已选派"),
        View("blank", "空白", hot=True),
    ),
    default_sort="visited_on",
)
