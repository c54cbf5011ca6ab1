"""核查 and 回访: the check of the place and the contact with each reporter (GR-32)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.grid.rules import CheckWay, Satisfaction


class Check(Base):
    """核查 of one round of handling; a reopened or reworked appeal begins a new round."""

    __tablename__ = "grid_check"
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("grid_appeal.id"), index=True)
    round: Mapped[int]
    way: Mapped[CheckWay]
    passed: Mapped[bool]
    note: Mapped[str] = mapped_column(String(300))
    checked_at: Mapped[datetime]
    checked_by_id: Mapped[int]


class Contact(Base):
    """回访: one attempt to reach one reporter, with what he said."""

    __tablename__ = "grid_contact"
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("grid_appeal.id"), index=True)
    reporter_id: Mapped[int] = mapped_column(ForeignKey("grid_appeal_reporter.id"), index=True)
    round: Mapped[int]
    attempt: Mapped[int]
    reached: Mapped[bool]
    says_solved: Mapped[bool | None]
    satisfaction: Mapped[Satisfaction | None]
    reasons: Mapped[list[Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(300), default="")
    contacted_at: Mapped[datetime]
    contacted_by_id: Mapped[int]
