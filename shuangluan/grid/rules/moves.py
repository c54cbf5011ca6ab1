"""The table of GR-11 and GR-13: in which state who may do what, what is checked, where it leads."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from shuangluan.grid.rules import guards
from shuangluan.grid.rules.actions import ACTION_LABEL, Action, Step
from shuangluan.grid.rules.facts import Standing, Who
from shuangluan.grid.rules.guards import Case, Guard
from shuangluan.grid.rules.settings import Terms
from shuangluan.grid.rules.states import (
    OPEN,
    STATE_LABEL,
    UNANSWERED,
    AppealState,
    HandlingLevel,
    LegRole,
)
from shuangluan.kernel.errors import RuleBroken

A = Action
S = AppealState
Fits = Callable[[Case], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """When an action is thinkable at all (`states`, `needs`), whose it is (`who`), what is checked then.

    An action whose `needs` are not met is not offered (no return button on an assigned leg, GR-51); one whose
    `checks` fail is offered greyed out with the reason. What the action's own page settles (`settled`: telling
    the reporters of a pause) is offered all the same. By hand, all three are refused.
    """

    states: frozenset[AppealState]
    who: Fits
    who_text: str
    needs: tuple[Guard, ...] = ()
    checks: tuple[Guard, ...] = ()
    settled: tuple[Guard, ...] = ()


def _head_of_level(case: Case) -> bool:
    """网格长 → community → street → (leader) district (GR-13)."""
    who = case.who
    return {
        HandlingLevel.GRID: who.grid_leader,
        HandlingLevel.COMMUNITY: who.community,
        HandlingLevel.STREET: who.street_leader,
        HandlingLevel.DISTRICT: False,
    }[case.standing.handling_level]


def _office_of_level(case: Case) -> bool:
    who = case.who
    return {
        HandlingLevel.GRID: False,
        HandlingLevel.COMMUNITY: who.community,
        HandlingLevel.STREET: who.of_street,
        HandlingLevel.DISTRICT: who.district,
    }[case.standing.handling_level]


def _decides(case: Case) -> bool:
    return case.who.community or case.who.of_street


def _dispatches(case: Case) -> bool:
    return case.who.grid_leader or _decides(case)


def _verifies(case: Case) -> bool:
    """A finding without resident may also be verified by another grid's 网格员 (GR-32)."""
    another = case.who.other_grid and not case.standing.resident_reported
    return _dispatches(case) or another


def _approves(case: Case) -> bool:
    return case.who.above and (_decides(case) or case.who.district)


def _lead(case: Case) -> bool:
    return case.who.lead_body


def _takes_part(case: Case) -> bool:
    return case.who.takes_part


DECIDERS = "社区或街道"
DISPATCHERS = "网格长、社区或街道"
HANDLER = "主办单位"
ABOVE = "主办单位的上一级"
ANYBODY = "参与办理的人"
ISSUED = frozenset({S.DISPATCHED, S.PROCESSING})
IN_HAND = ISSUED | {S.ACCEPTED}
ANSWERED = frozenset({S.RESPONDED, S.VERIFYING})

