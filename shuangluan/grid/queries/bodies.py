"""Whom a leg can be addressed to: the compound's people and company, the offices above it, the departments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import false, or_, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, AppealLeg, Appointment, AppointmentRole
from shuangluan.grid.queries.places import company_of
from shuangluan.grid.rules import Category, HandlingLevel
from shuangluan.kernel.models import Organisation, OrganisationKind, Person, RoleGrant
from shuangluan.kernel.permissions import area_range, in_force
from shuangluan.kernel.places import areas

COMPANY, PEOPLE, OFFICES, DEPARTMENTS = "物业企业", "网格力量", "社区和街道", "区直部门"
MOST_PEOPLE = 30  # of one grid and compound; who is missing is reached through the 网格长


@dataclass(frozen=True)
class Body:
    """Whom a leg is addressed to: an area's office, an organisation, or one person there."""

    name: str
    area: str | None = None
    organisation_id: int | None = None
    person_id: int | None = None
    is_company: bool = False
    team_id: int | None = None

    @property
    def level(self) -> HandlingLevel:
        """At which level it answers; companies and persons count as the grid, departments as the district."""
        if self.person_id is not None or self.is_company:
            return HandlingLevel.GRID
        if self.area is None:
            return HandlingLevel.DISTRICT
        return {12: HandlingLevel.GRID, 9: HandlingLevel.STREET, 6: HandlingLevel.DISTRICT}[len(self.area)]

    @property
    def key(self) -> str:
        """What a list of choices posts for it."""
        return _key(self.person_id, self.organisation_id, self.area)

    @property
    def is_community(self) -> bool:
        """Whether it is the office of a community, which leads only its own duties (GR-21)."""
        return self.person_id is None and self.area is not None and len(self.area) == 12


@dataclass(frozen=True)
class Offer:
    """A body under the heading of the list in which it is offered."""

    group: str
    body: Body


def bodies(appeal: Appeal, day: date, *groups: str) -> list[Offer]:
    """Whom a leg of `appeal`, which the viewer was found to see, can be addressed to on `day`.

    At most one statement per group asked for; without groups all four. In the order in which they are offered.
    """
    found: list[Offer] = []
    for group, read in READERS.items():
        if not groups or group in groups:
            found += [Offer(group, body) for body in read(appeal, day)]
    return found


def without(offers: Iterable[Offer], legs: Iterable[AppealLeg]) -> list[Offer]:
    """The offers that hold none of `legs` already."""
    taken = {key_of(leg) for leg in legs}
    return [offer for offer in offers if offer.body.key not in taken]


def key_of(leg: AppealLeg) -> str:
    """The key of the body that a leg is addressed to."""
    return _key(leg.to_person_id, leg.to_organisation_id, leg.to_area)


def proposed(offers: Sequence[Offer], category: Category, suggestion: str = "") -> Body | None:
    """Who is proposed: whom a return named, else who the catalogue says handles such matters (GR-8, GR-22)."""
    named = {offer.body.name: offer.body for offer in offers}
    handler = category.default_handler
    if suggestion in named:
        return named[suggestion]
    if handler in named:
        return named[handler]
    if handler.startswith("社区"):
        return _first(offers, lambda body: body.is_community) if category.community_duty else None
    if handler.startswith("物业"):
        return _first(offers, lambda body: body.is_company)
    return _first(offers, lambda body: body.area is not None and len(body.area) == 9) if handler == "街道" else None


def _first(offers: Sequence[Offer], fits: Any) -> Body | None:
    return next((offer.body for offer in offers if fits(offer.body)), None)


def _key(person_id: int | None, organisation_id: int | None, area: str | None) -> str:
    if person_id is not None:
        return f"person-{person_id}"
    return f"organisation-{organisation_id}" if organisation_id is not None else f"area-{area}"


def _company(appeal: Appeal, day: date) -> list[Body]:
    """The company that serves the compound; one whose contract ended is not asked (D20)."""
    row = company_of(appeal.compound_id, day)
    return [Body(row.name, organisation_id=row.id, is_company=True)] if row else []


def _people(appeal: Appeal, day: date) -> list[Body]:
    """网格长 and 网格员 with a dated appointment here and the role to act on it, 网格长 first (GR-7)."""
    rows = db.session.execute(
        select(Person.id, Person.name, Person.pinyin, Appointment.role)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            Appointment.community == appeal.community,
            _is_here(appeal),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            RoleGrant.role.in_(["grid_leader", "grid_worker"]),
            area_range(RoleGrant.area, appeal.community),
            in_force(RoleGrant.valid_from, RoleGrant.valid_to, day),
        )
        .order_by(Person.pinyin, Person.id)
    )
    known: dict[int, tuple[bool, str, str]] = {}
    for row in rows:
        leads = row.role is AppointmentRole.LEADER
        known[row.id] = (known.get(row.id, (False,))[0] or leads, row.pinyin, row.name)
    ranked = sorted(known.items(), key=lambda one: (not one[1][0], one[1][1], one[0]))[:MOST_PEOPLE]
    return [
        Body(f"{name}（{'网格长' if leads else '网格员'}）", area=appeal.community, person_id=person_id)
        for person_id, (leads, _, name) in ranked
    ]


def _is_here(appeal: Appeal) -> Any:
    """Appointments for the appeal's compound, grid, building or entrance."""
    places = (
        (Appointment.compound_id, appeal.compound_id),
        (Appointment.grid_id, appeal.grid_id),
        (Appointment.building_id, appeal.building_id),
        (Appointment.entrance_id, appeal.entrance_id),
    )
    return or_(false(), *(column == value for column, value in places if value is not None))


def _offices(appeal: Appeal, _day: date) -> list[Body]:
    codes = (appeal.community, appeal.community[:9])
    return [Body(areas().name(code), area=code) for code in codes]


def _departments(_appeal: Appeal, day: date) -> list[Body]:
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(
            Organisation.kind == OrganisationKind.DEPARTMENT,
            in_force(Organisation.valid_from, Organisation.valid_to, day),
        )
        .order_by(Organisation.name, Organisation.id)
    )
    return [Body(row.name, organisation_id=row.id) for row in rows]


READERS = {COMPANY: _company, PEOPLE: _people, OFFICES: _offices, DEPARTMENTS: _departments}
