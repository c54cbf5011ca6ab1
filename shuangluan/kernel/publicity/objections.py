"""异议: entered, accepted or declined, looked into and answered; who raised it is sealed, or not kept at all (D22)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, postings
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Objection, Publicity
from shuangluan.kernel.pii import check_phone, normal_name
from shuangluan.kernel.postings import Channel, Finding, ObjectionState

ENTERED = "kernel.objection.entered"
ACCEPTED = "kernel.objection.accepted"
DECLINED = "kernel.objection.declined"
DECIDED = "kernel.objection.decided"
REVEALED = "kernel.objection.revealed"


@dataclass(frozen=True, slots=True)
class Objector:
    """Who raised an objection and how to reach him; kept sealed. Without one the objection is anonymous."""

    name: str
    phone: str = ""


def enter_objection(
    publicity: Publicity, *, subject: str, content: str, channel: Channel, objector: Objector | None,
    received_on: date, due_on: date, by: audit.Actor, at: datetime,
) -> Objection:  # fmt: skip
    """Register what was raised within the period; `due_on` is the last day for the answer, by the caller's rule.

    Raises RuleBroken outside the period, without content and for a named one without a name.
    """
    postings.check_can_object(publicity.state, publicity.posted_on, publicity.until, received_on, clock.local_day(at))
    if not content:
        raise RuleBroken("写明异议的内容", "content")
    name = normal_name(objector.name) if objector else None
    if name == "":
        raise RuleBroken("写明提出人的姓名；不愿署名的，勾选匿名", "name")
    known = select(func.count()).where(Objection.publicity_id == publicity.id)
    row = Objection(
        publicity_id=publicity.id, number=(db.session.scalar(known) or 0) + 1, subject=subject, content=content,
        channel=channel, is_anonymous=objector is None, name=name,
        phone=check_phone(objector.phone, "phone") if objector and objector.phone else None,
        received_on=received_on, due_on=due_on, state=ObjectionState.ENTERED,
        entered_at=at, entered_by_id=by.id or 0, entered_by_name=by.name, answer="", decided_by_name="",
    )  # fmt: skip
    audit.created(ENTERED, row, by=by, at=at)
    return row


def accept_objection(objection: Objection, *, by: audit.Actor, at: datetime) -> None:
    """受理: it will be looked into."""
    postings.check_can_accept(objection.state)
    with audit.changing(ACCEPTED, objection, by=by, at=at):
        objection.state = ObjectionState.ACCEPTED
        objection.accepted_at, objection.accepted_by_id = at, by.id or 0


def decline_objection(objection: Objection, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """不予受理 with the reason, which is the answer given."""
    postings.check_can_accept(objection.state)
    if not reason:
        raise RuleBroken("不予受理要写原因", "answer")
    with audit.changing(DECLINED, objection, by=by, at=at):
        objection.state, objection.answer = ObjectionState.DECLINED, reason
        objection.decided_at, objection.decided_by_id, objection.decided_by_name = at, by.id or 0, by.name


def decide_objection(objection: Objection, *, finding: Finding, answer: str, by: audit.Actor, at: datetime) -> None:
    """The finding and the answer. Where it is upheld the caller changes its list and puts that up anew."""
    postings.check_can_decide(objection.state)
    if not answer:
        raise RuleBroken("写明核实情况和答复", "answer")
    with audit.changing(DECIDED, objection, by=by, at=at):
        objection.state, objection.finding, objection.answer = ObjectionState.DECIDED, finding, answer
        objection.decided_at, objection.decided_by_id, objection.decided_by_name = at, by.id or 0, by.name


def reveal_objector(objection: Objection, *, purpose: str, by: audit.Actor, at: datetime) -> Objector:
    """Name and telephone in clear, recorded with what for. Raises RuleBroken for an anonymous one."""
    if objection.is_anonymous:
        raise RuleBroken("这条异议是匿名的，没有记录提出人")
    if not purpose:
        raise RuleBroken("写明查看的用途", "reason")
    audit.noted(REVEALED, objection, by=by, at=at, detail={"reason": purpose})
    return Objector(objection.name or "", objection.phone or "")
