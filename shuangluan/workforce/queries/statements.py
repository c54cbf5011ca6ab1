"""等级说明书 as it is handed out: what stands on it, and the edition that holds (D22, WF-200)."""

from typing import Any

from sqlalchemy import Select

from shuangluan.kernel import documents, snapshots
from shuangluan.kernel.models import IssuedDocument
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import GradeRecord, Worker
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.queries.visibility import visible

STATEMENT = "workforce.statement"


def readable_ids(viewer: Viewer) -> Select[Any]:
    """The workers whose file the viewer may open."""
    return visible(viewer, Worker.id)


def text_of(worker: Worker) -> str:
    """The snapshot of a worker's statement: who, where, every row of the ledger with its lines; no identity data."""
    return snapshots.snapshot(
        {
            "name": worker.person.name, "staff_no": worker.staff_no, "community": areas().path(worker.community),
            "entry_date": worker.entry_date, "rows": [_row(one) for one in records_of([worker.id]).get(worker.id, [])],
        }
    )  # fmt: skip


def _row(record: GradeRecord) -> dict[str, Any]:
    return {
        "from": record.effective_from, "event": record.event, "post": record.post_class, "grade": record.grade,
        "lines": list(record.lines), "approval_no": record.approval_no,
    }  # fmt: skip


def issued(worker: Worker) -> tuple[IssuedDocument | None, bool]:
    """The edition that holds, and whether the ledger still says what stands on it."""
    document = documents.valid(STATEMENT, worker.id)
    return document, document is not None and document.text == text_of(worker)
