"""What stands already of the compounds and buildings in a workbook, many rows at a time, wherever it stands."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.grid.queries.compound_register import kind_on
from shuangluan.kernel.models import Building, Compound, Entrance


def compounds_known(pairs: Iterable[tuple[str, str]], day: date) -> Mapping[tuple[str, str], Any]:
    """(community, name) → the compound with its kind on `day`."""
    wanted = set(pairs)
    rows = db.session.execute(
        select(
            Compound.id, Compound.community, Compound.name, Compound.address, Compound.households,
            Compound.has_property, Compound.row_version, kind_on(day).label("kind"),
        ).where(
            Compound.name.in_({name for _, name in wanted}), Compound.community.in_({code for code, _ in wanted})
        )
    ).all()  # fmt: skip
    return {(row.community, row.name): row for row in rows}


def buildings_known(compound_ids: Iterable[int]) -> Mapping[tuple[int, str], Any]:
    """(compound, number) → the building with how many entrances it has."""
    entrances = select(func.count()).where(Entrance.building_id == Building.id).scalar_subquery()
    rows = db.session.execute(
        select(
            Building.id, Building.compound_id, Building.number, Building.row_version, entrances.label("entrances")
        ).where(Building.compound_id.in_(list(compound_ids)))
    ).all()
    return {(row.compound_id, row.number): row for row in rows}


def compound_by_id(compound_id: int) -> Compound:
    """A compound that a checked row is about."""
    return db.session.get_one(Compound, compound_id)


def building_by_id(building_id: int) -> Building:
    """A building that a checked row is about."""
    return db.session.get_one(Building, building_id)


def compound_named(community: str, name: str) -> Compound:
    """The compound that a checked row names."""
    return db.session.scalars(select(Compound).where(Compound.community == community, Compound.name == name)).one()
