"""Tables of the workforce slice."""

from shuangluan.workforce.models.appraisal import AppraisalMonth, DailyEntry, Decision, Evidence
from shuangluan.workforce.models.grades import GradeRecord, PromotionBatch, PromotionItem
from shuangluan.workforce.models.surveys import Survey, SurveyAnswer, SurveySheet
from shuangluan.workforce.models.workers import (
    Absence,
    AnnualResult,
    Appointment,
    Basis,
    Certificate,
    Contract,
    Education,
    Merit,
    MeritKind,
    Precision,
    Registration,
    Relative,
    ServiceSegment,
    Sex,
    Worker,
)
from shuangluan.workforce.models.years import AppraisalScore, AppraisalYear, PeerMark, PeerTurn

__all__ = [
    "Absence",
    "AnnualResult",
    "Appointment",
    "AppraisalMonth",
    "AppraisalScore",
    "AppraisalYear",
    "Basis",
    "Certificate",
    "Contract",
    "DailyEntry",
    "Decision",
    "Education",
    "Evidence",
    "GradeRecord",
    "Merit",
    "MeritKind",
    "PeerMark",
    "PeerTurn",
    "Precision",
    "PromotionBatch",
    "PromotionItem",
    "Registration",
    "Relative",
    "ServiceSegment",
    "Sex",
    "Survey",
    "SurveyAnswer",
    "SurveySheet",
    "Worker",
]
