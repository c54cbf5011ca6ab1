"""Ballots out and in: delivery, entry by one and check by another, what is settled by hand (RP-23, RP-28, RP-64)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, removal, vault
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.pii import normal_name
from shuangluan.red_property.models import Ballot, OwnerGroup, OwnersVote
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.rules import ballot_entry, sentences
from shuangluan.red_property.rules.ballot_entry import Reading
from shuangluan.red_property.rules.ballots import BallotClass
from shuangluan.red_property.rules.vote_words import BallotCheck, DeliveryMethod, Medium
from shuangluan.red_property.rules.votes import VoteState

NOBODY = "这次表决没有 {number} 号计数单位，核对选票上的编号"


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a ballot came in; `received_at` is a moment, `agent` who handed it in for the owner."""

    medium: Medium
    received_at: datetime
    agent: str = ""


def reading_of(ballot: Ballot) -> Reading:
    """What stands for a ballot now."""
    return Reading(ballot.is_valid, {seq: BallotClass(choice) for seq, choice in ballot.choices.items()})


def second_of(ballot: Ballot) -> Reading | None:
    """What the checker read, where it differed."""
    if ballot.second is None:
        return None
    choices = {seq: BallotClass(choice) for seq, choice in ballot.second["choices"].items()}
    return Reading(bool(ballot.second["is_valid"]), choices)


def deliver(
    vote: OwnersVote, groups: Sequence[OwnerGroup], *, method: DeliveryMethod, on: date, receipt: bool,
    by: audit.Actor, at: datetime,
) -> None:  # fmt: skip
    """Papers reached these counting units; only with proof is silence told from 未送达 (RP-23)."""
    ballot_entry.check_may_enter(vote.state, recounting=queries.is_recounting(vote))
    if not groups:
        raise RuleBroken("还没有选计数单位", "numbers")
    if not vote.opens_on <= on <= clock.local_day(at):
        raise RuleBroken(f"送达日期在 {vote.opens_on} 到今天之间", "delivered_on")
    for group in groups:
        with audit.changing(sentences.DELIVERED, group, by=by, at=at):
            group.delivery, group.delivered_on, group.has_receipt = method, on, receipt


def enter_ballot(vote: OwnersVote, line: str, receipt: Receipt, *, by: audit.Actor, at: datetime) -> Ballot:
    """One paper as it was read: the number of the counting unit and a choice for each motion.

    Raises RuleBroken, saying how a line is typed, for a number that is not of this vote, and outside the vote's time.
    """
    ballot_entry.check_may_enter(vote.state, recounting=queries.is_recounting(vote))
    group, reading = _read(vote, line)
    opens = clock.wall(clock.start_of(vote.opens_on))
    ballot_entry.check_received(clock.wall(receipt.received_at), opens, clock.wall(at))
    agent = normal_name(receipt.agent) or None
    last = db.session.scalar(select(func.max(Ballot.no)).where(Ballot.vote_id == vote.id)) or 0
    ballot = Ballot(
        vote_id=vote.id, group_id=group.id, no=last + 1, medium=receipt.medium, received_at=receipt.received_at,
        agent=agent, agent_digest=vault.digest(f"agent:{agent}") if agent else "", agent_cleared="",
        is_valid=reading.is_valid, void_reason="" if reading.is_valid else "录入为废票", choices=dict(reading.choices),
        check_state=BallotCheck.ENTERED, entered_at=at, entered_by_id=by.id or 0, enterer_name=by.name,
        checker_name="", settled_reason="",
    )  # fmt: skip
    audit.created(sentences.BALLOT_ENTERED, ballot, by=by, at=at)
    return ballot


def check_ballot(vote: OwnersVote, line: str, *, by: audit.Actor, at: datetime) -> Ballot:
    """A second person reads the paper anew; the oldest ballot of that unit that somebody else entered is checked.

    Raises RuleBroken where nothing of that unit waits, or only what he entered himself.
    """
    ballot_entry.check_may_enter(vote.state, recounting=queries.is_recounting(vote))
    group, reading = _read(vote, line)
    ballot = _to_check(group, reading, by)
    with audit.changing(sentences.BALLOT_CHECKED, ballot, by=by, at=at):
        ballot.check_state = ballot_entry.compared(reading_of(ballot), reading)
        ballot.second = reading.as_json() if ballot.check_state is BallotCheck.DIFFERS else None
        ballot.checked_at, ballot.checked_by_id, ballot.checker_name = at, by.id or 0, by.name
    return ballot


