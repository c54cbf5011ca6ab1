"""企业走访 and 三集中: what was found in a company, what an organisation needs, which step it has reached (RP-67)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken

FORMAL_NEEDED = 3  # 正式党员 for an organisation of its own (中国共产党章程30): no setting lowers it


class Step(StrEnum):
    """How far 集中摸排、集中组建、集中选派 has come in a company."""

    NOT_VISITED = "not_visited"
    SURVEYED = "surveyed"
    INSTRUCTED = "instructed"
    ORGANISED = "organised"


STEP_LABEL = {
    Step.NOT_VISITED: "未摸排",
    Step.SURVEYED: "已摸排",
    Step.INSTRUCTED: "已选派",
    Step.ORGANISED: "已组建",
}


def step_reached(*, is_visited: bool, units: int, instructors: int) -> Step:
    """The step of a company with so many active party organisations and instructors (RP-34 before the visit)."""
    if units:
        return Step.ORGANISED
    if instructors:
        return Step.INSTRUCTED
    return Step.SURVEYED if is_visited else Step.NOT_VISITED


def condition(formal_members: int | None) -> str:
    """Whether a company can have an organisation of its own, by the last count; None: never counted."""
    if formal_members is None:
        return "还没有摸排"
    if formal_members >= FORMAL_NEEDED:
        return "可以单独组建"
    return "可以联合组建或选派指导员" if formal_members else "没有正式党员，选派指导员"


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """What a visit found. `formal_members` are among the party members, those among the staff."""

    visited_on: date
    visitors: str
    staff: int
    party_members: int
    formal_members: int
    problems: str
    promised: str
    promised_due_on: date | None


def check_visit(facts: VisitFacts, today: date) -> None:
    """Raises RuleBroken for a day to come, counts that do not fit into each other, and help without a date."""
    if facts.visited_on > today:
        raise RuleBroken("走访日期还没有到，走访以后再登记", "visited_on")
    if facts.party_members > facts.staff:
        raise RuleBroken(f"员工 {facts.staff} 人，党员不能多于员工", "party_members")
    if facts.formal_members > facts.party_members:
        raise RuleBroken(f"党员 {facts.party_members} 人，正式党员不能多于党员", "formal_members")
    if facts.promised and facts.promised_due_on is None:
        raise RuleBroken("答应帮助的事要写办结期限", "promised_due_on")
    if facts.promised_due_on is not None and not facts.promised:
        raise RuleBroken("写了期限，也要写答应帮助的事", "promised")
    if facts.promised_due_on is not None and facts.promised_due_on < facts.visited_on:
        raise RuleBroken("办结期限不能早于走访日期", "promised_due_on")


def check_done(promised: str, visited_on: date, done_on: date, today: date) -> None:
    """Raises RuleBroken where nothing was promised, and for a day before the visit or to come."""
    if not promised:
        raise RuleBroken("这次走访没有答应帮助的事", "done_on")
    if not visited_on <= done_on <= today:
        raise RuleBroken("办结日期要在走访以后、今天以前", "done_on")


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier; the last of the month where that has fewer days."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = date.fromordinal(following.toordinal() - 1)
    return last.replace(day=min(day.day, last.day))
