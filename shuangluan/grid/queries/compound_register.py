"""小区台账 and 楼栋台账: the compounds and buildings of the viewer's areas, and those that his company serves."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries.places import own_compounds
from shuangluan.grid.queries.register import Seen
from shuangluan.grid.queries.visibility import is_visible
from shuangluan.grid.rules import OPEN
from shuangluan.kernel.models import AuditEntry, Building, Compound, CompoundKind, CompoundKindPeriod, Entrance
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Ids, Source, in_area
from shuangluan.kernel.timeline import history


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


def _own(ids: Select[Any]) -> Ids:
    return lambda viewer, day: ids.where(own_compounds(viewer, day, Perm.COMPOUND_READ))


COMPOUNDS = Source(
    key=Compound.id,
    ids=_own(select(Compound.id)),
    columns=_compound_columns,
    orders={"community": (Compound.community, Compound.name)},
    filters={
        "q": lambda text, _: matches(Compound.search_text, text),
        "kind": lambda text, day: kind_on(day) == CompoundKind(text),
        "has_property": lambda text, _: Compound.has_property.is_(text == "yes"),
    },
    area=in_area(Compound.community),
)
BUILDINGS = Source(
    key=Building.id,
    ids=_own(select(Building.id).join(Compound, Compound.id == Building.compound_id)),
    columns=_building_columns,
    orders={"community": (Compound.community, Compound.name, Compound.id, Building.sort_key)},
    filters={
        "q": lambda text, _: or_(matches(Compound.search_text, text), Building.number == text),
        "compound": lambda text, _: Compound.name == text,
    },
    area=in_area(Compound.community),
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


def compound_history(compound_id: int, building_ids: Sequence[int]) -> list[AuditEntry]:
    """The newest entries of the trail about a compound and its buildings."""
    return history((Compound.__tablename__, [compound_id]), (Building.__tablename__, building_ids))
