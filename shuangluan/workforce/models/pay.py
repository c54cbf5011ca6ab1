"""Pay months with their lines, what closed months owe, what pay rests on beside the ledger (WF-21, WF-90)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.workforce.models.workers import Worker


class ArrearKind(StrEnum):
    """What of a closed month is put right: the pay, or the contributions."""

    PAY = "pay"
    INSURANCE = "insurance"


class PayRun(Base):
    """薪酬月: computed while it is open; locked, it never changes."""

    __tablename__ = "workforce_pay_run"
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(unique=True)  # its 1st
    scheme_id: Mapped[int] = mapped_column(ForeignKey("rule_scheme.id"))
    pay_scheme_id: Mapped[int] = mapped_column(ForeignKey("rule_scheme.id"))
    insurance_scheme_id: Mapped[int] = mapped_column(ForeignKey("rule_scheme.id"))
    is_placeholder: Mapped[bool]
    computed_at: Mapped[datetime]
    computed_by_id: Mapped[int]
    locked_at: Mapped[datetime | None]
    locked_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(locked_at IS NULL) = (locked_by_id IS NULL)", name="locked_at_with_by"),
        CheckConstraint("locked_at IS NULL OR NOT is_placeholder", name="no_sample_is_locked"),
        CheckConstraint("locked_by_id IS NULL OR locked_by_id <> computed_by_id", name="two_persons"),
    )


class PayLine(Base):
    """One worker's month; `lines` say each figure in words, `problem` why there is none."""

    __tablename__ = "workforce_pay_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("workforce_pay_run.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    post_class: Mapped[str] = mapped_column(String(20))
    grade: Mapped[int | None]
    basic_fen: Mapped[int]
    performance_fen: Mapped[int]
    allowance_fen: Mapped[int]
    retained_fen: Mapped[int]
    arrears_fen: Mapped[int]
    deduction_fen: Mapped[int]
    deduction_reason: Mapped[str] = mapped_column(String(100))
    gross_fen: Mapped[int]
    award_fen: Mapped[int]
    award_year: Mapped[int | None]
    basis_fen: Mapped[int]  # last year's average, before floor and cap
    kinds: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    person_fen: Mapped[int]
    unit_fen: Mapped[int]
    tax_fen: Mapped[int]
    net_fen: Mapped[int]
    lines: Mapped[list[str]] = mapped_column(JSON)
    problem: Mapped[str] = mapped_column(String(200))
    row_version: Mapped[int] = mapped_column()
    worker: Mapped[Worker] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint(
            "gross_fen = basic_fen + performance_fen + allowance_fen + retained_fen + arrears_fen - deduction_fen",
            name="gross_is_the_sum",
        ),
        CheckConstraint("net_fen = gross_fen + award_fen - person_fen - tax_fen", name="net_is_the_rest"),
        CheckConstraint("deduction_fen >= 0 AND tax_fen >= 0", name="not_below_zero"),
        CheckConstraint("deduction_fen = 0 OR deduction_reason <> ''", name="deduction_with_reason"),
        Index(None, "run_id", "worker_id", unique=True),
        Index(None, "worker_id", "run_id"),
        Index(None, "run_id", "community"),
    )


class Arrear(Base):
    """补发 or 扣回 of a closed month; `difference_fen` is settled by it, `amount_fen` paid (0: waived).

    Without `decided_by_id` it follows from the ledger or from the rates; `run_id` is the month that pays it.
    """

    __tablename__ = "workforce_arrear"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    run_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_pay_run.id"), index=True)
    kind: Mapped[ArrearKind]
    month: Mapped[date]
    difference_fen: Mapped[int]
    amount_fen: Mapped[int]
    person_fen: Mapped[int]
    unit_fen: Mapped[int]
    basis: Mapped[str] = mapped_column(String(60))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None]
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_at_with_by"),
        CheckConstraint("amount_fen = difference_fen OR amount_fen = 0", name="whole_or_waived"),
        CheckConstraint("decided_by_id IS NULL OR basis <> ''", name="decision_with_document"),
        CheckConstraint("run_id IS NOT NULL OR decided_by_id IS NOT NULL", name="undecided_belongs_to_a_run"),
        Index(None, "worker_id", "month"),
    )


class RetainedPay(Base):
    """套改前的月薪: what 保留差额 is reckoned from, by its document (WF-82)."""

    __tablename__ = "workforce_retained_pay"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), unique=True)
    counted_from: Mapped[date]
    old_fen: Mapped[int]
    doc_no: Mapped[str] = mapped_column(String(60))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("old_fen > 0", name="above_zero"),)


class PayBasis(Base):
    """上年月平均工资 of somebody whose last year is not in the pay months of this site (WF-91)."""

    __tablename__ = "workforce_pay_basis"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    year: Mapped[int]  # in which the contributions are paid on it
    average_fen: Mapped[int]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("average_fen > 0", name="above_zero"),
        Index(None, "worker_id", "year", unique=True),
    )
