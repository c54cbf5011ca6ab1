"""What the import pages ask for: a file and where it goes, which column is what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import FileField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.sheets.fields import MASKED, Field, Kind
from shuangluan.kernel.sheets.registers import Register
from shuangluan.kernel.sheets.values import Context, parsed
from shuangluan.kernel.sheets.verdicts import words

IGNORED = ""  # a column that is not imported, by choice
COLUMN, FIXED = "column_", "fixed_"


class UploadForm(BaseForm):
    """The file and the register that it goes into."""

    register = SelectField("导入到", [DataRequired("请选要导入到哪个台账")])
    file = FileField("文件", [DataRequired("请选择一个文件")])

    def offer(self, registers: Iterable[Register]) -> None:
        """The registers that the uploader may write; of several none is chosen beforehand."""
        choices = [SelectChoice(one.key, one.name) for one in registers]
        self.register.choices = choices if len(choices) == 1 else [SelectChoice("", "请选"), *choices]


class SheetForm(BaseForm):
    """Which sheet of the file is meant."""

    sheet = IntegerField("工作表")


def match_form(
    heads: Sequence[Sequence[Any]], fields: Sequence[Field], match: Mapping[str, str], fixed: Mapping[str, Any]
) -> BaseForm:
    """One select for each column of the file, `heads` being (place, label) pairs; for each required field without
    a column what stands in all rows.
    """
    choices = [SelectChoice(IGNORED, "不导入这一列"), *(SelectChoice(one.key, one.label) for one in fields)]
    columns: dict[str, Any] = {
        f"{COLUMN}{place}": SelectField(str(label), choices=choices, default=match.get(str(place), IGNORED))
        for place, label in heads
    }
    asked = {f"{FIXED}{one.key}": _one_value(one, fixed.get(one.key)) for one in fields if one.can_be_fixed}
    form: BaseForm = type("MatchForm", (BaseForm,), columns | asked)()
    return form


def _one_value(one: Field, now: Any) -> Any:
    if one.kind not in (Kind.CHOICE, Kind.FLAG):
        return StringField(one.label, default=words(now, one) if now is not None else "")
    offered = one.offered if one.kind is Kind.CHOICE else ["是", "否"]
    choices = [SelectChoice("", "不指定"), *(SelectChoice(label, label) for label in offered)]
    return SelectField(one.label, choices=choices, default=words(now, one) if now is not None else "")


def chosen_columns(form: BaseForm) -> dict[str, str]:
    """Place of the column → key of the field, as chosen."""
    return {field.name.removeprefix(COLUMN): str(field.data or "") for field in form if field.name.startswith(COLUMN)}


def fixed_values(form: BaseForm, fields: Sequence[Field], today: date) -> dict[str, Any]:
    """Key of the field → the one value of all rows. Raises RuleBroken for what is no value of the field."""
    found = {}
    for one in fields:
        typed = str(form[f"{FIXED}{one.key}"].data or "") if one.can_be_fixed else ""
        if not typed:
            continue
        try:
            value = parsed(one, typed, Context(today))
        except RuleBroken as broken:
            raise RuleBroken(broken.reason, f"{FIXED}{one.key}") from None
        if value is not MASKED:
            found[one.key] = value
    return found
