"""The catalogue of appeals, parsed at the door: categories, limits, reasons (GR-8, GR-28)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from shuangluan.grid.rules.parsing import Choices, chosen, each_row, index, limit, read, text
from shuangluan.grid.rules.states import (
    HandlingLevel,
    Level,
    Outcome,
    Satisfaction,
)
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Limit


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its Chinese name: a source, a reason for rejecting or pausing."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Domain(Named):
    """One of the 7 大类; the six with `duty_domain` are also those of the duty list (GR-18)."""

    duty_domain: bool


@dataclass(frozen=True, slots=True)
class StatutoryLimit:
    """A limit that a law sets; when it is longer than the level's it goes first, `document` named (GR-28)."""

    limit: Limit
    document: str


@dataclass(frozen=True, slots=True)
class Category(Named):
    """What an appeal is about. `community_duty`: a community may lead it (GR-21)."""

    domain: str
    level: Level
    community_duty: bool
    default_handler: str
    restricted: bool = False
    statutory_channel: bool = False
    call_first: str = ""
    assist: str = ""
    to_meeting: bool = False
    to_double_register: bool = False
    owners_vote: bool = False
    street_meeting: bool = False
    statutory: StatutoryLimit | None = None


@dataclass(frozen=True, slots=True)
class LevelLimits:
    """The limits of one level. None under `grid`: that level of matter is not for the grid to finish."""

    level: Level
    name: str
    sign: Limit
    grid: Limit | None
    street: Limit
    district: Limit
    first_answer: Limit | None
    promise: Limit
    ceiling: Limit | None
    ceiling_extension: Limit | None
    examples: str
    basis: str

    def finish(self, body: HandlingLevel) -> Limit:
        """How long a leg at `body` may take: a community's as the grid's, a missing one as the street's."""
        if body is HandlingLevel.DISTRICT:
            return self.district
        if body is HandlingLevel.STREET or self.grid is None:
            return self.street
        return self.grid


@dataclass(frozen=True, slots=True)
class OutcomeKind(Named):
    """What an outcome counts for (GR-30, GR-34)."""

    outcome: Outcome
    counts_solved: bool
    in_rate: bool
    needs_review_on: bool


@dataclass(frozen=True, slots=True)
class UnhappyReason(Named):
    """Why a reporter is not content; `rework` proposes 退回再办 (GR-32)."""

    rework: bool


@dataclass(frozen=True, slots=True)
class SatisfactionKind(Named):
    """What an answer counts for: `answered` puts it in the denominator, `positive` in the numerator."""

    satisfaction: Satisfaction
    answered: bool
    positive: bool


@dataclass(frozen=True)
class Catalogue:
    """The whole document `appeal_categories`; every look-up by code raises RuleBroken for an unknown one."""

    domains: tuple[Domain, ...]
    limits: tuple[LevelLimits, ...]
    categories: tuple[Category, ...]
    sources: tuple[Named, ...]
    outcomes: tuple[OutcomeKind, ...]
    rejection_reasons: tuple[Named, ...]
    suspension_reasons: tuple[Named, ...]
    unhappy_reasons: tuple[UnhappyReason, ...]
    satisfaction: tuple[SatisfactionKind, ...]

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "Catalogue":
        """The catalogue of a scheme document. Raises RuleBroken (a ValueError) saying which row is wrong."""
        catalogue = cls(
            domains=each_row(payload, "domains", _domain),
            limits=each_row(payload, "limits", _limits, key_of="level"),
            categories=each_row(payload, "categories", _category),
            sources=each_row(payload, "sources", _named),
            outcomes=each_row(payload, "outcomes", _outcome),
            rejection_reasons=each_row(payload, "rejection_reasons", _named),
            suspension_reasons=each_row(payload, "suspension_reasons", _named),
            unhappy_reasons=each_row(payload, "unhappy_reasons", _unhappy),
            satisfaction=each_row(payload, "satisfaction", _satisfaction),
        )
        catalogue._check_complete()
        return catalogue

    def _check_complete(self) -> None:
        for level in Level:
            if level not in self._limits:
                raise RuleBroken(f"目录缺少“{level}”级的期限")
        for outcome in Outcome:
            if outcome not in self._outcomes:
                raise RuleBroken(f"目录缺少办结类型“{outcome}”")
        for answer in Satisfaction:
            if answer not in self._satisfaction:
                raise RuleBroken(f"目录缺少满意度“{answer}”")
        for category in self.categories:
            if category.domain not in self._domains:
                raise RuleBroken(f"类别“{category.name}”的大类“{category.domain}”不在目录里")

    @cached_property
    def _domains(self) -> dict[str, Domain]:
        return index(self.domains)

    @cached_property
    def _categories(self) -> dict[str, Category]:
        return index(self.categories)

    @cached_property
    def _limits(self) -> dict[Level, LevelLimits]:
        return {row.level: row for row in self.limits}

    @cached_property
    def _outcomes(self) -> dict[Outcome, OutcomeKind]:
        return {row.outcome: row for row in self.outcomes}

    @cached_property
    def _satisfaction(self) -> dict[Satisfaction, SatisfactionKind]:
        return {row.satisfaction: row for row in self.satisfaction}

    def domain(self, code: str) -> Domain:
        """One of the 大类."""
        return chosen(self._domains, code, "大类", "domain")

    def category(self, code: str) -> Category:
        """What the appeal is about."""
        return chosen(self._categories, code, "诉求类别", "category")

    def categories_of(self, domain: str) -> tuple[Category, ...]:
        """The categories of one 大类, in the order of the catalogue."""
        return tuple(category for category in self.categories if category.domain == domain)

    def limits_of(self, level: Level) -> LevelLimits:
        """The limits of `level`; every level has its row."""
        return self._limits[level]

    def outcome(self, outcome: Outcome) -> OutcomeKind:
        """What `outcome` counts for; every outcome has its row."""
        return self._outcomes[outcome]

    def answer(self, satisfaction: Satisfaction) -> SatisfactionKind:
        """What an answer counts for; every answer has its row."""
        return self._satisfaction[satisfaction]

    def source(self, code: str) -> Named:
        """Where the appeal comes from."""
        return chosen(index(self.sources), code, "诉求来源", "source")

    def rejection_reason(self, code: str) -> Named:
        """Why it is not accepted (GR-20)."""
        return chosen(index(self.rejection_reasons), code, "不予受理理由", "reason")

    def suspension_reason(self, code: str) -> Named:
        """Why it is paused (GR-27)."""
        return chosen(index(self.suspension_reasons), code, "挂起理由", "reason")

    def unhappy_reason(self, code: str) -> UnhappyReason:
        """Why a reporter is not content (GR-32)."""
        return chosen(index(self.unhappy_reasons), code, "不满意原因", "reasons")

    def category_choices(self) -> list[tuple[str, Choices]]:
        """(大类, its categories) for a grouped list of choices."""
        return [(row.name, choices(self.categories_of(row.code))) for row in self.domains]


