"""公示: a list frozen and put up for a period, and the objections to it (D22)."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.kernel.postings import Channel, Finding, ObjectionState, PostingState
from shuangluan.kernel.vault import SealedText
from shuangluan.kernel.workdays import Unit

IN_FORCE = text("state IN ('posted', 'concluded')")
UNDECIDED = text("state IN ('entered', 'accepted')")


class Publicity(Base):
    """One period of publicity. `kind` and `record_id` say what it hangs on; the slice's own row rules who sees it.

    `columns` and `rows` are the list as put up, without personal data; `until` is the last day, inclusive.
    """

    __tablename__ = "publicity"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[int]
    matter_id: Mapped[int | None] = mapped_column(ForeignKey("matter.id"), index=True)
    round: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    columns: Mapped[list[str]] = mapped_column(JSON)
    rows: Mapped[list[list[str]]] = mapped_column(JSON)
    snapshot_hash: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(120))
    manner: Mapped[str] = mapped_column(String(60))
    days: Mapped[int]
    unit: Mapped[Unit]
    posted_on: Mapped[date]
    until: Mapped[date]
    state: Mapped[PostingState]
    posted_at: Mapped[datetime]
    posted_by_id: Mapped[int]
    closed_at: Mapped[datetime | None]  # concluded, withdrawn or replaced
    closed_by_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(300))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_at_with_by"),
        CheckConstraint("(closed_at IS NULL) = (state = 'posted')", name="closed_when_not_posted"),
        CheckConstraint("posted_on <= until", name="period"),
        CheckConstraint("unit IN ('wd', 'cd')", name="in_days"),
        UniqueConstraint("kind", "record_id", "round"),
        Index(
            "uq_publicity_in_force", "kind", "record_id",
            unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE,
        ),
    )  # fmt: skip


class Objection(Base):
    """异议; an anonymous one keeps nothing of who raised it. `subject` is the line of the list it is about."""

    __tablename__ = "objection"
    id: Mapped[int] = mapped_column(primary_key=True)
    publicity_id: Mapped[int] = mapped_column(ForeignKey("publicity.id"))
    number: Mapped[int]
    subject: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(String(1000))
    channel: Mapped[Channel]
    is_anonymous: Mapped[bool]
    name: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    received_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[ObjectionState]
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int]
    entered_by_name: Mapped[str] = mapped_column(String(40))
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None]
    finding: Mapped[Finding | None]
    answer: Mapped[str] = mapped_column(String(1000))
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None]
    decided_by_name: Mapped[str] = mapped_column(String(40))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("NOT is_anonymous OR (name IS NULL AND phone IS NULL)", name="anonymous_keeps_nothing"),
        CheckConstraint("is_anonymous OR name IS NOT NULL", name="named"),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="accepted_at_with_by"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_at_with_by"),
        CheckConstraint("(finding IS NULL) = (state <> 'decided')", name="finding_when_decided"),
        UniqueConstraint("publicity_id", "number"),
        Index("ix_objection_open", "due_on", "id", sqlite_where=UNDECIDED, postgresql_where=UNDECIDED),
    )
