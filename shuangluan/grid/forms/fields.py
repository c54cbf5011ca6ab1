"""Fields of the deeds: choices that were offered, days, words with the length of their column, evidence."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from shuangluan.grid.queries import IN_A_LIST, Desk
from shuangluan.kernel import attachments
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.fields import GONE, Asked, DayField, Readable, TicksField
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.search import initials, norm

MOST_PHOTOS, MOST_FILES = 3, 6

Choices = Iterable[tuple[str, str]]


class ActForm(BaseForm):
    """A deed's form. `prepare` fills in what this appeal offers; `propose` fills in defaults where nothing was typed.

    `WHEN` names, for a field that is asked only sometimes, the answer it waits for (`reached=1`); without scripts it
    is always in sight and the rules say what belongs together. `SEARCHED` names the endpoint that answers while a
    field is typed. `purpose` is what uploaded files are kept as.
    """

    WHEN: Mapping[str, str] = {}
    SEARCHED: Mapping[str, str] = {}
    purpose = ""
    uploads: Sequence[Upload] = ()  # the files that were sent with it, checked
    lacking = ""  # set by `prepare` where the appeal leaves nothing to choose: why, and what to do instead

    def prepare(self, desk: Desk) -> None:
        """Set the choices and fit the fields to the appeal; called before anything is validated."""

    def propose(self, desk: Desk) -> None:
        """Set the defaults of a form that nobody has filled in yet."""

    def is_long(self, field: Field) -> bool:
        """Whether a list is too long to look through, so that it is typed into (performance 8.9)."""
        return isinstance(field, SelectField) and len(field.choices or ()) > IN_A_LIST

    def shown(self, field: Field) -> str:
        """The words of what is picked in a list."""
        return next((choice.label for choice in field.iter_choices() if choice.selected and choice.value), "")

    def search(self, typed: str) -> list[SelectChoice]:
        """The choices of the form's long list that fit what was typed: words of the name, or its initials."""
        long = next((field for field in self if self.is_long(field)), None)
        words = norm(typed).split()
        rows = [choice for choice in long.choices if choice.value] if long is not None else []
        return [row for row in rows if all(word in f"{norm(row.label)} {initials(row.label)}" for word in words)]


class EvidenceForm(ActForm):
    """A deed with a field `photos`: `most` of them, and other documents only where `documents` says so."""

    purpose, most, documents = "evidence", MOST_PHOTOS, False

    def validate_photos(self, field: Field) -> None:
        """Look at each file's content before anything is written."""
        files = [file for file in field.data or [] if file and file.filename]
        if len(files) > self.most:
            raise ValidationError(f"最多 {self.most} 个，现在有 {len(files)} 个，去掉几个再提交")
        try:
            found = [attachments.check_upload(file.filename, file.stream) for file in files]
            if not self.documents:
                attachments.check_photos(found, self.most)
        except RuleBroken as broken:
            raise ValidationError(broken.reason) from None
        self.uploads = found


def text(label: str, most: int, missing: str = "", **more: Any) -> TextAreaField:
    """Some sentences; `missing` is said when they must not be left out."""
    return TextAreaField(label, _checks(most, missing), **more)


def line(label: str, most: int, missing: str = "", **more: Any) -> StringField:
    """One line of words."""
    return StringField(label, _checks(most, missing), **more)


def _checks(most: int, missing: str) -> list[Any]:
    needed = [DataRequired(missing)] if missing else []
    return [*needed, Length(max=most, message=f"不超过 {most} 字")]


def one_of(label: str, missing: str = "", *, choices: Choices = (), gone: str = GONE, **more: Any) -> SelectField:
    """One of a list; what was not offered is refused (B04)."""
    checks = [DataRequired(missing)] if missing else []
    offered = [SelectChoice(*choice) for choice in choices]
    return SelectField(label, checks, choices=offered, invalid_choice_message=gone, **more)


class AnswerField(RadioField):
    """One of a few, all in sight; an unanswered one is left to whoever says that it must be answered."""

    def pre_validate(self, form: Any) -> None:
        """Only an answer can be a wrong one."""
        if self.data not in (None, ""):
            super().pre_validate(form)


def answer(label: str, missing: str = "", *, choices: Choices = (), **more: Any) -> AnswerField:
    """One of a few, all in sight; without `missing` the rules say when it must be answered."""
    checks = [DataRequired(missing)] if missing else [Asked()]
    offered = [SelectChoice(*choice) for choice in choices]
    return AnswerField(label, checks, choices=offered, invalid_choice_message=GONE, **more)


def ticks(label: str, *, asked: bool = False, **more: Any) -> TicksField:
    """Any number of a few; `asked`: the rules say when one is needed."""
    return TicksField(label, [Asked()] if asked else [], choices=[], **more)


def day(label: str, missing: str = "", **more: Any) -> DayField:
    """A day; without `missing` the rules say when it must be filled in."""
    return DayField(label, [DataRequired(missing) if missing else Asked()], **more)


class CountField(Readable, IntegerField):
    """A small whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Only ASCII digits are a number."""
        typed = " ".join(valuelist).strip()
        self.data = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else None
        if typed and self.data is None:
            raise ValueError("只写数字，如 5")


def grouped(groups: Iterable[tuple[str, Choices]], hint: str = "") -> list[SelectChoice]:
    """(heading, its choices) as the options of a grouped list; `hint` is the empty first one."""
    first = [SelectChoice("", hint)] if hint else []
    return [*first, *(SelectChoice(code, name, optgroup=group) for group, rows in groups for code, name in rows)]


def plain(choices: Choices, hint: str = "") -> list[SelectChoice]:
    """Pairs as the options of a list."""
    first = [SelectChoice("", hint)] if hint else []
    return [*first, *(SelectChoice(code, name) for code, name in choices)]


def files(label: str) -> MultipleFileField:
    """Photos, or whatever else the form takes."""
    return MultipleFileField(label)


def tick(label: str, **more: Any) -> BooleanField:
    """A single box to tick."""
    return BooleanField(label, **more)
