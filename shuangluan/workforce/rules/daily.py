"""日常考核 month by month: what a cell says, who may write when, what it adds up to (WF-44, WF-97)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import ZERO, cents, text_of
from shuangluan.workforce.rules.appraisal import month_score
from shuangluan.workforce.rules.spans import ONE_DAY, Span, add_months, clipped, reading, without

Payload = Mapping[str, Any]
MATERNITY = frozenset({"产假"})  # months of it are not valid (WF-97, WF-151)
MOST_POINTS = Decimal(100)
LONGEST_WHY = 100
CELL = re.compile(r"([+\-＋－−]?)\s*([0-9０-９]+(?:[.．][0-9０-９]{1,2})?)(?![0-9０-９.．])\s*[:：,，;；]?\s*(.*)")
WIDE = str.maketrans("０１２３４５６７８９．", "0123456789.")
MINUS = frozenset("-－−")


class MonthState(StrEnum):
    """How far a worker's month is; that nobody objected in time locks it without a deed (D7)."""

    DRAFT = "draft"
    SENT = "sent"
    DISPUTED = "disputed"
    LOCKED = "locked"


MONTH_LABEL = {
    MonthState.DRAFT: "暂存",
    MonthState.SENT: "待本人确认",
    MonthState.DISPUTED: "有异议",
    MonthState.LOCKED: "已锁定",
}
MONTH_NEXT = {
    MonthState.DRAFT: {MonthState.SENT},
    MonthState.SENT: {MonthState.LOCKED, MonthState.DISPUTED},
    MonthState.DISPUTED: {MonthState.LOCKED},
    MonthState.LOCKED: set(),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell of the month's grid says: signed points and why."""

    points: Decimal
    why: str

    @property
    def text(self) -> str:
        """As it is typed: -2 迟到两次."""
        number = f"{self.points.normalize():f}"
        return f"{'+' if self.points > 0 else ''}{number} {self.why}"


def parse_cell(text: str) -> Cell | None:
    """`-2 迟到两次` as points and reason; None for an empty cell.

    Raises RuleBroken for what is no number, for points without a reason, and for more than 100.
    """
    typed = text.strip()
    if not typed:
        return None
    found = CELL.fullmatch(typed)
    if found is None:
        raise RuleBroken("先写分数再写缘由，如“-2 迟到两次”“+1 区级表彰”", "points")
    points = Decimal(found[2].translate(WIDE))
    if points > MOST_POINTS:
        raise RuleBroken("一格最多 100 分", "points")
    why = found[3].strip()
    if points and not why:
        raise RuleBroken("扣分、加分都要写缘由，如“-2 迟到两次”", "points")
    if len(why) > LONGEST_WHY:
        raise RuleBroken(f"缘由最多 {LONGEST_WHY} 字", "points")
    if not points and not why:
        return None
    return Cell(-points if found[1] in MINUS and found[1] else points, why)


def score_of(plan: Payload, points: Iterable[Decimal]) -> str:
    """The month from the signed points of its entries (WF-97)."""
    listed = list(points)
    taken = -sum((one for one in listed if one < 0), ZERO)
    given = sum((one for one in listed if one > 0), ZERO)
    return month_score(plan, text_of(taken), text_of(given))


def items_of(plan: Payload) -> list[tuple[str, str]]:
    """The items of the month's grid: code and name, in the order of the scheme."""
    with reading("考核方案"):
        return [(str(one["code"]), str(one["name"])) for one in plan["daily"]["items"]]


def last_of(month: date) -> date:
    """The last day of the month that begins on `month`."""
    return add_months(month, 1) - ONE_DAY


def state_on(state: MonthState, confirm_until: date | None, today: date) -> MonthState:
    """The state as of a day: sent and not objected to in time is locked (WF-44, D7)."""
    if state is MonthState.SENT and confirm_until is not None and today > confirm_until:
        return MonthState.LOCKED
    return state


def check_can_enter(month: date, state: MonthState, *, may_settle: bool, today: date) -> None:
    """Late entry is allowed until the month is sent; one objected to is the street's; a locked one never changes."""
    if month > today:
        raise RuleBroken("还没到这个月，不能先打分")
    if state is MonthState.LOCKED:
        raise RuleBroken("这个月已经锁定，不能再改；漏记的写进本月")
    if state is MonthState.SENT:
        raise RuleBroken("这个月已交本人确认，本人有异议时由街道改")
    if state is MonthState.DISPUTED and not may_settle:
        raise RuleBroken("本人有异议，由街道核实后改")


def check_can_send(month: date, today: date) -> None:
    """A month is sent on its last day at the earliest."""
    if today < last_of(month):
        raise RuleBroken(f"{month:%Y-%m} 还没过完，月底再交本人确认")


def check_who_sends(*, is_secretary: bool, is_emptied: bool) -> None:
    """The secretary sends; the street only for a community in which nobody works any more."""
    if not is_secretary and not is_emptied:
        raise RuleBroken("由社区书记交本人确认；社区已经没有人的，才由街道代交")


def is_valid_month(month: date, away: Iterable[tuple[str, date, date | None]]) -> bool:
    """Whether the month counts: not where maternity takes more than half of its days (WF-97, WF-151)."""
    whole = Span(month, last_of(month))
    cuts = [piece for kind, start, end in away if kind in MATERNITY for piece in clipped(start, end, whole)]
    present = sum((one.end - one.start).days + 1 for one in without([whole], cuts))
    return present * 2 >= whole.end.day


def worked_months(year: int, entry: date, left: date | None) -> list[date]:
    """The months of a year in which somebody was employed for at least a day."""
    firsts = [date(year, number, 1) for number in range(1, 13)]
    return [one for one in firsts if entry <= last_of(one) and (left is None or left >= one)]


def points_x100(points: Decimal) -> int:
    """As stored."""
    return int(cents(points) * 100)


def line_of(months: Sequence[tuple[date, str | None, bool]]) -> str:
    """日常考核 in words: how many months counted, which are missing, which are not valid."""
    counted = [one for one in months if one[1] is not None and one[2]]
    missing = [f"{day.month} 月" for day, score, is_valid in months if score is None and is_valid]
    invalid = [f"{day.month} 月" for day, _, is_valid in months if not is_valid]
    said = [f"日常考核：{len(counted)} 个月计分"]
    said += [f"未锁定 {'、'.join(missing)}"] if missing else []
    said += [f"产假不计 {'、'.join(invalid)}"] if invalid else []
    return "，".join(said)
