"""What the registers beside that of appeals share: who reads them, and the words of a row that names its appeal."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from shuangluan.grid.queries.figures import Register
from shuangluan.grid.rules import Catalogue, short_number
from shuangluan.kernel import clock
from shuangluan.kernel.places import areas

ONE_DAY = timedelta(days=1)
@dataclass(frozen=True)
class Reader:
    """Who reads a row: at which moment, by which catalogue, and whether he only handles what was sent to him."""

    now: datetime
    catalogue: Catalogue
    is_body: bool

    @property
    def at(self) -> str:
        """The moment on the wall clock: 11-20 09:00."""
        return f"{clock.local(self.now):%m-%d %H:%M}"


class Line:
    """A row of a register beside that of appeals, in words: it names its appeal and opens it."""

    def __init__(self, row: Any, reader: Reader) -> None:
        self.row, self.reader = row, reader
        self.id: int = row.id

    def short(self, number: str) -> str:
        """SL-1120-001 in the running year."""
        return short_number(number, clock.local_day(self.reader.now))

    @property
    def number(self) -> str:
        """The appeal's number as it is shown."""
        return self.short(self.row.no)

    @property
    def link(self) -> tuple[str, str]:
        """The appeal's title and address."""
        return self.row.title, f"{Register.APPEALS.value}/{self.row.appeal_id}"

    @property
    def community(self) -> str:
        """万和城社区."""
        return areas().name(self.row.community)

    @staticmethod
    def local(at: datetime | None) -> datetime | None:
        """A moment on the wall clock."""
        return clock.wall(at) if at else None

    @staticmethod
    def until(at: datetime | None) -> str:
        """A deadline on the wall clock: the end of a day is its 24:00, stored as the next day's first moment."""
        if at is None:
            return ""
        end = clock.wall(at)
        whole = end.time() == time()
        return f"{end - ONE_DAY:%Y-%m-%d} 24:00" if whole else f"{end:%Y-%m-%d %H:%M}"
