"""Fields of the slice's forms: choices that were offered, days, times, areas, words with the length of their column."""

from collections.abc import Iterable
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from shuangluan.kernel.fields import GONE, Asked, DayField, Readable, TicksField

Choices = Iterable[tuple[str, str]]


class MinuteField(Readable, TimeField):
    """A time of the day to the minute."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was posted; browsers send 09:30, some with seconds."""
        typed = " ".join(valuelist).strip()
        self.data = None
        if not typed:
            return
        try:
            self.data = time.fromisoformat(typed).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError:
            raise ValueError("时间写成 09:30 的样子") from None


class CountField(Readable, IntegerField):
    """A whole number, not negative; thousands may be set off by commas."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Only ASCII digits are a number."""
        typed = " ".join(valuelist).strip().replace(",", "").replace("，", "")
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None
        if typed and self.data is None:
            raise ValueError("只写数字，如 120")


class AreaField(Readable, StringField):
    """An area in ㎡ with at most two decimals; `data` is the text, `area_x100` the number in 0.01 ㎡."""

    @property
    def area_x100(self) -> int:
        """The number; 0 for an empty field. Raises ValueError for what is none."""
        typed = str(self.data or "0").strip().replace(",", "").replace("，", "")
        try:
            found = Decimal(typed) * 100
        except InvalidOperation:
            raise ValidationError("面积写成 9000.00 的样子") from None
        if not found.is_finite() or found != found.to_integral_value() or not 0 <= found < 10**12:
            raise ValidationError("面积写成 9000.00 的样子，最多两位小数")
        return int(found)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what is no area."""
        _ = self.area_x100


class MoneyField(Readable, StringField):
    """An amount in 元 with at most two decimals; `data` is the text, `fen` the number in 分."""

    @property
    def fen(self) -> int:
        """The number. Raises ValueError for what is none."""
        typed = str(self.data or "").strip().replace(",", "").replace("，", "")
        try:
            found = Decimal(typed) * 100
        except InvalidOperation:
            raise ValidationError("金额写成 1234.50 的样子") from None
        if not found.is_finite() or found != found.to_integral_value() or not 0 <= found < 10**14:
            raise ValidationError("金额写成 1234.50 的样子，不能是负数，最多两位小数")
        return int(found)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        """Refuse what is no amount."""
        if not validation_stopped:
            _ = self.fen


def day(label: str, missing: str = "", *, asked: bool = False) -> DayField:
    """A day; `asked`: the rules say when it must be filled in."""
    return DayField(label, _needed(missing, asked))


def minute(label: str) -> MinuteField:
    """A time of the day, which may be left out."""
    return MinuteField(label)


def line(label: str, most: int, missing: str = "", *, asked: bool = False) -> StringField:
    """One line of words."""
    return StringField(label, _checks(most, missing, asked))


def words(label: str, most: int, missing: str = "", *, asked: bool = False) -> TextAreaField:
    """Some sentences."""
    return TextAreaField(label, _checks(most, missing, asked))


def one_of(
    label: str, choices: Choices = (), *, empty: str | None = "请选择", missing: str = "", asked: bool = False
) -> SelectField:
    """One of a list; `empty` is the first option, for nothing chosen (None: there is none)."""
    checks = _needed(missing, asked or empty is None)
    return SelectField(label, checks, choices=options(choices, empty), invalid_choice_message=GONE)


def options(choices: Choices, empty: str | None = None) -> list[SelectChoice]:
    """Pairs as the options of a list, after the one for nothing chosen."""
    first = [] if empty is None else [SelectChoice("", empty)]
    return [*first, *(SelectChoice(code, name) for code, name in choices)]


def ticks(label: str) -> TicksField:
    """Any number of a few, none as well."""
    return TicksField(label, [], choices=[])


def tick(label: str) -> BooleanField:
    """A single box to tick."""
    return BooleanField(label)


def _needed(missing: str, asked: bool) -> list[Any]:
    return [DataRequired(missing)] if missing else [Asked()] if asked else []


def _checks(most: int, missing: str, asked: bool) -> list[Any]:
    return [*_needed(missing, asked), Length(max=most, message=f"不超过 {most} 字")]
