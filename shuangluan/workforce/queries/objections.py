"""公示 of a batch with its objections, and the requests of workers to look again (WF-45, WF-104)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import publicity
from shuangluan.kernel.models import Objection, Publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.postings import PostingState
from shuangluan.kernel.publicity import Card
from shuangluan.workforce.models import ItemObjection, PromotionBatch, PromotionItem, ReviewRequest, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.rules.states import ItemState

BATCH = "workforce.batch"
"""The kind under which a batch's list hangs at the kernel."""


def card(batch: PromotionBatch, today: date) -> Card | None:
    """The newest list of a batch with its objections; None where nothing was ever put up."""
    return publicity.card(BATCH, batch.id, today)


def last_days(batches: Sequence[PromotionBatch]) -> dict[int, date]:
    """The last day of the list in force of each batch, in one statement."""
    rows = db.session.execute(
        select(Publicity.record_id, Publicity.until).where(
            Publicity.kind == BATCH, Publicity.record_id.in_([one.id for one in batches]),
            Publicity.state.in_([PostingState.POSTED, PostingState.CONCLUDED]),
        )
    )  # fmt: skip
    return {batch_id: until for batch_id, until in rows}


def objection(batch: PromotionBatch, objection_id: int) -> Objection | None:
    """An objection to a list of this batch."""
    return publicity.objection(objection_id, BATCH, batch.id)


def link_of(found: Objection) -> ItemObjection | None:
    """The item that an objection is about; None for one to the whole list."""
    return db.session.scalar(select(ItemObjection).where(ItemObjection.objection_id == found.id))


def published_items(batch: PromotionBatch, viewer: Viewer) -> list[PromotionItem]:
    """The items that can be objected to, within the viewer's scope."""
    rows = select(PromotionItem).where(
        PromotionItem.batch_id == batch.id, PromotionItem.state.in_([ItemState.PUBLISHED, ItemState.DISPUTED]),
        viewer.within(Perm.BATCH_READ, PromotionItem.community),
    )  # fmt: skip
    return sorted(db.session.scalars(rows), key=lambda one: (one.community, one.worker.person.pinyin, one.id))


def own_item(worker: Worker, today: date) -> PromotionItem | None:
    """Her own item in a list that hangs today: what she can object to."""
    found: PromotionItem | None = db.session.scalar(
        select(PromotionItem)
        .join(Publicity, Publicity.record_id == PromotionItem.batch_id)
        .where(
            Publicity.kind == BATCH, Publicity.state == PostingState.POSTED, Publicity.posted_on <= today,
            Publicity.until >= today, PromotionItem.worker_id == worker.id,
            PromotionItem.state.in_([ItemState.PUBLISHED, ItemState.DISPUTED]),
        )
        .order_by(Publicity.id.desc())
    )  # fmt: skip
    return found


def own_objections(worker: Worker) -> list[Objection]:
    """What she herself objected to in lists of batches, the newest first."""
    rows = (
        select(Objection)
        .join(Publicity, Publicity.id == Objection.publicity_id)
        .where(Publicity.kind == BATCH, Objection.entered_by_id == worker.person_id, ~Objection.is_anonymous)
        .order_by(Objection.id.desc())
    )
    return list(db.session.scalars(rows))


def own_requests(worker: Worker) -> list[ReviewRequest]:
    """Her 复核 requests, the newest first."""
    rows = select(ReviewRequest).where(ReviewRequest.worker_id == worker.id)
    return list(db.session.scalars(rows.order_by(ReviewRequest.id.desc())))


def request(request_id: int, *, viewer: Viewer) -> ReviewRequest | None:
    """A request that the viewer may answer."""
    found: ReviewRequest | None = db.session.scalar(
        select(ReviewRequest)
        .join(Worker, Worker.id == ReviewRequest.worker_id)
        .where(ReviewRequest.id == request_id, viewer.within(Perm.REVIEW_ANSWER, Worker.community))
    )
    return found
