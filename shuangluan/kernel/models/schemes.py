"""Effective-dated rule schemes and catalogues (D9, architecture 4.8)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class RuleScheme(Base):
    """One version of a rule set. A published row is never edited; it ends where the next begins."""

    __tablename__ = "rule_scheme"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60))
    effective_from: Mapped[date]
    document_no: Mapped[str] = mapped_column(String(120))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None]
    replaced_at: Mapped[datetime | None]
    replaced_by_id: Mapped[int | None]
    __table_args__ = (
        CheckConstraint("(published_at IS NULL) = (published_by_id IS NULL)", name="published_at_with_by"),
        CheckConstraint("(replaced_at IS NULL) = (replaced_by_id IS NULL)", name="replaced_at_with_by"),
        CheckConstraint(
            "published_by_id IS NULL OR published_by_id <> drafted_by_id OR published_by_id = 0",
            name="two_persons",
        ),
        Index(
            "uq_rule_scheme_in_force",
            "code",
            "effective_from",
            unique=True,
            sqlite_where=text("published_at IS NOT NULL AND replaced_at IS NULL"),
            postgresql_where=text("published_at IS NOT NULL AND replaced_at IS NULL"),
        ),
    )
