"""What was decided and what became of it: states, postponements, carry-over, “as of” (RP-9, RP-15, RP-16)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.words import THREE, Conclusion, Party, Ratification, Stance


class ResolutionState(StrEnum):
    """Where a resolution stands; 逾期 is computed."""

    TO_DO = "to_do"
    AWAITS_COMMITTEE = "awaits_committee"
    AWAITS_OWNERS = "awaits_owners"
    AWAITS_APPROVAL = "awaits_approval"
    DOING = "doing"
    TO_PROJECT = "to_project"
    TO_STREET = "to_street"
    REJECTED = "rejected"
    DONE = "done"
    CANCELLED = "cancelled"


S = ResolutionState
RESOLUTION_LABEL = {
    S.TO_DO: "待执行",
    S.AWAITS_COMMITTEE: "待业委会决定",
    S.AWAITS_OWNERS: "待业主表决",
    S.AWAITS_APPROVAL: "待审批",
    S.DOING: "执行中",
    S.TO_PROJECT: "已转双报到项目",
    S.TO_STREET: "已提请街道",
    S.REJECTED: "未通过",
    S.DONE: "已完成",
    S.CANCELLED: "已取消",
}
# A resolution that waits for a decision goes nowhere without it; cancelling needs a reason everywhere.
RESOLUTION_NEXT: dict[ResolutionState, frozenset[ResolutionState]] = {
    S.TO_DO: frozenset({S.DOING, S.DONE, S.CANCELLED}),
    S.AWAITS_COMMITTEE: frozenset({S.DOING, S.REJECTED, S.CANCELLED}),
    S.AWAITS_OWNERS: frozenset({S.DOING, S.REJECTED, S.CANCELLED}),
    S.AWAITS_APPROVAL: frozenset({S.DOING, S.REJECTED, S.CANCELLED}),
    S.DOING: frozenset({S.DONE, S.TO_PROJECT, S.TO_STREET, S.CANCELLED}),
    S.TO_PROJECT: frozenset({S.DONE, S.DOING}),
    S.TO_STREET: frozenset({S.DOING, S.DONE, S.CANCELLED}),
    S.REJECTED: frozenset({S.AWAITS_OWNERS, S.CANCELLED}),
    S.DONE: frozenset(),
    S.CANCELLED: frozenset(),
}
OPEN = frozenset(S) - {S.DONE, S.CANCELLED}
CARRIED = OPEN - {S.TO_STREET}
AWAITING = frozenset({S.AWAITS_COMMITTEE, S.AWAITS_OWNERS, S.AWAITS_APPROVAL})
# What the street, a project or a vote decides is not set by hand.
BY_HAND = frozenset({S.DOING, S.DONE, S.CANCELLED})


def first_state(ratification: Ratification) -> ResolutionState:
    """The state of a signed resolution, by who still has to decide (RP-9)."""
    return {
        Ratification.COMMITTEE: S.AWAITS_COMMITTEE,
        Ratification.OWNERS: S.AWAITS_OWNERS,
        Ratification.APPROVAL: S.AWAITS_APPROVAL,
    }.get(ratification, S.TO_DO)


def check_can_move(state: ResolutionState, to: ResolutionState) -> None:
    """Refuse a move that RP-9 does not know, naming the possible ones."""
    if to in RESOLUTION_NEXT[state]:
        return
    if state is S.AWAITS_OWNERS:
        raise RuleBroken("要由业主共同决定：先有通过的业主表决，才能执行", "state")
    refused = f"“{RESOLUTION_LABEL[state]}”的议定事项不能改为“{RESOLUTION_LABEL[to]}”"
    possible = "、".join(RESOLUTION_LABEL[one] for one in S if one in RESOLUTION_NEXT[state])
    raise RuleBroken(f"{refused}，只能改为：{possible}" if possible else f"{refused}，它已经到头了", "state")


@dataclass(frozen=True, slots=True)
class FollowUpFact:
    """One entry of the story of a resolution, dated; None leaves what it was. `owner`: who answers for it now."""

    on: date
    state: ResolutionState | None = None
    percent: int | None = None
    new_due_on: date | None = None
    owner: "Owner | None" = None


@dataclass(frozen=True, slots=True)
class Owner:
    """责任方 and 责任人 with the day since when: of the meeting, or of the follow-up that named them (RP-53)."""

    party: Party
    name: str
    since: date


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a resolution stood at the end of a day."""

    state: ResolutionState
    due_on: date
    percent: int
    postponements: int


