"""What the slice's actions are called in a timeline and in the log."""

COMPANY_REGISTERED = "red_property.company.registered"
CROSS_POST_TAKEN = "red_property.cross_post.taken"
CROSS_POST_CORRECTED = "red_property.cross_post.corrected"
CROSS_POST_REMOVED = "red_property.cross_post.removed"
CROSS_POST_ENDED = "red_property.cross_post.ended"
CONTRACT_SIGNED = "red_property.contract.signed"
CONTRACT_ENDED = "red_property.contract.ended"
COMMITTEE_ELECTED = "red_property.committee.elected"
MEMBER_SEATED = "red_property.committee_member.seated"
SUBSTITUTE_NAMED = "red_property.substitute.named"
SUBSTITUTE_CORRECTED = "red_property.substitute.corrected"
SUBSTITUTE_REMOVED = "red_property.substitute.removed"
MODE_SET = "red_property.compound_mode.set"
MODE_CORRECTED = "red_property.compound_mode.corrected"
MODE_REMOVED = "red_property.compound_mode.removed"
MONTH_EXEMPTED = "red_property.month.exempted"
PLANNED = "red_property.meeting.planned"
NOTIFIED = "red_property.meeting.notified"
BEGUN = "red_property.meeting.begun"
RECORDED = "red_property.meeting.recorded"
CANCELLED = "red_property.meeting.cancelled"
INQUORATE = "red_property.meeting.declared_inquorate"
SUBMITTED = "red_property.meeting.submitted"
RETURNED = "red_property.meeting.returned"
CONVERTED = "red_property.meeting.converted"
CONFIRMED = "red_property.meeting.confirmed"
SEATED = "red_property.attendance.entered"
SEAT_CHANGED = "red_property.attendance.changed"
SEAT_REMOVED = "red_property.attendance.removed"
ITEM_ADDED = "red_property.item.added"
ITEM_TAKEN = "red_property.item.taken"
ITEM_CHANGED = "red_property.item.changed"
ITEM_REMOVED = "red_property.item.removed"
RESOLUTION_ADDED = "red_property.resolution.added"
RESOLUTION_CHANGED = "red_property.resolution.changed"
RESOLUTION_REMOVED = "red_property.resolution.removed"
RESOLUTION_RECKONED = "red_property.resolution.reckoned"
CARRIED = "red_property.follow_up.carried"
FOLLOWED = "red_property.follow_up.written"
FOLLOW_UP_CHANGED = "red_property.follow_up.changed"
SIGNED = "red_property.signature.given"
VOIDED = "red_property.signature.voided"
VERSION_MADE = "red_property.version.made"
AMENDMENT_PROPOSED = "red_property.amendment.proposed"
AMENDMENT_SIGNED = "red_property.amendment.in_force"
HANDED_UP = "red_property.street_entry.handed_up"
ENTRY_ACCEPTED = "red_property.street_entry.accepted"
ENTRY_RETURNED = "red_property.street_entry.returned"
ENTRY_DECIDED = "red_property.street_entry.decided"
ENTRY_REPORTED = "red_property.street_entry.reported"
CONFERENCE_HELD = "red_property.street_conference.held"
MANDATE_ENTERED = "red_property.mandate.entered"
MANDATE_REVOKED = "red_property.mandate.revoked"
MINUTES_EXPORTED = "red_property.minutes.exported"
EXPORTED = "red_property.register.exported"
VOTE_PLANNED = "red_property.vote.planned"
VOTE_CHANGED = "red_property.vote.changed"
VOTE_MOVED = "red_property.vote.moved"
VOTE_ABANDONED = "red_property.vote.abandoned"
VOTE_NOTED = "red_property.vote.noted"
VOTE_PRINTED = "red_property.vote.printed"
VOTE_EXPORTED = "red_property.vote.exported"
CLAUSE_ATTACHED = "red_property.vote.clause_attached"
MOTION_ADDED = "red_property.motion.added"
MOTION_CHANGED = "red_property.motion.changed"
MOTION_REMOVED = "red_property.motion.removed"
UNIT_ADDED = "red_property.roster_unit.added"
UNIT_CHANGED = "red_property.roster_unit.changed"
UNIT_REMOVED = "red_property.roster_unit.removed"
ROSTER_FROZEN = "red_property.vote.roster_frozen"
VOTE_RECORDED = "red_property.vote.recorded"
ROSTER_THAWED = "red_property.vote.roster_thawed"
DELIVERED = "red_property.owner_group.delivered"
BALLOT_ENTERED = "red_property.ballot.entered"
BALLOT_CHECKED = "red_property.ballot.checked"
BALLOT_SETTLED = "red_property.ballot.settled"
BALLOT_VOIDED = "red_property.ballot.voided"
BALLOT_WITHDRAWN = "red_property.ballot.withdrawn"
AGENT_CLEARED = "red_property.ballot.agent_cleared"
COUNT_CONFIRMED = "red_property.count.confirmed"
COUNT_FINALISED = "red_property.count.finalised"
RECOUNT_BEGUN = "red_property.count.reopened"
COMPANY_CHANGED = "red_property.company.changed"
COMPANY_REMOVED = "red_property.company.removed"
CONTRACT_CHANGED = "red_property.contract.changed"
CONTRACT_REMOVED = "red_property.contract.removed"
UNIT_JOINED = "red_property.company_party.joined"
MEMBERSHIP_CORRECTED = "red_property.company_party.corrected"
MEMBERSHIP_REMOVED = "red_property.company_party.removed"
UNIT_LEFT = "red_property.company_party.left"
INSTRUCTOR_SENT = "red_property.instructor.sent"
INSTRUCTOR_RECALLED = "red_property.instructor.recalled"
INSTRUCTOR_CORRECTED = "red_property.instructor.corrected"
INSTRUCTOR_REMOVED = "red_property.instructor.removed"
COMMITTEE_CHANGED = "red_property.committee.changed"
COMMITTEE_REMOVED = "red_property.committee.removed"
RED_ASSESSED = "red_property.red_assessment.made"
TIE_TOLD = "red_property.company_tie.told"
TIE_ENDED = "red_property.company_tie.ended"
TIE_REMOVED = "red_property.company_tie.removed"
VISIT_RECORDED = "red_property.company_visit.recorded"
VISIT_CORRECTED = "red_property.company_visit.corrected"
VISIT_REMOVED = "red_property.company_visit.removed"
HELP_DONE = "red_property.company_visit.help_done"
OBSERVED = "red_property.observation.made"
OBSERVATION_CORRECTED = "red_property.observation.corrected"
OBSERVATION_MENDED = "red_property.observation.mended"
OBSERVATION_WITHDRAWN = "red_property.observation.withdrawn"
SECTOR_SEATED = "red_property.sector_member.seated"
SECTOR_CORRECTED = "red_property.sector_member.corrected"
SECTOR_REMOVED = "red_property.sector_member.removed"
SECTOR_UNSEATED = "red_property.sector_member.unseated"
UNIT_PLACED = "red_property.party_unit.placed"
PARTY_SIDE_TOLD = "red_property.committee_party.told"
MEMBER_CORRECTED = "red_property.committee_member.corrected"
MEMBER_REMOVED = "red_property.committee_member.removed"
MEMBER_UNSEATED = "red_property.committee_member.unseated"
FEES_REPORTED = "red_property.fee_report.made"
FEES_CORRECTED = "red_property.fee_report.corrected"
FEES_REMOVED = "red_property.fee_report.removed"
EVALUATION_COMPUTED = "red_property.evaluation.computed"
EVALUATION_MARKED = "red_property.evaluation.marked"
EVALUATION_REMOVED = "red_property.evaluation.removed"
EVALUATION_CONFIRMED = "red_property.evaluation.confirmed"
EVALUATION_REOPENED = "red_property.evaluation.reopened"
SHOWCASE_NAMED = "red_property.showcase.named"
SHOWCASE_CHANGED = "red_property.showcase.changed"
SHOWCASE_ENDED = "red_property.showcase.ended"
SHOWCASE_REMOVED = "red_property.showcase.removed"
PLAN_DECIDED = "red_property.upgrade_plan.decided"
PLAN_CHANGED = "red_property.upgrade_plan.changed"
PLAN_REMOVED = "red_property.upgrade_plan.removed"
MILESTONE_SET = "red_property.upgrade_milestone.set"
MILESTONE_CHANGED = "red_property.upgrade_milestone.changed"
MILESTONE_DONE = "red_property.upgrade_milestone.reached"
MILESTONE_REMOVED = "red_property.upgrade_milestone.removed"
FUND_OPENED = "red_property.fund.opened"
FUND_CHANGED = "red_property.fund.changed"
FUND_REMOVED = "red_property.fund.removed"
FUND_BOOKED = "red_property.fund_entry.booked"
FUND_CORRECTED = "red_property.fund_entry.corrected"
FUND_UNBOOKED = "red_property.fund_entry.removed"
EMERGENCY_APPLIED = "red_property.emergency.applied"
EMERGENCY_REVIEWED = "red_property.emergency.reviewed"
EMERGENCY_CONFIRMED = "red_property.emergency.confirmed"
EMERGENCY_DONE = "red_property.emergency.done"
EMERGENCY_DROPPED = "red_property.emergency.dropped"
MEETING_DAY_SET = "red_property.meeting_day.set"

