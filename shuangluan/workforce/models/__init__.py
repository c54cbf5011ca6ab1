"""Tables of the workforce slice."""

from shuangluan.workforce.models.appraisal import AppraisalMonth, DailyEntry, Decision, Evidence
from shuangluan.workforce.models.grades import GradeRecord, PromotionBatch, PromotionItem
from shuangluan.workforce.models.objections import ItemObjection, ReviewRequest, ReviewSubject
from shuangluan.workforce.models.pay import Arrear, ArrearKind, PayBasis, PayLine, PayRun, RetainedPay
from shuangluan.workforce.models.scenarios import Scenario
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
    "Arrear",
    "ArrearKind",
    "Basis",
    "Certificate",
    "Contract",
    "DailyEntry",
    "Decision",
    "Education",
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
    "Registration",
    "Relative",
    "RetainedPay",
    "ReviewRequest",
    "ReviewSubject",
    "Scenario",
    "ServiceSegment",
    "Sex",
    "Survey",
    "SurveyAnswer",
    "SurveySheet",
    "Worker",
]
