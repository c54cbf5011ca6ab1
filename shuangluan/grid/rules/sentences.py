"""The audit action of every deed on an appeal, and the sentence a timeline shows for it."""

from shuangluan.grid.rules.actions import Action

REGISTERED = "grid.appeal.registered"
REVEALED = "grid.appeal.reporter_revealed"
TOLD = "grid.appeal.reporters_told"
LEG_ISSUED = "grid.leg.issued"
RETURN_ASKED_WHY = "grid.leg.return_explained"
RETURN_REFUSED_WHY = "grid.leg.return_refusal_explained"
REMINDED_WITH = "grid.appeal.reminder_worded"
CHECKED_WITH = "grid.check.recorded"
CONTACTED_WITH = "grid.contact.recorded"
REWORKED_WHY = "grid.appeal.rework_explained"
REOPENED_WHY = "grid.appeal.reopening_explained"
RECLASSIFIED_WHY = "grid.appeal.reclassified_because"
CORRECTED = "grid.appeal.corrected"
MERGED_IN = "grid.appeal.child_taken"
MERGED_OUT = "grid.appeal.child_released"
REMOVED = "grid.appeal.removed"
EXPORTED = "grid.appeals.exported"
EXPORT_ASKED = "grid.appeals.export_asked"
EXPORTED_IN_FULL = "grid.appeals.exported_in_full"
LEGS_EXPORTED = "grid.legs.exported"
ANSWERS_EXPORTED = "grid.answers.exported"
COMPOUNDS_EXPORTED = "grid.compounds.exported"
BUILDINGS_EXPORTED = "grid.buildings.exported"
APPOINTED = "grid.appointment.made"
RECOMPUTED = "grid.appeal.promise_recomputed"
COVERED = "grid.coverage.drawn"

AUDIT: dict[Action, str] = {
    Action.ACCEPT: "grid.appeal.accepted",
    Action.REJECT: "grid.appeal.rejected",
    Action.ANSWER_NOW: "grid.appeal.answered_at_once",
    Action.DISPATCH: "grid.appeal.dispatched",
    Action.ASSIGN: "grid.appeal.assigned",
    Action.SIGN: "grid.leg.signed",
    Action.ASK_RETURN: "grid.leg.return_asked",
    Action.CONFIRM_RETURN: "grid.leg.returned",
    Action.REFUSE_RETURN: "grid.leg.return_refused",
    Action.ESCALATE: "grid.appeal.escalated",
    Action.DELEGATE: "grid.appeal.delegated",
    Action.WHISTLE: "grid.appeal.whistled",
    Action.ASSIST: "grid.leg.assistance_asked",
    Action.FINISH_ASSIST: "grid.leg.assistance_finished",
    Action.WAIVE_ASSIST: "grid.leg.assistance_waived",
    Action.RESPOND: "grid.appeal.answered",
    Action.CHECK: "grid.appeal.checked",
    Action.CONTACT: "grid.appeal.contacted",
    Action.CLOSE: "grid.appeal.closed",
    Action.REWORK: "grid.appeal.sent_back",
    Action.REOPEN: "grid.appeal.reopened",
    Action.WITHDRAW: "grid.appeal.withdrawn",
    Action.ASK_SUSPENSION: "grid.suspension.asked",
    Action.APPROVE_SUSPENSION: "grid.suspension.approved",
    Action.REFUSE_SUSPENSION: "grid.suspension.refused",
    Action.RESUME: "grid.suspension.ended",
    Action.ASK_EXTENSION: "grid.extension.asked",
    Action.APPROVE_EXTENSION: "grid.extension.approved",
    Action.REFUSE_EXTENSION: "grid.extension.refused",
    Action.MERGE: "grid.appeal.merged",
    Action.UNMERGE: "grid.appeal.unmerged",
    Action.VOID: "grid.appeal.voided",
    Action.RESTORE: "grid.appeal.restored",
    Action.RECLASSIFY: "grid.appeal.reclassified",
    Action.LOCATE: "grid.appeal.located",
    Action.ADD_REPORTER: "grid.appeal.reporter_added",
    Action.REMIND: "grid.appeal.reminded",
    Action.COMMENT: "grid.appeal.commented",
    Action.REVIEW_SHELVED: "grid.appeal.reviewed",
}

