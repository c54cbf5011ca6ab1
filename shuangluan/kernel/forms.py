"""What every form has: trimmed text, Chinese messages, a one-time token, the version it was filled from (D17)."""

import secrets
import unicodedata
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import core

from shuangluan.kernel.errors import RuleBroken

MAX_ID = 2**31 - 1  # what an id column holds on both databases


def clean(value: Any) -> Any:
    """Text without outer blanks and without characters that no database keeps (NUL, lone surrogates)."""
    if not isinstance(value, str):
        return value
    kept = (c for c in value if c in "\n\r\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return "".join(kept).replace("\r\n", "\n").strip()


def attributes(**given: Any) -> Markup:
    """What WTForms' `html_params` makes, to the letter: that one has a format language read each attribute."""
    said = []
    for key, value in sorted(given.items()):
        name = core.clean_key(key)
        if value is True:
            said.append(name)
        elif value is not False:
            quoted = str(escape(value)).replace('"', "&quot;")
            said.append(f'{name}="{quoted}"')
    return Markup(" ".join(said))  # noqa: S704  # each value was escaped


core.html_params = attributes  # every form of the site is drawn by these widgets
core.Input.html_params = core.Button.html_params = staticmethod(attributes)


class BaseForm(FlaskForm):
    """Base of all forms. `refuse` shows a broken rule beside its field or above the form."""

    class Meta(FlaskForm.Meta):
        """WTForms' own texts in Chinese; text fields are cleaned once, for all."""

        locales = ("zh",)

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            """Add the cleaning filter to text fields."""
            if issubclass(unbound_field.field_class, StringField | TextAreaField):
                options["filters"] = [clean, *unbound_field.kwargs.pop("filters", [])]
            return unbound_field.bind(form=form, **options)

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """A JSON body is no form: its values may be of any type and hold what no form can send (D02)."""
            if formdata is not None and request.is_json:
                return request.form
            return super().wrap_formdata(form, formdata)

    form_token = HiddenField(default=lambda: secrets.token_urlsafe(18))
    row_version = HiddenField()

    def refuse(self, broken: RuleBroken) -> None:
        """Put a broken rule where the reader looks: at its field, or above the form."""
        target = self._fields.get(broken.field) if broken.field else None
        if target is None:
            self.form_errors.append(broken.reason)
        else:
            target.errors = [*target.errors, broken.reason]

    def versioned(self, record: Any) -> "BaseForm":
        """Carry the version of `record` that the reader saw."""
        if not self.row_version.data:
            self.row_version.data = str(record.row_version)
        return self

    @property
    def typed(self) -> list[tuple[str, str, str]]:
        """(name, label, text) of the visible fields that were filled in: for the page of a conflict."""
        hidden = {"csrf_token", "form_token", "row_version"}
        rows = []
        for field in self:
            raw = field.data if field.type == "BooleanField" or not hasattr(field, "_value") else field._value()
            if field.short_name in hidden or field.type in {"MultipleFileField", "FileField", "SubmitField"}:
                continue
            if raw not in (None, "", [], False):
                rows.append((field.short_name, str(field.label.text), _shown(field, raw)))
        return rows

    def words_of(self, name: str, value: Any) -> str:
        """A stored value as the field of that name calls it."""
        return "" if value is None else _shown(self._fields[name], value)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """(name, value) pairs that post the same text again."""
        rows = []
        for field in self:
            if field.short_name in {"csrf_token", "form_token", "row_version"} or "File" in field.type:
                continue
            for value in field.raw_data or []:
                rows.append((field.name, str(value)))
        return rows


def _shown(field: Field, raw: Any) -> str:
    """The words of what was chosen; any other text as it stands."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if not hasattr(field, "iter_choices"):
        return str(raw)
    labels = {str(choice.value): str(choice.label) for choice in field.iter_choices()}
    return "、".join(labels.get(str(one), str(one)) for one in (raw if isinstance(raw, list) else [raw]))


class IdField(IntegerField):
    """A record's id in a form body; what no database could hold is refused beside the field."""

    data: int | None

    def pre_validate(self, form: Any) -> None:
        """Refuse numbers outside 1…2^31-1."""
        if self.data is not None and not 0 < self.data <= MAX_ID:
            self.data = None
            raise ValidationError("没有这条记录，请从列表里重新选")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Only ASCII digits are a number; an empty text is no choice."""
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            self.data = None
        elif text.isascii() and text.isdigit() and len(text) < 20:
            self.data = int(text)
        else:
            self.data = None
            raise ValueError("没有这条记录，请从列表里重新选")


def picked_ids(values: Iterable[str], limit: int = 500) -> list[int]:
    """Ids ticked in a list. Raises RuleBroken for none, too many, or what is no id."""
    ids = []
    for value in values:
        if not (value.isascii() and value.isdigit() and len(value) < 19 and int(value) <= MAX_ID):
            raise RuleBroken("选中的记录里有一条已不存在，请刷新列表后重选")
        ids.append(int(value))
    if not ids:
        raise RuleBroken("还没有选中记录，请先在左边打勾")
    if len(ids) > limit:
        raise RuleBroken(f"一次最多处理 {limit} 条，现在选了 {len(ids)} 条，请分批办理")
    return sorted(set(ids))
