"""Long work that the process beside the web workers does (D24)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """后台任务; who asked for it is copied as he stood then, what he may is asked again when it runs."""

    __tablename__ = "job"
    __unaudited__ = True  # its progress says nothing about the business; asking for it and cancelling it are noted
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(160))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(32))
    address: Mapped[str] = mapped_column(String(64))
    state: Mapped[JobState]
    done: Mapped[int]  # steps of `total`; a total of 0 has no measure
    total: Mapped[int]
    words: Mapped[str] = mapped_column(String(160))  # what it is doing, or why it ended as it did
    back: Mapped[str] = mapped_column(String(400))  # where its outcome stands, or where it was asked for
    attempts: Mapped[int]
    asked_at: Mapped[datetime]
    beat_at: Mapped[datetime | None]  # last sign of life
    ended_at: Mapped[datetime | None]
    cancel_asked_at: Mapped[datetime | None]
    result_name: Mapped[str | None] = mapped_column(String(160))
    result_file: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (
        CheckConstraint("(result_name IS NULL) = (result_file IS NULL)", name="result_with_name"),
        CheckConstraint("(ended_at IS NULL) = (state IN ('waiting', 'running'))", name="ended_at_with_state"),
        Index(None, "state", "id"),
        Index(None, "owner_id", "id"),
    )
