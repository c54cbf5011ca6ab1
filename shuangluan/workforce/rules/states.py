"""The states of workers, facts, promotion batches and their items, with the moves between them (WF-40 to WF-47)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from shuangluan.kernel.errors import RuleBroken

State = TypeVar("State", bound=StrEnum)


class WorkerState(StrEnum):
    """Where a worker stands between entry and exit (WF-40)."""

    PROPOSED = "proposed"
    PROBATION = "probation"
    ACTIVE = "active"
    AWAY = "away"
    SUSPENDED = "suspended"
    LEFT = "left"


WORKER_LABEL = {
    WorkerState.PROPOSED: "拟聘",
    WorkerState.PROBATION: "试用",
    WorkerState.ACTIVE: "在岗",
    WorkerState.AWAY: "离岗",
    WorkerState.SUSPENDED: "停职",
    WorkerState.LEFT: "退出",
}
WORKER_NEXT = {
    WorkerState.PROPOSED: {WorkerState.PROBATION},
    WorkerState.PROBATION: {WorkerState.ACTIVE, WorkerState.LEFT},
    WorkerState.ACTIVE: {WorkerState.AWAY, WorkerState.SUSPENDED, WorkerState.LEFT},
    WorkerState.AWAY: {WorkerState.ACTIVE, WorkerState.LEFT},
    WorkerState.SUSPENDED: {WorkerState.ACTIVE, WorkerState.LEFT},
    WorkerState.LEFT: {WorkerState.PROPOSED},
}
EMPLOYED = frozenset(
    {WorkerState.PROBATION, WorkerState.ACTIVE, WorkerState.AWAY, WorkerState.SUSPENDED}
)  # whom worker.total counts (WF-220)


class VerifyState(StrEnum):
    """How far a fact has been verified; only VERIFIED counts (WF-43)."""

    PENDING = "pending"
    VERIFIED = "verified"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


VERIFY_LABEL = {
    VerifyState.PENDING: "待核验",
    VerifyState.VERIFIED: "已核验",
    VerifyState.DOUBTFUL: "存疑",
    VerifyState.REFUSED: "不予认定",
}
VERIFY_NEXT = {
    VerifyState.PENDING: {VerifyState.VERIFIED, VerifyState.DOUBTFUL, VerifyState.REFUSED},
    VerifyState.DOUBTFUL: {VerifyState.PENDING, VerifyState.VERIFIED, VerifyState.REFUSED},
    VerifyState.VERIFIED: {VerifyState.DOUBTFUL, VerifyState.REFUSED},
    VerifyState.REFUSED: {VerifyState.PENDING},
}


class BatchState(StrEnum):
    """A promotion batch (WF-45); EFFECTIVE is derived from the effective day, never stored."""

    DRAFT = "draft"
    COMPUTED = "computed"
    STREET = "street"
    DISTRICT = "district"
    PUBLISHED = "published"
    APPROVED = "approved"
    EFFECTIVE = "effective"
    REVOKED = "revoked"


BATCH_LABEL = {
    BatchState.DRAFT: "草稿",
    BatchState.COMPUTED: "已测算",
    BatchState.STREET: "街道初审",
    BatchState.DISTRICT: "区级复核",
    BatchState.PUBLISHED: "公示中",
    BatchState.APPROVED: "已批准",
    BatchState.EFFECTIVE: "已生效",
    BatchState.REVOKED: "已撤销",
}
BATCH_NEXT = {
    BatchState.DRAFT: {BatchState.COMPUTED, BatchState.REVOKED},
    BatchState.COMPUTED: {BatchState.STREET, BatchState.REVOKED},
    BatchState.STREET: {BatchState.DISTRICT, BatchState.COMPUTED, BatchState.REVOKED},
    BatchState.DISTRICT: {BatchState.PUBLISHED, BatchState.STREET, BatchState.REVOKED},
    BatchState.PUBLISHED: {BatchState.APPROVED, BatchState.DISTRICT, BatchState.REVOKED},
    BatchState.APPROVED: {BatchState.EFFECTIVE, BatchState.REVOKED},
    BatchState.EFFECTIVE: set(),
    BatchState.REVOKED: set(),
}


class ItemState(StrEnum):
    """One worker in a batch."""

    WAITING = "waiting"
    PASSED = "passed"
    DOUBTFUL = "doubtful"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    DISPUTED = "disputed"
    REMOVED = "removed"
    APPROVED = "approved"
    EFFECTIVE = "effective"


ITEM_LABEL = {
    ItemState.WAITING: "待审",
    ItemState.PASSED: "初审通过",
    ItemState.DOUBTFUL: "存疑",
    ItemState.REVIEWED: "复核通过",
    ItemState.PUBLISHED: "公示中",
    ItemState.DISPUTED: "异议中",
    ItemState.REMOVED: "剔除",
    ItemState.APPROVED: "已批准",
    ItemState.EFFECTIVE: "已生效",
}
ITEM_NEXT = {
    ItemState.WAITING: {ItemState.PASSED, ItemState.DOUBTFUL, ItemState.REMOVED},
    ItemState.PASSED: {ItemState.REVIEWED, ItemState.DOUBTFUL, ItemState.WAITING, ItemState.REMOVED},
    ItemState.DOUBTFUL: {ItemState.PASSED, ItemState.WAITING, ItemState.REMOVED},
    ItemState.REVIEWED: {ItemState.PUBLISHED, ItemState.DOUBTFUL, ItemState.WAITING, ItemState.REMOVED},
    ItemState.PUBLISHED: {ItemState.APPROVED, ItemState.DISPUTED, ItemState.REVIEWED, ItemState.REMOVED},
    ItemState.DISPUTED: {ItemState.PUBLISHED, ItemState.REMOVED},
    ItemState.APPROVED: {ItemState.EFFECTIVE, ItemState.REMOVED},
    ItemState.EFFECTIVE: set(),
    ItemState.REMOVED: set(),
}


class Category(StrEnum):
    """What the computation proposes for a worker (WF-45)."""

    STEP = "step"
    NO_STEP = "no_step"
    CEILING = "ceiling"
    HELD = "held"
    MISSING = "missing"


CATEGORY_LABEL = {
    Category.STEP: "拟晋级",
    Category.NO_STEP: "不晋级",
    Category.CEILING: "封顶",
    Category.HELD: "暂缓",
    Category.MISSING: "数据缺失",
}


class PlanState(StrEnum):
    """A training plan (WF-119)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    DONE = "done"


