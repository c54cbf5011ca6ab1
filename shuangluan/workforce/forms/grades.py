"""First gradings and corrections (WF-71, WF-87)."""

from wtforms import DateField, IntegerField, RadioField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import words
from shuangluan.workforce.rules.facts import CONVERSION, FIRST_GRADING
from shuangluan.workforce.rules.promotion import CORRECTION, REVIEW_CORRECTION


class FirstGradeForm(BaseForm):
    """Where a ledger begins; `through` takes in what was decided since by the same document."""

    event = RadioField("类型", [DataRequired("选类型")], choices=words((FIRST_GRADING, CONVERSION)))
    effective_on = DateField("从哪天起", [DataRequired("填生效日期")])
    through = DateField("记到哪天", [Optional()])
    prior_grade = IntegerField("套改前的等级", [Optional(), NumberRange(1, 999, "填 1 以上的整数")])
    approval_no = StringField("批准文号", [DataRequired("填批准文号"), Length(max=60, message="最多 60 字")])


class CorrectionForm(BaseForm):
    """更正 with its document."""

    event = RadioField(
        "类型", [DataRequired("选类型")], choices=words((CORRECTION, REVIEW_CORRECTION))
    )
    approval_no = StringField("批准文号", [DataRequired("填批准文号"), Length(max=60, message="最多 60 字")])
