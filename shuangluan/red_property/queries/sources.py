"""Where the rows of a register come from: ids first, then columns, counted and listed by the same conditions (D26)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import AuditEntry, Compound
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.places import DISTRICT
from shuangluan.kernel.tables import Asked, Page, count_of, ids_of_page, page_of
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.visibility import of_own_compounds

BATCH = 1000  # rows of an export read at a time
NEWEST = 50  # entries of a history that are shown
Condition = Callable[[str, date], ColumnElement[bool]]
Views = Callable[[date], Mapping[str, ColumnElement[bool] | None]]


@dataclass(frozen=True)
class Source:
    """The ids that a viewer may see, the columns of a row, the orders, the conditions of filters and of views."""

    key: Any
    ids: Callable[[Viewer, date], Select[Any]]
    columns: Callable[[date], Select[Any]]
    orders: Mapping[str, tuple[Any, ...]]
    filters: Mapping[str, Condition]
    views: Views
    area: Condition

    def selection(self, asked: Asked, viewer: Viewer, day: date) -> Select[Any]:
        """Ids of the scope, the chosen area and the filters; the view is not asked yet."""
        area = asked.extra.get("area")
        conditions = [self.area(area, day)] if area else []
        found = self.ids(viewer, day).where(*conditions)
        return found.where(*(self.filters[key](value, day) for key, value in asked.values.items()))

    def of_view(self, asked: Asked, viewer: Viewer, day: date, figure: Select[Any] | None = None) -> Select[Any]:
        """The ids that the list shows: those of its view, or those of the figure whose list it is."""
        base = self.selection(asked, viewer, day)
        if figure is not None:
            return base.where(self.key.in_(figure))
        rule = self.views(day)[asked.view]
        return base if rule is None else base.where(rule)

    def page(
        self, asked: Asked, viewer: Viewer, day: date, figure: Select[Any] | None = None
    ) -> tuple[Page, dict[str, int]]:
        """Two statements: the number of every view, then the rows of the page."""
        base = self.selection(asked, viewer, day)
        numbers = {name: base if rule is None else base.where(rule) for name, rule in self.views(day).items()}
        if figure is not None:
            numbers[asked.view] = base.where(self.key.in_(figure))
        shown = numbers[asked.view]
        row = db.session.execute(select(*(count_of(ids).label(f"n_{name}") for name, ids in numbers.items()))).one()
        counts = {name: int(row._mapping[f"n_{name}"]) for name in numbers}
        ids, order = ids_of_page(shown, self.ordered(asked), asked).subquery(), self.ordered(asked)
        found = db.session.execute(self.columns(day).where(self.key.in_(select(ids.c[0]))).order_by(*order)).all()
        return page_of(found, counts[asked.view], asked), counts

    def ordered(self, asked: Asked) -> tuple[Any, ...]:
        """A total order: each ends with the id."""
        columns = self.orders[asked.sort]
        return tuple(column.desc() for column in columns) if asked.desc else columns

    def in_batches(self, ids: Select[Any], asked: Asked, day: date, most: int) -> tuple[int, Iterator[Any]]:
        """How many rows an export has (at most one beyond `most`), and the rows in the order of the list."""
        held = list(db.session.scalars(ids.order_by(*self.ordered(asked)).limit(most + 1)))
        return len(held), self._rows(held, day)

    def _rows(self, held: Sequence[int], day: date) -> Iterator[Any]:
        walk = iter(held)
        while batch := list(islice(walk, BATCH)):
            found = {row.id: row for row in db.session.execute(self.columns(day).where(self.key.in_(batch)))}
            yield from (found[one] for one in batch if one in found)


def own_compounds(viewer: Viewer, day: date) -> ColumnElement[bool]:
    """Compounds of the viewer's areas, those his company serves on the day, those of his committee."""
    return or_(
        viewer.within(Perm.REGISTER_READ, Compound.community), of_own_compounds(viewer, day, Compound.id)
    )


def in_area(code: str, day: date) -> ColumnElement[bool]:
    """The chosen area, for a register that joins the compound."""
    return area_range(Compound.community, code)


def reads_district(viewer: Viewer) -> bool:
    """Whether the viewer reads the registers of the whole district."""
    return DISTRICT in viewer.areas(Perm.REGISTER_READ)


def history(*about: tuple[str, Sequence[int]]) -> list[AuditEntry]:
    """The newest entries about the records: (table, ids) of each kind."""
    kinds = [and_(AuditEntry.record_kind == kind, AuditEntry.record_id.in_(ids)) for kind, ids in about if ids]
    entries: list[AuditEntry] = []
    gone: set[tuple[str, int | None]] = set()  # SQLite gives the id of a removed row out again
    for one in db.session.scalars(select(AuditEntry).where(or_(*kinds)).order_by(AuditEntry.id.desc()).limit(NEWEST)):
        if one.action.endswith(".removed"):
            gone.add((one.record_kind, one.record_id))
        elif (one.record_kind, one.record_id) not in gone:
            entries.append(one)
    return entries