SENTENCES: dict[str, str] = {
    REGISTERED: "登记了诉求",
    REVEALED: "查看了诉求人电话",
    TOLD: "已告知诉求人",
    LEG_ISSUED: "派给承办单位",
    RETURN_ASKED_WHY: "退回理由",
    RETURN_REFUSED_WHY: "不同意退回的理由",
    REMINDED_WITH: "催办留言",
    CHECKED_WITH: "核查记录",
    CONTACTED_WITH: "回访记录",
    REWORKED_WHY: "退回再办的原因",
    REOPENED_WHY: "重办的原因",
    RECLASSIFIED_WHY: "调整的原因",
    CORRECTED: "更正了标题、地点或内容",
    MERGED_IN: "并入了一件诉求",
    MERGED_OUT: "拆出了一件诉求",
    REMOVED: "删去了误登记的诉求",
    EXPORTED: "导出了诉求台账",
    EXPORT_ASKED: "要了一份大的诉求台账",
    EXPORTED_IN_FULL: "导出了含个人信息的诉求台账",
    LEGS_EXPORTED: "导出了流转环节台账",
    ANSWERS_EXPORTED: "导出了回访评价台账",
    COMPOUNDS_EXPORTED: "导出了小区台账",
    BUILDINGS_EXPORTED: "导出了楼栋台账",
    APPOINTED: "任命",
    RECOMPUTED: "工作日历更新，重算了期限",
    COVERED: "划入网格",
    AUDIT[Action.ACCEPT]: "受理",
    AUDIT[Action.REJECT]: "不予受理",
    AUDIT[Action.ANSWER_NOW]: "当场办结，等待核查",
    AUDIT[Action.DISPATCH]: "派发",
    AUDIT[Action.ASSIGN]: "由街道指定办理",
    AUDIT[Action.SIGN]: "签收",
    AUDIT[Action.ASK_RETURN]: "申请退回",
    AUDIT[Action.CONFIRM_RETURN]: "同意退回",
    AUDIT[Action.REFUSE_RETURN]: "不同意退回",
    AUDIT[Action.ESCALATE]: "上报",
    AUDIT[Action.DELEGATE]: "下派",
    AUDIT[Action.WHISTLE]: "吹哨",
    AUDIT[Action.ASSIST]: "请求协办",
    AUDIT[Action.FINISH_ASSIST]: "协办完成",
    AUDIT[Action.WAIVE_ASSIST]: "免除协办",
    AUDIT[Action.RESPOND]: "反馈办理结果",
    AUDIT[Action.CHECK]: "核查",
    AUDIT[Action.CONTACT]: "回访",
    AUDIT[Action.CLOSE]: "办结",
    AUDIT[Action.REWORK]: "退回再办",
    AUDIT[Action.REOPEN]: "重办",
    AUDIT[Action.WITHDRAW]: "撤回",
    AUDIT[Action.ASK_SUSPENSION]: "申请挂起",
    AUDIT[Action.APPROVE_SUSPENSION]: "同意挂起",
    AUDIT[Action.REFUSE_SUSPENSION]: "不同意挂起",
    AUDIT[Action.RESUME]: "恢复办理",
    AUDIT[Action.ASK_EXTENSION]: "申请延期",
    AUDIT[Action.APPROVE_EXTENSION]: "同意延期",
    AUDIT[Action.REFUSE_EXTENSION]: "不同意延期",
    AUDIT[Action.MERGE]: "并入主件",
    AUDIT[Action.UNMERGE]: "从主件拆出",
    AUDIT[Action.VOID]: "作废",
    AUDIT[Action.RESTORE]: "恢复作废的诉求",
    AUDIT[Action.RECLASSIFY]: "调整类别或等级",
    AUDIT[Action.LOCATE]: "定位到网格",
    AUDIT[Action.ADD_REPORTER]: "添加诉求人",
    AUDIT[Action.REMIND]: "催办",
    AUDIT[Action.COMMENT]: "备注",
    AUDIT[Action.REVIEW_SHELVED]: "挂账复核",
}

# Entries that only the inside needs to see; the timeline folds them behind a checkbox.
BEHIND = frozenset({REVEALED, EXPORTED, EXPORT_ASKED, EXPORTED_IN_FULL, LEGS_EXPORTED, ANSWERS_EXPORTED})
FOR_REPORTERS = frozenset(
    {
        REGISTERED, AUDIT[Action.ACCEPT], AUDIT[Action.DISPATCH], AUDIT[Action.SIGN], AUDIT[Action.RESPOND],
        AUDIT[Action.CLOSE], AUDIT[Action.REOPEN], AUDIT[Action.APPROVE_SUSPENSION], AUDIT[Action.RESUME],
        AUDIT[Action.APPROVE_EXTENSION],
    }
)

# What the slice's rows are called when one of them keeps a place or a person from being removed.
NOUNS: dict[str, str] = {
    "grid_appeal": "诉求",
    "grid_appeal_leg": "流转环节",
    "grid_coverage": "网格划分",
    "grid_appointment": "任职",
}
