"""Views of 社区工作者: translation between HTTP and the slice, nothing else."""

from shuangluan.workforce.views import (
    batch_export,
    batches,
    data_check,
    dossier,
    entry,
    evidence,
    grades,
    items,
    months,
    objections,
    own,
    own_appraisal,
    pay,
    people,
    roster,
    scenarios,
    schemes,
    sheets,
    slips,
    surveys,
    year_objections,
    year_scores,
    years,
)
from shuangluan.workforce.views.blueprint import bp

__all__ = [
    "batch_export", "batches", "bp", "data_check", "dossier", "entry", "evidence", "grades", "items", "months",
    "objections", "own", "own_appraisal", "pay", "people", "roster", "scenarios", "schemes", "sheets", "slips",
    "surveys", "year_objections", "year_scores", "years",
]  # fmt: skip
