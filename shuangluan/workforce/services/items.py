"""The items of a promotion batch: computed, reviewed by the street, checked by the district (WF-3, WF-45)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import GradeRecord, PromotionBatch, PromotionItem, Worker
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.batches import changed
from shuangluan.workforce.queries.facts import Facts, facts_of
from shuangluan.workforce.queries.ledger import as_row, records_of
from shuangluan.workforce.queries.schemes import GradeScheme, grade_scheme, pay_table_on
from shuangluan.workforce.rules import promotion, sentences, timeline
from shuangluan.workforce.rules.pay import basic_of
from shuangluan.workforce.rules.promotion import Proposal
from shuangluan.workforce.rules.scheme import Scheme
from shuangluan.workforce.rules.states import (
    EMPLOYED,
    ITEM_LABEL,
    ITEM_NEXT,
    BatchState,
    Category,
    ItemState,
    check_can_move,
)

S = ItemState
REVIEWING = {BatchState.STREET, BatchState.DISTRICT}
CHANGED = "数据已变更，请先重新计算这一条"
LONGEST = 1000


class Computation:
    """The engine on the workers of a batch; schemes and tables are read once."""

    def __init__(self, batch: PromotionBatch) -> None:
        self.batch = batch
        self.scheme: GradeScheme = grade_scheme(batch.scheme_id)
        self.rules = Scheme.parse(self.scheme.payload)
        self.pay = pay_table_on(batch.effective_on, self.scheme)

    def values(self, worker: Worker, facts: Facts, stored: Sequence[GradeRecord]) -> dict[str, Any]:
        """The columns of a worker's item as the facts stand."""
        through = self.batch.effective_on
        proposal = self._proposal(facts, [as_row(one) for one in stored if one.effective_from <= through])
        last = stored[-1] if stored else None
        return {
            "community": worker.community,
            "category": proposal.category,
            "state": S.WAITING,
            "is_open": True,
            "from_post": last.post_class if last else "",
            "from_grade": last.grade if last else None,
            "to_post": proposal.post,
            "to_grade": proposal.grade or None,
            "monthly_diff_fen": self._difference(last, proposal),
            "reason": proposal.reason[:LONGEST],
            "rows": [dict(row) for row in proposal.rows],
            "inputs": {"through": through.isoformat(), "facts": facts},
            "inputs_hash": promotion.inputs_hash(self.scheme.id, through, facts),
            "note": "",
            "reviewed_at": None,
            "reviewed_by_id": None,
            "checked_at": None,
            "checked_by_id": None,
        }

    def _proposal(self, facts: Facts, stored: list[dict[str, Any]]) -> Proposal:
        if not stored:
            return Proposal(Category.MISSING, "", 0, (), "还没有首次定级，先办理定级")
        try:
            rows = timeline(self.scheme.payload, facts, self.batch.effective_on.isoformat())
        except RuleBroken as broken:
            return Proposal(Category.MISSING, stored[-1]["post"], stored[-1]["grade"], (), broken.reason)
        return promotion.propose(self.rules, rows, stored, self.batch.effective_on)

    def _difference(self, last: GradeRecord | None, proposal: Proposal) -> int | None:
        """What the pay of a month changes by, in 分; empty without a table (WF-90)."""
        if last is None or self.pay is None:
            return None
        totals = [
            found.total if (found := basic_of(self.pay, post, grade)) else Decimal(0)
            for post, grade in ((last.post_class, last.grade), (proposal.post, proposal.grade))
        ]
        return int((totals[1] - totals[0]) * 100)


def compute_items(batch: PromotionBatch) -> int:
    """Make or refresh the items of everybody employed; those in another open batch are left there (WF-21)."""
    elsewhere = select(PromotionItem.worker_id).where(PromotionItem.is_open, PromotionItem.batch_id != batch.id)
    everybody = select(Worker).where(
        Worker.state.in_(EMPLOYED), Worker.entry_date <= batch.effective_on, Worker.id.not_in(elsewhere)
    )
    workers = list(db.session.scalars(everybody.order_by(Worker.id)))
    ids = [worker.id for worker in workers]
    facts, ledgers, computation = facts_of(ids), records_of(ids), Computation(batch)
    known = {
        item.worker_id: item
        for item in db.session.scalars(select(PromotionItem).where(PromotionItem.batch_id == batch.id))
    }
    for worker in workers:
        values = computation.values(worker, facts[worker.id], ledgers.get(worker.id, []))
        item = known.get(worker.id)
        if item is None:
            db.session.add(PromotionItem(batch_id=batch.id, worker_id=worker.id, **values))
        elif item.inputs_hash != values["inputs_hash"] or item.category is not values["category"]:
            _fill(item, values)
    db.session.flush()
    return len(workers)


