"""Forms of the composed pages."""

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.saved_views import MAX_NAME


class DocumentCheckForm(BaseForm):
    """A 校验码 as printed; how it is written, `documents.read_code` says."""

    class Meta(BaseForm.Meta):
        """A GET form: it changes nothing."""

        csrf = False

    code = StringField("校验码", [DataRequired("请输入校验码"), Length(max=40, message="校验码没有这么长")])


class SavedViewForm(BaseForm):
    """The conditions of a list and the name they are kept under."""

    table_key = HiddenField()
    query = HiddenField()
    name = StringField(
        "视图名", [DataRequired("给视图起个名字"), Length(max=MAX_NAME, message=f"最多 {MAX_NAME} 个字")]
    )
    shared = BooleanField("本范围的人也能用")
