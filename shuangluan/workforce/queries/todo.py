"""What awaits a viewer among workers and batches, reckoned when it is read (D7, WF-201)."""

from datetime import date, datetime
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
from shuangluan.workforce.models import Certificate, Contract, PromotionBatch, PromotionItem, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.certificate_register import ends_on as certificate_end
from shuangluan.workforce.queries.certificate_register import is_expiring
from shuangluan.workforce.queries.contract_register import is_contract_ending, is_trial_ending
from shuangluan.workforce.rules.states import BatchState, ItemState

BATCH, BATCH_ID = "workforce.batch_detail", "batch_id"
WORKER, WORKER_ID = "workforce.worker_detail", "worker_id"
STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("workforce.review", "workforce", "初审", BATCH, BATCH_ID, "review"),
        Step("workforce.check", "workforce", "复核", BATCH, BATCH_ID, "review"),
        Step("workforce.approve", "workforce", "批准", BATCH, BATCH_ID, "review"),
        Step("workforce.trial", "workforce", "转正考核", WORKER, WORKER_ID, "mine", "workforce.worker_trial_ask"),
        Step("workforce.certificate", "workforce", "续登证书", WORKER, WORKER_ID, "mine"),
        Step("workforce.own_certificate", "workforce", "续登证书", "workforce.own_file", WORKER_ID, "mine"),
        Step("workforce.own_contract", "workforce", "看合同", "workforce.own_file", WORKER_ID, "mine"),
        Step("workforce.contract", "workforce", "续签合同", "workforce.worker_detail", "worker_id", "mine"),
    )
}
NO_DEADLINE = cast(null(), UtcDateTime()).label("due_at")
STREET, DISTRICT, PUBLISHED = BatchState.STREET, BatchState.DISTRICT, BatchState.PUBLISHED


def todo(viewer: Viewer, now: datetime) -> Select[Any] | CompoundSelect[Any] | None:
    """A row per batch and step that is the viewer's; a row per fact that falls due."""
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
    parts += _due(viewer, clock.local_day(now))
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


def _due(viewer: Viewer, day: date) -> list[Select[Any]]:
    """What falls due of the viewer's workers, and of herself: contracts, certificates, trials (WF-201)."""
    parts: list[Select[Any]] = []
    own = Worker.person_id == viewer.person_id
    ending = (Contract.signed_until, "劳动合同到期", Contract, is_contract_ending(day))
    expiring = (certificate_end(day), "证书登记到期", Certificate, is_expiring(day))
    trial = (Contract.probation_until, "试用期到", Contract, is_trial_ending(day))
    if viewer.can(Perm.WORKER_EDIT):
        scope = viewer.within(Perm.WORKER_EDIT, Worker.community)
        parts += [_fact("contract", *ending, scope), _fact("certificate", *expiring, scope)]
    if viewer.can(Perm.WORKER_VERIFY):
        others = Worker.person_id != viewer.person_id
        parts.append(_fact("trial", *trial, viewer.within(Perm.WORKER_VERIFY, Worker.community), others))
    if viewer.can(Perm.OWN_READ):
        parts += [_fact("own_contract", *ending, own), _fact("own_certificate", *expiring, own)]
    return parts


def _fact(key: str, day: Any, words: str, table: Any, *conditions: Any) -> Select[Any]:
    """A row per fact that falls due, with its last day in the note."""
    rows: Any = (
        select(
            literal_column(f"'workforce.{key}'", String).label("step"),
            Worker.id.label("record_id"),
            Person.name.label("title"),
            (literal(f"{words}：", String) + cast(day, String)).label("note"),
            NO_DEADLINE,
        )
        .select_from(table)
        .join(Worker, Worker.id == table.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(*conditions)
    )
    found: Select[Any] = rows
    return found
