"""The course of a vote, its procedure list, and what a passed one unlocks (RP-10, RP-12, RP-17, RP-28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.matters import VoteSettings


class VoteState(StrEnum):
    """Where a vote stands."""

    DRAFT = "draft"
    PUBLICISED = "publicised"
    OPEN = "open"
    COUNTING = "counting"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    ABANDONED = "abandoned"


VOTE_LABEL = {
    VoteState.DRAFT: "草拟",
    VoteState.PUBLICISED: "公示中",
    VoteState.OPEN: "表决中",
    VoteState.COUNTING: "统计中",
    VoteState.PRELIMINARY: "初步结果公示",
    VoteState.FINAL: "已确定",
    VoteState.ABANDONED: "终止",
}
# From 公示中 back to 草拟: a correction restarts the publicity; a recount of a final vote is a result of its own.
VOTE_NEXT: dict[VoteState, frozenset[VoteState]] = {
    VoteState.DRAFT: frozenset({VoteState.PUBLICISED, VoteState.ABANDONED}),
    VoteState.PUBLICISED: frozenset({VoteState.DRAFT, VoteState.OPEN, VoteState.ABANDONED}),
    VoteState.OPEN: frozenset({VoteState.COUNTING, VoteState.ABANDONED}),
    VoteState.COUNTING: frozenset({VoteState.PRELIMINARY, VoteState.FINAL, VoteState.ABANDONED}),
    VoteState.PRELIMINARY: frozenset({VoteState.COUNTING, VoteState.FINAL}),
    VoteState.FINAL: frozenset(),
    VoteState.ABANDONED: frozenset(),
}


def check_can_move(state: VoteState, to: VoteState) -> None:
    """Refuse a move that RP-10 does not know."""
    if to in VOTE_NEXT[state]:
        return
    if state is VoteState.FINAL:
        raise RuleBroken("结果已确定，不能再改；确有错误请重新统计，两次结果都保留")
    raise RuleBroken(f"“{VOTE_LABEL[state]}”的表决不能改为“{VOTE_LABEL[to]}”")


def check_finalisers(first_id: int | None, second_id: int, terms_two: bool, *, may_finalise: bool) -> None:
    """Two different persons finalise, and only without conflicts (RP-12, RP-23)."""
    if not may_finalise:
        raise RuleBroken("还有选择不一致或代理超限的选票没有核实，不能确定结果")
    if terms_two and first_id == second_id:
        raise RuleBroken("结果要由两个人先后确定，请另一位同事确定")


@dataclass(frozen=True, slots=True)
class VoteOutcome:
    """A finalised vote as a resolution looks at it: who could vote, on what, and whether the strict count passed."""

    matter: str
    electorate: str
    state: VoteState
    strict_passed: bool


def check_unlocks(matter: str, scope: str, vote: VoteOutcome) -> bool:
    """Whether the vote lets a resolution be carried out: True passed, False not passed (RP-17).

    Raises RuleBroken where the vote does not answer for the resolution at all: another matter, another
    electorate, not yet final. What was counted 从多 never enters.
    """
    if vote.state is not VoteState.FINAL:
        raise RuleBroken("这次表决的结果还没有确定，不能关联", "vote")
    if vote.matter != matter:
        raise RuleBroken("这次表决的不是同一事项，不能关联", "vote")
    if vote.electorate != scope:
        raise RuleBroken("这次表决的业主范围与议定事项写的不同，不能关联", "vote")
    return vote.strict_passed


class Answer(StrEnum):
    """How a point of the procedure stands; it never changes the number."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Procedure:
    """What is known of the course of a vote; a missing day is not yet known."""

    notified_on: date | None
    opens_on: date
    closed_on: date | None
    only_publicised_motions: bool | None  # None: it was held before it was entered here
    objections_closed: bool | None
    groups: int
    receipts: int
    undeliverable_posted_days: int | None  # None: everybody was reached
    result_posted_on: date | None


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the list, with the rule it rests on."""

    text: str
    answer: Answer
    basis: str


def procedure(facts: Procedure, settings: VoteSettings) -> Sequence[Point]:
    """The procedure list printed beside the result (RP-28)."""
    notice = None if facts.notified_on is None else (facts.opens_on - facts.notified_on).days
    posted = facts.result_posted_on
    in_time = None
    if facts.closed_on is not None and posted is not None:
        in_time = posted <= facts.closed_on + timedelta(days=settings.result_public_days)
    reached = facts.undeliverable_posted_days
    return (
        Point(
            f"会议（表决）前至少 {settings.notice_days} 天通知全体业主",
            _answer(None if notice is None else notice >= settings.notice_days),
            "物业管理条例第14条",
        ),
        Point("只表决公示过的事项", _answer(facts.only_publicised_motions), "北京市物业管理条例第35条（参照）"),
        Point("名册异议已处理完", _answer(facts.objections_closed), "默认"),
        Point(f"送达凭证 {facts.receipts}/{facts.groups}", _answer(facts.receipts >= facts.groups), "默认"),
        Point(
            f"无法送达的公告不少于 {settings.undeliverable_public_days} 天",
            _answer(True if reached is None else reached >= settings.undeliverable_public_days),
            "舟山市物业管理条例第17条（参照）",
        ),
        Point(
            f"结果在 {settings.result_public_days} 天内公布",
            _answer(in_time),
            "北京市物业管理条例第37条（参照）",
        ),
        Point("业主可在知道或应当知道之日起一年内请求撤销", Answer.OPEN, "区分所有权解释第12条"),
    )


def _answer(known: bool | None) -> Answer:
    return Answer.OPEN if known is None else Answer.YES if known else Answer.NO
