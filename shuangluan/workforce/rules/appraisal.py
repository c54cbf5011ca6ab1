"""Scores of an appraisal year, from answers and months to the total and its band (WF-95 to WF-100)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import ZERO, decimal_of, text_of
from shuangluan.workforce.rules.facts import UNDETERMINED
from shuangluan.workforce.rules.spans import reading

Payload = Mapping[str, Any]
SATISFACTION = "SAT"


def check_plan(plan: Payload) -> None:
    """Raises RuleBroken unless the weights total 100 and none is above that of the residents (WF-95)."""
    with reading("考核方案"):
        weights = {one["code"]: decimal_of(one["weight"]) for one in plan["components"]}
    if sum(weights.values()) != 100:
        raise RuleBroken(f"各项权重合计要是 100，现在是 {sum(weights.values())}", "components")
    if SATISFACTION not in weights or max(weights.values()) > weights[SATISFACTION]:
        raise RuleBroken("居民满意度是主要依据，它的权重不能低于其他任何一项", "components")


def satisfaction(plan: Payload, answers: Mapping[str, int], street_mean: str | None) -> dict[str, Any]:
    """The residents' score: raw, and drawn towards the street's mean when few answered (WF-96)."""
    with reading("考核方案"):
        rule = plan["satisfaction"]
        levels, ignored, shrink = rule["levels"], set(rule["not_counted"]), rule["shrink"]
        enough, strength = int(rule["min_valid"]), decimal_of(shrink["k"])
    for option, count in answers.items():
        if option not in levels and option not in ignored:
            raise RuleBroken(f"没有“{option}”这个选项")
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise RuleBroken(f"“{option}”的份数要是 0 以上的整数")
    valid = sum(count for option, count in answers.items() if option in levels)
    found: dict[str, Any] = {"returned": sum(answers.values()), "valid": valid, "raw": None, "score": None}
    if not valid:
        return {**found, "adjusted": False}
    points = sum(
        (decimal_of(levels[option]) * count for option, count in answers.items() if option in levels), ZERO
    )
    raw = Fraction(points) / valid
    score, adjusts = raw, bool(shrink["enabled"]) and valid < enough and street_mean is not None
    if adjusts:
        score = Fraction(points + strength * decimal_of(street_mean or "")) / Fraction(valid + strength)
    return {**found, "raw": text_of(raw), "score": text_of(score), "adjusted": adjusts}


def month_score(plan: Payload, deduct: str, bonus: str) -> str:
    """A month: base less deductions plus a limited bonus, within its limits (WF-97)."""
    taken, given = decimal_of(deduct, "扣分"), decimal_of(bonus, "加分")
    if taken < 0 or given < 0:
        raise RuleBroken("扣分和加分都写 0 以上的数")
    with reading("考核方案"):
        rule = plan["daily"]
        score = decimal_of(rule["month_base"]) - taken + min(given, decimal_of(rule["bonus_cap_per_month"]))
        lowest, highest = decimal_of(rule["month_min"]), decimal_of(rule["month_max"])
    return text_of(min(max(score, lowest), highest))


def daily_mean(months: Sequence[Payload]) -> str | None:
    """The mean of the valid months; None when there is none (WF-97)."""
    scores = [decimal_of(one["score"]) for one in months if one.get("valid", True)]
    return text_of(_mean(scores)) if scores else None


def peer_score(plan: Payload, scores: Sequence[str]) -> str | None:
    """The colleagues' score: highest and lowest dropped when enough answered, None when too few (WF-98)."""
    with reading("考核方案"):
        trim_from, fewest = int(plan["peer"]["trim_from"]), int(plan["peer"]["min_raters"])
    given = sorted(decimal_of(score) for score in scores)
    if len(given) < fewest or not given:
        return None
    if len(given) >= max(trim_from, 3):
        given = given[1:-1]
    return text_of(_mean(given))


def _mean(values: Sequence[Decimal]) -> Fraction:
    return Fraction(sum(values, ZERO)) / len(values)


def appraisal_total(
    plan: Payload, scores: Mapping[str, str | None], variant: str | None = None
) -> dict[str, Any]:
    """The year's total over the components present, and its band (WF-99, WF-100).

    With too little weight present there is no total and the band is 不定等次. Raises RuleBroken for a plan
    that WF-95 refuses, an unknown variant or a score that belongs to no component.
    """
    check_plan(plan)
    weights, best = _weights(plan, variant)
    unknown = sorted(set(scores) - set(weights))
    if unknown:
        raise RuleBroken(f"考核方案里没有“{unknown[0]}”这一项")
    present = {code: decimal_of(score) for code, score in scores.items() if score is not None}
    weight = sum((weights[code] for code in present), ZERO)
    if weight < decimal_of(plan.get("min_present_weight", 0)) or not weight:
        return {"total": None, "present_weight": _number(weight), "band": UNDETERMINED}
    total = text_of(Fraction(sum((weights[code] * score for code, score in present.items()), ZERO)) / Fraction(weight))
    return {"total": total, "present_weight": _number(weight), "band": band_of(plan, total, best)}


def _weights(plan: Payload, variant: str | None) -> tuple[dict[str, Decimal], str | None]:
    """The weight of each component, one replaced by the variant; and the best rating it allows."""
    with reading("考核方案"):
        replaced, best = {}, None
        if variant is not None:
            replaced, best = plan["variants"][variant]["replace"], plan["variants"][variant].get("max_rating")
        codes = {one["code"]: replaced.get(one["code"], one)["code"] for one in plan["components"]}
        return {codes[one["code"]]: decimal_of(one["weight"]) for one in plan["components"]}, best


def band_of(plan: Payload, total: str, best: str | None = None) -> str:
    """The band of a total with two places, no better than `best` (WF-100)."""
    with reading("考核方案"):
        bands = [(one["rating"], decimal_of(one["from"])) for one in plan["bands"]]
        if best is not None:
            names = [name for name, _ in bands]
            bands = bands[names.index(best) :]
    reached = decimal_of(total)
    return str(next((name for name, start in bands if reached >= start), bands[-1][0]))


def _number(weight: Decimal) -> int | str:
    """Weights are whole numbers; others are shown as they are."""
    return int(weight) if weight == int(weight) else str(weight)