INTAKE = {
    A.ACCEPT: Rule(
        frozenset({S.REGISTERED}), lambda c: c.who.grid_leader or c.who.community, "本小区网格长或社区"
    ),
    A.REJECT: Rule(frozenset({S.REGISTERED}), _decides, DECIDERS),
    A.ANSWER_NOW: Rule(frozenset({S.REGISTERED}), lambda c: c.who.grid_worker, "本网格的网格员"),
    A.VOID: Rule(
        frozenset({S.REGISTERED, S.ACCEPTED}),
        lambda c: c.who.community,
        "社区",
        checks=(guards.not_dispatched, guards.no_children),
    ),
    A.RESTORE: Rule(frozenset({S.VOIDED}), lambda c: c.who.community, "社区", checks=(guards.restorable,)),
    A.LOCATE: Rule(OPEN, _decides, DECIDERS, checks=(guards.place_may_change,)),
    A.RECLASSIFY: Rule(UNANSWERED, _dispatches, DISPATCHERS),
    A.ADD_REPORTER: Rule(OPEN, _takes_part, ANYBODY),
    A.MERGE: Rule(OPEN, _decides, DECIDERS),
    A.UNMERGE: Rule(frozenset({S.MERGED}), _decides, DECIDERS, checks=(guards.root_open,)),
    A.WITHDRAW: Rule(
        OPEN,
        lambda c: _dispatches(c) or (c.who.registered_it and c.who.takes_part),
        "网格长、社区、街道或登记人",
        checks=(guards.not_urgent, guards.no_children),
    ),
    A.COMMENT: Rule(frozenset(S), _takes_part, ANYBODY),
}
LEGS = {
    A.DISPATCH: Rule(
        IN_HAND, _dispatches, DISPATCHERS, needs=(guards.holds_it_to_hand_on, guards.not_only_assigned)
    ),
    A.ASSIGN: Rule(
        IN_HAND,
        lambda c: c.who.of_street,
        "街道",
        needs=(guards.returned_often, guards.holds_it_to_hand_on),
    ),
    A.SIGN: Rule(
        ISSUED, lambda c: _lead(c) or c.who.assist_body, "主办或协办单位", needs=(guards.something_to_sign,)
    ),
    A.ASK_RETURN: Rule(
        frozenset({S.DISPATCHED}),
        _lead,
        HANDLER,
        needs=(guards.returnable,),
        checks=(guards.return_in_time,),
    ),
    A.CONFIRM_RETURN: Rule(
        frozenset({S.DISPATCHED}), lambda c: c.who.issued_lead, "派发人", needs=(guards.return_is_asked,)
    ),
    A.REFUSE_RETURN: Rule(
        frozenset({S.DISPATCHED}), lambda c: c.who.issued_lead, "派发人", needs=(guards.return_is_asked,)
    ),
    A.ESCALATE: Rule(
        OPEN,
        _head_of_level,
        "本级负责人（网格长、社区、包联领导）",
        needs=(guards.below_district,),
    ),
    A.DELEGATE: Rule(
        IN_HAND,
        _office_of_level,
        "本级（社区、街道、区）",
        needs=(guards.above_grid, guards.holds_it, guards.not_only_assigned),
    ),
    A.WHISTLE: Rule(
        IN_HAND,
        lambda c: c.who.street_leader,
        "包联领导",
        needs=(guards.below_district, guards.not_only_assigned),
    ),
    A.ASSIST: Rule(ISSUED, _dispatches, DISPATCHERS),
    A.FINISH_ASSIST: Rule(ISSUED, lambda c: c.who.assist_body, "协办单位", checks=(guards.assist_signed,)),
    A.WAIVE_ASSIST: Rule(
        ISSUED,
        lambda c: _lead(c) or c.who.issued_lead,
        "主办单位或派发人",
        needs=(guards.assists_to_waive,),
    ),
    A.REMIND: Rule(
        OPEN,
        lambda c: _dispatches(c) or c.who.district,
        "网格长、社区、街道或区里",
        checks=(guards.not_own_delay,),
    ),
    A.RESPOND: Rule(
        frozenset({S.PROCESSING}), _lead, HANDLER, checks=(guards.running, guards.assists_finished)
    ),
}
CLOCKS = {
    A.ASK_SUSPENSION: Rule(
        frozenset({S.PROCESSING}), _lead, HANDLER, needs=(guards.running, guards.no_pause_asked)
    ),
    A.APPROVE_SUSPENSION: Rule(
        ISSUED,
        _approves,
        ABOVE,
        needs=(guards.pause_is_asked,),
        checks=(guards.not_own_request, guards.long_pause_by_street),
        settled=(guards.reporters_told,),
    ),
    A.REFUSE_SUSPENSION: Rule(
        ISSUED, _approves, ABOVE, needs=(guards.pause_is_asked,), checks=(guards.not_own_request,)
    ),
    A.RESUME: Rule(
        OPEN,
        lambda c: _lead(c) or c.who.above or c.who.issued_lead or _decides(c),
        "主办单位、派发人或上一级",
        needs=(guards.paused,),
    ),
    A.ASK_EXTENSION: Rule(
        frozenset({S.PROCESSING}),
        _lead,
        HANDLER,
        needs=(guards.no_extension_asked,),
        checks=(guards.running, guards.counts_in_days, guards.extension_left, guards.not_yet_overdue),
    ),
    A.APPROVE_EXTENSION: Rule(
        ISSUED,
        _approves,
        ABOVE,
        needs=(guards.extension_is_asked,),
        checks=(guards.not_own_request, guards.running, guards.extension_left),
    ),
    A.REFUSE_EXTENSION: Rule(
        ISSUED, _approves, ABOVE, needs=(guards.extension_is_asked,), checks=(guards.not_own_request,)
    ),
}
VERIFIERS = "网格长、社区或街道（没有居民的发现，也可由别的网格的网格员）"
VERIFICATION = {
    A.CHECK: Rule(ANSWERED, _verifies, VERIFIERS, checks=(guards.not_handled_by_self,)),
    A.CONTACT: Rule(ANSWERED, _dispatches, DISPATCHERS, checks=(guards.not_handled_by_self,)),
    A.CLOSE: Rule(
        frozenset({S.VERIFYING}),
        _verifies,
        VERIFIERS,
        checks=(
            guards.not_handled_by_self,
            guards.running,
            guards.checked,
            guards.contacted,
            guards.outcome_is_true,
        ),
    ),
    A.REWORK: Rule(frozenset({S.VERIFYING}), _verifies, VERIFIERS, checks=(guards.not_handled_by_self,)),
    A.REOPEN: Rule(frozenset({S.CLOSED, S.ARCHIVED}), _decides, DECIDERS, checks=(guards.reopenable,)),
    A.REVIEW_SHELVED: Rule(
        frozenset({S.CLOSED, S.ARCHIVED}), _decides, DECIDERS, needs=(guards.review_is_due,)
    ),
}
RULES: Mapping[Action, Rule] = {**INTAKE, **LEGS, **CLOCKS, **VERIFICATION}


