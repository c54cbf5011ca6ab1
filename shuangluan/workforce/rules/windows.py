"""Windows of good years under QUALIFIED_WINDOW (WF-77)."""

from dataclasses import dataclass
from datetime import date

from shuangluan.workforce.rules.facts import UNDETERMINED, Facts
from shuangluan.workforce.rules.scheme import BadInWindow, Scheme
from shuangluan.workforce.rules.service import first_start
from shuangluan.workforce.rules.spans import add_months


@dataclass(frozen=True, slots=True)
class Windows:
    """Steps gained, and the year whose missing rating stopped the count."""

    steps: int
    missing: int | None


def windows_on(scheme: Scheme, facts: Facts, day: date) -> Windows:
    """The steps of the window years completed by `day` (WF-77).

    Window year k runs 12 months from base + 12k and is judged by the rating of the calendar year in which it
    begins. Without counted service there is none.
    """
    started = first_start(scheme, facts)
    if started is None:
        return Windows(0, None)
    rule = scheme.advance
    base = started if rule.base_date is None else max(started, rule.base_date)
    steps = good = k = 0
    while add_months(base, 12 * (k + 1)) <= day:
        year = add_months(base, 12 * k).year
        result = facts.results.get(year)
        if result is None:
            return Windows(steps, year)
        if result.rating in rule.ratings_ok:
            good += 1
        elif result.rating != UNDETERMINED and rule.bad_in_window is BadInWindow.RESTART:
            good = 0
        if good == rule.interval_years:
            steps, good = steps + 1, 0
        k += 1
    return Windows(steps, None)
