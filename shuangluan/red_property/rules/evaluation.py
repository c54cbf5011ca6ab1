"""红色物业评分 of a compound and year: computed items, manual ones, stars (RP-37). Points in Fraction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.shares import half_up
from shuangluan.red_property.rules.companies import Cover
from shuangluan.red_property.rules.parsing import rows_of, text_of, whole

Rate = tuple[int, int]
COVER_SHARE = {Cover.ORGANISED: Fraction(1), Cover.INSTRUCTED: Fraction(3, 5), Cover.BLANK: Fraction(0)}
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class EvaluationItem:
    """One item of the document; a computed one is read-only."""

    code: str
    name: str
    points: int
    computed: bool
    formula: str


@dataclass(frozen=True)
class EvaluationScheme:
    """The document `property_evaluation_items`."""

    items: tuple[EvaluationItem, ...]
    total: int
    min_available: int
    stars: tuple[tuple[int, int], ...]  # (from so many points, stars), rising
    fee_targets: Mapping[str, int]  # percent by kind of compound
    fee_improve_points: int
    fee_improve_floor: int
    vetoes: Mapping[str, str]
    computed_vetoes: frozenset[str]

    @property
    def manual_items(self) -> tuple[EvaluationItem, ...]:
        """Those whose points are given by hand."""
        return tuple(item for item in self.items if not item.computed)

    @property
    def manual_vetoes(self) -> Mapping[str, str]:
        """Those that somebody has to state, by code."""
        return {code: name for code, name in self.vetoes.items() if code not in self.computed_vetoes}

    @classmethod
    def parse(cls, payload: Mapping[str, Any]) -> "EvaluationScheme":
        """The scheme of a document. Raises RuleBroken where the points do not make the total."""
        items = tuple(_item(row) for row in rows_of(payload, "items"))
        total = whole(payload.get("total"), "total", least=1)
        if sum(item.points for item in items) != total:
            raise RuleBroken(f"评分项目合计要是 {total} 分")
        targets = payload.get("fee_targets") or {}
        return cls(
            items,
            total,
            whole(payload.get("min_available"), "min_available"),
            tuple(sorted((row.get("ge", 0), row["stars"]) for row in rows_of(payload, "stars"))),
            {_KIND.get(kind, kind): whole(value, kind, least=1) for kind, value in targets.items()},
            whole(payload.get("fee_improve_points"), "fee_improve_points"),
            whole(payload.get("fee_improve_floor"), "fee_improve_floor"),
            {text_of(row, "code"): text_of(row, "name") for row in rows_of(payload, "vetoes")},
            frozenset(text_of(row, "code") for row in rows_of(payload, "vetoes") if row.get("computed")),
        )


_KIND = {"resettlement": "resettled"}  # the document's word for the kernel's kind of compound


@dataclass(frozen=True)
class EvaluationFacts:
    """A year of a compound. Rates are (part, base); a base of 0, or None, leaves its item out.

    `manual` holds the points given by hand, `vetoes` the codes that apply; fee rates are of this year and the year
    before.
    """

    compound_kind: str
    cover: Cover
    has_supervisor: bool
    manager_sits: bool
    meetings: Rate
    resolutions: Rate
    solved: Rate | None
    satisfied: Rate | None
    fees: Rate
    fees_before: Rate
    unsigned: Rate
    manual: Mapping[str, Fraction]
    vetoes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class EvaluationResult:
    """Points by item (None: left out), the total half-up to 0.01, stars (None: 不评)."""

    points: Mapping[str, Fraction | None]
    total_x100: int | None
    stars: int | None
    vetoes: tuple[str, ...]


def evaluate(scheme: EvaluationScheme, facts: EvaluationFacts) -> EvaluationResult:
    """The evaluation of RP-37. Raises RuleBroken for points by hand beyond those of their item."""
    points = {item.code: _points(item, scheme, facts) for item in scheme.items}
    available = sum(item.points for item in scheme.items if points[item.code] is not None)
    vetoes = tuple(code for code in scheme.vetoes if code in _vetoes(facts))
    if available < scheme.min_available:
        return EvaluationResult(points, None, None, vetoes)
    earned = sum((given for given in points.values() if given is not None), Fraction(0))
    total = half_up(earned * scheme.total * 100 / available)
    return EvaluationResult(points, total, 0 if vetoes else _stars(scheme.stars, total), vetoes)


def _points(item: EvaluationItem, scheme: EvaluationScheme, facts: EvaluationFacts) -> Fraction | None:
    if not item.computed:
        given = facts.manual.get(item.code)
        if given is not None and not 0 <= given <= item.points:
            raise RuleBroken(f"“{item.name}”写 0 到 {item.points} 分", item.code)
        return given
    if item.code == "fee_rate":
        return _fee_points(item, scheme, facts)
    share = _share(item.code, facts)
    return None if share is None else item.points * share


def _share(code: str, facts: EvaluationFacts) -> Fraction | None:
    """The part of a computed item's points that was earned."""
    shares: Mapping[str, Fraction | None] = {
        "org_cover": COVER_SHARE[facts.cover],
        "cross_appointment": HALF * facts.has_supervisor + HALF * facts.manager_sits,
        "meeting_rate": _ratio(facts.meetings),
        "resolution_on_time": _ratio(facts.resolutions),
        "event_solved": _ratio(facts.solved),
        "event_satisfied": _ratio(facts.satisfied),
    }
    if code not in shares:
        raise RuleBroken(f"评分项目“{code}”没有计算办法，请改为人工评分")
    return shares[code]


def _fee_points(item: EvaluationItem, scheme: EvaluationScheme, facts: EvaluationFacts) -> Fraction | None:
    rate = _ratio(facts.fees)
    if rate is None:
        return None
    given = item.points * min(Fraction(1), rate * 100 / scheme.fee_targets[facts.compound_kind])
    rise = improvement(facts.fees, facts.fees_before)
    if rise is not None and rise * 100 >= scheme.fee_improve_points:
        return max(given, Fraction(scheme.fee_improve_floor))
    return given


def improvement(rate: Rate, before: Rate) -> Fraction | None:
    """By how much a rate rose against the year before, of 1; None where one of the two has no base."""
    now, then = _ratio(rate), _ratio(before)
    return None if now is None or then is None else now - then


def _ratio(rate: Rate | None) -> Fraction | None:
    return None if rate is None or rate[1] == 0 else Fraction(*rate)


def _vetoes(facts: EvaluationFacts) -> frozenset[str]:
    unsigned = _ratio(facts.unsigned)
    computed = {"unsigned_over_half"} if unsigned is not None and unsigned > HALF else set()
    return facts.vetoes | computed


def _stars(steps: Sequence[tuple[int, int]], total_x100: int) -> int:
    return max((stars for least, stars in steps if total_x100 >= least * 100), default=0)


def _item(row: Mapping[str, Any]) -> EvaluationItem:
    if not isinstance(row.get("computed"), bool):
        raise RuleBroken(f"评分项目“{row.get('name')}”要写明是否自动计算")
    points = whole(row.get("points"), "points", least=1)
    return EvaluationItem(
        text_of(row, "code"), text_of(row, "name"), points, row["computed"], text_of(row, "formula")
    )