def check_can(action: Action, standing: Standing, who: Who, *, now: datetime, terms: Terms) -> None:
    """Refuse `action`, with a reason that says what to do instead (GR-5, GR-11, GR-13).

    `now` is the naive local moment, `terms` the settings in force on its day. Whether the *role* may use the
    page is asked before (403); here a missing relation to this appeal is a rule like the others (422).
    """
    case = Case(standing, who, now, terms)
    reason = _refusal(action, case) or _first(RULES[action].settled, case)
    if reason:
        raise RuleBroken(reason)


def can(action: Action, standing: Standing, who: Who, *, now: datetime, terms: Terms) -> bool:
    """Whether `check_can` would let it pass."""
    case = Case(standing, who, now, terms)
    return _refusal(action, case) is None and _first(RULES[action].settled, case) is None


def refusal(action: Action, standing: Standing, who: Who, *, now: datetime, terms: Terms) -> str | None:
    """Why the page of `action` cannot be opened; what that page itself settles is not asked. None: it can."""
    return _refusal(action, Case(standing, who, now, terms))


def possible(standing: Standing, who: Who, *, now: datetime, terms: Terms) -> list[Step]:
    """The steps thinkable as it stands, in the order of Action, the refused ones with the reason (GR-71)."""
    case = Case(standing, who, now, terms)
    return [_step(action, case) for action in Action if _is_offered(action, case)]


