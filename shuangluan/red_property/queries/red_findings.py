"""What an assessment of 红色业委会 would find today, beside what was found last (RP-35)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from shuangluan.red_property.models import RedAssessment
from shuangluan.red_property.queries import committee_register
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.rules import committees
from shuangluan.red_property.rules.committees import Criterion, RedFacts


@dataclass(frozen=True)
class Finding:
    """What a committee's conditions are today, and what was found last; `row` is that of its list."""

    row: Any
    facts: RedFacts
    criteria: tuple[Criterion, ...]
    last: RedAssessment | None

    @property
    def is_red(self) -> bool:
        """Whether all conditions are met."""
        return committees.is_red(self.criteria)

    @property
    def is_news(self) -> bool:
        """Whether nothing was found yet, or the facts are others than then."""
        return self.last is None or any(getattr(self.last, key) != value for key, value in asdict(self.facts).items())

    @property
    def turns(self) -> bool:
        """Whether the flag would be another one."""
        return self.is_red is not (self.last is not None and self.last.is_red)


def findings(rows: Sequence[Any], day: date) -> list[Finding]:
    """What an assessment of these rows of the list would find; as many statements for one as for all."""
    terms, last = book_on(day).terms, committee_register.newest_assessments([row.id for row in rows])
    facts = committee_register.red_facts(rows, day)
    return [
        Finding(row, facts[row.id], committees.red_criteria(facts[row.id], terms), last.get(row.id)) for row in rows
    ]
