"""诉求 with its reporters and the log of merges (GR-8)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.grid.rules import AppealState, HandlingLevel, Level, ReporterKind, Satisfaction
from shuangluan.kernel import hiding
from shuangluan.kernel.models import Matter
from shuangluan.kernel.vault import SealedText

OPEN = text("state IN ('registered', 'accepted', 'dispatched', 'processing', 'responded', 'verifying')")


# what is due next (queries.register.next_due writes the same words): acceptance first, then the promise
NEXT_DUE = text("(CASE WHEN state = 'registered' THEN accept_due_at ELSE due_at END)")
CLOSED = text("closed_at IS NOT NULL")  # said so, no index of states comes in between
HAS_DUE, HAS_FIRST_DUE = text("due_on IS NOT NULL"), text("first_due_on IS NOT NULL")
HAS_CLOSED, IS_MERGED = text("last_closed_on IS NOT NULL"), text("merged_into_id IS NOT NULL")
IN_BUILDING, AT_ENTRANCE = text("building_id IS NOT NULL"), text("entrance_id IS NOT NULL")
RECURS, IS_ASKED, HAS_ROOT = (
    text("recurs_of_id IS NOT NULL"), text("asked_on IS NOT NULL"), text("asked_root_id IS NOT NULL"),
)  # fmt: skip
SHELVED = text("closed_at IS NOT NULL AND outcome = 'shelved' AND reviewed_at IS NULL")

COUNTED = ("community", "state", "is_restricted", "registered_by_id")  # by which a figure is somebody's


class Appeal(Base):
    """诉求（事件）; the place is a snapshot at discovery, `due_at` is empty while the clock stands."""

    __tablename__ = "grid_appeal"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    no: Mapped[str] = mapped_column(String(20), unique=True)
    registered_on: Mapped[date]
    sequence: Mapped[int]
    title: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(String(1000))
    domain: Mapped[str] = mapped_column(String(20))
    category: Mapped[str] = mapped_column(String(30))
    level: Mapped[Level]
    source: Mapped[str] = mapped_column(String(30))
    source_no: Mapped[str | None] = mapped_column(String(40))  # the number under which the source keeps it
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("compound.id"))
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"))
    entrance_id: Mapped[int | None] = mapped_column(ForeignKey("entrance.id"))
    address_text: Mapped[str] = mapped_column(String(120))
    discovered_at: Mapped[datetime]
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int]
    accept_due_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None]
    handling_level: Mapped[HandlingLevel]
    state: Mapped[AppealState]
    # the promise: where it is counted from, its limit, and the dates that came out
    promise_from: Mapped[datetime | None]
    promise_n: Mapped[int | None]
    promise_unit: Mapped[str | None] = mapped_column(String(4))
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None]
    first_due_on: Mapped[date | None]
    first_due_at: Mapped[datetime | None]
    severe_at: Mapped[datetime | None]
    remaining: Mapped[int | None]
    is_provisional: Mapped[bool]
    outcome: Mapped[str | None] = mapped_column(String(20))
    outcome_text: Mapped[str] = mapped_column(String(500), default="")
    responded_at: Mapped[datetime | None]
    responded_by_id: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None]
    closed_on: Mapped[date | None]
    last_closed_on: Mapped[date | None]  # stays when it is reopened: the rates ask for it (GR-34)
    reopen_until: Mapped[date | None]
    ended_reason: Mapped[str | None] = mapped_column(String(30))
    ended_note: Mapped[str] = mapped_column(String(300), default="")
    ended_at: Mapped[datetime | None]  # rejected, withdrawn, voided or merged
    ended_by_id: Mapped[int | None]
    review_on: Mapped[date | None]  # 挂账 is looked at again by this day
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[int | None]
    review_note: Mapped[str] = mapped_column(String(300), default="")
    reopen_count: Mapped[int]
    rework_count: Mapped[int]
    is_mass: Mapped[bool]
    is_restricted: Mapped[bool]
    is_suspended: Mapped[bool]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("grid_appeal.id"))
    recurs_of_id: Mapped[int | None] = mapped_column(ForeignKey("grid_appeal.id"))
    reminded_at: Mapped[datetime | None]
    reminded_by_id: Mapped[int | None]
    search_text: Mapped[str] = mapped_column(String(400))
    row_version: Mapped[int] = mapped_column()
    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="accepted_at_with_by"),
        CheckConstraint("(responded_at IS NULL) = (responded_by_id IS NULL)", name="responded_at_with_by"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_at_with_by"),
        CheckConstraint("(closed_at IS NULL) = (closed_on IS NULL)", name="closed_at_with_on"),
        CheckConstraint("closed_on IS NULL OR closed_on = last_closed_on", name="last_closing"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_at_with_by"),
        CheckConstraint("(reviewed_at IS NULL) = (reviewed_by_id IS NULL)", name="reviewed_at_with_by"),
        CheckConstraint("(reminded_at IS NULL) = (reminded_by_id IS NULL)", name="reminded_at_with_by"),
        CheckConstraint("(merged_into_id IS NOT NULL) = (state = 'merged')", name="merged_with_root"),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
        CheckConstraint("reopen_count >= 0 AND rework_count >= 0", name="counts"),
        Index("uq_grid_appeal_day_sequence", "registered_on", "sequence", unique=True),
        Index("uq_grid_appeal_source_no", "source_no", "source", unique=True),
        # one index per offered filter and order (performance 8.3)
        Index(None, "registered_at", "id"),
        Index(None, "community", "registered_at", "id"),
        Index(None, "state", "registered_at", "id"),
        Index(None, "community", "state", "registered_at", "id"),
        Index(None, "category", "registered_at", "id"),
        Index(None, "compound_id", "category", "registered_at"),
        Index(None, "registered_by_id", "registered_at"),
        # each holds all that the figures of its day ask for (GR-34), so that a count reads no row
        Index("ix_grid_appeal_figures_registered", "registered_on", *COUNTED),
        # what a new appeal has not yet stands in no index: a large import would pay for each (performance 8.11)
        Index(
            "ix_grid_appeal_figures_due",
            "due_on", *COUNTED, "due_at", "responded_at",
            sqlite_where=HAS_DUE, postgresql_where=HAS_DUE,
        ),
        Index(
            "ix_grid_appeal_figures_first_due",
            "first_due_on", *COUNTED, "first_due_at", "responded_at",
            sqlite_where=HAS_FIRST_DUE, postgresql_where=HAS_FIRST_DUE,
        ),
        Index(
            "ix_grid_appeal_figures_closed",
            "last_closed_on", *COUNTED, "outcome", "reopen_count", "rework_count",
            sqlite_where=HAS_CLOSED, postgresql_where=HAS_CLOSED,
        ),
        # by these nobody looks for an appeal, but removing a building asks whether one points at it
        Index(None, "building_id", sqlite_where=IN_BUILDING, postgresql_where=IN_BUILDING),
        Index(None, "entrance_id", sqlite_where=AT_ENTRANCE, postgresql_where=AT_ENTRANCE),
        Index(None, "merged_into_id", sqlite_where=IS_MERGED, postgresql_where=IS_MERGED),
        Index(None, "recurs_of_id", sqlite_where=RECURS, postgresql_where=RECURS),
        Index("ix_grid_appeal_open_due", "community", "due_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index(
            "ix_grid_appeal_open_registered",
            "community", "registered_at", "id",
            sqlite_where=OPEN, postgresql_where=OPEN,
        ),
        Index("ix_grid_appeal_open_all", "registered_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_grid_appeal_open_next_due", NEXT_DUE, "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index(
            "ix_grid_appeal_open_community_next_due",
            "community", NEXT_DUE, "id",
            sqlite_where=OPEN, postgresql_where=OPEN,
        ),
        Index("ix_grid_appeal_closed", "closed_at", "id", sqlite_where=CLOSED, postgresql_where=CLOSED),
        Index(
            "ix_grid_appeal_closed_community",
            "community", "closed_at", "id",
            sqlite_where=CLOSED, postgresql_where=CLOSED,
        ),
        Index(
            "ix_grid_appeal_shelved",
            "community", "closed_at", "id",
            sqlite_where=SHELVED, postgresql_where=SHELVED,
        ),
    )


class AppealReporter(Base):
    """诉求人: never a person of the kernel; name and phone are sealed in this row (GR-8, GR-13)."""

    __tablename__ = "grid_appeal_reporter"
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("grid_appeal.id"), index=True)
    kind: Mapped[ReporterKind]
    name: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    wants_reply: Mapped[bool]
    hide_from_handler: Mapped[bool]
    reported_at: Mapped[datetime]
    told_at: Mapped[datetime | None]  # last told of a pause or a result
    told_by_id: Mapped[int | None]
    # what closing found: asked about which root, on its closing day, and the final answer; empty while it is open
    asked_root_id: Mapped[int | None] = mapped_column(ForeignKey("grid_appeal.id"))
    asked_on: Mapped[date | None]
    satisfaction: Mapped[Satisfaction | None]
    __table_args__ = (
        CheckConstraint("(told_at IS NULL) = (told_by_id IS NULL)", name="told_at_with_by"),
        CheckConstraint("(asked_root_id IS NULL) = (asked_on IS NULL)", name="asked_root_with_day"),
        CheckConstraint("(satisfaction IS NULL) = (asked_on IS NULL)", name="answer_with_day"),
        Index(None, "asked_on", "id", sqlite_where=IS_ASKED, postgresql_where=IS_ASKED),
        Index(None, "asked_root_id", "satisfaction", sqlite_where=HAS_ROOT, postgresql_where=HAS_ROOT),
    )


class MergeLog(Base):
    """One merge: what the child and the root were before, so that unmerging gives both back (GR-31)."""

    __tablename__ = "grid_merge_log"
    id: Mapped[int] = mapped_column(primary_key=True)
    child_id: Mapped[int] = mapped_column(ForeignKey("grid_appeal.id"), index=True)
    root_id: Mapped[int] = mapped_column(ForeignKey("grid_appeal.id"), index=True)
    merged_at: Mapped[datetime]
    merged_by_id: Mapped[int]
    child_before: Mapped[dict[str, Any]] = mapped_column(JSON)
    root_before: Mapped[dict[str, Any]] = mapped_column(JSON)
    unmerged_at: Mapped[datetime | None]
    unmerged_by_id: Mapped[int | None]
    __table_args__ = (
        CheckConstraint("(unmerged_at IS NULL) = (unmerged_by_id IS NULL)", name="unmerged_at_with_by"),
    )


# what a large import writes is not seen until it is confirmed
hiding.guard(Appeal.__table__.c.id)
hiding.guard(AppealReporter.__table__.c.appeal_id)
