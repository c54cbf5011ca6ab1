"""The names of what is recorded in the trail, each with its sentence."""

ENROLLED = "workforce.worker.enrolled"
EDITED = "workforce.worker.edited"
REVEALED = "workforce.worker.revealed"
SANCTIONS_REVEALED = "workforce.sanction.revealed"
EXPORTED = "workforce.worker.exported"
RECRUIT_ADDED = "workforce.recruit.added"
RECRUIT_MOVED = "workforce.recruit.moved"
APPLICANT_ADDED = "workforce.applicant.added"
APPLICANT_MARKED = "workforce.applicant.marked"
APPLICANT_ADVANCED = "workforce.applicant.advanced"
APPLICANT_DROPPED = "workforce.applicant.dropped"
APPLICANT_HIRED = "workforce.applicant.hired"
CHECK_OPENED = "workforce.check.opened"
OPINION_ENTERED = "workforce.check.replied"
CHECK_DECIDED = "workforce.check.decided"
PLAN_ADDED = "workforce.training_plan.added"
PLAN_MOVED = "workforce.training_plan.moved"
TRAINING_ADDED = "workforce.training.added"
TRAINING_CALLED = "workforce.training.called"
TRAINING_SIGNED = "workforce.training.signed"
EXAM_ADDED = "workforce.exam.added"
MARKS_ENTERED = "workforce.exam.marked"
TITLE_GRANTED = "workforce.title.granted"
SCAN_ADDED = "workforce.scan.added"
SCAN_OPENED = "workforce.scan.opened"
SCAN_REMOVED = "workforce.scan.removed"
LETTER_PRINTED = "workforce.check.letter_printed"
REGISTER_EXPORTED = "workforce.register.exported"
EXPORTED_IN_FULL = "workforce.worker.exported_in_full"
REMOVED = "workforce.worker.removed"
TAKEN_BACK = "workforce.fact.taken_back"
PRINTED = "workforce.statement.printed"
LEFT = "workforce.worker.left"
MOVED = "workforce.worker.moved"
RELATIVE_DECLARED = "workforce.relative.declared"
RELATIVE_WITHDRAWN = "workforce.relative.withdrawn"
EDUCATION_ADDED = "workforce.education.added"
CERTIFICATE_ADDED = "workforce.certificate.added"
REGISTRATION_ADDED = "workforce.registration.added"
SEGMENT_ADDED = "workforce.segment.added"
ABSENCE_ADDED = "workforce.absence.added"
APPOINTED = "workforce.appointment.added"
TRIAL_REVIEWED = "workforce.trial.reviewed"
EMPLOYMENT_KEPT = "workforce.employment.kept"
REHIRED = "workforce.worker.rehired"
APPOINTMENT_ENDED = "workforce.appointment.ended"
REORGANISED = "workforce.worker.reorganised"
CERTIFICATE_HOURS = "workforce.certificate.hours_entered"
CONTRACT_ADDED = "workforce.contract.added"
CONTRACT_ENDED = "workforce.contract.ended"
CONTRACT_NAMED = "workforce.contract.kind_named"
TERM_NAMED = "workforce.appointment.term_named"
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
DAILY_WRITTEN = "workforce.daily.written"
DAILY_EXPORTED = "workforce.daily.exported"
MONTH_SENT = "workforce.month.sent"
MONTH_CONFIRMED = "workforce.month.confirmed"
MONTH_DISPUTED = "workforce.month.disputed"
MONTH_SETTLED = "workforce.month.settled"
EVIDENCE_ACCEPTED = "workforce.evidence.accepted"
EVIDENCE_DECLINED = "workforce.evidence.declined"
EVIDENCE_REVERSED = "workforce.evidence.reversed"
SURVEY_OPENED = "workforce.survey.opened"
SURVEY_EXTENDED = "workforce.survey.extended"
SURVEY_CLOSED = "workforce.survey.closed"
CODES_ISSUED = "workforce.survey_codes.issued"
CODES_REVOKED = "workforce.survey_codes.revoked"
SURVEY_ANSWERED = "workforce.survey.answered"
YEAR_OPENED = "workforce.appraisal_year.opened"
YEAR_COMPUTED = "workforce.appraisal_year.computed"
YEAR_PUBLISHED = "workforce.appraisal_year.published"
YEAR_CONFIRMED = "workforce.appraisal_year.confirmed"
POOLS_MERGED = "workforce.appraisal_year.pools_merged"
STREET_SCORED = "workforce.appraisal_score.scored_by_street"
VETO_SET = "workforce.appraisal_score.vetoed"
PEERS_MARKED = "workforce.appraisal_peers.marked"
SEAT_GIVEN = "workforce.appraisal_score.seat_given"
SEAT_WITHDRAWN = "workforce.appraisal_score.seat_withdrawn"
SCORE_REVIEWED = "workforce.appraisal_score.reviewed"
SCORES_PASSED = "workforce.appraisal_year.passed"
SCORE_REVIEW_ASKED = "workforce.appraisal_score.review_asked"
SCORE_REVIEW_ANSWERED = "workforce.appraisal_score.review_answered"
SUPPLEMENT_PUBLISHED = "workforce.appraisal_supplement.published"
SUPPLEMENT_CONFIRMED = "workforce.appraisal_supplement.confirmed"
SCORE_SERVED = "workforce.appraisal_score.served"
SCORE_ACKNOWLEDGED = "workforce.appraisal_score.acknowledged"
APPRAISAL_EXPORTED = "workforce.appraisal_year.exported"
HISTORY_BROUGHT = "workforce.appraisal_history.brought"
EFFECT_PROPOSED = "workforce.appraisal_effect.proposed"
EFFECT_DECIDED = "workforce.appraisal_effect.decided"
EFFECT_DONE = "workforce.appraisal_effect.done"
EFFECT_DROPPED = "workforce.appraisal_effect.dropped"
FACT_REFUSED = "workforce.refusal.listed"
REFUSAL_CORRECTED = "workforce.refusal.corrected"
REFUSAL_SETTLED = "workforce.refusal.settled"
DATA_CHECK_EXPORTED = "workforce.data_check.exported"
PAY_OPENED = "workforce.pay.opened"
PAY_COMPUTED = "workforce.pay.computed"
PAY_TYPED = "workforce.pay.typed"
PAY_LOCKED = "workforce.pay.locked"
PAY_EXPORTED = "workforce.pay.exported"
ARREAR_DECIDED = "workforce.arrear.decided"
RETAINED_KEPT = "workforce.retained.kept"
BASIS_SET = "workforce.basis.set"
BASIS_REMOVED = "workforce.basis.removed"
SCENARIO_TRIED = "workforce.scenario.tried"
SCENARIO_DROPPED = "workforce.scenario.dropped"
SCENARIO_EXPORTED = "workforce.scenario.exported"
CHANGES_EXPORTED = "workforce.scheme.changes_exported"
SCHEME_EDITED = "workforce.scheme.edited"
REVIEW_ASKED = "workforce.review.asked"
REVIEW_ANSWERED = "workforce.review.answered"
SCHEME_DISCARDED = "workforce.scheme.discarded"
SCHEME_WITHDRAWN = "workforce.scheme.withdrawn"
DELEGATE_ADDED = "workforce.delegate.added"
DELEGATE_CHANGED = "workforce.delegate.changed"
DELEGATE_REMOVED = "workforce.delegate.removed"
QUALIFICATION_ENTERED = "workforce.qualification.entered"
QUALIFICATION_CHANGED = "workforce.qualification.changed"
QUALIFICATION_REMOVED = "workforce.qualification.removed"
SEAT_ADDED = "workforce.training_seat.added"
SEAT_SIGNED = "workforce.training_seat.signed"
SEAT_REMOVED = "workforce.training_seat.removed"
MARK_ADDED = "workforce.skill_result.added"
MARK_CHANGED = "workforce.skill_result.changed"
MARK_REMOVED = "workforce.skill_result.removed"

