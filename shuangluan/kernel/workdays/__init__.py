"""Working days and the deadline clock that serves every slice (GR-24 to GR-27). Pure: dates in, dates out."""

from shuangluan.kernel.workdays.colours import COLOUR_LABEL, Colour, Due, colour, is_overdue, is_severe
from shuangluan.kernel.workdays.days import Calendar, YearDays
from shuangluan.kernel.workdays.reckoning import Deadline, deadline
from shuangluan.kernel.workdays.terms import ClockParams, Limit, Pause, Unit
from shuangluan.kernel.workdays.worked import ENGINES, vector_deadline

__all__ = [
    "COLOUR_LABEL",
    "ENGINES",
    "Calendar",
    "ClockParams",
    "Colour",
    "Deadline",
    "Due",
    "Limit",
    "Pause",
    "Unit",
    "YearDays",
    "colour",
    "deadline",
    "is_overdue",
    "is_severe",
    "vector_deadline",
]
