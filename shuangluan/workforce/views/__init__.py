"""Views of 社区工作者: translation between HTTP and the slice, nothing else."""

from shuangluan.workforce.views import (
    applicants,
    batch_export,
    batches,
    dossier,
    employment,
    entry,
    exams,
    full_export,
    grades,
    items,
    objections,
    own,
    people,
    recruitment,
    registers,
    roster,
    training,
)
from shuangluan.workforce.views.blueprint import bp

__all__ = [
    "applicants", "batch_export", "batches", "bp", "dossier", "employment", "entry", "exams", "full_export",
    "grades", "items", "objections", "own", "people", "recruitment", "registers", "roster", "training",
]  # fmt: skip
