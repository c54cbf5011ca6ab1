"""An entry of the yearly examination as it is typed (WF-119)."""

from wtforms import DateField, SelectField
from wtforms.validators import DataRequired, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices, words
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER

RESULTS = {"": None, "passed": True, "failed": False}


class QualificationForm(BaseForm):
    """Which level, when she said she wants to, when she signed up, the result."""

    level = SelectField("报考级别", [DataRequired("选报考级别")], choices=words(CERTIFICATE_ORDER, blank="请选"))
    willing_on = DateField("表示愿意的日期", [DataRequired("填日期")])
    signed_up_on = DateField("报名日期", [Optional()])
    result = SelectField(
        "成绩", [Optional()], choices=choices([("passed", "合格"), ("failed", "不合格")], blank="还没有成绩")
    )
