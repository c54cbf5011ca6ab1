"""全国社会工作者职业水平考试: who wants to sit it in a year, signed up, passed (WF-119)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class QualificationEntry(Base):
    """A worker in the year's examination: willing, signed up, with the result; there is no quota."""

    __tablename__ = "workforce_qualification_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    year: Mapped[int]
    level: Mapped[str] = mapped_column(String(20))
    willing_on: Mapped[date]
    signed_up_on: Mapped[date | None]
    has_passed: Mapped[bool | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("has_passed IS NULL OR signed_up_on IS NOT NULL", name="result_after_sign_up"),
        Index(None, "worker_id", "year", unique=True),
        Index(None, "year", "level", "id"),
    )
