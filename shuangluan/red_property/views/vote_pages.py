"""业主表决: the list and its workbook, one vote as it stands with what is done and missing (RP-61, RP-64)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.models import AuditEntry, Objection, Publicity
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.postings import ObjectionState
from shuangluan.kernel.timeline import told
from shuangluan.kernel.web import page, viewer
from shuangluan.red_property.models import OwnersVote, VoteCount
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.vote_counts import Box
from shuangluan.red_property.rules import sentences, vote_lines, vote_plans, votes
from shuangluan.red_property.rules.ballots import BALLOT_CLASS_LABEL, BallotClass, Problem
from shuangluan.red_property.rules.measures import Count
from shuangluan.red_property.rules.tally import NO_TALLY_LABEL, NoTally
from shuangluan.red_property.rules.vote_words import (
    ELECTORATE_LABEL,
    INITIATOR_LABEL,
    INITIATOR_STANDING,
    VOTE_FORM_LABEL,
    Initiator,
)
from shuangluan.red_property.rules.votes import VOTE_LABEL, VoteState
from shuangluan.red_property.services.ballots import is_entering
from shuangluan.red_property.tables import VOTE_TONE, VOTES, VoteLine
from shuangluan.red_property.views.blueprint import SLICE, bp

GAUGE = 300  # width of a gauge in its own units
LISTING = Listing(
    SLICE, VOTES, queries.SOURCE, VoteLine, "vote",
    "每次业主表决一行；收回按计数单位数，迟到和无效的票也算收回",
    "要由业主共同决定的事，先起草一次表决，再导入名册。", empty="还没有业主表决", write=Perm.VOTE_WRITE, add="起草表决",
    export=Perm.VOTE_EXPORT, action=sentences.VOTE_EXPORTED,
    beside=(("表决测算", "red_property.vote_calculator", Perm.VOTE_READ),),
)  # fmt: skip
hang(LISTING, "/votes", Perm.VOTE_READ)
LISTS = ((queries.ROSTER, "名册公示"), (queries.MOTIONS, "议题公示"), (queries.RESULT, "结果公示"))
LIST_KEYS = {queries.ROSTER: "roster", queries.MOTIONS: "motions", queries.RESULT: "result"}
COUNTED = tuple(one for one in BallotClass if one is not BallotClass.CONFLICT)
ANSWERS = {"yes": ("符合", "done"), "no": ("缺", "stop"), "open": ("待定", "wait")}


@bp.get("/votes/<int:vote_id>")
@requires(Perm.VOTE_READ)
def vote_detail(vote_id: int) -> ResponseReturnValue:
    """One vote: where it stands, the live count, the procedure, what was put up, what may be done now."""
    return page("red_property/vote_detail.html", block="vote", **shown(find(vote_id)))


def find(vote_id: int, permission: str = Perm.VOTE_READ) -> OwnersVote:
    """The vote, or the page that says there is none."""
    return queries.vote(vote_id, viewer=viewer(), permission=permission) or abort(404)


@dataclass(frozen=True)
class Links:
    """Where the component of a 公示 leads for one list of a vote."""

    vote_id: int
    key: str
    may_write: bool
    takes_objections: bool

    @property
    def notice(self) -> str:
        """The sheet to hang."""
        return url_for(".vote_notice", vote_id=self.vote_id, key=self.key)

    @property
    def objection(self) -> str:
        """登记异议; empty where none is taken."""
        if not (self.may_write and self.takes_objections):
            return ""
        return url_for(".objection_new", vote_id=self.vote_id, key=self.key)

    def deed(self, objection: Objection, name: str) -> str:
        """Where an objection is accepted, declined or answered; empty where that is not its turn."""
        turn = {"accept": ObjectionState.ENTERED, "decline": ObjectionState.ENTERED, "finding": ObjectionState.ACCEPTED}
        if not self.may_write or objection.state is not turn[name]:
            return ""
        return url_for(".objection_deed", vote_id=self.vote_id, key=self.key, objection_id=objection.id, deed=name)

    def contact(self, objection: Objection) -> str:
        """Where name and telephone of the objector are shown; empty for who may not answer him."""
        if not self.may_write:
            return ""
        return url_for(".objection_contact", vote_id=self.vote_id, key=self.key, objection_id=objection.id)


def shown(vote: OwnersVote) -> dict[str, Any]:
    """What the page of a vote shows."""
    box, counts = Box(vote), queries.counts(vote.id)
    may_write = queries.vote(vote.id, viewer=viewer(), permission=Perm.VOTE_WRITE) is not None
    count = counts[0] if counts else None
    return {
        "vote": vote,
        "state": (VOTE_LABEL[vote.state], VOTE_TONE[vote.state]),
        "place": (areas().short(vote.community), queries.compound_name(vote)),
        "said": _said(vote),
        "steps": _steps(vote),
        "box": box,
        "law": {code: one.name for code, one in box.law.matters.items()},
        "found": [_found(one, box) for one in box.found],
        "unit_count": queries.unit_count(vote.id),
        "procedure": _procedure(vote, box),
        "cards": _cards(vote, may_write),
        "counts": counts,
        "results": queries.results([one.id for one in counts]),
        "count": count,
        "is_recounting": count is not None and count.finalised_at is None and vote.state is VoteState.FINAL,
        "may_write": may_write,
        "may_enter": may_write and is_entering(vote),
        "is_past": vote.closes_at < vote.planned_at,
        "problems": _problems(box),
        "refusals": _refusals(vote, box, count),
        "clause": queries.clause_name(vote),
        "history": [_entry(one) for one in queries.history(vote)],
        "area": vote_lines.area,
        "local": clock.local,
        "gauge": GAUGE,
    }


def _said(vote: OwnersVote) -> Mapping[str, str]:
    return {
        "form": VOTE_FORM_LABEL[vote.form],
        "initiator": INITIATOR_LABEL[vote.initiator],
        "standing": INITIATOR_STANDING[vote.initiator],
        "electorate": ELECTORATE_LABEL[vote.electorate] + (f"：{vote.electorate_note}" if vote.electorate_note else ""),
        "closes": f"{clock.local(vote.closes_at):%Y-%m-%d %H:%M}",
    }


ORDER = (
    VoteState.DRAFT,
    VoteState.PUBLICISED,
    VoteState.OPEN,
    VoteState.COUNTING,
    VoteState.PRELIMINARY,
    VoteState.FINAL,
)


def _steps(vote: OwnersVote) -> list[tuple[str, str, str]]:
    """The course; a preliminary publicity is only drawn where there is one."""
    notes = {
        VoteState.DRAFT: f"{clock.local_day(vote.planned_at):%m-%d}", VoteState.OPEN: f"{vote.opens_on:%m-%d} 开始",
        VoteState.COUNTING: f"{clock.local(vote.closes_at):%m-%d %H:%M} 截止", VoteState.FINAL: "两人先后确定",
    }  # fmt: skip
    drawn = [one for one in ORDER if one is not VoteState.PRELIMINARY or vote.state is one]
    reached = drawn.index(vote.state) if vote.state in drawn else -1
    is_over = vote.state is VoteState.FINAL
    return [
        (VOTE_LABEL[one], notes.get(one, ""), "ok" if place < reached or is_over else "now" if place == reached else "")
        for place, one in enumerate(drawn)
    ]


def _found(one: Any, box: Box) -> dict[str, Any]:
    """A motion with its live count in words."""
    tally = one.tally
    return {
        "motion": one.motion,
        "matter": box.law.matters[one.motion.matter].name,
        "refusal": NO_TALLY_LABEL[tally] if isinstance(tally, NoTally) else "",
        "tally": None if isinstance(tally, NoTally) else tally,
        "classes": [(BALLOT_CLASS_LABEL[kind], one.sums[kind]) for kind in COUNTED],
        "conflicts": one.numbers(Problem.CONFLICT),
        "names": vote_lines.NAMES,
        "need": "" if isinstance(tally, NoTally) else vote_lines.need_text(tally.row.participation, _total(box)),
    }


def _total(box: Box) -> Count:
    return Count(len(box.groups), sum(group.area_x100 for group in box.groups))


def _problems(box: Box) -> list[tuple[str, int]]:
    """What must be settled before the result, as words and a number."""
    conflicts = {number for one in box.found for number in one.numbers(Problem.CONFLICT)}
    agents = {number for one in box.found for number in one.numbers(Problem.AGENT_LIMIT)}
    counted_up = (
        ("选票没有核对完", box.unchecked),
        ("计数单位选择不一致", len(conflicts)),
        ("代理超过限数", len(agents)),
    )
    return [(words, number) for words, number in counted_up if number]


def _refusals(vote: OwnersVote, box: Box, count: VoteCount | None) -> Mapping[str, str]:
    """Why a step cannot be taken yet, for the button that offers it; the service refuses with the same words."""
    today = clock.today()
    put_up = [publicity.current(kind, vote.id) for kind in (queries.ROSTER, queries.MOTIONS)]
    waits = [publicity.why_not_concluded(one, today) for one in put_up if one is not None]
    return {
        "opening": next(filter(None, waits), "") or _refusal(vote_plans.check_can_open, vote.opens_on, today),
        "closing": _refusal(vote_plans.check_can_close, clock.wall(vote.closes_at), clock.wall(clock.now())),
        "confirmation": "先把要核实的选票办完" if _problems(box) else "",
        "finalisation": _refusal_to_finalise(box, count),
    }


def _refusal(check: Callable[..., None], *facts: Any) -> str:
    try:
        check(*facts)
    except RuleBroken as broken:
        return broken.reason
    return ""


def _refusal_to_finalise(box: Box, count: VoteCount | None) -> str:
    if count is None or count.confirmed_at is None:
        return ""
    two = book_on(clock.today()).terms.two_finalisers
    return _refusal(
        partial(votes.check_finalisers, may_finalise=box.may_finalise), count.confirmed_by_id, viewer().person_id, two
    )


def _procedure(vote: OwnersVote, box: Box) -> list[Any]:
    """The list beside the number (RP-28), with the standing of who called the vote."""
    if vote.state is VoteState.DRAFT:
        return []
    closed = box.closed_on if clock.now() >= vote.closes_at else None
    was_put_up = bool(publicity.rounds(queries.ROSTER, vote.id))
    waiting = publicity.open_objections(queries.ROSTER, vote.id) + publicity.open_objections(queries.MOTIONS, vote.id)
    facts = votes.Procedure(
        notified_on=vote.notified_on, opens_on=vote.opens_on, closed_on=closed,
        only_publicised_motions=was_put_up or None,
        objections_closed=waiting == 0 if was_put_up else None, groups=len(box.groups), receipts=box.receipts,
        undeliverable_posted_days=_posted_days(vote, box), result_posted_on=_result_posted(vote),
    )  # fmt: skip
    points = [(point.text, ANSWERS[point.answer], point.basis) for point in votes.procedure(facts, box.settings)]
    if vote.initiator is Initiator.OWNERS and vote.persons_total:
        share = box.settings.special_assembly_share
        answer = "yes" if share.is_met(vote.proposers or 0, vote.persons_total) else "no"
        text = f"提议业主 {vote.proposers} 人，占 {vote.persons_total} 人的 {share.num}/{share.den} 以上"
        points.insert(0, (text, ANSWERS[answer], "物业管理条例第13条"))
    return points


def _posted_days(vote: OwnersVote, box: Box) -> int | None:
    """How long the posting for those who were not reached hung; None when everybody was."""
    everybody = box.receipts == len(box.groups)
    return None if everybody else vote.undeliverable_days or 0


def _result_posted(vote: OwnersVote) -> date | None:
    """The day of the posting that was noted, else of the posted preliminary result."""
    put_up = publicity.current(queries.RESULT, vote.id)
    return vote.result_posted_on or (put_up.posted_on if put_up else None)


def _cards(vote: OwnersVote, may_write: bool) -> list[tuple[str, Any, Links]]:
    today, found = clock.today(), []
    for kind, title in LISTS:
        card = publicity.card(kind, vote.id, today)
        if card is not None:
            takes = card.publicity.state == "posted"
            found.append((title, card, Links(vote.id, LIST_KEYS[kind], may_write, takes)))
    return found


def _entry(one: AuditEntry) -> dict[str, Any]:
    """A line of the timeline; a step says which state it led to, a list which one it is."""
    reason, state, name = (one.changes.get(key) for key in ("reason", "state", "title"))
    line = told(one)
    if one.action == sentences.VOTE_MOVED and isinstance(state, list):
        line["title"] = VOTE_LABEL[VoteState(state[1])]
    elif one.record_kind == Publicity.__tablename__ and isinstance(name, list):
        line["title"] = f"{line['title']}：{str(name[1]).rpartition('：')[2]}"
    return line | {"text": str(reason[1]) if isinstance(reason, list) and reason[1] else ""}
