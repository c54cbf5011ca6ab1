"""Organisations and the contracts that give a company its compounds (D20)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class OrganisationKind(StrEnum):
    """What an organisation is; its business columns are a slice's."""

    UNIT = "unit"
    COMPANY = "company"
    OWNERS_COMMITTEE = "owners_committee"
    DEPARTMENT = "department"
    PARTNER = "partner"


class Organisation(Base):
    """单位、物业企业、业委会、区直部门、社会组织: identity only."""

    __tablename__ = "organisation"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OrganisationKind]
    name: Mapped[str] = mapped_column(String(80))
    area: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    search_text: Mapped[str] = mapped_column(String(300))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        UniqueConstraint("kind", "name"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
    )


class CompoundService(Base):
    """The days on which a property company serves a compound; the scope filter reads it."""

    __tablename__ = "compound_service"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        Index(None, "organisation_id", "compound_id"),
    )
