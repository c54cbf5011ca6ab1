"""A vote from its draft to the ballot box: motions, publicity, opening, closing, giving up (RP-7, RP-10, RP-28)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, matters, publicity, search
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Attachment, Compound, MatterStage
from shuangluan.kernel.places import areas
from shuangluan.kernel.postings import FrozenList, PostingState, last_day
from shuangluan.kernel.publicity import Notice
from shuangluan.kernel.workdays import Limit, Unit
from shuangluan.red_property.models import Motion, OwnerGroup, OwnersVote, Resolution
from shuangluan.red_property.queries import rosters, vote_links
from shuangluan.red_property.queries import votes as queries
from shuangluan.red_property.queries.books import law_on
from shuangluan.red_property.rules import rosters as roster_rules
from shuangluan.red_property.rules import sentences, vote_plans
from shuangluan.red_property.rules import votes as rules
from shuangluan.red_property.rules.electorate import DEVELOPER
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.vote_plans import VotePlan
from shuangluan.red_property.rules.vote_words import ElectorateScope
from shuangluan.red_property.rules.votes import VOTE_LABEL, VoteState

KIND = "vote"
STAGE = {VoteState.FINAL: MatterStage.DONE, VoteState.ABANDONED: MatterStage.DROPPED}


def plan_vote(compound: Compound, plan: VotePlan, *, by: audit.Actor, at: datetime) -> OwnersVote:
    """A new draft. Raises RuleBroken beside the field for a plan that contradicts itself."""
    plan.check(law_on(plan.closes_at.date()))
    label = VOTE_LABEL[VoteState.DRAFT]
    face = matters.open_matter(
        kind=KIND, area=compound.community, title=plan.title, state=VoteState.DRAFT.value, state_label=label
    )
    vote = OwnersVote(
        matter=face, compound_id=compound.id, community=compound.community, state=VoteState.DRAFT,
        planned_at=at, planned_by_id=by.id or 0, planner_name=by.name,
        search_text=_search_text(plan, compound), **_columns(plan),
    )  # fmt: skip
    audit.created(sentences.VOTE_PLANNED, vote, by=by, at=at)
    face.record_id = vote.id
    db.session.flush()
    return vote


def change_vote(vote: OwnersVote, plan: VotePlan, *, by: audit.Actor, at: datetime) -> None:
    """Another plan, while it is a draft."""
    vote_plans.check_can_edit(vote.state)
    plan.check(law_on(plan.closes_at.date()))
    compound = db.session.get_one(Compound, vote.compound_id)
    with audit.changing(sentences.VOTE_CHANGED, vote, by=by, at=at):
        for name, value in _columns(plan).items():
            setattr(vote, name, value)
        vote.search_text = _search_text(plan, compound)
        vote.matter.title = plan.title


def _columns(plan: VotePlan) -> dict[str, Any]:
    return {
        "title": plan.title, "form": plan.form, "initiator": plan.initiator, "initiator_note": plan.initiator_note,
        "proposers": plan.proposers, "electorate": plan.electorate, "electorate_note": plan.electorate_note,
        "freeze_on": plan.freeze_on, "opens_on": plan.opens_on, "closes_at": clock.from_wall(plan.closes_at),
    }  # fmt: skip


def _search_text(plan: VotePlan, compound: Compound) -> str:
    return search.search_text(plan.title, compound.name, areas().name(compound.community))[:400]


def add_motion(
    vote: OwnersVote, *, matter: str, title: str, text: str, by: audit.Actor, at: datetime,
    resolution: Resolution | None = None, scope: ElectorateScope | None = None,
) -> Motion:  # fmt: skip
    """A question; `resolution` is what waits for it, `scope` the owners that the resolution names (RP-17).

    Raises RuleBroken for what is no matter of 民法典 278, and for a resolution that another vote would answer.
    """
    vote_plans.check_can_edit(vote.state)
    _check_motion(vote, matter, resolution, scope)
    last = db.session.scalar(select(func.max(Motion.seq)).where(Motion.vote_id == vote.id)) or 0
    motion = Motion(
        vote_id=vote.id, seq=last + 1, matter=matter, title=title, text=text,
        resolution_id=resolution.id if resolution else None, resolution_scope=scope if resolution else None,
    )  # fmt: skip
    audit.created(sentences.MOTION_ADDED, motion, by=by, at=at)
    if resolution is not None:
        matters.link(vote_links.origin(resolution).item, vote.matter, "decided_by", at=at)
    return motion


def change_motion(
    vote: OwnersVote, motion: Motion, *, matter: str, title: str, text: str, by: audit.Actor, at: datetime
) -> None:
    """Other words, while the vote is a draft."""
    vote_plans.check_can_edit(vote.state)
    resolution = db.session.get(Resolution, motion.resolution_id) if motion.resolution_id else None
    _check_motion(vote, matter, resolution, motion.resolution_scope)
    with audit.changing(sentences.MOTION_CHANGED, motion, by=by, at=at):
        motion.matter, motion.title, motion.text = matter, title, text


def remove_motion(vote: OwnersVote, motion: Motion, *, by: audit.Actor, at: datetime) -> None:
    """Take a motion back, while the vote is a draft; the link to its item falls too."""
    vote_plans.check_can_edit(vote.state)
    with audit.removing(sentences.MOTION_REMOVED, motion, by=by, at=at):
        if motion.resolution_id is not None:
            resolution = db.session.get_one(Resolution, motion.resolution_id)
            matters.unlink(vote_links.origin(resolution).item, vote.matter, "decided_by")
        db.session.delete(motion)


def _check_motion(vote: OwnersVote, matter: str, resolution: Resolution | None, scope: ElectorateScope | None) -> None:
    law = law_on(clock.local_day(vote.closes_at))
    vote_plans.check_motion(law, matter, {code: one.name for code, one in law.matters.items()})
    if resolution is None:
        return
    if resolution.state is not ResolutionState.AWAITS_OWNERS:
        raise RuleBroken("这条议定事项不在等业主表决", "resolution_id")
    if scope is None:
        raise RuleBroken("选择议定事项写的业主范围", "resolution_scope")
    asked = rules.VoteOutcome(matter, vote.electorate.value, VoteState.FINAL, strict_passed=False)
    rules.check_unlocks(vote_links.matter_asked(resolution), scope.value, asked)


def publicise(
    vote: OwnersVote, *, place: str, manner: str, days: int, notified_on: date | None, by: audit.Actor, at: datetime
) -> None:
    """→ 公示中: the roster freezes into counting units; roster and motions hang for the same period (RP-10, RP-28).

    Raises RuleBroken for a roster with faults, without a motion, where the opening is not after the period, and
    where the period would end in a year whose arrangement is not published.
    """
    rules.check_can_move(vote.state, VoteState.PUBLICISED)
    on, term = clock.local_day(at), Limit(days, Unit.CALENDAR_DAY)
    roster, asked = rosters.roster_of(vote), queries.motions(vote.id)
    until = last_day(on, term, working_calendar())
    vote_plans.check_publicity(roster.electorate, len(asked), vote.opens_on, until)
    for motion in asked:
        resolution = db.session.get(Resolution, motion.resolution_id) if motion.resolution_id else None
        _check_motion(vote, motion.matter, resolution, motion.resolution_scope)
    lists = {queries.ROSTER: ("业主名册", _freeze(vote, roster)), queries.MOTIONS: ("表决议题", _motion_list(vote))}
    for kind, (name, frozen) in lists.items():
        notice = Notice(f"{vote.title}：{name}公示", frozen, place, manner, term)
        publicity.post(kind, vote.id, notice, on=on, by=by, at=at, matter_id=vote.matter_id)
    with audit.changing(sentences.ROSTER_FROZEN, vote, by=by, at=at):
        vote.persons_total = roster.electorate.persons_total
        vote.area_total_x100 = roster.electorate.area_total_x100
        vote.notified_on = notified_on
        _show(vote, VoteState.PUBLICISED)


def _freeze(vote: OwnersVote, roster: rosters.Roster) -> FrozenList:
    """Number the counting units in the order of the roster, the developer last; the list to be hung."""
    groups = roster.electorate.groups
    keys = sorted(groups, key=lambda key: key == DEVELOPER)
    numbers = {}
    for number, key in enumerate(keys, 1):
        one = groups[key]
        owners = {owner.name: None for unit in one.units for owner in roster.by_unit[unit].owners}
        names = roster_rules.DEVELOPER_NAME if key == DEVELOPER else "、".join(owners)
        db.session.add(
            OwnerGroup(
                vote_id=vote.id, number=number, is_developer=key == DEVELOPER, names=names, units=list(one.units),
                area_x100=one.area_x100, has_receipt=False,
            )
        )  # fmt: skip
        numbers.update(dict.fromkeys(one.units, number))
    db.session.flush()
    listed = ((numbers[row.stored.unit], row.as_rule, row.names) for row in roster.rows if row.stored.unit in numbers)
    return FrozenList.of(roster_rules.ROSTER_HEADS, roster_rules.roster_list(listed))


def _motion_list(vote: OwnersVote) -> FrozenList:
    law = law_on(clock.local_day(vote.closes_at))
    row = law.row_on(clock.local_day(vote.closes_at))
    rows = []
    for one in queries.motions(vote.id):
        matter = law.matters[one.matter]
        rows.append((one.seq, matter.name, one.title, one.text, roster_rules.need_words(row, matter)))
    return FrozenList.of(roster_rules.MOTION_HEADS, rows)


def correct(vote: OwnersVote, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """Back to the draft: what hangs is withdrawn, the counting units fall; publicised again, a new period runs."""
    rules.check_can_move(vote.state, VoteState.DRAFT)
    if not reason:
        raise RuleBroken("写明要更正什么", "reason")
    _withdraw(vote, reason, by=by, at=at)
    db.session.execute(delete(OwnerGroup).where(OwnerGroup.vote_id == vote.id))
    with audit.changing(sentences.ROSTER_THAWED, vote, by=by, at=at) as beside:
        beside["reason"] = [None, reason]
        vote.persons_total = vote.area_total_x100 = None
        _show(vote, VoteState.DRAFT)


def open_vote(vote: OwnersVote, *, by: audit.Actor, at: datetime) -> None:
    """→ 表决中, on the publicised day, when both periods are over and no objection is open (RP-28)."""
    rules.check_can_move(vote.state, VoteState.OPEN)
    on = clock.local_day(at)
    vote_plans.check_can_open(vote.opens_on, on)
    for kind in (queries.ROSTER, queries.MOTIONS):
        put_up = publicity.current(kind, vote.id)
        assert put_up is not None  # publicised
        publicity.conclude(put_up, on=on, by=by, at=at)
    move(vote, VoteState.OPEN, by=by, at=at)


def close_vote(vote: OwnersVote, *, by: audit.Actor, at: datetime) -> None:
    """→ 统计中, after the closing; ballots that are still on the desk can be entered with their moment of receipt."""
    rules.check_can_move(vote.state, VoteState.COUNTING)
    vote_plans.check_can_close(clock.wall(vote.closes_at), clock.wall(at))
    move(vote, VoteState.COUNTING, by=by, at=at)


def abandon(vote: OwnersVote, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """→ 终止, with the reason; nothing is taken away."""
    rules.check_can_move(vote.state, VoteState.ABANDONED)
    if not reason:
        raise RuleBroken("写明终止的原因", "reason")
    _withdraw(vote, reason, by=by, at=at)
    with audit.changing(sentences.VOTE_ABANDONED, vote, by=by, at=at) as beside:
        beside["reason"] = [None, reason]
        _show(vote, VoteState.ABANDONED)


def _withdraw(vote: OwnersVote, reason: str, *, by: audit.Actor, at: datetime) -> None:
    for kind in (queries.ROSTER, queries.MOTIONS):
        put_up = publicity.current(kind, vote.id)
        if put_up is not None and put_up.state is PostingState.POSTED:
            publicity.withdraw(put_up, reason=reason, by=by, at=at)


def note_course(vote: OwnersVote, values: Mapping[str, Any], *, by: audit.Actor, at: datetime) -> None:
    """Days of the procedure that only people know: notice, posting of what could not be delivered, of the result."""
    if vote.state in (VoteState.DRAFT, VoteState.ABANDONED):
        raise RuleBroken("公示以后才有程序可记")
    today = clock.local_day(at)
    late = next((name for name, value in values.items() if isinstance(value, date) and value > today), None)
    if late:
        raise RuleBroken("日期不能晚于今天", late)
    with audit.changing(sentences.VOTE_NOTED, vote, by=by, at=at):
        for name in ("notified_on", "undeliverable_days", "result_posted_on"):
            setattr(vote, name, values.get(name))


def attach_clause(vote: OwnersVote, file: Attachment, *, by: audit.Actor, at: datetime) -> None:
    """The clause of the 议事规则 on silence (RP-25); it must be there before the result."""
    if vote.state in (VoteState.FINAL, VoteState.ABANDONED):
        raise RuleBroken("结果已经确定，不能再附从多条款", "files")
    with audit.changing(sentences.CLAUSE_ATTACHED, vote, by=by, at=at):
        vote.clause_id = file.id


def move(vote: OwnersVote, to: VoteState, *, by: audit.Actor, at: datetime) -> None:
    """Change the state and the face that others see."""
    with audit.changing(sentences.VOTE_MOVED, vote, by=by, at=at):
        _show(vote, to)


def _show(vote: OwnersVote, to: VoteState) -> None:
    vote.state = to
    face = vote.matter
    face.state, face.state_label, face.stage = to.value, VOTE_LABEL[to], STAGE.get(to, MatterStage.OPEN)
