"""Who may do what, in which state: the table of GR-11 and GR-13, written down once more and compared pair by pair."""

from dataclasses import replace
from datetime import datetime
from itertools import product

import pytest

from shuangluan.grid.rules import (
    NEXT,
    OPEN,
    Action,
    AppealState,
    HandlingLevel,
    LeadLeg,
    LegKind,
    LegRole,
    Level,
    Outcome,
    Standing,
    Who,
    can,
    check_can,
    check_can_move,
    level_after,
    possible,
    state_after,
    whistle_role,
)
from shuangluan.kernel.errors import RuleBroken
from tests.grid.shipped import at, on, terms

S, A = AppealState, Action
NOW = at("09-08 10:00")

# The scene: the community dispatched it to the property company; a department assists.
PEOPLE = {
    "本网格网格员": Who(1, grid_worker=True),
    "别的网格的网格员": Who(2, other_grid=True),
    "网格长": Who(3, grid_leader=True),
    "社区": Who(4, community=True, issued_lead=True, above=True),
    "街道经办": Who(5, street=True, above=True),
    "包联领导": Who(6, street_leader=True, above=True),
    "区委组织部": Who(7, district=True, above=True),
    "承办的物业": Who(8, property_company=True, lead_body=True),
    "协办的部门": Who(9, department=True, assist_body=True),
    "别的部门": Who(10, department=True),
    "业委会代表": Who(11, owners_delegate=True),
    "审计": Who(12, auditor=True),
    "别的范围的人": Who(13),
}
COMMUNITY, STREET = {"社区"}, {"街道经办", "包联领导"}
DECIDE = COMMUNITY | STREET
DISPATCH = DECIDE | {"网格长"}
PARTS = DISPATCH | {"本网格网格员", "别的网格的网格员", "区委组织部", "承办的物业", "协办的部门", "别的部门"}
UNANSWERED = OPEN - {S.RESPONDED, S.VERIFYING}
ISSUED = {S.DISPATCHED, S.PROCESSING}

# action → (states, who): GR-11 rows 2–17 and GR-13
TABLE: dict[Action, tuple[set[AppealState], set[str]]] = {
    A.ACCEPT: ({S.REGISTERED}, COMMUNITY | {"网格长"}),
    A.REJECT: ({S.REGISTERED}, DECIDE),
    A.ANSWER_NOW: ({S.REGISTERED}, {"本网格网格员"}),
    A.DISPATCH: ({S.ACCEPTED}, DISPATCH),
    A.ASSIGN: ({S.ACCEPTED}, STREET),
    A.SIGN: ({S.DISPATCHED}, {"承办的物业"}),
    A.ASK_RETURN: ({S.DISPATCHED}, {"承办的物业"}),
    A.CONFIRM_RETURN: ({S.DISPATCHED}, COMMUNITY),
    A.REFUSE_RETURN: ({S.DISPATCHED}, COMMUNITY),
    A.ESCALATE: (set(OPEN), COMMUNITY),
    A.DELEGATE: ({S.ACCEPTED}, COMMUNITY),
    A.WHISTLE: ({S.ACCEPTED, *ISSUED}, {"包联领导"}),
    A.ASSIST: (ISSUED, DISPATCH),
    A.FINISH_ASSIST: (ISSUED, {"协办的部门"}),
    A.WAIVE_ASSIST: (ISSUED, COMMUNITY | {"承办的物业"}),
    A.RESPOND: ({S.PROCESSING}, {"承办的物业"}),
    A.CHECK: ({S.RESPONDED, S.VERIFYING}, DISPATCH),
    A.CONTACT: ({S.RESPONDED, S.VERIFYING}, DISPATCH),
    A.CLOSE: ({S.VERIFYING}, DISPATCH),
    A.REWORK: ({S.VERIFYING}, DISPATCH),
    A.REOPEN: ({S.CLOSED}, DECIDE),
    A.WITHDRAW: (set(OPEN), DISPATCH),
    A.ASK_SUSPENSION: ({S.PROCESSING}, {"承办的物业"}),
    A.APPROVE_SUSPENSION: (ISSUED, DECIDE | {"区委组织部"}),
    A.REFUSE_SUSPENSION: (ISSUED, DECIDE | {"区委组织部"}),
    A.RESUME: (set(OPEN), DECIDE | {"区委组织部", "承办的物业"}),
    A.ASK_EXTENSION: ({S.PROCESSING}, {"承办的物业"}),
    A.APPROVE_EXTENSION: (ISSUED, DECIDE | {"区委组织部"}),
    A.REFUSE_EXTENSION: (ISSUED, DECIDE | {"区委组织部"}),
    A.MERGE: (set(OPEN), DECIDE),
    A.UNMERGE: ({S.MERGED}, DECIDE),
    A.VOID: ({S.REGISTERED, S.ACCEPTED}, COMMUNITY),
    A.RESTORE: ({S.VOIDED}, COMMUNITY),
    A.RECLASSIFY: (UNANSWERED, DISPATCH),
    A.LOCATE: (set(OPEN), DECIDE),
    A.ADD_REPORTER: (set(OPEN), PARTS),
    A.REMIND: (set(OPEN), DISPATCH | {"区委组织部"}),
    A.COMMENT: (set(S), PARTS),
    A.REVIEW_SHELVED: ({S.CLOSED, S.ARCHIVED}, DECIDE),
}


