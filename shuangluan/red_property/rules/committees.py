"""Owners' committees and the way a compound deliberates (RP-5, RP-11, RP-35)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.companies import Span
from shuangluan.red_property.rules.settings import Terms
from shuangluan.red_property.rules.words import Mode


class CommitteeState(StrEnum):
    """Where a committee's term stands, computed."""

    PREPARING = "preparing"
    SERVING = "serving"
    EXPIRED = "expired"


COMMITTEE_LABEL = {
    CommitteeState.PREPARING: "筹备",
    CommitteeState.SERVING: "履职",
    CommitteeState.EXPIRED: "届满待换届",
}


class SubstituteKind(StrEnum):
    """Who stands for the owners while there is no committee."""

    MANAGING = "managing"
    REPRESENTATIVES = "representatives"


SUBSTITUTE_LABEL = {
    SubstituteKind.MANAGING: "物业管理委员会",
    SubstituteKind.REPRESENTATIVES: "业主代表",
}


def committee_state(elected_on: date, term_end: date, day: date) -> CommitteeState:
    """The state on `day`; `term_end` is the first day after the term."""
    if day < elected_on:
        return CommitteeState.PREPARING
    return CommitteeState.SERVING if day < term_end else CommitteeState.EXPIRED


def check_term(elected_on: date, term_end: date, seats: int, terms: Terms) -> None:
    """An odd number of seats, a term within the limit (RP-5). Raises RuleBroken beside the field."""
    if seats < 1 or seats % 2 == 0:
        raise RuleBroken("委员席位要是单数", "seats")
    if term_end <= elected_on:
        raise RuleBroken("届满日要晚于选举日", "term_end")
    if term_end > _years_later(elected_on, terms.term_years_max):
        raise RuleBroken(f"每届任期不超过 {terms.term_years_max} 年", "term_end")


def check_member_days(days: Span, elected_on: date, term_end: date) -> None:
    """A member sits within the term. Raises RuleBroken beside the field."""
    if not elected_on <= days.valid_from < term_end:
        raise RuleBroken(f"任职日期要在这一届任期里（{elected_on} 至 {term_end - timedelta(days=1)}）", "valid_from")
    if days.valid_to is not None and days.valid_to <= days.valid_from:
        raise RuleBroken("最后一天不能早于任职日期", "last_day")


def check_seats(days: Span, others: Sequence[Span], seats: int) -> None:
    """On no day sit more than there are seats: it is fullest when somebody begins. Raises RuleBroken."""
    begun = [days.valid_from, *(one.valid_from for one in others if days.holds(one.valid_from))]
    if any(sum(one.holds(day) for one in others) >= seats for day in begun):
        raise RuleBroken(f"这些天 {seats} 个席位已满；补选的，任职日期写补选那天", "valid_from")


def filed_late(elected_on: date, filed_on: date | None, day: date, terms: Terms) -> bool:
    """Whether the filing came, or is, later than its limit after the election (物业管理条例16)."""
    return (filed_on or day) > elected_on + timedelta(days=terms.file_days)


def renewal_stage(term_end: date, day: date, terms: Terms) -> int | None:
    """The reminder that has begun: days before the end of the term (RP-11); None before the first one."""
    begun = [days for days in terms.renew_remind_days if day >= term_end - timedelta(days=days)]
    return min(begun) if begun else None


def check_substitute(new: Span, committees: Iterable[Span], others: Iterable[Span] = ()) -> None:
    """A substitute stands only while there is no committee in its term (RP-5), and one at a time.

    Raises RuleBroken for that, and for a last day before the first.
    """
    if new.valid_to is not None and new.valid_to <= new.valid_from:
        raise RuleBroken("最后一天不能早于第一天", "last_day")
    if any(new.touches(term) for term in committees):
        raise RuleBroken("这段时间业委会在任期内，不能登记替代方", "valid_from")
    if any(new.touches(other) for other in others):
        raise RuleBroken("这段时间已经登记了替代方，先给前一个写上最后一天", "valid_from")


@dataclass(frozen=True, slots=True)
class ModePeriod:
    """The mode of a compound from a day until the next one begins."""

    mode: Mode
    valid_from: date


def mode_on(periods: Sequence[ModePeriod], day: date) -> Mode:
    """The one mode on `day` (RP-5); before the first period the compound does not deliberate."""
    begun = [one for one in periods if one.valid_from <= day]
    return max(begun, key=lambda one: one.valid_from).mode if begun else Mode.NONE


def check_mode(mode: Mode, reason: str, *, is_served: bool) -> None:
    """两方议事 only without an active contract; every change has its reason (RP-5)."""
    if not reason.strip():
        raise RuleBroken("请写明变更议事方式的原因", "reason")
    if mode is Mode.TWO and is_served:
        raise RuleBroken("小区有在履行的物业合同，不能改为两方议事", "mode")
    if mode is Mode.THREE and not is_served:
        raise RuleBroken("小区没有在履行的物业合同，不能改为三方议事", "mode")


@dataclass(frozen=True, slots=True)
class RedFacts:
    """What the flag 红色业委会 looks at on a day. `party_members` counts by the setting on probationary members."""

    members: int
    party_members: int
    has_party_group: bool
    secretary_sits: bool  # the compound's branch secretary is a member
    is_filed: bool
    months_due: int  # of the last 12
    months_met: int


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition of the flag, met or not, with its numbers."""

    text: str
    is_met: bool


def red_criteria(facts: RedFacts, terms: Terms) -> tuple[Criterion, ...]:
    """Each condition of RP-35; the flag needs all of them."""
    needed = meetings_needed(facts.months_due, terms)
    return (
        Criterion(
            f"党员委员 {facts.party_members}/{facts.members}",
            terms.party_share.is_met(facts.party_members, facts.members),
        ),
        Criterion("设有党小组或小区支部书记进入业委会", facts.has_party_group or facts.secretary_sits),
        Criterion("已备案", facts.is_filed),
        Criterion(
            f"近 12 个月应开 {facts.months_due} 次，参加 {facts.months_met} 次（须 {needed} 次）",
            facts.months_due > 0 and facts.months_met >= needed,
        ),
    )


def is_red(criteria: Iterable[Criterion]) -> bool:
    """Whether the flag is given: every condition is met (RP-35)."""
    return all(one.is_met for one in criteria)


def meetings_needed(months_due: int, terms: Terms) -> int:
    """Ten of twelve; of fewer due months the share of it, rounded up (RP-35)."""
    if months_due >= 12:
        return terms.meetings_12m
    num, den = terms.short_year_share
    return -(-months_due * num // den)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
