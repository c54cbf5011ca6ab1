"""Views of 社区工作者: translation between HTTP and the slice, nothing else."""

from shuangluan.workforce.views import (
    batch_export,
    batches,
    data_check,
    dossier,
    entry,
    grades,
    items,
    objections,
    own,
    pay,
    people,
    roster,
    scenarios,
    schemes,
    sheets,
    slips,
)
from shuangluan.workforce.views.blueprint import bp

__all__ = [
    "batch_export", "batches", "bp", "data_check", "dossier", "entry", "grades", "items", "objections", "own",
    "pay", "people", "roster", "scenarios", "schemes", "sheets", "slips",
]  # fmt: skip
