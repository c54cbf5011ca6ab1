"""Figures reported to a superior: records of their own, never added to a live value (D8)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class Relation(StrEnum):
    """“500余” is a lower bound, not a value."""

    EQUAL = "eq"
    AT_LEAST = "ge"


class ReportedFigure(Base):
    """据报道: the published wording of a number, with its source."""

    __tablename__ = "reported_figure"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    task: Mapped[str] = mapped_column(String(30))
    label: Mapped[str] = mapped_column(String(80))
    relation: Mapped[Relation]
    value: Mapped[int]
    unit: Mapped[str] = mapped_column(String(10))
    wording: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(200))
    reported_on: Mapped[date | None]
    __table_args__ = (UniqueConstraint("key", "source"),)
