"""An imported calendar moves open promises, with a line of old and new; closed ones stand (GR-26, GR-60)."""

from datetime import datetime

from shuangluan.grid import queries, rules
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries import Book
from shuangluan.grid.services import acting
from shuangluan.kernel import audit, clock


def recompute_promises(*, by: audit.Actor, at: datetime) -> list[str]:
    """Count every unanswered promise afresh by the present calendar; the numbers of the appeals that moved."""
    book = queries.book_on(clock.local_day(at))
    return [appeal.no for appeal in queries.promised_and_unanswered() if _recompute(appeal, book, by=by, at=at)]


def _recompute(appeal: Appeal, book: Book, *, by: audit.Actor, at: datetime) -> bool:
    due = acting.reckon(queries.file_of(appeal), book)
    line = rules.recomputed(appeal.due_on, due)
    if line is None and due.provisional == appeal.is_provisional:
        return False
    was_first = appeal.first_due_at == appeal.due_at
    with audit.changing(rules.RECOMPUTED, appeal, by=by, at=at):
        acting.set_due(appeal, due)
        if was_first and due.due_on is not None:
            appeal.first_due_on, appeal.first_due_at = appeal.due_on, appeal.due_at
    if line is not None:
        audit.noted(rules.RECOMPUTED, appeal, by=by, at=at, detail={"text": line.text})
    return line is not None
