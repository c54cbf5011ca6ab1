"""两代表一委员: kinds of seats, how a recommendation stands, what forbids one (WF-21, WF-163, WF-220)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.spans import reading


class DelegateKind(StrEnum):
    """Which seat."""

    PARTY = "party"
    CONGRESS = "congress"
    CONSULTATIVE = "consultative"


DELEGATE_LABEL = {
    DelegateKind.PARTY: "党代表",
    DelegateKind.CONGRESS: "人大代表",
    DelegateKind.CONSULTATIVE: "政协委员",
}


class Standing(StrEnum):
    """How a recommendation stands on a day; derived from its dates."""

    RECOMMENDED = "recommended"
    SEATED = "seated"
    ENDED = "ended"
    MISSED = "missed"


STANDING_LABEL = {
    Standing.RECOMMENDED: "已推荐，未当选",
    Standing.SEATED: "在任",
    Standing.ENDED: "任期已满",
    Standing.MISSED: "没有当选",
}


@dataclass(frozen=True, slots=True)
class DelegateRules:
    """规则方案 workforce.delegates: which positions are those of the 两委, at which levels there are seats."""

    committee_positions: tuple[str, ...]
    levels: tuple[str, ...]

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "DelegateRules":
        """The rules of `{committee_positions, levels}`."""
        with reading("两代表一委员规定"):
            return cls(tuple(payload["committee_positions"]), tuple(payload["levels"]))


def standing(elected_on: date | None, ended_on: date | None, day: date) -> Standing:
    """A seat is open from the day of the election to its last day, both included (WF-220)."""
    if elected_on is not None and elected_on <= day:
        return Standing.ENDED if ended_on is not None and ended_on < day else Standing.SEATED
    return Standing.MISSED if ended_on is not None and ended_on < day else Standing.RECOMMENDED


@dataclass(frozen=True, slots=True)
class Seat:
    """What is said of a seat: which one, why she was recommended, and its days."""

    kind: DelegateKind
    level: str
    term: str
    reason: str
    recommended_on: date
    elected_on: date | None = None
    ended_on: date | None = None


def check_level(level: str, rules: DelegateRules) -> None:
    """Raises RuleBroken for a level at which there are no seats."""
    if level not in rules.levels:
        raise RuleBroken(f"层级只有{'、'.join(rules.levels)}", "level")


def check_days(seat: Seat, today: date) -> None:
    """Raises RuleBroken for days that are out of order, or to come; only the last day may be known beforehand."""
    if seat.recommended_on > today:
        raise RuleBroken("推荐日期不能晚于今天", "recommended_on")
    if seat.elected_on is not None and seat.elected_on < seat.recommended_on:
        raise RuleBroken(f"当选日期不能早于推荐日期 {seat.recommended_on}", "elected_on")
    if seat.elected_on is not None and seat.elected_on > today:
        raise RuleBroken("当选日期不能晚于今天", "elected_on")
    begun = seat.elected_on or seat.recommended_on
    if seat.ended_on is not None and seat.ended_on < begun:
        raise RuleBroken(f"结束日期不能早于 {begun}", "ended_on")


def check_is_committee(held: Collection[str], rules: DelegateRules, day: date) -> None:
    """Raises RuleBroken unless one of the positions held on the day of recommendation is of the 两委 (WF-220)."""
    if not set(held) & set(rules.committee_positions):
        raise RuleBroken(f"{day} 这一天不是社区“两委”成员，不能登记为推荐人选；请先登记任职", "recommended_on")
