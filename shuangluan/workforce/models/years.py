"""年度考核: the district's year, one score per worker, colleagues' marks without who gave them (WF-44)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.workforce.models.workers import Worker
from shuangluan.workforce.rules.years import ScoreState, YearState


class AppraisalYear(Base):
    """The appraisal of a year by one version of the scheme; `pools` are seats by street and what stays unassigned."""

    __tablename__ = "workforce_appraisal_year"
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("rule_scheme.id"))
    state: Mapped[YearState]
    merges: Mapped[dict[str, Any]] = mapped_column(JSON)
    pools: Mapped[dict[str, Any]] = mapped_column(JSON)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int]
    computed_at: Mapped[datetime | None]
    computed_by_id: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(computed_at IS NULL) = (computed_by_id IS NULL)", name="computed_at_with_by"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_at_with_by"),
    )


class AppraisalScore(Base):
    """A worker's year: what the street gave, the parts, the total, what is proposed and why; scores in hundredths."""

    __tablename__ = "workforce_appraisal_score"
    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("workforce_appraisal_year.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    state: Mapped[ScoreState]
    street_points: Mapped[dict[str, Any]] = mapped_column(JSON)
    host_x100: Mapped[int | None]
    veto: Mapped[str] = mapped_column(String(20))
    veto_doc_no: Mapped[str] = mapped_column(String(60))
    parts: Mapped[dict[str, Any]] = mapped_column(JSON)
    total_x100: Mapped[int | None]
    rating: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(20))
    is_candidate: Mapped[bool]
    has_seat: Mapped[bool]
    is_tied: Mapped[bool]
    seat_reason: Mapped[str] = mapped_column(String(300))
    lines: Mapped[list[Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(300))
    in_leaders_pool: Mapped[bool] = mapped_column(default=False, server_default=false())
    supplement_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_appraisal_supplement.id"), index=True)
    served_on: Mapped[date | None]
    served_how: Mapped[str] = mapped_column(String(20), default="")
    served_by_id: Mapped[int | None]
    acknowledged_at: Mapped[datetime | None]
    review_until: Mapped[date | None]
    review_text: Mapped[str] = mapped_column(String(300))
    review_asked_on: Mapped[date | None]
    review_due_on: Mapped[date | None]
    review_answer: Mapped[str] = mapped_column(String(300))
    rating_before: Mapped[str] = mapped_column(String(20), default="")  # as it was before 复核
    row_version: Mapped[int] = mapped_column()
    worker: Mapped[Worker] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(veto = '') = (veto_doc_no = '')", name="veto_with_document"),
        CheckConstraint("(served_on IS NULL) = (review_until IS NULL)", name="served_with_until"),
        CheckConstraint("(served_on IS NULL) = (served_how = '')", name="served_with_how"),
        CheckConstraint("(served_on IS NULL) = (served_by_id IS NULL)", name="served_on_with_by"),
        CheckConstraint("(review_asked_on IS NULL) = (review_due_on IS NULL)", name="review_with_due"),
        Index(None, "year_id", "worker_id", unique=True),
        Index(None, "year_id", "community", "state"),
    )


class PeerMark(Base):
    """What one colleague gave another; its id is drawn at random, nothing says who gave it or when (WF-98, WF-116)."""

    __tablename__ = "workforce_peer_mark"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    score_id: Mapped[int] = mapped_column(ForeignKey("workforce_appraisal_score.id"), index=True)
    points_x100: Mapped[int]


class PeerTurn(Base):
    """That a worker has marked his colleagues of a year: once."""

    __tablename__ = "workforce_peer_turn"
    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("workforce_appraisal_year.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    __table_args__ = (Index(None, "year_id", "worker_id", unique=True),)
