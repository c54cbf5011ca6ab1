"""提升计划 and its milestones (RP-5, RP-36)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, matters, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Attachment, Compound, MatterStage
from shuangluan.kernel.search import search_text
from shuangluan.red_property.models import UpgradeMilestone, UpgradePlan
from shuangluan.red_property.queries import compounds, upgrade_register
from shuangluan.red_property.rules import sentences, showcases, upgrades
from shuangluan.red_property.rules.showcases import Track
from shuangluan.red_property.rules.upgrades import PLAN_LABEL, PlanState

MATTER = "plan"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan says; money in 分."""

    title: str
    track: Track
    reason: str
    items: str
    funding_fen: int
    funding_source: str
    decided_on: date


@dataclass(frozen=True, slots=True)
class MilestoneFacts:
    """What a milestone says."""

    name: str
    due_on: date
    done_on: date | None = None
    note: str = ""


def decide_plan(compound: Compound, facts: PlanFacts, *, by: audit.Actor, at: datetime) -> UpgradePlan:
    """A plan for a compound. Raises RuleBroken for a track that is not its kind's without a reason, for a title that it
    has already, and for one that is yet to be decided.
    """
    _check(compound, facts, clock.local_day(at), None)
    state = PlanState.UNPLANNED
    matter = matters.open_matter(
        kind=MATTER, area=compound.community, title=f"{compound.name}：{facts.title}"[:120], state=state.value,
        state_label=PLAN_LABEL[state],
    )  # fmt: skip
    plan = UpgradePlan(matter_id=matter.id, compound_id=compound.id)
    _fill(plan, compound, facts)
    audit.created(sentences.PLAN_DECIDED, plan, by=by, at=at)
    matter.record_id = plan.id
    return plan


def change_plan(plan: UpgradePlan, facts: PlanFacts, *, by: audit.Actor, at: datetime) -> None:
    """Correct a plan; the compound stays. Raises RuleBroken as `decide_plan` does."""
    compound = db.session.get_one(Compound, plan.compound_id)
    _check(compound, facts, clock.local_day(at), plan.id)
    for one in upgrade_register.milestones_of(plan.id):
        if one.due_on < facts.decided_on:
            raise RuleBroken(f"立项日期不能晚于节点“{one.name}”的 {one.due_on}", "decided_on")
    with audit.changing(sentences.PLAN_CHANGED, plan, by=by, at=at):
        _fill(plan, compound, facts)
        plan.matter.title = f"{compound.name}：{facts.title}"[:120]


def remove_plan(plan: UpgradePlan, *, by: audit.Actor, at: datetime) -> None:
    """Take away a plan that came by mistake, with its milestones. Raises RuleBroken once it has photos."""
    matter = plan.matter
    if db.session.scalar(select(Attachment.id).where(Attachment.matter_id == matter.id).limit(1)) is not None:
        raise RuleBroken("这个计划已经有照片，不能当作误登记删除")
    with audit.removing(sentences.PLAN_REMOVED, plan, by=by, at=at):
        removal.delete("这个提升计划", plan, [*upgrade_register.milestones_of(plan.id)])
        db.session.delete(matter)


def set_milestone(plan: UpgradePlan, facts: MilestoneFacts, *, by: audit.Actor, at: datetime) -> UpgradeMilestone:
    """A step of a plan. Raises RuleBroken for a name that it has already and for days that cannot be."""
    _check_milestone(plan, facts, clock.local_day(at), None)
    row = UpgradeMilestone(plan_id=plan.id, **_values(facts))
    audit.created(sentences.MILESTONE_SET, row, by=by, at=at)
    _show(plan, by, at)
    return row


def change_milestone(
    plan: UpgradePlan, row: UpgradeMilestone, facts: MilestoneFacts, *, by: audit.Actor, at: datetime
) -> None:
    """Move a step, or say since when it is done. Raises RuleBroken as `set_milestone` does."""
    _check_milestone(plan, facts, clock.local_day(at), row.id)
    reached = facts.done_on is not None and row.done_on is None
    action = sentences.MILESTONE_DONE if reached else sentences.MILESTONE_CHANGED
    with audit.changing(action, row, by=by, at=at):
        for name, value in _values(facts).items():
            setattr(row, name, value)
    _show(plan, by, at)


def remove_milestone(plan: UpgradePlan, row: UpgradeMilestone, *, by: audit.Actor, at: datetime) -> None:
    """Take away a step that came by mistake. Raises RuleBroken for one that is done."""
    if row.done_on is not None:
        raise RuleBroken("已经完成的节点不能删除；写错了的，先修改，去掉完成日期")
    with audit.removing(sentences.MILESTONE_REMOVED, row, by=by, at=at):
        removal.delete("这个节点", row)
    _show(plan, by, at)


def _check(compound: Compound, facts: PlanFacts, today: date, own_id: int | None) -> None:
    if facts.decided_on > today:
        raise RuleBroken("立项日期不能晚于今天", "decided_on")
    kind = compounds.kinds_of([compound.id], facts.decided_on)[compound.id]
    showcases.check_track(facts.track, kind, facts.reason)
    twin = select(UpgradePlan.id).where(UpgradePlan.compound_id == compound.id, UpgradePlan.title == facts.title)
    if db.session.scalar(twin) not in (None, own_id):
        raise RuleBroken("这个小区已经有同名的计划", "title")


def _fill(plan: UpgradePlan, compound: Compound, facts: PlanFacts) -> None:
    for name in PlanFacts.__dataclass_fields__:
        setattr(plan, name, getattr(facts, name))
    plan.search_text = search_text(facts.title, compound.name)[:300]


def _check_milestone(plan: UpgradePlan, facts: MilestoneFacts, today: date, own_id: int | None) -> None:
    upgrades.check_due(facts.due_on, plan.decided_on)
    upgrades.check_done(facts.done_on, plan.decided_on, today)
    twin = select(UpgradeMilestone.id).where(
        UpgradeMilestone.plan_id == plan.id, UpgradeMilestone.name == facts.name
    )
    if db.session.scalar(twin) not in (None, own_id):
        raise RuleBroken("这个计划已经有同名的节点", "name")


def _values(facts: MilestoneFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in MilestoneFacts.__dataclass_fields__}


def _show(plan: UpgradePlan, by: audit.Actor, at: datetime) -> None:
    """Let the face of the plan say where it stands now."""
    state = upgrade_register.progress_of(plan.id, clock.local_day(at)).state
    stage = MatterStage.DONE if state is PlanState.DONE else MatterStage.OPEN
    shown = PlanState.RUNNING if state is PlanState.OVERDUE else state  # overdue follows from the day, not from a deed
    matters.settle(plan.matter, state=shown.value, label=PLAN_LABEL[shown], stage=stage, by=by, at=at)
