"""Owners' votes in the global search: those the viewer may open, the newest first (D27)."""

from collections.abc import Sequence

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.ports import Hit
from shuangluan.kernel.search import matches, norm
from shuangluan.red_property.models import OwnersVote
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.votes import visible
from shuangluan.red_property.rules.votes import VOTE_LABEL

V = OwnersVote


def hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """At most `limit` votes for the words."""
    asked = norm(words.replace("\0", ""))
    if not asked or not viewer.can(Perm.VOTE_READ):
        return []
    rows = db.session.execute(
        visible(viewer, V.id, V.title, V.community, V.state, V.opens_on)
        .where(matches(V.search_text, asked))
        .order_by(V.opens_on.desc(), V.id.desc())
        .limit(limit)
    )
    return [
        Hit(
            "red_property",
            row.title,
            f"{areas().short(row.community)} · 业主表决 · {VOTE_LABEL[row.state]} · {row.opens_on} 开始",
            f"/red-property/votes/{row.id}",
        )
        for row in rows
    ]
