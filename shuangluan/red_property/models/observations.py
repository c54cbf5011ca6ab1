"""Observations of 义务质量总监 (RP-70)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.kernel.models import Matter
from shuangluan.red_property.rules.observations import ServiceItem, Verdict


class Observation(Base):
    """What the holder of a post saw in a compound of his company; its face carries the photos."""

    __tablename__ = "red_property_observation"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("red_property_cross_post.id"), index=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    observed_on: Mapped[date]
    item: Mapped[ServiceItem]
    verdict: Mapped[Verdict]
    text: Mapped[str] = mapped_column(String(300))
    mended_on: Mapped[date | None]
    mended_note: Mapped[str] = mapped_column(String(200), default="")
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[int | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(200), default="")
    row_version: Mapped[int] = mapped_column()
    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("mended_on IS NULL OR verdict = 'to_mend'", name="mended_of_faults"),
        CheckConstraint("(withdrawn_on IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_on_with_by"),
        Index(None, "compound_id", "observed_on", "id"),
        Index(None, "observed_on", "id"),
    )
