"""Training hours and the titles 全科, 全能 (WF-21, WF-119)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER


@dataclass(frozen=True, slots=True)
class Attendance:
    """Hours of a training that the worker signed in for."""

    day: date
    hours: Fraction
    signed_in: bool


def hours_of(attended: Iterable[Attendance], year: int) -> Fraction:
    """The hours of a calendar year; only what was signed in for counts."""
    return sum((one.hours for one in attended if one.signed_in and one.day.year == year), Fraction(0))


def hours_short(attended: Iterable[Attendance], year: int, target: int) -> Fraction:
    """The hours still missing to the year's target; 0 when it is reached."""
    return max(Fraction(0), target - hours_of(attended, year))


def is_generalist(passed: Collection[str], subjects: Collection[str]) -> bool:
    """全科: every subject of the list passed (WF-119)."""
    return bool(subjects) and set(subjects) <= set(passed)


def is_all_round(
    passed: Collection[str], subjects: Collection[str], certificates: Collection[str], service_years: int, *, least: int
) -> bool:
    """全能: 全科, a certificate of any level obtained, and `least` years of service (WF-119)."""
    certified = bool(set(certificates) & set(CERTIFICATE_ORDER))
    return is_generalist(passed, subjects) and certified and service_years >= least
