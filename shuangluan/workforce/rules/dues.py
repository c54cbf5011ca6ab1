"""What falls due for a worker, as her phone tells: certificate, contract, trial, check, hours, retirement (WF-201)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shuangluan.workforce.rules.certificates import RENEWAL_DAYS
from shuangluan.workforce.rules.leaving import REMINDER_DAYS
from shuangluan.workforce.rules.spans import add_months

RETIREMENT_MONTHS = 12


@dataclass(frozen=True, order=True)
class Due:
    """The last day, what to do, whether it is over."""

    on: date
    words: str
    is_over: bool = False


def dues(
    day: date,
    *,
    registered_until: Iterable[date],
    contract_until: date | None,
    trial_until: date | None,
    retires_on: date | None,
    check_until: date | None = None,
    check_days: int = 0,
    short_hours: str = "",
) -> list[Due]:
    """The nearest first.

    `registered_until` is the last day of each certificate; `check_until` that of the check, told `check_days` before;
    `short_hours` what is missing.
    """
    found = []
    for until in registered_until:
        if until < day:
            found.append(Due(until, "职业资格登记已经过期，津贴停发；带证书到社区办续登", True))
        elif (until - day).days <= RENEWAL_DAYS:
            found.append(Due(until, "职业资格登记到期，前 90 日内续登"))
    if contract_until is not None and (contract_until - day).days <= REMINDER_DAYS:
        over = contract_until < day
        found.append(Due(contract_until, "劳动合同已经到期，还没有续签" if over else "劳动合同到期", over))
    if trial_until is not None:
        found.append(Due(trial_until, "试用期满，转正考核", trial_until < day))
    if check_until is not None and 0 <= (check_until - day).days <= check_days:
        found.append(Due(check_until, "背景联审有效期满，由区级复审"))
    if retires_on is not None and retires_on <= add_months(day, RETIREMENT_MONTHS):
        found.append(Due(retires_on, "法定退休日期", retires_on < day))
    if short_hours:
        found.append(Due(date(day.year, 12, 31), f"今年培训还差 {short_hours} 学时"))
    return sorted(found)
