"""物业服务企业 beside the kernel's organisation, and their contracts (RP-5)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.red_property.rules.companies import CompanyKind, ContractKind


class Company(Base):
    """What is known of a property company beyond its name; a branch has its own credit code."""

    __tablename__ = "red_property_company"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    credit_code: Mapped[str] = mapped_column(String(18), unique=True)
    kind: Mapped[CompanyKind]
    stars: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("stars BETWEEN 0 AND 5", name="stars"),)


class Contract(Base):
    """物业服务合同; its days are those of the kernel's service, which the scope of a liaison reads (D20)."""

    __tablename__ = "red_property_contract"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("compound_service.id"), unique=True)
    kind: Mapped[ContractKind]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    fee_text: Mapped[str] = mapped_column(String(120), default="")
    filed_on: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(String(200), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        Index(None, "compound_id", "valid_from"),
        Index(None, "organisation_id", "valid_from"),
    )
