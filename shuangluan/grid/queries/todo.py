"""What awaits a viewer among the appeals (GR-2, GR-7, GR-13): one row per step, reckoned when it is read (D7).

Whose a step is follows `rules.moves`; where several levels may take it, it is asked of the one that answers for the
matter: 网格长 and community up to the level 社区, the street above it, an approval one level above the handler. The
others may still act from the appeal's page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from shuangluan.extensions import UtcDateTime
from shuangluan.grid.models import Appeal, AppealLeg, Extension, Suspension
from shuangluan.grid.permissions import Perm
from shuangluan.grid.queries import conditions as are
from shuangluan.grid.queries.book import terms_on
from shuangluan.grid.queries.visibility import is_visible
from shuangluan.grid.queries.whose import BODIES, COMMUNITY, DISTRICT, STREET, Whose, rank_of_body
from shuangluan.grid.rules import AppealState, HandlingLevel, LegRole
from shuangluan.kernel import clock
from shuangluan.kernel.dialect import days_between
from shuangluan.kernel.permissions import Grant, Viewer
from shuangluan.kernel.ports import Step

ISSUED = (AppealState.DISPATCHED, AppealState.PROCESSING)
LOW = (HandlingLevel.GRID, HandlingLevel.COMMUNITY)
HIGH = (HandlingLevel.STREET, HandlingLevel.DISTRICT)
returned, taken = aliased(AppealLeg, name="returned"), aliased(AppealLeg, name="taken")
MINE, REVIEW, ASSIGNED = "mine", "review", "assigned"


def _step(key: str, label: str, group: str, act: str = "") -> Step:
    """`act` is the page of the deed; a step with several answers opens the appeal itself."""
    page = f"grid.appeal_{act}" if act else ""
    return Step(f"grid.{key}", "grid", label, "grid.appeal_detail", "appeal_id", group, page)


STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        _step("accept", "受理", MINE, "acceptance"),
        _step("answer_now", "即办", MINE, "instant_answer"),
        _step("locate", "定位到网格", MINE, "location"),
        _step("dispatch", "派发", MINE, "dispatch"),
        _step("assign", "指定办理", MINE, "assignment"),
        _step("verify", "核查回访", MINE),
        _step("review_shelved", "挂账复核", MINE, "review"),
        _step("sign", "签收", ASSIGNED, "signature"),
        _step("answer", "反馈结果", ASSIGNED, "answer"),
        _step("finish_assist", "协办完成", ASSIGNED, "assistance_result"),
        _step("resume", "恢复办理", ASSIGNED, "resumption"),
        _step("answer_return", "答复退回", REVIEW),
        _step("answer_suspension", "审批挂起", REVIEW),
        _step("answer_extension", "审批延期", REVIEW),
    )
}


@dataclass(frozen=True)
class Asker:
    """For whom and on which day the to-dos are asked for, and the two terms that decide whose they are."""

    whose: Whose
    return_max: int
    suspension_street_days: int

    @property
    def day(self) -> date:
        """The local day."""
        return self.whose.day

    def rows(
        self, key: str, due: Any, *conditions: Any, note: Any = None, where: ColumnElement[bool] | None = None
    ) -> Select[Any]:
        """Rows of one step over appeals that exist for the viewer; over open ones unless `where` says otherwise."""
        return select(
            literal_column(f"'grid.{key}'", String).label("step"),
            Appeal.id.label("record_id"),
            Appeal.title.label("title"),
            (self._number + note if note is not None else self._number).label("note"),
            due.label("due_at"),
        ).where(are.is_open() if where is None else where, *conditions, self._visible)

    @cached_property
    def _visible(self) -> ColumnElement[bool]:
        return is_visible(self.whose.viewer, self.day, by_row=True)

    @cached_property
    def is_body(self) -> ColumnElement[bool]:
        """The leg that is looked at is addressed to the viewer."""
        return self.whose.is_body(AppealLeg)

    @cached_property
    def _number(self) -> ColumnElement[str]:
        """SL-1120-001 · 御景园1号楼, and first whether somebody urged it."""
        running = func.substr(Appeal.no, 4, 4) == f"{self.day:%Y}"
        number = case((running, literal_column("'SL-'", String) + func.substr(Appeal.no, 8)), else_=Appeal.no)
        place = case((Appeal.address_text != "", literal_column("' · '", String) + Appeal.address_text), else_="")
        urged = and_(Appeal.reminded_at.is_not(None), Appeal.responded_at.is_(None))
        return case((urged, literal_column("'已催办 · '", String)), else_="") + number + place


NEVER = cast(null(), UtcDateTime())
"""A step without a limit of its own."""


def todo(viewer: Viewer, now: datetime) -> CompoundSelect[Any] | None:
    """(step, record_id, title, note, due_at) of everything that awaits the viewer; None where nothing ever can."""
    if not viewer.can(Perm.APPEAL_HANDLE):
        return None
    day = clock.local_day(now)
    terms = terms_on(day)
    return _statement(viewer.person_id, viewer.grants, day, terms.return_max, terms.suspension_street_days)


@lru_cache(maxsize=64)  # a dozen selects take ten times longer to build than to run; all that they hang on is named
def _statement(
    person_id: int, grants: tuple[Grant, ...], day: date, return_max: int, street_days: int
) -> CompoundSelect[Any]:
    viewer = Viewer(0, 0, person_id, "", "", grants)
    asker = Asker(Whose(viewer, day), return_max, street_days)
    found = [branch(asker) for roles, branch in BRANCHES if viewer.holds_role(*roles)]
    return union_all(*found)


def _answering(asker: Asker, *, leader: bool = True) -> ColumnElement[bool]:
    """The level that answers for the matter: up to 社区 the 网格长 and the community, above it the street."""
    whose = asker.whose
    near = or_(whose.community, whose.leads_here if leader else false())
    return or_(
        and_(Appeal.handling_level.in_(LOW), near), and_(Appeal.handling_level.in_(HIGH), whose.street)
    )


def _accept(asker: Asker) -> Select[Any]:
    who = or_(asker.whose.community, asker.whose.leads_here)
    registered = Appeal.state == AppealState.REGISTERED
    return asker.rows("accept", Appeal.accept_due_at, registered, who)


def _answer_now(asker: Asker) -> Select[Any]:
    who = asker.whose.works_here
    registered = Appeal.state == AppealState.REGISTERED
    return asker.rows("answer_now", Appeal.accept_due_at, registered, who)


def _locate(asker: Asker) -> Select[Any]:
    who = asker.whose.community
    due = case((Appeal.state == AppealState.REGISTERED, Appeal.accept_due_at), else_=Appeal.due_at)
    return asker.rows("locate", due, are.is_unlocated(), who)


def _returns() -> Any:
    """Confirmed returns since the promise began (`cases.standing_of`)."""
    return (
        select(func.count())
        .select_from(returned)
        .where(returned.appeal_id == Appeal.id, returned.returned_at >= Appeal.promise_from)
        .correlate(Appeal)
        .scalar_subquery()
    )


def _dispatch(asker: Asker) -> Select[Any]:
    who = _answering(asker)
    waiting = and_(Appeal.state == AppealState.ACCEPTED, _returns() < asker.return_max)
    return asker.rows("dispatch", Appeal.due_at, waiting, who)


def _assign(asker: Asker) -> Select[Any]:
    who = asker.whose.street
    waiting = and_(Appeal.state == AppealState.ACCEPTED, _returns() >= asker.return_max)
    return asker.rows("assign", Appeal.due_at, waiting, who)


def _verify(asker: Asker) -> Select[Any]:
    """核查回访 has no limit of its own; what the community itself handled is verified by the street."""
    community_had_it = exists().where(
        taken.appeal_id == Appeal.id,
        taken.role == LegRole.LEAD,
        taken.signed_at.is_not(None),
        taken.returned_at.is_(None),
        taken.to_person_id.is_(None),
        taken.to_area == Appeal.community,
    )
    who = or_(_answering(asker), and_(asker.whose.street, community_had_it))
    answered = Appeal.state.in_([AppealState.RESPONDED, AppealState.VERIFYING])
    return asker.rows("verify", NEVER, answered, who, asker.whose.may_verify())


def _review_shelved(asker: Asker) -> Select[Any]:
    """From the day of review on (GR-30, GR-61)."""
    who = _answering(asker, leader=False)
    due = Appeal.review_on <= asker.day
    note = literal_column("' · 复核日期 '", String) + cast(Appeal.review_on, String)
    return asker.rows("review_shelved", NEVER, due, who, note=note, where=are.is_shelved())


def _leg_rows(asker: Asker, key: str, due: Any, *conditions: ColumnElement[bool]) -> Select[Any]:
    """Rows over the running legs of issued appeals that are addressed to the viewer; one row per appeal."""
    mine = (AppealLeg.is_current, Appeal.state.in_(ISSUED), asker.is_body)
    return (
        asker.rows(key, func.min(due), *mine, *conditions)
        .join(AppealLeg, AppealLeg.appeal_id == Appeal.id)
        .group_by(Appeal.id)
    )


def _sign(asker: Asker) -> Select[Any]:
    unsigned = (AppealLeg.signed_at.is_(None), AppealLeg.return_asked_at.is_(None))
    return _leg_rows(asker, "sign", AppealLeg.sign_due_at, *unsigned)


def _answer(asker: Asker) -> Select[Any]:
    """Also while others still assist: the clock runs on. The leg's own limit or the promise, whichever ends first."""
    first = case((AppealLeg.due_at < Appeal.due_at, AppealLeg.due_at), else_=Appeal.due_at)
    running = (
        AppealLeg.role == LegRole.LEAD,
        Appeal.state == AppealState.PROCESSING,
        Appeal.is_suspended.is_(False),
    )
    return _leg_rows(asker, "answer", first, *running)


