"""Objections to a batch, and what a worker asks for herself (WF-45, WF-104)."""

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.postings import FINDING_LABEL, Channel, Finding
from shuangluan.kernel.publicity import Objector
from shuangluan.kernel.publicity.forms import ObjectionForm
from shuangluan.workforce.forms.choices import choices, labelled
from shuangluan.workforce.models import SUBJECT_LABEL

LONG = Length(max=1000, message="最多 1000 字")


class ItemObjectionForm(ObjectionForm):
    """登记异议; the worker it is about is chosen, not typed."""

    subject = None
    item = SelectField("对谁的等级", [Optional()])

    def offer(self, items: Iterable[tuple[int, str]]) -> None:
        """The published workers."""
        self.item.choices = choices(((str(key), words) for key, words in items), blank="整份名单")

    def values(self) -> dict[str, Any]:
        """What the kernel takes, but for subject and deadline: the subject is the chosen worker."""
        return {
            "received_on": self.received_on.data, "channel": Channel(self.channel.data), "content": self.content.data,
            "objector": None if self.is_anonymous.data else Objector(self.name.data or "", self.phone.data or ""),
        }  # fmt: skip


class OwnObjectionForm(BaseForm):
    """A worker's own objection, signed."""

    content = TextAreaField("有什么不对", [DataRequired("写明哪里不对"), LONG])


class ReviewForm(BaseForm):
    """复核申请."""

    subject = RadioField("复核什么", [InputRequired("选要复核的事")], choices=labelled(SUBJECT_LABEL))
    content = TextAreaField("理由", [DataRequired("写明要复核什么、为什么"), LONG])


class AnswerForm(BaseForm):
    """The answer to a request."""

    finding = RadioField("结论", [InputRequired("选结论")], choices=labelled(FINDING_LABEL))
    answer = TextAreaField("核实情况和答复", [DataRequired("写明核实情况和答复"), LONG])

    @property
    def chosen(self) -> Finding:
        """The finding picked."""
        return Finding(self.finding.data)
