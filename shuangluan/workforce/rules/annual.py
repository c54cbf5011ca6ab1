"""The ledger under yearly steps: a row per year, and per change of education or post (WF-71 to WF-75, WF-78, WF-80)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shuangluan.workforce.rules import wording
from shuangluan.workforce.rules.changes import Ledger, change_education, change_post
from shuangluan.workforce.rules.facts import UNDETERMINED, Facts, Result
from shuangluan.workforce.rules.grades import assess, lines_of, protected_grade
from shuangluan.workforce.rules.posts import acts_from, acts_until, education_acts_from, education_on
from shuangluan.workforce.rules.scheme import STEP, AtCeiling, GradeProtection, Scheme
from shuangluan.workforce.rules.service import worked_in
from shuangluan.workforce.rules.spans import ONE_DAY


class Event(StrEnum):
    """What a row of the ledger came from."""

    YEAR_STEP = "年度晋级"
    YEAR_NONE = "不晋级"
    EDUCATION = "学历变动"
    POST = "岗位变动"
    CERTIFICATE = "证书变动"
    SERVICE = "年限晋级"


class YearCode(StrEnum):
    """What became of an appraisal year, told to programs (WF-85)."""

    STEP = "STEP"
    CEILING = "CEILING"
    NO_STEP = "NO_STEP"
    UNDETERMINED_NO = "UNDETERMINED_NO"
    SHORT_YEAR = "SHORT_YEAR"
    MISSING = "MISSING"
    SANCTION = "SANCTION"
    SKIP = "SKIP"


GOOD_YEAR = {YearCode.STEP, YearCode.CEILING}


@dataclass(frozen=True, slots=True)
class Year:
    """An appraisal year on the day its step would take effect."""

    number: int
    day: date
    result: Result | None

    @property
    def rating(self) -> str:
        """The confirmed rating, empty where there is none."""
        return "" if self.result is None else self.result.rating


def rows(scheme: Scheme, facts: Facts, first_on: date, through: date) -> Iterator[dict[str, Any]]:
    """The rows from the first grading to `through`, both included; nothing after the exit (WF-81, WF-85)."""
    first = assess(scheme, facts, first_on)
    ledger = _opened(scheme, facts, first_on)
    yield _row(ledger, first_on, facts.first_event or "", lines_of(scheme, first))
    last = through if facts.exit_date is None else min(through, facts.exit_date)
    for day in _days(facts, first_on, last):
        if (day.month, day.day) == (1, 1):
            year = Year(day.year - 1, day, facts.results.get(day.year - 1))
            code, lines = _step_year(scheme, facts, ledger, year)
            yield _row(ledger, day, Event.YEAR_STEP if code in GOOD_YEAR else Event.YEAR_NONE, lines, code)
        lines = change_education(scheme, facts, ledger, first_on, day)
        if lines:
            yield _row(ledger, day, Event.EDUCATION, lines)
        lines = change_post(scheme, facts, ledger, first_on, day)
        if lines:
            yield _row(ledger, day, Event.POST, lines)


def _opened(scheme: Scheme, facts: Facts, first_on: date) -> Ledger:
    """The ledger after its first row; a frozen earlier grade is kept beside the computed one (WF-82)."""
    found = assess(scheme, facts, first_on)
    prior = protected_grade(scheme, facts)
    base, kept = found.computed, 0
    if prior is not None and prior > base:
        base, kept = (prior, 0) if scheme.protection is GradeProtection.FLOOR else (base, prior)
    return Ledger(
        scheme, found.held.post, education_on(scheme, facts, first_on, first_on), base, kept,
        found.steps, found.overflow, found.plus,
    )


def _row(ledger: Ledger, day: date, event: str, lines: list[str], code: str = "") -> dict[str, Any]:
    return {
        "effective_from": day.isoformat(),
        "event": str(event),
        "code": str(code),
        "post": ledger.post.name,
        "grade": ledger.grade,
        "overflow": ledger.overflow,
        "steps_total": ledger.steps,
        "theoretical": ledger.theoretical,
        "protected_from": ledger.kept or None,
        "lines": lines,
    }


def _days(facts: Facts, first_on: date, last: date) -> list[date]:
    """The days after the first grading on which something may happen."""
    days = {date(year, 1, 1) for year in range(first_on.year + 1, last.year + 1)}
    for one in facts.appointments:
        until = acts_until(one)
        days |= {acts_from(one, first_on, facts.appointments)} | ({until + ONE_DAY} if until else set())
    days |= {education_acts_from(one, first_on) for one in facts.education}
    return sorted(day for day in days if first_on < day <= last)


def _step_year(scheme: Scheme, facts: Facts, ledger: Ledger, year: Year) -> tuple[YearCode, list[str]]:
    """What became of the year, and the lines; the order of the reasons is published (WF-85)."""
    code, refusal = _refusal(scheme, facts, ledger, year)
    if refusal:
        ledger.streak.clear()
        return code, [refusal]
    code, line = _stepped(scheme, ledger, year)
    lines = [line, *_extra(scheme, ledger, year)]
    return code, [*lines, *_kept_line(ledger)]


def _refusal(scheme: Scheme, facts: Facts, ledger: Ledger, year: Year) -> tuple[YearCode, str]:
    """Why the year gives no step; an empty line when it does."""
    rule, result, grade = scheme.advance, year.result, ledger.grade
    undetermined = result is not None and result.rating == UNDETERMINED
    if result is not None and undetermined and rule.undetermined.get(result.reason) != STEP:
        line = wording.UNDETERMINED_NO.format(year=year.number, reason=result.reason, grade=grade)
        return YearCode.UNDETERMINED_NO, line
    worked = worked_in(scheme, facts, year.number)
    if not undetermined and worked.months < rule.min_months:
        return YearCode.SHORT_YEAR, wording.SHORT_YEAR.format(
            year=year.number, m=worked.months, d=worked.days, min_months=rule.min_months, grade=grade
        )
    if result is None:
        return YearCode.MISSING, wording.MISSING.format(year=year.number, grade=grade)
    if not undetermined and result.rating not in rule.ratings_ok:
        return YearCode.NO_STEP, wording.NO_STEP.format(year=year.number, rating=result.rating, grade=grade)
    until = max((one.until for one in facts.sanctions if one.start <= year.day <= one.until), default=None)
    if until is not None and rule.sanction_blocks:
        line = wording.SANCTION.format(year=year.number, rating=result.rating, until=until, grade=grade)
        return YearCode.SANCTION, line
    if ledger.skips_next:
        ledger.skips_next = False
        return YearCode.SKIP, wording.SKIP.format(year=year.number, grade=grade)
    return YearCode.STEP, ""


def _stepped(scheme: Scheme, ledger: Ledger, year: Year) -> tuple[YearCode, str]:
    """Take the step of the year, or count it at the top; returns what it was and its line."""
    before = ledger.base
    if not ledger.step(counts_above=scheme.advance.at_ceiling is AtCeiling.KEEP_COUNT):
        return YearCode.CEILING, _ceiling(scheme, ledger, year)
    if year.result is not None and year.result.rating == UNDETERMINED:
        return YearCode.STEP, wording.UNDETERMINED_STEP.format(
            year=year.number, reason=year.result.reason, a=before, b=ledger.base
        )
    return YearCode.STEP, wording.STEP.format(year=year.number, rating=year.rating, a=before, b=ledger.base)


def _ceiling(scheme: Scheme, ledger: Ledger, year: Year) -> str:
    keeps = scheme.advance.at_ceiling is AtCeiling.KEEP_COUNT
    template = wording.CEILING_KEEP if keeps else wording.CEILING_DROP
    return template.format(
        year=year.number, rating=year.rating, max=ledger.post.highest, overflow=ledger.overflow
    )


def _extra(scheme: Scheme, ledger: Ledger, year: Year) -> Iterator[str]:
    """The further steps for consecutive years of one rating; the years are used up by them (WF-74)."""
    rule = scheme.advance.extra
    if rule is None or year.rating != rule.rating:
        ledger.streak.clear()
        return
    ledger.streak.append(year.number)
    if len(ledger.streak) < rule.consecutive:
        return
    first, last = ledger.streak[0], ledger.streak[-1]
    ledger.streak.clear()
    for _ in range(rule.step):
        before = ledger.base
        if ledger.step(counts_above=scheme.advance.at_ceiling is AtCeiling.KEEP_COUNT):
            yield wording.EXTRA.format(
                n=rule.consecutive, rating=rule.rating, year1=first, year2=last, a=before, b=ledger.base
            )
        else:
            yield _ceiling(scheme, ledger, year)


def _kept_line(ledger: Ledger) -> list[str]:
    """Said as long as the frozen grade is above the computed one (WF-82)."""
    return [wording.KEEP.format(prior=ledger.kept, grade=ledger.base)] if ledger.kept > ledger.base else []


