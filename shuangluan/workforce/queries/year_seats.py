"""The seats for 优秀: a person's pool, what is free, whether a street tells people apart (WF-101, WF-164)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from shuangluan.kernel.places import areas
from shuangluan.workforce.models import AppraisalScore, AppraisalYear
from shuangluan.workforce.queries.years import all_scores
from shuangluan.workforce.rules import years as rules
from shuangluan.workforce.rules.amounts import fen_of
from shuangluan.workforce.rules.years import ScoreState

LEADERS = "leaders"  # the pool of 正职, where the scheme splits them off


@dataclass(frozen=True)
class Pool:
    """A street in the table of seats: taken, free, the span of its scores, and where they hardly differ."""

    name: str
    rated: int
    seats: int
    taken: int
    span: str
    warnings: Sequence[str]

    @property
    def free(self) -> int:
        """Seats nobody took."""
        return self.seats - self.taken


def pools(record: AppraisalYear) -> list[Pool]:
    """The seats by pool, for the whole district: nothing about a person stands in it."""
    taken: Counter[str] = Counter()
    totals: defaultdict[str, list[int]] = defaultdict(list)
    given: defaultdict[str, list[int]] = defaultdict(list)
    for one in all_scores(record):
        name = pool_of(record, one)
        taken[name] += one.has_seat
        totals[name] += [] if one.total_x100 is None else [one.total_x100]
        street = one.parts.get(rules.STREET)
        given[name] += [] if street is None else [fen_of(street)]
    return [
        Pool(
            pool_name(name), len(totals[name]), count, taken[name], rules.span_of(totals[name]),
            rules.spread_warnings(totals[name], given[name]),
        )
        for name, count in sorted(record.pools.get("seats", {}).items())
    ]  # fmt: skip


def free_seats(record: AppraisalYear, row: AppraisalScore) -> tuple[int, int]:
    """The free seats of a person's pool, and those unassigned that nobody was given yet."""
    name = pool_of(record, row)
    given: Counter[str] = Counter(pool_of(record, one) for one in all_scores(record) if one.has_seat)
    seats = record.pools.get("seats", {})
    beyond = sum(max(0, count - seats.get(pool, 0)) for pool, count in given.items())
    return max(0, seats.get(name, 0) - given[name]), record.pools.get("unassigned", 0) - beyond


def pool_of(record: AppraisalYear, row: AppraisalScore) -> str:
    """The pool of a person: the street, 正职 where the scheme splits them off, or what a small one joins (WF-101)."""
    name, seen = LEADERS if row.in_leaders_pool else row.community[:9], set[str]()
    while name in record.merges and name not in seen:
        seen.add(name)
        name = str(record.merges[name])
    return name


def pool_name(code: str) -> str:
    """The street's name, or 正职."""
    return "正职" if code == LEADERS else areas().name(code)


def seat_holders(record: AppraisalYear, row: AppraisalScore) -> list[AppraisalScore]:
    """Who of a person's pool holds a seat that may still be given to another: published, not confirmed (WF-101)."""
    return [
        one for one in all_scores(record)
        if one.has_seat and one.state is ScoreState.PUBLISHED and one.id != row.id and not one.review_text
        and pool_of(record, one) == pool_of(record, row)
    ]  # fmt: skip
