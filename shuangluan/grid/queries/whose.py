"""How a viewer stands to appeals and legs, as conditions: what `actors.who_is` says of one file, for all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from shuangluan.grid.models import Appeal, AppealLeg, AppealReporter, Appointment, AppointmentRole
from shuangluan.grid.queries.visibility import in_area
from shuangluan.grid.rules import HandlingLevel, LegRole, ReporterKind
from shuangluan.kernel.permissions import Viewer, area_range, in_force

COMMUNITY = ("community_admin", "community_staff")
STREET = ("street_staff", "street_leader")
DISTRICT = ("district_org",)
OFFICES: tuple[tuple[int, Sequence[str]], ...] = ((12, COMMUNITY), (9, STREET), (6, DISTRICT))
BODIES = ("department", "property_liaison")
handled = aliased(AppealLeg, name="handled")  # made once: a new alias for each request would be compiled anew
member = aliased(Appeal, name="member")  # an appeal itself, or one that was merged into it
PLACES = ("grid_id", "building_id", "entrance_id", "compound_id")


@dataclass(frozen=True)
class Whose:
    """A viewer on a day; every condition is `false()` for whom it can never hold."""

    viewer: Viewer
    day: date

    @cached_property
    def community(self) -> ColumnElement[bool]:
        """Appeals of a community in whose office he sits."""
        return self.acts_as(*COMMUNITY)

    @cached_property
    def street(self) -> ColumnElement[bool]:
        """Appeals of a street of whose staff or leadership he is."""
        return self.acts_as(*STREET)

    @cached_property
    def district(self) -> ColumnElement[bool]:
        """Appeals of the district, for its office."""
        return self.acts_as(*DISTRICT)

    def acts_as(self, *roles: str) -> ColumnElement[bool]:
        """Appeals of an area for which he holds one of `roles`."""
        areas = sorted({g.area for g in self.viewer.grants if g.role in roles and g.area})
        return or_(false(), *(within for area in areas if (within := in_area(area)) is not None))

    @cached_property
    def leads_here(self) -> ColumnElement[bool]:
        """As 网格长: by his dated appointment for the compound, not by the grant alone (GR-7)."""
        if not self.viewer.holds_role("grid_leader"):
            return false()
        led = self._held(Appointment.compound_id).where(Appointment.role == AppointmentRole.LEADER)
        return and_(self.acts_as("grid_leader"), Appeal.compound_id.in_(led))

    @cached_property
    def works_here(self) -> ColumnElement[bool]:
        """As 网格员: in a place to which he is appointed."""
        if not self.viewer.holds_role("grid_worker"):
            return false()
        near = (getattr(Appeal, name).in_(self._held(getattr(Appointment, name))) for name in PLACES)
        return and_(self.acts_as("grid_worker"), or_(*near))

    def _held(self, place: Any) -> Select[Any]:
        return select(place).where(
            Appointment.person_id == self.viewer.person_id,
            in_force(Appointment.valid_from, Appointment.valid_to, self.day),
            place.is_not(None),
        )

    def in_office_of(self, area: Any) -> ColumnElement[bool]:
        """He sits in the office of the column's area: of exactly that level."""
        held: list[ColumnElement[bool]] = []
        for length, roles in OFFICES:
            codes = {g.area for g in self.viewer.grants if g.role in roles and g.area}
            own = sorted(code for code in codes if len(code) == length)
            held += [area.in_(own)] if own else []
            wider = sorted(code for code in codes if len(code) < length)
            held += [and_(func.length(area) == length, area_range(area, code)) for code in wider]
        return or_(*held) if held else false()

    def is_body(self, leg: Any) -> ColumnElement[bool]:
        """The leg is addressed to him, to his organisation or to his office (`cases.is_body`).

        Never NULL, so that it can be negated: each column is looked at only where it is filled.
        """
        served = sorted({g.organisation_id for g in self.viewer.grants if g.role in BODIES and g.organisation_id})
        person, organisation, area = leg.to_person_id, leg.to_organisation_id, leg.to_area
        held = [and_(person.is_not(None), person == self.viewer.person_id)]
        if served:
            held.append(and_(person.is_(None), organisation.is_not(None), organisation.in_(served)))
        if self.viewer.holds_role(*COMMUNITY, *STREET, *DISTRICT):
            held.append(and_(person.is_(None), area.is_not(None), self.in_office_of(area)))
        return or_(*held)

    def issued(self, leg: Any) -> ColumnElement[bool]:
        """He or his office issued the leg."""
        return or_(leg.issued_by_id == self.viewer.person_id, self.in_office_of(leg.issuer_area))

    def may_verify(self) -> ColumnElement[bool]:
        """Neither he nor his body handled it, nor did he report it himself (GR-13, GR-32, GR-57)."""
        me, leg = self.viewer.person_id, handled
        took = exists().where(
            leg.appeal_id == Appeal.id,
            leg.role == LegRole.LEAD,
            leg.signed_at.is_not(None),
            leg.returned_at.is_(None),
            or_(leg.signed_by_id == me, leg.done_by_id == me, self.is_body(leg)),
        )
        found_on_duty = exists().where(
            AppealReporter.kind == ReporterKind.GRID_WORKER,
            AppealReporter.appeal_id == member.id,
            or_(member.id == Appeal.id, member.merged_into_id == Appeal.id),
        )
        reported = and_(Appeal.registered_by_id == me, found_on_duty)
        answered = and_(Appeal.responded_by_id.is_not(None), Appeal.responded_by_id == me)
        return and_(~took, ~reported, ~answered)


def rank_of_body(leg: Any) -> ColumnElement[int]:
    """The level at which a leg's body answers (`actors.body_rank`)."""
    level = {6: HandlingLevel.DISTRICT, 9: HandlingLevel.STREET, 12: HandlingLevel.COMMUNITY}
    offices = [(func.length(leg.to_area) == length, each.rank) for length, each in level.items()]
    return case(
        (leg.to_person_id.is_not(None), HandlingLevel.GRID.rank),
        *offices,
        (leg.to_company, HandlingLevel.GRID.rank),
        else_=HandlingLevel.STREET.rank,
    )
