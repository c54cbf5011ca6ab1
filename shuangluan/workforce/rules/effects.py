"""What follows from a bad year: draft steps that a person decides, none ends an employment (WF-103, WF-162)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.spans import add_months, reading


class EffectKind(StrEnum):
    """A step that a rating proposes."""

    TALK = "talk"
    PLAN = "plan"
    LOOK_BACK = "look_back"
    HELP = "help"
    EXIT_REVIEW = "exit_review"
    RECALL = "recall"


EFFECT_LABEL = {
    EffectKind.TALK: "提醒谈话",
    EffectKind.PLAN: "改进计划",
    EffectKind.LOOK_BACK: "回看",
    EffectKind.HELP: "培训或调整岗位",
    EffectKind.EXIT_REVIEW: "退出审查",
    EffectKind.RECALL: "罢免、补选",
}
ADVICE = {
    EffectKind.TALK: "由街道或社区书记当面谈，写明谈话人和谈了什么",
    EffectKind.PLAN: "本人写改进计划，写明要改的事和期限",
    EffectKind.LOOK_BACK: "到期看改进计划做到没有，写明看到的情况",
    EffectKind.HELP: "不能胜任的先培训或者调整岗位（劳动合同法第四十条），写明培训的内容或者新的岗位",
    EffectKind.EXIT_REVIEW: "连续第二年，由区里审查是否退出；培训或调整岗位办结以后才能决定，审查不等于解除",
    EffectKind.RECALL: "选举产生的职务不能由人事免去：由居民会议依法罢免、本人辞职或者任期届满，出缺以后补选",
}
DISTRICT_ROLE = "district_reviewer"
DISTRICT_ONLY = frozenset({EffectKind.EXIT_REVIEW, EffectKind.RECALL})


class EffectState(StrEnum):
    """How far a step is."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    DONE = "done"
    DROPPED = "dropped"


STATE_LABEL = {
    EffectState.PROPOSED: "拟办",
    EffectState.DECIDED: "已决定",
    EffectState.DONE: "已办结",
    EffectState.DROPPED: "不办",
}
STATE_NEXT: dict[EffectState, set[EffectState]] = {
    EffectState.PROPOSED: {EffectState.DECIDED, EffectState.DROPPED},
    EffectState.DECIDED: {EffectState.DONE, EffectState.DROPPED},
    EffectState.DONE: set(),
    EffectState.DROPPED: set(),
}
OPEN = frozenset({EffectState.PROPOSED, EffectState.DECIDED})


@dataclass(frozen=True, slots=True)
class Proposed:
    """A step with the day until which it is to be done."""

    kind: EffectKind
    due_on: date


@dataclass(frozen=True, slots=True)
class EffectRules:
    """规则方案 workforce.appraisal_effects: steps with months by rating; more where it is the second in a row."""

    steps: Mapping[str, Sequence[tuple[EffectKind, int]]]
    again: Mapping[str, Sequence[tuple[EffectKind, int]]]
    elected: Mapping[str, Sequence[tuple[EffectKind, int]]]

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "EffectRules":
        """The rules of `{steps, second_in_a_row, elected}`, each by rating a list of `{kind, months}`."""
        with reading("考核结果运用规定"):
            return cls(*(
                {rating: [(EffectKind(one["kind"]), int(one["months"])) for one in listed]
                 for rating, listed in payload[key].items()}
                for key in ("steps", "second_in_a_row", "elected")
            ))  # fmt: skip


def proposed(
    rules: EffectRules, rating: str, before: str | None, *, is_elected: bool, confirmed_on: date
) -> list[Proposed]:
    """The steps that a confirmed rating proposes, the first due first; `before` is the rating of the year before.

    An elected member gets the route of the electors instead of a review of his exit (WF-109, WF-162).
    """
    listed = [*rules.steps.get(rating, [])]
    if rating == before:
        listed += rules.again.get(rating, [])
    if is_elected:
        listed = [one for one in listed if one[0] is not EffectKind.EXIT_REVIEW] + [*rules.elected.get(rating, [])]
    found = [Proposed(kind, add_months(confirmed_on, months)) for kind, months in listed]
    return sorted(found, key=lambda one: (one.due_on, list(EffectKind).index(one.kind)))


def is_overdue(state: EffectState, due_on: date, today: date) -> bool:
    """Neither done nor dropped by its day."""
    return state in OPEN and today > due_on


def check_can_decide_step(kind: EffectKind, *, is_district: bool, was_helped: bool) -> None:
    """Raises RuleBroken where the district decides, and for an exit review before training or another post (WF-108)."""
    if kind in DISTRICT_ONLY and not is_district:
        raise RuleBroken(f"“{EFFECT_LABEL[kind]}”由区级复核决定")
    if kind is EffectKind.EXIT_REVIEW and not was_helped:
        raise RuleBroken("先培训或者调整岗位，那一项办结以后才能决定退出审查（劳动合同法第四十条）")
