"""两代表一委员 as it is typed."""

from collections.abc import Iterable

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import labelled, words
from shuangluan.workforce.rules.delegates import DELEGATE_LABEL


class RecommendationForm(BaseForm):
    """Whom, for which seat, when, why."""

    staff_no = StringField("编号", [DataRequired("填工作者编号，如 SQ00012"), Length(max=20)])
    kind = SelectField("类别", [DataRequired("选类别")], choices=labelled(DELEGATE_LABEL, blank="请选"))
    level = SelectField("层级", [DataRequired("选层级")])
    term = StringField("届次", [DataRequired("填届次，如十八届"), Length(max=20, message="最多 20 字")])
    recommended_on = DateField("推荐日期", [DataRequired("填推荐日期")])
    reason = TextAreaField("推荐理由", [DataRequired("写推荐理由"), Length(max=300, message="最多 300 字")])

    def offer(self, levels: Iterable[str]) -> None:
        """The levels of the rules in force."""
        self.level.choices = words(levels, blank="请选")


class SeatForm(BaseForm):
    """当选."""

    elected_on = DateField("当选日期", [DataRequired("填当选日期")])


class SeatEndForm(BaseForm):
    """The last day of a seat, or the day on which it was clear that there is none."""

    ended_on = DateField("最后一天", [DataRequired("填日期；没有当选的，填得知结果的日期")])
