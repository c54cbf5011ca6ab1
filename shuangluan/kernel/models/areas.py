"""Areas of the published division codes: district, street or town, community, village (GR-6, GR-14)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class AreaLevel(StrEnum):
    """Level of a published area; a level's codes all have one length (6, 9, 12)."""

    DISTRICT = "district"
    STREET = "street"
    TOWN = "town"
    COMMUNITY = "community"
    VILLAGE = "village"


class Area(Base):
    """An area; its key is the published code, so that a scope is a prefix."""

    __tablename__ = "area"
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    short_name: Mapped[str] = mapped_column(String(30))  # 万和城: without 社区居民委员会
    level: Mapped[AreaLevel]
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("area.code"), index=True)
    __table_args__ = (CheckConstraint("length(code) IN (6, 9, 12)", name="code_length"),)


class AreaUrban(Base):
    """Whether a community is urban, from a day on; the change counts from its day, not backwards."""

    __tablename__ = "area_urban"
    id: Mapped[int] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(ForeignKey("area.code"))
    is_urban: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    assumption: Mapped[str | None] = mapped_column(String(120))
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
        Index(None, "area", "valid_from", unique=True),
    )
