"""维修资金 and 应急维修 of compounds (RP-31, RP-32)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.kernel.models import Matter
from shuangluan.red_property.rules.emergencies import EmergencyState
from shuangluan.red_property.rules.funds import EntryKind, ShareBasis, UseBasis


class FundAccount(Base):
    """维修资金 of a compound: what was paid first. Its balance is reckoned from the entries, never kept (D8)."""

    __tablename__ = "red_property_fund_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), unique=True)
    opened_on: Mapped[date]
    first_deposit_fen: Mapped[int] = mapped_column(BigInteger)
    area_x100: Mapped[int | None] = mapped_column(BigInteger)  # that bears a use, in 0.01 ㎡
    note: Mapped[str] = mapped_column(String(200), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("first_deposit_fen > 0", name="first_deposit"),
        CheckConstraint("area_x100 > 0", name="area"),
    )


class Emergency(Base):
    """应急维修: who applied, who reviewed, who confirmed, what it cost; each paper is an attachment of its matter."""

    __tablename__ = "red_property_emergency"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_resolution.id"), index=True)
    state: Mapped[EmergencyState]
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(String(500))
    found_on: Mapped[date]
    estimate_fen: Mapped[int] = mapped_column(BigInteger)
    applied_at: Mapped[datetime]
    applied_by_id: Mapped[int]
    applicant_name: Mapped[str] = mapped_column(String(40))
    reviewed_on: Mapped[date | None]
    reviewed_by_id: Mapped[int | None]
    review_note: Mapped[str] = mapped_column(String(200), default="")
    review_paper_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    confirmed_on: Mapped[date | None]
    confirmed_by_id: Mapped[int | None]
    confirm_note: Mapped[str] = mapped_column(String(200), default="")
    confirm_paper_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    posted_on: Mapped[date | None]
    posted_by_id: Mapped[int | None]
    post_note: Mapped[str] = mapped_column(String(200), default="")
    accounts_paper_id: Mapped[int | None] = mapped_column(ForeignKey("attachment.id"))
    cost_fen: Mapped[int | None] = mapped_column(BigInteger)
    dropped_reason: Mapped[str] = mapped_column(String(200), default="")
    search_text: Mapped[str] = mapped_column(String(400))
    row_version: Mapped[int] = mapped_column()
    matter: Mapped[Matter] = relationship()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("estimate_fen > 0", name="estimate"),
        CheckConstraint(
            "(reviewed_on IS NULL) = (reviewed_by_id IS NULL) AND (reviewed_on IS NULL) = (review_paper_id IS NULL)",
            name="review",
        ),
        CheckConstraint(
            "(confirmed_on IS NULL) = (confirmed_by_id IS NULL)"
            " AND (confirmed_on IS NULL) = (confirm_paper_id IS NULL)",
            name="confirmation",
        ),
        CheckConstraint(
            "(posted_on IS NULL) = (posted_by_id IS NULL) AND (posted_on IS NULL) = (accounts_paper_id IS NULL)"
            " AND (posted_on IS NULL) = (cost_fen IS NULL)",
            name="accounts",
        ),
        CheckConstraint("confirmed_on IS NULL OR reviewed_on IS NOT NULL", name="review_first"),
        CheckConstraint("posted_on IS NULL OR confirmed_on IS NOT NULL", name="confirmation_first"),
        CheckConstraint("confirmed_by_id <> reviewed_by_id", name="two_persons"),
        CheckConstraint("(state = 'done') = (posted_on IS NOT NULL)", name="done"),
        Index(None, "found_on", "id"),
        Index(None, "state", "found_on", "id"),
    )


class FundEntry(Base):
    """A movement of a fund; a use names the vote or the emergency it rests on, and how it is borne."""

    __tablename__ = "red_property_fund_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("red_property_fund_account.id"))
    kind: Mapped[EntryKind]
    booked_on: Mapped[date]
    amount_fen: Mapped[int] = mapped_column(BigInteger)
    purpose: Mapped[str] = mapped_column(String(120))
    basis: Mapped[UseBasis | None]
    motion_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_motion.id"), index=True)
    emergency_id: Mapped[int | None] = mapped_column(ForeignKey("red_property_emergency.id"), index=True)
    share: Mapped[ShareBasis | None]
    agreement: Mapped[str] = mapped_column(String(200), default="")
    posted_on: Mapped[date | None]  # to the owners
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount"),
        CheckConstraint("(kind = 'use') = (basis IS NOT NULL)", name="use_has_basis"),
        CheckConstraint("(kind = 'use') = (share IS NOT NULL)", name="use_has_share"),
        CheckConstraint("(motion_id IS NOT NULL) = (basis IS NOT NULL AND basis = 'vote')", name="vote"),
        CheckConstraint(
            "(emergency_id IS NOT NULL) = (basis IS NOT NULL AND basis = 'emergency')", name="emergency"
        ),
        UniqueConstraint("account_id", "booked_on", "kind", "purpose"),
        Index(None, "booked_on", "id"),
    )
