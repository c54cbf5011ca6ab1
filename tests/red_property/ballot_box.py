"""Builders of votes in each of their states, through the services: a roster of 御景园, ballots by two people."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import clock
from shuangluan.red_property.models import Motion, OwnersVote, VoteCount
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.rules.vote_plans import VotePlan
from shuangluan.red_property.rules.vote_words import DeliveryMethod, ElectorateScope, Initiator, Medium, VoteForm
from shuangluan.red_property.services import ballots, rosters, vote_counting, votes
from shuangluan.red_property.services.ballots import Receipt
from tests.build import actor, compound, saved
from tests.kept import kept

PUBLICISED = "11-20 10:00"  # fifteen days later is Saturday 12-05, so the publicity runs until Monday 12-07
OPENED, CLOSES, COUNTED = "12-08 09:00", "12-15 18:00", "12-16 09:00"
Row = tuple[str, str, int]  # house, owners, area in 0.01 ㎡


def at(text: str) -> datetime:
    """The moment of `12-08 09:00` in 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.CST)


def day(text: str) -> date:
    """The day of `12-08` in 2026."""
    return date.fromisoformat(f"2026-{text}")


def a_plan(**more: Any) -> VotePlan:
    """A vote of the whole compound, called by its committee."""
    facts = {
        "title": "御景园2026年第1次业主表决", "form": VoteForm.WRITTEN, "initiator": Initiator.COMMITTEE,
        "initiator_note": "", "proposers": None, "electorate": ElectorateScope.COMPOUND, "electorate_note": "",
        "freeze_on": day("11-20"), "opens_on": day("12-08"), "closes_at": datetime(2026, 12, 15, 18, 0),
    }  # fmt: skip
    return VotePlan(**{**facts, **more})


def rows(count: int, area_x100: int = 10000) -> list[Row]:
    """So many flats of as many owners."""
    return [(f"1号楼{number:03d}", f"演示业主{number:03d}", area_x100) for number in range(1, count + 1)]


def unit(house: str, owners: str, area_x100: int, **more: Any) -> dict[str, Any]:
    """A row of the roster as it is typed."""
    return {
        "unit": house, "kind": "dwelling", "status": "delivered", "titled": False, "owners": owners, "tails": "",
        "registered_x100": area_x100, "surveyed_x100": None, "contract_x100": None, **more,
    }  # fmt: skip


@kept
def a_draft(
    roster: Sequence[Row] | None = None, *, matter: str = "use_fund", by: str = "community_staff", **more: Any
) -> OwnersVote:
    """A draft with its roster (six flats) and one motion."""
    who, when = actor(by), at(PUBLICISED)

    def deed() -> OwnersVote:
        vote = votes.plan_vote(compound("御景园"), a_plan(**more), by=who, at=when)
        for house, owners, area in rows(6) if roster is None else roster:
            rosters.add_unit(vote, unit(house, owners, area), by=who, at=when)
        votes.add_motion(vote, matter=matter, title="更换电梯曳引机", text="从维修资金支出", by=who, at=when)
        return vote

    return saved(deed)


@kept
def publicise(vote: OwnersVote, *, by: str = "community_staff", when: str = PUBLICISED, days: int = 15) -> None:
    """Roster and motions are put up."""
    saved(
        lambda: votes.publicise(
            vote, place="小区公告栏", manner="张贴", days=days, notified_on=day(when[:5]), by=actor(by), at=at(when)
        )
    )


@kept
def a_publicised(roster: Sequence[Row] | None = None, **more: Any) -> OwnersVote:
    """Hanging since 11-20."""
    vote = a_draft(roster, **more)
    publicise(vote)
    return vote


@kept
def an_open(roster: Sequence[Row] | None = None, **more: Any) -> OwnersVote:
    """Opened on 12-08."""
    vote = a_publicised(roster, **more)
    saved(lambda: votes.open_vote(vote, by=actor("community_staff"), at=at(OPENED)))
    return vote


@kept
def a_past() -> OwnersVote:
    """A vote of six flats that was held on paper from 10-10 to 10-30 and is entered afterwards."""
    vote = a_draft(
        freeze_on=day("09-20"), opens_on=day("10-10"), closes_at=datetime(2026, 10, 30, 18, 0), title="十月的表决"
    )
    saved(
        lambda: votes.record_past(vote, notified_on=day("09-20"), by=actor("community_staff"), at=at("11-20 10:30"))
    )
    return vote


def enter(
    vote: OwnersVote, line: str, *, by: str = "community_staff", when: str = "12-09 10:00", agent: str = ""
) -> Any:
    """One paper, as its first reader types it."""
    receipt = Receipt(Medium.PAPER, at(when), agent)
    return saved(lambda: ballots.enter_ballot(vote, line, receipt, by=actor(by), at=at("12-16 08:00")))


def check(vote: OwnersVote, line: str, *, by: str = "community_admin") -> Any:
    """The same paper, as somebody else reads it."""
    return saved(lambda: ballots.check_ballot(vote, line, by=actor(by), at=at("12-16 08:30")))


@kept
def cast(vote: OwnersVote, *lines: str, **more: Any) -> None:
    """Papers entered by one and checked by another."""
    for line in lines:
        enter(vote, line, **more)
        check(vote, line)


def deliver(vote: OwnersVote, *numbers: int, receipt: bool = True) -> None:
    """Papers delivered by hand on 12-08."""
    groups = [found for number in numbers if (found := queries.group(number, vote.id))]
    saved(
        lambda: ballots.deliver(
            vote, groups, method=DeliveryMethod.IN_PERSON, on=day("12-08"), receipt=receipt,
            by=actor("community_staff"), at=at("12-09 09:00"),
        )
    )  # fmt: skip


@kept
def close(vote: OwnersVote) -> None:
    """→ 统计中, the morning after the closing."""
    saved(lambda: votes.close_vote(vote, by=actor("community_staff"), at=at(COUNTED)))


@kept
def confirm(vote: OwnersVote, by: str = "community_staff", when: str = "12-16 10:00") -> VoteCount:
    """The first of the two who finalise."""
    return saved(lambda: vote_counting.confirm_count(vote, by=actor(by), at=at(when)))


@kept
def finalise(vote: OwnersVote, by: str = "community_admin", when: str = "12-16 11:00") -> VoteCount:
    """The second."""
    return saved(lambda: vote_counting.finalise(vote, by=actor(by), at=at(when)))


@kept
def a_final(*lines: str, roster: Sequence[Row] | None = None, **more: Any) -> OwnersVote:
    """Counted and finalised by two; by default five of six agree."""
    vote = an_open(roster, **more)
    cast(vote, *(lines or ("1 1", "2 1", "3 1", "4 1", "5 1")))
    close(vote)
    confirm(vote)
    finalise(vote)
    return vote


def motion(vote: OwnersVote) -> Motion:
    """Its first motion."""
    return queries.motions(vote.id)[0]
