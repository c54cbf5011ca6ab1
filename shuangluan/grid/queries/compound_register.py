"""小区台账 and 楼栋台账: the compounds and buildings of the viewer's areas, and those that his company serves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries.places import own_compounds
from shuangluan.grid.queries.register import Seen
from shuangluan.grid.queries.visibility import is_visible
from shuangluan.grid.rules import OPEN
from shuangluan.kernel.models import AuditEntry, Building, Compound, CompoundKind, CompoundKindPeriod, Entrance
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.search import matches
from shuangluan.kernel.tables import Asked, count_of, ids_of_page

BATCH = 1000  # rows of an export read at a time
NEWEST = 50  # entries of a compound's history that are shown
REMOVALS = ("kernel.compound.removed", "kernel.building.removed")
Condition = Callable[[str, date], ColumnElement[bool]]


def kind_on(day: date) -> Any:
    """The kind of a compound on a day, as a column."""
    return (
        select(CompoundKindPeriod.kind)
        .where(CompoundKindPeriod.compound_id == Compound.id, CompoundKindPeriod.valid_from <= day)
        .order_by(CompoundKindPeriod.valid_from.desc())
        .limit(1)
        .correlate(Compound)
        .scalar_subquery()
    )


@dataclass(frozen=True)
class Source:
    """Where the rows of one of the two registers come from: its ids, its columns, its order, its conditions."""

    key: Any
    ids: Select[Any]
    columns: Callable[[date], Select[Any]]
    order: tuple[Any, ...]
    filters: Mapping[str, Condition]

    def selection(self, asked: Asked, seen: Seen) -> Select[Any]:
        """The ids of the list: within the viewer's scope, the chosen area, and the filters."""
        rows = self.ids.where(own_compounds(seen.viewer, seen.day, Perm.COMPOUND_READ))
        area = asked.extra.get("area")
        conditions = [area_range(Compound.community, area)] if area else []
        return rows.where(*conditions, *(self.filters[key](value, seen.day) for key, value in asked.values.items()))

    def page(self, asked: Asked, seen: Seen) -> tuple[list[Any], int]:
        """The rows of the page and one more, and how many there are in all; two statements."""
        chosen, order = self.selection(asked, seen), self.ordered(asked)
        total = db.session.scalar(select(count_of(chosen))) or 0
        ids = ids_of_page(chosen, order, asked).subquery()
        rows = self.columns(seen.day).where(self.key.in_(select(ids.c.id))).order_by(*order)
        return list(db.session.execute(rows)), total

    def ordered(self, asked: Asked) -> tuple[Any, ...]:
        """Both registers have one order, which can be turned round."""
        return tuple(column.desc() for column in self.order) if asked.desc else self.order

    def all_ids(self, asked: Asked, seen: Seen, most: int) -> list[int]:
        """Every id in the order of the list, and one beyond `most` when there are more."""
        return list(db.session.scalars(self.selection(asked, seen).order_by(*self.ordered(asked)).limit(most + 1)))

    def in_batches(self, ids: Sequence[int], day: date) -> Iterator[Any]:
        """The rows of `ids` in their order, a batch to a statement."""
        walk = iter(ids)
        while batch := list(islice(walk, BATCH)):
            found = {row.id: row for row in db.session.execute(self.columns(day).where(self.key.in_(batch)))}
            yield from (found[one] for one in batch if one in found)


def _compound_columns(day: date) -> Select[Any]:
    buildings = select(func.count()).where(Building.compound_id == Compound.id).scalar_subquery()
    return select(
        Compound.id, Compound.name, Compound.community, Compound.address, Compound.households, Compound.has_property,
        kind_on(day).label("kind"), buildings.label("buildings"),
    )  # fmt: skip


def _building_columns(day: date) -> Select[Any]:
    entrances = select(func.count()).where(Entrance.building_id == Building.id).scalar_subquery()
    return select(
        Building.id, Building.number, Building.compound_id, Compound.name, Compound.community,
        entrances.label("entrances"),
    ).join(Compound, Compound.id == Building.compound_id)  # fmt: skip


COMPOUNDS = Source(
    Compound.id,
    select(Compound.id),
    _compound_columns,
    (Compound.community, Compound.name, Compound.id),
    {
        "q": lambda text, day: matches(Compound.search_text, text),
        "kind": lambda text, day: kind_on(day) == CompoundKind(text),
        "has_property": lambda text, day: Compound.has_property.is_(text == "yes"),
    },
)
BUILDINGS = Source(
    Building.id,
    select(Building.id).join(Compound, Compound.id == Building.compound_id),
    _building_columns,
    (Compound.community, Compound.name, Compound.id, Building.sort_key, Building.id),
    {
        "q": lambda text, day: or_(matches(Compound.search_text, text), Building.number == text),
        "compound": lambda text, day: Compound.name == text,
    },
)


def compound(compound_id: int, *, viewer: Viewer, day: date) -> Compound | None:
    """A compound that the viewer may see."""
    own = own_compounds(viewer, day, Perm.COMPOUND_READ)
    return db.session.scalar(select(Compound).where(Compound.id == compound_id, own))


def building(building_id: int, *, viewer: Viewer, day: date) -> Building | None:
    """A building of a compound that the viewer may see."""
    own = own_compounds(viewer, day, Perm.COMPOUND_READ)
    held = select(Building).join(Compound, Compound.id == Building.compound_id).where(Building.id == building_id, own)
    return db.session.scalar(held)


def kinds_of(compound_id: int) -> list[CompoundKindPeriod]:
    """What kinds a compound was of, the newest first."""
    held = select(CompoundKindPeriod).where(CompoundKindPeriod.compound_id == compound_id)
    return list(db.session.scalars(held.order_by(CompoundKindPeriod.valid_from.desc())))


def buildings_in(compound_id: int) -> list[Any]:
    """Its buildings in the order of their numbers, with how many entrances each has."""
    entrances = select(func.count()).where(Entrance.building_id == Building.id).scalar_subquery()
    held = select(Building.id, Building.number, entrances.label("entrances")).where(Building.compound_id == compound_id)
    return list(db.session.execute(held.order_by(Building.sort_key, Building.id)))


def open_appeals_in(compound_id: int, seen: Seen) -> int:
    """How many of the appeals that the viewer sees are open there."""
    held = select(func.count(Appeal.id)).where(
        Appeal.compound_id == compound_id, Appeal.state.in_(OPEN), is_visible(seen.viewer, seen.day)
    )
    return db.session.scalar(held) or 0


def compound_history(compound_id: int) -> list[AuditEntry]:
    """The newest entries of the trail about a compound and its buildings.

    SQLite gives the id of a removed row out again: what lies before a removal is another record's.
    """
    entry, buildings = AuditEntry, select(Building.id).where(Building.compound_id == compound_id)
    about = or_(
        and_(entry.record_kind == "compound", entry.record_id == compound_id),
        and_(entry.record_kind == "building", entry.record_id.in_(buildings)),
    )
    kept: list[AuditEntry] = []
    gone: set[tuple[str, int | None]] = set()
    for one in db.session.scalars(select(entry).where(about).order_by(entry.id.desc()).limit(NEWEST)):
        key = (one.record_kind, one.record_id)
        if one.action in REMOVALS:
            gone.add(key)
        elif key not in gone:
            kept.append(one)
    return kept
