"""Recruitment: eligibility by birth date, the total of the examinations, the stages (WF-41, WF-112)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import decimal_of, text_of
from shuangluan.workforce.rules.spans import day_of, reading


@dataclass(frozen=True, slots=True)
class RecruitRules:
    """规则方案 workforce.recruitment."""

    departments: tuple[str, ...]
    valid_months: int
    check_required: bool = False  # whether nobody is hired or appointed without a passed check (WF-113)
    remind_days: int = 0  # how early the end of a check is told

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "RecruitRules":
        """The rules of `{departments, valid_months, check_required, remind_days}`; the last two came in 2026."""
        with reading("招聘规定"):
            return cls(
                tuple(payload["departments"]), int(payload["valid_months"]),
                bool(payload.get("check_required")), int(payload.get("remind_days", 0)),
            )  # fmt: skip


def birth_ok(birth: str, birth_from: str, birth_to: str) -> bool:
    """Whether the birth date lies in the notice's range, both ends included; no age is computed (WF-112)."""
    return day_of(birth_from) <= day_of(birth) <= day_of(birth_to)


def recruit_total(
    written: str, interview: str, written_weight: str, interview_weight: str, pass_line: str
) -> dict[str, Any]:
    """The weighted total, and whether the interview reached its pass line (WF-112)."""
    weights = decimal_of(written_weight), decimal_of(interview_weight)
    if sum(weights) != 1 or min(weights) < 0:
        raise RuleBroken("笔试和面试的权重合计要是 1")
    asked = decimal_of(interview)
    return {
        "total": text_of(decimal_of(written) * weights[0] + asked * weights[1]),
        "pass": asked >= decimal_of(pass_line),
    }


def seats_of_lines(text: str, communities: Mapping[str, str]) -> dict[str, int]:
    """How many are looked for by community, from lines like 万和城 2; `communities` maps names to codes.

    Raises RuleBroken with the first line that cannot be read.
    """
    found: dict[str, int] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, number = line.replace("，", " ").replace(",", " ").rpartition(" ")
        digits = number.removesuffix("人")
        code = communities.get(name.strip())
        if code is None or not (digits.isascii() and digits.isdigit()) or int(digits) < 1:
            raise RuleBroken(f"“{line}”要写成社区名和人数，如：万和城 2", "seats")
        if code in found:
            raise RuleBroken(f"{name.strip()}写了两行，请合成一行", "seats")
        found[code] = int(digits)
    return found
