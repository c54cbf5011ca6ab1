"""What a scenario assumes (WF-105)."""

import re
from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from shuangluan.kernel.forms import BaseForm
from shuangluan.workforce.forms.choices import choices, words
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER

NUMBERS = Length(max=4000, message="最多 4000 字")
PERCENT = NumberRange(-50, 100, "填 -50 到 100")


class ScenarioForm(BaseForm):
    """The scheme, the table, the base, the facts: whatever stays empty is as in force."""

    title = StringField("名字", [DataRequired("给模拟起个名字"), Length(max=60, message="最多 60 字")])
    scheme_id = SelectField("等级方案", [Optional()])
    pay_id = SelectField("薪酬表", [Optional()])
    pay_percent = DecimalField("薪酬标准增减（%）", [Optional(), PERCENT])
    rates_percent = DecimalField("缴费基数上下限增减（%）", [Optional(), PERCENT])
    rating = SelectField("今后每年的考核等次", [DataRequired("选等次")])
    ratings = TextAreaField("另定等次的岗位、级别和人", [Optional(), NUMBERS])
    by_seats = BooleanField("优秀按名额算")
    hires = IntegerField("新招人数", [Optional(), NumberRange(0, 500, "填 0 到 500")])
    hire_post = SelectField("新招的岗位类别", [Optional()])
    hire_grade = IntegerField("新招的等级", [Optional(), NumberRange(1, 200, "填 1 以上的整数")])
    exits = TextAreaField("退出的人", [Optional(), NUMBERS])
    exits_on = DateField("哪天退出", [Optional()])
    certified = TextAreaField("取得职业资格并登记的人", [Optional(), NUMBERS])
    certified_level = SelectField("取得的级别", [Optional()])
    retiring = BooleanField("到法定退休日期的退休")

    def offer(
        self, schemes: Iterable[tuple[str, str]], tables: Iterable[tuple[str, str]], ratings: Iterable[str],
        posts: Iterable[str],
    ) -> None:  # fmt: skip
        """The versions, drafts among them, and what the schemes know."""
        self.scheme_id.choices = choices(schemes, blank="现行方案")
        self.pay_id.choices = choices(tables, blank="现行薪酬表")
        self.certified_level.choices = words(CERTIFICATE_ORDER, blank="请选")
        self.rating.choices, self.hire_post.choices = words(ratings), words(posts, blank="请选")

    def validate(self, extra_validators: Any = None) -> bool:
        """What belongs together: newcomers with class and grade, exits with a day, certificates with a level."""
        valid = bool(super().validate(extra_validators))
        for field, needed, said in (
            (self.hires, (self.hire_post, self.hire_grade), "新招人员要选岗位类别、填等级"),
            (self.exits, (self.exits_on,), "写明哪天退出"),
            (self.certified, (self.certified_level,), "选取得的级别"),
        ):
            if field.data and not all(one.data for one in needed):
                field.errors = [*field.errors, said]
                valid = False
        return valid

    @staticmethod
    def numbers_of(text: str | None) -> list[str]:
        """The numbers of a field, once each, in the order typed."""
        return list(dict.fromkeys(re.split(r"[\s,，、;；]+", (text or "").strip().upper()))) if text else []

    @property
    def overrides(self) -> dict[str, Any]:
        """As a scenario keeps them."""
        return {
            "scheme_id": int(self.scheme_id.data) if self.scheme_id.data else None,
            "pay_id": int(self.pay_id.data) if self.pay_id.data else None,
            "pay_percent": f"{self.pay_percent.data or 0}", "rates_percent": f"{self.rates_percent.data or 0}",
            "rating": self.rating.data, "by_seats": bool(self.by_seats.data),
            "hires": self.hires.data or 0, "hire_post": self.hire_post.data or "",
            "hire_grade": self.hire_grade.data or 0, "retiring": bool(self.retiring.data),
            "exits_on": f"{self.exits_on.data}" if self.exits.data else "",
            "certified_level": self.certified_level.data if self.certified.data else "",
        }  # fmt: skip
