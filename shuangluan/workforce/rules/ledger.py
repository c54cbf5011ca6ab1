"""The ledger of grades over time, and the next step, for every mode of advancing (WF-85, WF-86)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import annual, wording
from shuangluan.workforce.rules.annual import Event
from shuangluan.workforce.rules.facts import FIRST_GRADING, Facts, Payload, Result
from shuangluan.workforce.rules.grades import Assessment, assess, lines_of
from shuangluan.workforce.rules.scheme import AdvanceMode, PostClass, Scheme
from shuangluan.workforce.rules.spans import add_months, day_of, following_month, month_start_from, reading

HORIZON_MONTHS = 12 * 60  # longer than anybody works


def timeline(scheme: Payload, facts: Payload, through: str) -> list[dict[str, Any]]:
    """Every row of the ledger effective by `through` (WF-63, WF-85).

    Without `first` the ledger begins with a first grading on the day of entry. Raises RuleBroken where neither
    is known.
    """
    rules, known, last = Scheme.parse(scheme), Facts.parse(facts), day_of(through)
    first_on = known.first_on or known.entry_date
    if first_on is None:
        raise RuleBroken("没有入职日期，也没有首次定级日期，不能推算等级")
    known = replace(known, first_on=first_on, first_event=known.first_event or FIRST_GRADING)
    if first_on > last:
        return []
    if rules.advance.mode is AdvanceMode.ANNUAL_STEP:
        return list(annual.rows(rules, known, first_on, last))
    return list(_recomputed(rules, known, first_on, last))


def _recomputed(scheme: Scheme, facts: Facts, first_on: date, last: date) -> Iterator[dict[str, Any]]:
    """A row where a recompute on the 1st of a month gives another grade or class (WF-76, WF-77)."""
    if facts.exit_date is not None:
        last = min(last, facts.exit_date)
    shown = before = assess(scheme, facts, first_on)
    yield _row(scheme, shown, facts.first_event or "")
    day = following_month(first_on)
    while day <= last:
        found = assess(scheme, facts, day)
        if (found.grade, found.held.post.name) != (shown.grade, shown.held.post.name):
            yield _row(scheme, found, _event(before, found))
            shown = found
        before, day = found, add_months(day, 1)


def _event(before: Assessment, now: Assessment) -> Event:
    """What made the difference to the month before, the weightiest first (WF-85)."""
    if before.held.post.name != now.held.post.name:
        return Event.POST
    if before.plus.education != now.plus.education:
        return Event.EDUCATION
    if before.plus.certificate != now.plus.certificate:
        return Event.CERTIFICATE
    return Event.SERVICE


def _row(scheme: Scheme, found: Assessment, event: str) -> dict[str, Any]:
    return {
        "effective_from": found.day.isoformat(),
        "event": str(event),
        "code": "",
        "post": found.held.post.name,
        "grade": found.grade,
        "overflow": found.overflow,
        "protected_from": found.kept,
        "lines": lines_of(scheme, found),
    }


def next_step(scheme: Payload, facts: Payload, state: Payload, as_of: str) -> dict[str, Any]:
    """The next grade, from when, and what it needs, as one line (WF-86); grade and date null at the top."""
    rules, known, day = Scheme.parse(scheme), Facts.parse(facts), day_of(as_of)
    with reading("等级现状"):
        post, grade = rules.posts[state["post"]], int(state["grade"])
    if grade >= post.highest:
        return _answer(None, None, wording.TOP.format(max=post.highest))
    if rules.advance.mode is AdvanceMode.ANNUAL_STEP:
        return _next_year(rules, grade, day.year)
    return _next_recompute(rules, known, post, grade, day)


def _next_year(scheme: Scheme, grade: int, year: int) -> dict[str, Any]:
    line = wording.NEXT_YEAR.format(
        year=year, lowest_ok=scheme.advance.lowest_ok, year1=year + 1, grade=grade + 1
    )
    return _answer(grade + 1, date(year + 1, 1, 1), line)


def _next_recompute(scheme: Scheme, facts: Facts, post: PostClass, grade: int, day: date) -> dict[str, Any]:
    """The first 1st after `day` on which a recompute is higher; the years to come are taken as good ones."""
    facts = _hoping(scheme, replace(facts, first_on=facts.first_on or day), day)
    month = month_start_from(day) if day.day > 1 else following_month(day)
    for ahead in range(HORIZON_MONTHS):
        found = assess(scheme, facts, add_months(month, ahead))
        if found.grade > grade:
            years = found.steps * scheme.advance.interval_years
            line = wording.NEXT_BAND.format(years=years, date=found.day, grade=found.grade)
            return _answer(found.grade, found.day, line)
    if found.windows is not None and found.windows.missing is not None:
        return _answer(None, None, wording.WINDOW_MISSING.format(year=found.windows.missing))
    top = found.held.post.highest <= grade or post.highest <= grade
    return _answer(None, None, wording.TOP.format(max=post.highest) if top else wording.NO_LONGER)


def _hoping(scheme: Scheme, facts: Facts, day: date) -> Facts:
    """The facts with a passing rating for this year and the years to come, where windows ask for one."""
    if scheme.advance.mode is not AdvanceMode.QUALIFIED_WINDOW:
        return facts
    years = range(day.year, day.year + HORIZON_MONTHS // 12 + 2)
    coming = {year: Result(year, scheme.advance.lowest_ok, "") for year in years}
    return replace(facts, results={**coming, **facts.results})


def _answer(grade: int | None, day: date | None, line: str) -> dict[str, Any]:
    return {"grade": grade, "date": None if day is None else day.isoformat(), "line": line}
