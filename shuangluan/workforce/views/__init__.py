"""Views of 社区工作者: translation between HTTP and the slice, nothing else."""

from shuangluan.workforce.views import (
    batch_export,
    batches,
    dossier,
    entry,
    evidence,
    grades,
    items,
    months,
    own,
    own_appraisal,
    people,
    roster,
    surveys,
    year_objections,
    year_scores,
    years,
)
from shuangluan.workforce.views.blueprint import bp

__all__ = [
    "batch_export", "batches", "bp", "dossier", "entry", "evidence", "grades", "items", "months", "own",
    "own_appraisal", "people", "roster", "surveys", "year_objections", "year_scores", "years",
]  # fmt: skip
