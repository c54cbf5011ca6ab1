"""Workers and their dated, verified facts (WF-20, WF-21). A last day copied from a document is `…_until`, inclusive."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.kernel.models import Person
from shuangluan.workforce.rules.kinds import Basis, ContractKind, MeritKind, Precision, Sex
from shuangluan.workforce.rules.states import VerifyState, WorkerState


def verified_pair() -> CheckConstraint:
    """Who verified and when come together."""
    return CheckConstraint("(verified_by_id IS NULL) = (verified_on IS NULL)", name="verified_on_with_by")


class Worker(Base):
    """A community worker beside his person; age, grade, class and highest education are derived, never typed.

    `first_event`, `first_on`, `prior_grade`: how his ledger of grades begins; empty before the first grading.
    """

    __tablename__ = "workforce_worker"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    staff_no: Mapped[str] = mapped_column(String(20), unique=True)
    sex: Mapped[Sex]
    birth_date: Mapped[date]
    archive_birth_date: Mapped[date | None]
    political_status: Mapped[str] = mapped_column(String(20))
    party_on: Mapped[date | None]
    ethnicity: Mapped[str] = mapped_column(String(20), default="", server_default="")
    hukou: Mapped[str] = mapped_column(String(60), default="", server_default="")
    entry_channel: Mapped[str] = mapped_column(String(40))
    entry_date: Mapped[date]
    exit_date: Mapped[date | None]
    exit_kind: Mapped[str | None] = mapped_column(String(20))
    exit_doc_no: Mapped[str | None] = mapped_column(String(60))
    last_position: Mapped[str | None] = mapped_column(String(40))
    state: Mapped[WorkerState]
    retire_class: Mapped[str] = mapped_column(String(10))
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    first_event: Mapped[str | None] = mapped_column(String(20))
    first_on: Mapped[date | None]
    prior_grade: Mapped[int | None]
    search_text: Mapped[str] = mapped_column(String(200))
    row_version: Mapped[int] = mapped_column()
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(first_event IS NULL) = (first_on IS NULL)", name="first_event_with_day"),
        CheckConstraint("(exit_date IS NULL) = (state <> 'left')", name="left_with_day"),
        CheckConstraint("(exit_date IS NULL) = (exit_kind IS NULL)", name="exit_with_kind"),
        CheckConstraint("exit_date IS NULL OR exit_date >= entry_date", name="exit_after_entry"),
        Index(None, "community", "state", "id"),
        Index(None, "state", "id"),
    )


class Relative(Base):
    """A relative that a worker declared: neither decides about the other (WF-3)."""

    __tablename__ = "workforce_relative"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str] = mapped_column(String(20))
    __table_args__ = (Index(None, "worker_id", "person_id", unique=True),)


class Education(Base):
    """学历; only a verified one counts, from `recognized_from` on (WF-66, WF-78)."""

    __tablename__ = "workforce_education"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    level: Mapped[str] = mapped_column(String(20))
    has_diploma: Mapped[bool]
    has_degree: Mapped[bool]
    is_inservice: Mapped[bool]
    school: Mapped[str] = mapped_column(String(60))
    major: Mapped[str] = mapped_column(String(60))
    diploma_on: Mapped[date]
    recognized_from: Mapped[date]
    verify_state: Mapped[VerifyState]
    verify_way: Mapped[str] = mapped_column(String(60))
    verified_by_id: Mapped[int | None]
    verified_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("recognized_from >= diploma_on", name="recognized_after_diploma"),
        verified_pair(),
    )


class Certificate(Base):
    """职业资格证书; whether it is registered and valid is derived from its registrations (WF-79)."""

    __tablename__ = "workforce_certificate"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    level: Mapped[str] = mapped_column(String(20))
    cert_no: Mapped[str] = mapped_column(String(40), unique=True)
    approved_on: Mapped[date]
    ce_hours_x100: Mapped[int | None]  # 继续教育学时 of the present registration period
    verify_state: Mapped[VerifyState]
    verify_way: Mapped[str] = mapped_column(String(60))
    verified_by_id: Mapped[int | None]
    verified_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("ce_hours_x100 IS NULL OR ce_hours_x100 >= 0", name="ce_hours_not_negative"),
        verified_pair(),
    )


class Registration(Base):
    """One registration period of a certificate; no `registered_until`: it does not expire."""

    __tablename__ = "workforce_registration"
    id: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("workforce_certificate.id"), index=True)
    registered_from: Mapped[date]
    registered_until: Mapped[date | None]
    __table_args__ = (
        CheckConstraint("registered_until IS NULL OR registered_until >= registered_from", name="period"),
    )


class ServiceSegment(Base):
    """社区工作经历 (WF-67)."""

    __tablename__ = "workforce_service_segment"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    served_from: Mapped[date]
    served_until: Mapped[date | None]
    precision: Mapped[Precision]
    kind: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(60))
    evidence: Mapped[str] = mapped_column(String(100))
    verify_state: Mapped[VerifyState]
    verify_way: Mapped[str] = mapped_column(String(60))
    verified_by_id: Mapped[int | None]
    verified_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("served_until IS NULL OR served_until >= served_from", name="period"),
        verified_pair(),
    )


class Absence(Base):
    """离岗记录; the list of kinds is the scheme's (WF-72)."""

    __tablename__ = "workforce_absence"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    away_from: Mapped[date]
    away_until: Mapped[date | None]
    doc_no: Mapped[str] = mapped_column(String(60))
    __table_args__ = (CheckConstraint("away_until IS NULL OR away_until >= away_from", name="period"),)


