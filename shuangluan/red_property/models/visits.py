"""企业走访 (RP-67)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class CompanyVisit(Base):
    """A visit to a company: who came, what was counted and heard, what was promised and when that was done."""

    __tablename__ = "red_property_company_visit"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    visited_on: Mapped[date]
    visitors: Mapped[str] = mapped_column(String(80))
    staff: Mapped[int]
    party_members: Mapped[int]
    formal_members: Mapped[int]
    problems: Mapped[str] = mapped_column(String(500), default="")
    promised: Mapped[str] = mapped_column(String(300), default="")
    promised_due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_note: Mapped[str] = mapped_column(String(200), default="")
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    recorder_name: Mapped[str] = mapped_column(String(40))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("0 <= formal_members AND formal_members <= party_members", name="formal_members"),
        CheckConstraint("party_members <= staff", name="party_members"),
        CheckConstraint("(promised = '') = (promised_due_on IS NULL)", name="promised_with_due"),
        CheckConstraint("done_on IS NULL OR promised <> ''", name="done_of_promised"),
        Index(None, "organisation_id", "visited_on", "id"),
        Index(None, "visited_on", "id"),
    )
