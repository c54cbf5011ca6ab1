"""Whether the owners decided: integers crossed, never percents compared (RP-24 to RP-27)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.lines import Line, codes
from shuangluan.red_property.rules import vote_lines
from shuangluan.red_property.rules.ballots import BallotClass
from shuangluan.red_property.rules.matters import ThresholdRow, VoteLaw, VoteMatter
from shuangluan.red_property.rules.measures import Count, Measured, Measures

COUNTED = (
    BallotClass.YES, BallotClass.NO, BallotClass.ABSTAIN, BallotClass.BLANK,
    BallotClass.INVALID, BallotClass.SILENT, BallotClass.UNDELIVERED,
)  # fmt: skip


class NoTally(StrEnum):
    """Why there is nothing to count."""

    NOT_A_278_MATTER = "NOT_A_278_MATTER"
    EMPTY_ELECTORATE = "EMPTY_ELECTORATE"
    NOT_BALANCED = "NOT_BALANCED"


NO_TALLY_LABEL = {
    NoTally.NOT_A_278_MATTER: "不是民法典第278条的表决事项，不按多数表决；住改商要逐户请有利害关系的业主签字同意",
    NoTally.EMPTY_ELECTORATE: "业主总人数和总面积要大于 0",
    NoTally.NOT_BALANCED: "各类人数、面积合计与名册总数不符，请核对",
}


class NotApplied(StrEnum):
    """Why silence was not added to the leading choice, in the order in which it is asked (RP-25)."""

    NO_SILENT = "NO_SILENT"
    NO_BALLOTS = "NO_BALLOTS"
    TIE = "TIE"
    LEADERS_DIFFER = "LEADERS_DIFFER"


@dataclass(frozen=True, slots=True)
class Followed:
    """从多: `choice` got the silent votes, or `reason` says why none did and the strict numbers stand."""

    choice: BallotClass | None
    reason: NotApplied | None
    measured: Measured


@dataclass(frozen=True)
class Tally:
    """The result of one matter. `strict` alone counts; `follow` is for information, or None when not asked."""

    row: ThresholdRow
    matter: VoteMatter
    strict: Measured
    follow: Followed | None
    lines: tuple[Line, ...]

    @property
    def matter_class(self) -> str:
        """general or special, under the row that counts."""
        return self.matter.classes[self.row.row]


def tallied(
    law: VoteLaw,
    matter: str,
    total: Count,
    classes: Mapping[str, Count],
    closed_on: date,
    *,
    follow_majority: bool,
) -> Tally | NoTally:
    """The tally of a matter closed on `closed_on` (RP-24), or why there is none.

    Areas in 0.01 ㎡. `follow_majority`: the clause of the 议事规则 is attached (RP-25). Raises RuleBroken for an
    unknown matter, a negative number, and a day before the first row of the law.
    """
    if matter in law.not_votes:
        return NoTally.NOT_A_278_MATTER
    if matter not in law.matters:
        raise RuleBroken(f"没有“{matter}”这个表决事项，请从列表里选", "matter")
    if total.persons <= 0 or total.area_x100 <= 0:
        return NoTally.EMPTY_ELECTORATE
    counts = {name: classes.get(name, Count(0, 0)) for name in COUNTED}
    if min(part for count in counts.values() for part in (count.persons, count.area_x100)) < 0:
        raise RuleBroken("人数和面积不能是负数")
    if sum(classes.values(), Count(0, 0)) != total or set(classes) - set(COUNTED):
        return NoTally.NOT_BALANCED
    row, item = law.row_on(closed_on), law.matters[matter]
    measures = Measures(row, row.agreement[item.classes[row.row]], total)
    strict = measures.of(*_sides(counts))
    follow = _followed(measures, counts, strict) if follow_majority else None
    return Tally(row, item, strict, follow, tuple(_lines(measures, counts, strict, follow)))


def _sides(counts: Mapping[BallotClass, Count]) -> tuple[Count, Count]:
    """Those who take part, and those of them who agree."""
    parts = (BallotClass.YES, BallotClass.NO, BallotClass.ABSTAIN, BallotClass.BLANK)
    return sum((counts[one] for one in parts), Count(0, 0)), counts[BallotClass.YES]


def _followed(measures: Measures, counts: Mapping[BallotClass, Count], strict: Measured) -> Followed:
    silent = counts[BallotClass.SILENT]
    sides = {
        BallotClass.YES: counts[BallotClass.YES],
        BallotClass.NO: counts[BallotClass.NO],
        BallotClass.ABSTAIN: counts[BallotClass.ABSTAIN] + counts[BallotClass.BLANK],
    }
    if silent.persons == 0:
        return Followed(None, NotApplied.NO_SILENT, strict)
    if strict.participating.persons == 0:
        return Followed(None, NotApplied.NO_BALLOTS, strict)
    by_persons = _leader({one: count.persons for one, count in sides.items()})
    by_area = _leader({one: count.area_x100 for one, count in sides.items()})
    if by_persons is None or by_area is None:
        return Followed(None, NotApplied.TIE, strict)
    if by_persons is not by_area:
        return Followed(None, NotApplied.LEADERS_DIFFER, strict)
    agreeing = strict.agreeing + silent if by_persons is BallotClass.YES else strict.agreeing
    return Followed(by_persons, None, measures.of(strict.participating + silent, agreeing))


def _leader(parts: Mapping[BallotClass, int]) -> BallotClass | None:
    """Who has more than each other; None where two have the most."""
    most = max(parts.values())
    leaders = [one for one, part in parts.items() if part == most]
    return leaders[0] if len(leaders) == 1 else None


def _lines(
    measures: Measures, counts: Mapping[BallotClass, Count], strict: Measured, follow: Followed | None
) -> list[Line]:
    lines = [*vote_lines.tests(measures, strict), vote_lines.result(measures.row, strict)]
    if follow is not None:
        silent = counts[BallotClass.SILENT]
        if follow.choice is not None:
            lines.append(vote_lines.followed(measures.row, follow.choice, silent, follow.measured))
        else:
            assert follow.reason is not None  # one of the two is there
            lines.append(vote_lines.not_followed(follow.reason))
    return [*lines, vote_lines.DISCLAIMER]


def tally_vote(
    scheme: Mapping[str, Any],
    matter: str,
    persons_total: int,
    area_total_x100: int,
    classes: Mapping[str, Sequence[int]],
    closed_on: str,
    follow_majority: bool,
) -> dict[str, Any]:
    """`tallied` in the shape of the worked examples."""
    found = tallied(
        VoteLaw.parse(scheme),
        matter,
        Count(persons_total, area_total_x100),
        {name: Count(*pair) for name, pair in classes.items()},
        date.fromisoformat(closed_on),
        follow_majority=follow_majority,
    )
    if isinstance(found, NoTally):
        return {"error": found.value}
    return {
        "threshold_row": found.row.row,
        "class": found.matter_class,
        "strict": found.strict.as_json(),
        "follow": None if found.follow is None else _follow_json(found.follow),
        "line_codes": codes(found.lines),
        "lines": [line.as_json() for line in found.lines],
    }


def _follow_json(follow: Followed) -> dict[str, Any]:
    head = {"applied": follow.choice is not None, "choice": follow.choice, "reason": follow.reason}
    return {**head, **follow.measured.as_json()}
