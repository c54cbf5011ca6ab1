"""Workers for the global search: by name, its pinyin initials, staff number or community."""

from collections.abc import Sequence

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.ports import Hit
from shuangluan.kernel.search import matches, norm
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules.states import WORKER_LABEL


def hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """At most `limit` workers that the viewer may open, by pinyin."""
    asked = norm(words.replace("\0", ""))
    if not asked or not viewer.can(Perm.WORKER_READ):
        return []
    found = visible(viewer, Worker.id).where(matches(Worker.search_text, asked))
    rows = db.session.execute(
        select(Worker.id, Worker.staff_no, Worker.community, Worker.state, Person.name)
        .join(Person, Person.id == Worker.person_id)
        .where(Worker.id.in_(found))
        .order_by(Person.pinyin, Worker.id)
        .limit(limit)
    )
    return [
        Hit(
            "workforce", row.name, f"{row.staff_no} · {areas().name(row.community)} · {WORKER_LABEL[row.state]}",
            f"/workforce/workers/{row.id}",
        )
        for row in rows
    ]  # fmt: skip
