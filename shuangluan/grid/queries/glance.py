"""How a row of the register stands for the viewer, from the columns already read: which step he can take from here.

A courtesy, not the check: what is offered here is decided anew, on everything that hangs on the appeal, by the service.
"""

from datetime import date, datetime
from typing import Any

from shuangluan.grid.queries.actors import is_body
from shuangluan.grid.queries.cases import is_archived
from shuangluan.grid.queries.register import OFFICES
from shuangluan.grid.rules import (
    RULES,
    Action,
    AppealState,
    LeadLeg,
    Outcome,
    Standing,
    Terms,
    Who,
    can_correct,
    guards,
)
from shuangluan.kernel import clock
from shuangluan.kernel.audit import Actor

# In this order: what moves the matter on comes first.
STEPS = (
    Action.ACCEPT, Action.CONFIRM_RETURN, Action.SIGN, Action.ASSIGN, Action.DISPATCH, Action.RESPOND, Action.RESUME,
    Action.CHECK, Action.CONTACT, Action.CLOSE, Action.ANSWER_NOW, Action.REVIEW_SHELVED, Action.LOCATE,
)  # fmt: skip
# The place is checked before the reporters are asked, and both before it is closed.
IN_STATE = {
    AppealState.RESPONDED: (Action.CHECK,),
    AppealState.VERIFYING: (Action.CONTACT, Action.CLOSE),
}
TOLD_BY_A_ROW = {guards.not_handled_by_self, guards.running}  # of the checks; the others need the whole file


def case_of(row: Any, by: Actor, now: datetime, terms: Terms) -> guards.Case:
    """The appeal of a row as `by` sees it: what the questions below are asked of."""
    return guards.Case(_standing(row, clock.local_day(now)), _who(row, by), clock.wall(now), terms)


def next_steps(row: Any, case: guards.Case, *, first: Action | None = None) -> list[Action]:
    """What the viewer can do next with the appeal of a row: one thing, after the check both asking and closing.

    `first` is the step the list was opened for; it goes before all others.
    """
    wanted = IN_STATE.get(row.state, STEPS)
    if first is not None:
        wanted = (first, *wanted)
    if row.code15 is not None:
        wanted = tuple(action for action in wanted if action is not Action.LOCATE)
    most = 2 if row.state is AppealState.VERIFYING else 1
    return [action for action in wanted if _is_open_to(action, case)][:most]


def may_correct(case: guards.Case) -> bool:
    """Whether title and place may be corrected in the row."""
    return can_correct(case.standing.state, case.who)


def may_reclassify(case: guards.Case) -> bool:
    """Whether category and level may be changed in the row too."""
    return _is_open_to(Action.RECLASSIFY, case)


def _is_open_to(action: Action, case: guards.Case) -> bool:
    rule, standing = RULES[action], case.standing
    state = AppealState.ARCHIVED if standing.archived else standing.state
    asked = (*rule.needs, *(check for check in rule.checks if check in TOLD_BY_A_ROW))
    return state in rule.states and rule.who(case) and not any(guard(case) for guard in asked)


def _standing(row: Any, day: date) -> Standing:
    return Standing(
        state=row.state,
        level=row.level,
        handling_level=row.handling_level,
        lead=_lead(row, day),
        return_count=row.returns,
        suspended=row.is_suspended,
        due_on=row.due_on,
        outcome=Outcome(row.outcome) if row.outcome else None,
        review_due=row.outcome == Outcome.SHELVED and row.closed_at is not None and row.reviewed_at is None,
        reopen_until=row.reopen_until,
        archived=is_archived(row, day),
    )


def _lead(row: Any, day: date) -> LeadLeg | None:
    """The running lead leg; the last day to return it is not asked here."""
    if row.lead_id is None or not row.is_current:
        return None
    return LeadLeg(
        kind=row.kind,
        issued_at=clock.wall(row.issued_at),
        return_until=day,
        signed=row.signed_at is not None,
        returnable=row.returnable,
        return_asked=row.return_asked_at is not None,
    )


def _who(row: Any, by: Actor) -> Who:
    """Roles in the appeal's community, and the relations that the row's own columns tell."""
    place, worker = row.community, by.role_in(row.community, "grid_worker")
    had_it = row.lead_id is not None and is_body(row, by)
    has_it = had_it and row.is_current
    return Who(
        person_id=by.id or 0,
        grid_worker=worker and bool(row.works_here),
        other_grid=worker and not row.works_here,
        grid_leader=by.role_in(place, "grid_leader") and bool(row.leads_here),
        community=by.role_in(place, "community_admin", "community_staff"),
        street=by.role_in(place, "street_staff"),
        street_leader=by.role_in(place, "street_leader"),
        district=by.role_in(place, "district_org"),
        department=any(g.role == "department" for g in by.grants),
        property_company=any(g.role == "property_liaison" for g in by.grants),
        lead_body=has_it,
        assist_body=bool(row.assist_to_sign),
        assist_to_sign=bool(row.assist_to_sign),
        issued_lead=bool(row.is_current) and _issued(row, by),
        registered_it=row.registered_by_id == by.id,
        handled_it=row.responded_by_id == by.id or (had_it and row.signed_at is not None),
    )


def _issued(row: Any, by: Actor) -> bool:
    area = row.issuer_area
    return row.issued_by_id == by.id or by.role_in(area, *OFFICES[len(area)])
