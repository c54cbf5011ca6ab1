"""Recruitment as it is typed: the notice, applicants, marks, checks, replies, the first working day (WF-41, WF-42)."""

from collections.abc import Iterable

from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices, labelled, words
from shuangluan.workforce.rules.facts import EDUCATION_ORDER
from shuangluan.workforce.rules.kinds import PURPOSE_LABEL, CheckPurpose

EDUCATION = words(EDUCATION_ORDER, blank="请选")
RETIRE = words(("女管理", "女职工"), blank="男性不选")


def _text(label: str, most: int, *, needed: bool = True) -> StringField:
    rules = [Length(max=most, message=f"最多 {most} 字")]
    return StringField(label, [DataRequired(f"填{label}"), *rules] if needed else [Optional(), *rules])


def _mark(label: str) -> DecimalField:
    return DecimalField(label, [Optional(), NumberRange(0, 100, "成绩在 0 到 100 之间")], places=2)


class RecruitForm(BaseForm):
    """方案 and its notice; sex is never asked for (WF-112)."""

    title = _text("名称", 60)
    doc_no = _text("文号", 60)
    announced_on = DateField("公告日期", [DataRequired("填公告日期")])
    birth_from = DateField("出生日期，不早于", [DataRequired("照公告填，当天包括在内")])
    birth_to = DateField("出生日期，不晚于", [DataRequired("照公告填，当天包括在内")])
    education_min = SelectField("最低学历", [DataRequired("选最低学历")], choices=EDUCATION)
    written_percent = IntegerField("笔试占百分之几", [InputRequired("填笔试的百分比，其余是面试"), NumberRange(0, 100)])
    pass_mark = DecimalField("面试合格线", [InputRequired("填面试合格线"), NumberRange(0, 100)], places=2, default=60)
    seats = TextAreaField("岗位，一行一个社区", [DataRequired("写明哪个社区招几人，如：万和城 2")])


class ApplicantForm(BaseForm):
    """报名."""

    post = SelectField("岗位", [DataRequired("选岗位")])
    name = _text("姓名", 40)
    id_number = _text("身份证号", 30)
    phone = _text("手机号", 20, needed=False)
    education = SelectField("学历", [DataRequired("选学历")], choices=EDUCATION)

    def offer(self, posts: Iterable[tuple[str, str]]) -> None:
        """The posts of the notice."""
        self.post.choices = choices(posts)


class ScoreForm(BaseForm):
    """笔试 and 面试."""

    written = _mark("笔试成绩")
    interview = _mark("面试成绩")


class ReasonForm(BaseForm):
    """放弃 or 取消资格."""

    reason = _text("原因", 200)


class CheckForm(BaseForm):
    """征求意见."""

    departments = SelectMultipleField(
        "征求意见的部门", [DataRequired("选要征求意见的部门")],
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip
    due_on = DateField("答复期限", [DataRequired("填答复期限")])

    def offer(self, departments: Iterable[str]) -> None:
        """The departments of the rules in force; all of them are ticked at first."""
        listed = list(departments)
        self.departments.choices = words(listed)
        if not self.is_submitted():
            self.departments.data = listed


class RecheckForm(CheckForm):
    """A check of somebody who is registered already, and for what."""

    purpose = SelectField(
        "事由", [DataRequired("选事由")],
        choices=labelled({one: PURPOSE_LABEL[one] for one in CheckPurpose if one is not CheckPurpose.RECRUIT}),
    )  # fmt: skip


class LetterForm(BaseForm):
    """Why the letter carries the identity number in clear."""

    reason = _text("事由", 200)


class AgainForm(BaseForm):
    """A check that was put off goes on."""

    due_on = DateField("新的答复期限", [DataRequired("填答复期限")])


class OpinionForm(BaseForm):
    """A department's reply: conclusion and number only."""

    objects = RadioField("结论", [DataRequired("选结论")], choices=choices((("no", "无异议"), ("yes", "有异议"))))
    doc_no = _text("回函文号", 60)
    replied_on = DateField("答复日期", [DataRequired("填答复日期")])


class ConclusionForm(BaseForm):
    """通过, 不通过, 暂缓."""

    state = RadioField(
        "结论", [DataRequired("选结论")],
        choices=choices((("passed", "通过"), ("failed", "不通过"), ("deferred", "暂缓"))),
    )  # fmt: skip


class PlaceForm(BaseForm):
    """Where the list is put up."""

    place = _text("公示地点", 60)


class HireForm(BaseForm):
    """聘用."""

    entry_date = DateField("入职日期", [DataRequired("填入职日期")])
    retire_class = SelectField("退休类别（女性）", [Optional()], choices=RETIRE)
