"""How a compound deliberates: committee, substitute, mode, exemptions (RP-5, RP-20)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.red_property.rules.committees import SubstituteKind
from shuangluan.red_property.rules.words import Mode


class Committee(Base):
    """业主委员会 of one term; the organisation stays the same over the terms. `term_end`: first day after it."""

    __tablename__ = "red_property_committee"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    term_no: Mapped[int]
    elected_on: Mapped[date]
    term_end: Mapped[date]
    seats: Mapped[int]
    filed_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("term_end > elected_on", name="term"),
        CheckConstraint("seats % 2 = 1", name="odd_seats"),
        UniqueConstraint("compound_id", "term_no"),
    )


class CommitteeMember(Base):
    """A person's days in a committee."""

    __tablename__ = "red_property_committee_member"
    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("red_property_committee.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[str] = mapped_column(String(20))
    is_party_member: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),)


class Substitute(Base):
    """Who stands for the owners while there is no committee."""

    __tablename__ = "red_property_substitute"
    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    kind: Mapped[SubstituteKind]
    basis: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),)


class CompoundMode(Base):
    """议事方式 from a day until the next row begins: exactly one on every date."""

    __tablename__ = "red_property_compound_mode"
    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    mode: Mapped[Mode]
    valid_from: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (UniqueConstraint("compound_id", "valid_from"),)


class Exemption(Base):
    """免开 of one compound and month, given by the street."""

    __tablename__ = "red_property_exemption"
    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    period: Mapped[str] = mapped_column(String(7))
    reason: Mapped[str] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime]
    given_by_id: Mapped[int]
    __table_args__ = (UniqueConstraint("compound_id", "period"), Index(None, "period"))
