"""红色物业评分 of a compound and year: points by hand, and the snapshot of what was computed from what (RP-37)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.kernel.models import Matter
from shuangluan.red_property.rules.evaluation_course import EvaluationState


class Evaluation(Base):
    """One evaluation. `facts`, `lines` and the totals are what the scheme made of the registers at `computed_at`."""

    __tablename__ = "red_property_evaluation"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    year: Mapped[int]
    state: Mapped[EvaluationState]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("rule_scheme.id"))
    company: Mapped[str] = mapped_column(String(80))  # copied: which one served at the end
    marks: Mapped[dict[str, Any]] = mapped_column(JSON)  # code → {"x100": points, "note": what they rest on}
    vetoes: Mapped[dict[str, Any]] = mapped_column(JSON)  # code → reason
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    veto_lines: Mapped[list[str]] = mapped_column(JSON)
    total_text: Mapped[str] = mapped_column(String(120))
    available: Mapped[int]
    total_x100: Mapped[int | None]  # None: 不评
    stars: Mapped[int | None]
    inputs_hash: Mapped[str] = mapped_column(String(64))
    computed_at: Mapped[datetime]
    marked_at: Mapped[datetime | None]
    marked_by_id: Mapped[int | None]
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None]
    confirmer_name: Mapped[str] = mapped_column(String(40), default="")
    row_version: Mapped[int] = mapped_column()
    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(marked_at IS NULL) = (marked_by_id IS NULL)", name="marked_at_with_by"),
        CheckConstraint("(confirmed_on IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_on_with_by"),
        CheckConstraint("(confirmed_on IS NULL) = (state = 'draft')", name="confirmed_on_with_state"),
        CheckConstraint("(total_x100 IS NULL) = (stars IS NULL)", name="total_with_stars"),
        UniqueConstraint("compound_id", "year"),
        Index(None, "year", "total_x100", "id"),
    )
