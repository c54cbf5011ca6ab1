"""What is in the box of a vote and what it amounts to now, recomputed from the ballots (RP-23, RP-24, D8)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.red_property.models import Ballot, Motion, OwnerGroup, OwnersVote
from shuangluan.red_property.queries import votes as stored
from shuangluan.red_property.queries.books import law_on
from shuangluan.red_property.queries.rosters import group_facts
from shuangluan.red_property.rules.ballots import BallotClass, BallotPaper, Classified, Problem, classified
from shuangluan.red_property.rules.matters import VoteLaw
from shuangluan.red_property.rules.measures import Count
from shuangluan.red_property.rules.tally import NoTally, Tally, tallied
from shuangluan.red_property.rules.vote_words import BallotCheck


@dataclass(frozen=True)
class Paper:
    """A ballot as it counts; who handed it in stands by a digest only."""

    id: int
    no: int
    group: int  # the number of the counting unit
    is_valid: bool
    choices: Mapping[str, str]
    received_at: Any
    agent: str
    check: BallotCheck


@dataclass(frozen=True)
class Found:
    """A motion: what each counting unit said, and the tally; with a conflict left, `tally` leaves those units out."""

    motion: Motion
    classified: Classified
    sums: Mapping[str, Count]
    tally: Tally | NoTally

    def numbers(self, problem: Problem) -> list[int]:
        """The ballots (or, of a conflict, the counting units) with this problem."""
        return [int(one) for kind, one in self.classified.problems if kind is problem]

    def units(self, kind: BallotClass) -> list[int]:
        """The counting units of a class."""
        return [int(key) for key, found in self.classified.classes.items() if found is kind]


class Box:
    """The counting units, the ballots and the motions of a vote, read once."""

    def __init__(self, vote: OwnersVote) -> None:
        self.vote = vote
        self.closed_on: date = clock.local_day(vote.closes_at)
        self.law: VoteLaw = law_on(self.closed_on)
        self.settings = self.law.settings_on(self.closed_on)
        self.motions: Sequence[Motion] = stored.motions(vote.id)
        self.groups: Sequence[Any] = group_facts(vote.id)
        self.papers: Sequence[Paper] = _papers(vote.id)

    @property
    def unchecked(self) -> int:
        """Ballots that only one person read, or that two read differently."""
        return sum(paper.check is not BallotCheck.CHECKED for paper in self.papers)

    @property
    def receipts(self) -> int:
        """Counting units whose papers were delivered with proof."""
        return sum(group.has_receipt for group in self.groups)

    @property
    def returned(self) -> int:
        """Counting units of which at least one paper came in."""
        return len({paper.group for paper in self.papers})

    @cached_property
    def found(self) -> list[Found]:
        """Each motion with its tally."""
        return [self._of(motion) for motion in self.motions] if self.groups else []

    @property
    def may_finalise(self) -> bool:
        """No conflict and no agent beyond the limit is left in any motion."""
        return all(one.classified.may_finalise for one in self.found)

    @property
    def inputs_hash(self) -> str:
        """Over everything that the numbers rest on: two counts of the same box have the same."""
        facts = [
            [[one.id, one.seq, one.matter] for one in self.motions],
            [[one.number, one.area_x100, one.has_receipt] for one in self.groups],
            [
                [one.no, one.group, one.is_valid, dict(one.choices), one.received_at.isoformat(), one.agent, one.check]
                for one in self.papers
            ],
            self.vote.closes_at.isoformat(), self.vote.clause_id,
        ]  # fmt: skip
        text = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _of(self, motion: Motion) -> Found:
        areas = {str(one.number): one.area_x100 for one in self.groups}
        delivered = {str(one.number): bool(one.has_receipt) for one in self.groups}
        papers = [_as_rule(paper, motion) for paper in self.papers]
        known = classified(areas, papers, delivered, clock.wall(self.vote.closes_at), self.settings)
        sums = _sums(known, areas)
        total = Count(len(areas), sum(areas.values()))
        tally = tallied(
            self.law, motion.matter, total, sums, self.closed_on, follow_majority=self.vote.clause_id is not None
        )
        return Found(motion, known, sums, tally)


def _sums(known: Classified, areas: Mapping[str, int]) -> dict[str, Count]:
    """Persons and area of each class; a unit whose papers contradict each other takes no part until that is cleared."""
    settled = {
        key: BallotClass.INVALID if kind is BallotClass.CONFLICT else kind for key, kind in known.classes.items()
    }
    return {name: Count(*pair) for name, pair in Classified(settled, ()).sums(areas).items()}


def _as_rule(paper: Paper, motion: Motion) -> BallotPaper:
    choice = BallotClass(paper.choices.get(str(motion.seq), BallotClass.BLANK))
    return BallotPaper(paper.no, str(paper.group), choice, clock.wall(paper.received_at), paper.is_valid, paper.agent)


def _papers(vote_id: int) -> list[Paper]:
    rows = db.session.execute(
        select(
            Ballot.id, Ballot.no, OwnerGroup.number, Ballot.is_valid, Ballot.choices, Ballot.received_at,
            Ballot.agent_digest, Ballot.agent_cleared, Ballot.check_state,
        )
        .join(OwnerGroup, OwnerGroup.id == Ballot.group_id)
        .where(Ballot.vote_id == vote_id)
        .order_by(Ballot.no)
    )  # fmt: skip
    return [
        Paper(
            row.id, row.no, row.number, row.is_valid, row.choices, row.received_at,
            "" if row.agent_cleared else row.agent_digest, row.check_state,
        )
        for row in rows
    ]  # fmt: skip
