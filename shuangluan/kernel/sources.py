"""Where the rows of a register come from: ids first, then columns, counted and listed by the same conditions (D26)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, false, select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.tables import Asked, Page, count_of, ids_of_page, page_of

BATCH = 1000  # rows of an export read at a time
Ids = Callable[[Viewer, date], Select[Any]]
Condition = Callable[[str, date], ColumnElement[bool]]
Views = Callable[[date], Mapping[str, ColumnElement[bool] | None]]


@dataclass(frozen=True)
class Source:
    """Rows that are selected.

    `ids` selects those that a viewer may see on a day, `columns` what a row shows, by `key`. `orders` are the columns
    of an offered order, to which the key is added; `filters` a condition for each parameter of the address; `views`
    one for each view, None for all, and none of its own for a table without views. `area` is what the chosen area
    means; empty where rows lie in none.
    """

    key: Any
    ids: Ids
    columns: Callable[[date], Any]
    orders: Mapping[str, tuple[Any, ...]]
    filters: Mapping[str, Condition]
    views: Views = lambda _: {"": None}
    area: Condition | None = None

    @property
    def is_placed(self) -> bool:
        """Whether its rows lie in areas, so that the chosen one narrows it."""
        return self.area is not None

    def within(self, viewer: Viewer, day: date, area: str | None) -> Select[Any]:
        """The ids that a viewer may see, in an area if one is chosen."""
        found = self.ids(viewer, day)
        return found.where(self.area(area, day)) if area and self.area else found

    def counted(self, view: str, viewer: Viewer, area: str | None, day: date) -> Select[Any]:
        """The ids of a view within an area, without filters: what a figure that opens it counts (D6)."""
        return _narrowed(self.within(viewer, day, area), self.views(day)[view])

    def page(
        self, asked: Asked, viewer: Viewer, day: date, figure: Select[Any] | None = None
    ) -> tuple[Page, dict[str, int]]:
        """The page and the number of every view, each counted to CAP + 1, in two statements.

        `figure` are the ids of the figure whose list it is: they take the place of the view.
        """
        numbers = self._of_views(asked, viewer, day, figure)
        row = db.session.execute(select(*map(count_of, numbers.values()))).one()
        counts: dict[str, int] = dict(zip(numbers, row, strict=True))
        ids, order = ids_of_page(numbers[asked.view], self._order(asked), asked).subquery(), self._order(asked)
        rows = db.session.execute(self.columns(day).where(self.key.in_(select(ids.c[0]))).order_by(*order)).all()
        return page_of(rows, counts[asked.view], asked), counts

    def whole(
        self, asked: Asked, viewer: Viewer, day: date, most: int, figure: Select[Any] | None = None
    ) -> tuple[int, Iterator[Any]]:
        """How many rows the list has (one beyond `most` where there are more), and the rows in its order."""
        ids = self._of_views(asked, viewer, day, figure)[asked.view]
        held = list(db.session.scalars(ids.order_by(*self._order(asked)).limit(most + 1)))
        return len(held), self._in_batches(held, day)

    def _of_views(
        self, asked: Asked, viewer: Viewer, day: date, figure: Select[Any] | None
    ) -> dict[str, Select[Any]]:
        conditions = [self.filters[key](value, day) for key, value in asked.values.items()]
        base = self.within(viewer, day, asked.extra.get("area")).where(*conditions)
        found = {name: _narrowed(base, rule) for name, rule in self.views(day).items()}
        return found if figure is None else found | {asked.view: base.where(self.key.in_(figure))}

    def _order(self, asked: Asked) -> tuple[Any, ...]:
        """An offered order, then the id: no row shows twice."""
        columns = (*self.orders[asked.sort], self.key)
        return tuple(column.desc() if asked.desc else column.asc() for column in columns)

    def _in_batches(self, held: Sequence[Any], day: date) -> Iterator[Any]:
        walk = iter(held)
        while batch := list(islice(walk, BATCH)):
            found = {row.id: row for row in db.session.execute(self.columns(day).where(self.key.in_(batch)))}
            yield from (found[one] for one in batch if one in found)


@dataclass(frozen=True)
class Reckoned:
    """Rows that are reckoned or unsealed and not selected: read once, within the viewer's scope, in their first order.

    `place` tells the area of a row, None for what is the whole district's; a view and a filter say of a row whether it
    stands there; an offered order without a key in `orders` is the first one.
    """

    rows: Sequence[Any]
    views: Mapping[str, Callable[[Any], bool]]
    filters: Mapping[str, Callable[[str, Any], bool]]
    orders: Mapping[str, Callable[[Any], Any]]
    place: Callable[[Any], str] | None = None

    @property
    def is_placed(self) -> bool:
        """Whether its rows lie in areas."""
        return self.place is not None

    def page(self, asked: Asked, _viewer: Viewer, _day: date, _figure: Any = None) -> tuple[Page, dict[str, int]]:
        """The page and the number of every view."""
        found, start = self._filtered(asked), (asked.page - 1) * asked.size
        counts = {name: sum(map(holds, found)) for name, holds in self.views.items()}
        rows = self._ordered(asked)[start : start + asked.size + 1]
        return page_of(rows, counts[asked.view], asked), counts

    def whole(
        self, asked: Asked, _viewer: Viewer, _day: date, _most: int, _figure: Any = None
    ) -> tuple[int, Iterator[Any]]:
        """How many rows the list has, and the rows in its order."""
        found = self._ordered(asked)
        return len(found), iter(found)

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
        if asked.sort in self.orders:
            found.sort(key=self.orders[asked.sort])
        return found[::-1] if asked.desc else found


def within(ids: Select[Any], permission: str, column: Any) -> Ids:
    """Those of `ids` whose area, in `column`, is the viewer's by a permission."""
    return lambda viewer, _: ids.where(viewer.within(permission, column))


def open_to(ids: Select[Any], permission: str) -> Ids:
    """All of `ids` for whoever holds a permission: they lie in no area."""
    return lambda viewer, _: ids if viewer.can(permission) else ids.where(false())


def in_area(column: Any) -> Condition:
    """Rows whose area, in `column`, lies in the chosen one."""
    return lambda code, _: area_range(column, code)


def between(key: str, column: Any) -> dict[str, Condition]:
    """The two conditions of a filter of dates: from the first day to the last, both inclusive."""
    return {
        f"{key}_from": lambda text, _: column >= date.fromisoformat(text),
        f"{key}_to": lambda text, _: column <= date.fromisoformat(text),
    }


def by_key(rows: Any, by: Mapping[str, Any], keys: Iterable[Any]) -> dict[Any, Any]:
    """The records that rows of a sheet may mean, by their natural keys; one statement.

    `by` names what a key consists of, in its order, as columns of `rows`, each with what it is looked up in (None:
    with nothing).
    """
    wanted = list(keys)
    columns = [(place, column) for place, column in enumerate(by.values()) if column is not None]
    found = db.session.execute(rows.where(*(column.in_({key[place] for key in wanted}) for place, column in columns)))
    return {tuple(_plain(getattr(row, name)) for name in by): row for row in found}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value


def _narrowed(ids: Select[Any], rule: ColumnElement[bool] | None) -> Select[Any]:
    return ids if rule is None else ids.where(rule)
