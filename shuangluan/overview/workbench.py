"""What the 工作台 says: deadlines relative to now, the headings they stand under, what a role is here for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shuangluan.kernel import clock
from shuangluan.kernel.permissions import ROLES, Viewer
from shuangluan.overview.queries import Pile, Todo

TICK = timedelta(microseconds=1)  # 24:00 of a day is stored as the next day's first moment
SOON = 3  # days
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Heading:
    """To-dos under one heading of time."""

    label: str
    is_hot: bool
    rows: Sequence[Todo]


@dataclass(frozen=True)
class Quick:
    """Something a worker begins from the 工作台; the last one offered is the page's primary button."""

    label: str
    icon: str
    endpoint: str
    permission: str


QUICK = (
    Quick("记录联席会", "meet", "red_property.meeting_new", "red_property:meeting:record"),
    Quick("随手报", "phone", "grid.quick_report", "grid:appeal:register"),
    Quick("登记诉求", "plus", "grid.appeal_new", "grid:appeal:register"),
)

DUTIES: dict[str, str] = {
    "community_admin": "受理、派发、核查本社区的诉求，看本社区的数据",
    "community_staff": "受理、派发、核查本社区的诉求，看本社区的数据",
    "grid_leader": "受理、派发、核查自己小区的诉求",
    "grid_worker": "随手报看到的问题，核查自己网格的诉求",
    "agent": "在窗口替居民代办事项",
    "property_liaison": "签收、回复派给本单位的诉求，记录联席会",
    "owners_delegate": "代表业委会议事、签认",
    "unit_liaison": "联络本单位的双报到",
    "member": "到社区报到，参加活动",
    "worker": "看自己的岗位、等级和考核",
    "department": "签收、回复派给本部门的诉求",
    "street_staff": "指定、审批本街道的诉求，看本街道的数据",
    "street_leader": "包联社区，吹哨，审批挂起和延期，看本街道的数据",
    "district_org": "看全区的数据，督办诉求，起草和发布规则",
    "district_reviewer": "复核社区工作者的等级和待遇",
    "district_approver": "审批社区工作者的等级和待遇",
    "scheme_admin": "起草规则方案，由另一个人发布",
    "finance_viewer": "看待遇的合计数，看不到个人",
    "auditor": "看全部业务记录，不改任何内容",
    "system_admin": "开通和停用账号，管参数和备份；看不到业务数据",
    "security_admin": "给别人授角色和范围，不能给自己授；看不到业务数据",
    "audit_admin": "看操作日志，核对它有没有被改过；看不到业务数据",
}


def quick_actions(viewer: Viewer) -> list[Quick]:
    """What the viewer may begin."""
    return [one for one in QUICK if viewer.can(one.permission)]


def roles_held(viewer: Viewer) -> list[tuple[str, str, str]]:
    """Each role of the day: its name, its scope, what it is here for."""
    return [
        (ROLES[grant.role], "本人" if grant.own else grant.scope_name, DUTIES[grant.role]) for grant in viewer.grants
    ]


def greeting(now: datetime) -> str:
    """11月20日 星期五."""
    day = clock.local(now)
    return f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


def summary(piles: Iterable[Pile]) -> str:
    """有 6 件事等你办：1 件已逾期，2 件今天到期。"""
    held = list(piles)
    total = sum(pile.total for pile in held)
    if not total:
        return "现在没有等你办的事。"
    late, today = sum(pile.late for pile in held), sum(pile.today for pile in held)
    parts = [f"{late} 件已逾期" if late else "", f"{today} 件今天到期" if today else ""]
    pressing = "，".join(part for part in parts if part)
    return f"有 {total} 件事等你办：{pressing}。" if pressing else f"有 {total} 件事等你办，都还没到期。"


def headings(rows: Iterable[Todo], now: datetime) -> list[Heading]:
    """The to-dos, already by due time, under 已逾期, 今天到期, 本周到期, 以后到期, 没有期限."""
    found: dict[str, list[Todo]] = {}
    for row in rows:
        found.setdefault(_heading(row.due_at, now), []).append(row)
    return [Heading(label, label == "已逾期", held) for label, held in found.items()]


def _heading(due_at: datetime | None, now: datetime) -> str:
    if due_at is None:
        return "没有期限"
    if due_at < now:
        return "已逾期"
    today = clock.local_day(now)
    days = (clock.local_day(due_at - TICK) - today).days
    if days == 0:
        return "今天到期"
    return "本周到期" if days <= 6 - today.weekday() else "以后到期"


def due_words(due_at: datetime | None, now: datetime) -> tuple[str, str] | None:
    """逾期 2 天, 今天 17:30, 3 天后, 12-02; with the tone late, soon or none."""
    if due_at is None:
        return None
    if due_at < now:
        return _overdue(due_at, now), "late"
    today, day = clock.local_day(now), clock.local_day(due_at - TICK)
    days = (day - today).days
    if days < SOON:
        at = "" if clock.start_of(clock.local_day(due_at)) == due_at else f" {clock.local(due_at):%H:%M}"
        return ["今天", "明天", "后天"][days] + at, "soon"
    if days <= 9:
        return f"{days} 天后", "soon" if days == SOON else ""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}", ""


def _overdue(due_at: datetime, now: datetime) -> str:
    days = (clock.local_day(now) - clock.local_day(due_at - TICK)).days
    if days:
        return f"逾期 {days} 天"
    minutes = int((now - due_at).total_seconds()) // 60
    return f"逾期 {minutes // 60} 小时" if minutes >= 60 else f"逾期 {max(1, minutes)} 分钟"
