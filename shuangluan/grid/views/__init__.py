"""Views of 全科网格: translation between HTTP and the slice, nothing else."""

from shuangluan.grid.views import (
    acts,
    bulk,
    compounds,
    detail,
    full_export,
    lists,
    options,
    phone,
    register,
    registration,
    row,
)
from shuangluan.grid.views.blueprint import bp
from shuangluan.kernel.jobs import Kind

JOBS = (Kind(register.EXPORT, register.export_beside),)

__all__ = [
    "JOBS", "acts", "bp", "bulk", "compounds", "detail", "full_export", "lists", "options", "phone", "register",
    "registration", "row",
]  # fmt: skip
