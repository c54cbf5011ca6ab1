"""居民满意度测评: who is asked how, what is shown of it, what of it counts for whom (WF-96, WF-116)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import decimal_of, text_of
from shuangluan.workforce.rules.appraisal import satisfaction
from shuangluan.workforce.rules.spans import reading

Payload = Mapping[str, Any]
Counts = Mapping[str, int]
MOST_CODES = 500  # on one sheet


class SurveyState(StrEnum):
    """A round of the survey."""

    OPEN = "open"
    CLOSED = "closed"


SURVEY_LABEL = {SurveyState.OPEN: "进行中", SurveyState.CLOSED: "已关闭"}
SURVEY_NEXT = {SurveyState.OPEN: {SurveyState.CLOSED}, SurveyState.CLOSED: set()}


class Rater(StrEnum):
    """Whom a sheet of codes is for; staff and their relatives are given none (WF-96)."""

    RESIDENT = "resident"
    DELEGATE = "delegate"
    UNIT = "unit"


RATER_LABEL = {Rater.RESIDENT: "普通居民", Rater.DELEGATE: "居民代表、楼门长", Rater.UNIT: "驻区单位、商户"}


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one group: by option."""

    name: str
    counts: Counts

    @property
    def returned(self) -> int:
        """How many answered."""
        return sum(self.counts.values())


def options(plan: Payload) -> list[str]:
    """The six answers in the order of the scheme."""
    with reading("考核方案"):
        rule = plan["satisfaction"]
        return [*rule["levels"], *rule["not_counted"]]


def least_shown(plan: Payload) -> int:
    """A group of fewer answers is never shown (WF-116)."""
    with reading("考核方案"):
        return int(plan["satisfaction"]["min_group_shown"])


def shown_groups(groups: Sequence[Group], least: int) -> list[Group]:
    """The groups that may be shown beside their total: none that is small, and none from which a small one follows.

    Where exactly one group is hidden, the total would give it away: the smallest of the others is hidden as well.
    """
    answered = [one for one in groups if one.returned]
    large = [one for one in answered if one.returned >= least]
    hidden = [one for one in answered if one.returned < least]
    if hidden and sum(one.returned for one in hidden) < least and large:
        large.remove(min(large, key=lambda one: (one.returned, one.name)))
    return large


def check_mix(plan: Payload, residents: int, returned: int) -> None:
    """Raises RuleBroken where ordinary residents are too small a share of those who answered (WF-96)."""
    with reading("考核方案"):
        least = decimal_of(plan["satisfaction"]["resident_share_min"])
    if returned and Fraction(residents, returned) < Fraction(least):
        share = text_of(Fraction(residents * 100, returned))
        raise RuleBroken(
            f"普通居民只占 {share}%，不到 {least * 100:.0f}%；给居民补发一批代码，延长截止日期后再关闭"
        )


def check_open(state: SurveyState, opens_on: date, closes_on: date, today: date) -> None:
    """Raises RuleBroken outside the days of the round; the last one ends at 24:00."""
    if state is SurveyState.CLOSED or today > closes_on:
        raise RuleBroken("这次测评已经结束，谢谢您的关心")
    if today < opens_on:
        raise RuleBroken(f"这次测评 {opens_on.month} 月 {opens_on.day} 日开始，到时再来填")


def added(listed: Sequence[Counts]) -> dict[str, int]:
    """Several counts by option as one."""
    found: dict[str, int] = {}
    for counts in listed:
        for option, count in counts.items():
            found[option] = found.get(option, 0) + count
    return found


def street_mean(plan: Payload, counts: Counts) -> str | None:
    """m of WF-96: the raw score over all answers of the street; None without a valid one."""
    found: str | None = satisfaction(plan, counts, None)["raw"]
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What was answered about one worker: the community, his own grid (None: he has none), his own call-backs."""

    community: Counts
    grid: Counts | None
    callbacks: Counts
    is_leader: bool


def attributed(plan: Payload, asked: Asked, mean: str | None) -> tuple[str | None, list[str]]:
    """A worker's SAT with its lines (WF-96): 正职 ← community; grid worker ← own grid, where it may be shown;
    others ← half community, half own call-backs when there are enough of them, else the community.
    """
    whole = satisfaction(plan, asked.community, mean)
    if asked.is_leader:
        return whole["score"], [_line("全社区", whole, mean)]
    if asked.grid is not None and sum(asked.grid.values()) >= least_shown(plan):
        own = satisfaction(plan, asked.grid, mean)
        if own["score"] is not None:
            return own["score"], [_line("本网格", own, mean)]
    with reading("考核方案"):
        rule = plan["satisfaction"]["attribution"]["其他"]
        enough, share = int(rule["min_callbacks"]), decimal_of(rule["callback"])
        rest = decimal_of(rule["community"])
    back = satisfaction(plan, asked.callbacks, mean)
    if whole["score"] is None or back["valid"] < enough:
        return whole["score"], [_line("全社区", whole, mean)]
    score = text_of(decimal_of(whole["score"]) * rest + decimal_of(back["score"]) * share)
    return score, [_line("全社区", whole, mean), _line("本人回访", back, mean), f"各占一半：{score}"]


def _line(of_whom: str, found: Mapping[str, Any], mean: str | None) -> str:
    if found["score"] is None:
        return f"居民满意度：{of_whom}没有有效答卷"
    words = f"居民满意度：{of_whom}有效 {found['valid']} 份，原始 {found['raw']}"
    return f"{words}，按街道平均 {mean} 修正为 {found['score']}" if found["adjusted"] else words
