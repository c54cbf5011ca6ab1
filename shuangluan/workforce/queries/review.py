"""The review page of a batch put together: tabs, map, rows with their deeds, the worker looked at (WF-200, WF-201)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from shuangluan.kernel import audit, clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import GradeRecord, PromotionBatch, PromotionItem
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import batches
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.queries.objections import last_days
from shuangluan.workforce.queries.proofs import Proof, proofs
from shuangluan.workforce.queries.schemes import GradeScheme, grade_scheme, pay_table_on
from shuangluan.workforce.queries.visibility import relatives_of
from shuangluan.workforce.rules import basic_pay
from shuangluan.workforce.rules.promotion import why_not_approve, why_not_decide
from shuangluan.workforce.rules.states import CATEGORY_LABEL, ITEM_LABEL, ITEM_NEXT, BatchState, Category, ItemState

S, B = ItemState, BatchState
SIZE = 50  # workers on a page of the list
TONE = {
    S.WAITING: "wait", S.PASSED: "doing", S.DOUBTFUL: "stop", S.REVIEWED: "done", S.PUBLISHED: "wait",
    S.DISPUTED: "stop", S.REMOVED: "off", S.APPROVED: "done", S.EFFECTIVE: "done",
}  # fmt: skip
STEPS = (
    ("测算", {B.DRAFT}),
    ("街道初审", {B.COMPUTED, B.STREET}),
    ("区级复核", {B.DISTRICT}),
    ("公示", {B.PUBLISHED}),
    ("批准", set[BatchState]()),
    ("生效", {B.APPROVED}),
)


@dataclass(frozen=True)
class Row:
    """One worker in the list: what is proposed, what may be done, and why not."""

    item: PromotionItem
    is_changed: bool
    deed: str  # review, check or nothing: which decision is open to the viewer now
    refusal: str
    may_recompute: bool  # its facts have changed, and the viewer may compute it again

    @property
    def name(self) -> str:
        """The worker's name."""
        return self.item.worker.person.name

    @property
    def place(self) -> str:
        """万和城 · 工作人员."""
        return " · ".join(part for part in (areas().short(self.item.community), self.item.to_post) if part)

    @property
    def state(self) -> tuple[str, str]:
        """The state in words; changed facts come first."""
        if self.is_changed:
            return "数据已变更", "stop"
        return ITEM_LABEL[self.item.state], TONE[self.item.state]

    @property
    def category(self) -> str:
        """拟晋级."""
        return CATEGORY_LABEL[self.item.category]

    @property
    def difference(self) -> str:
        """+36.00 a month, empty without a table."""
        fen = self.item.monthly_diff_fen
        return "" if fen is None else f"{fen / 100:+.2f}" if fen else "0.00"


@dataclass(frozen=True)
class Cell:
    """A grade of a class on the map."""

    grade: int
    count: int
    in_range: bool

    @property
    def shade(self) -> str:
        """How dark: 1–4, 5–9, 10 and more."""
        return "" if not self.count else "d1" if self.count < 5 else "d2" if self.count < 10 else "d3"