def _finish_assist(asker: Asker) -> Select[Any]:
    signed = (AppealLeg.role == LegRole.ASSIST, AppealLeg.signed_at.is_not(None))
    return _leg_rows(asker, "finish_assist", AppealLeg.due_at, *signed)


def _resume(asker: Asker) -> Select[Any]:
    """A pause whose planned end has come: nothing ends it but the handler."""
    planned = literal_column("' · 计划 '", String) + cast(Suspension.planned_to_on, String)
    note = planned + literal_column("' 恢复'", String)
    over = and_(
        Suspension.approved_at.is_not(None), Suspension.resumed_at.is_(None), Suspension.planned_to_on <= asker.day
    )
    lead = and_(AppealLeg.is_current, AppealLeg.role == LegRole.LEAD, asker.is_body)
    return (
        asker.rows("resume", NEVER, are.is_paused(), over, lead, note=note)
        .join(AppealLeg, AppealLeg.appeal_id == Appeal.id)
        .join(Suspension, Suspension.appeal_id == Appeal.id)
    )


def _answer_return(asker: Asker) -> Select[Any]:
    asked = and_(AppealLeg.is_current, AppealLeg.return_asked_at.is_not(None), asker.whose.issued(AppealLeg))
    dispatched = Appeal.state == AppealState.DISPATCHED
    return asker.rows("answer_return", Appeal.due_at, asked, dispatched).join(
        AppealLeg, AppealLeg.appeal_id == Appeal.id
    )


