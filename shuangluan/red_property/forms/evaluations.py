"""What is asked of an evaluation: the year, points by hand with what they rest on, evidence, a reason (RP-37)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import Field, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from shuangluan.kernel import attachments
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.fields import Readable
from shuangluan.kernel.forms import BaseForm
from shuangluan.red_property.forms.fields import line, one_of, tick, words
from shuangluan.red_property.rules.evaluation import EvaluationScheme
from shuangluan.red_property.rules.evaluation_course import Mark

MOST_FILES = 6


class PointsField(Readable, StringField):
    """Points with at most two decimals; `x100` is the number in 0.01, None where nothing was written."""

    @property
    def x100(self) -> int | None:
        """The number. Raises ValueError for what is none."""
        typed = str(self.data or "").strip()
        if not typed:
            return None
        try:
            found = Decimal(typed) * 100
        except InvalidOperation:
            raise ValidationError("分数写成 8 或 7.5 的样子") from None
        if not found.is_finite() or found != found.to_integral_value() or not 0 <= found < 10**6:
            raise ValidationError("分数写成 8 或 7.5 的样子，最多两位小数")
        return int(found)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what is no number."""
        _ = self.x100


class YearForm(BaseForm):
    """Which evaluations are computed."""

    year = one_of("年度", missing="请选年度")
    community = one_of("范围", empty="我负责的全部社区")


class FilesForm(BaseForm):
    """Files that somebody adds."""

    files = MultipleFileField("文件", [DataRequired("请选文件")])

    uploads: Sequence[Upload] = ()  # what was sent, checked

    def validate_files(self, field: Field) -> None:
        """Look at each file's content before anything is written."""
        given = [file for file in field.data or [] if file and file.filename]
        if not given:
            raise ValidationError("请选文件")
        if len(given) > MOST_FILES:
            raise ValidationError(f"一次最多 {MOST_FILES} 个，现在有 {len(given)} 个，去掉几个再提交")
        try:
            self.uploads = [attachments.check_upload(file.filename, file.stream) for file in given]
        except RuleBroken as broken:
            raise ValidationError(broken.reason) from None


class EvidenceForm(FilesForm):
    """Files that points by hand rest on."""

    item = one_of("项目", missing="请选项目")


class ReasonForm(BaseForm):
    """Why."""

    reason = words("原因", 200, "请写明原因")


def marks_form(scheme: EvaluationScheme) -> Any:
    """A form with a pair of fields for each item by hand, and for each veto that somebody has to state."""
    fields: dict[str, Any] = {}
    for item in scheme.manual_items:
        fields[item.code] = PointsField(f"{item.name}（满分 {item.points}）")
        fields[f"{item.code}_note"] = StringField(f"{item.name}的依据", [Length(max=200, message="不超过 200 字")])
    for code, name in scheme.manual_vetoes.items():
        fields[code] = tick(f"否决：{name}")
        fields[f"{code}_note"] = line("发生的时间、认定的单位和文号", 200)
    return type("MarksForm", (BaseForm,), fields)()


def marks_of(form: Any, scheme: EvaluationScheme) -> tuple[dict[str, Mark], dict[str, str]]:
    """The points and the vetoes of a valid form; an item without points is not marked."""
    given = {item.code: form[item.code].x100 for item in scheme.manual_items}
    marks = {code: Mark(x100, form[f"{code}_note"].data or "") for code, x100 in given.items() if x100 is not None}
    return marks, {code: form[f"{code}_note"].data or "" for code in scheme.manual_vetoes if form[code].data}


def fill(form: Any, scheme: EvaluationScheme, marks: Mapping[str, Mark], vetoes: Mapping[str, str]) -> None:
    """What was marked before."""
    for item in scheme.manual_items:
        if mark := marks.get(item.code):
            form[item.code].data = f"{mark.x100 // 100}.{mark.x100 % 100:02d}".removesuffix(".00")
            form[f"{item.code}_note"].data = mark.note
    for code in scheme.manual_vetoes:
        form[code].data, form[f"{code}_note"].data = code in vetoes, vetoes.get(code, "")
