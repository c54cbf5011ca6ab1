"""Kinds that are fixed by what they are, not by a scheme (WF-21)."""

from enum import StrEnum


class Sex(StrEnum):
    """As the identity card says."""

    MALE = "male"
    FEMALE = "female"


class Precision(StrEnum):
    """How exactly the ends of a service segment are known: a month counts from its 1st to its last day."""

    DAY = "day"
    MONTH = "month"


class Basis(StrEnum):
    """By what a post is held: an elected one is not ended by HR (WF-109)."""

    ELECTED = "elected"
    APPOINTED = "appointed"
    HIRED = "hired"


class ContractKind(StrEnum):
    """What ends a contract: its last day, nothing, or that its task is done (WF-21)."""

    FIXED = "fixed"
    OPEN = "open"
    TASK = "task"


CONTRACT_LABEL = {
    ContractKind.FIXED: "固定期限", ContractKind.OPEN: "无固定期限", ContractKind.TASK: "以完成一定任务为期限",
}  # fmt: skip

NO_LAST_DAY = {ContractKind.OPEN: "无固定期限", ContractKind.TASK: "任务完成"}


class MeritKind(StrEnum):
    """奖励 or 处分."""

    REWARD = "reward"
    SANCTION = "sanction"


class CheckPurpose(StrEnum):
    """For what a background check is opened; a change during the term needs a new one (WF-42)."""

    RECRUIT = "recruit"
    ENTRY = "entry"
    APPOINTMENT = "appointment"
    TERM = "term"
    RENEWAL = "renewal"


PURPOSE_LABEL = {
    CheckPurpose.RECRUIT: "招聘",
    CheckPurpose.ENTRY: "聘用",
    CheckPurpose.APPOINTMENT: "任职",
    CheckPurpose.TERM: "换届",
    CheckPurpose.RENEWAL: "到期复审",
}
