"""流转环节: who was asked to handle or assist, by when, and what came of it (GR-8, GR-21 to GR-23)."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.grid.rules import LegKind, LegRole, WhistleKind

CURRENT_LEAD = text("is_current AND role = 'lead'")


class AppealLeg(Base):
    """One leg: addressed to an area's office or an organisation, perhaps to one person there."""

    __tablename__ = "grid_appeal_leg"
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("grid_appeal.id"))
    kind: Mapped[LegKind]
    role: Mapped[LegRole]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int]
    issuer_area: Mapped[str] = mapped_column(String(12))  # whose office issued it
    to_area: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    to_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    to_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"))
    to_company: Mapped[bool]  # a property company: counts as the grid (GR-28)
    to_name: Mapped[str] = mapped_column(String(80))  # as it was called on the day of issue
    sign_due_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None]
    contact_due_at: Mapped[datetime | None]  # 吹哨 only
    due_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None]
    waived_at: Mapped[datetime | None]
    waived_by_id: Mapped[int | None]
    returned_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None]
    return_asked_at: Mapped[datetime | None]
    return_asked_by_id: Mapped[int | None]
    return_reason: Mapped[str] = mapped_column(String(300), default="")
    return_suggestion: Mapped[str] = mapped_column(String(80), default="")
    instruction: Mapped[str] = mapped_column(String(300), default="")
    override_reason: Mapped[str] = mapped_column(String(200), default="")
    progress_note: Mapped[str] = mapped_column(String(500), default="")
    whistle: Mapped[WhistleKind | None]
    returnable: Mapped[bool]
    is_current: Mapped[bool]
    row_version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="signed_at_with_by"),
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_at_with_by"),
        CheckConstraint("(waived_at IS NULL) = (waived_by_id IS NULL)", name="waived_at_with_by"),
        CheckConstraint("(returned_at IS NULL) = (returned_by_id IS NULL)", name="returned_at_with_by"),
        CheckConstraint(
            "(return_asked_at IS NULL) = (return_asked_by_id IS NULL)", name="return_asked_at_with_by"
        ),
        CheckConstraint("(to_area IS NULL) <> (to_organisation_id IS NULL)", name="one_body"),
        Index(
            "uq_grid_appeal_leg_current_lead",
            "appeal_id",
            unique=True,
            sqlite_where=CURRENT_LEAD,
            postgresql_where=CURRENT_LEAD,
        ),
        Index(None, "appeal_id", "id"),
        Index(None, "to_organisation_id", "is_current", "appeal_id"),
        Index(None, "to_area", "is_current", "appeal_id"),
        Index(None, "to_person_id", "is_current", "appeal_id"),
        Index(None, "sign_due_at", "id"),
        Index(None, "issued_at", "id"),
        # holds all that 响应率 asks of a leg (GR-34)
        Index(
            "ix_grid_appeal_leg_figures",
            "sign_due_at", "appeal_id", "role", "signed_at", "returned_at", "waived_at",
        ),
    )
