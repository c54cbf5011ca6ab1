"""What is handed up to the street's conference, and when it has to answer (RP-68)."""

from datetime import date
from enum import StrEnum

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Calendar
from shuangluan.red_property.rules.dates import due_day
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.settings import Terms


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
