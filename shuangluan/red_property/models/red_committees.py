"""红色业委会: what was found on which day, and the posts that members or their kin hold in companies (RP-35)."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.red_property.rules.ties import Relation


class RedAssessment(Base):
    """One look at the conditions of a committee, never changed afterwards; the newest one is in force.

    `lines` are the conditions as they were explained: [text, is met].
    """

    __tablename__ = "red_property_red_assessment"
    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("red_property_committee.id"))
    assessed_on: Mapped[date]
    is_red: Mapped[bool]
    members: Mapped[int]
    party_members: Mapped[int]
    has_party_group: Mapped[bool]
    secretary_sits: Mapped[bool]
    is_filed: Mapped[bool]
    months_due: Mapped[int]
    months_met: Mapped[int]
    lines: Mapped[list[list[str | bool]]] = mapped_column(JSON)
    assessed_at: Mapped[datetime]
    assessed_by_id: Mapped[int]
    assessor_name: Mapped[str] = mapped_column(String(40))
    __table_args__ = (Index(None, "committee_id", "id"),)


class CompanyTie(Base):
    """A post in a company that a member of a committee, or a close relative of his, holds."""

    __tablename__ = "red_property_company_tie"
    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("red_property_committee_member.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    relation: Mapped[Relation]
    post: Mapped[str] = mapped_column(String(40))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),)
