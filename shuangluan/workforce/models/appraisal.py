"""日常考核: a worker's months, their entries, and the evidence that was decided upon (WF-21, WF-44, WF-97)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.workforce.rules.daily import MonthState

TYPED = text("evidence_id IS NULL")


class AppraisalMonth(Base):
    """A worker's month in the community of that time: it stays with its street when she moves (WF-104)."""

    __tablename__ = "workforce_appraisal_month"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    month: Mapped[date]
    state: Mapped[MonthState]
    written_at: Mapped[datetime]
    written_by_id: Mapped[int]
    sent_at: Mapped[datetime | None]
    sent_by_id: Mapped[int | None]
    confirm_until: Mapped[date | None]
    is_estimated: Mapped[bool]
    answered_at: Mapped[datetime | None]
    objection: Mapped[str] = mapped_column(String(300))
    finding: Mapped[str] = mapped_column(String(300))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(sent_at IS NULL) = (sent_by_id IS NULL)", name="sent_at_with_by"),
        CheckConstraint("(sent_at IS NULL) = (confirm_until IS NULL)", name="sent_at_with_until"),
        CheckConstraint("(sent_at IS NULL) = (state = 'draft')", name="sent_with_state"),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_at_with_by"),
        Index(None, "worker_id", "month", unique=True),
        Index(None, "community", "month", "state"),
    )


class Decision(StrEnum):
    """What the appraiser said of a piece of evidence; undecided ones are asked of their slice and not stored."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    REVERSED = "reversed"


class Evidence(Base):
    """An act proposed by another task and decided upon, once per `key` (GR-67)."""

    __tablename__ = "workforce_evidence"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    act_on: Mapped[date]
    text: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(120))
    decision: Mapped[Decision]
    reason: Mapped[str] = mapped_column(String(200))
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (Index(None, "community", "act_on"), Index(None, "worker_id", "act_on"))


class DailyEntry(Base):
    """Signed points of an item in a month, with the reason; typed into the grid, or given to accepted evidence."""

    __tablename__ = "workforce_daily_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    month_id: Mapped[int] = mapped_column(ForeignKey("workforce_appraisal_month.id"))
    item: Mapped[str] = mapped_column(String(12))
    points_x100: Mapped[int]
    why: Mapped[str] = mapped_column(String(200))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_evidence.id"), index=True)
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int]
    __table_args__ = (
        Index(None, "month_id", "item"),
        Index(
            "uq_workforce_daily_entry_cell", "month_id", "item", unique=True, sqlite_where=TYPED, postgresql_where=TYPED
        ),
    )
