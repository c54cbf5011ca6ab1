"""Training hours and the titles 全科, 全能 (WF-21, WF-119)."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER
from shuangluan.workforce.rules.spans import reading

GENERALIST, ALL_ROUND = "全科", "全能"
FULL_MARK = Decimal(100)


@dataclass(frozen=True, slots=True)
class SkillRules:
    """规则方案 workforce.skills."""

    subjects: tuple[str, ...]
    all_round_years: int

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "SkillRules":
        """The rules of `{subjects, all_round_years}`."""
        with reading("全科考聘规定"):
            return cls(tuple(payload["subjects"]), int(payload["all_round_years"]))


def marks_of_lines(text: str, ids: Mapping[str, int]) -> dict[int, int]:
    """Marks in hundredths by worker id, from lines of staff number and mark as pasted from a sheet.

    Raises RuleBroken with the number of the first line that cannot be read, names nobody of `ids`, or repeats one.
    """
    found: dict[int, int] = {}
    for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        parts = re.split(r"[\s,，;；]+", line)
        if len(parts) < 2:
            raise RuleBroken(f"第 {number} 行“{line}”要有编号和成绩两列", "lines")
        staff_no, mark = parts[0].upper(), parts[-1]
        if staff_no not in ids:
            raise RuleBroken(f"第 {number} 行的编号 {parts[0]} 不在你的名册里", "lines")
        if ids[staff_no] in found:
            raise RuleBroken(f"第 {number} 行的编号 {parts[0]} 前面已经有了", "lines")
        found[ids[staff_no]] = _mark(mark, number)
    return found


def _mark(text: str, number: int) -> int:
    try:
        mark = Decimal(text)
    except InvalidOperation:
        raise RuleBroken(f"第 {number} 行的成绩“{text}”不是数字", "lines") from None
    if not mark.is_finite() or not 0 <= mark <= FULL_MARK or mark * 100 != int(mark * 100):
        raise RuleBroken(f"第 {number} 行的成绩要在 0 到 100 之间，最多两位小数", "lines")
    return int(mark * 100)


@dataclass(frozen=True, slots=True)
class Attendance:
    """Hours of a training that the worker signed in for."""

    day: date
    hours: Fraction
    signed_in: bool


def hours_of(attended: Iterable[Attendance], year: int) -> Fraction:
    """The hours of a calendar year; only what was signed in for counts."""
    return sum((one.hours for one in attended if one.signed_in and one.day.year == year), Fraction(0))


def is_generalist(passed: Collection[str], subjects: Collection[str]) -> bool:
    """全科: every subject of the list passed (WF-119)."""
    return bool(subjects) and set(subjects) <= set(passed)


def is_all_round(
    passed: Collection[str], subjects: Collection[str], certificates: Collection[str], service_years: int, *, least: int
) -> bool:
    """全能: 全科, a certificate of any level obtained, and `least` years of service (WF-119)."""
    certified = bool(set(certificates) & set(CERTIFICATE_ORDER))
    return is_generalist(passed, subjects) and certified and service_years >= least
