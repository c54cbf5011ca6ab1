"""A worker's whole file as of a day: facts with their verification, the ledger, why, what comes next (WF-200)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.timeline import history
from shuangluan.workforce.models import (
    Absence,
    AnnualResult,
    Appointment,
    Certificate,
    Contract,
    Delegate,
    Education,
    Employment,
    GradeRecord,
    Merit,
    MeritKind,
    Registration,
    ServiceSegment,
    SkillTitle,
    TrialReview,
    Worker,
)
from shuangluan.workforce.queries.facts import Facts, facts_of
from shuangluan.workforce.queries.hours_register import hours_x100, target_x100
from shuangluan.workforce.queries.ledger import as_row, records_of
from shuangluan.workforce.queries.retirements import retirement_rules
from shuangluan.workforce.queries.review import Cell
from shuangluan.workforce.queries.schemes import GradeScheme, grade_scheme_on, pay_table_on
from shuangluan.workforce.rules import basic_pay, next_step
from shuangluan.workforce.rules.certificates import Registration as RegistrationState
from shuangluan.workforce.rules.certificates import registration_on
from shuangluan.workforce.rules.delegates import DELEGATE_LABEL, STANDING_LABEL, standing
from shuangluan.workforce.rules.differences import differences
from shuangluan.workforce.rules.kinds import CONTRACT_LABEL
from shuangluan.workforce.rules.leaving import EXIT_LABEL, ExitKind
from shuangluan.workforce.rules.retirement import Retirement, retirement
from shuangluan.workforce.rules.states import VerifyState


@dataclass(frozen=True)
class Held:
    """A certificate with its periods, and how it stands."""

    record: Certificate
    periods: Sequence[Registration]
    state: RegistrationState

    @property
    def hours_words(self) -> str:
        """72 学时; empty where it was not entered."""
        hours = self.record.ce_hours_x100
        return "" if hours is None else f"{hours / 100:g} 学时"


@dataclass(frozen=True)
class Dossier:
    """What the pages of a worker show, as of `day`."""

    worker: Worker
    day: date
    scheme: GradeScheme
    facts: Facts
    education: Sequence[Education]
    certificates: Sequence[Held]
    segments: Sequence[ServiceSegment]
    absences: Sequence[Absence]
    appointments: Sequence[Appointment]
    contracts: Sequence[Contract]
    results: Sequence[AnnualResult]
    merits: Sequence[Merit]
    ledger: Sequence[GradeRecord]
    coming: dict[str, Any] | None
    pay: dict[str, Any] | None
    theoretical: int | None
    hours_x100: int
    target_x100: int
    titles: Sequence[SkillTitle]
    trial: TrialReview | None
    earlier: Sequence[Employment]
    seats: Sequence[Delegate]
    retires: Retirement
    trail: Sequence[AuditEntry]

    def contract_kind(self, one: Contract) -> str:
        """固定期限, 无固定期限 or 以完成一定任务为期限."""
        return CONTRACT_LABEL[one.kind]

    @property
    def training_words(self) -> str:
        """24 学时，还差 16 学时."""
        short = max(0, self.target_x100 - self.hours_x100)
        return f"{self.hours_x100 / 100:g} 学时" + (f"，还差 {short / 100:g} 学时" if short else "，已达标")

    @property
    def retire_words(self) -> str:
        """2046-05-06，自愿可提前到 2043-05-06 (WF-111)."""
        return f"{self.retires.lawful}，自愿可提前到 {self.retires.earliest}"

    @property
    def seat_words(self) -> str:
        """区人大代表（第九届，在任）, one after the other (WF-21)."""
        return "；".join(
            f"{one.level}{DELEGATE_LABEL[one.kind]}（{one.term}，"
            f"{STANDING_LABEL[standing(one.elected_on, one.ended_on, self.day)]}）"
            for one in self.seats
        )

    @property
    def exit_words(self) -> str:
        """辞职（双人社〔2026〕1号）."""
        kind = self.worker.exit_kind
        return f"{EXIT_LABEL[ExitKind(kind)]}（{self.worker.exit_doc_no}）" if kind else ""

    @property
    def rows(self) -> list[GradeRecord]:
        """The rows of the ledger that hold, by the day."""
        return [one for one in self.ledger if one.superseded_at is None]

    @property
    def current(self) -> GradeRecord | None:
        """The grade in force on the day."""
        return self.rows[-1] if self.rows else None

    @property
    def differences(self) -> list[str]:
        """What the 理论等级 differs by, cause by cause (WF-84)."""
        return [one.words for one in differences(as_row(row) for row in self.rows)]

    @property
    def ladder(self) -> list[tuple[str, str, list[Cell]]]:
        """The range of the class in force, as the map of a batch draws it; empty before the first grading."""
        now = self.current
        post = self.scheme.payload["posts"].get(now.post_class) if now else None
        if now is None or post is None:
            return []
        cells = [Cell(grade, 0, grade >= post["min"]) for grade in range(1, post["max"] + 1)]
        return [(now.post_class, "", cells)]

    @property
    def education_level(self) -> str:
        """The highest verified education."""
        verified = [one for one in self.education if one.verify_state is VerifyState.VERIFIED]
        return verified[-1].level if verified else ""

    @property
    def position(self) -> Appointment | None:
        """The post held on the day, begun last."""
        open_now = [one for one in self.appointments if one.held_until is None or one.held_until >= self.day]
        return open_now[-1] if open_now else None


def dossier(worker: Worker, day: date, *, with_sanctions: bool) -> Dossier:
    """The file as of `day`: what began by then; sanctions only for those who may read them (WF-116).

    The same number of statements for a long life as for a short one.
    """
    records = records_of([worker.id], superseded=True).get(worker.id, [])
    ledger = [one for one in records if one.effective_from <= day]
    valid = [one for one in ledger if one.superseded_at is None]
    merits = _listed(Merit, worker, Merit.effective_on, day)
    scheme = grade_scheme_on(day)
    facts = facts_of([worker.id])[worker.id]
    return Dossier(
        worker, day, scheme, facts,
        education=_listed(Education, worker, Education.recognized_from, day),
        certificates=_certificates(worker, day),
        segments=_listed(ServiceSegment, worker, ServiceSegment.served_from, day),
        absences=_listed(Absence, worker, Absence.away_from, day),
        appointments=_listed(Appointment, worker, Appointment.held_from, day),
        contracts=_listed(Contract, worker, Contract.signed_from, day),
        results=_results(worker, day),
        merits=[one for one in merits if with_sanctions or one.kind is MeritKind.REWARD],
        ledger=ledger,
        coming=_coming(scheme, facts, valid, day),
        pay=_pay(scheme, valid, day),
        theoretical=valid[-1].theoretical_grade if valid else None,
        hours_x100=db.session.scalar(select(hours_x100(day)).where(Worker.id == worker.id)) or 0,
        target_x100=target_x100(day),
        titles=_listed(SkillTitle, worker, SkillTitle.granted_on, day),
        trial=_trial(worker),
        earlier=_listed(Employment, worker, Employment.entry_date, day),
        seats=_listed(Delegate, worker, Delegate.recommended_on, day),
        retires=retirement(retirement_rules(day), worker.birth_date, worker.retire_class),
        trail=history((Worker.__tablename__, [worker.id])),
    )  # fmt: skip


def _listed(table: Any, worker: Worker, begun: Any, day: date) -> list[Any]:
    rows = select(table).where(table.worker_id == worker.id, begun <= day).order_by(begun, table.id)
    return list(db.session.scalars(rows))


def _results(worker: Worker, day: date) -> list[AnnualResult]:
    rows = select(AnnualResult).where(AnnualResult.worker_id == worker.id, AnnualResult.year <= day.year)
    return list(db.session.scalars(rows.order_by(AnnualResult.year)))


def _certificates(worker: Worker, day: date) -> list[Held]:
    records = _listed(Certificate, worker, Certificate.approved_on, day)
    ids = [record.id for record in records]
    rows = db.session.scalars(
        select(Registration)
        .where(Registration.certificate_id.in_(ids))
        .order_by(Registration.registered_from, Registration.id)
    ).all()
    held = []
    for record in records:
        own = [row for row in rows if row.certificate_id == record.id]
        periods = tuple((row.registered_from, row.registered_until) for row in own)
        held.append(Held(record, own, registration_on(periods, day)))
    return held


def _coming(
    scheme: GradeScheme, facts: dict[str, Any], rows: Sequence[GradeRecord], day: date
) -> dict[str, Any] | None:
    """The next grade and what it needs (WF-86); None without a ledger or after the exit."""
    if not rows or "exit_date" in facts:
        return None
    state = {"post": rows[-1].post_class, "grade": rows[-1].grade}
    try:
        return next_step(scheme.payload, facts, state, day.isoformat())
    except RuleBroken as broken:
        return {"grade": None, "date": None, "line": broken.reason}


def _pay(scheme: GradeScheme, rows: Sequence[GradeRecord], day: date) -> dict[str, Any] | None:
    if not rows:
        return None
    try:
        return basic_pay(pay_table_on(day, scheme), rows[-1].post_class, rows[-1].grade)
    except RuleBroken as broken:
        return {"basic": None, "performance": None, "total": None, "line": broken.reason}


def _trial(worker: Worker) -> TrialReview | None:
    """The verdict on the trial of the present employment."""
    own = (TrialReview.worker_id == worker.id, TrialReview.entry_date == worker.entry_date)
    return db.session.scalar(select(TrialReview).where(*own))
