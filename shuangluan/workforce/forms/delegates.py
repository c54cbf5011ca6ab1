"""A seat of 两代表一委员 as it is typed (WF-21)."""

from collections.abc import Iterable

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices, labelled, words
from shuangluan.workforce.rules.delegates import DELEGATE_LABEL, DelegateKind, Seat


class DelegateForm(BaseForm):
    """Who, which seat, when recommended, elected, ended."""

    worker_id = SelectField("社区“两委”成员", [DataRequired("选一名“两委”成员")])
    kind = SelectField("类别", [DataRequired("选类别")], choices=labelled(DELEGATE_LABEL, blank="请选"))
    level = SelectField("层级", [DataRequired("选层级")])
    term = StringField("届次", [DataRequired("填届次，如 第九届"), Length(max=20, message="最多 20 字")])
    recommended_on = DateField("推荐日期", [DataRequired("填推荐日期")])
    elected_on = DateField("当选日期", [Optional()])
    ended_on = DateField("结束日期", [Optional()])
    reason = TextAreaField("推荐理由", [Optional(), Length(max=300, message="最多 300 字")])

    def offer(self, members: Iterable[tuple[str, str]], levels: Iterable[str]) -> None:
        """Members of the 两委 in the viewer's scope, the levels in force."""
        self.worker_id.choices = choices(members, blank="请选")
        self.level.choices = words(levels, blank="请选")

    def seat(self) -> Seat:
        """What was typed; only of a form that validated."""
        recommended_on = self.recommended_on.data
        assert recommended_on is not None  # it is required
        return Seat(
            DelegateKind(self.kind.data), str(self.level.data), str(self.term.data), self.reason.data or "",
            recommended_on, self.elected_on.data, self.ended_on.data,
        )  # fmt: skip
