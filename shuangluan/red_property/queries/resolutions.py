"""One resolution with its story (RP-9, RP-15)."""

from collections.abc import Sequence

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.red_property.models import FollowUp, Meeting, Resolution
from shuangluan.red_property.queries.visibility import visible


def resolution(resolution_id: int, *, viewer: Viewer) -> tuple[Resolution, Meeting] | None:
    """A resolution in force of a meeting that the viewer may open, with that meeting."""
    row = db.session.execute(
        select(Resolution, Meeting)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            Resolution.id == resolution_id,
            Resolution.in_force,
            Meeting.id.in_(visible(viewer, clock.today(), Meeting.id)),
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def follow_ups(resolution_id: int) -> Sequence[FollowUp]:
    """What was said of it, newest first."""
    return db.session.scalars(
        select(FollowUp)
        .where(FollowUp.resolution_id == resolution_id, FollowUp.is_final)
        .order_by(FollowUp.on.desc(), FollowUp.id.desc())
    ).all()
