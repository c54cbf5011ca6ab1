"""The working-day calendar as a table (D12, GR-26)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class YearStatus(StrEnum):
    """已公布: the State Council's arrangement is in; 暂估: only the statutory days are known."""

    PUBLISHED = "published"
    ESTIMATED = "estimated"


class DayKind(StrEnum):
    """What is unusual about a day: rest on a weekday, or work on a weekend."""

    REST = "rest"
    WORK = "work"


class CalendarYear(Base):
    """A year of the calendar with the document that it rests on."""

    __tablename__ = "calendar_year"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[YearStatus]
    document_no: Mapped[str] = mapped_column(String(120))


class CalendarDay(Base):
    """A listed rest day or make-up working day."""

    __tablename__ = "calendar_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(ForeignKey("calendar_year.year"), index=True)
    kind: Mapped[DayKind]
    name: Mapped[str] = mapped_column(String(20))
