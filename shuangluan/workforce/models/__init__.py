"""Tables of the workforce slice."""

from shuangluan.workforce.models.appraisal import AppraisalMonth, DailyEntry, Decision, Evidence
from shuangluan.workforce.models.delegates import Delegate
from shuangluan.workforce.models.grades import GradeRecord, PromotionBatch, PromotionItem
from shuangluan.workforce.models.objections import SUBJECT_LABEL, ItemObjection, ReviewRequest, ReviewSubject
from shuangluan.workforce.models.pay import Arrear, ArrearKind, PayBasis, PayLine, PayRun, RetainedPay
from shuangluan.workforce.models.qualification import QualificationEntry
from shuangluan.workforce.models.recruitment import (
    Applicant,
    BackgroundCheck,
    CheckOpinion,
    RecruitPlan,
    RecruitPost,
)
from shuangluan.workforce.models.results import AppraisalEffect, AppraisalSupplement, Refusal
from shuangluan.workforce.models.scans import Scan
from shuangluan.workforce.models.scenarios import Scenario
from shuangluan.workforce.models.staffing import Employment, TrialReview
from shuangluan.workforce.models.surveys import Survey, SurveyAnswer, SurveySheet
from shuangluan.workforce.models.training import (
    SkillExam,
    SkillResult,
    SkillTitle,
    Training,
    TrainingPlan,
    TrainingSeat,
)
from shuangluan.workforce.models.workers import (
    Absence,
    AnnualResult,
    Appointment,
    Certificate,
    Contract,
    Education,
    Merit,
    Registration,
    Relative,
    ServiceSegment,
    Worker,
)
from shuangluan.workforce.models.years import AppraisalScore, AppraisalYear, PeerMark, PeerTurn
from shuangluan.workforce.rules.kinds import Basis, CheckPurpose, ContractKind, MeritKind, Precision, Sex

__all__ = [
    "SUBJECT_LABEL",
    "Absence",
    "AnnualResult",
    "Applicant",
    "Appointment",
    "AppraisalEffect",
    "AppraisalMonth",
    "AppraisalScore",
    "AppraisalSupplement",
    "AppraisalYear",
    "Arrear",
    "ArrearKind",
    "BackgroundCheck",
    "Basis",
    "Certificate",
    "CheckOpinion",
    "CheckPurpose",
    "Contract",
    "ContractKind",
    "DailyEntry",
    "Decision",
    "Delegate",
    "Education",
    "Employment",
    "Evidence",
    "GradeRecord",
    "ItemObjection",
    "Merit",
    "MeritKind",
    "PayBasis",
    "PayLine",
    "PayRun",
    "PeerMark",
    "PeerTurn",
    "Precision",
    "PromotionBatch",
    "PromotionItem",
    "QualificationEntry",
    "RecruitPlan",
    "RecruitPost",
    "Refusal",
    "Registration",
    "Relative",
    "RetainedPay",
    "ReviewRequest",
    "ReviewSubject",
    "Scan",
    "Scenario",
    "ServiceSegment",
    "Sex",
    "SkillExam",
    "SkillResult",
    "SkillTitle",
    "Survey",
    "SurveyAnswer",
    "SurveySheet",
    "Training",
    "TrainingPlan",
    "TrainingSeat",
    "TrialReview",
    "Worker",
]
