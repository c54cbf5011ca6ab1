"""What the workers cost in the years to come under yearly steps (WF-106)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules.amounts import ZERO, cents, decimal_of, text_of
from shuangluan.workforce.rules.pay import award_of, basic_of, insurance_of
from shuangluan.workforce.rules.scheme import AdvanceMode, Scheme
from shuangluan.workforce.rules.spans import day_or_none, is_month_end, reading

Payload = Mapping[str, Any]


@dataclass
class Person:
    """A worker as the forecast carries him from year to year; months and rating are those of the last year."""

    post: str
    grade: int
    allowance: Decimal
    average: Decimal | None
    months: int
    rating: str
    leaves_on: date | None
    expected: str | None = None  # the rating of each year to come; None: that of everybody

    @classmethod
    def parse(cls, payload: Payload) -> "Person":
        """The worker in the form of the worked examples."""
        average = payload.get("avg_last_year")
        return cls(
            payload["post"], int(payload["grade"]), decimal_of(payload["allowance"]),
            None if average is None else decimal_of(average),
            int(payload["award_months_last_year"]), payload["rating_last_year"],
            day_or_none(payload.get("leaves_on")), payload.get("rating_expected"),
        )

    def months_in(self, year: int) -> tuple[int, int]:
        """Months paid, and whole calendar months employed: the last is whole only on its last day."""
        leaves = self.leaves_on
        if leaves is None or leaves.year > year:
            return 12, 12
        if leaves.year < year:
            return 0, 0
        return leaves.month, leaves.month if is_month_end(leaves) else leaves.month - 1


@dataclass
class Year:
    """The sums of one year."""

    number: int
    basic: Decimal = ZERO
    performance: Decimal = ZERO
    allowance: Decimal = ZERO
    award: Decimal = ZERO
    unit: Decimal = ZERO
    at_ceiling: int = 0
    left: int = 0

    def as_json(self) -> dict[str, Any]:
        """The year as the forecast answers it."""
        parts = [self.basic, self.performance, self.allowance, self.award, self.unit]
        names = ("basic", "performance", "allowance", "award", "unit")
        return {
            "year": self.number,
            **{name: text_of(part) for name, part in zip(names, parts, strict=True)},
            "total": text_of(sum(parts, ZERO)),
            "at_ceiling": self.at_ceiling,
            "left": self.left,
        }


@dataclass(frozen=True, slots=True)
class _Terms:
    scheme: Scheme
    pay: Payload
    insurance: Payload
    plan: Payload
    rating: str


def forecast(
    scheme: Payload,
    pay: Payload | None,
    insurance: Payload,
    plan: Payload,
    workers: Sequence[Payload],
    years: Sequence[int],
    rating: str,
) -> list[dict[str, Any]]:
    """The cost of each year, everybody rated `rating` from the first year on, or as `rating_expected` of her (WF-106).

    Year 1 keeps the given grades; later a year with enough whole months and a passing rating gives a step, at
    the top it is counted in `at_ceiling`. `left` counts those who leave in the year. Raises RuleBroken without
    a pay table, for years that do not follow each other and for a scheme without yearly steps.
    """
    return forecast_with_grades(scheme, pay, insurance, plan, workers, years, rating)[0]


def forecast_with_grades(
    scheme: Payload,
    pay: Payload | None,
    insurance: Payload,
    plan: Payload,
    workers: Sequence[Payload],
    years: Sequence[int],
    rating: str,
) -> tuple[list[dict[str, Any]], list[int]]:
    """As `forecast`, with the grade of each worker in the last year, in the order given."""
    rules = Scheme.parse(scheme)
    if pay is None:
        raise RuleBroken("未配置薪酬表，不能计算薪酬")
    if rules.advance.mode is not AdvanceMode.ANNUAL_STEP:
        raise RuleBroken("逐年预算只适用于每年晋级的方案")
    if not years or list(years) != list(range(years[0], years[0] + len(years))):
        raise RuleBroken("预算年份要逐年相连")
    with reading("预算人员"):
        people = [Person.parse(one) for one in workers]
    terms = _Terms(rules, pay, insurance, plan, rating)
    rows = [_year(terms, people, number, first=number == years[0]).as_json() for number in years]
    return rows, [one.grade for one in people]


def _year(terms: _Terms, people: Sequence[Person], number: int, *, first: bool) -> Year:
    year = Year(number)
    for person in people:
        paid, whole = person.months_in(number)
        if not first and paid:
            _step(terms, person, year)
        award = award_of(terms.pay, terms.plan, person.rating, person.months)
        year.award += award
        year.left += person.leaves_on is not None and person.leaves_on.year == number
        if paid:
            gross = _pay(terms, person, year, paid)
            person.average = cents(Fraction(gross + award) / paid)
        person.months, person.rating = whole, person.expected or terms.rating
    return year


def _step(terms: _Terms, person: Person, year: Year) -> None:
    """One grade for last year, where it was long and good enough."""
    rule = terms.scheme.advance
    if person.months < rule.min_months or (person.expected or terms.rating) not in rule.ratings_ok:
        return
    if person.grade < terms.scheme.posts[person.post].highest:
        person.grade += 1
    else:
        year.at_ceiling += 1


def _pay(terms: _Terms, person: Person, year: Year, months: int) -> Decimal:
    """Add the months of one person to the year; returns what he himself was paid for them."""
    basic = basic_of(terms.pay, person.post, person.grade)
    assert basic is not None
    monthly = basic.total + person.allowance
    unit = insurance_of(terms.insurance, monthly if person.average is None else person.average).unit
    year.basic += basic.basic * months
    year.performance += basic.performance * months
    year.allowance += person.allowance * months
    year.unit += unit * months
    return monthly * months
