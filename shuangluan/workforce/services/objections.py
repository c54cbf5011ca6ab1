"""异议 to a published batch, and 复核 that workers ask for themselves (WF-45, WF-104)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, publicity
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Objection
from shuangluan.kernel.postings import OPEN_OBJECTIONS, Channel, Finding
from shuangluan.workforce.models import (
    ItemObjection,
    PromotionBatch,
    PromotionItem,
    ReviewRequest,
    ReviewSubject,
    Worker,
)
from shuangluan.workforce.queries.objections import BATCH, link_of
from shuangluan.workforce.queries.schemes import answer_term
from shuangluan.workforce.queries.visibility import relatives_of
from shuangluan.workforce.rules import promotion, sentences
from shuangluan.workforce.rules.states import ItemState
from shuangluan.workforce.rules.terms import end_of_period
from shuangluan.workforce.services.items import dispute_item, remove_item, settle_item

WHOLE = "名单整体"


def object_to(
    batch: PromotionBatch, item: PromotionItem | None, *, values: dict[str, Any], by: audit.Actor, at: datetime
) -> Objection:
    """Register an objection, signed or anonymous; the item it is about waits for the answer, the rest goes on.

    `values` are those of the kernel: received_on, channel, content, objector. Raises RuleBroken outside the period.
    """
    posted = publicity.current(BATCH, batch.id)
    if posted is None:
        raise RuleBroken("这一批还没有公示")
    days, kind = answer_term(values["received_on"])
    due = end_of_period(working_calendar(), values["received_on"], days, kind)
    subject = WHOLE if item is None else f"{item.worker.person.name}（{item.worker.staff_no}）"
    raised = publicity.enter_objection(posted, due_on=due, by=by, at=at, **values | {"subject": subject})
    if item is not None:
        db.session.add(ItemObjection(objection_id=raised.id, item_id=item.id))
        if item.state is ItemState.PUBLISHED:
            dispute_item(item, content=raised.content[:300], by=by, at=at)
    db.session.flush()
    return raised


def object_to_own(item: PromotionItem, *, content: str, on: date, by: audit.Actor, at: datetime) -> Objection:
    """A worker's own objection to her own item, signed, on her phone."""
    if by.id != item.worker.person_id:
        raise RuleBroken("只能对自己的等级提")
    values = {
        "received_on": on, "channel": Channel.WRITTEN, "content": content,
        "objector": publicity.Objector(item.worker.person.name),
    }  # fmt: skip
    return object_to(db.session.get_one(PromotionBatch, item.batch_id), item, values=values, by=by, at=at)


def accept(found: Objection, *, by: audit.Actor, at: datetime) -> None:
    """受理; not of oneself or a relative."""
    _check(found, by)
    publicity.accept_objection(found, by=by, at=at)


def decline(found: Objection, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """不予受理 with the reason; the item goes on unless another objection waits."""
    link = _check(found, by)
    publicity.decline_objection(found, reason=reason, by=by, at=at)
    _go_on(link, reason, by=by, at=at)


def decide(
    found: Objection, batch: PromotionBatch, *, finding: Finding, answer: str, by: audit.Actor, at: datetime
) -> None:
    """The finding: upheld, the item is taken out alone; else it goes on with the rest (WF-45)."""
    link = _check(found, by)
    publicity.decide_objection(found, finding=finding, answer=answer, by=by, at=at)
    if link is not None and finding is Finding.UPHELD and link.item.state is not ItemState.REMOVED:
        remove_item(link.item, batch, reason=answer[:300], by=by, at=at)
        return
    _go_on(link, answer, by=by, at=at)


def _check(found: Objection, by: audit.Actor) -> ItemObjection | None:
    link = link_of(found)
    if link is not None:
        person_id = link.item.worker.person_id
        promotion.check_can_decide(by.id, person_id, relatives_of(person_id), deed="答复")
    return link


def _go_on(link: ItemObjection | None, words: str, *, by: audit.Actor, at: datetime) -> None:
    """The item leaves 异议中 when no other objection to it is open."""
    if link is None or link.item.state is not ItemState.DISPUTED:
        return
    waiting = (
        select(func.count())
        .select_from(ItemObjection)
        .join(Objection, Objection.id == ItemObjection.objection_id)
        .where(ItemObjection.item_id == link.item_id, Objection.state.in_(OPEN_OBJECTIONS))
    )
    if not db.session.scalar(waiting):
        settle_item(link.item, finding=words[:300], by=by, at=at)


def ask_review(
    worker: Worker, *, subject: ReviewSubject, content: str, on: date, by: audit.Actor, at: datetime
) -> ReviewRequest:
    """复核申请 of one's own grade, pay or file. Raises RuleBroken for somebody else's and a second one that waits."""
    if by.id != worker.person_id:
        raise RuleBroken("只能为自己申请复核")
    if not content:
        raise RuleBroken("写明要复核什么、为什么", "content")
    waiting = select(ReviewRequest.id).where(
        ReviewRequest.worker_id == worker.id, ReviewRequest.subject == subject, ReviewRequest.answered_at.is_(None)
    )
    if db.session.scalar(waiting) is not None:
        raise RuleBroken("同一件事的复核还没有答复，答复以后再提", "subject")
    days, kind = answer_term(on)
    asked = ReviewRequest(
        worker_id=worker.id, worker=worker, subject=subject, content=content, asked_on=on, asked_at=at,
        due_on=end_of_period(working_calendar(), on, days, kind), answer="",
    )  # fmt: skip
    audit.created(sentences.REVIEW_ASKED, asked, by=by, at=at)
    return asked


def answer_review(asked: ReviewRequest, *, finding: Finding, answer: str, by: audit.Actor, at: datetime) -> None:
    """The district's answer; what follows from it is done as a correction of its own (WF-87).

    Raises RuleBroken for oneself or a relative, a second answer, and without words.
    """
    promotion.check_can_decide(by.id, asked.worker.person_id, relatives_of(asked.worker.person_id), deed="答复")
    if asked.answered_at is not None:
        raise RuleBroken("已经答复过了")
    if not answer:
        raise RuleBroken("写明核实情况和答复", "answer")
    with audit.changing(sentences.REVIEW_ANSWERED, asked, by=by, at=at):
        asked.finding, asked.answer, asked.answered_at, asked.answered_by_id = finding, answer, at, by.id or 0
