"""What awaits a viewer among workers and batches, reckoned when it is read (D7, WF-201)."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    String,
    cast,
    exists,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from shuangluan.extensions import UtcDateTime
from shuangluan.kernel import clock
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.ports import Step
from shuangluan.workforce.models import PromotionBatch, PromotionItem, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import appraisal_todo
from shuangluan.workforce.queries.register import has_contract_ending
from shuangluan.workforce.rules.states import BatchState, ItemState

BATCH, BATCH_ID = "workforce.batch_detail", "batch_id"
STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("workforce.review", "workforce", "初审", BATCH, BATCH_ID, "review"),
        Step("workforce.check", "workforce", "复核", BATCH, BATCH_ID, "review"),
        Step("workforce.approve", "workforce", "批准", BATCH, BATCH_ID, "review"),
        Step("workforce.objection", "workforce", "核实", "workforce.month_settlement_ask", "month_id", "review"),
        Step("workforce.pass", "workforce", "审核", "workforce.year_detail", "year_id", "review"),
        Step("workforce.answer", "workforce", "答复", "workforce.score_review_answer_ask", "score_id", "review"),
        Step("workforce.confirm", "workforce", "确认", "workforce.year_detail", "year_id", "review"),
        Step("workforce.contract", "workforce", "续签合同", "workforce.worker_detail", "worker_id", "mine"),
    )
}
NO_DEADLINE = cast(null(), UtcDateTime()).label("due_at")
STREET, DISTRICT, PUBLISHED = BatchState.STREET, BatchState.DISTRICT, BatchState.PUBLISHED


def todo(viewer: Viewer, now: datetime) -> Select[Any] | CompoundSelect[Any] | None:
    """A row per batch and step that is the viewer's; a row per contract that ends soon."""
    parts: list[Select[Any]] = []
    if viewer.can(Perm.ITEM_REVIEW):
        waiting = _has_items(viewer, Perm.ITEM_REVIEW, ItemState.WAITING)
        parts.append(_batches("review", "街道初审", PromotionBatch.state.in_([STREET, DISTRICT]), waiting))
    if viewer.can(Perm.ITEM_CHECK):
        passed = _has_items(viewer, Perm.ITEM_CHECK, ItemState.PASSED)
        parts.append(_batches("check", "区级复核", PromotionBatch.state == DISTRICT, passed))
    if viewer.can(Perm.BATCH_APPROVE):
        over = PromotionBatch.publicity_until < clock.local_day(now)
        other = or_(PromotionBatch.computed_by_id.is_(None), PromotionBatch.computed_by_id != viewer.person_id)
        parts.append(_batches("approve", "公示期满，待批准", PromotionBatch.state == PUBLISHED, over, other))
    if viewer.can(Perm.WORKER_EDIT):
        parts.append(_contracts(viewer, now))
    parts += appraisal_todo.parts(viewer, now)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else union_all(*parts)


def _batches(key: str, note: str, *conditions: Any) -> Select[Any]:
    rows: Any = select(
        literal_column(f"'workforce.{key}'", String).label("step"),
        PromotionBatch.id.label("record_id"),
        PromotionBatch.title.label("title"),
        literal(note, String).label("note"),
        NO_DEADLINE,
    ).where(*conditions)
    found: Select[Any] = rows
    return found


def _has_items(viewer: Viewer, permission: Perm, state: ItemState) -> Any:
    return exists().where(
        PromotionItem.batch_id == PromotionBatch.id,
        PromotionItem.state == state,
        viewer.within(permission, PromotionItem.community),
    )


def _contracts(viewer: Viewer, now: datetime) -> Select[Any]:
    rows: Any = (
        select(
            literal_column("'workforce.contract'", String).label("step"),
            Worker.id.label("record_id"),
            Person.name.label("title"),
            literal("劳动合同 60 日内到期", String).label("note"),
            NO_DEADLINE,
        )
        .select_from(Worker)
        .join(Person, Person.id == Worker.person_id)
        .where(has_contract_ending(clock.local_day(now)), viewer.within(Perm.WORKER_EDIT, Worker.community))
    )
    found: Select[Any] = rows
    return found
