"""Tables of the grid slice: appeals with their children, coverage and appointments (GR-7, GR-8)."""

from shuangluan.grid.models.appeals import Appeal, AppealReporter, MergeLog
from shuangluan.grid.models.legs import AppealLeg
from shuangluan.grid.models.pauses import Extension, Suspension
from shuangluan.grid.models.places import Appointment, GridCoverage
from shuangluan.grid.models.verification import Check, Contact
from shuangluan.grid.rules import AppointmentRole

__all__ = [
    "Appeal",
    "AppealLeg",
    "AppealReporter",
    "Appointment",
    "AppointmentRole",
    "Check",
    "Contact",
    "Extension",
    "GridCoverage",
    "MergeLog",
    "Suspension",
]
