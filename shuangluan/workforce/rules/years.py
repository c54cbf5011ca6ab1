"""年度考核: states, the judgement of one person with its lines, the seats of a year (WF-44, WF-99–102)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import ZERO, decimal_of, text_of, yuan_of
from shuangluan.workforce.rules.appraisal import SATISFACTION, appraisal_total
from shuangluan.workforce.rules.facts import OTHER_REASON, UNDETERMINED
from shuangluan.workforce.rules.seats import pick_excellent
from shuangluan.workforce.rules.spans import Length, reading

Payload = Mapping[str, Any]
Scores = Mapping[str, str | None]
DAILY, STREET, PEER, HOST = "DAY", "STR", "PEER", "HOST"
SECONDED = "借调全年"
INCOMPLETE = "部分缺失"
NEW = "新聘"
MATERNITY = "产假"
SPREAD = 500  # hundredths: scores that lie closer together tell nobody apart (WF-164)


class YearState(StrEnum):
    """An appraisal year of the district."""

    GATHERING = "gathering"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    CONFIRMED = "confirmed"


YEAR_LABEL = {
    YearState.GATHERING: "采集中",
    YearState.PROPOSED: "拟定等次",
    YearState.PUBLISHED: "公示中",
    YearState.CONFIRMED: "已确认",
}
YEAR_NEXT = {
    YearState.GATHERING: {YearState.PROPOSED},
    YearState.PROPOSED: {YearState.PROPOSED, YearState.PUBLISHED},
    YearState.PUBLISHED: {YearState.CONFIRMED},
    YearState.CONFIRMED: set(),
}


class ScoreState(StrEnum):
    """One person in a year."""

    GATHERING = "gathering"
    PROPOSED = "proposed"
    PASSED = "passed"
    DOUBTFUL = "doubtful"
    HELD = "held"
    PUBLISHED = "published"
    REVIEWING = "reviewing"
    CONFIRMED = "confirmed"


SCORE_LABEL = {
    ScoreState.GATHERING: "采集中",
    ScoreState.PROPOSED: "待街道审核",
    ScoreState.PASSED: "街道通过",
    ScoreState.DOUBTFUL: "存疑",
    ScoreState.HELD: "暂缓",
    ScoreState.PUBLISHED: "公示中",
    ScoreState.REVIEWING: "复核中",
    ScoreState.CONFIRMED: "已确认",
}
SCORE_NEXT = {
    ScoreState.GATHERING: {ScoreState.PROPOSED, ScoreState.HELD},
    ScoreState.PROPOSED: {ScoreState.PASSED, ScoreState.DOUBTFUL, ScoreState.HELD},
    ScoreState.PASSED: {ScoreState.DOUBTFUL, ScoreState.HELD, ScoreState.PROPOSED, ScoreState.PUBLISHED},
    ScoreState.DOUBTFUL: {ScoreState.PASSED, ScoreState.HELD, ScoreState.PROPOSED},
    ScoreState.HELD: {ScoreState.PROPOSED, ScoreState.HELD, ScoreState.CONFIRMED},
    ScoreState.PUBLISHED: {ScoreState.REVIEWING, ScoreState.CONFIRMED},
    ScoreState.REVIEWING: {ScoreState.PUBLISHED},
    ScoreState.CONFIRMED: set(),
}


LATE = frozenset({ScoreState.HELD, ScoreState.PROPOSED, ScoreState.DOUBTFUL, ScoreState.PASSED})
RESULTS = frozenset({ScoreState.PUBLISHED, ScoreState.REVIEWING, ScoreState.CONFIRMED})


def is_late(year: YearState, person: ScoreState) -> bool:
    """Whether a person's result is still being made after the list of the others was published (WF-44)."""
    return year in (YearState.PUBLISHED, YearState.CONFIRMED) and person in LATE


def check_can_score(number: int, year: YearState, person: ScoreState | None = None) -> None:
    """Raises RuleBroken once the year is published; who is held back is still open then."""
    if year in (YearState.GATHERING, YearState.PROPOSED) or (person and is_late(year, person)):
        return
    raise RuleBroken(f"{number} 年度已经公示，不能再改")


