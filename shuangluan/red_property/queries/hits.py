"""Meetings and resolutions for the global search: by words of title and text, by pinyin initials."""

from collections.abc import Sequence

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.ports import Hit
from shuangluan.kernel.search import matches, norm
from shuangluan.red_property.models import Meeting, Resolution
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.visibility import visible
from shuangluan.red_property.rules.resolutions import RESOLUTION_LABEL
from shuangluan.red_property.rules.words import MEETING_LABEL

TASK = "red_property"


def hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """At most `limit` meetings and resolutions that the viewer may open, the newest first, meetings before."""
    asked = norm(words.replace("\0", ""))
    if not asked or not viewer.can(Perm.MEETING_READ):
        return []
    day = clock.today()
    meetings = db.session.execute(
        visible(viewer, day, Meeting.id, Meeting.title, Meeting.community, Meeting.held_on, Meeting.state)
        .where(matches(Meeting.search_text, asked))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(limit)
    ).all()
    found = [
        Hit(
            TASK,
            row.title,
            f"{areas().short(row.community)} · {MEETING_LABEL[row.state]} · {row.held_on} 开会",
            f"/red-property/meetings/{row.id}",
        )
        for row in meetings
    ]
    return [*found, *_resolutions(viewer, asked, limit - len(found))]


def _resolutions(viewer: Viewer, asked: str, limit: int) -> list[Hit]:
    if limit <= 0:
        return []
    rows = db.session.execute(
        select(Resolution.id, Resolution.text, Resolution.state, Resolution.due_on, Resolution.holder_name)
        .where(
            Resolution.in_force,
            Resolution.meeting_id.in_(visible(viewer, clock.today(), Meeting.id)),
            matches(Resolution.search_text, asked),
        )
        .order_by(Resolution.due_on.desc(), Resolution.id.desc())
        .limit(limit)
    )
    return [
        Hit(
            TASK,
            row.text[:60],
            f"议定事项 · {row.holder_name} · {RESOLUTION_LABEL[row.state]} · 期限 {row.due_on}",
            f"/red-property/resolutions/{row.id}",
        )
        for row in rows
    ]
