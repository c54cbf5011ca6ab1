"""全国社会工作者职业水平考试: who may sit it at which level, how far an entry came (WF-119; 国人部发〔2006〕71号).

There is no quota: whoever may and wants to sits it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, EDUCATION_ORDER
from shuangluan.workforce.rules.spans import Span, reading


@dataclass(frozen=True, slots=True)
class Level:
    """A level: after which certificate by education, and how many years by education, of the own major and others."""

    level: str
    after: Mapping[str, str]
    own: Mapping[str, int]
    other: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class QualificationRules:
    """规则方案 workforce.qualification."""

    major: str
    levels: tuple[Level, ...]

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "QualificationRules":
        """The rules of `{major, levels: [{level, after, years: {own, other}}]}`."""
        with reading("职业水平考试条件"):
            levels = (
                Level(one["level"], one["after"], one["years"]["own"], one["years"]["other"])
                for one in payload["levels"]
            )
            return cls(str(payload["major"]), tuple(levels))


@dataclass(frozen=True, slots=True)
class Learned:
    """What counts: verified educations as (level, major), certificates with their day, full years of service."""

    educations: Sequence[tuple[str, str]]
    certificates: Mapping[str, date]
    service_years: int


def level_open(rules: QualificationRules, learned: Learned, day: date) -> str:
    """The highest level that somebody may sit, counted to `day`; empty where there is none above what she holds."""
    held = [CERTIFICATE_ORDER.index(one) for one in learned.certificates]
    highest = max(held, default=-1)
    found = [
        one.level
        for one in rules.levels
        if CERTIFICATE_ORDER.index(one.level) > highest and _may_sit(one, rules.major, learned, day)
    ]
    return found[-1] if found else ""


def _may_sit(level: Level, major: str, learned: Learned, day: date) -> bool:
    """By one of the educations: a lower one of the own major may ask for fewer years than a higher of another."""
    return any(_by(level, education, named == major, learned, day) for education, named in learned.educations)


def _by(level: Level, education: str, is_own: bool, learned: Learned, day: date) -> bool:
    if education not in EDUCATION_ORDER:
        return False
    years = (level.own if is_own else level.other).get(education)
    if years is None:
        return False
    before = level.after.get(education)
    if before is None:
        return learned.service_years >= years
    obtained = learned.certificates.get(before)
    return obtained is not None and obtained <= day and Span(obtained, day).length.months >= 12 * years


def check_entry(
    willing_on: date, signed_up_on: date | None, has_passed: bool | None, *, year: int, today: date
) -> None:
    """Raises RuleBroken for steps out of order, to come, or of another year."""
    if willing_on.year != year or (signed_up_on is not None and signed_up_on.year != year):
        raise RuleBroken(f"日期要在 {year} 年内", "willing_on")
    if max(willing_on, signed_up_on or willing_on) > today:
        raise RuleBroken("日期不能晚于今天", "willing_on")
    if signed_up_on is not None and signed_up_on < willing_on:
        raise RuleBroken(f"报名日期不能早于表示愿意的日期 {willing_on}", "signed_up_on")
    if has_passed is not None and signed_up_on is None:
        raise RuleBroken("先填报名日期，再登记成绩", "signed_up_on")
