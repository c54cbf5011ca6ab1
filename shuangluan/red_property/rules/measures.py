"""The four tests of a vote, by persons and by area, and what each still lacks (RP-24, RP-26)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shuangluan.red_property.rules.matters import ThresholdRow
from shuangluan.red_property.rules.parsing import Share


@dataclass(frozen=True, slots=True)
class Count:
    """Persons, and their area in 0.01 ㎡."""

    persons: int
    area_x100: int

    def __add__(self, other: "Count") -> "Count":
        return Count(self.persons + other.persons, self.area_x100 + other.area_x100)


@dataclass(frozen=True, slots=True)
class Hurdle:
    """One of the four: `part` of `base` against a share."""

    key: str
    part: int
    base: int
    share: Share

    @property
    def is_met(self) -> bool:
        """Whether the share is reached or passed."""
        return self.share.is_met(self.part, self.base)

    @property
    def short(self) -> int:
        """How much is lacking with the same participants, persons or 0.01 ㎡; 0 when it is met."""
        return 0 if self.is_met else self.share.lacking(self.part, self.base)


@dataclass(frozen=True, slots=True)
class Measured:
    """The four tests in the order in which they are told."""

    participating: Count
    agreeing: Count
    tests: tuple[Hurdle, ...]

    @property
    def passed(self) -> bool:
        """Whether all four are met."""
        return all(test.is_met for test in self.tests)

    def as_json(self) -> dict[str, Any]:
        """In the shape of the worked examples."""
        return {
            "participating": [self.participating.persons, self.participating.area_x100],
            "agreeing": [self.agreeing.persons, self.agreeing.area_x100],
            "tests": {test.key: test.is_met for test in self.tests},
            "short": {_SHORT_KEY.get(test.key, test.key): test.short for test in self.tests},
            "passed": self.passed,
        }


_SHORT_KEY: Mapping[str, str] = {
    "participation_area": "participation_area_x100",
    "agree_area": "agree_area_x100",
}


@dataclass(frozen=True, slots=True)
class Measures:
    """What a matter is held to: the law of its time, its share of agreement, all owners."""

    row: ThresholdRow
    agreement: Share
    total: Count

    def of(self, participating: Count, agreeing: Count) -> Measured:
        """The four tests of those who took part and agreed."""
        base = self.total if self.row.of_all else participating
        share = self.row.participation
        tests = (
            Hurdle("participation_persons", participating.persons, self.total.persons, share),
            Hurdle("participation_area", participating.area_x100, self.total.area_x100, share),
            Hurdle("agree_persons", agreeing.persons, base.persons, self.agreement),
            Hurdle("agree_area", agreeing.area_x100, base.area_x100, self.agreement),
        )
        return Measured(participating, agreeing, tests)
