"""The papers of a promotion batch from its items, within the viewer's part of it (WF-45, WF-200)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from shuangluan.kernel import clock, publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import PromotionBatch, PromotionItem
from shuangluan.workforce.queries.batches import items_of, state_on
from shuangluan.workforce.queries.objections import BATCH
from shuangluan.workforce.queries.schemes import grade_scheme, pay_table_on
from shuangluan.workforce.rules import wording
from shuangluan.workforce.rules.batch_papers import SAMPLE, TITLE, BatchPaper, PaperKind, Reply, opinion
from shuangluan.workforce.rules.pay import basic_of
from shuangluan.workforce.rules.promotion import CATEGORY_TAKES_EFFECT
from shuangluan.workforce.rules.states import CATEGORY_LABEL, BatchState, ItemState

Row = tuple[str, ...]
Table = Mapping[str, Any] | None
DECIDED = (BatchState.APPROVED, BatchState.EFFECTIVE)


def batch_paper(kind: PaperKind, batch: PromotionBatch, viewer: Viewer, day: date) -> BatchPaper:
    """The paper as the batch stands; nobody's identity number, telephone or birth date is on it."""
    everybody = items_of(batch, viewer)
    rising = [one for one in everybody if _rises(one)]
    if kind is PaperKind.REPLY:
        return _reply(batch, everybody, rising, day)
    table = pay_table_on(batch.effective_on, grade_scheme(batch.scheme_id))
    listed = everybody if kind is PaperKind.REVIEW else rising
    rows = [_cells(kind, one, batch, table) for one in listed]
    notes = [f"{batch.title}，共 {len(rows)} 人"]
    if kind is not PaperKind.REVIEW:
        notes.append(f"批准文号：{batch.approval_no or '待批'}")
        notes += [SAMPLE] if table and table.get("placeholder") else []
    if kind is PaperKind.PAY and rows:
        rows.append(_total(listed, table))
    return BatchPaper(kind, TITLE[kind], notes, (), rows)


def _rises(item: PromotionItem) -> bool:
    return (
        item.state is not ItemState.REMOVED
        and item.category in CATEGORY_TAKES_EFFECT
        and item.to_grade != item.from_grade
    )


def _cells(kind: PaperKind, item: PromotionItem, batch: PromotionBatch, table: Table) -> Row:
    place = f"{areas().name(item.community[:9])} {areas().name(item.community)}"
    post = item.to_post or item.from_post
    who, grades = (place, item.worker.person.name, post), (str(item.from_grade or ""), str(item.to_grade or ""))
    if kind is PaperKind.REVIEW:
        reviewed = item.reviewed_at
        said = opinion(item.state, item.note, is_reviewed=reviewed is not None)
        category = f"{CATEGORY_LABEL[item.category]}：{item.reason}"
        return (*who, *grades, category, said, "" if reviewed is None else f"{clock.local_day(reviewed)}")
    if kind is PaperKind.APPROVAL:
        return (*who, *grades, _signed(item.monthly_diff_fen), item.reason)
    before = _monthly(table, item.from_post, item.from_grade)
    after = _monthly(table, item.to_post, item.to_grade)
    begins = f"{batch.effective_on:%Y-%m}"
    return (*who, grades[0], before, grades[1], after, _signed(item.monthly_diff_fen), begins)


def _monthly(table: Table, post: str, grade: int | None) -> str:
    """Basic pay and base performance of a grade; what cannot be reckoned says why (WF-90)."""
    if grade is None:
        return ""
    found = basic_of(table, post, grade)
    return wording.NO_TABLE if found is None else f"{found.total:.2f}"


def _signed(fen: int | None) -> str:
    return "" if fen is None else f"{Decimal(fen) / 100:+.2f}"


def _total(items: list[PromotionItem], table: Table) -> Row:
    fen = sum(one.monthly_diff_fen or 0 for one in items)
    return (f"合计 {len(items)} 人", "", "", "", "", "", "", _signed(fen) if table else "", "")


def _reply(
    batch: PromotionBatch, everybody: list[PromotionItem], rising: list[PromotionItem], day: date
) -> BatchPaper:
    posted = publicity.current(BATCH, batch.id)
    staying = sum(one.state is not ItemState.REMOVED for one in everybody) - len(rising)
    first = rising[0].worker.person.name if rising else ""
    reply = Reply(
        batch.year, batch.effective_on, first, len(rising), staying, posted.posted_on if posted else None,
        posted.until if posted else None,
    )  # fmt: skip
    rows = [
        (
            f"{areas().name(one.community[:9])} {areas().name(one.community)}", one.worker.person.name,
            one.to_post, str(one.from_grade or ""), str(one.to_grade or ""),
        )
        for one in rising
    ]  # fmt: skip
    number = f"文号：{batch.approval_no}" if batch.approval_no else "文号：　　　　　　"
    mark = "" if state_on(batch, day) in DECIDED else "稿，未批准"
    return BatchPaper(PaperKind.REPLY, reply.title, (number,), reply.letter if rising else (), rows, mark)
