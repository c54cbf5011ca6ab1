"""Workers as a workbook knows them: by a number, with the facts that stand in columns (WF-117)."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import vault
from shuangluan.kernel.models import AuditEntry, Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import Appointment, Certificate, Education, Registration, Worker
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, EDUCATION_ORDER
from shuangluan.workforce.rules.states import VerifyState

Columns = dict[str, Any]


def workers_known(staff_nos: Collection[str], id_numbers: Collection[str]) -> list[Worker]:
    """The workers of these numbers, looked up by digest; nothing is decrypted for it."""
    digests = [vault.digest(number) for number in id_numbers]
    found = (
        select(Worker)
        .join(Person, Person.id == Worker.person_id)
        .where(Worker.staff_no.in_(staff_nos) | Person.id_digest.in_(digests))
    )
    return list(db.session.scalars(found.order_by(Worker.id)))


def worker_by_id(worker_id: int) -> Worker:
    """The worker of a row that was looked at."""
    return db.session.get_one(Worker, worker_id)


def workers_by_id(ids: Sequence[int]) -> list[Worker]:
    """Workers in the order of `ids`."""
    found = {one.id: one for one in db.session.scalars(select(Worker).where(Worker.id.in_(ids)))}
    return [found[one] for one in ids if one in found]


def columns_of(workers: Sequence[Worker]) -> dict[int, Columns]:
    """The values of each worker's columns, as many statements for one as for all."""
    ids = [worker.id for worker in workers]
    found = {worker.id: _own(worker) for worker in workers}
    for rows in (_posts(ids), _education(ids), _certificates(ids)):
        for worker_id, columns in rows:
            found[worker_id] |= columns
    return found


def _own(worker: Worker) -> Columns:
    return {
        "staff_no": worker.staff_no, "name": worker.person.name, "id_number": worker.person.id_number,
        "phone": worker.person.phone, "community": worker.community, "entry_date": worker.entry_date,
        "entry_channel": worker.entry_channel, "political_status": worker.political_status,
        "retire_class": worker.retire_class, "party_on": worker.party_on, "ethnicity": worker.ethnicity,
        "hukou": worker.hukou,
    }  # fmt: skip


def _posts(ids: Sequence[int]) -> Iterable[tuple[int, Columns]]:
    """The post that is held; of several the one begun last."""
    open_ones = select(Appointment).where(Appointment.worker_id.in_(ids), Appointment.held_until.is_(None))
    for row in db.session.scalars(open_ones.order_by(Appointment.held_from, Appointment.id)):
        yield row.worker_id, {
            "position": row.position, "basis": row.basis.value, "held_from": row.held_from, "post_doc": row.doc_no,
        }  # fmt: skip


def _education(ids: Sequence[int]) -> Iterable[tuple[int, Columns]]:
    """The highest that was not refused."""
    rows = select(Education).where(Education.worker_id.in_(ids), Education.verify_state != VerifyState.REFUSED)
    for row in sorted(db.session.scalars(rows), key=lambda one: (EDUCATION_ORDER.index(one.level), one.id)):
        yield row.worker_id, {
            "level": row.level, "diploma_on": row.diploma_on, "school": row.school, "has_degree": row.has_degree,
        }  # fmt: skip


def _certificates(ids: Sequence[int]) -> Iterable[tuple[int, Columns]]:
    """The highest that was not refused, with its last registration."""
    rows = select(Certificate).where(Certificate.worker_id.in_(ids), Certificate.verify_state != VerifyState.REFUSED)
    held = sorted(db.session.scalars(rows), key=lambda one: (CERTIFICATE_ORDER.index(one.level), one.id))
    periods = select(Registration).where(Registration.certificate_id.in_([one.id for one in held]))
    last = {
        one.certificate_id: one for one in db.session.scalars(periods.order_by(Registration.registered_from))
    }
    for row in held:
        period = last.get(row.id)
        yield row.worker_id, {
            "cert_level": row.level, "cert_no": row.cert_no, "cert_on": row.approved_on,
            "registered_from": period and period.registered_from,
            "registered_until": period and period.registered_until,
        }  # fmt: skip


def certificate_holders(numbers: Collection[str]) -> dict[str, int]:
    """Whose each certificate number is."""
    rows = select(Certificate.cert_no, Certificate.worker_id).where(Certificate.cert_no.in_(numbers))
    return {number: worker_id for number, worker_id in db.session.execute(rows)}


def brought_by(import_id: int | None, worker: Worker) -> list[Any]:
    """The facts and the person that an import added for a worker, the last first."""
    if import_id is None:
        return []
    added = select(AuditEntry.record_id).where(AuditEntry.import_id == import_id)
    found: list[Any] = []
    kinds: tuple[tuple[Any, str], ...] = (
        (Registration, "workforce.registration.added"), (Certificate, "workforce.certificate.added"),
        (Education, "workforce.education.added"), (Appointment, "workforce.appointment.added"),
    )  # fmt: skip
    for table, action in kinds:
        rows: Any = select(table).where(table.id.in_(added.where(AuditEntry.action == action)))
        if table is Registration:
            rows = rows.join(Certificate, Certificate.id == Registration.certificate_id)
            rows = rows.where(Certificate.worker_id == worker.id)
        else:
            rows = rows.where(table.worker_id == worker.id)
        found += db.session.scalars(rows.order_by(table.id.desc())).all()
    return found


def brought_person(import_id: int | None, worker: Worker) -> bool:
    """Whether the import also registered the person."""
    rows = select(AuditEntry.id).where(
        AuditEntry.import_id == import_id, AuditEntry.action == "kernel.person.added",
        AuditEntry.record_id == worker.person_id,
    )  # fmt: skip
    return import_id is not None and db.session.scalar(rows.limit(1)) is not None


def ids_by_number(viewer: Viewer) -> dict[str, int]:
    """The worker ids of the viewer's scope by staff number, for what is pasted from a sheet."""
    rows = db.session.execute(visible(viewer, Worker.staff_no, Worker.id))
    return {number: worker_id for number, worker_id in rows}
