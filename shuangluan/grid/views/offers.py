"""Next steps on an appeal's page: the one that is expected of the viewer, its alternative, and the rest (GR-71)."""

from collections.abc import Mapping
from dataclasses import dataclass

from shuangluan.grid.queries import Story
from shuangluan.grid.rules import Action, Standing, Step
from shuangluan.grid.views import addresses
from shuangluan.kernel.permissions import Viewer

A = Action
# What is expected of somebody, the most pressing first: answers that others wait for, then the way forward.
EXPECTED = (
    A.CONFIRM_RETURN, A.APPROVE_SUSPENSION, A.APPROVE_EXTENSION, A.SIGN, A.ACCEPT, A.ASSIGN, A.DISPATCH,
    A.FINISH_ASSIST, A.RESPOND, A.CLOSE, A.CHECK, A.CONTACT, A.ANSWER_NOW, A.REVIEW_SHELVED,
)  # fmt: skip
# What else whoever came for the expected step may mean.
INSTEAD: Mapping[Action, Action] = {
    A.CONFIRM_RETURN: A.REFUSE_RETURN,
    A.APPROVE_SUSPENSION: A.REFUSE_SUSPENSION,
    A.APPROVE_EXTENSION: A.REFUSE_EXTENSION,
    A.SIGN: A.ASK_RETURN,
    A.ACCEPT: A.REJECT,
    A.DISPATCH: A.ESCALATE,
    A.RESPOND: A.ASK_SUSPENSION,
    A.CLOSE: A.REWORK,
}
# Expected of nobody, but worth a button of its own where nothing else is.
SELDOM = (A.RESUME, A.REOPEN, A.RESTORE, A.UNMERGE, A.REMIND)
# These stand beside what they add to: the timeline and the reporters.
BESIDE = (A.COMMENT, A.ADD_REPORTER)
HOTKEYS = {A.CLOSE: "e"}


@dataclass(frozen=True)
class Offer:
    """One step as a button or, with a reason, as what cannot be done now."""

    label: str
    url: str
    kind: str  # the dialog it opens in: drawer or dialog
    reason: str = ""
    hotkey: str = ""


@dataclass(frozen=True)
class Offers:
    """The steps of a page: `first` is its one red button, `others` are for other people to do."""

    first: Offer | None
    second: Offer | None
    more: list[Offer]
    refused: list[Offer]
    others: list[Offer]
    comment: Offer | None
    reporter: Offer | None


def offers(story: Story, viewer: Viewer) -> Offers:
    """What `viewer` can do from here; a step whose page his roles could not open is not offered."""
    held = {step.action: step for step in story.steps if viewer.can(addresses.PERMISSIONS[step.action])}
    allowed = {action: step for action, step in held.items() if step.allowed}
    first, second = _buttons(allowed, story.standing)
    shown = {first, second, *BESIDE}
    refused = [step for step in story.steps if not step.allowed and step.action not in BESIDE]

    def made(action: Action | None) -> Offer | None:
        return _offer(allowed[action], story) if action in allowed else None

    return Offers(
        first=made(first),
        second=made(second),
        more=[_offer(step, story) for action, step in allowed.items() if action not in shown],
        refused=[_offer(step, story) for step in refused if step.mine and step.action in held],
        others=[_offer(step, story) for step in refused if not step.mine],
        comment=made(A.COMMENT),
        reporter=made(A.ADD_REPORTER),
    )


def _buttons(allowed: Mapping[Action, Step], standing: Standing) -> tuple[Action | None, Action | None]:
    """The red button and the one beside it."""
    expected = [action for action in EXPECTED if action in allowed]
    if standing.checked and expected and expected[0] is A.CHECK:  # once is enough: the reporters come next
        expected = [*expected[1:], A.CHECK]
    if not expected:
        return None, next((action for action in SELDOM if action in allowed), None)
    first = expected[0]
    beside = [INSTEAD.get(first), *expected[1:]]
    return first, next((action for action in beside if action in allowed), None)


def _offer(step: Step, story: Story) -> Offer:
    return Offer(
        step.label,
        addresses.address(step.action, story.appeal.id),
        addresses.opens_in(step.action),
        step.reason,
        HOTKEYS.get(step.action, ""),
    )
