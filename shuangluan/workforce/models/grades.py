"""The ledger of grades and the batches that write it (WF-20, WF-21, WF-45)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.workforce.models.workers import Worker
from shuangluan.workforce.rules.states import BatchState, Category, ItemState

IN_FORCE = text("superseded_at IS NULL")
OPEN = text("is_open")


class GradeRecord(Base):
    """等级记录: one row of the ledger, from `effective_from` to the next row's day; never edited, only superseded.

    `inputs` are the day through which and the facts from which it was computed, so that it can be replayed.
    """

    __tablename__ = "workforce_grade_record"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    scheme_id: Mapped[int] = mapped_column(ForeignKey("rule_scheme.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_promotion_item.id"), index=True)
    effective_from: Mapped[date]
    sequence: Mapped[int]  # the order of rows of one day (WF-81)
    event: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(20))
    post_class: Mapped[str] = mapped_column(String(20))
    grade: Mapped[int]
    theoretical_grade: Mapped[int | None]
    overflow: Mapped[int]
    steps_total: Mapped[int | None]
    protected_from: Mapped[int | None]
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
    inputs_hash: Mapped[str] = mapped_column(String(64))
    lines: Mapped[list[str]] = mapped_column(JSON)
    approval_no: Mapped[str] = mapped_column(String(60))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int]
    superseded_at: Mapped[datetime | None]
    superseded_by_id: Mapped[int | None]
    __table_args__ = (
        CheckConstraint("(superseded_at IS NULL) = (superseded_by_id IS NULL)", name="superseded_at_with_by"),
        CheckConstraint("grade >= 1 AND overflow >= 0", name="counts"),
        Index(
            "uq_workforce_grade_record_in_force",
            "worker_id", "effective_from", "sequence",
            unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE,
        ),
        Index(None, "worker_id", "effective_from", "id"),
    )  # fmt: skip


class PromotionBatch(Base):
    """晋级批次; 已生效 is derived: approved, and its day is reached. Its published list hangs at the kernel."""

    __tablename__ = "workforce_promotion_batch"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("rule_scheme.id"))
    effective_on: Mapped[date]
    state: Mapped[BatchState]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int]
    computed_at: Mapped[datetime | None]
    computed_by_id: Mapped[int | None]
    approval_no: Mapped[str | None] = mapped_column(String(60))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(computed_at IS NULL) = (computed_by_id IS NULL)", name="computed_at_with_by"),
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved_at_with_by"),
        CheckConstraint("(approved_at IS NULL) = (approval_no IS NULL)", name="approved_at_with_no"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked_at_with_by"),
        CheckConstraint("state <> 'effective'", name="effective_is_derived"),
        Index(None, "effective_on", "id"),
    )


class PromotionItem(Base):
    """晋级条目: what is proposed for one worker, and who looked at it. `rows` are the ledger rows to be stored."""

    __tablename__ = "workforce_promotion_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("workforce_promotion_batch.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    category: Mapped[Category]
    state: Mapped[ItemState]
    is_open: Mapped[bool]
    from_post: Mapped[str] = mapped_column(String(20))
    from_grade: Mapped[int | None]
    to_post: Mapped[str] = mapped_column(String(20))
    to_grade: Mapped[int | None]
    monthly_diff_fen: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(1000))
    rows: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    inputs: Mapped[dict[str, Any]] = mapped_column(JSON)
    inputs_hash: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(300))
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    worker: Mapped[Worker] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(reviewed_at IS NULL) = (reviewed_by_id IS NULL)", name="reviewed_at_with_by"),
        CheckConstraint("(checked_at IS NULL) = (checked_by_id IS NULL)", name="checked_at_with_by"),
        Index(None, "batch_id", "worker_id", unique=True),
        Index(None, "batch_id", "community", "state"),
        Index("uq_workforce_promotion_item_open", "worker_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    )
