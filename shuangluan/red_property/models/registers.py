"""Party cover of companies and committees, fee reports (RP-5, RP-33, RP-34)."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base

PERIOD = "valid_to IS NULL OR valid_to > valid_from"


class CompanyParty(Base):
    """The days of a company in a party unit, its own or a joint one: 联合党支部 has several rows."""

    __tablename__ = "red_property_company_party"
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    party_unit_id: Mapped[int] = mapped_column(ForeignKey("party_unit.id"), index=True)
    basis: Mapped[str] = mapped_column(String(120), default="", server_default="")  # the paper of the founding
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint(PERIOD, name="period"),)


class Instructor(Base):
    """党建指导员: a person's days with a company, and the paper he was sent by."""

    __tablename__ = "red_property_instructor"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    basis: Mapped[str] = mapped_column(String(120), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint(PERIOD, name="period"),)


class CommitteeParty(Base):
    """What the flag 红色业委会 looks at and nothing else tells: a party group, the branch secretary on it (RP-35)."""

    __tablename__ = "red_property_committee_party"
    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("red_property_committee.id"), unique=True)
    has_party_group: Mapped[bool]
    secretary_sits: Mapped[bool]


class FeeReport(Base):
    """收缴情况 of one contract and period, in fen; each contract reports for itself (RP-33)."""

    __tablename__ = "red_property_fee_report"
    id: Mapped[int] = mapped_column(primary_key=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("red_property_contract.id"))
    valid_from: Mapped[date]
    valid_to: Mapped[date]
    due_fen: Mapped[int] = mapped_column(BigInteger)
    received_fen: Mapped[int] = mapped_column(BigInteger)
    arrears_fen: Mapped[int] = mapped_column(BigInteger)
    recovered_fen: Mapped[int] = mapped_column(BigInteger)
    prepaid_fen: Mapped[int] = mapped_column(BigInteger)
    households_due: Mapped[int]
    households_paid: Mapped[int]
    note: Mapped[str] = mapped_column(String(200), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("valid_to > valid_from", name="period"),
        CheckConstraint("received_fen <= due_fen", name="received"),
        CheckConstraint("recovered_fen <= arrears_fen", name="recovered"),
        CheckConstraint("households_paid <= households_due", name="households"),
        UniqueConstraint("contract_id", "valid_from"),
        Index(None, "valid_from", "id"),
    )
