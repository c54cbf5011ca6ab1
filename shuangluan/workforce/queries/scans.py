"""Scans of a worker's papers: whose they are, and who may open them (WF-43, WF-115)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import Certificate, Education, Scan, ServiceSegment, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.papers import TABLES, Paper, PaperKind

COLUMNS = {
    PaperKind.EDUCATION: Scan.education_id,
    PaperKind.CERTIFICATE: Scan.certificate_id,
    PaperKind.SEGMENT: Scan.segment_id,
}


@dataclass(frozen=True)
class Kept:
    """A scan with the paper that it shows and whose it is."""

    scan: Scan
    paper: Paper


def paper_to_show(kind: PaperKind, record_id: int, *, viewer: Viewer) -> Paper | None:
    """The paper to which the viewer may add a scan."""
    table = TABLES[kind]
    row = db.session.execute(
        select(table, Worker)
        .join(Worker, Worker.id == table.worker_id)
        .where(table.id == record_id, viewer.within(Perm.WORKER_EDIT, Worker.community))
    ).first()
    return None if row is None else Paper(kind, row[0], row[1])


def scans_of_paper(kind: PaperKind, record_id: int) -> Sequence[Scan]:
    """The scans of one paper, the oldest first."""
    return db.session.scalars(select(Scan).where(COLUMNS[kind] == record_id).order_by(Scan.id)).all()


def scans_of_worker(worker_id: int) -> dict[tuple[str, int], list[Scan]]:
    """The scans of a whole file by kind and id of the paper; one statement."""
    found: dict[tuple[str, int], list[Scan]] = {}
    for one in db.session.scalars(_of_workers(select(Scan)).where(_whose() == worker_id).order_by(Scan.id)):
        found.setdefault(key_of(one), []).append(one)
    return found


def key_of(scan: Scan) -> tuple[str, int]:
    """Kind and id of the paper that a scan shows."""
    ids = {kind: getattr(scan, column.key) for kind, column in COLUMNS.items()}
    kind = next(kind for kind, record_id in ids.items() if record_id is not None)
    return kind.value, ids[kind]


def _of_workers(rows: Any) -> Any:
    return (
        rows.outerjoin(Education, Education.id == Scan.education_id)
        .outerjoin(Certificate, Certificate.id == Scan.certificate_id)
        .outerjoin(ServiceSegment, ServiceSegment.id == Scan.segment_id)
    )


def _whose() -> Any:
    return func.coalesce(Education.worker_id, Certificate.worker_id, ServiceSegment.worker_id)


def kept_scan(scan_id: int, *, viewer: Viewer, permission: Perm = Perm.WORKER_READ, own: bool = False) -> Kept | None:
    """The scan, if its worker is the viewer's; `own`: if she is the viewer herself."""
    scope = Worker.person_id == viewer.person_id if own else viewer.within(permission, Worker.community)
    row = db.session.execute(
        _of_workers(select(Scan, Worker)).join(Worker, Worker.id == _whose()).where(Scan.id == scan_id, scope)
    ).first()
    if row is None:
        return None
    kind, record_id = key_of(row[0])
    record = db.session.get_one(TABLES[PaperKind(kind)], record_id)
    return Kept(row[0], Paper(PaperKind(kind), record, row[1]))
