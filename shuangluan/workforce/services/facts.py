"""Add the dated facts of a worker: papers, service, posts, contracts, ratings (WF-20, WF-21)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import (
    Absence,
    AnnualResult,
    Appointment,
    Basis,
    Certificate,
    Contract,
    ContractKind,
    Education,
    Merit,
    MeritKind,
    Precision,
    Registration,
    ServiceSegment,
    Worker,
)
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.contracts import Signed, check_can_sign, check_kind, check_term, kind_by
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, EDUCATION_ORDER, UNDETERMINED
from shuangluan.workforce.rules.spans import add_months, following_month
from shuangluan.workforce.rules.states import VerifyState, WorkerState
from shuangluan.workforce.services.checks import require_cleared
from shuangluan.workforce.services.effects import propose_effects

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class EducationFacts:
    """An education as its papers say; `recognized_from` is when it may count."""

    level: str
    diploma_on: date
    recognized_from: date
    has_diploma: bool = True
    has_degree: bool = False
    is_inservice: bool = False
    school: str = ""
    major: str = ""


def add_education(worker: Worker, facts: EducationFacts, *, by: audit.Actor, at: datetime) -> Education:
    """学历, 待核验. Raises RuleBroken for an unknown level or a recognition before the diploma."""
    if facts.level not in EDUCATION_ORDER:
        raise RuleBroken("请从列表里选学历", "level")
    if facts.recognized_from < facts.diploma_on:
        raise RuleBroken("认定日期不能早于毕业证书日期", "recognized_from")
    record = Education(worker_id=worker.id, verify_state=VerifyState.PENDING, verify_way="", **vars(facts))
    audit.created(sentences.EDUCATION_ADDED, record, by=by, at=at)
    return record


def add_certificate(
    worker: Worker, *, level: str, cert_no: str, approved_on: date, ce_hours_x100: int | None = None, by: audit.Actor,
    at: datetime,
) -> Certificate:  # fmt: skip
    """职业资格证书, 待核验; its registrations are added apart (WF-79)."""
    if level not in CERTIFICATE_ORDER:
        raise RuleBroken("请从列表里选证书级别", "level")
    if db.session.scalar(select(Certificate.id).where(Certificate.cert_no == cert_no)) is not None:
        raise RuleBroken(f"证书号 {cert_no} 已经登记过", "cert_no")
    record = Certificate(
        worker_id=worker.id, level=level, cert_no=cert_no, approved_on=approved_on, ce_hours_x100=ce_hours_x100,
        verify_state=VerifyState.PENDING, verify_way="",
    )  # fmt: skip
    audit.created(sentences.CERTIFICATE_ADDED, record, by=by, at=at)
    return record


def add_registration(
    certificate: Certificate, *, registered_from: date, registered_until: date | None, ce_hours_x100: int | None = None,
    by: audit.Actor, at: datetime,
) -> Registration:  # fmt: skip
    """A registration period as printed on the certificate; no end: it does not expire.

    The hours of continuing education that it was registered with replace what the certificate said before.
    """
    if registered_until is not None and registered_until < registered_from:
        raise RuleBroken("有效期的最后一天不能早于第一天", "registered_until")
    record = Registration(
        certificate_id=certificate.id, registered_from=registered_from, registered_until=registered_until
    )
    audit.created(sentences.REGISTRATION_ADDED, record, by=by, at=at)
    if ce_hours_x100 is not None:
        enter_hours(certificate, ce_hours_x100, by=by, at=at)
    return record


def enter_hours(certificate: Certificate, ce_hours_x100: int | None, *, by: audit.Actor, at: datetime) -> None:
    """继续教育学时 of the present registration period."""
    with audit.changing(sentences.CERTIFICATE_HOURS, certificate, by=by, at=at):
        certificate.ce_hours_x100 = ce_hours_x100


def add_segment(
    worker: Worker,
    *,
    served_from: date,
    served_until: date | None,
    kind: str,
    unit: str,
    evidence: str,
    precision: Precision = Precision.DAY,
    by: audit.Actor,
    at: datetime,
) -> ServiceSegment:
    """工作经历, 待核验. To the month: from its 1st to its last day. Raises RuleBroken for times that cannot be."""
    if precision is Precision.MONTH:
        served_from = served_from.replace(day=1)
        served_until = None if served_until is None else following_month(served_until) - ONE_DAY
    if served_until is not None and served_until < served_from:
        raise RuleBroken("经历的最后一天不能早于第一天", "served_until")
    if served_from < add_months(worker.birth_date, 12 * 16):
        raise RuleBroken("经历早于满 16 周岁的日子，请核对", "served_from")
    record = ServiceSegment(
        worker_id=worker.id, served_from=served_from, served_until=served_until, precision=precision, kind=kind,
        unit=unit, evidence=evidence, verify_state=VerifyState.PENDING, verify_way="",
    )  # fmt: skip
    audit.created(sentences.SEGMENT_ADDED, record, by=by, at=at)
    return record


def add_absence(
    worker: Worker, *, kind: str, away_from: date, away_until: date | None, doc_no: str, by: audit.Actor, at: datetime
) -> Absence:
    """离岗记录."""
    if away_until is not None and away_until < away_from:
        raise RuleBroken("离岗的最后一天不能早于第一天", "away_until")
    record = Absence(worker_id=worker.id, kind=kind, away_from=away_from, away_until=away_until, doc_no=doc_no)
    audit.created(sentences.ABSENCE_ADDED, record, by=by, at=at)
    return record


@dataclass(frozen=True)
class Post:
    """A position with its basis and document; the term (届次) is that of an election."""

    community: str
    position: str
    basis: Basis
    held_from: date
    doc_date: date | None = None
    doc_no: str = ""
    election_term: str = ""


def appoint(worker: Worker, post: Post, *, by: audit.Actor, at: datetime) -> Appointment:
    """任职; the worker's community follows the newest one (WF-118). Raises RuleBroken without a check (WF-113)."""
    if post.community not in areas() or len(post.community) < 12:
        raise RuleBroken("没有这个社区，请从列表里选", "community")
    _check_term_of(post.election_term, post.basis)
    if worker.state is WorkerState.LEFT:
        raise RuleBroken("已经退出的人不能再任职，请先办理重新聘用")
    require_cleared(worker.id, post.held_from, "任职")
    record = Appointment(worker_id=worker.id, **vars(post))
    audit.created(sentences.APPOINTED, record, by=by, at=at)
    if worker.community != post.community:
        with audit.changing(sentences.EDITED, worker, by=by, at=at):
            worker.community = post.community
    return record