SENTENCES: dict[str, str] = {
    ENROLLED: "登记了社区工作者",
    EDITED: "修改了基本信息",
    REVEALED: "查看了完整的证件号码和电话",
    SANCTIONS_REVEALED: "查看了处分和联审",
    EXPORTED: "导出了人员名册",
    RECRUIT_ADDED: "登记了招聘方案",
    RECRUIT_MOVED: "推进了招聘方案",
    APPLICANT_ADDED: "登记了应聘人",
    APPLICANT_MARKED: "登记了招聘成绩",
    APPLICANT_ADVANCED: "推进了应聘环节",
    APPLICANT_DROPPED: "登记了放弃或取消资格",
    APPLICANT_HIRED: "聘用了应聘人",
    CHECK_OPENED: "发起了背景联审联查",
    OPINION_ENTERED: "登记了部门答复",
    CHECK_DECIDED: "作出了联审结论",
    PLAN_ADDED: "登记了培训计划",
    PLAN_MOVED: "推进了培训计划",
    TRAINING_ADDED: "安排了培训",
    TRAINING_CALLED: "确定了参训名单",
    TRAINING_SIGNED: "登记了签到",
    EXAM_ADDED: "安排了全科考试",
    MARKS_ENTERED: "登记了考试成绩",
    TITLE_GRANTED: "聘任了全科或全能工作者",
    SCAN_ADDED: "上传了扫描件",
    SCAN_OPENED: "打开了扫描件",
    SCAN_REMOVED: "删除了扫描件",
    LETTER_PRINTED: "打印了含证件号码的联审函",
    REGISTER_EXPORTED: "导出了台账",
    EXPORTED_IN_FULL: "导出了含个人信息的名册",
    REMOVED: "删除了误登记的社区工作者",
    TAKEN_BACK: "撤回了导入的材料",
    PRINTED: "打印了等级说明书",
    LEFT: "办理了退出",
    MOVED: "变更了人员状态",
    RELATIVE_DECLARED: "申报了亲属关系",
    RELATIVE_WITHDRAWN: "删去了亲属关系",
    EDUCATION_ADDED: "登记了学历",
    CERTIFICATE_ADDED: "登记了职业资格证书",
    REGISTRATION_ADDED: "登记了证书有效期",
    SEGMENT_ADDED: "登记了工作经历",
    ABSENCE_ADDED: "登记了离岗",
    APPOINTED: "登记了任职",
    TRIAL_REVIEWED: "作出了转正考核结论",
    EMPLOYMENT_KEPT: "留存了上一段聘用",
    REHIRED: "办理了重新聘用",
    APPOINTMENT_ENDED: "登记了离任",
    REORGANISED: "因机构调整转了社区",
    CERTIFICATE_HOURS: "登记了继续教育学时",
    CONTRACT_ADDED: "登记了劳动合同",
    CONTRACT_ENDED: "终止了劳动合同",
    CONTRACT_NAMED: "改正了劳动合同的期限",
    TERM_NAMED: "登记了届次",
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
    DAILY_WRITTEN: "录入了日常考核",
    DAILY_EXPORTED: "导出了月度考核表",
    MONTH_SENT: "把月度考核交本人确认",
    MONTH_CONFIRMED: "确认了自己的月度考核",
    MONTH_DISPUTED: "对自己的月度考核提出异议",
    MONTH_SETTLED: "核实了月度考核的异议并锁定",
    EVIDENCE_ACCEPTED: "采纳了一条考核佐证",
    EVIDENCE_DECLINED: "没有采纳一条考核佐证",
    EVIDENCE_REVERSED: "冲销了一条考核佐证",
    SURVEY_OPENED: "开始了一轮满意度测评",
    SURVEY_EXTENDED: "改了测评的截止日期",
    SURVEY_CLOSED: "关闭了一轮满意度测评",
    CODES_ISSUED: "印发了一批测评代码",
    CODES_REVOKED: "作废了一批测评代码",
    SURVEY_ANSWERED: "收到一份测评答卷",
    YEAR_OPENED: "开始了年度考核",
    YEAR_COMPUTED: "计分并拟定等次",
    YEAR_PUBLISHED: "公示了年度考核等次",
    YEAR_CONFIRMED: "确认了年度考核",
    POOLS_MERGED: "合并了优秀名额的小组",
    STREET_SCORED: "录入了街道年度评价",
    VETO_SET: "登记或取消了一票否决",
    PEERS_MARKED: "交了互评",
    SEAT_GIVEN: "给了优秀名额",
    SEAT_WITHDRAWN: "收回了优秀名额",
    SCORE_REVIEWED: "街道审核了一个人的年度考核",
    SCORES_PASSED: "街道审核通过了一批年度考核",
    SCORE_REVIEW_ASKED: "申请复核年度考核",
    SCORE_REVIEW_ANSWERED: "答复了年度考核的复核",
    SUPPLEMENT_PUBLISHED: "补充公示了暂缓人员的考核等次",
    SUPPLEMENT_CONFIRMED: "确认了补充公示的年度考核",
    SCORE_SERVED: "送达了年度考核结果",
    SCORE_ACKNOWLEDGED: "签收了自己的年度考核结果",
    APPRAISAL_EXPORTED: "导出了年度考核汇总表",
    HISTORY_BROUGHT: "成批录入了以前的考核资料",
    EFFECT_PROPOSED: "提出了考核结果运用的拟办事项",
    EFFECT_DECIDED: "决定了一项考核结果运用",
    EFFECT_DONE: "办结了一项考核结果运用",
    EFFECT_DROPPED: "决定不办一项考核结果运用",
    FACT_REFUSED: "列出了不予认定的材料影响的结果",
    REFUSAL_CORRECTED: "按不予认定的材料更正了等级",
    REFUSAL_SETTLED: "办结了不予认定的材料的后续",
    DATA_CHECK_EXPORTED: "导出了数据体检",
    PAY_OPENED: "开始了一个薪酬月",
    PAY_COMPUTED: "重新计算了薪酬",
    PAY_TYPED: "登记了扣款和个税",
    PAY_LOCKED: "锁定了薪酬月",
    PAY_EXPORTED: "导出了薪酬表",
    ARREAR_DECIDED: "决定了补发扣回",
    RETAINED_KEPT: "登记了套改前的月薪",
    BASIS_SET: "登记了上年月平均工资",
    BASIS_REMOVED: "撤去了导入的上年月平均工资",
    SCENARIO_TRIED: "做了一次模拟",
    SCENARIO_DROPPED: "删去了模拟",
    SCENARIO_EXPORTED: "导出了模拟",
    CHANGES_EXPORTED: "导出了谁变了",
    SCHEME_EDITED: "修改了方案草稿",
    REVIEW_ASKED: "申请了复核",
    REVIEW_ANSWERED: "答复了复核申请",
    SCHEME_DISCARDED: "删去了方案草稿",
    SCHEME_WITHDRAWN: "撤回了没有生效的方案",
    DELEGATE_ADDED: "登记了两代表一委员推荐",
    DELEGATE_CHANGED: "修改了两代表一委员席位",
    DELEGATE_REMOVED: "删除了误登记的两代表一委员席位",
    QUALIFICATION_ENTERED: "登记了职业水平考试报考",
    QUALIFICATION_CHANGED: "修改了职业水平考试报考",
    QUALIFICATION_REMOVED: "撤去了导入的职业水平考试报考",
    SEAT_ADDED: "把一个人加进了参训名单",
    SEAT_SIGNED: "改了一个人的签到",
    SEAT_REMOVED: "把一个人从参训名单里撤去",
    MARK_ADDED: "登记了一个人的考试成绩",
    MARK_CHANGED: "改了一个人的考试成绩",
    MARK_REMOVED: "撤去了导入的考试成绩",
}

NOUNS: dict[str, str] = {
    "workforce_worker": "社区工作者档案",
    "workforce_relative": "申报的亲属",
    "workforce_appointment": "任职",
    "workforce_contract": "劳动合同",
    "workforce_scan": "扫描件",
    "workforce_background_check": "背景联审",
    "workforce_education": "学历",
    "workforce_certificate": "职业资格证书",
    "workforce_service_segment": "工作经历",
    "workforce_grade_record": "等级记录",
    "workforce_promotion_item": "晋级批次条目",
    "workforce_delegate": "两代表一委员席位",
    "workforce_qualification_entry": "职业水平考试报考",
    "workforce_training_seat": "参训名单",
    "workforce_skill_result": "考试成绩",
}
"""What a table's rows are called where they forbid that something is taken away."""