def _step(action: Action, case: Case) -> Step:
    reason = _refusal(action, case)
    return Step(action, ACTION_LABEL[action], reason is None, reason or "", RULES[action].who(case))


def _state(case: Case) -> AppealState:
    """Archived is derived: the day after the window makes it so, whatever the column says (GR-11)."""
    return S.ARCHIVED if case.standing.archived else case.standing.state


def _is_offered(action: Action, case: Case) -> bool:
    rule = RULES[action]
    return _state(case) in rule.states and _first(rule.needs, case) is None


def _refusal(action: Action, case: Case) -> str | None:
    rule = RULES[action]
    if _state(case) not in rule.states:
        return _wrong_state(action, case)
    if not rule.who(case):
        return f"只有{rule.who_text}可以{ACTION_LABEL[action]}"
    return _first((*rule.needs, *rule.checks), case)


def _first(tests: Iterable[Guard], case: Case) -> str | None:
    return next((reason for test in tests if (reason := test(case)) is not None), None)


def _wrong_state(action: Action, case: Case) -> str:
    """Names what is possible instead (GR-10)."""
    mine = [each for each in Action if _is_offered(each, case) and RULES[each].who(case)]
    instead = "、".join(ACTION_LABEL[each] for each in mine if not _first(RULES[each].checks, case))
    refused = f"“{STATE_LABEL[_state(case)]}”的诉求不能{ACTION_LABEL[action]}"
    return f"{refused}，现在可以：{instead}" if instead else f"{refused}，现在没有你能办的"


def whistle_role(standing: Standing, who: Who) -> LegRole:
    """A whistled department leads where nobody else does or the street itself had it, else it assists."""
    return LegRole.LEAD if standing.lead is None or who.lead_body else LegRole.ASSIST


LEADS_TO: Mapping[Action, AppealState] = {
    A.ACCEPT: S.ACCEPTED,
    A.REJECT: S.REJECTED,
    A.ANSWER_NOW: S.RESPONDED,
    A.DISPATCH: S.DISPATCHED,
    A.ASSIGN: S.DISPATCHED,
    A.DELEGATE: S.DISPATCHED,
    A.CONFIRM_RETURN: S.ACCEPTED,
    A.RESPOND: S.RESPONDED,
    A.CHECK: S.VERIFYING,
    A.CONTACT: S.VERIFYING,
    A.CLOSE: S.CLOSED,
    A.REWORK: S.PROCESSING,
    A.REOPEN: S.ACCEPTED,
    A.WITHDRAW: S.WITHDRAWN,
    A.MERGE: S.MERGED,
    A.VOID: S.VOIDED,
}


def state_after(action: Action, standing: Standing, who: Who) -> AppealState:
    """The state that `action` leads to; the present one where it moves nothing.

    上报 before acceptance raises only the level. Out of MERGED and VOIDED the way leads back.
    """
    state = standing.state
    if action in LEADS_TO:
        return LEADS_TO[action]
    if action in (A.UNMERGE, A.RESTORE):
        return standing.previous_state or state
    if action is A.ESCALATE:
        return state if state is S.REGISTERED else S.DISPATCHED
    if action is A.WHISTLE and whistle_role(standing, who) is LegRole.LEAD:
        return S.DISPATCHED
    if action is A.SIGN and state is S.DISPATCHED and who.lead_body:
        return S.PROCESSING
    return state


def level_after(action: Action, standing: Standing, rework_count: int, terms: Terms) -> HandlingLevel:
    """The handling level that `action` leads to; `rework_count` before it (GR-11 9, 10, 13).

    The second 退回再办 raises it by one; a whistle is blown by the street, which answers for it from then on.
    """
    level = standing.handling_level
    if action is A.ESCALATE or (action is A.REWORK and rework_count + 1 == terms.rework_escalate):
        return level.above or level
    if action is A.DELEGATE:
        return level.below or level
    if action is A.WHISTLE:
        return HandlingLevel.STREET
    return level
