"""The face that a record shows to other slices, and the links between faces (GR-62, architecture 4.10)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class MatterStage(StrEnum):
    """What the state of a record means to others (GR-64); set by its owner."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Matter(Base):
    """事项: the face of one record; the slice's row points here by a real foreign key."""

    __tablename__ = "matter"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    record_id: Mapped[int | None]  # known only after the slice's row is flushed
    area: Mapped[str] = mapped_column(ForeignKey("area.code"))
    title: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(32))
    state_label: Mapped[str] = mapped_column(String(20))
    stage: Mapped[MatterStage]
    is_restricted: Mapped[bool] = mapped_column(default=False)
    __table_args__ = (Index(None, "kind", "record_id", unique=True),)


class MatterLink(Base):
    """One step from matter to matter; handing over twice leaves one link (GR-63)."""

    __tablename__ = "matter_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("matter.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("matter.id"), index=True)
    relation: Mapped[str] = mapped_column(String(30))
    linked_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("from_id", "to_id", "relation"),
        CheckConstraint("from_id <> to_id", name="two_ends"),
    )
