"""Questions to slices that their askers must not import; bound in `create_app` (D21).

A question with several answerers is a list; the viewer is passed on, so each answers within its own scope.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from shuangluan.kernel.figures import Figure, Period
from shuangluan.kernel.permissions import Viewer


@dataclass(frozen=True)
class Step:
    """A kind of to-do: what it is called, which task it belongs to, how its record is opened."""

    key: str
    task: str
    label: str  # the button: 签收
    endpoint: str
    argument: str
    group: str = "mine"  # mine, review, assigned


@dataclass(frozen=True)
class Hit:
    """One result of the global search."""

    task: str
    title: str
    note: str
    address: str


TodoSelect = Callable[[Viewer, datetime], Select[Any] | None]
"""Rows (step, record_id, title, note, due_at) that await the viewer; `None` when he has nothing to do here."""

SearchAnswer = Callable[[Viewer, str, int], Sequence[Hit]]
FigureAnswer = Callable[[Viewer, str | None, Period, datetime], Sequence[Figure]]

todo: list[TodoSelect] = []
search: list[SearchAnswer] = []
figures: list[FigureAnswer] = []
steps: dict[str, Step] = {}
