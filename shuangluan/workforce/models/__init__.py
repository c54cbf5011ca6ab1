"""Tables of the workforce slice."""

from shuangluan.workforce.models.grades import GradeRecord, PromotionBatch, PromotionItem
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
