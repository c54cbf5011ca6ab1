"""What was signed: versions of the content, signatures bound to its hash, corrections (RP-18, RP-19)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.red_property.rules.signing import SignWay
from shuangluan.red_property.rules.words import Party


class MeetingVersion(Base):
    """The content as it was submitted: the first document stays, and a party sees what changed since."""

    __tablename__ = "red_property_meeting_version"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("red_property_meeting.id"))
    version: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime]
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)


class Amendment(Base):
    """更正 of a signed record: proposed by one, signed by the same three parties, then part of the text."""

    __tablename__ = "red_property_amendment"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("red_property_meeting.id"), index=True)
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    place: Mapped[str] = mapped_column(String(60))  # which row and field, as the record names it
    before: Mapped[str] = mapped_column(String(1000))
    after: Mapped[str] = mapped_column(String(1000))
    hash: Mapped[str] = mapped_column(String(64))  # of the corrected content
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int]
    proposer_name: Mapped[str] = mapped_column(String(40))
    settled_at: Mapped[datetime | None]  # signed by all, or withdrawn
    is_in_force: Mapped[bool]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)


class Mandate(Base):
    """书面授权: a person may sign for a party of a compound, from a day until a day; its paper is kept."""

    __tablename__ = "red_property_mandate"
    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(40))
    party: Mapped[Party]
    valid_from: Mapped[date]
    valid_until: Mapped[date]  # inclusive, as the paper says
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"))
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int]
    entered_name: Mapped[str] = mapped_column(String(40))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None]
    revoked_reason: Mapped[str] = mapped_column(String(200), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("valid_until >= valid_from", name="period"),
        CheckConstraint("person_id <> entered_by_id", name="four_eyes"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked_at_with_by"),
        Index(None, "compound_id", "party"),
        Index(None, "person_id"),
    )


class Signature(Base):
    """签认 of one party for one version, or for one correction; an edit voids it, it is never deleted."""

    __tablename__ = "red_property_signature"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("red_property_meeting.id"))
    amendment_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_amendment.id"), index=True)
    version: Mapped[int]
    party: Mapped[Party]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)  # None: on paper, no account
    name: Mapped[str] = mapped_column(String(40))
    way: Mapped[SignWay]
    hash: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime]
    entered_by_id: Mapped[int]
    entered_name: Mapped[str] = mapped_column(String(40))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))  # the scan of a paper one
    mandate_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_mandate.id"))  # of one who was not there
    voided_at: Mapped[datetime | None]
    void_reason: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (
        CheckConstraint("way = 'paper' OR person_id = entered_by_id", name="own_hand"),
        CheckConstraint("way = 'site' OR attachment_id IS NOT NULL", name="scan_of_paper"),
        Index(
            "uq_red_property_signature_of_party", "meeting_id", "version", "party",
            unique=True, sqlite_where=text("voided_at IS NULL AND amendment_id IS NULL"),
            postgresql_where=text("voided_at IS NULL AND amendment_id IS NULL"),
        ),
        Index(None, "meeting_id", "version"),
    )  # fmt: skip
