"""Forms of a promotion batch and its items (WF-45)."""

from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from shuangluan.kernel.forms import BaseForm


class NewBatchForm(BaseForm):
    """From when the steps are to count; the appraisal year is the one before."""

    effective_on = DateField("生效日期", [DataRequired("填生效日期，年度晋级是 1 月 1 日")])


class StepForm(BaseForm):
    """A step that asks for nothing but that it is meant."""


class NoteForm(BaseForm):
    """A reason: of a doubt, a removal, a return, a revocation."""

    note = TextAreaField("原因", [DataRequired("写明原因"), Length(max=300, message="最多 300 字")])


class PublicationForm(BaseForm):
    """Where the list hangs, and how."""

    place = StringField(
        "公示的地方", [DataRequired("写明公示的地方"), Length(max=120, message="最多 120 字")], default="各社区公示栏"
    )
    manner = StringField("方式", [Length(max=60, message="最多 60 字")], default="张贴")


class ApprovalForm(BaseForm):
    """The number of the approving document."""

    approval_no = StringField("批准文号", [DataRequired("填批准文号"), Length(max=60, message="最多 60 字")])
