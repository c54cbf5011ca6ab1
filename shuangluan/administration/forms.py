"""What is asked of a person, and why somebody takes full numbers away."""

from typing import Any

from wtforms import StringField, TelField, TextAreaField
from wtforms.validators import DataRequired, Length

from shuangluan.kernel import pii
from shuangluan.kernel.forms import BaseForm

MASKS = {"id_number": pii.mask_id_number, "phone": pii.mask_phone}


class PersonForm(BaseForm):
    """A person's name and numbers; what may not be is the service's to say."""

    name = StringField("姓名", [DataRequired("姓名要填"), Length(max=60, message="姓名最多 40 个字")])
    id_number = StringField("身份证号", [Length(max=40, message="身份证号要 18 位")])
    phone = TelField("手机号", [Length(max=40, message="手机号要 11 位")])

    def words_of(self, name: str, value: Any) -> str:
        """A stored value in words: the page of a conflict shows numbers masked."""
        mask = MASKS.get(name)
        return mask(str(value)) if mask and value else super().words_of(name, value)


class ReasonForm(BaseForm):
    """Why full numbers are needed outside the site (PIPL 51)."""

    reason = TextAreaField(
        "用途", [DataRequired("写明拿去做什么用"), Length(4, 200, message="用途写 4 至 200 个字，说清拿去做什么")]
    )
