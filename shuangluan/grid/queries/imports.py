"""What stands already of the appeals in a workbook: by number or by the source's own number, many rows at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, AppealReporter, GridCoverage
from shuangluan.grid.queries.places import Place, own_compounds
from shuangluan.grid.queries.register import Seen
from shuangluan.grid.queries.visibility import is_visible
from shuangluan.kernel.models import Building, Compound, Grid, GridKind

BATCH = 1000  # rows read at a time
Known = Mapping[tuple[str, ...], Any]


def _stored(seen: Seen) -> Select[Any]:
    """Appeals with their compound, building, first reporter, and whether they are the viewer's to see (`mine`)."""
    each = aliased(AppealReporter)
    first = select(func.min(each.id)).where(each.appeal_id == Appeal.id).correlate(Appeal).scalar_subquery()
    columns: tuple[Any, ...] = (
        Appeal.id, Appeal.no, Appeal.source, Appeal.source_no, Appeal.title, Appeal.description, Appeal.category,
        Appeal.level, Appeal.community, Appeal.address_text, Appeal.discovered_at, Appeal.row_version,
        Compound.name.label("compound"), Building.number.label("building"),
        AppealReporter.name.label("reporter_name"), AppealReporter.phone.label("reporter_phone"),
        AppealReporter.wants_reply, is_visible(seen.viewer, seen.day).label("mine"),
    )  # fmt: skip
    return (
        select(*columns)
        .outerjoin(Compound, Compound.id == Appeal.compound_id)
        .outerjoin(Building, Building.id == Appeal.building_id)
        .outerjoin(AppealReporter, and_(AppealReporter.appeal_id == Appeal.id, AppealReporter.id == first))
    )


def appeals_known(numbers: Iterable[str], source_numbers: Iterable[str], seen: Seen) -> Known:
    """(no,) and (source, source_no) → the appeal as it is stored.

    Appeals outside the viewer's scope are in it as well, with `mine` false: a second one must not come beside them.
    """
    wanted = Appeal.no.in_(list(numbers)) | Appeal.source_no.in_(list(source_numbers))
    rows = db.session.execute(_stored(seen).where(wanted)).all()
    found: dict[tuple[str, ...], Any] = {(row.no,): row for row in rows}
    return found | {(row.source, row.source_no): row for row in rows if row.source_no}


def appeals_stored(ids: Sequence[int], seen: Seen) -> Iterator[Any]:
    """The viewer's appeals of `ids` in their order, as they are stored; a batch to a statement."""
    walk = iter(ids)
    while batch := list(islice(walk, BATCH)):
        rows = db.session.execute(_stored(seen).where(Appeal.id.in_(batch), is_visible(seen.viewer, seen.day)))
        found = {row.id: row for row in rows}
        yield from (found[one] for one in batch if one in found)


def compounds_named(pairs: Iterable[tuple[str, str]], seen: Seen) -> Mapping[tuple[str, str], Compound]:
    """(community, name) → the compound, of those in which the viewer may register."""
    wanted = set(pairs)
    named = Compound.name.in_({name for _, name in wanted})
    rows = db.session.scalars(select(Compound).where(own_compounds(seen.viewer, seen.day), named))
    return {(row.community, row.name): row for row in rows if (row.community, row.name) in wanted}


def buildings_of(compounds: Sequence[Compound]) -> Mapping[tuple[int, str], Building]:
    """(compound, number) → the building."""
    ids = [compound.id for compound in compounds]
    rows = db.session.scalars(select(Building).where(Building.compound_id.in_(ids)))
    return {(row.compound_id, row.number): row for row in rows}


def place_named(community: str, compound: str, building: str) -> Place | None:
    """The place that a checked row names; None where it names no compound."""
    if not compound:
        return None
    where = db.session.scalars(select(Compound).where(Compound.community == community, Compound.name == compound)).one()
    numbered = select(Building).where(Building.compound_id == where.id, Building.number == building)
    return Place(where, db.session.scalars(numbered).one() if building else None)


@dataclass(frozen=True)
class Grids:
    """Which grid places lie in, day by day: what `grid_at` answers, of compounds read at once."""

    rows: Mapping[int, Sequence[Any]]  # compound → (building, entrance, grid, valid from, valid to)

    def at(self, where: Place | None, day: date) -> int | None:
        """The grid of a place on `day`; None is 待定位 (GR-11 1)."""
        if where is None:
            return None
        held = [row for row in self.rows.get(where.compound.id, ()) if _holds(row, day)]
        if where.building is not None:
            entrance = where.entrance.id if where.entrance else None
            held = [row for row in held if row.building_id == where.building.id and row.entrance_id in (None, entrance)]
        grids = {row.grid_id for row in held}
        return grids.pop() if len(grids) == 1 else None


def _holds(row: Any, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def grids_of(compound_ids: Iterable[int]) -> Grids:
    """The integrated grids of compounds with their periods, in one statement."""
    one = GridCoverage
    columns = (
        Building.compound_id, one.building_id, one.entrance_id, one.grid_id, one.valid_from, one.valid_to,
    )  # fmt: skip
    covering = (
        select(*columns)
        .join(Building, Building.id == one.building_id)
        .join(Grid, Grid.id == one.grid_id)
        .where(Building.compound_id.in_(set(compound_ids)), Grid.kind == GridKind.INTEGRATED)
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(covering):
        found.setdefault(row.compound_id, []).append(row)
    return Grids(found)
