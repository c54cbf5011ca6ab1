"""What the import pages ask for: a file and where it goes, which column is what."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtforms import FileField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.sheets.fields import Field
from shuangluan.kernel.sheets.registers import Register

IGNORED = ""  # a column that is not imported, by choice
COLUMN = "column_"


class UploadForm(BaseForm):
    """The file and the register that it goes into."""

    register = SelectField("导入到", [DataRequired("请选要导入到哪个台账")])
    file = FileField("文件", [DataRequired("请选择一个文件")])

    def offer(self, registers: Iterable[Register]) -> None:
        """The registers that the uploader may write."""
        self.register.choices = [SelectChoice(one.key, one.name) for one in registers]


class SheetForm(BaseForm):
    """Which sheet of the file is meant."""

    sheet = IntegerField("工作表")


def match_form(heads: Sequence[Sequence[Any]], fields: Sequence[Field], match: Mapping[str, str]) -> BaseForm:
    """One select for each column of the file; `heads` are (place, label) pairs."""
    choices = [SelectChoice(IGNORED, "不导入这一列"), *(SelectChoice(one.key, one.label) for one in fields)]
    columns = {
        f"{COLUMN}{place}": SelectField(str(label), choices=choices, default=match.get(str(place), IGNORED))
        for place, label in heads
    }
    form: BaseForm = type("MatchForm", (BaseForm,), columns)()
    return form


def chosen_columns(form: BaseForm) -> dict[str, str]:
    """Place of the column → key of the field, as chosen."""
    return {field.name.removeprefix(COLUMN): str(field.data or "") for field in form if field.name.startswith(COLUMN)}
