"""Which appeals exist for a viewer: the one filter of lists, details, figures, search and export (B02)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from shuangluan.grid.models import Appeal, AppealLeg
from shuangluan.grid.permissions import Perm
from shuangluan.kernel import clock
from shuangluan.kernel.models import CompoundService
from shuangluan.kernel.permissions import Viewer, area_range, in_force
from shuangluan.kernel.places import DISTRICT

sent = aliased(AppealLeg, name="sent")
COMMUNITY = 12  # digits of a community's code


def visible(viewer: Viewer, day: date, *columns: Any) -> Select[Any]:
    """Appeals of the viewer's areas and those addressed to his organisations, restricted ones apart."""
    return select(*columns or (Appeal,)).where(is_visible(viewer, day))


def readable_ids(viewer: Viewer) -> Select[Any]:
    """Ids of the appeals that the viewer may open today: for threads and attachments."""
    return visible(viewer, clock.today(), Appeal.id)


def may_open(viewer: Viewer, day: date, appeal_id: Any) -> ColumnElement[bool]:
    """Whether the appeal that a column of another statement names exists for the viewer."""
    return visible(viewer, day, Appeal.id).where(Appeal.id == appeal_id).correlate_except(Appeal).exists()


def is_visible(viewer: Viewer, day: date, *, by_row: bool = False) -> ColumnElement[bool]:
    """The condition itself (GR-13).

    `by_row` asks for each row whether it was sent to the viewer's body; otherwise a planner may begin with all that
    ever was, which suits lists of them and not the few that are running.
    """
    conditions: list[ColumnElement[bool]] = []
    full = viewer.areas(Perm.APPEAL_READ_RESTRICTED)
    if full:
        conditions.append(_within(full))
    if any(not area.startswith(full) for area in viewer.areas(Perm.APPEAL_READ)):
        own = or_(Appeal.is_restricted.is_(False), Appeal.registered_by_id == viewer.person_id)
        conditions.append(and_(_within(viewer.areas(Perm.APPEAL_READ)), own))
    conditions += _addressed(viewer, day, _asked_by_row if by_row else _asked_at_once)
    return or_(*conditions) if conditions else false()


def _within(codes: Iterable[str]) -> ColumnElement[bool]:
    """Appeals of any of the areas; the whole district is no condition, then a planner goes by the order asked for."""
    parts = [of_area(code) for code in codes]
    return or_(*parts) if parts else false()


def of_area(code: str) -> ColumnElement[bool]:
    """Appeals of an area; the whole district is no condition."""
    if code == DISTRICT:
        return true()
    if len(code) == COMMUNITY:  # one value, not a range: then its index gives the order too
        return Appeal.community == code
    return area_range(Appeal.community, code)


Sent = Callable[[list[int | None]], ColumnElement[bool]]


def _addressed(viewer: Viewer, day: date, sent_to: Sent) -> list[ColumnElement[bool]]:
    """What was sent to the viewer's department or company; a company only while it serves the compound."""
    grants = viewer.roles(Perm.APPEAL_READ)
    departments = [g.organisation_id for g in grants if g.role == "department"]
    companies = [g.organisation_id for g in grants if g.role == "property_liaison"]
    found: list[ColumnElement[bool]] = []
    if departments:
        found.append(and_(Appeal.is_restricted.is_(False), sent_to(departments)))
    if companies:
        served = select(CompoundService.compound_id).where(
            CompoundService.organisation_id.in_(companies),
            in_force(CompoundService.valid_from, CompoundService.valid_to, day),
        )
        found.append(
            and_(
                Appeal.is_restricted.is_(False),
                sent_to(companies),
                or_(Appeal.compound_id.is_(None), Appeal.compound_id.in_(served)),
            )
        )
        found.append(Appeal.registered_by_id == viewer.person_id)  # what one wrote oneself one keeps reading
    return found


def _asked_at_once(organisations: list[int | None]) -> ColumnElement[bool]:
    return Appeal.id.in_(select(AppealLeg.appeal_id).where(AppealLeg.to_organisation_id.in_(organisations)))


def _asked_by_row(organisations: list[int | None]) -> ColumnElement[bool]:
    mine = and_(sent.appeal_id == Appeal.id, sent.to_organisation_id.in_(organisations))
    return exists().where(mine).correlate(Appeal)


def in_area(area: str | None) -> ColumnElement[bool] | None:
    """The scope switcher's choice, or nothing."""
    return of_area(area) if area else None
