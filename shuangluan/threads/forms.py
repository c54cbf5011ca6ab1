"""The shape of a hand-over."""

from wtforms import SelectField
from wtforms.validators import DataRequired

from shuangluan.kernel.forms import BaseForm


class MeetingItemForm(BaseForm):
    """Which meeting takes the appeal up; the coming ones of its compound are offered."""

    meeting_id = SelectField(
        "哪一次会", [DataRequired("请选哪一次会")], choices=[],
        invalid_choice_message="这次会不在列表里，从列表里重新选",
    )  # fmt: skip
