"""Plans, sessions, examinations and titles as they are typed (WF-119)."""

from collections.abc import Iterable

from wtforms import BooleanField, DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices, words


def _text(label: str, most: int) -> StringField:
    return StringField(label, [DataRequired(f"填{label}"), Length(max=most, message=f"最多 {most} 字")])


class PlanForm(BaseForm):
    """A course of the year's plan."""

    year = IntegerField("年度", [DataRequired("填年度"), NumberRange(2000, 2100, "填四位年份")])
    course = _text("课程", 60)
    body = _text("主办单位", 60)
    audience = _text("对象", 100)
    hours = DecimalField("学时", [InputRequired("填学时，如 8 或 4.5")], places=2)
    due_on = DateField("完成期限", [DataRequired("填完成期限")])
    doc_no = _text("文号", 60)


class SessionForm(BaseForm):
    """A session."""

    area = SelectField("范围", [DataRequired("选范围")])
    course = _text("课程", 60)
    held_on = DateField("日期", [DataRequired("填日期")])
    place = _text("地点", 60)
    hours = DecimalField("学时", [InputRequired("填学时，如 8 或 4.5")], places=2)

    def offer(self, areas: Iterable[tuple[str, str]]) -> None:
        """The areas of the one who runs it."""
        self.area.choices = choices(areas)


class CallForm(BaseForm):
    """Whom to call: a street or community, a class, those short of hours."""

    area = SelectField("街道或社区", [Optional()])
    post = SelectField("岗位类别", [Optional()])
    only_short = BooleanField("只叫学时不足的")

    def offer(self, areas: Iterable[tuple[str, str]], posts: Iterable[str]) -> None:
        """Places within the session's area, classes of the scheme in force."""
        self.area.choices = choices(areas, blank="全部")
        self.post.choices = words(posts, blank="全部")


class ExamForm(BaseForm):
    """An examination of 全科考聘."""

    subject = SelectField("科目", [DataRequired("选科目")])
    held_on = DateField("考试日期", [DataRequired("填考试日期")])
    pass_mark = DecimalField("合格线", [InputRequired("填合格线")], places=2, default=60)
    doc_no = _text("文号", 60)

    def offer(self, subjects: Iterable[str]) -> None:
        """The subjects in force."""
        self.subject.choices = words(subjects, blank="请选")


class MarksForm(BaseForm):
    """Two columns pasted from a sheet: staff number and mark."""

    lines = TextAreaField("编号和成绩，一人一行", [DataRequired("从表格里复制编号和成绩两列，粘贴到这里")])


class TitleForm(BaseForm):
    """聘任."""

    doc_no = _text("聘任文号", 60)