def check_can_propose(year: YearState, person: ScoreState) -> None:
    """Raises RuleBroken unless what is proposed for a person may be changed: scored, and not published."""
    if year is not YearState.PROPOSED and not is_late(year, person):
        raise RuleBroken("先计分，公示以前才能改拟定的等次")


@dataclass(frozen=True, slots=True)
class Standing:
    """What besides the scores decides about a person's year."""

    worked: Length
    entered_in_year: bool
    maternity: bool
    seconded: bool
    sanctioned: bool
    veto: str  # what it was and its document number; empty: none
    hours_x100: int  # of training, signed in for within the year


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome for one person before the seats: `reason` belongs to 不定等次."""

    total: str | None
    band: str
    reason: str | None
    is_candidate: bool
    is_incomplete: bool
    lines: tuple[str, ...]


def best(plan: Payload) -> str:
    """优秀 as the scheme calls it."""
    with reading("考核方案"):
        return str(plan["bands"][0]["rating"])


def without_seat(plan: Payload) -> str:
    """The rating of who reached the best band and has no seat."""
    with reading("考核方案"):
        return str(plan["bands"][1]["rating"])


def ratings(plan: Payload) -> list[str]:
    """The ratings of the scheme, the best first."""
    with reading("考核方案"):
        return [str(one["rating"]) for one in plan["bands"]]


def street_score(plan: Payload, points: Mapping[str, str]) -> str:
    """德能勤绩廉: the sum of the items, none above its full mark (WF-95)."""
    with reading("考核方案"):
        items, full = list(plan["street"]["items"]), decimal_of(plan["street"]["full_each"])
    given = {item: decimal_of(points[item], item) for item in items if points.get(item)}
    if set(given) != set(items):
        missing = "、".join(item for item in items if item not in given)
        raise RuleBroken(f"还缺 {missing} 的分", "points")
    for item, value in given.items():
        if not 0 <= value <= full:
            raise RuleBroken(f"“{item}”要写 0 到 {full} 分", "points")
    return text_of(sum(given.values(), ZERO))


def judge(plan: Payload, scores: Scores, standing: Standing) -> Judged:
    """Total, band and lines of a person (WF-72, WF-99, WF-100); a veto is the lowest band (WF-97)."""
    variant = SECONDED if standing.seconded else None
    found = appraisal_total(plan, scores, variant)
    total, band = found["total"], str(found["band"])
    lines = [*_parts(plan, scores, variant), _sum(plan, scores, found)]
    least = int(plan["excellent"]["min_months"])
    if standing.veto:
        lines.append(f"一票否决：{standing.veto}")
        return Judged(total, ratings(plan)[-1], None, False, False, tuple(lines))
    if standing.worked.months < least and not standing.maternity:
        reason = NEW if standing.entered_in_year else OTHER_REASON
        lines.append(f"全年工作 {standing.worked.months} 个月，不满 {least} 个月：{UNDETERMINED}")
        return Judged(total, UNDETERMINED, reason, False, False, tuple(lines))
    if band == UNDETERMINED:
        reason = MATERNITY if standing.maternity else INCOMPLETE
        return Judged(None, band, reason, False, not standing.maternity, tuple(lines))
    refusals = _not_excellent(plan, scores, standing) if band == best(plan) else []
    if refusals:
        lines.append(f"总分达到{band}线，{'、'.join(refusals)}，不进入{band}候选")
    is_candidate = band == best(plan) and not refusals
    return Judged(total, band if not refusals else without_seat(plan), None, is_candidate, False, tuple(lines))


def _parts(plan: Payload, scores: Scores, variant: str | None) -> list[str]:
    replaced = plan["variants"][variant]["replace"] if variant else {}
    shown = []
    for one in plan["components"]:
        part = replaced.get(one["code"], one)
        score = scores.get(part["code"])
        said = f"{score}，权重 {one['weight']}%" if score is not None else "没有得分，不计入"
        shown.append(f"{part['name']}：{said}")
    return shown


def _sum(plan: Payload, scores: Scores, found: Payload) -> str:
    weight = found["present_weight"]
    if found["total"] is None:
        least = plan["min_present_weight"]
        return f"合计：有得分的部分权重 {weight}%，不足 {least}%，没有总分，{UNDETERMINED}"
    return f"合计：加权 ÷ {weight}% = {found['total']}，{found['band']}线"


def _not_excellent(plan: Payload, scores: Scores, standing: Standing) -> list[str]:
    least = decimal_of(plan["excellent"]["sat_min"])
    sat = scores.get(SATISFACTION)
    refusals = [f"居民满意度不到 {text_of(least)}"] if sat is None or decimal_of(sat) < least else []
    refusals += [f"工作不满 {plan['excellent']['min_months']} 个月"] if (
        standing.worked.months < int(plan["excellent"]["min_months"])
    ) else []  # fmt: skip
    refusals += _short_of_hours(plan, standing.hours_x100)
    # what it is stays with the district (WF-116)
    return refusals + (["有不能评优的情形"] if standing.sanctioned else [])


def _short_of_hours(plan: Payload, hours_x100: int) -> list[str]:
    """The hours of training that the best band asks for, where the scheme asks for any (WF-100)."""
    if not plan["excellent"].get("need_training_hours"):
        return []
    with reading("考核方案"):
        target = int(plan["training_hours"]["year_target"])
    if hours_x100 >= target * 100:
        return []
    return [f"培训 {Decimal(hours_x100) / 100:f} 学时，不到 {target} 学时"]


@dataclass(frozen=True, slots=True)
class Taken:
    """The seats of one pool: who takes one by the rules, who is equal at the line, how many stay free."""

    winners: tuple[int, ...]
    tied: tuple[int, ...]
    free: int


def take_seats(plan: Payload, seats: int, people: Sequence[Payload]) -> Taken:
    """WF-102: by total, SAT, DAY, STR; a group equal in all that the line cuts is below it and is told."""
    winners = tuple(pick_excellent(plan, seats, people))
    free = seats - len(winners)
    waiting = [one for one in people if one["id"] not in winners and one.get("eligible", True)]
    if not free or not waiting:
        return Taken(winners, (), free)
    order = ["total", *plan["excellent"]["tie_order"]]
    highest = max(_rank(one, order) for one in waiting)
    tied = tuple(one["id"] for one in waiting if _rank(one, order) == highest)
    return Taken(winners, tied if len(tied) > free else (), free)


def _rank(one: Payload, order: Sequence[str]) -> tuple[Decimal, ...]:
    return tuple(Decimal("-Infinity") if one.get(code) is None else decimal_of(one[code]) for code in order)


def check_can_seat(*, is_candidate: bool, has_seat: bool, pool_free: int, unassigned: int, reason: str) -> None:
    """Raises RuleBroken unless a candidate is given a seat that is free, with a reason: the quota holds (WF-101)."""
    if has_seat:
        raise RuleBroken("他已经有优秀名额")
    if not is_candidate:
        raise RuleBroken("没有达到优秀候选的条件，不能给名额")
    if pool_free + unassigned < 1:
        raise RuleBroken("本组和全区都没有空余的优秀名额；要换人，先收回一个名额并写明原因")
    if not reason:
        raise RuleBroken("写明给名额的原因，所有人都能看到", "note")


def why_not_final(state: ScoreState, review_until: date | None, is_answered: bool, on: date) -> str:
    """Why a result may not be confirmed yet: under 复核, not served, within the days for asking (WF-104)."""
    if state is ScoreState.REVIEWING:
        return "复核没有答复"
    if is_answered:
        return ""
    if review_until is None:
        return "没有送达"
    return "申请复核的期限没有过" if on <= review_until else ""


def span_of(scores: Sequence[int]) -> str:
    """84.20–96.10, from hundredths; empty without any."""
    return f"{yuan_of(min(scores))}–{yuan_of(max(scores))}" if scores else ""


def spread_warnings(totals: Sequence[int], given: Sequence[int]) -> list[str]:
    """What is said of a street whose totals, or whose own scores, hardly differ (WF-164); all in hundredths."""
    return [
        f"{what} {span_of(scores)}，相差不到 {SPREAD // 100} 分，请核对是否拉开了差距"
        for what, scores in (("总分", totals), ("街道评价", given))
        if len(scores) > 1 and max(scores) - min(scores) < SPREAD
    ]


def is_seconded(year: int, away: Sequence[tuple[str, date, date | None]]) -> bool:
    """Whether somebody was seconded for the whole year (WF-99)."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return any(kind == "借调" and start <= first and (end or date.max) >= last for kind, start, end in away)