class Appointment(Base):
    """任职 of a position in a community (WF-68)."""

    __tablename__ = "workforce_appointment"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    position: Mapped[str] = mapped_column(String(40))
    basis: Mapped[Basis]
    held_from: Mapped[date]
    held_until: Mapped[date | None]
    doc_date: Mapped[date | None]
    doc_no: Mapped[str] = mapped_column(String(60))
    election_term: Mapped[str] = mapped_column(String(20), default="", server_default="")  # 届次
    end_reason: Mapped[str | None] = mapped_column(String(20))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("held_until IS NULL OR held_until >= held_from", name="period"),
        CheckConstraint("(held_until IS NULL) = (end_reason IS NULL)", name="end_with_reason"),
        CheckConstraint("election_term = '' OR basis = 'elected'", name="term_of_the_elected"),
    )


class Contract(Base):
    """劳动合同; no `signed_until`: it has no last day yet, for the reason that is its `kind` (WF-47, WF-107)."""

    __tablename__ = "workforce_contract"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    kind: Mapped[ContractKind]
    signer: Mapped[str] = mapped_column(String(60))
    signed_from: Mapped[date]
    signed_until: Mapped[date | None] = mapped_column(index=True)
    probation_until: Mapped[date | None]
    is_by_wish: Mapped[bool] = mapped_column(default=False, server_default=false())  # asked for in writing
    __table_args__ = (CheckConstraint("signed_until IS NULL OR signed_until >= signed_from", name="period"),)


class Merit(Base):
    """奖惩; a sanction blocks steps (WF-75) or 优秀 (WF-100) from `effective_on` to `effective_until`, inclusive."""

    __tablename__ = "workforce_merit"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    kind: Mapped[MeritKind]
    level: Mapped[str] = mapped_column(String(40))
    doc_no: Mapped[str] = mapped_column(String(60))
    effective_on: Mapped[date]
    effective_until: Mapped[date | None]
    blocks_step: Mapped[bool]
    blocks_excellent: Mapped[bool] = mapped_column(default=False, server_default=false())


class AnnualResult(Base):
    """年度考核结果: one per worker and year; unconfirmed it counts for nothing (WF-21, WF-71)."""

    __tablename__ = "workforce_annual_result"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    year: Mapped[int]
    rating: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(20))
    total_x100: Mapped[int | None]
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(confirmed_by_id IS NULL) = (confirmed_on IS NULL)", name="confirmed_on_with_by"),
        Index(None, "worker_id", "year", unique=True),
        Index(None, "year", "rating"),
    )
