"""机构调整 as it is typed (WF-118)."""

from collections.abc import Iterable

from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from shuangluan.kernel.fields import TicksField
from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices


class ReorganisationForm(BaseForm):
    """Where to, from which day, by which document, and who; a merger takes all, a split some."""

    new = SelectField("转到哪个社区", [DataRequired("选社区")])
    day = DateField("从哪天起", [DataRequired("填调整的日子")])
    doc_no = StringField("文号", [DataRequired("填文号"), Length(max=60, message="最多 60 字")])
    doc_date = DateField("文件日期", [DataRequired("填文件日期")])
    workers = TicksField("转过去的人", [DataRequired("勾选转过去的人")])

    def offer(self, communities: Iterable[tuple[str, str]], workers: Iterable[tuple[str, str]]) -> None:
        """The communities of the reviewer, and who stands in the old one."""
        self.new.choices = choices(communities, blank="请选")
        self.workers.choices = choices(workers)