def as_of(first: ResolutionState, first_due_on: date, story: Iterable[FollowUpFact], day: date) -> Standing:
    """Where a resolution stood at the end of `day`: its first values and the follow-ups up to then, in order."""
    standing = Standing(first, first_due_on, 0, 0)
    for fact in story:
        if fact.on > day:
            continue
        later = fact.new_due_on is not None and fact.new_due_on > standing.due_on
        standing = Standing(
            fact.state or standing.state,
            fact.new_due_on or standing.due_on,
            standing.percent if fact.percent is None else fact.percent,
            standing.postponements + later,
        )
    return standing


def owner_as_of(first: Owner, story: Iterable[FollowUpFact], day: date) -> Owner:
    """Who answered for a resolution at the end of `day`; naming the same one again does not begin anew."""
    owner = first
    for fact in story:
        named = fact.owner
        if fact.on <= day and named is not None and (named.party, named.name) != (owner.party, owner.name):
            owner = named
    return owner


def check_follow_up(
    standing: Standing, *, to: ResolutionState, percent: int, new_due_on: date | None, reason: str, evidence: int
) -> None:
    """What a follow-up needs: a known move, a reason for a later date or for giving up, evidence for 已完成.

    `evidence` counts the files shown for the resolution. Raises RuleBroken beside the field.
    """
    if to is not standing.state:
        check_can_move(standing.state, to)
    if not 0 <= percent <= 100:
        raise RuleBroken("进度写 0 到 100", "percent")
    if to is S.DONE and not evidence:
        raise RuleBroken("办完要有依据，请上传照片或文件", "evidence")
    if to is S.CANCELLED and not reason.strip():
        raise RuleBroken("取消要写明原因", "reason")
    if new_due_on is not None and new_due_on > standing.due_on and not reason.strip():
        raise RuleBroken("推迟期限要写明原因", "reason")


def check_owner(party: Party, name: str, reason: str) -> None:
    """Another owner is a party of the table and a named person, with the reason (RP-6, RP-53)."""
    if party not in THREE:
        raise RuleBroken("责任方从居委会、业委会、物业里选", "owner_party")
    if not name.strip():
        raise RuleBroken("改派要写责任人的姓名", "owner_name")
    if not reason.strip():
        raise RuleBroken("改派要写明原因", "reason")


def is_overdue(state: ResolutionState, due_on: date, today: date) -> bool:
    """Open and past its date; the last day counts until 24:00."""
    return state in OPEN and today > due_on


def proposes_street(standing: Standing, postpone_to_street: int) -> bool:
    """Whether 「提请街道联席会议」 is proposed: postponed often enough and still in the parties' hands (RP-15)."""
    return standing.state in CARRIED and standing.postponements >= postpone_to_street


def is_carried(conclusion: Conclusion | None, states: Iterable[ResolutionState]) -> bool:
    """Whether an item comes back at the next meeting (RP-15): not discussed, put off, not agreed, or with a
    resolution that is neither done nor cancelled nor with the street.
    """
    if conclusion in (None, Conclusion.CARRIED, Conclusion.NOT_AGREED):
        return True
    return any(state in CARRIED for state in states)


def lacks_agreement(stances: Mapping[Party, Stance | None], parties: Sequence[Party]) -> tuple[Party, ...]:
    """The parties without whose 同意 nothing was resolved; 保留 is not 同意 (RP-16)."""
    return tuple(party for party in parties if stances.get(party) is not Stance.AGREE)


@dataclass(frozen=True, slots=True)
class Promise:
    """The first date of a resolution, and when it was done or given up."""

    first_due_on: date
    done_on: date | None = None
    cancelled_on: date | None = None


def on_time(promises: Iterable[Promise], day: date) -> tuple[int, int]:
    """按期: done by the first date, of those whose first date has fallen by `day` (RP-65).

    first_due_on alone decides; what was given up before its date never fell due.
    """
    fallen = [
        one for one in promises
        if one.first_due_on < day and (one.cancelled_on is None or one.cancelled_on > one.first_due_on)
    ]  # fmt: skip
    return sum(one.done_on is not None and one.done_on <= one.first_due_on for one in fallen), len(fallen)
