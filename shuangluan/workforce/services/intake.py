"""A worker by one row of a workbook: enrolled with the facts of its columns, corrected, taken back (WF-117)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, people, pii, removal, search
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import Basis, Certificate, Sex, Worker
from shuangluan.workforce.queries.imports import brought_by, brought_person, certificate_of, post_of
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.states import VerifyState, WorkerState
from shuangluan.workforce.services.facts import (
    EducationFacts,
    Post,
    add_certificate,
    add_education,
    add_registration,
    appoint,
    enter_hours,
    name_term,
)
from shuangluan.workforce.services.workers import WorkerFacts, enrol_worker

Values = Mapping[str, Any]
ON_PERSON = ("name", "phone")
ON_WORKER: Values = {"entry_channel": "", "political_status": "", "party_on": None, "ethnicity": "", "hukou": ""}
OF_EDUCATION = ("level", "diploma_on", "school", "has_degree")
OF_CERTIFICATE: Sequence[str] = ("cert_level", "cert_no", "cert_on", "registered_from", "registered_until")


def sex_of(id_number: str) -> Sex:
    """As the 17th digit says."""
    return Sex.MALE if int(id_number[16]) % 2 else Sex.FEMALE


def enrol_from_row(row: Values, *, by: audit.Actor, at: datetime) -> Worker:
    """Person and worker with post, education and certificate, all 待核验; the person may be known already."""
    number = row["id_number"]
    person = people.person_by_id_number(number) or people.add_person(
        row["name"], id_number=number, phone=row.get("phone") or "", by=by, at=at
    )
    sex = sex_of(number)
    facts = WorkerFacts(
        sex=sex, birth_date=pii.birth_date(number), community=row["community"], entry_date=row["entry_date"],
        entry_channel=row.get("entry_channel") or "", political_status=row.get("political_status") or "",
        party_on=row.get("party_on"), ethnicity=row.get("ethnicity") or "", hukou=row.get("hukou") or "",
        retire_class="男" if sex is Sex.MALE else row["retire_class"], state=WorkerState.ACTIVE,
    )  # fmt: skip
    worker = enrol_worker(person, facts, by=by, at=at)
    if row.get("position"):
        post = Post(
            row["community"], row["position"], Basis(row["basis"]), row.get("held_from") or row["entry_date"],
            doc_no=row.get("post_doc") or "", election_term=row.get("election_term") or "",
        )  # fmt: skip
        appoint(worker, post, by=by, at=at)
    add_papers_from_row(worker, row, by=by, at=at)
    return worker


def add_papers_from_row(worker: Worker, row: Values, *, by: audit.Actor, at: datetime) -> None:
    """The education and the certificate of a row, 待核验; a registration of a certificate that is known."""
    if row.get("level"):
        day = row["diploma_on"]
        facts = EducationFacts(
            level=row["level"], diploma_on=day, recognized_from=day, school=row.get("school") or "",
            has_degree=bool(row.get("has_degree")),
        )  # fmt: skip
        add_education(worker, facts, by=by, at=at)
    if row.get("cert_no"):
        _certify(worker, row, by=by, at=at)


def _certify(worker: Worker, row: Values, *, by: audit.Actor, at: datetime) -> None:
    own = select(Certificate).where(Certificate.cert_no == row["cert_no"], Certificate.worker_id == worker.id)
    held = db.session.scalar(own) or add_certificate(
        worker, level=row["cert_level"], cert_no=row["cert_no"], approved_on=row["cert_on"],
        ce_hours_x100=row.get("ce_hours"), by=by, at=at,
    )  # fmt: skip
    if row.get("registered_from"):
        add_registration(
            held, registered_from=row["registered_from"], registered_until=row.get("registered_until"), by=by, at=at
        )


def correct_worker(worker: Worker, values: Values, *, by: audit.Actor, at: datetime) -> None:
    """Name, phone and the data of her own as they are said otherwise; an empty value takes one away."""
    said = {key: values[key] or "" for key in ON_PERSON if key in values}
    if said:
        people.change_person(worker.person, **said, by=by, at=at)
    own = {key: values[key] or empty for key, empty in ON_WORKER.items() if key in values}
    if not own and "name" not in said:
        return
    with audit.changing(sentences.EDITED, worker, by=by, at=at):
        for key, value in own.items():
            setattr(worker, key, value)
        worker.search_text = search.search_text(
            worker.staff_no, areas().short(worker.community), people=(worker.person.name,)
        )


def complete_worker(worker: Worker, values: Values, *, by: audit.Actor, at: datetime) -> None:
    """The hours of a certificate and the term of the post that a row says otherwise; nothing takes them away again."""
    if "ce_hours" in values:
        certificate = certificate_of(worker, values.get("cert_no"))
        if certificate is not None and certificate.ce_hours_x100 != values["ce_hours"]:
            enter_hours(certificate, values["ce_hours"], by=by, at=at)
    if "election_term" in values:
        post = post_of(worker)
        if post is not None:
            name_term(post, values["election_term"] or "", by=by, at=at)


def take_back_papers(worker: Worker, *, by: audit.Actor, at: datetime) -> bool:
    """What the same import added, while nobody has verified it. Raises RuleBroken where somebody has."""
    brought = brought_by(by.import_id, worker)
    for record in brought:
        if getattr(record, "verify_state", VerifyState.PENDING) is not VerifyState.PENDING:
            raise RuleBroken(f"{worker.person.name}的材料已经核验过，不能撤回")
        with audit.removing(sentences.TAKEN_BACK, record, by=by, at=at):
            removal.delete(worker.person.name, record)
    return bool(brought)


def remove_worker(worker: Worker, *, by: audit.Actor, at: datetime) -> None:
    """A worker whom the same import registered, with what it added; the person too, where it brought the person.

    Raises RuleBroken with what points there: a contract, a grade, a batch.
    """
    person, with_person = worker.person, brought_person(by.import_id, worker)
    take_back_papers(worker, by=by, at=at)
    with audit.removing(sentences.REMOVED, worker, by=by, at=at):
        removal.delete(person.name, worker)
    if with_person:
        people.remove_person(person, by=by, at=at)
