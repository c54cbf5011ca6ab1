"""The only caller of the system clock (D12): moments are UTC, days are Asia/Shanghai's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone

CST = timezone(timedelta(hours=8))  # no daylight saving in China: spares a zone database


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _source()


def today() -> date:
    """The present day in Asia/Shanghai."""
    return local_day(now())


def local(at: datetime) -> datetime:
    """`at` on the wall clock of Asia/Shanghai."""
    return at.astimezone(CST)


def local_day(at: datetime) -> date:
    """The day on which `at` falls in Asia/Shanghai; never `at.date()`."""
    return at.astimezone(CST).date()


def wall(at: datetime) -> datetime:
    """`at` as the naive local wall-clock time that rules take."""
    return at.astimezone(CST).replace(tzinfo=None)


def from_wall(local_time: datetime) -> datetime:
    """The moment of a naive local wall-clock time."""
    return local_time.replace(tzinfo=CST).astimezone(UTC)


def start_of(day: date) -> datetime:
    """The first moment of a local day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=CST).astimezone(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Within the block it is `at`: for tests and for the demonstration's history."""
    global _source
    before = _source

    def stopped() -> datetime:
        return at

    _source = stopped
    try:
        yield
    finally:
        _source = before
