"""A state change is a resource: its address and endpoint, who may ask for it, where it opens (architecture 4.4)."""

from flask import url_for

from shuangluan.grid.permissions import Perm
from shuangluan.grid.rules import Action

SLUGS: dict[Action, str] = {
    Action.ACCEPT: "acceptance",
    Action.REJECT: "rejection",
    Action.ANSWER_NOW: "instant-answer",
    Action.DISPATCH: "dispatch",
    Action.ASSIGN: "assignment",
    Action.SIGN: "signature",
    Action.ASK_RETURN: "return-request",
    Action.CONFIRM_RETURN: "return",
    Action.REFUSE_RETURN: "return-refusal",
    Action.ESCALATE: "escalation",
    Action.DELEGATE: "delegation",
    Action.WHISTLE: "whistle",
    Action.ASSIST: "assistance",
    Action.FINISH_ASSIST: "assistance-result",
    Action.WAIVE_ASSIST: "assistance-waiver",
    Action.RESPOND: "answer",
    Action.CHECK: "check",
    Action.CONTACT: "contact",
    Action.CLOSE: "closure",
    Action.REWORK: "rework",
    Action.REOPEN: "reopening",
    Action.WITHDRAW: "withdrawal",
    Action.ASK_SUSPENSION: "suspension-request",
    Action.APPROVE_SUSPENSION: "suspension",
    Action.REFUSE_SUSPENSION: "suspension-refusal",
    Action.RESUME: "resumption",
    Action.ASK_EXTENSION: "extension-request",
    Action.APPROVE_EXTENSION: "extension",
    Action.REFUSE_EXTENSION: "extension-refusal",
    Action.MERGE: "merger",
    Action.UNMERGE: "separation",
    Action.VOID: "voiding",
    Action.RESTORE: "restoration",
    Action.RECLASSIFY: "classification",
    Action.LOCATE: "location",
    Action.ADD_REPORTER: "reporters",
    Action.REMIND: "reminder",
    Action.COMMENT: "comments",
    Action.REVIEW_SHELVED: "review",
}

PERMISSIONS: dict[Action, Perm] = {
    Action.ACCEPT: Perm.APPEAL_ACCEPT,
    Action.REJECT: Perm.APPEAL_DECIDE,
    Action.ANSWER_NOW: Perm.APPEAL_SETTLE,
    Action.DISPATCH: Perm.APPEAL_DISPATCH,
    Action.ASSIGN: Perm.APPEAL_ASSIGN,
    Action.SIGN: Perm.APPEAL_HANDLE,
    Action.ASK_RETURN: Perm.APPEAL_HANDLE,
    Action.CONFIRM_RETURN: Perm.APPEAL_RETURN,
    Action.REFUSE_RETURN: Perm.APPEAL_RETURN,
    Action.ESCALATE: Perm.APPEAL_ESCALATE,
    Action.DELEGATE: Perm.APPEAL_DELEGATE,
    Action.WHISTLE: Perm.APPEAL_WHISTLE,
    Action.ASSIST: Perm.APPEAL_DISPATCH,
    Action.FINISH_ASSIST: Perm.APPEAL_HANDLE,
    Action.WAIVE_ASSIST: Perm.APPEAL_HANDLE,
    Action.RESPOND: Perm.APPEAL_HANDLE,
    Action.CHECK: Perm.APPEAL_VERIFY,
    Action.CONTACT: Perm.APPEAL_CONTACT,
    Action.CLOSE: Perm.APPEAL_VERIFY,
    Action.REWORK: Perm.APPEAL_VERIFY,
    Action.REOPEN: Perm.APPEAL_DECIDE,
    Action.WITHDRAW: Perm.APPEAL_WITHDRAW,
    Action.ASK_SUSPENSION: Perm.APPEAL_HANDLE,
    Action.APPROVE_SUSPENSION: Perm.APPEAL_APPROVE,
    Action.REFUSE_SUSPENSION: Perm.APPEAL_APPROVE,
    Action.RESUME: Perm.APPEAL_HANDLE,
    Action.ASK_EXTENSION: Perm.APPEAL_HANDLE,
    Action.APPROVE_EXTENSION: Perm.APPEAL_APPROVE,
    Action.REFUSE_EXTENSION: Perm.APPEAL_APPROVE,
    Action.MERGE: Perm.APPEAL_DECIDE,
    Action.UNMERGE: Perm.APPEAL_DECIDE,
    Action.VOID: Perm.APPEAL_VOID,
    Action.RESTORE: Perm.APPEAL_VOID,
    Action.RECLASSIFY: Perm.APPEAL_DISPATCH,
    Action.LOCATE: Perm.APPEAL_DECIDE,
    Action.ADD_REPORTER: Perm.APPEAL_COMMENT,
    Action.REMIND: Perm.APPEAL_REMIND,
    Action.COMMENT: Perm.APPEAL_COMMENT,
    Action.REVIEW_SHELVED: Perm.APPEAL_DECIDE,
}

# Asked twice in a small dialog with the safe button focused; the others open in the drawer.
ASKED_TWICE: frozenset[Action] = frozenset(
    {
        Action.REJECT, Action.CONFIRM_RETURN, Action.CLOSE, Action.WITHDRAW, Action.RESUME, Action.APPROVE_EXTENSION,
        Action.UNMERGE, Action.VOID, Action.RESTORE, Action.SIGN,
    }
)  # fmt: skip


def endpoint(action: Action) -> str:
    """The endpoint, GET for the dialog and POST for the deed: `appeal_return_request`."""
    return f"appeal_{SLUGS[action].replace('-', '_')}"


def address(action: Action, appeal_id: int) -> str:
    """Where the deed on an appeal is asked for and done."""
    return url_for(f"grid.{endpoint(action)}", appeal_id=appeal_id)


def opens_in(action: Action) -> str:
    """The id of the empty <dialog> for it, as `opener(kind=…)` wants it: `drawer`, or `dialog` to ask twice."""
    return "dialog" if action in ASKED_TWICE else "drawer"