def leg(**changes: object) -> LeadLeg:
    return replace(LeadLeg(LegKind.DISPATCH, at("09-07 09:00"), on("09-08")), **changes)  # type: ignore[arg-type]


def scene(action: Action, state: AppealState) -> Standing:
    """An appeal in `state` of which everything but state and person is right for `action`."""
    issued = state in {S.DISPATCHED, S.PROCESSING, S.RESPONDED, S.VERIFYING}
    standing = Standing(
        state=state,
        lead=leg(signed=state is not S.DISPATCHED) if issued else None,
        due_on=on("09-14"),
        checked=True,
        outcome=Outcome.SOLVED,
        reopen_until=on("09-01") if state is S.ARCHIVED else on("09-21"),
        voided_on=on("09-05"),
        previous_state=S.ACCEPTED,
        root_state=S.ACCEPTED,
        archived=state is S.ARCHIVED,
        dispatched_before=issued,
    )
    wanted: dict[Action, dict[str, object]] = {
        A.ASSIGN: {"return_count": 2},
        A.CONFIRM_RETURN: {"lead": leg(return_asked=True) if issued else None},
        A.REFUSE_RETURN: {"lead": leg(return_asked=True) if issued else None},
        A.WAIVE_ASSIST: {"assists_open": 1},
        A.APPROVE_SUSPENSION: {"asked_pause_days": 7},
        A.REFUSE_SUSPENSION: {"asked_pause_days": 7},
        A.RESUME: {"suspended": True},
        A.APPROVE_EXTENSION: {"extension_asked": True},
        A.REFUSE_EXTENSION: {"extension_asked": True},
        A.LOCATE: {"located": False},
        A.REVIEW_SHELVED: {"review_due": True, "outcome": Outcome.SHELVED},
    }
    return replace(standing, **wanted.get(action, {}))  # type: ignore[arg-type]


def may(action: Action, standing: Standing, who: Who, now: datetime = NOW) -> bool:
    return can(action, standing, who, now=now, terms=terms())


def refusal(action: Action, standing: Standing, who: Who, now: datetime = NOW) -> str:
    with pytest.raises(RuleBroken) as broken:
        check_can(action, standing, who, now=now, terms=terms())
    return broken.value.reason


def test_the_table_speaks_of_every_action():
    assert set(TABLE) == set(Action)


@pytest.mark.parametrize("action", Action)
def test_every_person_may_exactly_what_the_handbook_says(action: Action):
    states, people = TABLE[action]
    allowed = {
        state: {name for name, who in PEOPLE.items() if may(action, scene(action, state), who)} for state in AppealState
    }
    assert allowed == {state: people if state in states else set() for state in AppealState}