SENTENCES: dict[str, str] = {
    COMPANY_REGISTERED: "登记了物业企业",
    CONTRACT_SIGNED: "登记了物业合同",
    CONTRACT_ENDED: "终止了物业合同",
    COMMITTEE_ELECTED: "登记了业委会换届结果",
    MEMBER_SEATED: "登记了业委会委员",
    SUBSTITUTE_NAMED: "登记了业主替代方",
    SUBSTITUTE_CORRECTED: "修改了业主替代方",
    SUBSTITUTE_REMOVED: "删去了误登记的业主替代方",
    MODE_SET: "变更了议事方式",
    MODE_CORRECTED: "修改了议事方式",
    MODE_REMOVED: "删去了误登记的议事方式",
    MONTH_EXEMPTED: "同意当月免开",
    PLANNED: "安排了联席会",
    NOTIFIED: "发出了会议通知",
    BEGUN: "开始记录联席会",
    RECORDED: "修改了会议信息",
    CANCELLED: "取消了联席会",
    INQUORATE: "登记为流会",
    SUBMITTED: "提交三方签认",
    RETURNED: "退回修改",
    CONVERTED: "把临时会改为例会",
    CONFIRMED: "街道确认了迟报的记录",
    SEATED: "登记了到会人",
    SEAT_CHANGED: "修改了到会情况",
    SEAT_REMOVED: "去掉了一位到会人",
    ITEM_ADDED: "加了一个议题",
    ITEM_TAKEN: "列入了三方联席会议题",
    ITEM_CHANGED: "修改了议题",
    ITEM_REMOVED: "撤下了一个议题",
    RESOLUTION_ADDED: "加了一条议定事项",
    RESOLUTION_CHANGED: "修改了议定事项",
    RESOLUTION_REMOVED: "撤下了一条议定事项",
    RESOLUTION_RECKONED: "议定事项的进展有变化",
    CARRIED: "带入了上次的议定事项",
    FOLLOWED: "写了落实情况",
    FOLLOW_UP_CHANGED: "修改了落实情况",
    SIGNED: "签认了纪要",
    VOIDED: "内容有改动，签认作废",
    VERSION_MADE: "形成了一版纪要",
    AMENDMENT_PROPOSED: "提出了更正",
    AMENDMENT_SIGNED: "更正经三方签认生效",
    HANDED_UP: "提请街道联席会议",
    ENTRY_ACCEPTED: "街道受理了提请",
    ENTRY_RETURNED: "街道退回了提请",
    ENTRY_DECIDED: "街道联席会议作出议定",
    ENTRY_REPORTED: "街道的答复列入了会议通报",
    CONFERENCE_HELD: "登记了街道联席会议",
    MANDATE_ENTERED: "登记了书面授权",
    MANDATE_REVOKED: "收回了书面授权",
    MINUTES_EXPORTED: "下载了 Word 纪要",
    EXPORTED: "导出了红色物业台账",
    CROSS_POST_TAKEN: "登记了交叉任职",
    CROSS_POST_CORRECTED: "修改了交叉任职",
    CROSS_POST_REMOVED: "删去了误登记的交叉任职",
    CROSS_POST_ENDED: "结束了交叉任职",
    VOTE_PLANNED: "起草了业主表决",
    VOTE_CHANGED: "修改了业主表决",
    VOTE_MOVED: "业主表决进入下一步",
    VOTE_ABANDONED: "终止了业主表决",
    VOTE_NOTED: "补记了表决程序的日期",
    VOTE_PRINTED: "打印了带业主姓名的表",
    VOTE_EXPORTED: "导出了业主表决台账",
    CLAUSE_ATTACHED: "附上了议事规则的从多条款",
    MOTION_ADDED: "加了一个表决议题",
    MOTION_CHANGED: "修改了表决议题",
    MOTION_REMOVED: "撤下了一个表决议题",
    UNIT_ADDED: "名册加了一套房",
    UNIT_CHANGED: "修改了名册里的一套房",
    UNIT_REMOVED: "名册去掉了一套房",
    ROSTER_FROZEN: "冻结名册，编好计数单位",
    VOTE_RECORDED: "补录已经结束的表决，冻结名册",
    ROSTER_THAWED: "撤回公示，名册可以更正",
    DELIVERED: "登记了送达",
    BALLOT_ENTERED: "录入了选票",
    BALLOT_CHECKED: "核对了选票",
    BALLOT_SETTLED: "两次录入不同，已定夺",
    BALLOT_VOIDED: "选票认定无效",
    BALLOT_WITHDRAWN: "撤回了没有核对的选票",
    AGENT_CLEARED: "核实了代理超限的选票",
    COUNT_CONFIRMED: "第一人确定了统计结果",
    COUNT_FINALISED: "第二人确定，结果生效",
    RECOUNT_BEGUN: "开始重新统计",
    COMPANY_CHANGED: "修改了物业企业",
    COMPANY_REMOVED: "删去了误登记的物业企业",
    CONTRACT_CHANGED: "修改了物业合同",
    CONTRACT_REMOVED: "删去了误登记的物业合同",
    UNIT_JOINED: "加入了党组织",
    MEMBERSHIP_CORRECTED: "修改了企业加入党组织",
    MEMBERSHIP_REMOVED: "删去了误登记的企业加入党组织",
    UNIT_LEFT: "退出了党组织",
    INSTRUCTOR_SENT: "选派了党建指导员",
    INSTRUCTOR_RECALLED: "党建指导员任期结束",
    INSTRUCTOR_CORRECTED: "修改了党建指导员",
    INSTRUCTOR_REMOVED: "删去了误登记的党建指导员",
    COMMITTEE_CHANGED: "修改了业委会",
    COMMITTEE_REMOVED: "删去了误登记的业委会",
    RED_ASSESSED: "按当天的事实认定了红色业委会",
    TIE_TOLD: "登记了委员方面在物业企业的任职",
    TIE_ENDED: "登记了物业企业任职的结束",
    TIE_REMOVED: "删去了误登记的物业企业任职",
    VISIT_RECORDED: "登记了企业走访",
    VISIT_CORRECTED: "修改了企业走访",
    VISIT_REMOVED: "删去了误登记的企业走访",
    HELP_DONE: "办结了走访时答应的事",
    OBSERVED: "登记了质量观察",
    OBSERVATION_CORRECTED: "修改了质量观察",
    OBSERVATION_MENDED: "确认已整改",
    OBSERVATION_WITHDRAWN: "撤回了质量观察",
    SECTOR_SEATED: "登记了行业党委委员",
    SECTOR_CORRECTED: "修改了行业党委委员",
    SECTOR_REMOVED: "删去了误登记的行业党委委员",
    SECTOR_UNSEATED: "行业党委委员离任",
    UNIT_PLACED: "改了企业党组织的上级",
    PARTY_SIDE_TOLD: "登记了业委会的党建情况",
    MEMBER_CORRECTED: "修改了业委会委员",
    MEMBER_REMOVED: "删去了误登记的业委会委员",
    MEMBER_UNSEATED: "业委会委员离任",
    FEES_REPORTED: "填报了物业费收缴情况",
    FEES_CORRECTED: "修改了收缴情况",
    FEES_REMOVED: "删去了误填的收缴情况",
    EVALUATION_COMPUTED: "测算了红色物业评分",
    EVALUATION_MARKED: "评了人工项",
    EVALUATION_REMOVED: "删去了误测算的红色物业评分",
    EVALUATION_CONFIRMED: "确认了红色物业评分",
    EVALUATION_REOPENED: "退回了红色物业评分",
    SHOWCASE_NAMED: "公布为亮点小区",
    SHOWCASE_CHANGED: "修改了亮点小区",
    SHOWCASE_ENDED: "不再列为亮点小区",
    SHOWCASE_REMOVED: "删去了误登记的亮点小区",
    PLAN_DECIDED: "登记了提升计划",
    PLAN_CHANGED: "修改了提升计划",
    PLAN_REMOVED: "删去了误登记的提升计划",
    MILESTONE_SET: "加了一个节点",
    MILESTONE_CHANGED: "修改了节点",
    MILESTONE_DONE: "节点完成",
    MILESTONE_REMOVED: "去掉了一个节点",
    FUND_OPENED: "登记了维修资金",
    FUND_CHANGED: "修改了维修资金",
    FUND_REMOVED: "删去了误登记的维修资金",
    FUND_BOOKED: "登记了一笔维修资金",
    FUND_CORRECTED: "更正了一笔维修资金",
    FUND_UNBOOKED: "删去了误登记的一笔维修资金",
    EMERGENCY_APPLIED: "申请应急维修",
    EMERGENCY_REVIEWED: "业委会审核了应急维修",
    EMERGENCY_CONFIRMED: "确认了应急维修，可以动用维修资金",
    EMERGENCY_DONE: "应急维修办结，账目已公示",
    EMERGENCY_DROPPED: "撤销了应急维修",
    MEETING_DAY_SET: "定了联席会日",
}