def choices(rows: tuple[Named, ...] | tuple[Category, ...]) -> Choices:
    """(code, name) of each row, as a form wants them."""
    return [(row.code, row.name) for row in rows]


def _named(row: Mapping[str, Any]) -> Named:
    return Named(text(row, "code"), text(row, "name"))


def _domain(row: Mapping[str, Any]) -> Domain:
    return Domain(text(row, "code"), text(row, "name"), read(row, "duty_domain", bool))


def _limits(row: Mapping[str, Any]) -> LevelLimits:
    return LevelLimits(
        level=Level(text(row, "level")),
        name=text(row, "name"),
        sign=limit(row["sign"]),
        grid=limit(row["grid"]) if row.get("grid") else None,
        street=limit(row["street"]),
        district=limit(row["district"]),
        first_answer=limit(row["first_answer"]) if row.get("first_answer") else None,
        promise=limit(row["promise"]),
        ceiling=limit(row["ceiling"]) if row.get("ceiling") else None,
        ceiling_extension=limit(row["ceiling_extension"]) if row.get("ceiling_extension") else None,
        examples=str(row.get("examples", "")),
        basis=str(row.get("basis", "")),
    )


def _category(row: Mapping[str, Any]) -> Category:
    law = row.get("statutory_limit")
    return Category(
        code=text(row, "code"),
        name=text(row, "name"),
        domain=text(row, "domain"),
        level=Level(text(row, "level")),
        community_duty=read(row, "community_duty", bool),
        default_handler=text(row, "default_handler"),
        restricted=read(row, "restricted", bool, default=False),
        statutory_channel=read(row, "statutory_channel", bool, default=False),
        call_first=str(row.get("call_first", "")),
        assist=str(row.get("assist", "")),
        to_meeting=read(row, "to_meeting", bool, default=False),
        to_double_register=read(row, "to_double_register", bool, default=False),
        owners_vote=read(row, "owners_vote", bool, default=False),
        street_meeting=read(row, "street_meeting", bool, default=False),
        statutory=StatutoryLimit(limit(law), text(law, "document")) if law else None,
    )


def _outcome(row: Mapping[str, Any]) -> OutcomeKind:
    return OutcomeKind(
        code=text(row, "code"),
        name=text(row, "name"),
        outcome=Outcome(text(row, "code")),
        counts_solved=read(row, "counts_solved", bool),
        in_rate=read(row, "in_rate", bool),
        needs_review_on=read(row, "needs_review_on", bool, default=False),
    )


def _unhappy(row: Mapping[str, Any]) -> UnhappyReason:
    return UnhappyReason(text(row, "code"), text(row, "name"), read(row, "rework", bool))


def _satisfaction(row: Mapping[str, Any]) -> SatisfactionKind:
    return SatisfactionKind(
        code=text(row, "code"),
        name=text(row, "name"),
        satisfaction=Satisfaction(text(row, "code")),
        answered=read(row, "answered", bool),
        positive=read(row, "positive", bool),
    )
