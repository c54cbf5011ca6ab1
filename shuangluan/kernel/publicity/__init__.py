"""公示 for every slice (D22): post, post again, withdraw, conclude; objections; what a caller may ask.

Who may do each of these, and who sees a list, the calling slice says: it finds its own record first.
"""

from shuangluan.kernel.postings import (
    CHANNEL_LABEL,
    FINDING_LABEL,
    OBJECTION_LABEL,
    Channel,
    Finding,
    FrozenList,
    ObjectionState,
    PostingState,
)
from shuangluan.kernel.publicity.objections import (
    Objector,
    accept_objection,
    decide_objection,
    decline_objection,
    enter_objection,
    reveal_objector,
)
from shuangluan.kernel.publicity.posting import Notice, conclude, post, repost, withdraw
from shuangluan.kernel.publicity.reading import (
    Card,
    card,
    current,
    has_run,
    objection,
    objections,
    open_objections,
    rounds,
    why_not_concluded,
)

__all__ = [
    "CHANNEL_LABEL", "FINDING_LABEL", "OBJECTION_LABEL", "Card", "Channel", "Finding", "FrozenList", "Notice",
    "ObjectionState", "Objector", "PostingState", "accept_objection", "card", "conclude", "current",
    "decide_objection", "decline_objection", "enter_objection", "has_run", "objection", "objections",
    "open_objections", "post", "repost", "reveal_objector", "rounds", "why_not_concluded", "withdraw",
]  # fmt: skip
