"""A register beside that of appeals: its ids first, within the viewer's appeals, then the columns of one page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries.figures import Register
from shuangluan.grid.queries.register import Seen
from shuangluan.grid.queries.visibility import in_area, is_visible
from shuangluan.grid.rules import Catalogue, short_number, typed_number
from shuangluan.kernel import clock
from shuangluan.kernel.places import areas
from shuangluan.kernel.search import matches
from shuangluan.kernel.tables import Asked, count_of, ids_of_page

ONE_DAY = timedelta(days=1)
BATCH = 1000  # rows of an export read at a time
Condition = Callable[[str, Seen], ColumnElement[bool]]


@dataclass(frozen=True)
class Source:
    """Where the records of a register come from.

    `ids` selects their ids joined with the appeal they belong to; `columns` what a row shows; `sorts` the columns by
    which an index walks; `filters` a condition for each parameter of the address.
    """

    ids: Any
    key: Any
    columns: Any
    sorts: Mapping[str, Any]
    filters: Mapping[str, Condition]

    def selection(self, asked: Asked, seen: Seen, figure: Select[Any] | None = None) -> Select[Any]:
        """The ids of the list: visible, in the chosen area, under its filters, counted by `figure` if one opened it."""
        rows: Select[Any] = self.ids.where(is_visible(seen.viewer, seen.day))
        chosen = in_area(asked.extra.get("area"))
        conditions = [] if chosen is None else [chosen]
        conditions += [self.filters[key](value, seen) for key, value in asked.values.items()]
        conditions += [] if figure is None else [self.key.in_(figure)]
        return rows.where(*conditions)

    def order(self, asked: Asked) -> tuple[Any, Any]:
        """An offered column, then the id: no row shows twice."""
        column = self.sorts[asked.sort]
        return (column.desc(), self.key.desc()) if asked.desc else (column.asc(), self.key.asc())

    def page(self, asked: Asked, seen: Seen, figure: Select[Any] | None = None) -> tuple[list[Any], int]:
        """The rows of the page and one more, and how many there are in all, counted to CAP + 1; two statements."""
        chosen = self.selection(asked, seen, figure)
        total = db.session.scalar(select(count_of(chosen))) or 0
        ids = ids_of_page(chosen, self.order(asked), asked).subquery()
        rows = self.columns.where(self.key.in_(select(ids.c.id))).order_by(*self.order(asked))
        return list(db.session.execute(rows)), total

    def all_ids(self, asked: Asked, seen: Seen, most: int, figure: Select[Any] | None = None) -> list[int]:
        """Every id in the order of the list, and one beyond `most` when there are more: what an export walks along."""
        ids = self.selection(asked, seen, figure).order_by(*self.order(asked)).limit(most + 1)
        return list(db.session.scalars(ids))

    def in_batches(self, ids: list[int]) -> Iterator[Any]:
        """The rows of `ids` in their order, a batch to a statement, so that no more than one batch is held."""
        walk = iter(ids)
        while batch := list(islice(walk, BATCH)):
            found = {row.id: row for row in db.session.execute(self.columns.where(self.key.in_(batch)))}
            yield from (found[one] for one in batch if one in found)


def number_or_words(text: str, seen: Seen) -> ColumnElement[bool]:
    """The records of one appeal by its number, or of those whose title, number or place hold the words."""
    number = typed_number(text, seen.day)
    return Appeal.no == number if number else matches(Appeal.search_text, text)


@dataclass(frozen=True)
class Reader:
    """Who reads a row: at which moment, by which catalogue, and whether he only handles what was sent to him."""

    now: datetime
    catalogue: Catalogue
    is_body: bool


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
