"""Views of 社区工作者: translation between HTTP and the slice, nothing else."""

from shuangluan.workforce.views import (
    batch_export,
    batches,
    dossier,
    employment,
    entry,
    exams,
    full_export,
    grades,
    items,
    own,
    people,
    registers,
    roster,
    training,
)
from shuangluan.workforce.views.blueprint import bp

__all__ = [
    "batch_export", "batches", "bp", "dossier", "employment", "entry", "exams", "full_export", "grades", "items", "own",
    "people", "registers", "roster", "training",
]  # fmt: skip
