"""两代表一委员: kinds of seats, how a recommendation stands, what forbids one (WF-21, WF-163, WF-220)."""

from collections.abc import Mapping
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


def check_can_seat(recommended_on: date, elected_on: date, day: date) -> None:
    """Raises RuleBroken for an election before the recommendation, or on a day to come."""
    if elected_on < recommended_on:
        raise RuleBroken(f"当选日期不能早于推荐日期 {recommended_on}", "elected_on")
    if elected_on > day:
        raise RuleBroken("当选日期不能晚于今天", "elected_on")


def check_can_end(begun_on: date, ended_on: date) -> None:
    """Raises RuleBroken for an end before the beginning."""
    if ended_on < begun_on:
        raise RuleBroken(f"结束日期不能早于 {begun_on}", "ended_on")
