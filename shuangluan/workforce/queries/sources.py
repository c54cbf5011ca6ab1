"""A register beside the roster, one row a contract, a certificate, a worker's year: ids first, then the columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, false, select

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
    scope: Callable[[Viewer], ColumnElement[bool]] | None = None

    @property
    def is_placed(self) -> bool:
        """Whether its rows lie in areas, so that the chosen one narrows it."""
        return self.place is not None

    def _seen(self, viewer: Viewer, area: str | None) -> Select[Any]:
        rows: Select[Any] = self.ids
        if self.scope is not None:
            rows = rows.where(self.scope(viewer))
        elif self.is_placed:
            rows = rows.where(viewer.within(self.permission, self.place))
        elif not viewer.can(self.permission):
            rows = rows.where(false())
        return rows.where(area_range(self.place, area)) if area and self.is_placed else rows

    def _filtered(self, asked: Asked, viewer: Viewer) -> Select[Any]:
        rows = self._seen(viewer, asked.extra.get("area"))
        return rows.where(*(self.filters[key](value) for key, value in asked.values.items()))

    def counted(self, view: str, viewer: Viewer, area: str | None, day: date) -> Select[Any]:
        """The ids of a view within an area, without filters: what a figure that opens it counts (D6)."""
        return self._seen(viewer, area).where(self.views[view](day))

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


@dataclass(frozen=True)
class Reckoned:
    """Rows that are reckoned or unsealed and not selected: read once, within the viewer's scope, in their first order.

    A row has an `id`; `place` tells its area, None for what is the whole district's; a view and a filter say of a row
    whether it stands there; an offered order without a key in `sorts` is the first one.
    """

    rows: Sequence[Any]
    views: Mapping[str, Callable[[Any], bool]]
    filters: Mapping[str, Callable[[str, Any], bool]]
    sorts: Mapping[str, Callable[[Any], Any]]
    place: Callable[[Any], str] | None = None

    @property
    def is_placed(self) -> bool:
        """Whether its rows lie in areas."""
        return self.place is not None

    def _filtered(self, asked: Asked) -> list[Any]:
        area = asked.extra.get("area")
        return [
            row
            for row in self.rows
            if not (area and self.place and not self.place(row).startswith(area))
            and all(self.filters[key](value, row) for key, value in asked.values.items())
        ]

    def _ordered(self, asked: Asked) -> list[Any]:
        found = [row for row in self._filtered(asked) if self.views[asked.view](row)]
        if asked.sort in self.sorts:
            found.sort(key=self.sorts[asked.sort])
        return found[::-1] if asked.desc else found

    def tally(self, asked: Asked, _viewer: Viewer, _day: date) -> dict[str, int]:
        """How many there are in each view."""
        found = self._filtered(asked)
        return {key: sum(map(holds, found)) for key, holds in self.views.items()}

    def page_rows(self, asked: Asked, _viewer: Viewer, _day: date) -> list[Any]:
        """The page asked for and one row more."""
        start = (asked.page - 1) * asked.size
        return self._ordered(asked)[start : start + asked.size + 1]

    def all_ids(self, asked: Asked, _viewer: Viewer, _day: date, most: int) -> list[int]:
        """Every id of the list in its order, and one beyond `most` when there are more."""
        return [row.id for row in self._ordered(asked)[: most + 1]]

    def in_batches(self, ids: list[int], _day: date) -> Iterator[Any]:
        """The rows of `ids` in their order."""
        known = {row.id: row for row in self.rows}
        return (known[one] for one in ids)
