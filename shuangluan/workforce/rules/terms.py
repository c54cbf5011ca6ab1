"""Terms of law: periods of publicity and objection, probation, retirement (WF-107, WF-110, WF-111)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Calendar
from shuangluan.workforce.rules.spans import (
    ONE_DAY,
    Span,
    add_months,
    day_of,
    day_or_none,
    month_of,
    months_between,
    reading,
)

Payload = Mapping[str, Any]
WORKING_DAYS = "工作日"
NATURAL_DAYS = "自然日"
OPEN_ENDED_MONTHS = 36  # from here on, and without an end, the longest probation


def period_end(calendar: Payload, start: str, days: int, day_kind: str) -> str:
    """The last day of a period whose first day is not counted (WF-110).

    Raises RuleBroken where a counted day or the end lies in a year without published notice: a legal period is
    refused, never estimated.
    """
    return end_of_period(Calendar.parse(calendar), day_of(start), days, day_kind).isoformat()


def end_of_period(calendar: Calendar, start: date, days: int, day_kind: str) -> date:
    """As `period_end`, on a parsed calendar."""
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise RuleBroken(f"期限要写 1 天以上的整数，现在是 {days}")
    if day_kind == WORKING_DAYS:
        end = calendar.add_working_days(start, days)
    elif day_kind == NATURAL_DAYS:
        end = calendar.first_working_day(start + timedelta(days))
    else:
        raise RuleBroken(f"期限按工作日或自然日算，没有“{day_kind}”")
    estimated = calendar.unpublished_years(start + ONE_DAY, end)
    if estimated:
        raise RuleBroken(f"{estimated[0]} 年的放假安排还没有公布，这个期限不能按估计的工作日算")
    return end


def probation_max_months(start: str, end: str | None) -> int:
    """How long a probation may be for a contract from `start` to `end` (None: open-ended) (WF-107)."""
    last = day_or_none(end)
    if last is None:
        return 6
    months = Span(day_of(start), last).length.months
    if months < 3:
        return 0
    if months < 12:
        return 1
    return 2 if months < OPEN_ENDED_MONTHS else 6


def probation_ok(start: str, end: str | None, probation_end: str | None) -> bool:
    """Whether a probation ends in time: before start + the longest term, within the contract (WF-107)."""
    until = day_or_none(probation_end)
    if until is None:
        return True
    first, last = day_of(start), day_or_none(end)
    if until < first or (last is not None and until > last):
        return False
    return until < add_months(first, probation_max_months(start, end))


def retire_date(rules: Payload, birth: str, retire_class: str) -> dict[str, Any]:
    """The lawful day of retirement and by how many months it was put off (WF-111)."""
    born = day_of(birth)
    with reading("退休规定"):
        if retire_class not in rules["classes"]:
            raise RuleBroken(f"退休规定没有“{retire_class}”这一类")
        rule = rules["classes"][retire_class]
        since = months_between(month_of(rule["first_birth_month"]), born)
        steps = since // int(rule["months_per_delay"]) + 1 if since >= 0 else 0
        delay = min(steps, int(rule["max_delay_months"]))
        day = add_months(born, 12 * int(rule["base_years"]) + delay)
    return {"date": day.isoformat(), "delay_months": delay}


def voluntary_window(rules: Payload, birth: str, retire_class: str) -> tuple[date, date]:
    """From when and until when one may retire by choice or agreement: 3 years each way, not under the base age."""
    lawful = day_of(retire_date(rules, birth, retire_class)["date"])
    base = add_months(day_of(birth), 12 * int(rules["classes"][retire_class]["base_years"]))
    return max(base, add_months(lawful, -36)), add_months(lawful, 36)
