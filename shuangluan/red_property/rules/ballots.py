"""What each counting unit said: ballots in time, valid, agreeing with each other (RP-23)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.rules.matters import VoteSettings


class BallotClass(StrEnum):
    """What became of a counting unit; the first four participate."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"
    BLANK = "blank"
    INVALID = "invalid"
    SILENT = "silent"
    UNDELIVERED = "undelivered"
    CONFLICT = "conflict"


BALLOT_CLASS_LABEL = {
    BallotClass.YES: "同意",
    BallotClass.NO: "反对",
    BallotClass.ABSTAIN: "弃权",
    BallotClass.BLANK: "已交未选",
    BallotClass.INVALID: "无效",
    BallotClass.SILENT: "已送达未交",
    BallotClass.UNDELIVERED: "未送达",
    BallotClass.CONFLICT: "选择不一致",
}
CHOICES = (BallotClass.YES, BallotClass.NO, BallotClass.ABSTAIN, BallotClass.BLANK)


class Problem(StrEnum):
    """What is wrong with a ballot or a counting unit."""

    CONFLICT = "CONFLICT"
    DUPLICATE = "DUPLICATE"
    LATE = "LATE"
    AGENT_LIMIT = "AGENT_LIMIT"


BLOCKING = frozenset({Problem.CONFLICT, Problem.AGENT_LIMIT})


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """One ballot received; `agent` is who handed it in for the owner, empty for the owner himself."""

    no: int
    group: str
    choice: BallotClass
    at: datetime
    valid: bool = True
    agent: str = ""

    @classmethod
    def parse(cls, row: Mapping[str, Any]) -> "BallotPaper":
        """The ballot of a row as worked examples write it. Raises RuleBroken for an unknown choice."""
        if row["choice"] not in CHOICES:
            raise RuleBroken(f"第 {row['no']} 号选票：不认识的选择 {row['choice']!r}")
        return cls(
            row["no"],
            row["group"],
            BallotClass(row["choice"]),
            datetime.fromisoformat(row["at"]),
            row.get("valid", True),
            row.get("agent") or "",
        )


@dataclass(frozen=True)
class Classified:
    """Each counting unit's class, and the problems as (kind, ballot number or group), sorted."""

    classes: Mapping[str, BallotClass]
    problems: tuple[tuple[Problem, int | str], ...]

    @property
    def may_finalise(self) -> bool:
        """No conflict and no agent with too many units is left (RP-23)."""
        return not any(kind in BLOCKING for kind, _ in self.problems)

    def sums(self, groups: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """Persons and area of every class, as `tally` takes them. Raises RuleBroken where a conflict is left."""
        if any(kind is Problem.CONFLICT for kind, _ in self.problems):
            raise RuleBroken("有计数单位的几张选票选择不一致，先核实再统计")
        found: dict[str, tuple[int, int]] = dict.fromkeys(BallotClass, (0, 0))
        del found[BallotClass.CONFLICT]
        for group, kind in self.classes.items():
            persons, area = found[kind]
            found[kind] = persons + 1, area + groups[group]
        return found


def classified(
    groups: Iterable[str],
    ballots: Sequence[BallotPaper],
    delivered: Mapping[str, bool],
    closes_at: datetime,
    settings: VoteSettings,
) -> Classified:
    """Each counting unit's class (RP-23). Moments are local wall-clock times; at the closing minute is in time.

    Raises RuleBroken for a ballot of a unit that is not on the roster.
    """
    known = list(groups)
    strange = sorted({paper.group for paper in ballots} - set(known))
    if strange:
        raise RuleBroken(f"名册里没有计数单位“{strange[0]}”，先核对选票")
    in_order = sorted(ballots, key=lambda paper: (paper.at, paper.no))
    late = [paper for paper in in_order if paper.at > closes_at]
    excess = _beyond_agents([paper for paper in in_order if paper.at <= closes_at], settings.agent_limit)
    left_out = {paper.no for paper in (*late, *excess)}
    received: defaultdict[str, list[BallotPaper]] = defaultdict(list)
    for paper in in_order:
        if paper.no not in left_out:
            received[paper.group].append(paper)
    problems: list[tuple[Problem, int | str]] = [(Problem.LATE, paper.no) for paper in late]
    problems += [(Problem.AGENT_LIMIT, paper.no) for paper in excess]
    classes = {}
    for group in known:
        classes[group], found = _class_of(received[group], bool(delivered.get(group)), settings)
        problems += [(kind, group if no is None else no) for kind, no in found]
    return Classified(classes, tuple(sorted(problems, key=lambda one: (one[0], str(one[1])))))


def _beyond_agents(in_time: Iterable[BallotPaper], limit: int) -> list[BallotPaper]:
    """The ballots of agents beyond the number of units that one may stand for, in order of receipt."""
    stands_for: defaultdict[str, set[str]] = defaultdict(set)
    beyond = []
    for paper in in_time:
        if not paper.agent:
            continue
        units = stands_for[paper.agent]
        if paper.group not in units and len(units) >= limit:
            beyond.append(paper)
        else:
            units.add(paper.group)
    return beyond


def _class_of(
    papers: Sequence[BallotPaper], delivered: bool, settings: VoteSettings
) -> tuple[BallotClass, list[tuple[Problem, int | None]]]:
    """The class of one unit and its problems; None stands for the unit itself. Never “last wins”."""
    valid = [paper for paper in papers if paper.valid and not _is_void(paper, settings)]
    if not valid:
        if papers:
            return BallotClass.INVALID, []
        return (BallotClass.SILENT if delivered else BallotClass.UNDELIVERED), []
    if len({paper.choice for paper in valid}) > 1:
        return BallotClass.CONFLICT, [(Problem.CONFLICT, None)]
    return valid[0].choice, [(Problem.DUPLICATE, paper.no) for paper in valid[1:]]


def _is_void(paper: BallotPaper, settings: VoteSettings) -> bool:
    """Whether a paper without a choice is no ballot here; by default it counts as 弃权."""
    return paper.choice is BallotClass.BLANK and settings.blank_ballot_as == "invalid"


def classify_ballots(
    groups: Mapping[str, int],
    ballots: Sequence[Mapping[str, Any]],
    delivered: Mapping[str, bool],
    closes_at: str,
    settings: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """`classified` in the shape of the worked examples."""
    papers = [BallotPaper.parse(row) for row in ballots]
    at = datetime.fromisoformat(closes_at)
    found = classified(groups, papers, delivered, at, VoteSettings.parse(settings))
    return {
        "classes": dict(found.classes),
        "problems": [list(problem) for problem in found.problems],
        "may_finalise": found.may_finalise,
    }
