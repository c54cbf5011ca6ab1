"""Enrol a worker, keep his dated facts, verify them, let him go (WF-20, WF-21, WF-40, WF-43)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, search
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Person
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import (
    Appointment,
    Certificate,
    Contract,
    Education,
    GradeRecord,
    PromotionItem,
    ServiceSegment,
    Sex,
    Worker,
)
from shuangluan.workforce.rules import leaving, sentences
from shuangluan.workforce.rules.leaving import ExitKind
from shuangluan.workforce.rules.spans import add_months
from shuangluan.workforce.rules.states import (
    VERIFY_LABEL,
    VERIFY_NEXT,
    WORKER_LABEL,
    WORKER_NEXT,
    ItemState,
    VerifyState,
    WorkerState,
    check_can_move,
)
from shuangluan.workforce.services.checks import require_cleared
from shuangluan.workforce.services.refusals import list_refusal

WORKING_AGE = 16
PARTY_AGE = 18
Verified = Education | Certificate | ServiceSegment


@dataclass(frozen=True)
class WorkerFacts:
    """What is known of a worker when he is enrolled."""

    sex: Sex
    birth_date: date
    community: str
    entry_date: date
    entry_channel: str
    retire_class: str
    political_status: str = ""
    party_on: date | None = None
    ethnicity: str = ""
    hukou: str = ""
    archive_birth_date: date | None = None
    state: WorkerState = WorkerState.ACTIVE


def enrol_worker(
    person: Person, facts: WorkerFacts, *, is_cleared: bool = False, by: audit.Actor, at: datetime
) -> Worker:
    """A worker beside his person, with the next staff number (never reused).

    Raises RuleBroken for a person who is one already, an unknown community, an entry before working age, and where
    a check is asked for on the day of entry: without one he is enrolled as 拟聘 first (WF-113). `is_cleared`: the
    check of his application was looked at.
    """
    if db.session.scalar(select(Worker.id).where(Worker.person_id == person.id)) is not None:
        raise RuleBroken(f"{person.name}已经登记为社区工作者，请在名册里找到他再改", "person")
    if facts.community not in areas() or len(facts.community) < 12:
        raise RuleBroken("没有这个社区，请从列表里选", "community")
    if facts.entry_date < add_months(facts.birth_date, 12 * WORKING_AGE):
        raise RuleBroken(f"入职日期早于满 {WORKING_AGE} 周岁的日子，请核对", "entry_date")
    _check_party(facts.party_on, facts.birth_date)
    if facts.state is not WorkerState.PROPOSED and not is_cleared:
        _check_cleared_entry(None, facts.entry_date)
    worker = Worker(
        person_id=person.id, person=person, staff_no=_next_number(), sex=facts.sex, birth_date=facts.birth_date,
        archive_birth_date=facts.archive_birth_date, political_status=facts.political_status,
        party_on=facts.party_on, ethnicity=facts.ethnicity, hukou=facts.hukou, entry_channel=facts.entry_channel,
        entry_date=facts.entry_date, state=facts.state,
        retire_class=facts.retire_class, community=facts.community,
    )  # fmt: skip
    worker.search_text = search.search_text(worker.staff_no, areas().short(facts.community), people=(person.name,))
    audit.created(sentences.ENROLLED, worker, by=by, at=at)
    return worker


def _check_party(party_on: date | None, born: date) -> None:
    if party_on is not None and party_on < add_months(born, 12 * PARTY_AGE):
        raise RuleBroken(f"入党日期早于满 {PARTY_AGE} 周岁的日子，请核对", "party_on")


def _check_cleared_entry(worker_id: int | None, day: date) -> None:
    try:
        require_cleared(worker_id, day, "聘用")
    except RuleBroken as broken:
        advice = "；还没有联审的，状态选“拟聘”先登记" if worker_id is None else ""
        raise RuleBroken(broken.reason + advice, "entry_date") from None


def start_worker(worker: Worker, *, entry_date: date, by: audit.Actor, at: datetime) -> None:
    """拟聘 → 试用 from the first working day, with a check valid that day (WF-40, WF-113)."""
    check_can_move("人员", WORKER_NEXT, WORKER_LABEL, worker.state, WorkerState.PROBATION)
    if entry_date < add_months(worker.birth_date, 12 * WORKING_AGE):
        raise RuleBroken(f"入职日期早于满 {WORKING_AGE} 周岁的日子，请核对", "entry_date")
    _check_cleared_entry(worker.id, entry_date)
    with audit.changing(sentences.MOVED, worker, by=by, at=at):
        worker.state, worker.entry_date = WorkerState.PROBATION, entry_date


def _next_number() -> str:
    last = db.session.scalar(select(func.max(Worker.staff_no))) or "SQ00000"
    return f"SQ{int(last[2:]) + 1:05d}"


def move_worker(worker: Worker, to: WorkerState, *, by: audit.Actor, at: datetime) -> None:
    """离岗, 停职 and back; the end of a trial and leaving have their own services (WF-40)."""
    check_can_move("人员", WORKER_NEXT, WORKER_LABEL, worker.state, to)
    if worker.state is WorkerState.PROBATION and to is WorkerState.ACTIVE:
        raise RuleBroken("转正要先考核，请用“转正考核”")
    if worker.state is WorkerState.PROPOSED:
        raise RuleBroken("拟聘的人入职要有联审和日期，请用“办理入职”")
    if to is WorkerState.LEFT:
        raise RuleBroken("退出要写明类型、日期和文号，请用“办理退出”")
    with audit.changing(sentences.MOVED, worker, by=by, at=at):
        worker.state = to


@dataclass(frozen=True)
class Basics:
    """What of a worker's own data can be put right; the identity number is the person's."""

    birth_date: date
    archive_birth_date: date | None
    political_status: str
    entry_channel: str
    retire_class: str
    party_on: date | None = None
    ethnicity: str = ""
    hukou: str = ""


def edit_basics(worker: Worker, basics: Basics, *, by: audit.Actor, at: datetime) -> None:
    """Put the basic facts right; a changed birth date or retirement class moves the retirement (WF-21, WF-111).

    Raises RuleBroken for an entry before working age, and for a 入党日期 before the age for it.
    """
    if worker.entry_date < add_months(basics.birth_date, 12 * WORKING_AGE):
        raise RuleBroken(f"入职日期 {worker.entry_date} 早于满 {WORKING_AGE} 周岁的日子，请核对", "birth_date")
    _check_party(basics.party_on, basics.birth_date)
    with audit.changing(sentences.EDITED, worker, by=by, at=at):
        for name, value in vars(basics).items():
            setattr(worker, name, value)


def verify_fact(
    record: Verified, worker: Worker, to: VerifyState, *, way: str, by: audit.Actor, at: datetime, on: date
) -> None:
    """Set how far a fact is verified (WF-43). A result built on it changes only by a correction (WF-87).

    Raises RuleBroken for a move that is none, for one's own papers and without a word on how it was verified.
    """
    check_can_move("这份材料", VERIFY_NEXT, VERIFY_LABEL, record.verify_state, to)
    if by.id == worker.person_id:
        raise RuleBroken("不能核验自己的材料，请另一位同事办理")
    if to is not VerifyState.PENDING and not way:
        raise RuleBroken("写明核验的方式或存疑的原因", "way")
    with audit.changing(sentences.FACT_VERIFIED, record, by=by, at=at):
        record.verify_state, record.verify_way = to, way
        done = to is not VerifyState.PENDING
        record.verified_by_id, record.verified_on = (by.id or 0, on) if done else (None, None)
    if to is VerifyState.REFUSED:
        list_refusal(record, worker, reason=way, on=on, by=by, at=at)


@dataclass(frozen=True)
class Departure:
    """How, when and by which document somebody leaves; `ground` belongs to a dismissal (WF-108)."""

    kind: ExitKind
    day: date
    doc_no: str
    ground: leaving.Ground | None = None
    shelters: Collection[leaving.Shelter] = ()
    service_years: int = 0
    retires_on: date = date.max
    retires_from: date = date.min
    contract_until: date | None = None
    was_helped: bool = False
    noticed_on: date | None = None
    is_paid_instead: bool = False


def leave_worker(worker: Worker, departure: Departure, *, by: audit.Actor, at: datetime) -> None:
    """退出: closes contract, appointments and what the ledger would still have begun (WF-21, WF-45).

    Raises RuleBroken without a document number and where the law forbids it (WF-108, WF-109).
    """
    check_can_move("人员", WORKER_NEXT, WORKER_LABEL, worker.state, WorkerState.LEFT)
    if not departure.doc_no:
        raise RuleBroken("退出要写文号", "doc_no")
    if departure.day < worker.entry_date:
        raise RuleBroken(f"退出日期早于入职日期 {worker.entry_date}", "day")
    held = _open_appointments(worker)
    _check_law(departure, held)
    with audit.changing(sentences.LEFT, worker, by=by, at=at):
        worker.state, worker.exit_date = WorkerState.LEFT, departure.day
        worker.exit_kind, worker.exit_doc_no = departure.kind.value, departure.doc_no
        worker.last_position = held[0].position if held else None
    for one in held:
        with audit.changing(sentences.APPOINTMENT_ENDED, one, by=by, at=at):
            one.held_until, one.end_reason = max(departure.day, one.held_from), "其他"
    _end_contracts(worker, departure.day, by=by, at=at)
    _cancel_coming(worker, departure.day, by=by, at=at)


def _check_law(departure: Departure, held: list[Appointment]) -> None:
    elected = any(one.basis == "elected" for one in held)
    if departure.kind is ExitKind.RETIRED:
        leaving.check_can_retire(departure.retires_from, departure.day)
    if departure.kind is ExitKind.NOT_RENEWED:
        leaving.check_can_let_end(
            departure.contract_until, departure.day, shelters=departure.shelters, elected=elected,
            service_years=departure.service_years, retires_on=departure.retires_on,
        )  # fmt: skip
    if departure.kind is not ExitKind.DISMISSED:
        return
    if departure.ground is None:
        raise RuleBroken("解除要写明法定依据", "ground")
    leaving.check_can_dismiss(
        departure.ground, shelters=departure.shelters, elected=elected, service_years=departure.service_years,
        retires_on=departure.retires_on, today=departure.day, helped=departure.was_helped,
    )  # fmt: skip
    leaving.check_notice(
        departure.ground, departure.noticed_on, departure.day, paid_instead=departure.is_paid_instead
    )


def _open_appointments(worker: Worker) -> list[Appointment]:
    """The posts still held, the highest-listed first as they were begun last."""
    rows = (
        select(Appointment)
        .where(Appointment.worker_id == worker.id, Appointment.held_until.is_(None))
        .order_by(Appointment.held_from.desc(), Appointment.id.desc())
    )
    return list(db.session.scalars(rows))


def _end_contracts(worker: Worker, day: date, *, by: audit.Actor, at: datetime) -> None:
    rows = select(Contract).where(Contract.worker_id == worker.id, Contract.signed_from <= day)
    for one in db.session.scalars(rows.order_by(Contract.id)):
        if one.signed_until is None or one.signed_until > day:
            with audit.changing(sentences.CONTRACT_ENDED, one, by=by, at=at):
                one.signed_until = day


def _cancel_coming(worker: Worker, day: date, *, by: audit.Actor, at: datetime) -> None:
    """Grades that would have begun after the exit never do; an open item is taken out of its batch (WF-45)."""
    coming = select(GradeRecord).where(
        GradeRecord.worker_id == worker.id, GradeRecord.effective_from > day, GradeRecord.superseded_at.is_(None)
    )
    for record in db.session.scalars(coming.order_by(GradeRecord.id)):
        with audit.changing(sentences.SUPERSEDED, record, by=by, at=at):
            record.superseded_at, record.superseded_by_id = at, by.id or 0
    items = select(PromotionItem).where(PromotionItem.worker_id == worker.id, PromotionItem.is_open)
    for item in db.session.scalars(items):
        with audit.changing(sentences.ITEM_REMOVED, item, by=by, at=at):
            item.state, item.is_open, item.note = ItemState.REMOVED, False, f"{day} 已退出"


def reveal_identity(worker: Worker, reason: str, *, by: audit.Actor, at: datetime) -> tuple[str, str]:
    """Identity number and phone in clear; who looked and why is recorded (WF-115)."""
    audit.noted(sentences.REVEALED, worker, by=by, at=at, detail={"reason": reason})
    return worker.person.id_number or "", worker.person.phone or ""


def reveal_sanctions(worker: Worker, reason: str, *, by: audit.Actor, at: datetime) -> None:
    """Sanctions and checks are looked at by somebody who audits; who and why is recorded (WF-116)."""
    audit.noted(sentences.SANCTIONS_REVEALED, worker, by=by, at=at, detail={"reason": reason})
