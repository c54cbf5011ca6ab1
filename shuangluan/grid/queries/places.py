"""Places for an appeal: compounds by type-ahead, the grid of a building on a day, its 网格长 and company."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, func, or_, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appointment, AppointmentRole, GridCoverage
from shuangluan.grid.permissions import Perm
from shuangluan.kernel.models import (
    Building,
    Compound,
    CompoundService,
    Entrance,
    Grid,
    GridKind,
    Organisation,
    Person,
)
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.search import matches


@dataclass(frozen=True)
class Place:
    """Where something was found: a compound, perhaps a building and an entrance of it."""

    compound: Compound
    building: Building | None = None
    entrance: Entrance | None = None

    @property
    def text(self) -> str:
        """宝鼎花园6号楼2单元."""
        parts = [self.compound.name, self.building.number if self.building else ""]
        return "".join([*parts, self.entrance.number if self.entrance else ""])


def own_compounds(viewer: Viewer, day: date, permission: Perm = Perm.APPEAL_REGISTER) -> ColumnElement[bool]:
    """Compounds of the areas in which the viewer holds `permission`, and those his company serves (D20)."""
    served = select(CompoundService.compound_id).where(
        CompoundService.organisation_id.in_(viewer.organisations(permission)),
        in_force(CompoundService.valid_from, CompoundService.valid_to, day),
    )
    return or_(viewer.within(permission, Compound.community), Compound.id.in_(served))


def compounds(
    viewer: Viewer, day: date, words: str = "", limit: int = 50, *, permission: Perm = Perm.APPEAL_REGISTER
) -> list[Any]:
    """Compounds in which the viewer may register (or do otherwise), by name: for type-ahead and plain list."""
    rows = db.session.execute(
        select(Compound.id, Compound.name, Compound.community)
        .where(own_compounds(viewer, day, permission), matches(Compound.search_text, words))
        .order_by(Compound.community, Compound.name, Compound.id)
        .limit(limit)
    )
    return list(rows)


def buildings(viewer: Viewer, day: date, compound_id: int, words: str = "", limit: int | None = None) -> list[Any]:
    """Buildings of a compound in which the viewer may register, in counting order."""
    return list(
        db.session.execute(
            select(Building.id, Building.number)
            .join(Compound, Compound.id == Building.compound_id)
            .where(
                Building.compound_id == compound_id,
                own_compounds(viewer, day),
                matches(func.lower(Building.number), words),
            )
            .order_by(Building.sort_key, Building.id)
            .limit(limit)
        )
    )


def my_buildings(viewer: Viewer, day: date, limit: int = 50) -> list[Any]:
    """(id, number, compound_id, name, community, mine): those of the viewer's own appointments first (GR-72)."""
    mine = _is_mine(viewer.person_id, day)
    return list(
        db.session.execute(
            select(
                Building.id,
                Building.number,
                Compound.id.label("compound_id"),
                Compound.name,
                Compound.community,
                case((mine, 1), else_=0).label("mine"),
            )
            .join(Compound, Compound.id == Building.compound_id)
            .where(own_compounds(viewer, day))
            .order_by(case((mine, 0), else_=1), Compound.name, Building.sort_key, Building.id)
            .limit(limit)
        )
    )


def _is_mine(person_id: int, day: date) -> ColumnElement[bool]:
    """Buildings of a person's appointments: of his grid, his compound, his building or his entrance."""
    held = and_(Appointment.person_id == person_id, in_force(Appointment.valid_from, Appointment.valid_to, day))
    covered = (
        select(GridCoverage.building_id)
        .join(Appointment, Appointment.grid_id == GridCoverage.grid_id)
        .where(held, in_force(GridCoverage.valid_from, GridCoverage.valid_to, day))
    )
    entered = select(Entrance.building_id).join(Appointment, Appointment.entrance_id == Entrance.id).where(held)
    return or_(
        Building.id.in_(covered),
        Building.id.in_(entered),
        Building.id.in_(select(Appointment.building_id).where(held, Appointment.building_id.is_not(None))),
        Building.compound_id.in_(select(Appointment.compound_id).where(held, Appointment.compound_id.is_not(None))),
    )


