"""Who somebody is to one appeal: his roles in its scope, his relations to its legs and reporters (GR-13)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from shuangluan.grid.models import Appeal, AppealLeg, AppointmentRole
from shuangluan.grid.queries.cases import File
from shuangluan.grid.queries.places import appointments_of
from shuangluan.grid.rules import HandlingLevel, LegRole, ReporterKind, Who
from shuangluan.kernel.audit import Actor


def who_is(file: File, by: Actor, day: date, *, places: Sequence[Any] | None = None) -> Who:
    """The actor as this appeal sees him: roles in its scope, relations to its legs and reporters.

    `places` are his appointments of the day (`appointments_of`), where they were read already.
    """
    record = file.appeal
    if places is None:
        places = appointments_of(by.id, record.community, day)
    worker = by.role_in(record.community, "grid_worker")
    near = worker and any(_is_near(place, record) for place in places)
    lead, last = file.lead, file.last_lead
    mine = [leg for leg in file.assists if is_body(leg, by)]
    asked = [request for request in (file.asked_pause, file.asked_extension) if request]
    registered = record.registered_by_id == by.id
    return Who(
        person_id=by.id or 0,
        grid_worker=near,
        other_grid=worker and not near,
        grid_leader=by.role_in(record.community, "grid_leader")
        and any(p.role is AppointmentRole.LEADER and p.compound_id == record.compound_id for p in places),
        **_offices(by, record.community),
        lead_body=lead is not None and is_body(lead, by),
        assist_body=bool(mine),
        assist_to_sign=any(leg.signed_at is None for leg in mine),
        issued_lead=lead is not None and (lead.issued_by_id == by.id or _is_office(lead.issuer_area, by)),
        registered_it=registered,
        reported_it=registered and _found_on_duty(file),
        handled_it=_handled(file, by),
        above=_rank(by, record.community) > (body_rank(last) if last else -1),
        asked_it=any(request.asked_by_id == by.id for request in asked),
    )


def _offices(by: Actor, community: str) -> dict[str, bool]:
    """The offices he sits in: those of an area that contains the community, and the bodies outside of it."""
    held = {grant.role for grant in by.grants}
    return {
        "community": by.role_in(community, "community_admin", "community_staff"),
        "street": by.role_in(community, "street_staff"),
        "street_leader": by.role_in(community, "street_leader"),
        "district": by.role_in(community, "district_org"),
        "auditor": by.role_in(community, "auditor"),
        "department": "department" in held,
        "property_company": "property_liaison" in held,
        "owners_delegate": "owners_delegate" in held,
    }


def _found_on_duty(file: File) -> bool:
    """Whether who registered it found it himself: its own first reporter is a 网格员; later ones only joined."""
    own = [row for row in file.reporters if row.appeal_id == file.appeal.id]
    return bool(own) and min(own, key=lambda row: row.id).kind is ReporterKind.GRID_WORKER


def _is_near(place: Any, record: Appeal) -> bool:
    """Whether an appointment covers the appeal's grid, building or compound."""
    return (
        (place.grid_id is not None and place.grid_id == record.grid_id)
        or (place.building_id is not None and place.building_id == record.building_id)
        or (place.entrance_id is not None and place.entrance_id == record.entrance_id)
        or (place.compound_id is not None and place.compound_id == record.compound_id)
    )


def is_body(leg: AppealLeg, by: Actor) -> bool:
    """Whether the actor is, or belongs to, whom the leg is addressed to."""
    if leg.to_person_id is not None:
        return leg.to_person_id == by.id
    if leg.to_organisation_id is not None:
        return by.serves(leg.to_organisation_id, "department", "property_liaison")
    return leg.to_area is not None and _is_office(leg.to_area, by)


def _is_office(area: str, by: Actor) -> bool:
    """Whether the actor sits in the office of an area: of exactly that level."""
    roles = {
        12: ("community_admin", "community_staff"),
        9: ("street_staff", "street_leader"),
        6: ("district_org",),
    }[len(area)]
    return by.role_in(area, *roles)


def _handled(file: File, by: Actor) -> bool:
    """Whether he or his body signed for or answered it in a lead leg that was not returned (GR-13)."""
    if file.appeal.responded_by_id == by.id and by.id is not None:
        return True
    for leg in file.legs:
        took_it = leg.role is LegRole.LEAD and leg.signed_at is not None and leg.returned_at is None
        if took_it and (by.id in (leg.signed_by_id, leg.done_by_id) or is_body(leg, by)):
            return True
    return False


def body_rank(leg: AppealLeg) -> int:
    """The level at which a leg's body answers: a company or a person counts as the grid (GR-28)."""
    if leg.to_person_id is not None:
        return HandlingLevel.GRID.rank
    if leg.to_area is not None:
        return {12: HandlingLevel.COMMUNITY, 9: HandlingLevel.STREET, 6: HandlingLevel.DISTRICT}[
            len(leg.to_area)
        ].rank
    return HandlingLevel.GRID.rank if leg.to_company else HandlingLevel.STREET.rank


def _rank(by: Actor, community: str) -> int:
    """The highest level at which the actor decides for the community; -1 for none."""
    ranks = (
        ("district_org", HandlingLevel.DISTRICT),
        ("street_leader", HandlingLevel.STREET),
        ("street_staff", HandlingLevel.STREET),
        ("community_admin", HandlingLevel.COMMUNITY),
        ("community_staff", HandlingLevel.COMMUNITY),
        ("grid_leader", HandlingLevel.GRID),
    )
    return max((level.rank for role, level in ranks if by.role_in(community, role)), default=-1)
