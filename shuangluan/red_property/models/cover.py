"""党的组织和工作覆盖: party units of companies, instructors, posts on the other side (RP-5, RP-34, RP-71)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.red_property.rules.cross_posts import CrossPostKind


class CompanyUnit(Base):
    """A company's days in a party unit of its own or of several companies (联合党支部)."""

    __tablename__ = "red_property_company_unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    party_unit_id: Mapped[int] = mapped_column(ForeignKey("party_unit.id"), index=True)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),)


class Instructor(Base):
    """党建指导员: a person's days with a company that has no party unit of its own."""

    __tablename__ = "red_property_instructor"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    basis: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),)


class CrossPost(Base):
    """交叉任职 of a person between a company and the community or street `host` that is its counterpart."""

    __tablename__ = "red_property_cross_post"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[CrossPostKind]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    host: Mapped[str] = mapped_column(ForeignKey("area.code"))
    basis: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        Index(None, "host", "valid_from"),
    )