def name_term(record: Appointment, term: str, *, by: audit.Actor, at: datetime) -> None:
    """届次 of an election that was entered without; an empty one takes it away. Raises RuleBroken as `appoint` does."""
    _check_term_of(term, record.basis)
    with audit.changing(sentences.TERM_NAMED, record, by=by, at=at):
        record.election_term = term


def _check_term_of(term: str, basis: Basis) -> None:
    if term and basis is not Basis.ELECTED:
        raise RuleBroken("届次只有选举任职才写", "election_term")


def end_appointment(
    record: Appointment, *, held_until: date, end_reason: str, by: audit.Actor, at: datetime
) -> None:
    """离任 with its last day and its reason."""
    if record.held_until is not None:
        raise RuleBroken(f"这项任职已于 {record.held_until} 结束")
    if held_until < record.held_from:
        raise RuleBroken("离任日期不能早于任职日期", "held_until")
    if not end_reason:
        raise RuleBroken("请选离任原因", "end_reason")
    with audit.changing(sentences.APPOINTMENT_ENDED, record, by=by, at=at):
        record.held_until, record.end_reason = held_until, end_reason


def add_contract(
    worker: Worker,
    *,
    signer: str,
    signed_from: date,
    signed_until: date | None,
    probation_until: date | None,
    kind: ContractKind | None = None,
    is_by_wish: bool = False,
    by: audit.Actor,
    at: datetime,
) -> Contract:
    """劳动合同; without a `kind` its last day tells it (WF-21).

    Raises RuleBroken where kind and last day do not agree, for a probation longer than the law allows (WF-107), and
    for what may not follow.
    """
    kind = kind or kind_by(signed_until)
    check_kind(kind, signed_until, has_trial=probation_until is not None)
    check_term(signed_from, signed_until, probation_until)
    new = Signed(signer, signed_from, signed_until, probation_until is not None, kind is ContractKind.TASK)
    check_can_sign(_signed(worker), new, worker.entry_date, by_wish=is_by_wish)
    record = Contract(
        worker_id=worker.id, kind=kind, signer=signer, signed_from=signed_from, signed_until=signed_until,
        probation_until=probation_until, is_by_wish=is_by_wish,
    )  # fmt: skip
    audit.created(sentences.CONTRACT_ADDED, record, by=by, at=at)
    return record


