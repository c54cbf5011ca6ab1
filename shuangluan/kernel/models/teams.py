"""Teams of both kinds and the tree of party units (GR-7, GR-75)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class TeamKind(StrEnum):
    """网格服务团队 or 志愿服务队: two things that must not be counted together."""

    GRID_SERVICE = "grid_service"
    VOLUNTEER = "volunteer"


class PartyUnitKind(StrEnum):
    """Kinds of party units, from the street's committee down to the group."""

    STREET_COMMITTEE = "street_committee"  # 街道大工委
    COMMUNITY_COMMITTEE = "community_committee"  # 社区大党委
    GRID_BRANCH = "grid_branch"  # 网格党支部
    GROUP = "group"  # 党小组
    PROPERTY_SECTOR = "property_sector"  # 物业服务行业党委
    COMPANY = "company"  # 物业企业党组织
    JOINT_BRANCH = "joint_branch"  # 联合党支部
    UNIT = "unit"  # 单位党组织


class Team(Base):
    """队伍; leader and members are dated rows."""

    __tablename__ = "team"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[TeamKind]
    name: Mapped[str] = mapped_column(String(60))
    area: Mapped[str] = mapped_column(ForeignKey("area.code"), index=True)
    founded_on: Mapped[date]
    closed_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (UniqueConstraint("kind", "area", "name"),)


class TeamMember(Base):
    """A person's days in a team; the leader is a current member."""

    __tablename__ = "team_member"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_leader: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    __table_args__ = (CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="period"),)


class PartyUnit(Base):
    """党组织, a tree without cycles; only a grid branch or a group stands on a grid."""

    __tablename__ = "party_unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PartyUnitKind]
    name: Mapped[str] = mapped_column(String(80))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("party_unit.id"), index=True)
    area: Mapped[str | None] = mapped_column(ForeignKey("area.code"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    founded_on: Mapped[date]
    closed_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("grid_id IS NULL OR kind IN ('grid_branch', 'group')", name="grid_kinds"),
        UniqueConstraint("kind", "name"),
    )
