"""What a scenario assumes (WF-105)."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, DecimalField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices, words

PERCENT = NumberRange(-50, 100, "填 -50 到 100")


class ScenarioForm(BaseForm):
    """The scheme, the table, the base, the facts: whatever stays empty is as in force."""

    title = StringField("名字", [DataRequired("给模拟起个名字"), Length(max=60, message="最多 60 字")])
    scheme_id = SelectField("等级方案", [Optional()])
    pay_id = SelectField("薪酬表", [Optional()])
    pay_percent = DecimalField("薪酬标准增减（%）", [Optional(), PERCENT])
    rates_percent = DecimalField("缴费基数上下限增减（%）", [Optional(), PERCENT])
    rating = SelectField("今后每年的考核等次", [DataRequired("选等次")])
    hires = IntegerField("新招人数", [Optional(), NumberRange(0, 500, "填 0 到 500")])
    hire_post = SelectField("新招的岗位类别", [Optional()])
    hire_grade = IntegerField("新招的等级", [Optional(), NumberRange(1, 200, "填 1 以上的整数")])
    retiring = BooleanField("到法定退休日期的退休")

    def offer(
        self, schemes: Iterable[tuple[str, str]], tables: Iterable[tuple[str, str]], ratings: Iterable[str],
        posts: Iterable[str],
    ) -> None:  # fmt: skip
        """The versions, drafts among them, and what the schemes know."""
        self.scheme_id.choices = choices(schemes, blank="现行方案")
        self.pay_id.choices = choices(tables, blank="现行薪酬表")
        self.rating.choices, self.hire_post.choices = words(ratings), words(posts, blank="请选")

    def validate(self, extra_validators: Any = None) -> bool:
        """Newcomers need class and grade."""
        valid = bool(super().validate(extra_validators))
        if self.hires.data and not (self.hire_post.data and self.hire_grade.data):
            self.hires.errors = [*self.hires.errors, "新招人员要选岗位类别、填等级"]
            return False
        return valid

    @property
    def overrides(self) -> dict[str, Any]:
        """As a scenario keeps them."""
        return {
            "scheme_id": int(self.scheme_id.data) if self.scheme_id.data else None,
            "pay_id": int(self.pay_id.data) if self.pay_id.data else None,
            "pay_percent": f"{self.pay_percent.data or 0}", "rates_percent": f"{self.rates_percent.data or 0}",
            "rating": self.rating.data, "hires": self.hires.data or 0, "hire_post": self.hire_post.data or "",
            "hire_grade": self.hire_grade.data or 0, "retiring": bool(self.retiring.data),
        }  # fmt: skip
