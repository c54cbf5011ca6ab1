"""Fields that the forms of several slices share: days, ticks, what is refused as unreadable or not offered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import DateField, SelectMultipleField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

GONE = "这一项不在列表里，从列表里重新选"
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


class Asked:
    """Marks a field that is not optional although it may be left empty here: the rules say when it is needed."""

    field_flags = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        """Leaves it to the rules."""


class Readable:
    """A field whose unreadable text is refused as such, not as missing."""

    process_errors: Sequence[str]

    def pre_validate(self, form: Any) -> None:
        """Nothing more is said of what could not be read."""
        if self.process_errors:
            raise StopValidation()


class DayField(Readable, DateField):
    """A day; what is none is refused in words that say how it is written."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was posted."""
        typed = " ".join(valuelist).strip()
        self.data = None
        if not typed:
            return
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            day = LATEST
        if not EARLIEST <= day < LATEST:
            raise ValueError("日期写成 2026-11-30 的样子")
        self.data = day


class TicksField(SelectMultipleField):
    """Any number of a few, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        """What was not offered is refused (B04)."""
        if not {str(choice.value) for choice in self.iter_choices()}.issuperset(self.data or ()):
            raise ValidationError(GONE)