PLAN_LABEL = {PlanState.DRAFT: "草稿", PlanState.PUBLISHED: "已发布", PlanState.DONE: "已完成"}
PLAN_NEXT: dict[PlanState, set[PlanState]] = {
    PlanState.DRAFT: {PlanState.PUBLISHED},
    PlanState.PUBLISHED: {PlanState.DONE},
    PlanState.DONE: set(),
}


class CheckState(StrEnum):
    """背景联审联查 (WF-42)."""

    DRAFT = "draft"
    ASKING = "asking"
    COLLECTED = "collected"
    PASSED = "passed"
    FAILED = "failed"
    DEFERRED = "deferred"


CHECK_LABEL = {
    CheckState.DRAFT: "草稿",
    CheckState.ASKING: "征求意见",
    CheckState.COLLECTED: "汇总",
    CheckState.PASSED: "通过",
    CheckState.FAILED: "不通过",
    CheckState.DEFERRED: "暂缓",
}
CHECK_NEXT = {
    CheckState.DRAFT: {CheckState.ASKING},
    CheckState.ASKING: {CheckState.COLLECTED},
    CheckState.COLLECTED: {CheckState.PASSED, CheckState.FAILED, CheckState.DEFERRED},
    CheckState.DEFERRED: {CheckState.ASKING},
    CheckState.PASSED: set(),
    CheckState.FAILED: set(),
}


class RecruitState(StrEnum):
    """A recruitment as a whole (WF-41)."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    CLOSED = "closed"


RECRUIT_LABEL = {RecruitState.DRAFT: "草稿", RecruitState.ANNOUNCED: "已公告", RecruitState.CLOSED: "已办结"}
RECRUIT_NEXT: dict[RecruitState, set[RecruitState]] = {
    RecruitState.DRAFT: {RecruitState.ANNOUNCED},
    RecruitState.ANNOUNCED: {RecruitState.CLOSED},
    RecruitState.CLOSED: set(),
}


class RecruitStage(StrEnum):
    """How far an applicant came (WF-41)."""

    APPLIED = "applied"
    ELIGIBLE = "eligible"
    WRITTEN = "written"
    CONFIRMED = "confirmed"
    INTERVIEWED = "interviewed"
    EXAMINED = "examined"
    VETTED = "vetted"
    PUBLISHED = "published"
    HIRED = "hired"
    OUT = "out"


STAGE_LABEL = {
    RecruitStage.APPLIED: "报名",
    RecruitStage.ELIGIBLE: "资格初审",
    RecruitStage.WRITTEN: "笔试",
    RecruitStage.CONFIRMED: "资格复审",
    RecruitStage.INTERVIEWED: "面试",
    RecruitStage.EXAMINED: "体检",
    RecruitStage.VETTED: "考察联审",
    RecruitStage.PUBLISHED: "公示",
    RecruitStage.HIRED: "聘用",
    RecruitStage.OUT: "退出",
}
_STAGES = list(RecruitStage)[:-1]
STAGE_NEXT = {
    stage: ({_STAGES[place + 1], RecruitStage.OUT} if stage is not RecruitStage.HIRED else set())
    for place, stage in enumerate(_STAGES)
} | {RecruitStage.OUT: set()}


def check_can_move(
    noun: str, next_: Mapping[State, set[State]], label: Mapping[State, str], state: State, to: State
) -> None:
    """Raises RuleBroken with both states in words where the move is none."""
    if to not in next_[state]:
        raise RuleBroken(f"{noun}现在是“{label[state]}”，不能改为“{label[to]}”")
