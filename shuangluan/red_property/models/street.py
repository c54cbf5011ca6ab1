"""街道联席会议 and what is handed up to it (RP-68)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.kernel.models import Matter
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.street import EntryState


class StreetConference(Base):
    """One conference of a street, with its minutes; numbered per street and year."""

    __tablename__ = "red_property_street_conference"
    id: Mapped[int] = mapped_column(primary_key=True)
    street: Mapped[str] = mapped_column(ForeignKey("area.code"))
    year: Mapped[int]
    sequence: Mapped[int]
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(60))
    chair: Mapped[str] = mapped_column(String(40))
    present: Mapped[str] = mapped_column(String(500))  # departments and companies
    minutes: Mapped[str] = mapped_column(String(2000))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int]
    recorder_name: Mapped[str] = mapped_column(String(40))
    search_text: Mapped[str] = mapped_column(String(700))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        UniqueConstraint("street", "year", "sequence"),
        Index(None, "street", "held_on", "id"),
        Index(None, "held_on", "id"),
    )


class StreetEntry(Base):
    """提请街道: a resolution, or an item that was not agreed, until the street has answered."""

    __tablename__ = "red_property_street_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("red_property_meeting_item.id"), index=True)
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_resolution.id"), index=True)
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    title: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(300))
    state: Mapped[EntryState]
    handed_on: Mapped[date]
    handed_at: Mapped[datetime]
    handed_by_id: Mapped[int]
    handed_name: Mapped[str] = mapped_column(String(40))
    answer_due_on: Mapped[date]
    answer_due_at: Mapped[datetime]  # 24:00 of that day
    accepted_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None]
    conference_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_street_conference.id"), index=True)
    decision: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(String(60), default="")  # who does it
    due_on: Mapped[date | None]
    outcome: Mapped[ResolutionState | None]  # what it makes of the resolution
    answered_at: Mapped[datetime | None]  # decided or returned
    answered_by_id: Mapped[int | None]
    return_reason: Mapped[str] = mapped_column(String(300), default="")
    reported_in_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_meeting.id"))  # as 通报
    search_text: Mapped[str] = mapped_column(String(400))
    row_version: Mapped[int] = mapped_column()
    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(accepted_at IS NULL) = (accepted_by_id IS NULL)", name="accepted_at_with_by"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_at_with_by"),
        CheckConstraint("(state = 'decided') = (conference_id IS NOT NULL)", name="conference_of_decided"),
        Index(None, "community", "handed_on", "id"),
        Index(None, "handed_on", "id"),
        Index(None, "state", "answer_due_at", "id"),
    )
