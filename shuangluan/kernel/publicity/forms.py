"""The forms of a 公示, for the pages of whichever slice it belongs to."""

from typing import Any

from wtforms import BooleanField, DateField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import TextArea

from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.postings import CHANNEL_LABEL, FINDING_LABEL, Channel, Finding
from shuangluan.kernel.publicity.objections import Objector

CHANNELS = [SelectChoice(one.value, label) for one, label in CHANNEL_LABEL.items()]
FINDINGS = [SelectChoice(one.value, label) for one, label in FINDING_LABEL.items()]


class ObjectionForm(BaseForm):
    """登记异议; ticked as anonymous, neither name nor telephone is taken over."""

    received_on = DateField("收到日期", [InputRequired("填写收到日期，如 2026-03-08")])
    channel = RadioField("方式", [InputRequired("选择怎样提出的")], choices=CHANNELS, default=Channel.IN_PERSON.value)
    subject = StringField("对名单里的哪一条", [Optional(), Length(max=120, message="不超过 120 字")])
    content = StringField(
        "异议内容", [DataRequired("写明异议的内容"), Length(max=1000, message="不超过 1000 字")], widget=TextArea()
    )
    is_anonymous = BooleanField("匿名，不记录提出人")
    name = StringField("提出人", [Optional(), Length(max=40, message="不超过 40 字")])
    phone = StringField("联系电话", [Optional(), Length(max=30, message="不超过 30 字")])

    def values(self) -> dict[str, Any]:
        """What `enter_objection` takes, but for the deadline."""
        return {
            "received_on": self.received_on.data,
            "channel": Channel(self.channel.data),
            "subject": self.subject.data or "",
            "content": self.content.data,
            "objector": None if self.is_anonymous.data else Objector(self.name.data or "", self.phone.data or ""),
        }


class FindingForm(BaseForm):
    """核实结论和答复."""

    finding = RadioField("结论", [InputRequired("选择核实的结论")], choices=FINDINGS)
    answer = TextAreaField(
        "核实情况和答复", [DataRequired("写明核实情况和答复"), Length(max=1000, message="不超过 1000 字")]
    )

    @property
    def chosen(self) -> Finding:
        """The finding picked."""
        return Finding(self.finding.data)


class DeclineForm(BaseForm):
    """不予受理的原因."""

    answer = TextAreaField(
        "不予受理的原因", [DataRequired("写明原因，要告诉提出人"), Length(max=1000, message="不超过 1000 字")]
    )


class ReasonForm(BaseForm):
    """撤回的原因."""

    reason = TextAreaField("原因", [DataRequired("写明原因"), Length(max=300, message="不超过 300 字")])
