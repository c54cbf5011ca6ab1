"""Handing an appeal over to another slice: what the appeal itself has to say to it (GR-62, GR-63)."""

from shuangluan.grid import rules
from shuangluan.grid.models import Appeal
from shuangluan.grid.rules import STATE_LABEL, AppealState
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Matter

BEFORE_ACCEPTANCE = frozenset({AppealState.REGISTERED})


def hand_over(appeal: Appeal) -> Matter:
    """The face that a joint meeting takes up; the appeal's own clock runs on (GR-63).

    Raises RuleBroken for one that is not in hand, of no compound, or restricted: a table of three parties is public.
    """
    if appeal.state not in rules.OPEN or appeal.state in BEFORE_ACCEPTANCE:
        raise RuleBroken(f"“{STATE_LABEL[appeal.state]}”的诉求不能列入联席会，受理以后、办结以前才行")
    if appeal.compound_id is None:
        raise RuleBroken("这件诉求不在小区里，列不到小区的联席会；先把地点定到小区")
    if appeal.is_restricted:
        raise RuleBroken("限阅的诉求不上联席会，请按原来的环节办理")
    return appeal.matter
