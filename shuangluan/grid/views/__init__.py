"""Views of 全科网格: translation between HTTP and the slice, nothing else."""

from shuangluan.grid.views import acts, bulk, compounds, detail, lists, options, phone, register, registration, row
from shuangluan.grid.views.blueprint import bp

__all__ = [
    "acts", "bp", "bulk", "compounds", "detail", "lists", "options", "phone", "register", "registration", "row",
]  # fmt: skip
