"""A state change is a resource: the last part of its address, and from it the endpoint (architecture 4.4)."""

from flask import url_for

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


def endpoint(action: Action) -> str:
    """The endpoint, GET for the dialog and POST for the deed: `appeal_return_request`."""
    return f"appeal_{SLUGS[action].replace('-', '_')}"


def address(action: Action, appeal_id: int) -> str:
    """Where the deed on an appeal is asked for and done."""
    return url_for(f"grid.{endpoint(action)}", appeal_id=appeal_id)