# What the slice's rows are called when one of them keeps a place or a person from being removed.
NOUNS: dict[str, str] = {
    "red_property_company": "物业企业",
    "red_property_contract": "物业合同",
    "red_property_cross_post": "交叉任职",
    "red_property_committee": "业委会",
    "red_property_committee_member": "业委会成员",
    "red_property_substitute": "业主替代方",
    "red_property_compound_mode": "议事方式",
    "red_property_exemption": "联席会免开",
    "red_property_meeting": "联席会",
    "red_property_meeting_compound": "联席会",
    "red_property_meeting_item": "联席会议题",
    "red_property_resolution": "议定事项",
    "red_property_attendance": "联席会到会",
    "red_property_signature": "联席会签认",
    "red_property_street_conference": "街道联席会议",
    "red_property_street_entry": "提请街道",
    "red_property_mandate": "联席会书面授权",
    "red_property_vote": "业主表决",
    "red_property_motion": "表决议题",
    "red_property_roster_unit": "名册里的房屋",
    "red_property_owner_group": "计数单位",
    "red_property_ballot": "选票",
    "red_property_vote_count": "表决统计",
    "red_property_company_party": "企业党组织",
    "red_property_instructor": "党建指导员",
    "red_property_committee_party": "业委会党建情况",
    "red_property_fee_report": "收缴情况",
    "red_property_evaluation": "红色物业评分",
    "red_property_showcase": "亮点小区",
    "red_property_upgrade_plan": "提升计划",
    "red_property_upgrade_milestone": "提升计划的节点",
    "red_property_company_visit": "企业走访",
    "red_property_observation": "质量观察",
    "red_property_sector_member": "行业党委委员",
    "red_property_red_assessment": "红色业委会认定",
    "red_property_company_tie": "委员方面在物业企业的任职",
    "red_property_fund_account": "维修资金",
    "red_property_fund_entry": "维修资金的一笔",
    "red_property_emergency": "应急维修",
    "red_property_meeting_day": "联席会日",
}
