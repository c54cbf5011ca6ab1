"""Recruitment: eligibility by birth date, the total of the examinations, the stages (WF-41, WF-112)."""

from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import decimal_of, text_of
from shuangluan.workforce.rules.spans import day_of


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