@pytest.mark.parametrize("action", Action)
def test_a_refusal_is_a_whole_sentence_and_never_a_code(action: Action):
    for state, who in product(AppealState, PEOPLE.values()):
        standing = scene(action, state)
        if not may(action, standing, who):
            said = refusal(action, standing, who)
            assert len(said) > 5
            assert action.value not in said
            assert state.value not in said


@pytest.mark.parametrize("action", Action)
def test_what_is_offered_as_allowed_can_be_done(action: Action):
    for state in AppealState:
        standing = scene(action, state)
        for who in PEOPLE.values():
            offered = {step.action: step for step in possible(standing, who, now=NOW, terms=terms())}
            assert (action in offered and offered[action].allowed) == may(action, standing, who)


@pytest.mark.parametrize("state", AppealState)
def test_gr_10_any_other_move_is_refused_naming_the_possible_ones(state: AppealState):
    for target in NEXT[state]:
        check_can_move(state, target)
    for target in set(AppealState) - NEXT[state]:
        with pytest.raises(RuleBroken, match=r"不能改为"):
            check_can_move(state, target)


@pytest.mark.parametrize("action", Action)
def test_an_action_leads_only_where_the_states_allow(action: Action):
    states, _ = TABLE[action]
    for state in states:
        after = state_after(action, scene(action, state), PEOPLE["承办的物业"])
        assert after is state or after in NEXT[state]


@pytest.mark.parametrize(
    ("level", "head"),
    [(HandlingLevel.GRID, "网格长"), (HandlingLevel.COMMUNITY, "社区"), (HandlingLevel.STREET, "包联领导")],
)
def test_gr_13_only_the_head_of_the_level_escalates(level: HandlingLevel, head: str):
    standing = replace(scene(A.ESCALATE, S.ACCEPTED), handling_level=level)
    assert {name for name, who in PEOPLE.items() if may(A.ESCALATE, standing, who)} == {head}
    assert level_after(A.ESCALATE, standing, 0, terms()) is level.above


def test_nothing_stands_above_the_district():
    standing = replace(scene(A.ESCALATE, S.ACCEPTED), handling_level=HandlingLevel.DISTRICT)
    assert not any(may(A.ESCALATE, standing, who) for who in PEOPLE.values())


def test_gr_22_a_return_is_asked_within_one_working_day_of_issue():
    standing = scene(A.ASK_RETURN, S.DISPATCHED)
    company = PEOPLE["承办的物业"]
    assert may(A.ASK_RETURN, standing, company, at("09-08 23:59"))
    assert "09-08 以前申请" in refusal(A.ASK_RETURN, standing, company, at("09-09 00:00"))


def test_gr_51_after_two_returns_only_the_streets_assignment_is_left():
    standing = replace(scene(A.DISPATCH, S.ACCEPTED), return_count=2)
    assert not any(may(A.DISPATCH, standing, who) for who in PEOPLE.values())
    assert {name for name, who in PEOPLE.items() if may(A.ASSIGN, standing, who)} == STREET
    assert A.DISPATCH not in {s.action for s in possible(standing, PEOPLE["社区"], now=NOW, terms=terms())}


def test_gr_51_an_assigned_leg_has_no_return_button_and_a_hand_made_request_is_refused():
    standing = replace(scene(A.ASK_RETURN, S.DISPATCHED), lead=leg(kind=LegKind.ASSIGN, returnable=False))
    company = PEOPLE["承办的物业"]
    assert A.ASK_RETURN not in {s.action for s in possible(standing, company, now=NOW, terms=terms())}
    assert refusal(A.ASK_RETURN, standing, company) == "这一环节由街道指定办理，不得退回"


def test_one_return_does_not_yet_lead_to_an_assignment():
    standing = replace(scene(A.ASSIGN, S.ACCEPTED), return_count=1)
    assert not may(A.ASSIGN, standing, PEOPLE["街道经办"])
    assert may(A.DISPATCH, standing, PEOPLE["社区"])


def test_an_escalated_appeal_is_dispatched_by_the_level_that_holds_it():
    standing = replace(scene(A.DISPATCH, S.DISPATCHED), lead=leg(kind=LegKind.ESCALATE))
    assert may(A.DISPATCH, standing, replace(PEOPLE["街道经办"], lead_body=True))
    assert not may(A.DISPATCH, standing, PEOPLE["社区"])


