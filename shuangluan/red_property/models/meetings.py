"""联席会议 with its compounds, the table and the items (RP-6)."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.kernel.models import Matter
from shuangluan.red_property.rules.words import Conclusion, ItemKind, MeetingKind, MeetingState, Mode, Party


class Meeting(Base):
    """One meeting; its number is given at first submission and never used again."""

    __tablename__ = "red_property_meeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    title: Mapped[str] = mapped_column(String(120))
    year: Mapped[int | None]
    sequence: Mapped[int | None]  # within community and year
    kind: Mapped[MeetingKind]
    period: Mapped[str | None] = mapped_column(String(7))
    held_on: Mapped[date]
    starts_at: Mapped[time | None]
    ends_at: Mapped[time | None]
    place: Mapped[str] = mapped_column(String(60), default="")
    chair: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    next_on: Mapped[date | None]
    recorder_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    recorder_name: Mapped[str] = mapped_column(String(40))
    notified_on: Mapped[date | None]
    state: Mapped[MeetingState]
    # 24:00 of the last day, reckoned from the day of the meeting; to-dos sort by them
    submit_due_at: Mapped[datetime | None]
    sign_due_at: Mapped[datetime | None]
    version: Mapped[int]  # of the content that is to be signed
    hash: Mapped[str] = mapped_column(String(64), default="")
    submitted_at: Mapped[datetime | None]  # of the first submission
    submitted_by_id: Mapped[int | None]
    submitted_on: Mapped[date | None]
    signed_on: Mapped[date | None]  # of the last signature
    returned_by: Mapped[Party | None]
    return_comment: Mapped[str] = mapped_column(String(300), default="")
    confirmed_at: Mapped[datetime | None]  # a late record, by the street
    confirmed_by_id: Mapped[int | None]
    ended_reason: Mapped[str] = mapped_column(String(200), default="")  # 流会 or 取消
    search_text: Mapped[str] = mapped_column(String(400))
    row_version: Mapped[int] = mapped_column()
    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(period IS NULL) = (kind = 'special')", name="period_of_regular"),
        CheckConstraint("(year IS NULL) = (sequence IS NULL)", name="number"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_by_id IS NULL)", name="submitted_at_with_by"),
        CheckConstraint("(submitted_at IS NULL) = (submitted_on IS NULL)", name="submitted_at_with_on"),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_at_with_by"),
        UniqueConstraint("community", "year", "sequence"),
        Index(None, "held_on", "id"),
        Index(None, "community", "held_on", "id"),
        Index(None, "state", "held_on", "id"),
        Index(None, "period", "community"),
    )


class MeetingCompound(Base):
    """A compound at the table: its mode on the day, whether its three parties were there, what the print says."""

    __tablename__ = "red_property_meeting_compound"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("red_property_meeting.id"))
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    mode: Mapped[Mode]
    period: Mapped[str | None] = mapped_column(String(7))  # the meeting's, so that a month is met once
    is_quorate: Mapped[bool | None]  # None while it is not submitted
    owners_note: Mapped[str] = mapped_column(String(60), default="")
    __table_args__ = (
        UniqueConstraint("meeting_id", "compound_id"),
        Index(
            "uq_red_property_meeting_compound_month",
            "compound_id",
            "period",
            unique=True,
            sqlite_where=text("is_quorate AND period IS NOT NULL"),
            postgresql_where=text("is_quorate AND period IS NOT NULL"),
        ),
    )


class Attendance(Base):
    """到会: one row per person and meeting, for one party."""

    __tablename__ = "red_property_attendance"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("red_property_meeting.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    party: Mapped[Party]
    capacity: Mapped[str] = mapped_column(String(40), default="")
    compound_id: Mapped[int | None] = mapped_column(ForeignKey("compound.id"))  # None: for all of them
    has_mandate: Mapped[bool]
    is_present: Mapped[bool]
    arrived: Mapped[time | None]
    left: Mapped[time | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        UniqueConstraint("meeting_id", "name"),
    )


class MeetingItem(Base):
    """议题; `carried_from_id` is the item of an earlier meeting that it goes on with."""

    __tablename__ = "red_property_meeting_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("red_property_meeting.id"))
    seq: Mapped[int]
    kind: Mapped[ItemKind]
    topic: Mapped[str] = mapped_column(String(30))
    title: Mapped[str] = mapped_column(String(120), default="")
    background: Mapped[str] = mapped_column(String(1000), default="")
    started_at: Mapped[time | None]
    community_opinion: Mapped[str] = mapped_column(String(300), default="")
    owners_opinion: Mapped[str] = mapped_column(String(300), default="")
    property_opinion: Mapped[str] = mapped_column(String(300), default="")
    conclusion: Mapped[Conclusion | None]
    within_budget: Mapped[bool]
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_meeting_item.id"), index=True)
    row_version: Mapped[int] = mapped_column()
    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("carried_from_id IS NULL OR carried_from_id <> id", name="not_itself"),
        UniqueConstraint("meeting_id", "carried_from_id"),
        Index(None, "meeting_id", "seq", "id"),
    )
