"""晋级批次 and the people of one as lists: how many of the viewer's each is about, how far it is (WF-45, WF-200)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from shuangluan.kernel.models import Person, Publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.postings import PostingState
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, between, in_area, open_to, within
from shuangluan.workforce.models import PromotionBatch, PromotionItem, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.objections import BATCH
from shuangluan.workforce.rules.states import BatchState, Category, ItemState

B, Item = PromotionBatch, PromotionItem
LATE = (BatchState.APPROVED, BatchState.REVOKED)


def _is_effective(day: date) -> ColumnElement[bool]:
    return and_(B.state == BatchState.APPROVED, B.effective_on <= day)


def _people(viewer: Viewer) -> Any:
    rows = select(func.count(Item.id)).where(
        Item.batch_id == B.id, viewer.within(Perm.BATCH_READ, Item.community)
    )
    return rows.correlate(B).scalar_subquery()


def _until() -> Any:
    """The last day of the list in force, of several the latest."""
    rows = select(func.max(Publicity.until)).where(
        Publicity.kind == BATCH, Publicity.record_id == B.id,
        Publicity.state.in_([PostingState.POSTED, PostingState.CONCLUDED]),
    )  # fmt: skip
    return rows.correlate(B).scalar_subquery()


def batches(viewer: Viewer) -> Source:
    """All batches; the people of each are counted within the viewer's scope."""
    return Source(
        key=B.id,
        ids=open_to(select(B.id), Perm.BATCH_READ),
        columns=lambda _: select(
            B.id, B.title, B.year, B.effective_on, B.state, B.approval_no,
            _people(viewer).label("people"), _until().label("until"),
        ),
        views=lambda day: {
            "all": None,
            "open": B.state.not_in(LATE),
            "approved": and_(B.state == BatchState.APPROVED, B.effective_on > day),
            "effective": _is_effective(day),
            "revoked": B.state == BatchState.REVOKED,
        },
        filters={
            "q": lambda text, _: or_(
                B.title.icontains(text, autoescape=True), B.approval_no.icontains(text, autoescape=True)
            ),
            "state": lambda text, _: B.state == BatchState(text),
            **between("effective", B.effective_on),
        },
        orders={"effective": (B.effective_on,), "title": (B.title,)},
    )  # fmt: skip


def _joined(*columns: Any) -> Any:
    rows = select(*columns).select_from(Item).join(Worker, Worker.id == Item.worker_id)
    return rows.join(Person, Person.id == Worker.person_id)


def items(batch_id: int) -> Source:
    """Everybody in a batch, by community and pinyin, never by grade (WF-102)."""
    return Source(
        key=Item.id,
        ids=within(_joined(Item.id).where(Item.batch_id == batch_id), Perm.BATCH_READ, Item.community),
        columns=lambda _: _joined(
            Item.id, Item.batch_id, Item.community, Item.category, Item.from_post, Item.from_grade, Item.to_post,
            Item.to_grade, Item.monthly_diff_fen, Item.reason, Item.note, Item.state, Worker.staff_no, Person.name,
        ),
        views=lambda _: {"all": None, **{one.value: Item.category == one for one in Category}},
        filters={
            "q": lambda text, _: matches(Worker.search_text, text),
            "state": lambda text, _: Item.state == ItemState(text),
        },
        orders={"name": (Person.pinyin,), "community": (Item.community, Person.pinyin)},
        area=in_area(Item.community),
    )  # fmt: skip
