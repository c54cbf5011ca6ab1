"""Tables of the workforce slice."""

from shuangluan.workforce.models.grades import GradeRecord, PromotionBatch, PromotionItem
from shuangluan.workforce.models.objections import ItemObjection, ReviewRequest, ReviewSubject
from shuangluan.workforce.models.pay import Arrear, ArrearKind, PayBasis, PayLine, PayRun, RetainedPay
from shuangluan.workforce.models.scenarios import Scenario
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

__all__ = [
    "Absence",
    "AnnualResult",
    "Appointment",
    "Arrear",
    "ArrearKind",
    "Basis",
    "Certificate",
    "Contract",
    "Education",
    "GradeRecord",
    "ItemObjection",
    "Merit",
    "MeritKind",
    "PayBasis",
    "PayLine",
    "PayRun",
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
    "Worker",
]
