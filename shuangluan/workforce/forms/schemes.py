"""A draft of a document: from when, by which document; its values stand beside the form, one to a path (WF-46)."""

from wtforms import DateField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from shuangluan.kernel.forms import BaseForm


class DraftForm(BaseForm):
    """Day and document; `seen` is the fingerprint of the draft that was filled in."""

    effective_from = DateField("从哪天起", [DataRequired("填生效日期")])
    document_no = StringField("文号", [Length(max=120, message="最多 120 字")])
    seen = HiddenField()
