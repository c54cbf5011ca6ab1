"""Forms of a pay month (WF-90 to WF-93)."""

from collections.abc import Iterable
from datetime import date

from wtforms import DecimalField, RadioField, SelectMultipleField, StringField
from wtforms.fields import DateField, MonthField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices

MOST = 1_000_000  # yuan a month; more is a slip of the pen
DOCUMENT = Length(max=60, message="最多 60 字")


def _yuan(label: str, missing: str) -> DecimalField:
    return DecimalField(label, [InputRequired(missing), NumberRange(0, MOST, "填 0 以上的金额")], places=2)


class OpenRunForm(BaseForm):
    """Which month."""

    month = MonthField("月份", [DataRequired("选月份")])


class TypingForm(BaseForm):
    """扣款 and tax of one line, in yuan."""

    deduction = _yuan("扣款（元）", "没有填 0")
    reason = StringField("扣款原因", [Optional(), Length(max=100, message="最多 100 字")])
    tax = _yuan("个人所得税（元）", "没有填 0")


class BasisForm(BaseForm):
    """上年月平均工资."""

    average = _yuan("上年月平均工资（元）", "填金额")


class RetainedForm(BaseForm):
    """What 保留差额 is reckoned from."""

    old_pay = _yuan("套改前的月薪（元）", "填金额")
    counted_from = DateField("从哪天起", [DataRequired("填日期")])
    doc_no = StringField("文号", [DataRequired("填文号"), DOCUMENT])


class ArrearForm(BaseForm):
    """A decision on closed months."""

    months = SelectMultipleField(
        "月份", [DataRequired("选月份")], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    pays = RadioField("决定", [DataRequired("选决定")], choices=choices((("yes", "补发或扣回"), ("no", "不补不扣"))))
    basis = StringField("文号", [DataRequired("填文号"), DOCUMENT])

    def offer(self, months: Iterable[tuple[date, str]]) -> None:
        """The months with their differences."""
        self.months.choices = choices((f"{month:%Y-%m-%d}", f"{month:%Y-%m}：{words} 元") for month, words in months)
