"""What the roles may do with workers, their grades and the batches (WF-2, WF-3, WF-115, WF-116)."""

from enum import StrEnum


class Perm(StrEnum):
    """A permission of this slice."""

    WORKER_READ = "workforce:worker:read"
    WORKER_EDIT = "workforce:worker:edit"
    WORKER_VERIFY = "workforce:worker:verify"
    WORKER_REORGANISE = "workforce:worker:reorganise"
    WORKER_REVEAL = "workforce:worker:reveal"
    WORKER_EXPORT = "workforce:worker:export"
    WORKER_EXPORT_FULL = "workforce:worker:export_full"
    STRUCTURE_READ = "workforce:structure:read"
    STRUCTURE_EXPORT = "workforce:structure:export"
    DELEGATE_EDIT = "workforce:delegate:edit"
    SANCTION_READ = "workforce:sanction:read"
    SANCTION_REVEAL = "workforce:sanction:reveal"
    OWN_READ = "workforce:own:read"
    OWN_DECLARE = "workforce:own:declare"
    GRADE_DECIDE = "workforce:grade:decide"
    RECRUIT_READ = "workforce:recruit:read"
    RECRUIT_RUN = "workforce:recruit:run"
    RECRUIT_APPROVE = "workforce:recruit:approve"
    TRAINING_RUN = "workforce:training:run"
    EXAM_RUN = "workforce:exam:run"
    BATCH_READ = "workforce:batch:read"
    BATCH_RUN = "workforce:batch:run"
    BATCH_EXPORT = "workforce:batch:export"
    ITEM_REVIEW = "workforce:item:review"
    ITEM_CHECK = "workforce:item:check"
    BATCH_APPROVE = "workforce:batch:approve"
    DAILY_READ = "workforce:daily:read"
    DAILY_ENTER = "workforce:daily:enter"
    DAILY_EXPORT = "workforce:daily:export"
    MONTH_SEND = "workforce:month:send"
    MONTH_SETTLE = "workforce:month:settle"
    EVIDENCE_DECIDE = "workforce:evidence:decide"
    OWN_ANSWER = "workforce:own:answer"
    SURVEY_READ = "workforce:survey:read"
    SURVEY_RUN = "workforce:survey:run"
    APPRAISAL_READ = "workforce:appraisal:read"
    APPRAISAL_RUN = "workforce:appraisal:run"
    APPRAISAL_REVIEW = "workforce:appraisal:review"
    APPRAISAL_CONFIRM = "workforce:appraisal:confirm"
    APPRAISAL_SERVE = "workforce:appraisal:serve"
    APPRAISAL_EXPORT = "workforce:appraisal:export"
    EFFECT_READ = "workforce:effect:read"
    EFFECT_DECIDE = "workforce:effect:decide"
    REFUSAL_READ = "workforce:refusal:read"
    DATA_CHECK_READ = "workforce:data_check:read"
    DATA_CHECK_EXPORT = "workforce:data_check:export"
    PAY_READ = "workforce:pay:read"
    PAY_RUN = "workforce:pay:run"
    PAY_LOCK = "workforce:pay:lock"
    PAY_EXPORT = "workforce:pay:export"
    PAY_TOTAL_READ = "workforce:pay_total:read"
    PAY_TOTAL_EXPORT = "workforce:pay_total:export"
    SCENARIO_READ = "workforce:scenario:read"
    SCENARIO_TRY = "workforce:scenario:try"
    SCENARIO_EXPORT = "workforce:scenario:export"
    BUDGET_EXPORT = "workforce:budget:export"
    OBJECTION_ENTER = "workforce:objection:enter"
    OBJECTION_DECIDE = "workforce:objection:decide"
    OWN_OBJECT = "workforce:own:object"
    REVIEW_READ = "workforce:review:read"
    REVIEW_EXPORT = "workforce:review:export"
    REVIEW_ANSWER = "workforce:review:answer"
    STATEMENT_ISSUE = "workforce:statement:issue"
    SCHEME_READ = "workforce:scheme:read"
    SCHEME_EXPORT = "workforce:scheme:export"
    SCHEME_DRAFT = "workforce:scheme:draft"
    SCHEME_PUBLISH = "workforce:scheme:publish"


COMMUNITY = {"community_admin", "community_staff"}
DISTRICT = {"district_reviewer", "district_approver", "district_org"}
REVIEWERS = {"street_staff", "district_reviewer"}

