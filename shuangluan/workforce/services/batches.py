"""The promotion batch as a whole: 测算 → 初审 → 复核 → 公示 → 批准 → 生效 (WF-45)."""

from datetime import date, datetime

from sqlalchemy import func, select, update

from shuangluan.extensions import db
from shuangluan.kernel import audit, publicity
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.places import areas
from shuangluan.kernel.publicity import FrozenList, Notice
from shuangluan.workforce.models import GradeRecord, PromotionBatch, PromotionItem
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.objections import BATCH
from shuangluan.workforce.queries.schemes import grade_scheme, grade_scheme_on, publicity_term
from shuangluan.workforce.rules import promotion, sentences
from shuangluan.workforce.rules.promotion import CATEGORY_TAKES_EFFECT
from shuangluan.workforce.rules.states import BATCH_LABEL, BATCH_NEXT, BatchState, ItemState, check_can_move
from shuangluan.workforce.services.grades import record_rows
from shuangluan.workforce.services.items import compute_items

B, S = BatchState, ItemState
BACK = {B.STREET: B.COMPUTED, B.DISTRICT: B.STREET, B.PUBLISHED: B.DISTRICT}


def open_batch(*, year: int, effective_on: date, by: audit.Actor, at: datetime) -> PromotionBatch:
    """A batch for the steps of an appraisal year; the scheme is the one in force on the effective day."""
    running = select(PromotionBatch.title).where(
        PromotionBatch.effective_on == effective_on, PromotionBatch.state.not_in([B.APPROVED, B.REVOKED])
    )
    other = db.session.scalar(running.limit(1))
    if other is not None:
        raise RuleBroken(f"“{other}”还没有办完，不用再建", "effective_on")
    batch = PromotionBatch(
        title=f"{year} 年度晋级（{effective_on} 起）", year=year, scheme_id=grade_scheme_on(effective_on).id,
        effective_on=effective_on, state=B.DRAFT, opened_at=at, opened_by_id=by.id or 0,
    )  # fmt: skip
    audit.created(sentences.BATCH_OPENED, batch, by=by, at=at)
    return batch


def compute_batch(batch: PromotionBatch, *, by: audit.Actor, at: datetime) -> int:
    """测算: the engine on everybody employed on the effective day; how many items there are.

    Run again before the street begins, it looks at changed facts only and leaves the rest as it was.
    """
    if batch.state is not B.COMPUTED:
        check_can_move("晋级批次", BATCH_NEXT, BATCH_LABEL, batch.state, B.COMPUTED)
    count = compute_items(batch)
    with audit.changing(sentences.BATCH_COMPUTED, batch, by=by, at=at):
        batch.state, batch.computed_at, batch.computed_by_id = B.COMPUTED, at, by.id or 0
    return count


def start_review(batch: PromotionBatch, *, by: audit.Actor, at: datetime) -> None:
    """→ 街道初审."""
    _move(batch, B.STREET, by=by, at=at)


def start_check(batch: PromotionBatch, *, by: audit.Actor, at: datetime) -> None:
    """→ 区级复核, when every street has looked at each of its items."""
    waiting = _count(batch, S.WAITING)
    if waiting:
        raise RuleBroken(f"还有 {waiting} 人没有初审，请街道先办完")
    _move(batch, B.DISTRICT, by=by, at=at)


