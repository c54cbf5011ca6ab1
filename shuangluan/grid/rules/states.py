"""The words of an appeal: its states and moves, its levels, its kinds of legs (GR-8, GR-10, GR-11)."""

from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken


class AppealState(StrEnum):
    """Where an appeal stands. 挂起 is no state: a paused appeal keeps the one it has."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    PROCESSING = "processing"
    RESPONDED = "responded"
    VERIFYING = "verifying"
    CLOSED = "closed"
    ARCHIVED = "archived"
    REJECTED = "rejected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


STATE_LABEL = {
    AppealState.REGISTERED: "待受理",
    AppealState.ACCEPTED: "已受理",
    AppealState.DISPATCHED: "已派发",
    AppealState.PROCESSING: "处置中",
    AppealState.RESPONDED: "已反馈",
    AppealState.VERIFYING: "核查回访",
    AppealState.CLOSED: "已办结",
    AppealState.ARCHIVED: "已归档",
    AppealState.REJECTED: "不予受理",
    AppealState.MERGED: "已并入",
    AppealState.WITHDRAWN: "已撤回",
    AppealState.VOIDED: "已作废",
}

OPEN = frozenset(
    {
        AppealState.REGISTERED,
        AppealState.ACCEPTED,
        AppealState.DISPATCHED,
        AppealState.PROCESSING,
        AppealState.RESPONDED,
        AppealState.VERIFYING,
    }
)
# Not yet answered: the promise still runs.
UNANSWERED = OPEN - {AppealState.RESPONDED, AppealState.VERIFYING}
NEVER_COUNTED = frozenset({AppealState.REJECTED, AppealState.VOIDED})

# A lead leg issued anew (上报, 吹哨, 下派) waits for its signature, so from anywhere open the way leads to
# DISPATCHED. Out of MERGED and VOIDED the way leads back to the state before.
NEXT: dict[AppealState, frozenset[AppealState]] = {
    AppealState.REGISTERED: frozenset(
        {
            AppealState.ACCEPTED,
            AppealState.REJECTED,
            AppealState.RESPONDED,
            AppealState.MERGED,
            AppealState.WITHDRAWN,
            AppealState.VOIDED,
        }
    ),
    AppealState.ACCEPTED: frozenset(
        {AppealState.DISPATCHED, AppealState.MERGED, AppealState.WITHDRAWN, AppealState.VOIDED}
    ),
    AppealState.DISPATCHED: frozenset(
        {AppealState.PROCESSING, AppealState.ACCEPTED, AppealState.MERGED, AppealState.WITHDRAWN}
    ),
    AppealState.PROCESSING: frozenset(
        {AppealState.RESPONDED, AppealState.DISPATCHED, AppealState.MERGED, AppealState.WITHDRAWN}
    ),
    AppealState.RESPONDED: frozenset(
        {AppealState.VERIFYING, AppealState.DISPATCHED, AppealState.MERGED, AppealState.WITHDRAWN}
    ),
    AppealState.VERIFYING: frozenset(
        {
            AppealState.CLOSED,
            AppealState.PROCESSING,
            AppealState.DISPATCHED,
            AppealState.MERGED,
            AppealState.WITHDRAWN,
        }
    ),
    AppealState.CLOSED: frozenset({AppealState.ACCEPTED, AppealState.ARCHIVED}),
    AppealState.ARCHIVED: frozenset(),
    AppealState.REJECTED: frozenset(),
    AppealState.MERGED: OPEN,
    AppealState.WITHDRAWN: frozenset(),
    AppealState.VOIDED: frozenset({AppealState.REGISTERED, AppealState.ACCEPTED}),
}


def check_can_move(state: AppealState, to: AppealState) -> None:
    """Refuse a move that GR-11 does not know, naming the possible ones (GR-10)."""
    if to in NEXT[state]:
        return
    refused = f"“{STATE_LABEL[state]}”的诉求不能改为“{STATE_LABEL[to]}”"
    possible = "、".join(STATE_LABEL[each] for each in AppealState if each in NEXT[state])
    raise RuleBroken(f"{refused}，只能改为：{possible}" if possible else f"{refused}，它已经到头了")


class Level(StrEnum):
    """How hard or how pressing: it sets the limits (GR-28)."""

    NORMAL = "normal"
    COMPLEX = "complex"
    HARD = "hard"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """一般 < 较复杂 < 疑难 < 紧急 (GR-31)."""
        return list(Level).index(self)


LEVEL_LABEL = {Level.NORMAL: "一般", Level.COMPLEX: "较复杂", Level.HARD: "疑难", Level.URGENT: "紧急"}


def highest(first: Level, *others: Level) -> Level:
    """The highest of the levels; enum members compare as text, which is not their order."""
    return max((first, *others), key=lambda level: level.rank)


class HandlingLevel(StrEnum):
    """Who answers for the matter: 上报 raises it by one, 下派 lowers it by one."""

    GRID = "grid"
    COMMUNITY = "community"
    STREET = "street"
    DISTRICT = "district"

    @property
    def rank(self) -> int:
        """From the grid up."""
        return list(HandlingLevel).index(self)

    @property
    def above(self) -> "HandlingLevel | None":
        """One level up; None above the district."""
        levels = list(HandlingLevel)
        return levels[self.rank + 1] if self.rank + 1 < len(levels) else None

    @property
    def below(self) -> "HandlingLevel | None":
        """One level down; None below the grid."""
        return list(HandlingLevel)[self.rank - 1] if self.rank else None


HANDLING_LABEL = {
    HandlingLevel.GRID: "网格",
    HandlingLevel.COMMUNITY: "社区",
    HandlingLevel.STREET: "街道",
    HandlingLevel.DISTRICT: "区",
}


class LegKind(StrEnum):
    """How a body came to its leg."""

    DISPATCH = "dispatch"
    ESCALATE = "escalate"
    DELEGATE = "delegate"
    WHISTLE = "whistle"
    ASSIST = "assist"
    ASSIGN = "assign"


LEG_LABEL = {
    LegKind.DISPATCH: "派发",
    LegKind.ESCALATE: "上报",
    LegKind.DELEGATE: "下派",
    LegKind.WHISTLE: "吹哨",
    LegKind.ASSIST: "协办",
    LegKind.ASSIGN: "指定",
}


class LegRole(StrEnum):
    """One body leads, the others assist and report to it (GR-21)."""

    LEAD = "lead"
    ASSIST = "assist"


ROLE_LABEL = {LegRole.LEAD: "主办", LegRole.ASSIST: "协办"}


class WhistleKind(StrEnum):
    """Which whistle the street blows; the time to report differs (GR-23)."""

    PUSH = "push"
    HARD = "hard"


WHISTLE_LABEL = {WhistleKind.PUSH: "工作推进哨", WhistleKind.HARD: "攻坚克难哨"}


class Outcome(StrEnum):
    """How it ended (GR-30); what counts as solved is said by the catalogue."""

    SOLVED = "solved"
    PARTLY = "partly"
    EXPLAINED = "explained"
    SHELVED = "shelved"
    STATUTORY = "statutory"


OUTCOME_LABEL = {
    Outcome.SOLVED: "已解决",
    Outcome.PARTLY: "部分解决",
    Outcome.EXPLAINED: "已答复解释",
    Outcome.SHELVED: "暂不具备条件-挂账",
    Outcome.STATUTORY: "转法定途径",
}


class Satisfaction(StrEnum):
    """What one reporter says of the handling; 未评价 when nobody could be reached (GR-32)."""

    SATISFIED = "satisfied"
    BASIC = "basic"
    UNSATISFIED = "unsatisfied"
    UNRATED = "unrated"


SATISFACTION_LABEL = {
    Satisfaction.SATISFIED: "满意",
    Satisfaction.BASIC: "基本满意",
    Satisfaction.UNSATISFIED: "不满意",
    Satisfaction.UNRATED: "未评价",
}


class CheckWay(StrEnum):
    """How a result was checked (GR-8)."""

    ON_SITE = "on_site"
    PHONE = "phone"
    HOUSEHOLD = "household"


CHECK_WAY_LABEL = {CheckWay.ON_SITE: "现场", CheckWay.PHONE: "电话", CheckWay.HOUSEHOLD: "入户"}


class ReporterKind(StrEnum):
    """Who reports (GR-8)."""

    RESIDENT = "resident"
    GRID_WORKER = "grid_worker"
    UNIT = "unit"
    ANONYMOUS = "anonymous"


REPORTER_LABEL = {
    ReporterKind.RESIDENT: "居民",
    ReporterKind.GRID_WORKER: "网格员",
    ReporterKind.UNIT: "单位",
    ReporterKind.ANONYMOUS: "匿名",
}


class AppointmentRole(StrEnum):
    """任职 of a place; the role grant is given apart, a missing one is a listed gap."""

    PATRON = "patron"  # 包联领导 → community
    LEADER = "leader"  # 网格长 → compound
    BRANCH_SECRETARY = "branch_secretary"  # 网格党支部书记 → grid
    BUILDING_HEAD = "building_head"  # 楼栋长 → building
    ENTRANCE_HEAD = "entrance_head"  # 单元长 → entrance
    MEMBER = "member"  # 在职党员 → grid or building