def _to_check(group: OwnerGroup, reading: Reading, by: audit.Actor) -> Ballot:
    """Of several papers of a unit that wait, the one that reads the same; else the oldest."""
    rows = select(Ballot).where(Ballot.group_id == group.id, Ballot.check_state == BallotCheck.ENTERED)
    waiting = db.session.scalars(rows.order_by(Ballot.no)).all()
    if not waiting:
        raise RuleBroken(f"{group.number} 号没有待核对的选票", "line")
    others = [one for one in waiting if one.entered_by_id != (by.id or 0)]
    if not others:
        ballot_entry.check_second(waiting[0].entered_by_id, by.id or 0)
    same = (one for one in others if ballot_entry.compared(reading_of(one), reading) is BallotCheck.CHECKED)
    return next(same, others[0])


def _read(vote: OwnersVote, line: str) -> tuple[OwnerGroup, Reading]:
    number, reading = ballot_entry.typed(line, [one.seq for one in queries.motions(vote.id)])
    group = queries.group(number, vote.id)
    if group is None:
        raise RuleBroken(NOBODY.format(number=number), "line")
    return group, reading


def settle_ballot(
    vote: OwnersVote, ballot: Ballot, *, second: bool, reason: str, by: audit.Actor, at: datetime
) -> None:
    """Two readings of a paper differ: after looking at it again one of them stands, and why."""
    ballot_entry.check_may_enter(vote.state, recounting=queries.is_recounting(vote))
    other = second_of(ballot)
    if ballot.check_state is not BallotCheck.DIFFERS or other is None:
        raise RuleBroken("这张选票两次录入相同，不用定夺")
    if ballot.entered_by_id == (by.id or 0):
        raise RuleBroken("录入人不能自己定夺，请核对人或另一位同事看着原票定")
    if not reason:
        raise RuleBroken("写明以哪次为准的依据", "reason")
    with audit.changing(sentences.BALLOT_SETTLED, ballot, by=by, at=at):
        if second:
            ballot.is_valid, ballot.choices = other.is_valid, dict(other.choices)
            ballot.void_reason = "" if other.is_valid else "核对为废票"
        ballot.check_state, ballot.second, ballot.settled_reason = BallotCheck.CHECKED, None, reason


def void_ballot(vote: OwnersVote, ballot: Ballot, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """认定无效, with the reason: so a conflict of several papers is cleared, never by “last wins” (RP-23)."""
    ballot_entry.check_may_enter(vote.state, recounting=queries.is_recounting(vote))
    if not ballot.is_valid:
        raise RuleBroken("这张选票已经无效")
    if not reason:
        raise RuleBroken("写明无效的原因", "reason")
    with audit.changing(sentences.BALLOT_VOIDED, ballot, by=by, at=at):
        ballot.is_valid, ballot.void_reason = False, reason


def withdraw_ballot(vote: OwnersVote, ballot: Ballot, *, by: audit.Actor, at: datetime) -> None:
    """Take back an entry that was a mistake, as with a file that belongs to another vote.

    Raises RuleBroken once somebody checked it: a paper that two have read is kept, and at most declared void.
    """
    ballot_entry.check_may_enter(vote.state, recounting=queries.is_recounting(vote))
    if ballot.check_state is not BallotCheck.ENTERED:
        raise RuleBroken(f"{ballot.no} 号选票已有人核对，不能撤回；确实无效的请认定无效")
    with audit.removing(sentences.BALLOT_WITHDRAWN, ballot, by=by, at=at):
        removal.delete("这张选票", ballot)


def clear_agent(vote: OwnersVote, ballot: Ballot, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """The owner confirmed a ballot that his agent handed in beyond the limit; it counts as his own (RP-23)."""
    ballot_entry.check_may_enter(vote.state, recounting=queries.is_recounting(vote))
    if not ballot.agent_digest or ballot.agent_cleared:
        raise RuleBroken("这张选票没有要核实的代理")
    if not reason:
        raise RuleBroken("写明怎样向业主核实的", "reason")
    with audit.changing(sentences.AGENT_CLEARED, ballot, by=by, at=at):
        ballot.agent_cleared = reason


def is_entering(vote: OwnersVote) -> bool:
    """Whether ballots are taken now."""
    return vote.state in (VoteState.OPEN, VoteState.COUNTING) or queries.is_recounting(vote)