def send_back(batch: PromotionBatch, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """退回: one step back with its reason; what was decided about the items stays."""
    if batch.state not in BACK:
        raise RuleBroken(f"“{BATCH_LABEL[batch.state]}”的批次不能退回")
    if not reason:
        raise RuleBroken("退回要写原因", "reason")
    if batch.state is B.PUBLISHED:
        if _count(batch, S.DISPUTED):
            raise RuleBroken("还有异议没有办结，先答复或者剔除，再退回")
        _set_items(batch, S.PUBLISHED, S.REVIEWED)
        _take_down(batch, reason, by=by, at=at)
    _move(batch, BACK[batch.state], by=by, at=at)
    audit.noted(sentences.BATCH_MOVED, batch, by=by, at=at, detail={"reason": reason})


def publish_batch(
    batch: PromotionBatch, *, on: date, place: str, manner: str = "张贴", by: audit.Actor, at: datetime
) -> date:
    """→ 公示中: the list is frozen without identity data, for the strict period; its last day (WF-45, WF-110).

    Raises RuleBroken while an item is not decided, and where the period would end in an unpublished year.
    """
    check_can_move("晋级批次", BATCH_NEXT, BATCH_LABEL, batch.state, B.PUBLISHED)
    undecided = sum(_count(batch, state) for state in (S.WAITING, S.PASSED, S.DOUBTFUL))
    if undecided:
        raise RuleBroken(f"还有 {undecided} 人没有复核通过或剔除")
    notice = Notice(f"社区工作者晋级公示：{batch.title}", _frozen(batch), place, manner, publicity_term(on))
    posted = publicity.post(BATCH, batch.id, notice, on=on, by=by, at=at)
    with audit.changing(sentences.BATCH_PUBLISHED, batch, by=by, at=at):
        batch.state = B.PUBLISHED
    _set_items(batch, S.REVIEWED, S.PUBLISHED)
    return posted.until


def _take_down(batch: PromotionBatch, reason: str, *, by: audit.Actor, at: datetime) -> None:
    """A list that still hangs is withdrawn; a later one starts a new period."""
    posted = publicity.current(BATCH, batch.id)
    if posted is not None and posted.closed_at is None:
        publicity.withdraw(posted, reason=reason, by=by, at=at)


def approve_batch(batch: PromotionBatch, *, approval_no: str, on: date, by: audit.Actor, at: datetime) -> int:
    """→ 已批准: the rows go into the ledger, in force from their own day; how many workers changed (WF-45).

    Raises RuleBroken for the one who computed, before the publicity is over and while an item is disputed.
    """
    check_can_move("晋级批次", BATCH_NEXT, BATCH_LABEL, batch.state, B.APPROVED)
    if not approval_no:
        raise RuleBroken("批准要写文号", "approval_no")
    posted = publicity.current(BATCH, batch.id)
    assert posted is not None
    promotion.check_can_approve(
        by.id, {grant.role for grant in by.grants}, batch.computed_by_id, today=on, publicity_until=posted.until,
        disputed=_count(batch, S.DISPUTED),
    )  # fmt: skip
    publicity.conclude(posted, on=on, by=by, at=at)
    items, kin = _items(batch, S.PUBLISHED), relatives_of(by.id)
    for item in items:
        related = {by.id or 0} if item.worker.person_id in kin else set()
        promotion.check_can_decide(by.id, item.worker.person_id, related, deed="批准")
    scheme = grade_scheme(batch.scheme_id)
    with audit.changing(sentences.BATCH_APPROVED, batch, by=by, at=at):
        batch.state, batch.approval_no = B.APPROVED, approval_no
        batch.approved_at, batch.approved_by_id = at, by.id or 0
    changed = [item for item in items if item.rows and item.category in CATEGORY_TAKES_EFFECT]
    for item in changed:
        record_rows(
            item.worker, item.rows, scheme, item.inputs, approval_no=approval_no, by=by, at=at, item_id=item.id
        )
    _set_items(batch, S.PUBLISHED, S.APPROVED, is_open=False)
    return len(changed)


def revoke_batch(batch: PromotionBatch, *, reason: str, on: date, by: audit.Actor, at: datetime) -> None:
    """撤销 before it takes effect: its rows are struck through, its workers free again (WF-45)."""
    if batch.state is B.APPROVED and batch.effective_on <= on:
        raise RuleBroken("批次已经生效，只能逐人办理更正")
    check_can_move("晋级批次", BATCH_NEXT, BATCH_LABEL, batch.state, B.REVOKED)
    if not reason:
        raise RuleBroken("撤销要写原因", "reason")
    with audit.changing(sentences.BATCH_REVOKED, batch, by=by, at=at):
        batch.state, batch.revoked_at, batch.revoked_by_id = B.REVOKED, at, by.id or 0
    audit.noted(sentences.BATCH_REVOKED, batch, by=by, at=at, detail={"reason": reason})
    _take_down(batch, reason, by=by, at=at)
    own = select(PromotionItem.id).where(PromotionItem.batch_id == batch.id)
    db.session.execute(
        update(GradeRecord)
        .where(GradeRecord.item_id.in_(own), GradeRecord.superseded_at.is_(None))
        .values(superseded_at=at, superseded_by_id=by.id or 0)
    )
    db.session.execute(update(PromotionItem).where(PromotionItem.batch_id == batch.id).values(is_open=False))


def _move(batch: PromotionBatch, to: BatchState, *, by: audit.Actor, at: datetime) -> None:
    check_can_move("晋级批次", BATCH_NEXT, BATCH_LABEL, batch.state, to)
    with audit.changing(sentences.BATCH_MOVED, batch, by=by, at=at):
        batch.state = to


def _items(batch: PromotionBatch, state: ItemState) -> list[PromotionItem]:
    rows = select(PromotionItem).where(PromotionItem.batch_id == batch.id, PromotionItem.state == state)
    return list(db.session.scalars(rows.order_by(PromotionItem.id)))


def _count(batch: PromotionBatch, state: ItemState) -> int:
    counted = select(func.count()).where(PromotionItem.batch_id == batch.id, PromotionItem.state == state)
    return db.session.scalar(counted) or 0


def _set_items(batch: PromotionBatch, old: ItemState, new: ItemState, *, is_open: bool = True) -> None:
    for item in _items(batch, old):
        item.state, item.is_open = new, is_open
    db.session.flush()


def _frozen(batch: PromotionBatch) -> FrozenList:
    """The published list: names, posts and grades, never identity data (WF-45); where no grade changes, everybody."""
    items = [one for one in _items(batch, S.REVIEWED) if one.category in CATEGORY_TAKES_EFFECT]
    changing = [one for one in items if one.to_grade != one.from_grade]
    return FrozenList.of(
        ("姓名", "社区", "岗位", "现等级", "拟定等级", "依据"),
        [
            (one.worker.person.name, areas().name(one.community), one.to_post, one.from_grade, one.to_grade, one.reason)
            for one in changing or items
        ],
    )
