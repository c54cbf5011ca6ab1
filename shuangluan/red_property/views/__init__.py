"""Views of 红色物业: translation between HTTP and the slice, nothing else."""

from shuangluan.red_property.views import (
    calculator,
    committees,
    companies,
    contracts,
    fees,
    meetings,
    months,
    planning,
    record,
    record_rows,
    resolutions,
    signing,
)
from shuangluan.red_property.views.blueprint import bp

__all__ = [
    "bp",
    "calculator",
    "committees",
    "companies",
    "contracts",
    "fees",
    "meetings",
    "months",
    "planning",
    "record",
    "record_rows",
    "resolutions",
    "signing",
]
