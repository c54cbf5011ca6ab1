"""A paper of a worker that can be verified, within the viewer's scope (WF-43)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import AnnualResult, Appointment, Certificate, Education, ServiceSegment, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.refusals import paper_name
from shuangluan.workforce.rules.states import VerifyState


class PaperKind(StrEnum):
    """What kind of paper it is; the value is its part of the address."""

    EDUCATION = "education"
    CERTIFICATE = "certificates"
    SEGMENT = "segments"


VERIFY_TONE = {
    VerifyState.PENDING: "wait", VerifyState.VERIFIED: "done", VerifyState.DOUBTFUL: "stop", VerifyState.REFUSED: "off",
}  # fmt: skip
TABLES: dict[PaperKind, Any] = {
    PaperKind.EDUCATION: Education,
    PaperKind.CERTIFICATE: Certificate,
    PaperKind.SEGMENT: ServiceSegment,
}


@dataclass(frozen=True)
class Paper:
    """The record, whose it is, and what it is called."""

    kind: PaperKind
    record: Any
    worker: Worker

    @property
    def name(self) -> str:
        """本科（承德某学院）, 中级证书, 社区专职 2020-03-01 起."""
        return paper_name(self.record)


@dataclass(frozen=True)
class Fact:
    """A record with the worker it belongs to."""

    record: Any
    worker: Worker


def certificate(record_id: int, *, viewer: Viewer) -> Fact | None:
    """A certificate that the viewer may add to."""
    return _fact(Certificate, record_id, viewer, Perm.WORKER_EDIT)


def appointment(record_id: int, *, viewer: Viewer) -> Fact | None:
    """A post that the viewer may end."""
    return _fact(Appointment, record_id, viewer, Perm.WORKER_EDIT)


def result(record_id: int, *, viewer: Viewer) -> Fact | None:
    """A year's rating that the viewer may confirm."""
    return _fact(AnnualResult, record_id, viewer, Perm.WORKER_VERIFY)


def _fact(table: Any, record_id: int, viewer: Viewer, permission: Perm) -> Fact | None:
    row = db.session.execute(
        select(table, Worker)
        .join(Worker, Worker.id == table.worker_id)
        .where(table.id == record_id, viewer.within(permission, Worker.community))
    ).first()
    return None if row is None else Fact(row[0], row[1])


def paper(kind: PaperKind, record_id: int, *, viewer: Viewer) -> Paper | None:
    """The paper, if its worker's papers are the viewer's to verify."""
    found = _fact(TABLES[kind], record_id, viewer, Perm.WORKER_VERIFY)
    return None if found is None else Paper(kind, found.record, found.worker)
