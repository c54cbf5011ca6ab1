"""What an item means to what it came from: still open, done, or dropped (GR-64)."""

from collections.abc import Collection
from enum import StrEnum

from shuangluan.red_property.rules.resolutions import RESOLUTION_LABEL, ResolutionState
from shuangluan.red_property.rules.words import CONCLUSION_LABEL, Conclusion


class ItemEnd(StrEnum):
    """The stage of an item's face."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


WAITING_LABEL = "待议"
GIVEN_UP = frozenset({ResolutionState.CANCELLED, ResolutionState.REJECTED})


def item_end(conclusion: Conclusion | None, states: Collection[ResolutionState]) -> tuple[str, ItemEnd]:
    """The label and the stage of an item by its conclusion and the states of its resolutions.

    Agreed and with something to do, it is open until every resolution has ended; done, when one of them was done.
    """
    if conclusion is None:
        return WAITING_LABEL, ItemEnd.OPEN
    if conclusion is not Conclusion.AGREED:
        ends = {Conclusion.WITHDRAWN: ItemEnd.DROPPED, Conclusion.NOTED: ItemEnd.DONE}
        return CONCLUSION_LABEL[conclusion], ends.get(conclusion, ItemEnd.OPEN)
    if not states:
        return CONCLUSION_LABEL[conclusion], ItemEnd.DONE
    running = [state for state in ResolutionState if state in states and state not in {*GIVEN_UP, ResolutionState.DONE}]
    if running:
        return RESOLUTION_LABEL[running[0]], ItemEnd.OPEN
    if ResolutionState.DONE in states:
        return RESOLUTION_LABEL[ResolutionState.DONE], ItemEnd.DONE
    given_up = next(state for state in ResolutionState if state in states)
    return RESOLUTION_LABEL[given_up], ItemEnd.DROPPED
