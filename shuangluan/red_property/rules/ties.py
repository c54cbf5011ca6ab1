"""Posts of committee members and of their close relatives in the serving company: a conflict (RP-35)."""

from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken


class Relation(StrEnum):
    """Who holds the post: the member himself, or which close relative."""

    OWN = "own"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    OTHER = "other"


RELATION_LABEL = {
    Relation.OWN: "本人",
    Relation.SPOUSE: "配偶",
    Relation.PARENT: "父母",
    Relation.CHILD: "子女",
    Relation.SIBLING: "兄弟姐妹",
    Relation.OTHER: "其他近亲属",
}


def check_tie_days(valid_from: date, today: date) -> None:
    """A post is told of when it is held. Raises RuleBroken for a day to come."""
    if valid_from > today:
        raise RuleBroken("任职还没有开始，开始以后再登记", "valid_from")


def check_tie_end(valid_from: date, valid_to: date | None, last_day: date, today: date) -> None:
    """Raises RuleBroken for a post that has ended, and for a last day outside its days up to today."""
    if valid_to is not None:
        raise RuleBroken("这项任职已经结束了，刷新页面看看", "last_day")
    if not valid_from <= last_day <= today:
        raise RuleBroken("最后一天要在任职开始以后、今天以前", "last_day")
