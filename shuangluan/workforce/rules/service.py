"""Years of service: what counts, what is cut out, how it adds up (WF-67)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.workforce.rules.facts import Absence, Facts, Payload, Result, Segment
from shuangluan.workforce.rules.scheme import Scheme, SumMode
from shuangluan.workforce.rules.spans import Length, Span, clipped, day_of, merged, total, without

FOREVER = date.min


@dataclass(frozen=True, slots=True)
class Service:
    """Counted months and days, and the bad years that took something away."""

    months: int
    days: int
    cut_years: tuple[Result, ...]

    @property
    def years(self) -> int:
        """Full years."""
        return self.months // 12


def count_service(
    scheme: Payload,
    segments: list[dict[str, Any]],
    through: str,
    absences: list[dict[str, Any]] | None = None,
    results: list[dict[str, Any]] | None = None,
) -> dict[str, int]:
    """Months, days and full years served through the day `through` (WF-65, WF-67)."""
    facts = Facts.parse({"segments": segments, "absences": absences or [], "results": results or []})
    served = service_through(Scheme.parse(scheme), facts, day_of(through))
    return {"months": served.months, "days": served.days, "years": served.years}


def service_through(scheme: Scheme, facts: Facts, through: date) -> Service:
    """The service that counts through the day `through`; nothing counts after the exit."""
    if facts.exit_date is not None:
        through = min(through, facts.exit_date)
    within = Span(FOREVER, through)
    spans = [span for one in _counted(scheme, facts) for span in clipped(one.start, one.end, within)]
    kept = _kept(merged(spans), scheme)
    kept = without(kept, _away(facts.absences, scheme.service.deduct_absences, within))
    bad = [] if scheme.advance.count_bad_year else _bad_years(scheme, facts)
    cut = tuple(one for one in bad if any(span.overlaps(year_span(one.year)) for span in kept))
    length: Length = total(without(kept, [year_span(one.year) for one in cut]), scheme.service.day_carry)
    return Service(length.months, length.days, cut)


def worked_in(scheme: Scheme, facts: Facts, year: int) -> Length:
    """The time worked in a calendar year: from the entry, less the absences that are no work (WF-72)."""
    if facts.entry_date is None:
        return Length(0, 0)
    within = year_span(year)
    employed = clipped(facts.entry_date, facts.exit_date, within)
    away = _away(facts.absences, scheme.advance.absences_not_worked, within)
    return total(without(employed, away), scheme.service.day_carry)


def first_start(scheme: Scheme, facts: Facts) -> date | None:
    """When the first counted segment began; None where there is none."""
    return min((one.start for one in _counted(scheme, facts)), default=None)


def year_span(year: int) -> Span:
    """The calendar year."""
    return Span(date(year, 1, 1), date(year, 12, 31))


def _counted(scheme: Scheme, facts: Facts) -> list[Segment]:
    return [one for one in facts.segments if scheme.service.kinds.get(one.kind, 0)]


def _kept(spans: list[Span], scheme: Scheme) -> list[Span]:
    """All of them, or the last chain whose gaps are short enough (the gaps themselves never count)."""
    if scheme.service.sum_mode is SumMode.SUM:
        return spans
    chain: list[Span] = []
    for span in spans:
        if chain and (span.start - chain[-1].end).days - 1 > scheme.service.break_tolerance_days:
            chain = []
        chain.append(span)
    return chain


def _away(absences: tuple[Absence, ...], kinds: frozenset[str], within: Span) -> list[Span]:
    return [span for one in absences if one.kind in kinds for span in clipped(one.start, one.end, within)]


def _bad_years(scheme: Scheme, facts: Facts) -> list[Result]:
    bad = [one for one in facts.results.values() if one.rating in scheme.advance.bad_ratings]
    return sorted(bad, key=lambda one: one.year)