def test_gr_57_who_reports_or_handled_may_not_verify():
    for action in (A.CHECK, A.CONTACT, A.CLOSE, A.REWORK):
        standing = scene(action, S.VERIFYING)
        assert "办理过" in refusal(action, standing, replace(PEOPLE["社区"], handled_it=True))
        assert "你反映的" in refusal(action, standing, replace(PEOPLE["社区"], reported_it=True))


def test_gr_32_a_finding_without_resident_may_be_verified_from_another_grid():
    standing = replace(scene(A.CHECK, S.RESPONDED), resident_reported=False)
    assert may(A.CHECK, standing, PEOPLE["别的网格的网格员"])
    assert not may(A.CHECK, standing, PEOPLE["本网格网格员"])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"checked": False}, "核查记录"),
        ({"reporters_to_contact": 1}, "没有回访到"),
        ({"reporters_unsolved": 1}, "未解决"),
        ({"stage_open": True}, "后续环节"),
        ({"suspended": True}, "挂起"),
        ({"outcome": None}, "办结类型"),
    ],
)
def test_gr_32_and_gr_64_what_stands_in_the_way_of_closing(changes: dict[str, object], reason: str):
    standing = replace(scene(A.CLOSE, S.VERIFYING), **changes)  # type: ignore[arg-type]
    assert reason in refusal(A.CLOSE, standing, PEOPLE["社区"])


def test_gr_64_what_is_not_called_solved_may_be_closed_beside_an_open_stage():
    standing = replace(scene(A.CLOSE, S.VERIFYING), stage_open=True, reporters_unsolved=1, outcome=Outcome.PARTLY)
    assert may(A.CLOSE, standing, PEOPLE["社区"])


def test_gr_12_voiding_is_for_slips_of_entry_and_restorable_for_seven_days():
    assert not may(A.VOID, replace(scene(A.VOID, S.ACCEPTED), dispatched_before=True), PEOPLE["社区"])
    voided = scene(A.RESTORE, S.VOIDED)
    assert may(A.RESTORE, voided, PEOPLE["社区"], at("09-12 23:59"))
    assert "重新登记" in refusal(A.RESTORE, voided, PEOPLE["社区"], at("09-13 00:00"))
    assert state_after(A.RESTORE, voided, PEOPLE["社区"]) is S.ACCEPTED


def test_gr_11_an_urgent_appeal_cannot_be_withdrawn_the_hazard_stays():
    standing = replace(scene(A.WITHDRAW, S.ACCEPTED), level=Level.URGENT)
    assert "隐患还在" in refusal(A.WITHDRAW, standing, PEOPLE["社区"])


def test_the_registrar_may_withdraw_what_he_typed_in():
    registrar = replace(PEOPLE["本网格网格员"], registered_it=True)
    assert may(A.WITHDRAW, scene(A.WITHDRAW, S.REGISTERED), registrar)


def test_gr_33_reopening_ends_with_the_last_day_of_the_window():
    closed = scene(A.REOPEN, S.CLOSED)
    assert may(A.REOPEN, closed, PEOPLE["社区"], at("09-21 23:59"))
    assert "登记一件新诉求" in refusal(A.REOPEN, closed, PEOPLE["社区"], at("09-22 00:00"))


def test_gr_11_an_archived_appeal_takes_comments_only():
    standing = scene(A.REOPEN, S.ARCHIVED)
    steps = possible(standing, PEOPLE["社区"], now=NOW, terms=terms())
    assert [step.action for step in steps if step.allowed] == [A.COMMENT]


def test_gr_12_a_voided_appeal_can_be_restored_for_seven_calendar_days():
    voided = scene(A.RESTORE, S.VOIDED)  # on 5 September
    assert may(A.RESTORE, voided, PEOPLE["社区"], at("09-12 23:59"))
    assert "不能恢复" in refusal(A.RESTORE, voided, PEOPLE["社区"], at("09-13 00:00"))


