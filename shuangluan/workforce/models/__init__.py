"""Tables of the workforce slice."""

from shuangluan.workforce.models.grades import GradeRecord, PromotionBatch, PromotionItem
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
from shuangluan.workforce.rules.kinds import Basis, MeritKind, Precision, Sex

__all__ = [
    "Absence",
    "AnnualResult",
    "Appointment",
    "Basis",
    "Certificate",
    "Contract",
    "Education",
    "GradeRecord",
    "Merit",
    "MeritKind",
    "Precision",
    "PromotionBatch",
    "PromotionItem",
    "Registration",
    "Relative",
    "ServiceSegment",
    "Sex",
    "Worker",
]