def _one_level_up(asker: Asker, lead: Any, is_long: ColumnElement[bool]) -> ColumnElement[bool]:
    """Above the body that asks: the community over the grid's, the street over it and for long pauses (GR-27)."""
    rank, whose = rank_of_body(lead), asker.whose
    grid, community, street = (level.rank for level in (*LOW, HandlingLevel.STREET))
    return or_(
        and_(whose.community, rank == grid, ~is_long),
        and_(whose.street, or_(rank == community, and_(rank == grid, is_long))),
        and_(whose.district, rank == street),
    )


def _request_rows(asker: Asker, key: str, request: Any, is_long: ColumnElement[bool]) -> Select[Any]:
    """Requests of a handler that nobody has answered; not one's own, nor those of one's own body."""
    waiting = (
        request.approved_at.is_(None),
        request.refused_at.is_(None),
        request.asked_by_id != asker.whose.viewer.person_id,
        AppealLeg.is_current,
        AppealLeg.role == LegRole.LEAD,
        ~asker.is_body,
        Appeal.state.in_(ISSUED),
        _one_level_up(asker, AppealLeg, is_long),
    )
    return (
        asker.rows(key, Appeal.due_at, *waiting)
        .join(AppealLeg, AppealLeg.appeal_id == Appeal.id)
        .join(request, request.appeal_id == Appeal.id)
    )


def _answer_suspension(asker: Asker) -> Select[Any]:
    days = days_between(Suspension.from_on, Suspension.planned_to_on)
    is_long = days > asker.suspension_street_days
    return _request_rows(asker, "answer_suspension", Suspension, is_long)


def _answer_extension(asker: Asker) -> Select[Any]:
    return _request_rows(asker, "answer_extension", Extension, false())


NEAR = ("grid_leader", *COMMUNITY)
DECIDERS = (*NEAR, *STREET)
OFFICES = (*COMMUNITY, *STREET, *DISTRICT)
HANDLERS = (*DECIDERS, *DISTRICT, *BODIES, "grid_worker")

BRANCHES: tuple[tuple[tuple[str, ...], Callable[[Asker], Select[Any]]], ...] = (
    (NEAR, _accept),
    (("grid_worker",), _answer_now),
    (COMMUNITY, _locate),
    (DECIDERS, _dispatch),
    (STREET, _assign),
    (DECIDERS, _verify),
    ((*COMMUNITY, *STREET), _review_shelved),
    (HANDLERS, _sign),
    (HANDLERS, _answer),
    (HANDLERS, _finish_assist),
    (HANDLERS, _resume),
    ((*DECIDERS, *DISTRICT), _answer_return),
    (OFFICES, _answer_suspension),
    (OFFICES, _answer_extension),
)
"""What can await whom: only for the roles named is it asked at all."""
