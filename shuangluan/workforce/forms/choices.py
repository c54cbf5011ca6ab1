"""The choices of a list as the form library wants them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeVar

from wtforms.fields.choices import SelectChoice

Member = TypeVar("Member", bound=StrEnum)


def choices(pairs: Iterable[tuple[str, str]], *, blank: str = "") -> list[SelectChoice]:
    """Value and label of each; `blank` is the line of nothing chosen."""
    first = [SelectChoice("", blank)] if blank else []
    return [*first, *(SelectChoice(value, label) for value, label in pairs)]


def words(values: Iterable[str], *, blank: str = "") -> list[SelectChoice]:
    """Values that are their own labels, as the schemes have them (WF-11)."""
    return choices(((one, one) for one in values), blank=blank)


def labelled(labels: Mapping[Member, str], *, blank: str = "") -> list[SelectChoice]:
    """The members of an enum with their labels."""
    return choices(((one.value, label) for one, label in labels.items()), blank=blank)