class Review:
    """Everything the page needs, read once."""

    def __init__(
        self,
        batch: PromotionBatch,
        viewer: Viewer,
        by: audit.Actor,
        now: datetime,
        *,
        category: Category | None,
        cell: tuple[str, int] | None = None,
        words: str = "",
        only_mine: bool = False,
        chosen: int | None = None,
        decided: int | None = None,
        page: int | None = None,
    ) -> None:
        self.batch, self.viewer, self.by = batch, viewer, by
        self.day = clock.local_day(now)
        self.category, self.cell, self.chosen_id, self.decided_id = category, cell, chosen, decided
        self.page_asked, self.words, self.only_mine = page, words, only_mine
        self.state = batches.state_on(batch, self.day)
        self.tally = batches.tally(batch, viewer)

    @cached_property
    def scheme(self) -> GradeScheme:
        """The scheme it was computed by."""
        return grade_scheme(self.batch.scheme_id)

    @cached_property
    def until(self) -> date | None:
        """The last day of its list, while one is in force."""
        return last_days([self.batch]).get(self.batch.id)

    @cached_property
    def everybody(self) -> list[PromotionItem]:
        """Everybody of the list, by community and pinyin (WF-102); of those who wait, with the one decided last."""
        chosen: dict[str, Any] = {"category": self.category, "cell": self.cell, "words": self.words}
        found = batches.items_of(self.batch, self.viewer, **chosen)
        if not self.only_mine:
            return found
        return [item for item in found if self._deed(item) or item.id == self.decided_id]

    @property
    def waiting(self) -> int | None:
        """How many wait for the viewer's decision; None where nothing is to be decided."""
        may = any(map(self.viewer.can, (Perm.ITEM_REVIEW, Perm.ITEM_CHECK)))
        if not may or self.state not in (B.STREET, B.DISTRICT):
            return None
        return sum(count for state, count in self.tally.states.items() if self._open_deed(state, self.viewer.can))

    @cached_property
    def rows(self) -> list[Row]:
        """The page of the list on which the chosen one stands."""
        start = (self.page - 1) * SIZE
        items = self.everybody[start : start + SIZE]
        stale, kin = batches.changed(items, self.batch), relatives_of(self.by.id)
        return [self._row(item, item.id in stale, kin) for item in items]

    def _row(self, item: PromotionItem, is_changed: bool, kin: set[int]) -> Row:
        person_id = item.worker.person_id
        related = {self.by.id or 0} if person_id in kin else set()
        again = is_changed and self.state in (B.STREET, B.DISTRICT)
        again = again and self.viewer.holds_area(Perm.ITEM_CHECK, item.community)
        return Row(item, is_changed, self._deed(item), why_not_decide(self.by.id, person_id, related), again)

    def _deed(self, item: PromotionItem) -> str:
        return self._open_deed(item.state, lambda permission: self.viewer.holds_area(permission, item.community))

    def _open_deed(self, state: ItemState, may: Callable[[Perm], bool]) -> str:
        reviewing = self.state in (B.STREET, B.DISTRICT) and S.PASSED in ITEM_NEXT[state]
        if reviewing and may(Perm.ITEM_REVIEW):
            return "review"
        checking = self.state is B.DISTRICT and S.REVIEWED in ITEM_NEXT[state]
        return "check" if checking and may(Perm.ITEM_CHECK) else ""

    @cached_property
    def place(self) -> int:
        """Where in the list the one stands that is looked at: the one asked for, else the next to be decided.

        Where nothing waits for the viewer, the one decided last, or the first.
        """
        places = {item.id: place for place, item in enumerate(self.everybody)}
        if self.chosen_id in places and self.decided_id is None:
            return places[self.chosen_id]
        if self.page_asked is not None and self.decided_id is None:
            return min((self.page_asked - 1) * SIZE, max(len(self.everybody) - 1, 0))
        after = places.get(self.decided_id or 0, -1) + 1
        turn = [*range(after, len(self.everybody)), *range(min(after, len(self.everybody)))]
        return next((place for place in turn if self._deed(self.everybody[place])), max(after - 1, 0))

    @property
    def page(self) -> int:
        """The page of the list that is drawn."""
        return self.place // SIZE + 1

    @property
    def pages(self) -> int:
        """How many pages the list has."""
        return max(1, -(-len(self.everybody) // SIZE))

    @property
    def chosen(self) -> Row | None:
        """The worker whose reasons stand beside the list."""
        return self.rows[self.place % SIZE] if self.rows else None

    @cached_property
    def ledger(self) -> Sequence[GradeRecord]:
        """The stored rows of the chosen worker."""
        if self.chosen is None:
            return []
        return records_of([self.chosen.item.worker_id]).get(self.chosen.item.worker_id, [])

    @cached_property
    def proofs(self) -> Sequence[Proof]:
        """The papers and ratings of the chosen worker."""
        return proofs(self.chosen.item.worker_id, self.batch.year) if self.chosen else []

    @cached_property
    def pay(self) -> list[tuple[str, Mapping[str, Any]]]:
        """What the chosen worker's grade pays before and after."""
        if self.chosen is None:
            return []
        item, table = self.chosen.item, pay_table_on(self.batch.effective_on, self.scheme)
        return [
            (f"{grade} 级", basic_pay(table, post, grade))
            for post, grade in ((item.from_post, item.from_grade), (item.to_post, item.to_grade))
            if grade is not None
        ]

    @cached_property
    def map(self) -> list[tuple[str, int, list[Cell]]]:
        """A lane per class, the highest first: its name, its head count, its cells from grade 1 on (WF-200)."""
        posts = self.scheme.payload["posts"]
        top = max(one["max"] for one in posts.values())
        lanes = []
        for name, one in sorted(posts.items(), key=lambda pair: -pair[1]["rank"]):
            cells = [
                Cell(grade, self.tally.cells.get((name, grade), 0), one["min"] <= grade <= one["max"])
                for grade in range(1, top + 1)
            ]
            lanes.append((name, sum(cell.count for cell in cells), cells))
        return lanes

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """The state bar: name, note, whether it is done or now."""
        at = next((place for place, (_, states) in enumerate(STEPS) if self.state in states), len(STEPS))
        notes = {
            "测算": f"{self.tally.total} 人",
            "公示": f"到 {self.until}" if self.until else "",
            "批准": self.batch.approval_no or "测算人不批",
            "生效": f"{self.batch.effective_on} 起",
        }
        marks = ["ok" if place < at else "now" if place == at else "" for place in range(len(STEPS))]
        return [(name, notes.get(name, ""), mark) for (name, _), mark in zip(STEPS, marks, strict=True)]

    @property
    def refusal(self) -> str:
        """Why the viewer may not approve; empty where he may."""
        roles = {grant.role for grant in self.by.grants}
        reason = why_not_approve(self.by.id, roles, self.batch.computed_by_id)
        until = self.until
        if not reason and until is not None and self.day <= until:
            return f"公示到 {until} 24:00 为止，期满后才能批准"
        return reason

    @cached_property
    def locked(self) -> list[tuple[str, str]]:
        """Who stands in another open batch."""
        return batches.locked(self.batch, self.viewer)
