"""Promotion batches and their items, within the viewer's scope (WF-2, WF-45)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer

from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.search import matches
from shuangluan.workforce.models import PromotionBatch, PromotionItem, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.facts import facts_of
from shuangluan.workforce.queries.schemes import grade_scheme, pay_table_on
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.promotion import inputs_hash
from shuangluan.workforce.rules.states import EMPLOYED, BatchState, Category, ItemState


def batch(batch_id: int, *, viewer: Viewer) -> PromotionBatch | None:
    """The batch: one for the whole district, open to all who may read batches."""
    if not viewer.can(Perm.BATCH_READ):
        return None
    return db.session.get(PromotionBatch, batch_id)


def state_on(found: PromotionBatch, day: date) -> BatchState:
    """已生效 is derived: approved, and the effective day is reached (WF-45)."""
    if found.state is BatchState.APPROVED and found.effective_on <= day:
        return BatchState.EFFECTIVE
    return found.state


def _items(viewer: Viewer, *columns: Any) -> Select[Any]:
    return select(*columns or (PromotionItem,)).where(viewer.within(Perm.BATCH_READ, PromotionItem.community))


def item(item_id: int, *, viewer: Viewer) -> PromotionItem | None:
    """The item of one worker, if it exists for the viewer."""
    found: PromotionItem | None = db.session.scalar(_items(viewer).where(PromotionItem.id == item_id))
    return found


def items_of(
    found: PromotionBatch,
    viewer: Viewer,
    *,
    category: Category | None = None,
    state: ItemState | None = None,
    cell: tuple[str, int] | None = None,
    area: str | None = None,
    words: str = "",
) -> list[PromotionItem]:
    """The items of a batch by community and pinyin (WF-102), narrowed by category, state, cell of the map, words."""
    rows = (
        _items(viewer)
        .join(Worker, Worker.id == PromotionItem.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(PromotionItem.batch_id == found.id)
        .order_by(PromotionItem.community, Person.pinyin, PromotionItem.id)
        .options(defer(PromotionItem.inputs), defer(PromotionItem.rows))  # read for the one that is looked at
    )
    if category is not None:
        rows = rows.where(PromotionItem.category == category)
    if state is not None:
        rows = rows.where(PromotionItem.state == state)
    if cell is not None:
        rows = rows.where(PromotionItem.to_post == cell[0], PromotionItem.to_grade == cell[1])
    if words:
        rows = rows.where(matches(Worker.search_text, words))
    if area is not None:
        rows = rows.where(PromotionItem.community.startswith(area, autoescape=True))
    return list(db.session.scalars(rows))


@dataclass(frozen=True)
class Tally:
    """How many items of each kind, and the cells of the class × grade map."""

    categories: dict[Category, int]
    states: dict[ItemState, int]
    cells: dict[tuple[str, int], int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.categories.values())


def tally(found: PromotionBatch, viewer: Viewer) -> Tally:
    """Counts of the viewer's part of a batch, in one statement."""
    rows = db.session.execute(
        _items(
            viewer, PromotionItem.category, PromotionItem.state, PromotionItem.to_post, PromotionItem.to_grade,
            func.count(),
        )
        .where(PromotionItem.batch_id == found.id)
        .group_by(PromotionItem.category, PromotionItem.state, PromotionItem.to_post, PromotionItem.to_grade)
    )  # fmt: skip
    counted = Tally({}, {}, {})
    for category, state, post, grade, count in rows:
        counted.categories[category] = counted.categories.get(category, 0) + count
        counted.states[state] = counted.states.get(state, 0) + count
        if grade is not None:
            counted.cells[post, grade] = counted.cells.get((post, grade), 0) + count
    return counted


def changed(items: Sequence[PromotionItem], found: PromotionBatch) -> set[int]:
    """Ids of the items whose facts are no longer those they were computed from: 数据已变更 (WF-45)."""
    facts = facts_of([one.worker_id for one in items])
    return {
        one.id
        for one in items
        if one.is_open and inputs_hash(found.scheme_id, found.effective_on, facts[one.worker_id]) != one.inputs_hash
    }


def locked(found: PromotionBatch, viewer: Viewer) -> list[tuple[str, str]]:
    """(worker, batch) of those who are employed but stand in another open batch (WF-21)."""
    rows = db.session.execute(
        _items(viewer, Person.name, PromotionBatch.title)
        .select_from(PromotionItem)
        .join(Worker, Worker.id == PromotionItem.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .join(PromotionBatch, PromotionBatch.id == PromotionItem.batch_id)
        .where(PromotionItem.is_open, PromotionItem.batch_id != found.id, Worker.state.in_(EMPLOYED))
        .order_by(PromotionItem.community, Person.pinyin, PromotionItem.id)
    )
    return [(name, title) for name, title in rows]


@dataclass(frozen=True)
class Exported:
    """An item with its places in words and its difference in yuan."""

    item: PromotionItem

    @property
    def street(self) -> str:
        """秀水街道."""
        return areas().name(self.item.community[:9])

    @property
    def community(self) -> str:
        """万和城社区."""
        return areas().name(self.item.community)

    @property
    def difference(self) -> str:
        """Yuan a month, empty without a table."""
        fen = self.item.monthly_diff_fen
        return "" if fen is None else yuan_of(fen)


def export_rows(found: PromotionBatch, viewer: Viewer) -> list[Exported]:
    """Everybody of the viewer's part of a batch."""
    return [Exported(one) for one in items_of(found, viewer)]


def has_placeholder_pay(found: PromotionBatch) -> bool:
    """Whether its amounts come from a placeholder table (WF-90)."""
    table = pay_table_on(found.effective_on, grade_scheme(found.scheme_id))
    return bool(table and table.get("placeholder"))