@pytest.mark.parametrize(("days", "community_may"), [(30, True), (31, False)])
def test_gr_27_a_pause_of_more_than_thirty_days_needs_the_street(days: int, community_may: bool):
    standing = replace(scene(A.APPROVE_SUSPENSION, S.PROCESSING), asked_pause_days=days)
    assert may(A.APPROVE_SUSPENSION, standing, PEOPLE["社区"]) is community_may
    assert may(A.APPROVE_SUSPENSION, standing, PEOPLE["街道经办"])


def test_gr_27_reporters_are_told_before_the_clock_stops():
    standing = replace(scene(A.APPROVE_SUSPENSION, S.PROCESSING), reporters_untold=2)
    assert "2 位诉求人没有告知" in refusal(A.APPROVE_SUSPENSION, standing, PEOPLE["社区"])


def test_nobody_approves_what_he_or_his_body_asked_for():
    for action in (A.APPROVE_SUSPENSION, A.APPROVE_EXTENSION):
        standing = scene(action, S.PROCESSING)
        for own in ({"asked_it": True}, {"lead_body": True}):
            assert "上一级" in refusal(action, standing, replace(PEOPLE["社区"], **own))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "now", "reason"),
    [
        ({"extensions": 1}, "09-08 10:00", "最多 1 次"),
        ({"in_days": False}, "09-08 10:00", "按小时计"),
        ({"due_on": None}, "09-08 10:00", "没有到期日"),
        ({}, "09-15 00:00", "已于 2026-09-14 到期"),
    ],
)
def test_gr_29_when_an_extension_cannot_be_asked(changes: dict[str, object], now: str, reason: str):
    standing = replace(scene(A.ASK_EXTENSION, S.PROCESSING), **changes)  # type: ignore[arg-type]
    assert reason in refusal(A.ASK_EXTENSION, standing, PEOPLE["承办的物业"], at(now))


def test_gr_29_an_extension_is_asked_until_the_end_of_the_due_day():
    standing = scene(A.ASK_EXTENSION, S.PROCESSING)
    assert may(A.ASK_EXTENSION, standing, PEOPLE["承办的物业"], at("09-14 23:59"))


def test_gr_11_the_lead_answers_once_its_assistants_are_done():
    standing = replace(scene(A.RESPOND, S.PROCESSING), assists_open=2)
    assert "还有 2 家协办" in refusal(A.RESPOND, standing, PEOPLE["承办的物业"])


def test_gr_23_a_whistled_department_leads_where_the_street_or_nobody_had_it_else_it_assists():
    leader = PEOPLE["包联领导"]
    assert whistle_role(scene(A.WHISTLE, S.ACCEPTED), leader) is LegRole.LEAD
    assert whistle_role(scene(A.WHISTLE, S.PROCESSING), leader) is LegRole.ASSIST
    assert whistle_role(scene(A.WHISTLE, S.PROCESSING), replace(leader, lead_body=True)) is LegRole.LEAD
    assert level_after(A.WHISTLE, scene(A.WHISTLE, S.ACCEPTED), 0, terms()) is HandlingLevel.STREET


@pytest.mark.parametrize(
    ("count", "level"), [(0, HandlingLevel.COMMUNITY), (1, HandlingLevel.STREET), (2, HandlingLevel.COMMUNITY)]
)
def test_gr_11_the_second_rework_goes_one_level_up(count: int, level: HandlingLevel):
    assert level_after(A.REWORK, scene(A.REWORK, S.VERIFYING), count, terms()) is level


@pytest.mark.parametrize("root", AppealState)
def test_gr_31_unmerging_is_possible_until_the_root_is_closed(root: AppealState):
    standing = replace(scene(A.UNMERGE, S.MERGED), root_state=root)
    assert may(A.UNMERGE, standing, PEOPLE["社区"]) is (root in OPEN)
    assert state_after(A.UNMERGE, standing, PEOPLE["社区"]) is S.ACCEPTED


def test_a_refused_step_says_what_is_possible_instead():
    said = refusal(A.CLOSE, scene(A.CLOSE, S.ACCEPTED), PEOPLE["社区"])
    assert said.startswith("“已受理”的诉求不能办结，现在可以：")
    assert "派发" in said
