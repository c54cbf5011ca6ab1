"""The workforce in the global search: workers, then notices of recruitment and sessions of training."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.ports import Hit
from shuangluan.kernel.search import matches, norm
from shuangluan.workforce.models import RecruitPlan, Training, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.training import readable_sessions
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules.states import RECRUIT_LABEL, WORKER_LABEL


def hits(viewer: Viewer, words: str, limit: int) -> Sequence[Hit]:
    """At most `limit` records that the viewer may open: workers by pinyin, the rest newest first."""
    said = words.replace("\0", "").strip()
    if not norm(said):
        return []
    found: list[Hit] = []
    for search in (_workers, _notices, _sessions):
        if len(found) < limit:
            found += search(viewer, said, limit - len(found))
    return found


def _workers(viewer: Viewer, said: str, limit: int) -> list[Hit]:
    """By name, its pinyin initials, staff number or community."""
    if not viewer.can(Perm.WORKER_READ):
        return []
    found = visible(viewer, Worker.id).where(matches(Worker.search_text, norm(said)))
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


def _notices(viewer: Viewer, said: str, limit: int) -> list[Hit]:
    """By title or 文号."""
    if not viewer.can(Perm.RECRUIT_READ):
        return []
    named = or_(RecruitPlan.title.icontains(said, autoescape=True), RecruitPlan.doc_no.icontains(said, autoescape=True))
    newest = (RecruitPlan.announced_on.desc(), RecruitPlan.id.desc())
    return [
        Hit(
            "workforce", one.title, f"公开招聘 · {one.doc_no} · {RECRUIT_LABEL[one.state]}",
            f"/workforce/recruit/{one.id}",
        )
        for one in db.session.scalars(select(RecruitPlan).where(named).order_by(*newest).limit(limit))
    ]  # fmt: skip


def _sessions(viewer: Viewer, said: str, limit: int) -> list[Hit]:
    """By course."""
    if not viewer.can(Perm.WORKER_READ):
        return []
    named = readable_sessions(viewer).where(Training.course.icontains(said, autoescape=True))
    return [
        Hit(
            "workforce", one.course, f"培训 · {one.held_on} · {areas().name(one.area)}", f"/workforce/training/{one.id}"
        )
        for one in db.session.scalars(named.order_by(Training.held_on.desc(), Training.id.desc()).limit(limit))
    ]
