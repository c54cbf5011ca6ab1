"""Who may put right the words of an appeal: a slip in the title, the place or the description (GR-8)."""

from shuangluan.grid.rules.facts import Who
from shuangluan.grid.rules.states import OPEN, STATE_LABEL, AppealState
from shuangluan.kernel.errors import RuleBroken


def can_correct(state: AppealState, who: Who) -> bool:
    """Whether `check_can_correct` would let it pass."""
    return state in OPEN and _is_theirs(who)


def check_can_correct(state: AppealState, who: Who) -> None:
    """Who registered it, the community or the street, as long as it is open; later only a comment is added."""
    if state not in OPEN:
        raise RuleBroken(f"“{STATE_LABEL[state]}”的诉求不能再改文字，要补充的请写备注")
    if not _is_theirs(who):
        raise RuleBroken("只有登记人、社区或街道可以改标题、地点和内容，要补充的请写备注")


def _is_theirs(who: Who) -> bool:
    return who.community or who.of_street or (who.registered_it and who.takes_part)
