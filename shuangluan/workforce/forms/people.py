"""Entry, change of state and exit of a worker (WF-40)."""

from collections.abc import Iterable

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices, labelled, words
from shuangluan.workforce.rules.leaving import EXIT_LABEL, GROUND_LABEL
from shuangluan.workforce.rules.states import WORKER_LABEL, WORKER_NEXT, WorkerState

RETIRE = words(("男", "女管理", "女职工"))
FIRST_STATES = {one: WORKER_LABEL[one] for one in (WorkerState.PROBATION, WorkerState.ACTIVE)}
ENROL_STATES = {WorkerState.PROPOSED: "拟聘（还没有联审）"} | FIRST_STATES
CHANNEL = "填进入渠道，如公开招聘"
RELATIONS = words(("配偶", "父母或子女", "兄弟姐妹", "其他近亲属", "姻亲"))


class EnrolForm(BaseForm):
    """A new worker with her person; the identity number is checked and kept encrypted."""

    name = StringField("姓名", [DataRequired("填姓名"), Length(max=40, message="最多 40 字")])
    id_number = StringField("身份证号", [DataRequired("填身份证号")])
    phone = StringField("电话", [Optional()])
    community = SelectField("社区", [DataRequired("选社区")])
    entry_date = DateField("入职日期", [DataRequired("填入职日期")])
    entry_channel = StringField("进入渠道", [DataRequired(CHANNEL), Length(max=40, message="最多 40 字")])
    political_status = StringField("政治面貌", [Length(max=20, message="最多 20 字")])
    party_on = DateField("入党日期", [Optional()])
    ethnicity = StringField("民族", [Length(max=20, message="最多 20 字")])
    hukou = StringField("户籍地", [Length(max=60, message="最多 60 字")])
    retire_class = RadioField("退休类别", [DataRequired("选退休类别")], choices=RETIRE)
    state = RadioField("状态", choices=labelled(ENROL_STATES), default=WorkerState.PROBATION.value)

    def offer(self, communities: Iterable[tuple[str, str]]) -> None:
        """The communities of the editor."""
        self.community.choices = choices(communities, blank="请选")


class BasicsForm(BaseForm):
    """The basic facts; what of the identity card and the file differs stands side by side until it is settled."""

    birth_date = DateField("出生日期（按身份证）", [DataRequired("填出生日期")])
    archive_birth_date = DateField("档案记载的出生日期", [Optional()])
    political_status = StringField("政治面貌", [Length(max=20, message="最多 20 字")])
    party_on = DateField("入党日期", [Optional()])
    ethnicity = StringField("民族", [Length(max=20, message="最多 20 字")])
    hukou = StringField("户籍地", [Length(max=60, message="最多 60 字")])
    entry_channel = StringField("进入渠道", [DataRequired(CHANNEL), Length(max=40, message="最多 40 字")])
    retire_class = RadioField("退休类别", [DataRequired("选退休类别")], choices=RETIRE)


class MoveForm(BaseForm):
    """离岗, 停职 and back."""

    state = RadioField("改为", [DataRequired("选状态")])

    def offer(self, state: WorkerState) -> None:
        """The moves from here; leaving has its own page."""
        elsewhere = {WorkerState.LEFT, WorkerState.PROPOSED}
        if state is WorkerState.PROBATION:
            elsewhere.add(WorkerState.ACTIVE)  # after its review
        moves = [to for to in WorkerState if to in WORKER_NEXT[state] - elsewhere]
        self.state.choices = labelled({to: WORKER_LABEL[to] for to in moves})


class StartForm(BaseForm):
    """拟聘 → 试用."""

    entry_date = DateField("入职日期", [DataRequired("填入职日期")])


class LeaveForm(BaseForm):
    """退出 with what the law requires (WF-108)."""

    kind = SelectField("类型", [DataRequired("选类型")], choices=labelled(EXIT_LABEL, blank="请选"))
    day = DateField("退出日期", [DataRequired("填退出日期")])
    doc_no = StringField("文号", [DataRequired("填文号"), Length(max=60, message="最多 60 字")])
    ground = SelectField("解除的法定依据", [Optional()], choices=labelled(GROUND_LABEL, blank="不是解除"))
    was_helped = BooleanField("已经培训或者调整过岗位，仍不能胜任（第四十条）")
    noticed_on = DateField("书面通知本人的日期（第四十条）", [Optional()])
    is_paid_instead = BooleanField("没有提前三十日通知，额外支付一个月工资")


class TrialForm(BaseForm):
    """转正考核."""

    is_passed = RadioField("结论", [DataRequired("选结论")], choices=choices((("yes", "合格，转正"), ("no", "不合格"))))
    opinion = TextAreaField("考核意见", [DataRequired("写考核意见"), Length(max=300, message="最多 300 字")])


class RehireForm(BaseForm):
    """重新聘用."""

    community = SelectField("社区", [DataRequired("选社区")])
    entry_date = DateField("重新入职日期", [DataRequired("填重新入职日期")])
    entry_channel = StringField("进入渠道", [DataRequired(CHANNEL), Length(max=40, message="最多 40 字")])
    state = RadioField("状态", choices=labelled(FIRST_STATES), default=WorkerState.PROBATION.value)

    def offer(self, communities: Iterable[tuple[str, str]]) -> None:
        """The communities of the editor."""
        self.community.choices = choices(communities, blank="请选")


class RelativeForm(BaseForm):
    """回避：a relative who works with the site (WF-3)."""

    name = StringField("亲属姓名", [DataRequired("填亲属的姓名"), Length(max=40, message="最多 40 字")])
    relation = RadioField("是你的", [DataRequired("选亲属关系")], choices=RELATIONS)
    number = StringField("同名时填对方的编号或登录名", [Optional(), Length(max=40, message="最多 40 字")])