def _fill(item: PromotionItem, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(item, name, value)


def recompute_item(item: PromotionItem, batch: PromotionBatch, *, by: audit.Actor, at: datetime) -> None:
    """After a correction of facts: this item alone, with new fingerprint and lines; it is looked at anew (WF-165)."""
    if batch.state not in REVIEWING:
        raise RuleBroken("只有初审和复核期间可以重新计算")
    facts = facts_of([item.worker_id])[item.worker_id]
    values = Computation(batch).values(item.worker, facts, records_of([item.worker_id]).get(item.worker_id, []))
    with audit.changing(sentences.ITEM_RECOMPUTED, item, by=by, at=at):
        _fill(item, values)


def review_item(
    item: PromotionItem, batch: PromotionBatch, *, passed: bool, note: str, by: audit.Actor, at: datetime
) -> None:
    """街道初审: 通过, or 存疑 with its reason; never the number (WF-45)."""
    if batch.state not in REVIEWING:
        raise RuleBroken("现在不在街道初审阶段")
    to = S.PASSED if passed else S.DOUBTFUL
    _check(item, batch, to, note, by=by)
    with audit.changing(sentences.ITEM_REVIEWED, item, by=by, at=at):
        item.state, item.note = to, note
        item.reviewed_at, item.reviewed_by_id = at, by.id or 0


def check_item(
    item: PromotionItem, batch: PromotionBatch, *, passed: bool, note: str, by: audit.Actor, at: datetime
) -> None:
    """区级复核: 通过, or 存疑 with its reason, which goes back to the street (WF-45)."""
    if batch.state is not BatchState.DISTRICT:
        raise RuleBroken("现在不在区级复核阶段")
    to = S.REVIEWED if passed else S.DOUBTFUL
    _check(item, batch, to, note, by=by)
    with audit.changing(sentences.ITEM_CHECKED, item, by=by, at=at):
        item.state, item.note = to, note
        item.checked_at, item.checked_by_id = at, by.id or 0


def remove_item(
    item: PromotionItem, batch: PromotionBatch, *, reason: str, by: audit.Actor, at: datetime
) -> None:
    """剔除 or 暂缓 of one item; the rest goes on (WF-45)."""
    if batch.state not in (*REVIEWING, BatchState.PUBLISHED):
        raise RuleBroken("只有初审、复核和公示期间可以剔除")
    if not reason:
        raise RuleBroken("剔除要写原因", "note")
    promotion.check_can_decide(by.id, item.worker.person_id, relatives_of(item.worker.person_id), deed="剔除")
    check_can_move("条目", ITEM_NEXT, ITEM_LABEL, item.state, S.REMOVED)
    with audit.changing(sentences.ITEM_REMOVED, item, by=by, at=at):
        item.state, item.is_open, item.note = S.REMOVED, False, reason


def dispute_item(item: PromotionItem, *, content: str, by: audit.Actor, at: datetime) -> None:
    """An objection is registered: this item waits until it is answered (WF-45)."""
    check_can_move("条目", ITEM_NEXT, ITEM_LABEL, item.state, S.DISPUTED)
    with audit.changing(sentences.ITEM_DISPUTED, item, by=by, at=at):
        item.state, item.note = S.DISPUTED, content


def settle_item(item: PromotionItem, *, finding: str, by: audit.Actor, at: datetime) -> None:
    """The objection is answered and does not hold: the item goes on with the rest."""
    if not finding:
        raise RuleBroken("写明核实的结论", "note")
    check_can_move("条目", ITEM_NEXT, ITEM_LABEL, item.state, S.PUBLISHED)
    promotion.check_can_decide(by.id, item.worker.person_id, relatives_of(item.worker.person_id), deed="答复")
    with audit.changing(sentences.ITEM_SETTLED, item, by=by, at=at):
        item.state, item.note = S.PUBLISHED, finding


def _check(item: PromotionItem, batch: PromotionBatch, to: ItemState, note: str, *, by: audit.Actor) -> None:
    promotion.check_can_decide(by.id, item.worker.person_id, relatives_of(item.worker.person_id))
    check_can_move("条目", ITEM_NEXT, ITEM_LABEL, item.state, to)
    if to is S.DOUBTFUL and not note:
        raise RuleBroken("存疑要写原因", "note")
    if changed([item], batch):
        raise RuleBroken(CHANGED)
