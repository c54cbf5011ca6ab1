"""Views of 红色物业: translation between HTTP and the slice, nothing else."""

from shuangluan.red_property.views import (
    books,
    calculator,
    exports,
    meetings,
    months,
    papers,
    planning,
    record,
    record_rows,
    resolutions,
    signing,
    street,
)
from shuangluan.red_property.views.blueprint import bp

__all__ = [
    "books",
    "bp",
    "calculator",
    "exports",
    "meetings",
    "months",
    "papers",
    "planning",
    "record",
    "record_rows",
    "resolutions",
    "signing",
    "street",
]
