"""Entry, trial and earlier employments of a worker (WF-40, WF-152)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class TrialReview(Base):
    """转正考核: the verdict on a trial; one to an employment, known by its entry date (WF-40)."""

    __tablename__ = "workforce_trial_review"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    entry_date: Mapped[date]
    trial_until: Mapped[date | None]
    is_passed: Mapped[bool]
    opinion: Mapped[str] = mapped_column(String(300))
    reviewed_on: Mapped[date]
    reviewed_by_id: Mapped[int]
    __table_args__ = (Index(None, "worker_id", "entry_date", unique=True),)


class Employment(Base):
    """An employment that is over, kept when its worker came back; its grades are information only (WF-152)."""

    __tablename__ = "workforce_employment"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    entry_date: Mapped[date]
    entry_channel: Mapped[str] = mapped_column(String(40))
    exit_date: Mapped[date]
    exit_kind: Mapped[str] = mapped_column(String(20))
    exit_doc_no: Mapped[str] = mapped_column(String(60))
    last_position: Mapped[str | None] = mapped_column(String(40))
    __table_args__ = (
        CheckConstraint("exit_date >= entry_date", name="exit_after_entry"),
        Index(None, "worker_id", "entry_date", unique=True),
    )
