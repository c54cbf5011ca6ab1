"""全科考聘 as lists: examinations, the marks of one, who passed every subject (WF-119)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Reckoned, Source, in_area, open_to, within
from shuangluan.workforce.models import SkillExam, SkillResult, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.skills import candidates
from shuangluan.workforce.rules.training import ALL_ROUND, GENERALIST

E, R = SkillExam, SkillResult


def _marks(viewer: Viewer, *conditions: ColumnElement[bool]) -> Any:
    rows = (
        select(func.count(R.id))
        .join(Worker, Worker.id == R.worker_id)
        .where(R.exam_id == E.id, viewer.within(Perm.WORKER_READ, Worker.community), *conditions)
    )
    return rows.correlate(E).scalar_subquery()


def exams(viewer: Viewer) -> Source:
    """The examinations of the district; examined and passed are counted within the viewer's scope."""
    return Source(
        key=E.id,
        ids=open_to(select(E.id), Perm.WORKER_READ),
        columns=lambda _: select(
            E.id, E.subject, E.held_on, E.pass_x100, E.doc_no, _marks(viewer).label("examined"),
            _marks(viewer, R.score_x100 >= E.pass_x100).label("passed"),
        ),
        views=lambda day: {
            "all": None,
            "coming": E.held_on > day,
            "unmarked": (E.held_on <= day) & ~select(R.id).where(R.exam_id == E.id).correlate(E).exists(),
        },
        filters={
            "q": lambda text, _: or_(*(one.icontains(text, autoescape=True) for one in (E.subject, E.doc_no))),
            "subject": lambda text, _: E.subject == text,
            "year": lambda text, _: E.held_on.between(date(int(text), 1, 1), date(int(text), 12, 31)),
        },
        orders={"held": (E.held_on,), "subject": (E.subject, E.held_on)},
    )  # fmt: skip


def _joined(*columns: Any) -> Any:
    rows = select(*columns).select_from(R).join(Worker, Worker.id == R.worker_id).join(E, E.id == R.exam_id)
    return rows.join(Person, Person.id == Worker.person_id)


def marks(exam_id: int) -> Source:
    """The marks of an examination; never in the order of the marks (WF-102)."""
    return Source(
        key=Worker.id,
        ids=within(_joined(Worker.id).where(R.exam_id == exam_id), Perm.WORKER_READ, Worker.community),
        columns=lambda _: _joined(
            Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Person.name,
            R.score_x100, E.pass_x100, E.subject, E.held_on,
        ).where(R.exam_id == exam_id),
        views=lambda _: {
            "all": None,
            "passed": R.score_x100 >= E.pass_x100,
            "failed": R.score_x100 < E.pass_x100,
        },
        filters={"q": lambda text, _: matches(Worker.search_text, text)},
        orders={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
        area=in_area(Worker.community),
    )  # fmt: skip


def titled(viewer: Viewer, day: date) -> Reckoned:
    """Who passed every subject: what each was appointed, and what each may be."""
    return Reckoned(
        rows=candidates(viewer, day),
        views={
            "open": lambda one: bool(one.open_kinds),
            "generalist": lambda one: GENERALIST in one.titles,
            "all_round": lambda one: ALL_ROUND in one.titles,
            "all": lambda _: True,
        },
        filters={"q": lambda text, one: norm(text) in one.worker.search_text},
        orders={"name": lambda one: (one.worker.person.pinyin, one.id)},
        place=lambda one: one.worker.community,
    )