GRANTS = {
    Perm.WORKER_READ: COMMUNITY | DISTRICT | {"street_staff", "auditor"},
    Perm.WORKER_EDIT: COMMUNITY | REVIEWERS,
    Perm.WORKER_VERIFY: REVIEWERS,
    Perm.WORKER_REORGANISE: {"district_reviewer"},  # from one street into another (WF-118)
    Perm.WORKER_REVEAL: {"community_admin"} | REVIEWERS,
    Perm.WORKER_EXPORT: COMMUNITY | DISTRICT | {"street_staff", "auditor"},
    Perm.WORKER_EXPORT_FULL: {"district_reviewer"},
    Perm.STRUCTURE_READ: COMMUNITY | DISTRICT | {"street_staff", "finance_viewer", "auditor"},  # counts only (WF-116)
    Perm.STRUCTURE_EXPORT: COMMUNITY | DISTRICT | {"street_staff", "auditor"},
    Perm.DELEGATE_EDIT: REVIEWERS,
    Perm.SANCTION_READ: {"district_reviewer"},  # health and sanction details stay with the district (WF-116)
    Perm.SANCTION_REVEAL: {"auditor"},  # with a reason, recorded (WF-116)
    Perm.OWN_READ: {"worker"},
    Perm.OWN_DECLARE: {"worker"},  # her relatives (WF-3)
    Perm.GRADE_DECIDE: {"district_approver"},
    Perm.RECRUIT_READ: {"district_reviewer", "district_approver"},  # checks stay with the district (WF-116)
    Perm.RECRUIT_RUN: {"district_reviewer"},
    Perm.RECRUIT_APPROVE: {"district_approver"},
    Perm.TRAINING_RUN: REVIEWERS,
    Perm.EXAM_RUN: {"district_reviewer"},
    Perm.BATCH_READ: DISTRICT | {"street_staff", "auditor"},
    Perm.BATCH_EXPORT: DISTRICT | {"street_staff", "auditor"},
    Perm.BATCH_RUN: {"district_reviewer"},
    Perm.ITEM_REVIEW: {"street_staff"},
    Perm.ITEM_CHECK: {"district_reviewer"},
    Perm.BATCH_APPROVE: {"district_approver"},
    Perm.DAILY_READ: COMMUNITY | DISTRICT | {"street_staff", "auditor"},
    Perm.DAILY_ENTER: COMMUNITY | {"street_staff"},  # the street only where somebody objected (WF-44)
    Perm.DAILY_EXPORT: COMMUNITY | DISTRICT | {"street_staff", "auditor"},
    Perm.MONTH_SEND: {"community_admin", "street_staff"},  # the street only for an emptied community
    Perm.MONTH_SETTLE: {"street_staff"},
    Perm.EVIDENCE_DECIDE: COMMUNITY,
    Perm.OWN_ANSWER: {"worker"},
    Perm.SURVEY_READ: COMMUNITY | DISTRICT | {"street_staff", "auditor"},
    Perm.APPRAISAL_READ: DISTRICT | {"community_admin", "street_staff", "auditor"},
    Perm.APPRAISAL_RUN: {"district_reviewer"},
    Perm.APPRAISAL_REVIEW: {"street_staff"},
    Perm.APPRAISAL_CONFIRM: {"district_approver"},
    Perm.APPRAISAL_SERVE: {"community_admin"} | REVIEWERS,
    Perm.APPRAISAL_EXPORT: DISTRICT | {"community_admin", "street_staff", "auditor"},
    Perm.EFFECT_READ: DISTRICT | {"community_admin", "street_staff", "auditor"},
    Perm.EFFECT_DECIDE: REVIEWERS,  # an exit review and the route of the electors: the district (WF-103)
    Perm.REFUSAL_READ: DISTRICT | {"street_staff", "auditor"},
    Perm.SURVEY_RUN: {"street_staff"},  # nobody asks about himself: the community does not run its own survey
    Perm.DATA_CHECK_READ: COMMUNITY | DISTRICT | {"street_staff", "auditor"},
    Perm.DATA_CHECK_EXPORT: COMMUNITY | DISTRICT | {"street_staff", "auditor"},
    Perm.PAY_READ: DISTRICT | {"auditor"},
    Perm.PAY_RUN: {"district_reviewer"},
    Perm.PAY_LOCK: {"district_approver"},  # four eyes: who computed does not lock
    Perm.PAY_EXPORT: DISTRICT,
    Perm.PAY_TOTAL_READ: DISTRICT | {"finance_viewer", "auditor"},  # sums without persons (WF-116)
    Perm.PAY_TOTAL_EXPORT: DISTRICT | {"finance_viewer"},
    Perm.SCENARIO_READ: DISTRICT | {"scheme_admin", "finance_viewer", "auditor"},
    Perm.SCENARIO_TRY: {"district_reviewer", "district_org", "scheme_admin", "finance_viewer"},
    Perm.SCENARIO_EXPORT: DISTRICT,
    Perm.BUDGET_EXPORT: DISTRICT | {"scheme_admin", "finance_viewer"},  # without persons (WF-116)
    Perm.OBJECTION_ENTER: REVIEWERS,
    Perm.OBJECTION_DECIDE: {"district_reviewer"},
    Perm.OWN_OBJECT: {"worker"},
    Perm.REVIEW_READ: DISTRICT | {"auditor"},
    Perm.REVIEW_EXPORT: DISTRICT | {"auditor"},
    Perm.REVIEW_ANSWER: {"district_reviewer"},
    Perm.STATEMENT_ISSUE: REVIEWERS,
    Perm.SCHEME_READ: DISTRICT | {"scheme_admin", "auditor"},
    Perm.SCHEME_EXPORT: DISTRICT | {"scheme_admin", "auditor"},
    Perm.SCHEME_DRAFT: {"scheme_admin"},
    Perm.SCHEME_PUBLISH: {"district_approver"},  # never the drafter
}
