"""任职 of places and the coverage of grids: what appeals need of them now (GR-7, GR-16)."""

from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import rules
from shuangluan.grid.models import Appointment, AppointmentRole, GridCoverage
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Building, Compound, Grid, GridKind, Person
from shuangluan.kernel.permissions import in_force


def appoint_leader(
    person: Person, compound: Compound, *, valid_from: date, basis: str, by: audit.Actor, at: datetime
) -> Appointment:
    """网格长 of a compound; the former one's appointment ends the same day, history keeps it (GR-49)."""
    former = db.session.scalar(
        select(Appointment).where(
            Appointment.compound_id == compound.id,
            Appointment.role == AppointmentRole.LEADER,
            in_force(Appointment.valid_from, Appointment.valid_to, valid_from),
        )
    )
    if former is not None:
        if former.valid_from >= valid_from:
            raise RuleBroken("新网格长的起始日要晚于现任的起始日", "valid_from")
        with audit.changing(rules.APPOINTED, former, by=by, at=at):
            former.valid_to = valid_from
    return _appoint(
        Appointment(
            person_id=person.id,
            role=AppointmentRole.LEADER,
            community=compound.community,
            compound_id=compound.id,
            valid_from=valid_from,
            basis=basis,
        ),
        by=by,
        at=at,
    )


def appoint_to_grid(
    person: Person,
    grid: Grid,
    role: AppointmentRole,
    *,
    valid_from: date,
    basis: str,
    by: audit.Actor,
    at: datetime,
) -> Appointment:
    """A part-time 网格员 of a grid: branch secretary or in-service member."""
    if role not in {AppointmentRole.BRANCH_SECRETARY, AppointmentRole.MEMBER}:
        raise RuleBroken("网格的任职只有网格党支部书记和在职党员", "role")
    appointment = Appointment(
        person_id=person.id,
        role=role,
        community=grid.community,
        grid_id=grid.id,
        valid_from=valid_from,
        basis=basis,
    )
    return _appoint(appointment, by=by, at=at)


def _appoint(appointment: Appointment, *, by: audit.Actor, at: datetime) -> Appointment:
    audit.created(rules.APPOINTED, appointment, by=by, at=at)
    return appointment


def cover(grid: Grid, building: Building, *, valid_from: date, by: audit.Actor, at: datetime) -> GridCoverage:
    """Put a building into a grid. An integrated grid takes only what no other covers on any later day."""
    compound = db.session.get(Compound, building.compound_id)
    if compound is None or compound.community != grid.community:
        raise RuleBroken(f"{building.number}不在{grid.name}的社区里，不能划入")
    if grid.kind is GridKind.INTEGRATED:
        _check_free(building, valid_from)
    coverage = GridCoverage(grid_id=grid.id, building_id=building.id, valid_from=valid_from)
    audit.created(rules.COVERED, coverage, by=by, at=at)
    return coverage


def _check_free(building: Building, valid_from: date) -> None:
    other = db.session.scalar(
        select(Grid.name)
        .join(GridCoverage, GridCoverage.grid_id == Grid.id)
        .where(
            GridCoverage.building_id == building.id,
            Grid.kind == GridKind.INTEGRATED,
            (GridCoverage.valid_to.is_(None)) | (GridCoverage.valid_to > valid_from),
        )
        .limit(1)
    )
    if other is not None:
        raise RuleBroken(f"{building.number}已经在{other}里，先从那里划出")
