"""What is typed about workers and batches: shape and completeness, never the rules."""

from shuangluan.workforce.forms.appraisal import (
    CodesForm,
    DecideForm,
    EvidenceForm,
    ExtensionForm,
    MergeForm,
    PlaceForm,
    ReviewAnswerForm,
    ServeForm,
    SurveyForm,
    VetoForm,
    YearForm,
)
from shuangluan.workforce.forms.batches import ApprovalForm, NewBatchForm, NoteForm, PublicationForm, StepForm
from shuangluan.workforce.forms.workers import RevealForm, VerificationForm

__all__ = [
    "ApprovalForm", "CodesForm", "DecideForm", "EvidenceForm", "ExtensionForm", "MergeForm", "NewBatchForm",
    "NoteForm", "PlaceForm", "PublicationForm", "RevealForm", "ReviewAnswerForm", "ServeForm", "StepForm",
    "SurveyForm", "VerificationForm", "VetoForm", "YearForm",
]  # fmt: skip
