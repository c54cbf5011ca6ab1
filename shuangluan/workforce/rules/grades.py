"""The grade engine: what a worker's facts give on a day, with the lines that say why (WF-70, WF-76 to WF-79, WF-82)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import wording
from shuangluan.workforce.rules.certificates import levels_in
from shuangluan.workforce.rules.facts import Education, Facts, Payload
from shuangluan.workforce.rules.posts import Held, education_on, level_of, post_on
from shuangluan.workforce.rules.scheme import AdvanceMode, EffectMode, GradeProtection, Scheme, StartMode
from shuangluan.workforce.rules.service import Service, service_through
from shuangluan.workforce.rules.spans import ONE_DAY, day_of
from shuangluan.workforce.rules.windows import Windows, windows_on


@dataclass(frozen=True, slots=True)
class Plus:
    """What education and certificates add: grades, and years credited to the service."""

    education: Education | None
    certificate: str | None
    education_grades: int = 0
    certificate_grades: int = 0
    education_years: int = 0
    certificate_years: int = 0

    @property
    def grades(self) -> int:
        """Grades added in all."""
        return self.education_grades + self.certificate_grades

    @property
    def each(self) -> tuple[int, int]:
        """Grades added, one by one as a sum prints them."""
        return self.education_grades, self.certificate_grades

    @property
    def years(self) -> int:
        """Years credited in all."""
        return self.education_years + self.certificate_years


@dataclass(frozen=True, slots=True)
class Assessment:
    """A recompute from the facts on one day; `steps` are the grades gained by service or windows."""

    day: date
    held: Held
    start: int
    steps: int
    plus: Plus
    service: Service | None
    windows: Windows | None
    kept: int | None  # the earlier grade that a conversion keeps because it is higher

    @property
    def raw(self) -> int:
        """Start, steps and what is added, before the range."""
        return self.start + self.steps + self.plus.grades

    @property
    def computed(self) -> int:
        """`raw` within the range of the class."""
        return self.held.post.limited(self.raw)

    @property
    def grade(self) -> int:
        """The grade: computed, or the higher one kept."""
        return self.computed if self.kept is None else self.kept

    @property
    def overflow(self) -> int:
        """What is above the range 封顶溢出."""
        return max(0, self.raw - self.held.post.highest)

    @property
    def years(self) -> int:
        """Full years that count, credited ones included."""
        return 0 if self.service is None else self.service.years + self.plus.years


def grade(scheme: Payload, facts: Payload, effective: str) -> dict[str, Any]:
    """The grade on `effective`, its parts and its lines (WF-63, WF-70, WF-85)."""
    rules, known, day = Scheme.parse(scheme), Facts.parse(facts), day_of(effective)
    found = assess(rules, known, day)
    answer: dict[str, Any] = {
        "post": found.held.post.name,
        "start": found.start,
        "steps": found.steps,
        "plus": found.plus.grades,
        "raw": found.raw,
        "grade": found.grade,
        "overflow": found.overflow,
        "lines": lines_of(rules, found),
    }
    if found.service is not None:
        answer |= {"months": found.service.months, "days": found.service.days, "years": found.years}
    return answer


def assess(scheme: Scheme, facts: Facts, day: date) -> Assessment:
    """Recompute everything from the facts as they count on `day`; service counts through the day before."""
    first_on = facts.first_on or day
    found = _unprotected(scheme, facts, first_on, day)
    kept = _kept_grade(scheme, facts, first_on, found)
    if kept is None:
        return found
    return Assessment(
        found.day, found.held, found.start, found.steps, found.plus, found.service, found.windows, kept
    )


def _unprotected(scheme: Scheme, facts: Facts, first_on: date, day: date) -> Assessment:
    held = post_on(scheme, facts, first_on, day)
    education = education_on(scheme, facts, first_on, day)
    plus = plus_of(scheme, facts, education, day)
    service = windows = None
    if scheme.advance.mode is AdvanceMode.QUALIFIED_WINDOW:
        windows = windows_on(scheme, facts, day)
        steps = windows.steps
    else:
        service = service_through(scheme, facts, day - ONE_DAY)
        steps = (service.years + plus.years) // scheme.advance.interval_years
    start = scheme.start(held.post, level_of(education))
    return Assessment(day, held, start, steps, plus, service, windows, None)


def plus_of(scheme: Scheme, facts: Facts, education: Education | None, day: date) -> Plus:
    """What education and the certificates valid in the month of `day` add (WF-78, WF-79)."""
    levels = levels_in(scheme.certificate, facts.certificates, day)
    certificate = levels[-1] if levels else None
    found: dict[str, int] = {}
    rule = scheme.education
    if education is not None and rule.mode in (EffectMode.LEVEL_UP, EffectMode.CREDIT_YEARS):
        if education.is_complete or not rule.need_degree:
            adds, key = (
                (rule.levels, "education_grades")
                if rule.mode is EffectMode.LEVEL_UP
                else (rule.years, "education_years")
            )
            found[key] = adds.get(education.level, 0)
        elif education.diploma or education.degree:
            found["education_years"] = rule.partial_years.get(education.level, 0)
    if certificate is not None and scheme.certificate.mode is EffectMode.LEVEL_UP:
        found["certificate_grades"] = scheme.certificate.levels.get(certificate, 0)
    if certificate is not None and scheme.certificate.mode is EffectMode.CREDIT_YEARS:
        found["certificate_years"] = scheme.certificate.years.get(certificate, 0)
    return Plus(education, certificate, **found)


def _kept_grade(scheme: Scheme, facts: Facts, first_on: date, found: Assessment) -> int | None:
    """The earlier grade a conversion keeps (WF-82): frozen, or as a floor from which the steps go on."""
    prior = protected_grade(scheme, facts)
    if prior is None:
        return None
    if scheme.protection is GradeProtection.FLOOR and found.day > first_on:
        prior += max(0, found.steps - _unprotected(scheme, facts, first_on, first_on).steps)
    return prior if prior > found.computed else None


def protected_grade(scheme: Scheme, facts: Facts) -> int | None:
    """The grade held before a conversion, where the scheme protects it; a re-hire protects nothing (WF-152)."""
    if scheme.protection is GradeProtection.NONE or not facts.is_converted:
        return None
    prior = facts.prior_grade
    if prior is not None and (isinstance(prior, bool) or not isinstance(prior, int)):
        raise RuleBroken(f"原等级要是整数，现在是 {prior}")
    return prior


def lines_of(scheme: Scheme, found: Assessment) -> list[str]:
    """The explanation of a recompute, in the published order; what does not apply is left out (WF-85)."""
    post = found.held.post
    lines = [
        wording.POST.format(position=found.held.position, post=post.name, min=post.lowest, max=post.highest),
        _start_line(scheme, found),
    ]
    lines += _service_lines(scheme, found) if found.windows is None else _window_lines(scheme, found.windows)
    lines += _plus_lines(scheme, found.plus)
    lines.append(
        wording.SUM.format(
            start=found.start, steps=found.steps, plus=wording.plus_text(found.plus.each), raw=found.raw
        )
    )
    if found.overflow:
        lines.append(wording.CAP.format(max=post.highest, overflow=found.overflow))
    if found.raw < post.lowest:
        lines.append(wording.FLOOR.format(min=post.lowest))
    if found.kept is not None:
        lines.append(wording.KEEP.format(prior=found.kept, grade=found.computed))
    return [*lines, wording.RESULT.format(grade=found.grade)]


def _start_line(scheme: Scheme, found: Assessment) -> str:
    by_education = scheme.start_mode is StartMode.POST_X_EDU
    template = wording.START_POST_X_EDU if by_education else wording.START_POST_MIN
    return template.format(post=found.held.post.name, edu=level_of(found.plus.education), start=found.start)


def _service_lines(scheme: Scheme, found: Assessment) -> list[str]:
    service, plus = found.service, found.plus
    assert service is not None
    years, months = divmod(service.months, 12)
    lines = [wording.SERVICE.format(through=found.day - ONE_DAY, y=years, m=months, d=service.days)]
    lines += [wording.BAD.format(year=one.year, rating=one.rating) for one in service.cut_years]
    if plus.education is not None and plus.education_years:
        whole = scheme.education.mode is EffectMode.CREDIT_YEARS and (
            plus.education.is_complete or not scheme.education.need_degree
        )
        template = wording.CREDIT_FULL if whole else wording.CREDIT_PARTIAL
        lines.append(template.format(edu=plus.education.level, n=plus.education_years))
    if plus.certificate_years:
        lines.append(wording.CERT_YEARS.format(level=plus.certificate, n=plus.certificate_years))
    interval = scheme.advance.interval_years
    return [*lines, wording.BAND_STEP.format(years=found.years, interval=interval, steps=found.steps)]


def _window_lines(scheme: Scheme, windows: Windows) -> list[str]:
    missing = [] if windows.missing is None else [wording.WINDOW_MISSING.format(year=windows.missing)]
    interval = scheme.advance.interval_years
    return [*missing, wording.WINDOW_STEP.format(interval=interval, steps=windows.steps)]


def _plus_lines(scheme: Scheme, plus: Plus) -> list[str]:
    lines = []
    if plus.education is not None and plus.education_grades:
        lines.append(wording.EDU.format(edu=plus.education.level, n=plus.education_grades))
    if plus.certificate_grades:
        lines.append(wording.CERT_LEVEL.format(level=plus.certificate, n=plus.certificate_grades))
    if plus.certificate is not None and scheme.certificate.mode is EffectMode.ALLOWANCE:
        lines.append(wording.CERT_MONEY.format(level=plus.certificate))
    return lines
