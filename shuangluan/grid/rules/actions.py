"""Everything somebody can do to an appeal: may he, and if not, why not (GR-11, GR-13)."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """A thing somebody can do to an appeal."""

    ACCEPT = "accept"
    REJECT = "reject"
    ANSWER_NOW = "answer_now"
    DISPATCH = "dispatch"
    ASSIGN = "assign"
    SIGN = "sign"
    ASK_RETURN = "ask_return"
    CONFIRM_RETURN = "confirm_return"
    REFUSE_RETURN = "refuse_return"
    ESCALATE = "escalate"
    DELEGATE = "delegate"
    WHISTLE = "whistle"
    ASSIST = "assist"
    FINISH_ASSIST = "finish_assist"
    WAIVE_ASSIST = "waive_assist"
    RESPOND = "respond"
    CHECK = "check"
    CONTACT = "contact"
    CLOSE = "close"
    REWORK = "rework"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    ASK_SUSPENSION = "ask_suspension"
    APPROVE_SUSPENSION = "approve_suspension"
    REFUSE_SUSPENSION = "refuse_suspension"
    RESUME = "resume"
    ASK_EXTENSION = "ask_extension"
    APPROVE_EXTENSION = "approve_extension"
    REFUSE_EXTENSION = "refuse_extension"
    MERGE = "merge"
    UNMERGE = "unmerge"
    VOID = "void"
    RESTORE = "restore"
    RECLASSIFY = "reclassify"
    LOCATE = "locate"
    ADD_REPORTER = "add_reporter"
    REMIND = "remind"
    COMMENT = "comment"
    REVIEW_SHELVED = "review_shelved"


ACTION_LABEL = {
    Action.ACCEPT: "受理",
    Action.REJECT: "不予受理",
    Action.ANSWER_NOW: "即办",
    Action.DISPATCH: "派发",
    Action.ASSIGN: "指定办理",
    Action.SIGN: "签收",
    Action.ASK_RETURN: "申请退回",
    Action.CONFIRM_RETURN: "同意退回",
    Action.REFUSE_RETURN: "不同意退回",
    Action.ESCALATE: "上报",
    Action.DELEGATE: "下派",
    Action.WHISTLE: "吹哨",
    Action.ASSIST: "请求协办",
    Action.FINISH_ASSIST: "协办完成",
    Action.WAIVE_ASSIST: "免除协办",
    Action.RESPOND: "反馈结果",
    Action.CHECK: "核查",
    Action.CONTACT: "回访",
    Action.CLOSE: "办结",
    Action.REWORK: "退回再办",
    Action.REOPEN: "重办",
    Action.WITHDRAW: "撤回",
    Action.ASK_SUSPENSION: "申请挂起",
    Action.APPROVE_SUSPENSION: "同意挂起",
    Action.REFUSE_SUSPENSION: "不同意挂起",
    Action.RESUME: "恢复办理",
    Action.ASK_EXTENSION: "申请延期",
    Action.APPROVE_EXTENSION: "同意延期",
    Action.REFUSE_EXTENSION: "不同意延期",
    Action.MERGE: "并件",
    Action.UNMERGE: "拆出并件",
    Action.VOID: "作废",
    Action.RESTORE: "恢复作废",
    Action.RECLASSIFY: "调整类别或等级",
    Action.LOCATE: "定位到网格",
    Action.ADD_REPORTER: "添加诉求人",
    Action.REMIND: "催办",
    Action.COMMENT: "备注",
    Action.REVIEW_SHELVED: "挂账复核",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One possible next step: `allowed`, or the `reason` against it; `mine`: the person is the right one."""

    action: Action
    label: str
    allowed: bool
    reason: str
    mine: bool
