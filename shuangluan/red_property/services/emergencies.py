"""应急维修 from its application to the posted accounts; each step leaves its paper (RP-31, RP-9)."""

from dataclasses import dataclass
from datetime import date, datetime

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, matters, search
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Attachment, Compound, MatterStage
from shuangluan.kernel.places import areas
from shuangluan.red_property.models import Emergency, FollowUp, MeetingItem, Resolution
from shuangluan.red_property.queries import emergency_register
from shuangluan.red_property.queries.books import register_terms_on
from shuangluan.red_property.rules import emergencies as rules
from shuangluan.red_property.rules import sentences
from shuangluan.red_property.rules.emergencies import EMERGENCY_LABEL, EmergencyState
from shuangluan.red_property.rules.money import yuan
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.services.following import reckon

KIND = "emergency"
STAGE = {EmergencyState.DONE: MatterStage.DONE, EmergencyState.DROPPED: MatterStage.DROPPED}
REPAIRABLE = (ResolutionState.TO_DO, ResolutionState.DOING)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is broken and what mending it will cost; `kind` is one of the catalogue."""

    kind: str
    title: str
    place: str
    text: str
    found_on: date
    estimate_fen: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of its course: when it was taken, what is noted, the paper that shows it."""

    on: date
    note: str
    paper: Attachment


def apply_emergency(
    compound: Compound, fault: Fault, *, by: audit.Actor, at: datetime, resolution: Resolution | None = None
) -> Emergency:
    """A fault that cannot wait for a vote; `resolution` is what the meeting resolved about it.

    Raises RuleBroken for a kind that is none, a day in the future, and a resolution that another form answers.
    """
    _check_fault(fault, clock.local_day(at))
    if resolution is not None:
        _check_resolution(resolution, compound)
    label = EMERGENCY_LABEL[EmergencyState.APPLIED]
    face = matters.open_matter(
        kind=KIND, area=compound.community, title=fault.title, state=EmergencyState.APPLIED.value, state_label=label
    )
    emergency = Emergency(
        matter=face, compound_id=compound.id, resolution_id=resolution.id if resolution else None,
        state=EmergencyState.APPLIED, kind=fault.kind, title=fault.title, place=fault.place, text=fault.text,
        found_on=fault.found_on, estimate_fen=fault.estimate_fen, applied_at=at, applied_by_id=by.id or 0,
        applicant_name=by.name,
        search_text=search.search_text(fault.title, fault.place, compound.name, areas().name(compound.community))[:400],
    )  # fmt: skip
    audit.created(sentences.EMERGENCY_APPLIED, emergency, by=by, at=at)
    face.record_id = emergency.id
    db.session.flush()
    if resolution is not None:
        item = db.session.get_one(MeetingItem, resolution.item_id)
        matters.link(item.matter, face, "repaired_by", at=at)
    return emergency


def _check_fault(fault: Fault, today: date) -> None:
    if fault.kind not in register_terms_on(fault.found_on).emergency_kinds:
        raise RuleBroken("从列表里选是哪种紧急情况", "kind")
    if not fault.title.strip():
        raise RuleBroken("写明要修什么", "title")
    if fault.found_on > today:
        raise RuleBroken("发现日期不能晚于今天", "found_on")
    if fault.estimate_fen <= 0:
        raise RuleBroken("预算要大于 0", "estimate")


def _check_resolution(resolution: Resolution, compound: Compound) -> None:
    if resolution.id not in {one.id for one in emergency_register.resolutions_waiting([compound.id])}:
        raise RuleBroken("这条议定事项不是本小区在等的紧急维修，或者已经登记过应急维修", "resolution_id")


def review_emergency(emergency: Emergency, step: Step, *, by: audit.Actor, at: datetime) -> None:
    """业委会审核, with the paper that its members signed."""
    rules.check_can_move(emergency.state, EmergencyState.REVIEWED)
    rules.check_day(step.on, emergency.found_on, clock.local_day(at), "审核")
    with audit.changing(sentences.EMERGENCY_REVIEWED, emergency, by=by, at=at):
        emergency.reviewed_on, emergency.reviewed_by_id = step.on, by.id or 0
        emergency.review_note, emergency.review_paper_id = step.note, step.paper.id
        _move(emergency, EmergencyState.REVIEWED, by=by, at=at)