def place(viewer: Viewer, day: date, *, compound_id: int | None, building_id: int | None) -> Place | None:
    """The place that was chosen, if the viewer may register there; a building says its compound."""
    if building_id is not None:
        row = db.session.execute(
            select(Compound, Building)
            .join(Building, Building.compound_id == Compound.id)
            .where(Building.id == building_id, own_compounds(viewer, day))
        ).first()
        if row is None or (compound_id is not None and row[0].id != compound_id):
            return None
        return Place(row[0], row[1])
    if compound_id is None:
        return None
    compound = db.session.scalar(select(Compound).where(Compound.id == compound_id, own_compounds(viewer, day)))
    return Place(compound) if compound else None


def grid_at(where: Place | None, day: date) -> Grid | None:
    """The grid of a place on `day`: its building's, or the compound's only one; None is 待定位 (GR-11 1)."""
    if where is None:
        return None
    if where.building is None:
        return only_grid_of(where.compound.id, day)
    return grid_of(where.building.id, where.entrance.id if where.entrance else None, day)


def grid_of(building_id: int | None, entrance_id: int | None, day: date) -> Grid | None:
    """The one integrated grid that covers a building (or entrance) on `day`; None when not exactly one."""
    if building_id is None:
        return None
    grids = db.session.scalars(
        select(Grid)
        .join(GridCoverage, GridCoverage.grid_id == Grid.id)
        .where(
            GridCoverage.building_id == building_id,
            or_(GridCoverage.entrance_id.is_(None), GridCoverage.entrance_id == entrance_id),
            in_force(GridCoverage.valid_from, GridCoverage.valid_to, day),
            Grid.kind == GridKind.INTEGRATED,
        )
        .order_by(Grid.id)
    ).all()
    return grids[0] if len(grids) == 1 else None


def only_grid_of(compound_id: int, day: date) -> Grid | None:
    """The grid of a compound all of whose buildings lie in one."""
    grids = db.session.scalars(
        select(Grid)
        .where(
            Grid.id.in_(
                select(GridCoverage.grid_id)
                .join(Building, Building.id == GridCoverage.building_id)
                .where(
                    Building.compound_id == compound_id,
                    in_force(GridCoverage.valid_from, GridCoverage.valid_to, day),
                )
            ),
            Grid.kind == GridKind.INTEGRATED,
        )
        .order_by(Grid.id)
        .limit(2)
    ).all()
    return grids[0] if len(grids) == 1 else None


def leader_of(compound_id: int | None, day: date) -> Any | None:
    """(person id, name) of the compound's 网格长 on `day`."""
    if compound_id is None:
        return None
    return db.session.execute(
        select(Person.id, Person.name)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.compound_id == compound_id,
            Appointment.role == AppointmentRole.LEADER,
            in_force(Appointment.valid_from, Appointment.valid_to, day),
        )
        .order_by(Appointment.valid_from.desc(), Appointment.id)
        .limit(1)
    ).first()


def company_of(compound_id: int | None, day: date) -> Any | None:
    """(organisation id, name) of the company that serves the compound on `day`."""
    if compound_id is None:
        return None
    return db.session.execute(
        select(Organisation.id, Organisation.name)
        .join(CompoundService, CompoundService.organisation_id == Organisation.id)
        .where(
            CompoundService.compound_id == compound_id,
            in_force(CompoundService.valid_from, CompoundService.valid_to, day),
        )
        .order_by(CompoundService.valid_from.desc(), CompoundService.id)
        .limit(1)
    ).first()


APPOINTMENTS = select(  # built once: it is asked at every deed
    Appointment.role,
    Appointment.compound_id,
    Appointment.building_id,
    Appointment.entrance_id,
    Appointment.grid_id,
).where(
    Appointment.person_id == bindparam("person_id"),
    Appointment.community == bindparam("community"),
    in_force(Appointment.valid_from, Appointment.valid_to, bindparam("day", type_=Date)),
)


def appointments_of(person_id: int | None, community: str, day: date) -> list[Any]:
    """A person's places in a community on `day`: (role, compound, building, entrance, grid)."""
    if person_id is None:
        return []
    return list(db.session.execute(APPOINTMENTS, {"person_id": person_id, "community": community, "day": day}))
