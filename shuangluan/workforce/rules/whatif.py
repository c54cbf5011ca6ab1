"""What would be: other documents and other facts beside those in force, who changes, what it costs (WF-46, WF-105).

Pure and deterministic: nothing here reads or writes a live table. Amounts are text with two places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import wording
from shuangluan.workforce.rules.amounts import ZERO, cents, decimal_of, text_of
from shuangluan.workforce.rules.certificates import cert_allowance
from shuangluan.workforce.rules.forecast import forecast_with_grades
from shuangluan.workforce.rules.ledger import timeline
from shuangluan.workforce.rules.pay import basic_of, insurance_of
from shuangluan.workforce.rules.spans import reading

Payload = Mapping[str, Any]
YEARS = 5


@dataclass(frozen=True)
class Documents:
    """The four documents by which grades and cost are reckoned; `is_own` where the ledger rests on this scheme."""

    scheme: Payload
    pay: Payload | None
    insurance: Payload
    plan: Payload
    is_own: bool = True


@dataclass(frozen=True)
class Person:
    """A worker of the snapshot: facts in the form of the engines, class and grade of the ledger.

    `rating` and `total_x100` are those of last year; `expected` the rating assumed of every year to come, and `why`.
    """

    key: int
    street: str
    facts: Payload
    post: str
    grade: int
    average: str | None
    leaves_on: str | None = None
    rating: str = ""
    months: int = 12
    total_x100: int | None = None
    expected: str = ""
    why: str = ""


@dataclass(frozen=True)
class Outcome:
    """Where a worker stands and what a month costs, without award."""

    post: str
    grade: int
    basic: Decimal
    performance: Decimal
    allowance: Decimal
    unit: Decimal

    @property
    def gross(self) -> Decimal:
        """What the worker is paid a month."""
        return self.basic + self.performance + self.allowance

    @property
    def cost(self) -> Decimal:
        """What a month costs the employer."""
        return self.gross + self.unit


@dataclass(frozen=True)
class Change:
    """One worker before and after, with the reason in words."""

    person: Person
    before: Outcome
    after: Outcome | None
    reason: str

    @property
    def difference(self) -> Decimal:
        """What a month's gross pay changes by; zero where the new one cannot be reckoned."""
        return ZERO if self.after is None else self.after.gross - self.before.gross


def outcome(documents: Documents, person: Person, day: str) -> Outcome:
    """A worker by these documents on `day`. Raises RuleBroken where facts or table do not suffice.

    By the scheme in force the ledger holds; another one is run over the whole life (WF-46).
    """
    post, grade = person.post, person.grade
    if not documents.is_own:
        rows = timeline(documents.scheme, person.facts, day)
        if not rows:
            raise RuleBroken(f"到 {day} 还没有首次定级")
        post, grade = rows[-1]["post"], rows[-1]["grade"]
    basic = basic_of(documents.pay, post, grade)
    if basic is None:
        raise RuleBroken(wording.NO_TABLE)
    allowance = decimal_of(cert_allowance(documents.scheme, list(person.facts.get("certificates") or ()), day[:7]))
    gross = basic.total + allowance
    base = gross if person.average is None else decimal_of(person.average)
    return Outcome(post, grade, basic.basic, basic.performance, allowance, insurance_of(documents.insurance, base).unit)


def changes(
    now: Documents, then: Documents, people: Sequence[Person], day: str, supposed: Mapping[int, Person] | None = None
) -> list[Change]:
    """Everybody whose class, grade or monthly cost differs, in the order given; who cannot be reckoned is told.

    `supposed` are persons of whom something else is assumed, by key.
    """
    found = []
    for person in people:
        before = outcome(now, person, day)
        try:
            after = outcome(then, (supposed or {}).get(person.key, person), day)
        except RuleBroken as broken:
            found.append(Change(person, before, None, broken.reason))
            continue
        if before != after:
            found.append(Change(person, before, after, _reason(before, after)))
    return found


def _reason(before: Outcome, after: Outcome) -> str:
    parts = []
    if before.post != after.post:
        parts.append(f"岗位类别 {before.post} → {after.post}")
    if before.grade != after.grade:
        parts.append(f"等级 {before.grade} → {after.grade} 级")
    for label, old, new in (
        ("基本薪酬", before.basic, after.basic), ("基础绩效", before.performance, after.performance),
        ("职业津贴", before.allowance, after.allowance), ("单位缴纳", before.unit, after.unit),
    ):  # fmt: skip
        if old != new:
            parts.append(f"{label} {text_of(old)} → {text_of(new)}")
    return "；".join(parts)


