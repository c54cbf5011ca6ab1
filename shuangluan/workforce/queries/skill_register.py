"""全科考聘 as lists: examinations, the marks of one, who passed every subject (WF-119)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true

from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches, norm
from shuangluan.workforce.models import SkillExam, SkillResult, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.skills import candidates
from shuangluan.workforce.queries.sources import Reckoned, Source
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
        ids=select(E.id),
        columns=lambda _: select(
            E.id, E.subject, E.held_on, E.pass_x100, E.doc_no, _marks(viewer).label("examined"),
            _marks(viewer, R.score_x100 >= E.pass_x100).label("passed"),
        ),
        views={
            "all": lambda _: true(),
            "coming": lambda day: E.held_on > day,
            "unmarked": lambda day: (E.held_on <= day) & ~select(R.id).where(R.exam_id == E.id).correlate(E).exists(),
        },
        filters={
            "q": lambda text: or_(E.subject.contains(text, autoescape=True), E.doc_no.icontains(text, autoescape=True)),
            "subject": lambda text: E.subject == text,
            "year": lambda text: E.held_on.between(date(int(text), 1, 1), date(int(text), 12, 31)),
        },
        sorts={"held": (E.held_on,), "subject": (E.subject, E.held_on)},
        place=None,
    )  # fmt: skip


def _joined(*columns: Any) -> Any:
    rows = select(*columns).select_from(R).join(Worker, Worker.id == R.worker_id).join(E, E.id == R.exam_id)
    return rows.join(Person, Person.id == Worker.person_id)


def marks(exam_id: int) -> Source:
    """The marks of an examination; never in the order of the marks (WF-102)."""
    return Source(
        key=Worker.id,
        ids=_joined(Worker.id).where(R.exam_id == exam_id),
        columns=lambda _: _joined(
            Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Person.name,
            R.score_x100, E.pass_x100, E.subject, E.held_on,
        ).where(R.exam_id == exam_id),
        views={
            "all": lambda _: true(),
            "passed": lambda _: R.score_x100 >= E.pass_x100,
            "failed": lambda _: R.score_x100 < E.pass_x100,
        },
        filters={"q": lambda text: matches(Worker.search_text, text)},
        sorts={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
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
        sorts={"name": lambda one: (one.worker.person.pinyin, one.id)},
        place=lambda one: one.worker.community,
    )
