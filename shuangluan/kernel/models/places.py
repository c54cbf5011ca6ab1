"""Compounds 小区, buildings, entrances and grids: identity only, business columns are the slices' (GR-6, GR-7)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base


class CompoundKind(StrEnum):
    """Kind of a compound 小区（楼院）."""

    OLD = "old"
    RESETTLED = "resettled"
    STANDARD = "standard"
    NEW = "new"


class GridKind(StrEnum):
    """综合 or 专属: only integrated grids partition a community."""

    INTEGRATED = "integrated"
    SPECIAL = "special"


class Compound(Base):
    """小区（楼院）: belongs to one community at a time; the bare name is never a key (GR-4)."""

    __tablename__ = "compound"
    id: Mapped[int] = mapped_column(primary_key=True)
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(120), default="")
    households: Mapped[int]
    has_property: Mapped[bool]
    search_text: Mapped[str] = mapped_column(String(300))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("households >= 0", name="households"),
        UniqueConstraint("community", "name"),
        Index(None, "community", "name", "id"),
    )


class CompoundKindPeriod(Base):
    """The kind of a compound from a day on, with the reason of the change (RP-5)."""

    __tablename__ = "compound_kind_period"
    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    kind: Mapped[CompoundKind]
    valid_from: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    compound: Mapped[Compound] = relationship()
    __table_args__ = (UniqueConstraint("compound_id", "valid_from"),)


class Building(Base):
    """楼栋; its number is unique in its compound."""

    __tablename__ = "building"
    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    number: Mapped[str] = mapped_column(String(20))
    sort_key: Mapped[int]  # 2号楼 before 10号楼
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (UniqueConstraint("compound_id", "number"), Index(None, "compound_id", "sort_key", "id"))


class Entrance(Base):
    """单元; its number is unique in its building."""

    __tablename__ = "entrance"
    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"))
    number: Mapped[str] = mapped_column(String(20))
    sort_key: Mapped[int]
    __table_args__ = (UniqueConstraint("building_id", "number"),)


class Grid(Base):
    """网格: belongs to one community for life; a code is never used twice (GR-7, GR-15)."""

    __tablename__ = "grid"
    id: Mapped[int] = mapped_column(primary_key=True)
    code15: Mapped[str] = mapped_column(String(15), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    community: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    kind: Mapped[GridKind]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    hotline: Mapped[str] = mapped_column(String(30), default="")
    notice_posted_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("length(code15) = 15", name="code_length"),
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),
    )
