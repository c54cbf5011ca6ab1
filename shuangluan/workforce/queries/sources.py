"""A register beside the roster, one row a contract, a certificate, a worker's year: ids first, then the columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.tables import Asked, count_of, ids_of_page
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm

BATCH = 1000  # rows of an export read at a time


@dataclass(frozen=True)
class Source:
    """Where the rows of a register come from.

    `ids` selects their ids joined with the worker and his person; `columns` what a row shows on a day; `views` and
    `filters` the conditions; `sorts` the columns of an offered order; `place` the community by which the scope is cut,
    `permission` the one whose scope it is.
    """

    key: Any
    ids: Any
    columns: Callable[[date], Any]
    views: Mapping[str, Callable[[date], ColumnElement[bool]]]
    filters: Mapping[str, Callable[[str], ColumnElement[bool]]]
    sorts: Mapping[str, tuple[Any, ...]]
    place: Any = field(default_factory=lambda: Worker.community)  # the class may not hold the column itself
    permission: Perm = Perm.WORKER_READ

    def _filtered(self, asked: Asked, viewer: Viewer) -> Select[Any]:
        rows: Select[Any] = self.ids.where(viewer.within(self.permission, self.place))
        area = asked.extra.get("area")
        if area:
            rows = rows.where(area_range(self.place, area))
        return rows.where(*(self.filters[key](value) for key, value in asked.values.items()))

    def counted(self, view: str, viewer: Viewer, area: str | None, day: date) -> Select[Any]:
        """The ids of a view within an area, without filters: what a figure that opens it counts (D6)."""
        rows: Select[Any] = self.ids.where(viewer.within(self.permission, self.place), self.views[view](day))
        return rows.where(area_range(self.place, area)) if area else rows

    def selection(self, asked: Asked, viewer: Viewer, day: date) -> Select[Any]:
        """The ids of the list: the viewer's, under its filters and its view."""
        return self._filtered(asked, viewer).where(self.views[asked.view](day))

    def tally(self, asked: Asked, viewer: Viewer, day: date) -> dict[str, int]:
        """How many there are in each view; one statement."""
        rows = self._filtered(asked, viewer)
        numbers = db.session.execute(select(*(count_of(rows.where(one(day))) for one in self.views.values()))).one()
        return dict(zip(self.views, numbers, strict=True))

    def order(self, asked: Asked) -> tuple[Any, ...]:
        """An offered order, then the id: no row shows twice."""
        columns = (*self.sorts[asked.sort], self.key)
        return tuple(column.desc() if asked.desc else column.asc() for column in columns)

    def page_rows(self, asked: Asked, viewer: Viewer, day: date) -> list[Any]:
        """The page asked for and one row more; one statement."""
        ids = ids_of_page(self.selection(asked, viewer, day), self.order(asked), asked).subquery()
        rows = self.columns(day).where(self.key.in_(select(ids.c.id))).order_by(*self.order(asked))
        return list(db.session.execute(rows))

    def all_ids(self, asked: Asked, viewer: Viewer, day: date, most: int) -> list[int]:
        """Every id of the list in its order, and one beyond `most` when there are more."""
        return list(db.session.scalars(self.selection(asked, viewer, day).order_by(*self.order(asked)).limit(most + 1)))

    def in_batches(self, ids: list[int], day: date) -> Iterator[Any]:
        """The rows of `ids` in their order, a batch to a statement."""
        walk = iter(ids)
        while batch := list(islice(walk, BATCH)):
            found = {row.id: row for row in db.session.execute(self.columns(day).where(self.key.in_(batch)))}
            yield from (found[one] for one in batch if one in found)
