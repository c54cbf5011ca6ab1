"""When people work: office moments after a moment, and days before a day. Moments are naive local ones."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shuangluan.kernel.workdays import Calendar, ClockParams


@dataclass(frozen=True)
class Timetable:
    """The working days and office hours by which the demonstration lives."""

    calendar: Calendar
    params: ClockParams

    def after(self, moment: datetime, minutes: int) -> datetime:
        """`minutes` of office time later: evenings, noons and rest days do not count."""
        left = timedelta(minutes=minutes)
        for opens, closes in self._periods(moment):
            if left <= closes - opens:
                return opens + left
            left -= closes - opens
        raise AssertionError("office hours never end")

    def _periods(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        day = moment.date()
        while True:
            day = self.calendar.first_working_day(day)
            for opens, closes in self.params.office:
                if datetime.combine(day, closes) >= moment:
                    yield max(datetime.combine(day, opens), moment), datetime.combine(day, closes)
            day += timedelta(days=1)

    def on(self, day: date, rng: random.Random) -> datetime:
        """Some office moment of a working day, or of the first one after `day`."""
        opens, closes = rng.choice(self.params.office)
        start = datetime.combine(self.calendar.first_working_day(day), opens)
        length = datetime.combine(start.date(), closes) - start
        return start + timedelta(minutes=rng.randrange(int(length.total_seconds()) // 60))

    def days_after(self, moment: datetime, n: int, rng: random.Random) -> datetime:
        """Some office moment of the n-th working day after that of `moment`; with 0, later the same day."""
        if n == 0:
            return self.after(moment, rng.randrange(15, 90))
        return self.on(self.calendar.add_working_days(moment.date(), n), rng)

    def days_before(self, day: date, n: int) -> date:
        """The n-th working day before `day`."""
        return self.calendar.add_working_days(day, -n)


def awake(day: date, rng: random.Random) -> datetime:
    """Some moment of a day at which people are about, working day or not."""
    return datetime.combine(day, time(7, 30)) + timedelta(minutes=rng.randrange(13 * 60))
