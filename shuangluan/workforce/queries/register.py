"""The roster of workers 人员名册: which rows a list asks for, in which order, how many stand in each view (WF-200)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, literal, or_, select, true

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.search import matches
from shuangluan.kernel.tables import Asked, count_of, ids_of_page
from shuangluan.workforce.models import (
    Absence,
    Appointment,
    Certificate,
    Contract,
    Education,
    GradeRecord,
    Registration,
    Worker,
)
from shuangluan.workforce.queries.ledger import is_current_on
from shuangluan.workforce.queries.visibility import visible
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER, EDUCATION_ORDER
from shuangluan.workforce.rules.leaving import REMINDER_DAYS
from shuangluan.workforce.rules.states import EMPLOYED, VerifyState, WorkerState

BATCH = 1000  # rows of an export read at a time
COLLEGE = EDUCATION_ORDER[EDUCATION_ORDER.index("大专") :]


@dataclass(frozen=True)
class Seen:
    """Through whose eyes and as of which day the roster is read (截至); `is_past`: a day before today.

    Of a past day it shows who was employed then, papers verified and grades recorded by then (WF-20).
    """

    viewer: Viewer
    day: date
    is_past: bool = False

    @property
    def end(self) -> datetime:
        """The moment at which the day is over."""
        return clock.start_of(self.day + timedelta(days=1))


def is_employed() -> ColumnElement[bool]:
    """试用, 在岗, 离岗, 停职: whom worker.total counts (WF-220)."""
    return Worker.state.in_(EMPLOYED)


def has_education(*levels: str) -> ColumnElement[bool]:
    """Whose highest verified education is one of `levels`, which reach to the top of the order or are one level."""
    verified = (Education.worker_id == Worker.id, Education.verify_state == VerifyState.VERIFIED)
    above = EDUCATION_ORDER[EDUCATION_ORDER.index(levels[-1]) + 1 :]
    held = exists().where(*verified, Education.level.in_(levels)).correlate(Worker)
    return and_(held, ~exists().where(*verified, Education.level.in_(above)).correlate(Worker)) if above else held


def has_certificate(*levels: str) -> ColumnElement[bool]:
    """Who obtained a verified certificate of one of `levels`."""
    verified = (Certificate.worker_id == Worker.id, Certificate.verify_state == VerifyState.VERIFIED)
    return exists().where(*verified, Certificate.level.in_(levels)).correlate(Worker)


def has_contract_ending(day: date) -> ColumnElement[bool]:
    """Employed, with a contract that ends within the days of the reminder, and none after it (WF-47)."""
    until = day + timedelta(REMINDER_DAYS)
    ends = exists().where(Contract.worker_id == Worker.id, Contract.signed_until.between(day, until)).correlate(Worker)
    later = exists().where(
        Contract.worker_id == Worker.id, (Contract.signed_until.is_(None)) | (Contract.signed_until > until)
    )
    return and_(is_employed(), ends, ~later.correlate(Worker))


def has_certificate_ending(day: date) -> ColumnElement[bool]:
    """Employed, with a registration that ends within 90 days (WF-201)."""
    ends = (
        exists()
        .where(
            Certificate.worker_id == Worker.id,
            Registration.certificate_id == Certificate.id,
            Registration.registered_until.between(day, day + timedelta(90)),
        )
        .correlate(Worker)
    )
    return and_(is_employed(), ends)


def was_employed(seen: Seen) -> ColumnElement[bool]:
    """Employed on a past day by its entry and exit."""
    gone = and_(Worker.exit_date.is_not(None), Worker.exit_date <= seen.day)
    return and_(Worker.state != WorkerState.PROPOSED, Worker.entry_date <= seen.day, ~gone)


def _was_on_trial(seen: Seen) -> ColumnElement[bool]:
    trial = exists().where(
        Contract.worker_id == Worker.id, Contract.signed_from <= seen.day, Contract.probation_until >= seen.day
    )
    return and_(was_employed(seen), trial.correlate(Worker))


def _was_away(seen: Seen) -> ColumnElement[bool]:
    lasted = or_(Absence.away_until.is_(None), Absence.away_until >= seen.day)
    absent = exists().where(Absence.worker_id == Worker.id, Absence.away_from <= seen.day, lasted)
    return and_(was_employed(seen), absent.correlate(Worker))


def _was_ungraded(seen: Seen) -> ColumnElement[bool]:
    return and_(was_employed(seen), ~exists().where(is_current_on(seen.day, seen.end)).correlate(Worker))


VIEWS: dict[str, Callable[[Seen], ColumnElement[bool]]] = {
    "employed": lambda _: is_employed(),
    "probation": lambda _: Worker.state == WorkerState.PROBATION,
    "away": lambda _: Worker.state.in_([WorkerState.AWAY, WorkerState.SUSPENDED]),
    "contract": lambda seen: has_contract_ending(seen.day),
    "certificate": lambda seen: has_certificate_ending(seen.day),
    "ungraded": lambda _: and_(is_employed(), Worker.first_on.is_(None)),
    "left": lambda _: Worker.state == WorkerState.LEFT,
    "all": lambda _: true(),
}
PAST: dict[str, Callable[[Seen], ColumnElement[bool]]] = {
    **VIEWS,
    "employed": was_employed,
    "probation": _was_on_trial,
    "away": _was_away,
    "ungraded": _was_ungraded,
    "left": lambda seen: Worker.exit_date <= seen.day,
    "all": lambda seen: Worker.entry_date <= seen.day,
}


def _view(key: str, seen: Seen) -> ColumnElement[bool]:
    return (PAST if seen.is_past else VIEWS)[key](seen)


FILTERS: Mapping[str, Callable[[str, Seen], ColumnElement[bool]]] = {
    "q": lambda text, _: matches(Worker.search_text, text),
    "state": lambda text, _: Worker.state == WorkerState(text),
    "post": lambda text, seen: exists()
    .where(is_current_on(seen.day, seen.end), GradeRecord.post_class == text)
    .correlate(Worker),
    "education": lambda text, _: has_education(text),
    "certificate": lambda text, _: has_certificate(text),
    "exit": lambda text, _: Worker.exit_kind == text,
    "entry_from": lambda text, _: Worker.entry_date >= date.fromisoformat(text),
    "entry_to": lambda text, _: Worker.entry_date <= date.fromisoformat(text),
}


def _filtered(asked: Asked, seen: Seen) -> Select[Any]:
    rows = visible(seen.viewer, Worker.id)
    area = asked.extra.get("area")
    if area:
        rows = rows.where(area_range(Worker.community, area))
    return rows.where(*(FILTERS[key](value, seen) for key, value in asked.values.items()))


def selection(asked: Asked, seen: Seen, figure: Select[Any] | None = None) -> Select[Any]:
    """The ids of the list: its filters and its view, or the ids that a figure counts (D6)."""
    rows = _filtered(asked, seen)
    return rows.where(Worker.id.in_(figure) if figure is not None else _view(asked.view, seen))


def tally(
    asked: Asked, seen: Seen, figure: Select[Any] | None, kept: Sequence[Asked]
) -> tuple[dict[str, int], int, list[int]]:
    """How many: in each view, in the list of the figure, in each kept view; one statement."""
    rows = _filtered(asked, seen)
    parts = [count_of(rows.where(_view(key, seen))) for key in VIEWS]
    parts.append(literal(0) if figure is None else count_of(selection(asked, seen, figure)))
    parts += [count_of(selection(one, seen)) for one in kept]
    numbers = list(db.session.execute(select(*parts)).one())
    return dict(zip(VIEWS, numbers, strict=False)), numbers[len(VIEWS)], numbers[len(VIEWS) + 1 :]


SORTS: Mapping[str, tuple[Any, ...]] = {
    "name": (Person.pinyin,),
    "community": (Worker.community, Person.pinyin),
    "entry_date": (Worker.entry_date,),
}


def order(asked: Asked) -> tuple[Any, ...]:
    """An offered order, then the id; workers are never ordered by grade or score (WF-102)."""
    columns = (*SORTS[asked.sort], Worker.id)
    return tuple(column.desc() if asked.desc else column.asc() for column in columns)


def _columns(seen: Seen) -> Select[Any]:
    going_on = or_(Appointment.held_until.is_(None), Appointment.held_until >= seen.day)
    held = and_(Appointment.held_from <= seen.day, going_on)
    signed = Contract.signed_from <= seen.day if seen.is_past else true()
    rows: Any = (
        select(
            Worker.id, Worker.staff_no, Worker.community, Worker.state, Worker.sex, Worker.birth_date,
            Worker.entry_date, Worker.exit_date, Worker.exit_kind, Worker.last_position, Worker.political_status,
            Worker.party_on, Worker.ethnicity, Worker.hukou,
            Person.name, Person.phone,
            GradeRecord.grade, GradeRecord.post_class, GradeRecord.overflow,
            _latest(Appointment.position, Appointment.held_from, held).label("position"),
            _highest(Education, EDUCATION_ORDER, seen).label("education"),
            _highest(Certificate, CERTIFICATE_ORDER, seen).label("certificate"),
            _latest(Contract.signed_until, Contract.signed_from, signed).label("contract_until"),
        )
        .select_from(Worker)
        .join(Person, Person.id == Worker.person_id)
        .outerjoin(GradeRecord, is_current_on(seen.day, seen.end))
    )  # fmt: skip
    found: Select[Any] = rows
    return found


def _latest(column: Any, begun: Any, condition: Any) -> Any:
    table = column.class_
    rows = select(column).where(table.worker_id == Worker.id, condition)
    return rows.order_by(begun.desc(), table.id.desc()).limit(1).correlate(Worker).scalar_subquery()


def _highest(table: Any, levels: Sequence[str], seen: Seen) -> Any:
    rank = case({level: place for place, level in enumerate(levels)}, value=table.level)
    rows = select(table.level).where(
        table.worker_id == Worker.id, table.verify_state == VerifyState.VERIFIED, table.verified_on <= seen.day
    )
    return rows.order_by(rank.desc(), table.id).limit(1).correlate(Worker).scalar_subquery()


def page_rows(asked: Asked, seen: Seen, figure: Select[Any] | None = None) -> list[Any]:
    """The page asked for and one row more; one statement."""
    joined = selection(asked, seen, figure).join(Person, Person.id == Worker.person_id)
    ids = ids_of_page(joined, order(asked), asked).subquery()
    return list(db.session.execute(_columns(seen).where(Worker.id.in_(select(ids.c.id))).order_by(*order(asked))))


def all_ids(asked: Asked, seen: Seen, most: int, figure: Select[Any] | None = None) -> list[int]:
    """Every id of the list in its order, and one beyond `most` when there are more."""
    joined = selection(asked, seen, figure).join(Person, Person.id == Worker.person_id)
    return list(db.session.scalars(joined.order_by(*order(asked)).limit(most + 1)))


def rows_in_batches(ids: list[int], seen: Seen) -> Iterator[Any]:
    """The rows of `ids` in their order, a batch to a statement."""
    walk = iter(ids)
    while batch := list(islice(walk, BATCH)):
        found = {row.id: row for row in db.session.execute(_columns(seen).where(Worker.id.in_(batch)))}
        yield from (found[one] for one in batch if one in found)
