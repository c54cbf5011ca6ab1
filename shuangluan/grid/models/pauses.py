"""挂起 and 延期: asked by the handler, approved one level up (GR-27, GR-29)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base

ASKED = text("approved_at IS NULL AND refused_at IS NULL")  # the few that wait for an answer


class Suspension(Base):
    """A pause of the clock: asked, then approved or refused, then ended by resuming."""

    __tablename__ = "grid_suspension"
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("grid_appeal.id"), index=True)
    reason: Mapped[str] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(String(300))
    from_on: Mapped[date]
    planned_to_on: Mapped[date]
    to_on: Mapped[date | None]
    told_at: Mapped[datetime | None]  # the reporters were told first
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None]
    refused_at: Mapped[datetime | None]
    refused_by_id: Mapped[int | None]
    refusal: Mapped[str] = mapped_column(String(200), default="")
    resumed_at: Mapped[datetime | None]
    resumed_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved_at_with_by"),
        CheckConstraint("(refused_at IS NULL) = (refused_by_id IS NULL)", name="refused_at_with_by"),
        CheckConstraint("(resumed_at IS NULL) = (resumed_by_id IS NULL)", name="resumed_at_with_by"),
        CheckConstraint("approved_at IS NULL OR refused_at IS NULL", name="one_answer"),
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="period"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> asked_by_id", name="two_persons"),
        Index("ix_grid_suspension_asked", "appeal_id", sqlite_where=ASKED, postgresql_where=ASKED),
    )


class Extension(Base):
    """A later promise: both dates stay visible."""

    __tablename__ = "grid_extension"
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("grid_appeal.id"), index=True)
    days: Mapped[int]  # working days from the old due date
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None]
    refused_at: Mapped[datetime | None]
    refused_by_id: Mapped[int | None]
    refusal: Mapped[str] = mapped_column(String(200), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved_at_with_by"),
        CheckConstraint("(refused_at IS NULL) = (refused_by_id IS NULL)", name="refused_at_with_by"),
        CheckConstraint("approved_at IS NULL OR refused_at IS NULL", name="one_answer"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> asked_by_id", name="two_persons"),
        Index("ix_grid_extension_asked", "appeal_id", sqlite_where=ASKED, postgresql_where=ASKED),
    )
