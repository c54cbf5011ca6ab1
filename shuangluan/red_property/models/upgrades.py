"""提升计划 with its milestones, and 亮点小区 named by the district (RP-5, RP-36)."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.kernel.models import Matter
from shuangluan.red_property.rules.showcases import ShowcaseKind, Track


class Showcase(Base):
    """The days of a compound on the district's list, and the paper that named it."""

    __tablename__ = "red_property_showcase"
    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"), index=True)
    kind: Mapped[ShowcaseKind]
    basis: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    ended_reason: Mapped[str] = mapped_column(String(200), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        UniqueConstraint("compound_id", "kind", "valid_from"),
        Index(None, "valid_from", "id"),
    )


class UpgradePlan(Base):
    """分类提升 of a compound: what is to be done, with which money; photos hang on its matter."""

    __tablename__ = "red_property_upgrade_plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    matter_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), unique=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    title: Mapped[str] = mapped_column(String(60))
    track: Mapped[Track]
    reason: Mapped[str] = mapped_column(String(200), default="")  # of a track that is not the compound's own
    items: Mapped[str] = mapped_column(String(500))
    funding_fen: Mapped[int] = mapped_column(BigInteger)
    funding_source: Mapped[str] = mapped_column(String(120), default="")
    decided_on: Mapped[date]
    search_text: Mapped[str] = mapped_column(String(300))
    row_version: Mapped[int] = mapped_column()
    matter: Mapped[Matter] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("funding_fen >= 0", name="funding"),
        UniqueConstraint("compound_id", "title"),
        Index(None, "decided_on", "id"),
    )


class UpgradeMilestone(Base):
    """A step of a plan: by when, and since when it is done."""

    __tablename__ = "red_property_upgrade_milestone"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("red_property_upgrade_plan.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (UniqueConstraint("plan_id", "name"),)