def certified(person: Person, level: str, day: date) -> Person:
    """As if a certificate of `level` had been registered last month: it counts from the month of `day` (WF-66)."""
    registered = {"from": (day.replace(day=1) - timedelta(1)).isoformat()}
    held = [*(person.facts.get("certificates") or ()), {"level": level, "registrations": [registered]}]
    return replace(person, facts={**person.facts, "certificates": held})


def leaving(person: Person, day: date) -> Person:
    """As if he left on `day`, where he does not leave earlier anyhow."""
    known = person.leaves_on
    return replace(person, leaves_on=day.isoformat() if known is None else min(known, day.isoformat()))


def scaled_pay(pay: Payload | None, percent: Decimal) -> Payload | None:
    """The table with basic pay and base performance `percent` higher; each figure rounded once (WF-64)."""
    if pay is None or not percent:
        return pay
    factor = (100 + percent) / 100

    def raised(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: raised(one) for key, one in value.items()}
        return text_of(cents(decimal_of(value) * factor))

    with reading("薪酬表"):
        keys = {"AMOUNT": ("amounts", "perf_monthly"), "COEFFICIENT": ("base",),
                "COMPONENTS": ("tier", "post_pay", "post_allowance")}[pay["mode"]]  # fmt: skip
        return {**pay, **{key: raised(pay[key]) for key in keys}}


def scaled_rates(insurance: Payload, percent: Decimal) -> Payload:
    """The rates with floors and caps `percent` higher."""
    if not percent:
        return insurance
    factor = (100 + percent) / 100
    kinds = [
        {**kind, **{key: text_of(cents(decimal_of(kind[key]) * factor)) for key in ("floor", "cap")}}
        for kind in insurance["kinds"]
    ]
    return {**insurance, "kinds": kinds}


def five_years(
    documents: Documents, people: Sequence[Person], first_year: int, rating: str, hires: Sequence[Payload] = ()
) -> list[dict[str, Any]]:
    """The cost of five years by the forecast (WF-106), those to be hired from the first year on.

    Raises RuleBroken for a scheme without yearly steps and without a table.
    """
    return ahead(documents, people, first_year, rating, hires)[0]


def ahead(
    documents: Documents, people: Sequence[Person], first_year: int, rating: str, hires: Sequence[Payload] = ()
) -> tuple[list[dict[str, Any]], dict[int, int]]:
    """As `five_years`, with the grade of each of the people in the last year by key."""
    day = f"{first_year}-01"
    workers = []
    for person in people:
        stands = outcome(documents, person, f"{day}-01")
        workers.append({
            "post": stands.post, "grade": stands.grade, "allowance": text_of(stands.allowance),
            "avg_last_year": person.average, "award_months_last_year": person.months,
            "rating_last_year": person.rating or rating, "leaves_on": person.leaves_on,
            "rating_expected": person.expected or rating,
        })  # fmt: skip
    years = list(range(first_year, first_year + YEARS))
    rows, grades = forecast_with_grades(
        documents.scheme, documents.pay, documents.insurance, documents.plan, [*workers, *hires], years, rating
    )
    return rows, {person.key: grade for person, grade in zip(people, grades, strict=False)}


def hired(post: str, grade: int, count: int, rating: str) -> list[dict[str, Any]]:
    """`count` newcomers of a class and grade, without award for the year before they came."""
    one = {
        "post": post, "grade": grade, "allowance": "0.00", "avg_last_year": None, "award_months_last_year": 0,
        "rating_last_year": rating, "leaves_on": None,
    }  # fmt: skip
    return [dict(one) for _ in range(count)]


def distribution(outcomes: Sequence[Outcome]) -> dict[str, dict[int, int]]:
    """Persons per class and grade."""
    found: dict[str, dict[int, int]] = {}
    for one in outcomes:
        grades = found.setdefault(one.post, {})
        grades[one.grade] = grades.get(one.grade, 0) + 1
    return {post: dict(sorted(grades.items())) for post, grades in sorted(found.items())}