def _signed(worker: Worker) -> list[Signed]:
    """The contracts of the present employment."""
    rows = select(Contract).where(Contract.worker_id == worker.id, Contract.signed_from >= worker.entry_date)
    return [signed(one) for one in db.session.scalars(rows.order_by(Contract.signed_from, Contract.id))]


def signed(one: Contract) -> Signed:
    """A contract as the rules look at it."""
    has_trial, is_task = one.probation_until is not None, one.kind is ContractKind.TASK
    return Signed(one.signer, one.signed_from, one.signed_until, has_trial, is_task)


def name_contract_kind(record: Contract, kind: ContractKind, *, by: audit.Actor, at: datetime) -> None:
    """Say what kind a contract is whose kind was read from its last day alone. Raises RuleBroken as `add_contract`."""
    check_kind(kind, record.signed_until, has_trial=record.probation_until is not None)
    with audit.changing(sentences.CONTRACT_NAMED, record, by=by, at=at):
        record.kind = kind


def remove_contract(record: Contract, *, by: audit.Actor, at: datetime) -> None:
    """Take away what an import brought. Raises RuleBroken with what points there."""
    with audit.removing(sentences.TAKEN_BACK, record, by=by, at=at):
        removal.delete(f"{record.signed_from} 的合同", record)


def add_merit(
    worker: Worker,
    *,
    kind: MeritKind,
    level: str,
    doc_no: str,
    effective_on: date,
    effective_until: date | None = None,
    blocks_step: bool = False,
    blocks_excellent: bool = False,
    by: audit.Actor,
    at: datetime,
) -> Merit:
    """奖励 or 处分. Raises RuleBroken for a blocking sanction without a last day."""
    if (blocks_step or blocks_excellent) and effective_until is None:
        raise RuleBroken("影响晋级或评优的处分要写影响期的最后一天", "effective_until")
    record = Merit(
        worker_id=worker.id, kind=kind, level=level, doc_no=doc_no, effective_on=effective_on,
        effective_until=effective_until, blocks_step=blocks_step, blocks_excellent=blocks_excellent,
    )  # fmt: skip
    audit.created(sentences.MERIT_ADDED, record, by=by, at=at)
    return record


def add_result(
    worker: Worker, *, year: int, rating: str, reason: str | None = None, by: audit.Actor, at: datetime
) -> AnnualResult:
    """A year's rating, which counts for nothing until it is confirmed. Raises RuleBroken for a second one."""
    known = select(AnnualResult.id).where(AnnualResult.worker_id == worker.id, AnnualResult.year == year)
    if db.session.scalar(known) is not None:
        raise RuleBroken(f"{year} 年度已经有考核结果，请在原结果上改", "year")
    if (rating == UNDETERMINED) != bool(reason):
        raise RuleBroken("不定等次要写原因，其他等次不写", "reason")
    record = AnnualResult(worker_id=worker.id, year=year, rating=rating, reason=reason)
    audit.created(sentences.RESULT_ADDED, record, by=by, at=at)
    return record


def confirm_result(record: AnnualResult, worker: Worker, *, on: date, by: audit.Actor, at: datetime) -> None:
    """确认 after publicity: from now on the rating counts (WF-44, WF-71)."""
    if record.confirmed_on is not None:
        raise RuleBroken(f"{record.year} 年度的结果已于 {record.confirmed_on} 确认")
    if by.id == worker.person_id:
        raise RuleBroken("不能确认自己的考核结果，请另一位同事办理")
    with audit.changing(sentences.RESULT_CONFIRMED, record, by=by, at=at):
        record.confirmed_on, record.confirmed_by_id = on, by.id or 0
    propose_effects(record, worker, on=on, by=by, at=at)
