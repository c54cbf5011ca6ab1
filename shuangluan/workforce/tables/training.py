"""教育培训: sessions, plans and rosters declared once (WF-119)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import Column, Filter, Table, View
from shuangluan.workforce.rules.states import PLAN_LABEL, PlanState
from shuangluan.workforce.tables import ANYBODY, NAMED, FactLine

PLAN_TONE = {PlanState.DRAFT: "", PlanState.PUBLISHED: "doing", PlanState.DONE: "done"}
YEAR = Filter("year", "年度", "choice")


class SessionLine(FactLine):
    """A session in words."""

    @property
    def link(self) -> tuple[str, str]:
        """The course opens its roster."""
        return self.row.course, f"/workforce/training/{self.row.id}"

    @property
    def state(self) -> tuple[str, str]:
        """What is to be done: call, wait for the day, register who was there."""
        if self.row.held_on > self.day:
            return ("待开课", "wait") if self.row.called else ("没有名单", "stop")
        return ("已登记", "done") if self.row.signed else ("没有签到", "stop")


SESSIONS = Table(
    "training_sessions",
    "教育培训",
    (
        Column("held", "日期", sort=True, kind="date", value=lambda x: x.row.held_on, width=12),
        Column("course", "课程", sort=True, kind="link", value=lambda x: x.link, width=28),
        Column("area", "范围", value=lambda x: areas().name(x.row.area), width=16),
        Column("place", "地点", value=lambda x: x.row.place, width=20),
        Column("hours", "学时", kind="num", value=lambda x: x.hours, width=8),
        Column("called", "名单", kind="num", value=lambda x: x.row.called, width=8),
        Column("signed", "签到", kind="num", value=lambda x: x.row.signed, width=8),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=10),
    ),
    (Filter("q", "课程或地点"), YEAR, Filter("held", "日期", "dates", more=True)),
    (View("all", "全部"), View("coming", "待开课"), View("unsigned", "没有签到", hot=True), View("held", "已登记")),
    default_sort="held",
    default_desc=True,
)


@dataclass(frozen=True)
class PlanLine(FactLine):
    """A plan in words, with how many of each street have done it."""

    progress: Mapping[int, Sequence[tuple[str, int]]]

    @property
    def state(self) -> tuple[str, str]:
        """How far it is."""
        if self.row.state is PlanState.PUBLISHED and self.row.due_on < self.day:
            return "过期限，没有完成", "stop"
        return PLAN_LABEL[self.row.state], PLAN_TONE[self.row.state]

    @property
    def streets(self) -> str:
        """秀水街道 3，钢城街道 2: how many of each street have done it."""
        return "，".join(f"{areas().name(code)} {count}" for code, count in self.progress.get(self.row.id, ()))


PLANS = Table(
    "training_plans",
    "培训计划",
    (
        Column("course", "课程", sort=True, kind="link", value=lambda x: (x.row.course, ""), width=24),
        Column("year", "年度", shown=False, value=lambda x: str(x.row.year), width=8),
        Column("body", "主办", shown=False, value=lambda x: x.row.body, width=18),
        Column("doc_no", "文号", value=lambda x: x.row.doc_no, width=20),
        Column("audience", "对象", shown=False, value=lambda x: x.row.audience, width=18),
        Column("hours", "学时", kind="num", value=lambda x: x.hours, width=8),
        Column("due", "期限", sort=True, kind="date", value=lambda x: x.row.due_on, width=12),
        Column("sessions", "场次", shown=False, kind="num", value=lambda x: x.row.sessions, width=8),
        Column("signed", "完成人数", kind="num", value=lambda x: x.row.signed, width=10),
        Column("streets", "各街道完成", value=lambda x: x.streets, width=30),
        Column("state", "状态", kind="state", value=lambda x: x.state, width=16),
    ),
    (Filter("q", "课程、主办或文号"), YEAR),
    (View("all", "全部"), View("draft", "草稿"), View("published", "已发布"), View("late", "过期限", hot=True),
     View("done", "已完成")),
    default_sort="due",
    default_desc=True,
)  # fmt: skip


class SeatLine(FactLine):
    """Somebody on a roster in words."""

    @property
    def title(self) -> str:
        """What her tick box is called."""
        return str(self.row.name)

    @property
    def signed(self) -> tuple[str, str]:
        """Whether she was there."""
        return ("已签到", "done") if self.row.signed_in else ("没有签到", "")

    @property
    def counted(self) -> str:
        """The hours that count for her: those of the session, once she signed in."""
        return self.hours if self.row.signed_in else "0"


ROSTER = Table(
    "training_roster",
    "参训名单",
    (
        *NAMED[:1],
        Column("staff_no", "编号", value=lambda x: x.row.staff_no, width=10),
        NAMED[2],
        Column("street", "街道", shown=False, value=lambda x: areas().name(x.row.community[:9]), width=16),
        Column("held", "日期", shown=False, kind="date", value=lambda x: x.row.held_on, width=12),
        Column("course", "课程", shown=False, value=lambda x: x.row.course, width=24),
        Column("signed", "签到", kind="state", value=lambda x: x.signed, width=10),
        Column("hours", "计入学时", kind="num", value=lambda x: x.counted, width=10),
    ),
    (ANYBODY,),
    (View("all", "全部"), View("signed", "已签到"), View("absent", "没有签到")),
    default_sort="community",
    size=50,
)
