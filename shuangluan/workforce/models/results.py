"""What becomes of an appraisal after its list: later lists, what follows from a bad year, facts that were refused."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.workforce.models.workers import Worker
from shuangluan.workforce.rules.effects import EffectKind, EffectState


class AppraisalSupplement(Base):
    """A later 公示 of a year, of those who were held back at the first; its list is a posting of its own (WF-44)."""

    __tablename__ = "workforce_appraisal_supplement"
    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("workforce_appraisal_year.id"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_at_with_by"),
        Index(None, "year_id", "number", unique=True),
    )


class AppraisalEffect(Base):
    """A step that a confirmed rating proposes and a person decides; `said` is what was decided, `outcome` what came."""

    __tablename__ = "workforce_appraisal_effect"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    year: Mapped[int]
    rating: Mapped[str] = mapped_column(String(20))
    kind: Mapped[EffectKind]
    state: Mapped[EffectState]
    due_on: Mapped[date]
    said: Mapped[str] = mapped_column(String(300))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(300))
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    worker: Mapped[Worker] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_at_with_by"),
        CheckConstraint("(ended_on IS NULL) = (ended_by_id IS NULL)", name="ended_on_with_by"),
        CheckConstraint("(ended_on IS NOT NULL) = (state IN ('done', 'dropped'))", name="ended_with_state"),
        Index(None, "worker_id", "year", "kind", unique=True),
        Index(None, "state", "due_on", "id"),
    )


class Refusal(Base):
    """A used fact that became 不予认定: what was built on it, whether the ledger and the pay were put right (WF-43)."""

    __tablename__ = "workforce_refusal"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    paper: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(60))
    refused_on: Mapped[date]
    refused_by_id: Mapped[int]
    results: Mapped[list[Any]] = mapped_column(JSON)
    corrected_at: Mapped[datetime | None]
    corrected_by_id: Mapped[int | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(corrected_at IS NULL) = (corrected_by_id IS NULL)", name="corrected_at_with_by"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_at_with_by"),
        CheckConstraint("settled_at IS NULL OR corrected_at IS NOT NULL", name="settled_after_corrected"),
        Index(None, "refused_on", "id"),
    )
