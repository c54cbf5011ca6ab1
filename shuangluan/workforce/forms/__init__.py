"""What is typed about workers and batches: shape and completeness, never the rules."""

from shuangluan.workforce.forms.batches import ApprovalForm, NewBatchForm, NoteForm, PublicationForm, StepForm
from shuangluan.workforce.forms.workers import RevealForm, VerificationForm

__all__ = ["ApprovalForm", "NewBatchForm", "NoteForm", "PublicationForm", "RevealForm", "StepForm", "VerificationForm"]