def confirm_emergency(emergency: Emergency, step: Step, *, by: audit.Actor, at: datetime) -> None:
    """街道或居委会确认, by somebody else: from now on the fund may be used. Raises RuleBroken."""
    rules.check_can_move(emergency.state, EmergencyState.CONFIRMED)
    rules.check_confirmer(emergency.reviewed_by_id, by.id or 0)
    assert emergency.reviewed_on is not None  # the state says so
    rules.check_day(step.on, emergency.reviewed_on, clock.local_day(at), "确认")
    with audit.changing(sentences.EMERGENCY_CONFIRMED, emergency, by=by, at=at):
        emergency.confirmed_on, emergency.confirmed_by_id = step.on, by.id or 0
        emergency.confirm_note, emergency.confirm_paper_id = step.note, step.paper.id
        _move(emergency, EmergencyState.CONFIRMED, by=by, at=at)


def post_accounts(emergency: Emergency, step: Step, *, cost_fen: int, by: audit.Actor, at: datetime) -> None:
    """修好了，账目公示: the end; the resolution that asked for it is done (RP-9). Raises RuleBroken."""
    rules.check_can_move(emergency.state, EmergencyState.DONE)
    assert emergency.confirmed_on is not None  # the state says so
    rules.check_day(step.on, emergency.confirmed_on, clock.local_day(at), "公示")
    if cost_fen <= 0:
        raise RuleBroken("实际费用要大于 0", "cost")
    with audit.changing(sentences.EMERGENCY_DONE, emergency, by=by, at=at):
        emergency.posted_on, emergency.posted_by_id = step.on, by.id or 0
        emergency.post_note, emergency.accounts_paper_id = step.note, step.paper.id
        emergency.cost_fen = cost_fen
        _move(emergency, EmergencyState.DONE, by=by, at=at)
    _tell(emergency, cost_fen, by=by, at=at)


def drop_emergency(emergency: Emergency, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """It was none, or is mended otherwise. Raises RuleBroken without a reason, and where a fund paid for it."""
    rules.check_can_move(emergency.state, EmergencyState.DROPPED)
    if not reason.strip():
        raise RuleBroken("写明为什么撤销", "reason")
    if emergency_register.uses_of(emergency.id):
        raise RuleBroken("维修资金已经为它支出过，不能撤销；先更正维修资金里的那一笔", "reason")
    with audit.changing(sentences.EMERGENCY_DROPPED, emergency, by=by, at=at):
        emergency.dropped_reason = reason
        _move(emergency, EmergencyState.DROPPED, by=by, at=at)


def _move(emergency: Emergency, to: EmergencyState, *, by: audit.Actor, at: datetime) -> None:
    emergency.state = to
    stage = STAGE.get(to, MatterStage.OPEN)
    matters.settle(emergency.matter, state=to.value, label=EMERGENCY_LABEL[to], stage=stage, by=by, at=at)


def _tell(emergency: Emergency, cost_fen: int, *, by: audit.Actor, at: datetime) -> None:
    """The resolution that waited for it, where nobody has ended it meanwhile."""
    if emergency.resolution_id is None:
        return
    resolution = db.session.get_one(Resolution, emergency.resolution_id)
    if resolution.state not in REPAIRABLE:
        return
    row = FollowUp(
        resolution_id=resolution.id, meeting_id=None, on=clock.local_day(at), is_final=True,
        text=f"应急维修“{emergency.title}”已办结，费用 {yuan(cost_fen)} 元已公示", state=ResolutionState.DONE,
        percent=100, new_due_on=None, reason="", written_at=at, written_by_id=by.id or 0, writer_name=by.name,
    )  # fmt: skip
    audit.created(sentences.FOLLOWED, row, by=by, at=at)
    reckon(resolution, by=by, at=at)
