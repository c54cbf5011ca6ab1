"""Workers as a workbook knows them: by a number, with the facts that stand in columns (WF-117)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
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

Columns = Mapping[str, Any]
NOTHING: Mapping[Any, Any] = MappingProxyType({})


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


def columns_of(workers: Sequence[Worker], rows: Mapping[int, Columns] = NOTHING) -> dict[int, dict[str, Any]]:
    """The values of each worker's columns, as many statements for one as for all.

    Of several papers those that the row of the worker (by id) names, none of a kind where it names one that is not
    there yet, the highest where it names none.
    """
    ids = [worker.id for worker in workers]
    found = {worker.id: _own(worker) for worker in workers}
    for worker_id, columns in _posts(ids):
        found[worker_id] |= columns
    for papers, key, is_meant in (
        (_education(ids), "level", _names_education), (_certificates(ids), "cert_no", _names_certificate),
    ):  # fmt: skip
        met: set[int] = set()
        for worker_id, columns in papers:
            row = rows.get(worker_id, NOTHING)
            if worker_id not in met:
                met |= {worker_id} if is_meant(row, columns) else set()
                is_shown = worker_id in met or row.get(key) is None
                found[worker_id] |= columns if is_shown else dict.fromkeys(columns)
    return found


def _names_education(row: Columns, paper: Columns) -> bool:
    return row.get("level") == paper["level"] and row.get("diploma_on") in (None, paper["diploma_on"])


def _names_certificate(row: Columns, paper: Columns) -> bool:
    return bool(row.get("cert_no") == paper["cert_no"])


def _own(worker: Worker) -> dict[str, Any]:
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
            "election_term": row.election_term,
        }  # fmt: skip


def _education(ids: Sequence[int]) -> Iterable[tuple[int, Columns]]:
    """Those that were not refused, the highest last."""
    rows = select(Education).where(Education.worker_id.in_(ids), Education.verify_state != VerifyState.REFUSED)
    for row in sorted(db.session.scalars(rows), key=lambda one: (EDUCATION_ORDER.index(one.level), one.id)):
        yield row.worker_id, {
            "level": row.level, "diploma_on": row.diploma_on, "school": row.school, "has_degree": row.has_degree,
        }  # fmt: skip


def _certificates(ids: Sequence[int]) -> Iterable[tuple[int, Columns]]:
    """Those that were not refused, the highest last, each with its last registration."""
    rows = select(Certificate).where(Certificate.worker_id.in_(ids), Certificate.verify_state != VerifyState.REFUSED)
    held = sorted(db.session.scalars(rows), key=lambda one: (CERTIFICATE_ORDER.index(one.level), one.id))
    periods = select(Registration).where(Registration.certificate_id.in_([one.id for one in held]))
    periods = periods.order_by(Registration.registered_from, Registration.id)
    last = {one.certificate_id: one for one in db.session.scalars(periods)}
    highest = {row.worker_id: row for row in held}
    for row in held:
        period = last.get(row.id)
        yield row.worker_id, {
            "cert_level": row.level, "cert_no": row.cert_no, "cert_on": row.approved_on,
            "ce_hours": row.ce_hours_x100, "is_highest": row is highest[row.worker_id],
            "registered_from": period and period.registered_from,
            "registered_until": period and period.registered_until,
        }  # fmt: skip


def certificate_holders(numbers: Collection[str]) -> dict[str, int]:
    """Whose each certificate number is."""
    rows = select(Certificate.cert_no, Certificate.worker_id).where(Certificate.cert_no.in_(numbers))
    return {number: worker_id for number, worker_id in db.session.execute(rows)}


BROUGHT: tuple[tuple[Any, str], ...] = (
    (Registration, "workforce.registration.added"), (Certificate, "workforce.certificate.added"),
    (Education, "workforce.education.added"), (Appointment, "workforce.appointment.added"),
)  # fmt: skip


def certificate_of(worker: Worker, number: str | None) -> Certificate | None:
    """The worker's certificate of this number, or the highest that was not refused."""
    rows = select(Certificate).where(Certificate.worker_id == worker.id)
    rows = rows.where(Certificate.verify_state != VerifyState.REFUSED)
    held = sorted(db.session.scalars(rows), key=lambda one: (CERTIFICATE_ORDER.index(one.level), one.id))
    return next((one for one in held if one.cert_no == number), held[-1] if held and not number else None)


def post_of(worker: Worker) -> Appointment | None:
    """The post that is held; of several the one begun last."""
    open_ones = select(Appointment).where(Appointment.worker_id == worker.id, Appointment.held_until.is_(None))
    return db.session.scalar(open_ones.order_by(Appointment.held_from.desc(), Appointment.id.desc()).limit(1))


def brought_by(import_id: int | None, worker: Worker) -> list[Any]:
    """The facts that an import added for a worker, the last first."""
    if import_id is None:
        return []
    found: list[Any] = []
    for table, action in BROUGHT:
        rows: Any = select(table).order_by(table.id.desc())
        if table is Registration:
            rows = rows.join(Certificate, Certificate.id == Registration.certificate_id)
            rows = rows.where(Certificate.worker_id == worker.id)
        else:
            rows = rows.where(table.worker_id == worker.id)
        held = db.session.scalars(rows).all()
        added = _added(import_id, table, action, [one.id for one in held])
        found += [one for one in held if one.id in added]
    return found


def _added(import_id: int, table: Any, action: str, ids: Sequence[int]) -> set[int]:
    """Which of these records an import added; asked record by record, for an import may have brought thousands."""
    if not ids:
        return set()
    told = select(AuditEntry.record_id).where(
        AuditEntry.record_kind == table.__tablename__, AuditEntry.record_id.in_(ids),
        AuditEntry.import_id == import_id, AuditEntry.action == action,
    )  # fmt: skip
    return {one for one in db.session.scalars(told) if one is not None}


def brought_person(import_id: int | None, worker: Worker) -> bool:
    """Whether the import also registered the person."""
    added = "kernel.person.added"
    return import_id is not None and bool(_added(import_id, Person, added, [worker.person_id]))


def ids_by_number(viewer: Viewer) -> dict[str, int]:
    """The worker ids of the viewer's scope by staff number, for what is pasted from a sheet."""
    rows = db.session.execute(visible(viewer, Worker.staff_no, Worker.id))
    return {number: worker_id for number, worker_id in rows}
