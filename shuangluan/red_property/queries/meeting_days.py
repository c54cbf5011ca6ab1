"""联席会日 of compounds: the one in force on a day, and all there were (RP-69)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.red_property.models import MeetingDay
from shuangluan.red_property.queries.books import book_on


def fixed_day(compound_ids: Sequence[int], day: date) -> int | None:
    """The day of the month on which compounds meet as of `day`, None where none is fixed.

    Of compounds that meet together, the first one's that has one; where none has, the district's setting.
    """
    rows = db.session.execute(
        select(MeetingDay.compound_id, MeetingDay.day_of_month)
        .where(MeetingDay.compound_id.in_(compound_ids), MeetingDay.valid_from <= day)
        .order_by(MeetingDay.valid_from)
    )
    newest = {compound_id: day_of_month for compound_id, day_of_month in rows}
    own = next((newest[one] for one in compound_ids if newest.get(one)), None)
    return own or book_on(day).terms.fixed_day


def days_of(compound_id: int) -> Sequence[MeetingDay]:
    """The fixed days of a compound, the newest first."""
    own = select(MeetingDay).where(MeetingDay.compound_id == compound_id)
    return db.session.scalars(own.order_by(MeetingDay.valid_from.desc())).all()
