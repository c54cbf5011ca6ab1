"""The names of what is recorded in the trail, each with its sentence."""

ENROLLED = "workforce.worker.enrolled"
EDITED = "workforce.worker.edited"
REVEALED = "workforce.worker.revealed"
EXPORTED = "workforce.worker.exported"
PRINTED = "workforce.statement.printed"
LEFT = "workforce.worker.left"
MOVED = "workforce.worker.moved"
RELATIVE_DECLARED = "workforce.relative.declared"
EDUCATION_ADDED = "workforce.education.added"
CERTIFICATE_ADDED = "workforce.certificate.added"
REGISTRATION_ADDED = "workforce.registration.added"
SEGMENT_ADDED = "workforce.segment.added"
ABSENCE_ADDED = "workforce.absence.added"
APPOINTED = "workforce.appointment.added"
APPOINTMENT_ENDED = "workforce.appointment.ended"
CONTRACT_ADDED = "workforce.contract.added"
CONTRACT_ENDED = "workforce.contract.ended"
MERIT_ADDED = "workforce.merit.added"
RESULT_ADDED = "workforce.result.added"
RESULT_CONFIRMED = "workforce.result.confirmed"
FACT_VERIFIED = "workforce.fact.verified"
GRADED = "workforce.grade.recorded"
CORRECTED = "workforce.grade.corrected"
SUPERSEDED = "workforce.grade.superseded"
BATCH_OPENED = "workforce.batch.opened"
BATCH_COMPUTED = "workforce.batch.computed"
BATCH_MOVED = "workforce.batch.moved"
BATCH_PUBLISHED = "workforce.batch.published"
BATCH_APPROVED = "workforce.batch.approved"
BATCH_REVOKED = "workforce.batch.revoked"
BATCH_EXPORTED = "workforce.batch.exported"
ITEM_RECOMPUTED = "workforce.item.recomputed"
ITEM_REVIEWED = "workforce.item.reviewed"
ITEM_CHECKED = "workforce.item.checked"
ITEM_REMOVED = "workforce.item.removed"
ITEM_DISPUTED = "workforce.item.disputed"
ITEM_SETTLED = "workforce.item.settled"
DATA_CHECK_EXPORTED = "workforce.data_check.exported"
PAY_OPENED = "workforce.pay.opened"
PAY_COMPUTED = "workforce.pay.computed"
PAY_TYPED = "workforce.pay.typed"
PAY_LOCKED = "workforce.pay.locked"
PAY_EXPORTED = "workforce.pay.exported"
ARREAR_DECIDED = "workforce.arrear.decided"
RETAINED_KEPT = "workforce.retained.kept"
BASIS_SET = "workforce.basis.set"
SCENARIO_TRIED = "workforce.scenario.tried"
SCENARIO_DROPPED = "workforce.scenario.dropped"
SCENARIO_EXPORTED = "workforce.scenario.exported"
SCHEME_EDITED = "workforce.scheme.edited"
REVIEW_ASKED = "workforce.review.asked"
REVIEW_ANSWERED = "workforce.review.answered"
SCHEME_DISCARDED = "workforce.scheme.discarded"
SCHEME_WITHDRAWN = "workforce.scheme.withdrawn"

SENTENCES: dict[str, str] = {
    ENROLLED: "登记了社区工作者",
    EDITED: "修改了基本信息",
    REVEALED: "查看了完整的证件号码和电话",
    EXPORTED: "导出了人员名册",
    PRINTED: "打印了等级说明书",
    LEFT: "办理了退出",
    MOVED: "变更了人员状态",
    RELATIVE_DECLARED: "申报了亲属关系",
    EDUCATION_ADDED: "登记了学历",
    CERTIFICATE_ADDED: "登记了职业资格证书",
    REGISTRATION_ADDED: "登记了证书有效期",
    SEGMENT_ADDED: "登记了工作经历",
    ABSENCE_ADDED: "登记了离岗",
    APPOINTED: "登记了任职",
    APPOINTMENT_ENDED: "登记了离任",
    CONTRACT_ADDED: "登记了劳动合同",
    CONTRACT_ENDED: "终止了劳动合同",
    MERIT_ADDED: "登记了奖惩",
    RESULT_ADDED: "登记了年度考核结果",
    RESULT_CONFIRMED: "确认了年度考核结果",
    FACT_VERIFIED: "核验了材料",
    GRADED: "记入了等级",
    CORRECTED: "更正了等级记录",
    SUPERSEDED: "作废了等级记录",
    BATCH_OPENED: "新建了晋级批次",
    BATCH_COMPUTED: "测算了晋级批次",
    BATCH_MOVED: "推进了晋级批次",
    BATCH_PUBLISHED: "开始公示",
    BATCH_APPROVED: "批准了晋级批次",
    BATCH_REVOKED: "撤销了晋级批次",
    BATCH_EXPORTED: "导出了测算明细表",
    ITEM_RECOMPUTED: "重新计算了一个条目",
    ITEM_REVIEWED: "街道初审了一个条目",
    ITEM_CHECKED: "区级复核了一个条目",
    ITEM_REMOVED: "剔除了一个条目",
    ITEM_DISPUTED: "登记了异议",
    ITEM_SETTLED: "办结了异议",
    DATA_CHECK_EXPORTED: "导出了数据体检",
    PAY_OPENED: "开始了一个薪酬月",
    PAY_COMPUTED: "重新计算了薪酬",
    PAY_TYPED: "登记了扣款和个税",
    PAY_LOCKED: "锁定了薪酬月",
    PAY_EXPORTED: "导出了薪酬表",
    ARREAR_DECIDED: "决定了补发扣回",
    RETAINED_KEPT: "登记了套改前的月薪",
    BASIS_SET: "登记了上年月平均工资",
    SCENARIO_TRIED: "做了一次模拟",
    SCENARIO_DROPPED: "删去了模拟",
    SCENARIO_EXPORTED: "导出了模拟",
    SCHEME_EDITED: "修改了方案草稿",
    REVIEW_ASKED: "申请了复核",
    REVIEW_ANSWERED: "答复了复核申请",
    SCHEME_DISCARDED: "删去了方案草稿",
    SCHEME_WITHDRAWN: "撤回了没有生效的方案",
}

NOUNS: dict[str, str] = {
    "workforce_worker": "社区工作者档案",
    "workforce_relative": "申报的亲属",
    "workforce_appointment": "任职",
    "workforce_promotion_item": "晋级批次条目",
}
"""What a table's rows are called where they forbid that something is taken away."""
