"""联席会日: the fixed day of the month on which a compound meets (RP-69)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base


class MeetingDay(Base):
    """联席会日 of a compound from a day until the next row begins; no day of the month: there is none (RP-69)."""

    __tablename__ = "red_property_meeting_day"
    id: Mapped[int] = mapped_column(primary_key=True)
    compound_id: Mapped[int] = mapped_column(ForeignKey("compound.id"))
    day_of_month: Mapped[int | None]
    valid_from: Mapped[date]
    __table_args__ = (
        CheckConstraint("day_of_month BETWEEN 1 AND 28", name="day_of_month"),
        UniqueConstraint("compound_id", "valid_from"),
    )
