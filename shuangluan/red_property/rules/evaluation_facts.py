"""What an evaluation was computed from: gathered once, kept with the result, read again as it was (RP-37, D8)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from shuangluan.red_property.rules.companies import Cover, cover
from shuangluan.red_property.rules.evaluation import EvaluationFacts, Rate
from shuangluan.red_property.rules.months import MonthStatus, counted


@dataclass(frozen=True)
class Gathered:
    """A year of a compound as the registers tell it. `months`: (period, status) of those that were due and are over;
    the rates are (part, base); `fees` and `fees_before` are 分 received and due.
    """

    compound_kind: str
    company_id: int  # the record of 物业企业
    company: str
    party_units: int
    instructors: int
    supervisors: tuple[str, ...]
    managers: tuple[str, ...]
    months: tuple[tuple[str, str], ...]
    resolutions: Rate
    solved: Rate
    satisfied: Rate
    fees: Rate
    fees_before: Rate
    unsigned: Rate

    @classmethod
    def kept(cls, stored: Mapping[str, Any]) -> "Gathered":
        """What was stored as JSON."""
        lists = {name: tuple(value) for name, value in stored.items() if isinstance(value, list)}
        months = tuple((period, status) for period, status in stored["months"])
        return cls(**{**stored, **lists, "months": months})

    @property
    def plain(self) -> dict[str, Any]:
        """The same for JSON."""
        return {name: _listed(value) for name, value in asdict(self).items()}

    @property
    def cover(self) -> Cover:
        """Of the company (RP-34)."""
        return cover(self.party_units, self.instructors)

    @property
    def meetings(self) -> Rate:
        """Months met, of those owed (RP-20)."""
        count = counted(MonthStatus(status) for _, status in self.months)
        return count.met, count.expected

    def facts(self, manual: Mapping[str, Fraction], vetoes: frozenset[str]) -> EvaluationFacts:
        """Together with what was given by hand: what is evaluated."""
        return EvaluationFacts(
            compound_kind=self.compound_kind,
            cover=self.cover,
            has_supervisor=bool(self.supervisors),
            manager_sits=bool(self.managers),
            meetings=self.meetings,
            resolutions=self.resolutions,
            solved=self.solved,
            satisfied=self.satisfied,
            fees=self.fees,
            fees_before=self.fees_before,
            unsigned=self.unsigned,
            manual=manual,
            vetoes=vetoes,
        )


def _listed(value: Any) -> Any:
    return [_listed(one) for one in value] if isinstance(value, tuple) else value
