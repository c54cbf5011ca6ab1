"""应急维修: no vote, but a review, a confirmation, and the accounts posted afterwards (民法典281(2), RP-31, RP-9)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken


class EmergencyState(StrEnum):
    """Where an emergency repair stands; each step but the last two leaves its paper."""

    APPLIED = "applied"
    REVIEWED = "reviewed"
    CONFIRMED = "confirmed"
    DONE = "done"
    DROPPED = "dropped"


S = EmergencyState
EMERGENCY_LABEL = {
    S.APPLIED: "待业委会审核",
    S.REVIEWED: "待街道或居委会确认",
    S.CONFIRMED: "维修中，待公示账目",
    S.DONE: "已办结",
    S.DROPPED: "已撤销",
}
EMERGENCY_NEXT: dict[EmergencyState, frozenset[EmergencyState]] = {
    S.APPLIED: frozenset({S.REVIEWED, S.DROPPED}),
    S.REVIEWED: frozenset({S.CONFIRMED, S.DROPPED}),
    S.CONFIRMED: frozenset({S.DONE, S.DROPPED}),
    S.DONE: frozenset(),
    S.DROPPED: frozenset(),
}
OPEN = frozenset({S.APPLIED, S.REVIEWED, S.CONFIRMED})
PAYABLE = frozenset({S.CONFIRMED, S.DONE})  # from the confirmation on the fund may be used


def check_can_move(state: EmergencyState, to: EmergencyState) -> None:
    """Refuse a step out of turn, naming the one that comes next."""
    if to not in EMERGENCY_NEXT[state]:
        raise RuleBroken(f"现在是“{EMERGENCY_LABEL[state]}”，不能改为“{EMERGENCY_LABEL[to]}”")


def check_day(on: date, earliest: date, today: date, what: str) -> None:
    """A step is dated between the one before it and today. Raises RuleBroken otherwise."""
    if not earliest <= on <= today:
        raise RuleBroken(f"{what}的日期要在 {earliest} 和今天之间", "on")


def check_confirmer(reviewer_id: int | None, confirmer_id: int) -> None:
    """Two different persons: who entered the review does not confirm it."""
    if reviewer_id == confirmer_id:
        raise RuleBroken("审核和确认不能是同一个人登记，请另一位同事确认")


@dataclass(frozen=True, slots=True)
class Papers:
    """Which papers of an emergency repair are there."""

    reviewed: bool
    confirmed: bool
    accounts: bool


def check_done(papers: Papers | None) -> None:
    """An emergency repair is done without a vote, but only with its three papers (RP-9, RP-31). None: no form.

    Raises RuleBroken naming what is missing.
    """
    if papers is None:
        raise RuleBroken("紧急维修要先登记应急维修，审核、确认、公示账目以后才算办完", "state")
    named = (("业委会审核", papers.reviewed), ("街道或居委会确认", papers.confirmed),
             ("公示的账目", papers.accounts))  # fmt: skip
    lacking = [name for name, there in named if not there]
    if lacking:
        raise RuleBroken(f"紧急维修办完要有：{'、'.join(lacking)}，到应急维修里补上", "state")
