"""Sessions, plans and the roster of a session as lists (WF-119, WF-221)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, between, in_area, open_to, within
from shuangluan.workforce.models import Training, TrainingPlan, TrainingSeat, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.training import is_readable
from shuangluan.workforce.rules.states import PlanState

T, P = Training, TrainingPlan


def _in_year(text: str, _: date) -> ColumnElement[bool]:
    return T.held_on.between(date(int(text), 1, 1), date(int(text), 12, 31))


def _seats(viewer: Viewer, *conditions: ColumnElement[bool]) -> Any:
    """How many of the viewer's are called to a session."""
    rows = (
        select(func.count(TrainingSeat.id))
        .join(Worker, Worker.id == TrainingSeat.worker_id)
        .where(TrainingSeat.training_id == T.id, viewer.within(Perm.WORKER_READ, Worker.community), *conditions)
    )
    return rows.correlate(T).scalar_subquery()


def _nobody_signed() -> ColumnElement[bool]:
    return ~exists().where(TrainingSeat.training_id == T.id, TrainingSeat.signed_in).correlate(T)


def sessions(viewer: Viewer) -> Source:
    """The sessions of areas that hold the viewer's, or lie in them."""
    return Source(
        key=T.id,
        ids=lambda who, _: select(T.id).where(is_readable(who)),
        columns=lambda _: select(
            T.id, T.area, T.course, T.held_on, T.place, T.hours_x100, _seats(viewer).label("called"),
            _seats(viewer, TrainingSeat.signed_in.is_(True)).label("signed"),
        ),
        views=lambda day: {
            "all": None,
            "coming": T.held_on > day,
            "unsigned": and_(T.held_on <= day, _nobody_signed()),
            "held": and_(T.held_on <= day, ~_nobody_signed()),
        },
        filters={
            "q": lambda text, _: or_(*(one.icontains(text, autoescape=True) for one in (T.course, T.place))),
            "year": _in_year,
            **between("held", T.held_on),
        },
        orders={"held": (T.held_on,), "course": (T.course,)},
        area=in_area(T.area),
    )  # fmt: skip


def _signed_of_plan(viewer: Viewer) -> Any:
    rows = (
        select(func.count(func.distinct(TrainingSeat.worker_id)))
        .join(T, T.id == TrainingSeat.training_id)
        .join(Worker, Worker.id == TrainingSeat.worker_id)
        .where(T.plan_id == P.id, TrainingSeat.signed_in, viewer.within(Perm.WORKER_READ, Worker.community))
    )
    return rows.correlate(P).scalar_subquery()


def _sessions_of_plan() -> Any:
    return select(func.count(T.id)).where(T.plan_id == P.id).correlate(P).scalar_subquery()


def plans(viewer: Viewer) -> Source:
    """The plans of the district against what was done: how many of the viewer's signed in to one of its sessions."""
    return Source(
        key=P.id,
        ids=open_to(select(P.id), Perm.WORKER_READ),
        columns=lambda _: select(
            P.id, P.year, P.course, P.body, P.audience, P.hours_x100, P.due_on, P.doc_no, P.state, P.row_version,
            _sessions_of_plan().label("sessions"), _signed_of_plan(viewer).label("signed"),
        ),
        views=lambda day: {
            "all": None,
            "draft": P.state == PlanState.DRAFT,
            "published": P.state == PlanState.PUBLISHED,
            "late": and_(P.state == PlanState.PUBLISHED, P.due_on < day),
            "done": P.state == PlanState.DONE,
        },
        filters={
            "q": lambda text, _: or_(*(one.icontains(text, autoescape=True) for one in (P.course, P.body, P.doc_no))),
            "year": lambda text, _: P.year == int(text),
        },
        orders={"due": (P.due_on,), "course": (P.course,)},
    )  # fmt: skip


def _seated(*columns: Any) -> Any:
    rows = select(*columns).select_from(TrainingSeat).join(Worker, Worker.id == TrainingSeat.worker_id)
    return rows.join(Person, Person.id == Worker.person_id)


def roster(training_id: int) -> Source:
    """Who is called to a session."""
    return Source(
        key=Worker.id,
        ids=within(
            _seated(Worker.id).where(TrainingSeat.training_id == training_id), Perm.WORKER_READ, Worker.community
        ),
        columns=lambda _: _seated(
            Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Person.name,
            TrainingSeat.signed_in, T.hours_x100, T.held_on, T.course,
        )
        .join(T, T.id == TrainingSeat.training_id)
        .where(T.id == training_id),
        views=lambda _: {
            "all": None,
            "signed": TrainingSeat.signed_in.is_(True),
            "absent": TrainingSeat.signed_in.is_(False),
        },
        filters={"q": lambda text, _: matches(Worker.search_text, text)},
        orders={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
        area=in_area(Worker.community),
    )  # fmt: skip
