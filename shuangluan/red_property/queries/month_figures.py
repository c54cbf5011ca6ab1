"""The months of compounds as conditions, so that a figure counts them in its one statement (RP-20, RP-65, D6).

They say in SQL what `rules.months.month` says of one compound; a test holds the two together.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from shuangluan.kernel.models import Compound, CompoundService
from shuangluan.kernel.permissions import in_force
from shuangluan.red_property.models import CompoundMode, Exemption, Meeting, MeetingCompound
from shuangluan.red_property.queries.books import Book
from shuangluan.red_property.queries.months import TOOK_PLACE
from shuangluan.red_property.rules import dates
from shuangluan.red_property.rules.dates import ONE_DAY, MeetingDays
from shuangluan.red_property.rules.words import SUBMITTED, MeetingKind, Mode


@dataclass(frozen=True)
class MonthConditions:
    """Conditions over `Compound` for one month as of a day, each built once for all figures of a page."""

    period: str
    today: date
    book: Book

    @property
    def _last(self) -> date:
        return dates.last_makeup_day(self.period, self.book.terms)

    @cached_property
    def _days(self) -> list[tuple[date, MeetingDays]]:
        """Each day on which a meeting of the month may be held, with what follows from it."""
        first = dates.first_of(self.period)
        span = (self._last - first).days + 1
        found = [first + n * ONE_DAY for n in range(span)]
        return [(day, dates.meeting_days(day, self.book.terms, self.book.calendar)) for day in found]

    @cached_property
    def due(self) -> ColumnElement[bool]:
        """The mode on the 1st is 三方 or 两方议事; without any mode, a company served that day."""
        first = dates.first_of(self.period)
        own = select(CompoundMode.mode).where(CompoundMode.compound_id == Compound.id).correlate(Compound)
        newest = own.where(CompoundMode.valid_from <= first).order_by(CompoundMode.valid_from.desc()).limit(1)
        served = select(CompoundService.id).where(
            CompoundService.compound_id == Compound.id,
            in_force(CompoundService.valid_from, CompoundService.valid_to, first),
        )
        return or_(
            func.coalesce(newest.scalar_subquery(), Mode.NONE) != Mode.NONE, and_(~own.exists(), served.exists())
        )

    @cached_property
    def exempt(self) -> ColumnElement[bool]:
        """免开."""
        given = select(Exemption.id).where(Exemption.compound_id == Compound.id, Exemption.period == self.period)
        return given.exists()

    @cached_property
    def met(self) -> ColumnElement[bool]:
        """已开 or 补开: a quorate meeting, submitted in time or taken late by the street."""
        in_time = (
            and_(Meeting.held_on == day, Meeting.submitted_on <= found.confirm_from) for day, found in self._days
        )
        counts = or_(*in_time, Meeting.confirmed_at.is_not(None))
        return self._held(_quorate(), Meeting.state.in_(SUBMITTED), counts)

    @cached_property
    def missed(self) -> ColumnElement[bool]:
        """未开: owed, neither met nor exempt, no longer possible, and no 流会 of it."""
        inside = Meeting.held_on < dates.after(self.period)
        inquorate = and_(self._held(inside), ~self._held(inside, _quorate()))
        return and_(self.due, ~self.met, ~self.exempt, ~self._still_possible(), ~inquorate)

    def _still_possible(self) -> ColumnElement[bool]:
        if self.today < dates.after(self.period):
            return or_(~self._held(), self._held(_quorate()))
        open_days = [day for day, found in self._days if self.today <= found.submit_by]
        return self._held(_quorate(), Meeting.state.not_in(SUBMITTED), Meeting.held_on.in_(open_days))

    def _held(self, *conditions: Any) -> ColumnElement[bool]:
        own = (
            select(MeetingCompound.meeting_id)
            .join(Meeting, Meeting.id == MeetingCompound.meeting_id)
            .where(
                MeetingCompound.compound_id == Compound.id,
                Meeting.kind == MeetingKind.REGULAR,
                Meeting.period == self.period,
                Meeting.state.in_(TOOK_PLACE),
                Meeting.held_on.between(dates.first_of(self.period), self._last),
                *conditions,
            )
        )
        return own.exists()


def _quorate() -> ColumnElement[bool]:
    """A draft is quorate as far as nobody said otherwise."""
    return func.coalesce(MeetingCompound.is_quorate, true())
