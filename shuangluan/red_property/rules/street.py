"""What is handed up to the street's conference, and when it has to answer (RP-68)."""

from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Calendar
from shuangluan.red_property.rules.dates import due_day
from shuangluan.red_property.rules.resolutions import AWAITING, RESOLUTION_LABEL, ResolutionState
from shuangluan.red_property.rules.settings import Terms
from shuangluan.red_property.rules.words import SUBMITTED, Conclusion, MeetingState


class EntryState(StrEnum):
    """Where an entry of 提请街道 stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECIDED = "decided"
    RETURNED = "returned"


ENTRY_LABEL = {
    EntryState.WAITING: "待受理",
    EntryState.ACCEPTED: "已受理",
    EntryState.DECIDED: "已议定",
    EntryState.RETURNED: "退回",
}
ENTRY_NEXT = {
    EntryState.WAITING: frozenset({EntryState.ACCEPTED, EntryState.RETURNED}),
    EntryState.ACCEPTED: frozenset({EntryState.DECIDED, EntryState.RETURNED}),
    EntryState.DECIDED: frozenset[EntryState](),
    EntryState.RETURNED: frozenset[EntryState](),
}
# The street's word on a resolution handed up; a return gives it back to the parties.
OUTCOMES = frozenset({ResolutionState.DOING, ResolutionState.DONE, ResolutionState.CANCELLED})


def check_can_move(state: EntryState, to: EntryState, reason: str = "") -> None:
    """Refuse a move that RP-68 does not know, and a return without its reason."""
    if to not in ENTRY_NEXT[state]:
        raise RuleBroken(f"“{ENTRY_LABEL[state]}”的提请不能改为“{ENTRY_LABEL[to]}”")
    if to is EntryState.RETURNED and not reason.strip():
        raise RuleBroken("退回要写明原因", "reason")


def answer_by(handed_on: date, terms: Terms, calendar: Calendar) -> date:
    """The last day of the street's answer."""
    return due_day(handed_on, terms.answer_limit, calendar)


def check_resolution_up(state: ResolutionState) -> None:
    """A resolution in the parties' hands is handed up; the street replaces neither vote nor committee (RP-17).

    One that was put off without ever being called 执行中 passes through it: the parties have worked at it (RP-15).
    """
    if state in AWAITING or state is ResolutionState.REJECTED:
        raise RuleBroken(f"“{RESOLUTION_LABEL[state]}”：街道不能代替业主、业委会或审批部门决定")
    if state not in (ResolutionState.TO_DO, ResolutionState.DOING):
        raise RuleBroken(f"“{RESOLUTION_LABEL[state]}”的议定事项不能提请街道")


def check_item_up(state: MeetingState, conclusion: Conclusion | None, *, is_carried: bool) -> None:
    """An item that the parties did not agree on, of a record that was submitted, and not taken up again since."""
    if state not in SUBMITTED:
        raise RuleBroken("纪要还没有提交，提交以后再提请街道")
    if conclusion is not Conclusion.NOT_AGREED:
        raise RuleBroken("三方未达成一致的议题才提请街道")
    if is_carried:
        raise RuleBroken("这个议题已带入后来的会议，请在那次会议上提请")


def check_decision(decision: str, body: str, due_on: date | None, outcome: ResolutionState, held_on: date) -> None:
    """A decision says what, who and by when; what is done or given up needs no date. Raises RuleBroken at the field."""
    if not decision.strip():
        raise RuleBroken("请写议定的内容", "decision")
    if not body.strip():
        raise RuleBroken("请写由谁承办", "body")
    if outcome not in OUTCOMES:
        raise RuleBroken("请从列表里选处理", "outcome")
    if outcome is ResolutionState.DOING and due_on is None:
        raise RuleBroken("继续办理的要写期限", "due_on")
    if due_on is not None and due_on <= held_on:
        raise RuleBroken("期限要晚于街道联席会议的日期", "due_on")
