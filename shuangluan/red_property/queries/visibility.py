"""Which meetings exist for a viewer: the one filter of lists, details, figures and search (RP-12)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from shuangluan.kernel import clock
from shuangluan.kernel.models import CompoundService
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.red_property.models import Attendance, Committee, Meeting, MeetingCompound
from shuangluan.red_property.permissions import COMMUNITY, Perm
from shuangluan.red_property.rules.words import MeetingState

UNSENT = MeetingState.HELD  # a draft: for the recorder and the community alone (RP-62)


def visible(viewer: Viewer, day: date, *columns: Any) -> Select[Any]:
    """Meetings of the viewer's areas, of his company's or committee's compounds, and those he wrote or sat in."""
    return select(*columns or (Meeting,)).where(is_visible(viewer, day))


def readable_ids(viewer: Viewer) -> Select[Any]:
    """Ids of the meetings that the viewer may open today: for threads and attachments."""
    return visible(viewer, clock.today(), Meeting.id)


def is_visible(viewer: Viewer, day: date) -> ColumnElement[bool]:
    """The condition itself."""
    sat = select(Attendance.meeting_id).where(Attendance.person_id == viewer.person_id)
    others = or_(
        viewer.within(Perm.MEETING_READ, Meeting.community),
        Meeting.id.in_(select(MeetingCompound.meeting_id).where(of_own_compounds(viewer, day))),
        Meeting.id.in_(sat),
    )
    return or_(
        Meeting.recorder_id == viewer.person_id,
        _in_own_community(viewer),
        and_(Meeting.state != UNSENT, others),
    )


def _in_own_community(viewer: Viewer) -> ColumnElement[bool]:
    codes = {g.area for g in viewer.roles(Perm.MEETING_READ) if g.role in COMMUNITY and g.area}
    return Meeting.community.in_(sorted(codes))


def of_own_compounds(
    viewer: Viewer, day: date, column: Any = None, permission: str = Perm.MEETING_READ
) -> ColumnElement[bool]:
    """Compounds that the viewer's company serves on `day`, or whose committee he is a delegate of."""
    column = MeetingCompound.compound_id if column is None else column
    companies = [g.organisation_id for g in viewer.roles(permission) if g.role == "property_liaison"]
    committees = [g.organisation_id for g in viewer.roles(permission) if g.role == "owners_delegate"]
    served = select(CompoundService.compound_id).where(
        CompoundService.organisation_id.in_(companies),
        in_force(CompoundService.valid_from, CompoundService.valid_to, day),
    )
    owned = select(Committee.compound_id).where(Committee.organisation_id.in_(committees))
    return or_(column.in_(served), column.in_(owned))
