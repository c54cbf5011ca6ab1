"""The rates of GR-34 over plain facts, and how they are shown (GR-35)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from shuangluan.grid.rules.catalogue import Catalogue
from shuangluan.grid.rules.clocks import end_of, is_on_time
from shuangluan.grid.rules.states import NEVER_COUNTED, AppealState, Outcome, Satisfaction
from shuangluan.kernel.shares import NOTHING, half_up, share_text

RATED = frozenset(AppealState) - {
    AppealState.REJECTED,
    AppealState.VOIDED,
    AppealState.WITHDRAWN,
    AppealState.MERGED,
}


class Rate(StrEnum):
    """The rates by the key of their figure (GR-73)."""

    RESPONSE = "response"
    ON_TIME = "on_time"
    ON_TIME_FIRST = "on_time_first"
    SOLVED = "solved"
    SATISFIED = "satisfied"
    RATED = "rated"
    REOPENED = "reopened"
    ONCE = "once"


RATE_LABEL = {
    Rate.RESPONSE: "响应率",
    Rate.ON_TIME: "按期率（承诺）",
    Rate.ON_TIME_FIRST: "按期率（原期限）",
    Rate.SOLVED: "解决率",
    Rate.SATISFIED: "满意率",
    Rate.RATED: "评价率",
    Rate.REOPENED: "重办率",
    Rate.ONCE: "一次办结率",
}


@dataclass(frozen=True, slots=True)
class Period:
    """From `first` to `last`, both included, as looked at on the naive local moment `now`."""

    first: date
    last: date
    now: datetime

    def holds(self, day: date | None) -> bool:
        """Whether `day` lies in the period."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class LegFact:
    """A leg: until when it was to be signed, when it was."""

    sign_due_at: datetime
    signed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AppealFact:
    """One appeal as the rates see it (naive local).

    `due_on` None: a pause leaves no date. `closed_on` is the day of its last closing, kept when it is
    reopened.
    """

    state: AppealState
    registered_on: date
    due_on: date | None = None
    due_at: datetime | None = None
    first_due_on: date | None = None
    first_due_at: datetime | None = None
    responded_at: datetime | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None
    reworked: bool = False
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class AnswerFact:
    """One reporter who was asked about a closed root, on a local day."""

    on: date
    satisfaction: Satisfaction


@dataclass(frozen=True, slots=True)
class Share:
    """`n` of `d`; without a denominator there is no rate."""

    n: int
    d: int

    @property
    def value(self) -> Fraction | None:
        """Unrounded; None for a denominator of 0."""
        return Fraction(self.n, self.d) if self.d else None

    @property
    def text(self) -> str:
        """As shown: 85.0%."""
        return share_text(self.n, self.d)


def cases(appeals: Iterable[AppealFact], period: Period) -> int:
    """件次: registered in the period, children included, not rejected or voided (GR-31)."""
    return sum(period.holds(each.registered_on) and each.state not in NEVER_COUNTED for each in appeals)


def matters(appeals: Iterable[AppealFact], period: Period) -> int:
    """事项: the roots among them (GR-31)."""
    return cases((each for each in appeals if each.state is not AppealState.MERGED), period)


def period_rates(
    appeals: Iterable[AppealFact],
    legs: Iterable[LegFact],
    answers: Iterable[AnswerFact],
    period: Period,
    catalogue: Catalogue,
) -> dict[Rate, Share]:
    """All rates of the period; rejected, voided, withdrawn and merged appeals are in none (GR-34)."""
    roots = [each for each in appeals if each.state in RATED]
    closed = [each for each in roots if period.holds(each.closed_on)]
    voices = [catalogue.answer(each.satisfaction) for each in answers if period.holds(each.on)]
    answered = sum(kind.answered for kind in voices)
    return {
        Rate.RESPONSE: _response(legs, period),
        Rate.ON_TIME: _on_time(roots, period, lambda each: (each.due_on, each.due_at)),
        Rate.ON_TIME_FIRST: _on_time(roots, period, lambda each: (each.first_due_on, each.first_due_at)),
        Rate.SOLVED: _solved(closed, catalogue),
        Rate.SATISFIED: Share(sum(kind.answered and kind.positive for kind in voices), answered),
        Rate.RATED: Share(answered, len(voices)),
        Rate.REOPENED: Share(sum(each.reopened for each in closed), len(closed)),
        Rate.ONCE: Share(sum(not (each.reworked or each.reopened) for each in closed), len(closed)),
    }


def _response(legs: Iterable[LegFact], period: Period) -> Share:
    """Legs signed in time ÷ legs whose sign time fell due; unsigned ones are late (GR-46)."""
    due = [leg for leg in legs if period.holds(leg.sign_due_at.date()) and leg.sign_due_at < period.now]
    signed = sum(leg.signed_at is not None and leg.signed_at <= leg.sign_due_at for leg in due)
    return Share(signed, len(due))


Due = Callable[[AppealFact], tuple[date | None, datetime | None]]


def _on_time(roots: Iterable[AppealFact], period: Period, due: Due) -> Share:
    """Roots answered by the date ÷ roots whose date fell in the period and is past; open ones are late."""
    met = fell = 0
    for root in roots:
        day, moment = due(root)
        if day is None or not period.holds(day) or end_of(day, moment) > period.now:
            continue
        fell += 1
        met += root.responded_at is not None and is_on_time(root.responded_at, day, moment)
    return Share(met, fell)


def _solved(closed: Iterable[AppealFact], catalogue: Catalogue) -> Share:
    """已解决 ÷ closed without 转法定途径; one that was reopened and is open has no outcome now."""
    still = (AppealState.CLOSED, AppealState.ARCHIVED)
    kinds = [catalogue.outcome(each.outcome) for each in closed if each.state in still and each.outcome]
    counted = [kind for kind in kinds if kind.in_rate]
    return Share(sum(kind.counts_solved for kind in counted), len(counted))


def score(found: Mapping[Rate, Share], weights: Mapping[str, int]) -> Fraction | None:
    """响应, 解决, 满意 weighted, unrounded until the end, half-up to 0.01 once; None when one is missing."""
    total = Fraction(0)
    for name, weight in weights.items():
        value = found[Rate(name)].value
        if value is None:
            return None
        total += weight * value
    return Fraction(half_up(total * 100), 100)


def score_text(value: Fraction | None) -> str:
    """89.24, or 「—」."""
    return NOTHING if value is None else f"{half_up(value * 100) // 100}.{half_up(value * 100) % 100:02d}"
