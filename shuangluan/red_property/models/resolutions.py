"""议定事项 and the story of what became of them (RP-6, RP-9, RP-15)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.words import Party, Ratification, Stance


def _named(members: type[StrEnum], name: str) -> Enum:
    """The type of a column; several of one enum in a table need several names of their checks."""
    return Enum(
        members,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        validate_strings=True,
        values_callable=lambda kind: [member.value for member in kind],
    )


class Resolution(Base):
    """What was decided. State, date and percent are reckoned from the story at each change, never counted on (D8)."""

    __tablename__ = "red_property_resolution"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("red_property_meeting_item.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("red_property_meeting.id"), index=True)
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    seq: Mapped[int]  # within the item
    no: Mapped[str] = mapped_column(String(12), default="")  # 2-1, given at submission
    text: Mapped[str] = mapped_column(String(500), default="")
    owner_party: Mapped[Party | None]
    owner_name: Mapped[str] = mapped_column(String(40), default="")
    first_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    community_stance: Mapped[Stance | None] = mapped_column(_named(Stance, "community_stance"))
    owners_stance: Mapped[Stance | None] = mapped_column(_named(Stance, "owners_stance"))
    property_stance: Mapped[Stance | None] = mapped_column(_named(Stance, "property_stance"))
    ratification: Mapped[Ratification]
    in_force: Mapped[bool]  # its meeting was submitted
    state: Mapped[ResolutionState]
    percent: Mapped[int]
    postponements: Mapped[int]
    # who answers for it now: the owner that was signed, until a follow-up names another one (RP-53)
    holder_party: Mapped[Party | None] = mapped_column(_named(Party, "holder_party"))
    holder_name: Mapped[str] = mapped_column(String(40), default="")
    holder_since: Mapped[date | None]
    done_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    search_text: Mapped[str] = mapped_column(String(600), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent"),
        Index(None, "community", "due_on", "id"),
        Index(None, "due_on", "id"),
        Index(None, "state", "due_on", "id"),
        Index(None, "holder_party", "due_on", "id"),
    )


class FollowUp(Base):
    """落实情况: of a meeting (a draft until that is submitted) or between meetings; never changed afterwards."""

    __tablename__ = "red_property_follow_up"
    id: Mapped[int] = mapped_column(primary_key=True)
    resolution_id: Mapped[int] = mapped_column(ForeignKey("red_property_resolution.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_meeting.id"), index=True)
    on: Mapped[date]
    is_final: Mapped[bool]
    text: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[ResolutionState | None]
    percent: Mapped[int | None]
    new_due_on: Mapped[date | None]
    owner_party: Mapped[Party | None]  # who answers for it from here on; None: as before
    owner_name: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")
    written_at: Mapped[datetime]
    written_by_id: Mapped[int]
    writer_name: Mapped[str] = mapped_column(String(40))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (UniqueConstraint("resolution_id", "meeting_id"),)
