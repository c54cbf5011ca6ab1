"""渠道: by which conditions somebody is recommended or promoted, and what is missing (WF-200; conditions [default]).

满足: every condition is met. 不满足: one is not. 待核: none fails, but a fact is not registered, verified or confirmed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.facts import EDUCATION_ORDER, VERIFIED
from shuangluan.workforce.rules.spans import Span, add_months, clipped, merged, reading, total

DAY_CARRY = 30  # days that make a month of an office held in pieces, as of service (WF-67)
UNSETTLED = ("待核验", "存疑")  # a paper that may still count


class Verdict(StrEnum):
    """How a condition, or a channel, stands."""

    MET = "met"
    UNCHECKED = "unchecked"
    UNMET = "unmet"


VERDICT_LABEL = {Verdict.MET: "满足", Verdict.UNCHECKED: "待核", Verdict.UNMET: "不满足"}
WORST_FIRST = (Verdict.UNMET, Verdict.UNCHECKED, Verdict.MET)


class ConditionKind(StrEnum):
    """What a condition looks at."""

    POSITION = "position"
    POLITICAL = "political"
    EDUCATION = "education"
    RATINGS = "ratings"
    SERVICE = "service"
    AGE = "age"
    NO_SANCTION = "no_sanction"
    VALID_CHECK = "valid_check"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition; `years` of an office, of service, or how many years' ratings."""

    kind: ConditionKind
    label: str
    any_of: tuple[str, ...] = ()
    years: int = 0
    level: str = ""
    least: int = 0
    most: int | None = None

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "Condition":
        """The condition of `{kind, label, any_of?, years?, level?, least?, most?}`."""
        level = payload.get("level", "")
        if level and level not in EDUCATION_ORDER:
            raise RuleBroken(f"没有“{level}”这种学历")
        most = payload.get("most")
        return cls(
            ConditionKind(payload["kind"]), str(payload["label"]), tuple(payload.get("any_of", ())),
            int(payload.get("years", 0)), level, int(payload.get("least", 0)), None if most is None else int(most),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Channel:
    """A way on: a seat of 两代表一委员 (its key is the kind of the seat), or out of the community."""

    key: str
    label: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class ChannelRules:
    """规则方案 workforce.channels."""

    channels: tuple[Channel, ...]

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "ChannelRules":
        """The rules of `{channels: [{key, label, conditions}]}`."""
        with reading("推荐选拔条件"):
            return cls(
                tuple(
                    Channel(str(one["key"]), str(one["label"]), tuple(map(Condition.parse, one["conditions"])))
                    for one in payload["channels"]
                )
            )


@dataclass(frozen=True, slots=True)
class Candidate:
    """The facts of somebody on a day.

    `held`: positions with their first and last day (None: still held). `educations`: level and verification. `ratings`:
    by year, with whether it is confirmed. `service_years`: full years of verified service, and with what is not yet
    verified. `sanction_until`: the last day of a sanction in force (the last of all days where none is known);
    `check_until`: the last day of the check that is valid.
    """

    born: date
    archive_born: date | None
    political: str
    held: Sequence[tuple[str, date, date | None]]
    educations: Sequence[tuple[str, str]]
    ratings: Mapping[int, tuple[str, bool]]
    service_years: tuple[int, int]
    sanction_until: date | None
    check_until: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A condition with the fact and what is missing; without a verdict it is another's to look at."""

    label: str
    verdict: Verdict | None
    fact: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A channel as it stands for somebody."""

    channel: Channel
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the conditions that were looked at."""
        found = {one.verdict for one in self.findings}
        return next((one for one in WORST_FIRST if one in found), Verdict.UNCHECKED)

    @property
    def is_near(self) -> bool:
        """Whether the office that it asks for is held: without it, the rest is not hers to mend."""
        asked = zip(self.channel.conditions, self.findings, strict=True)
        return not any(one.kind is ConditionKind.POSITION and found.verdict is Verdict.UNMET for one, found in asked)

    @property
    def missing(self) -> str:
        """What is missing, one after the other."""
        return "；".join(one.missing for one in self.findings if one.missing)


def judged(channel: Channel, candidate: Candidate, day: date, hidden: Collection[ConditionKind] = ()) -> Judgement:
    """How the channel stands for somebody on `day`; what is `hidden` from the reader is not counted (WF-116)."""
    return Judgement(channel, tuple(_finding(one, candidate, day, hidden) for one in channel.conditions))


def _finding(one: Condition, candidate: Candidate, day: date, hidden: Collection[ConditionKind]) -> Finding:
    if one.kind in hidden:
        return Finding(one.label, None, "由区级核对，这里不计")
    return Finding(one.label, *LOOK[one.kind](one, candidate, day))


Found = tuple[Verdict, str, str]


def _position(one: Condition, candidate: Candidate, day: date) -> Found:
    own = [(name, start, end) for name, start, end in candidate.held if name in one.any_of and start <= day]
    now = [(name, start) for name, start, end in own if end is None or end >= day]
    if not now:
        return Verdict.UNMET, "现在没有这样的职务", f"没有任{'、'.join(one.any_of)}；任了的先登记任职"
    fact = f"{now[-1][0]}，{now[-1][1]} 起"
    within = Span(date.min, day)
    served = total(merged(span for _, start, end in own for span in clipped(start, end, within)), DAY_CARRY).months
    if served < one.years * 12:
        return (
            Verdict.UNMET,
            f"{fact}，任满 {served // 12} 年 {served % 12} 个月",
            f"任职还差 {_term(one.years * 12 - served)}",
        )
    return Verdict.MET, fact, ""


def _term(months: int) -> str:
    years, rest = divmod(months, 12)
    return "".join(filter(None, (f" {years} 年" if years else "", f" {rest} 个月" if rest else ""))).strip()


def _political(one: Condition, candidate: Candidate, _: date) -> Found:
    if not candidate.political:
        return Verdict.UNCHECKED, "没有登记", "登记政治面貌"
    if candidate.political in one.any_of:
        return Verdict.MET, candidate.political, ""
    return Verdict.UNMET, candidate.political, f"不是{'、'.join(one.any_of)}"


def _education(one: Condition, candidate: Candidate, _: date) -> Found:
    def highest(states: Collection[str]) -> int:
        return max(
            (EDUCATION_ORDER.index(level) for level, state in candidate.educations if state in states), default=-1
        )

    wanted, verified, pending = EDUCATION_ORDER.index(one.level), highest((VERIFIED,)), highest(UNSETTLED)
    if verified >= wanted:
        return Verdict.MET, EDUCATION_ORDER[verified], ""
    if pending >= wanted:
        return Verdict.UNCHECKED, f"{EDUCATION_ORDER[pending]}，没有核验", f"核验{EDUCATION_ORDER[pending]}学历"
    fact = f"已核验的最高学历{EDUCATION_ORDER[verified]}" if verified >= 0 else "没有已核验的学历"
    return Verdict.UNMET, fact, f"学历不到{one.level}"


def _ratings(one: Condition, candidate: Candidate, day: date) -> Found:
    years = range(day.year - one.years, day.year)
    told = {year: candidate.ratings.get(year, ("", False)) for year in years}
    fact = "，".join(f"{year} {rating or '没有结果'}" for year, (rating, _) in told.items())
    bad = [f"{year} 年度{rating}" for year, (rating, sure) in told.items() if sure and rating not in one.any_of]
    if bad:
        return Verdict.UNMET, fact, "、".join(bad)
    open_years = [f"{year}" for year, (_, sure) in told.items() if not sure]
    if open_years:
        return Verdict.UNCHECKED, fact, f"{'、'.join(open_years)} 年度没有确认的考核结果"
    return Verdict.MET, fact, ""


def _service(one: Condition, candidate: Candidate, _: date) -> Found:
    sure, perhaps = candidate.service_years
    if sure >= one.years:
        return Verdict.MET, f"满 {sure} 年", ""
    if perhaps >= one.years:
        return Verdict.UNCHECKED, f"已核验的满 {sure} 年，全部算满 {perhaps} 年", "核验工作经历"
    return Verdict.UNMET, f"满 {sure} 年", f"社区工作不满 {one.years} 年"


def _age(one: Condition, candidate: Candidate, day: date) -> Found:
    births = [candidate.born, candidate.archive_born or candidate.born]
    ages = [full_years(born, day) for born in births]
    fits = {one.least <= age and (one.most is None or age <= one.most) for age in ages}
    if len(fits) > 1:
        return Verdict.UNCHECKED, f"{ages[0]} 岁，按档案 {ages[1]} 岁", "认定出生日期"
    if fits == {True}:
        return Verdict.MET, f"{ages[0]} 岁", ""
    return Verdict.UNMET, f"{ages[0]} 岁", f"{ages[0]} 岁，{'不满' if ages[0] < one.least else '超过'}规定年龄"


def full_years(born: date, day: date) -> int:
    """The age on `day`; who is born on 29 February is a year older on the last of February (WF-65)."""
    years = day.year - born.year
    return years if add_months(born, years * 12) <= day else years - 1


def _no_sanction(_: Condition, candidate: Candidate, __: date) -> Found:
    until = candidate.sanction_until
    if until is None:
        return Verdict.MET, "没有", ""
    words = "没有登记期满的日期" if until == date.max else f"到 {until}"
    return Verdict.UNMET, f"有，影响期{words}", "处分影响期没有满"


def _valid_check(_: Condition, candidate: Candidate, __: date) -> Found:
    if candidate.check_until is None:
        return Verdict.UNCHECKED, "没有在有效期的联审", "发起背景联审"
    return Verdict.MET, f"有效到 {candidate.check_until}", ""


LOOK: Mapping[ConditionKind, Callable[[Condition, Candidate, date], Found]] = {
    ConditionKind.POSITION: _position,
    ConditionKind.POLITICAL: _political,
    ConditionKind.EDUCATION: _education,
    ConditionKind.RATINGS: _ratings,
    ConditionKind.SERVICE: _service,
    ConditionKind.AGE: _age,
    ConditionKind.NO_SANCTION: _no_sanction,
    ConditionKind.VALID_CHECK: _valid_check,
}
