"""The rows of the meeting record as forms: read from the record, saved one by one, each with its token (RP-62)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from shuangluan.extensions import Base
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.web import actor, saving
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.record import CarriedForm, HeadForm, ItemForm, ResolutionForm, RowForm, SeatForm
from shuangluan.red_property.models import Resolution
from shuangluan.red_property.queries.records import Record
from shuangluan.red_property.rules.resolutions import AWAITING, ResolutionState
from shuangluan.red_property.rules.words import Ratification


@dataclass
class Row:
    """One row with its form; `key` names it in ids and addresses (`item-3`), `is_open` says that it can be written."""

    kind: str
    record: Base
    form: RowForm
    save: Callable[..., Any]

    @property
    def key(self) -> str:
        """head-1, seat-4, item-3."""
        return f"{self.kind}-{self.id}"

    @property
    def id(self) -> int:
        """The id of its record."""
        found: int = self.record.__getattribute__("id")
        return found

    def write(self, meeting: Any) -> bool:
        """Save what differs, in a transaction of its own; whether it is saved. What is wrong stands in the form."""
        if not self.form.validate():
            return False
        if not self.form.differs(self.record):
            return True
        try:
            with saving(self.form, self.record) as saved:
                saved.to = request.referrer
                values = self.form.values
                if self.kind == "head":
                    self.save(meeting, values, by=actor(), at=clock.now())
                else:
                    self.save(meeting, self.record, values, by=actor(), at=clock.now())
        except RuleBroken as broken:
            self.form.refuse(broken)
            return False
        return True


@dataclass(frozen=True)
class Kind:
    """A kind of row: its form, the service that saves it, where the record keeps its rows."""

    form: type[RowForm]
    save: Callable[..., Any]
    rows: Callable[[Record], list[Any]]


KINDS: dict[str, Kind] = {
    "head": Kind(HeadForm, services.save_head, lambda record: [record.meeting]),
    "seat": Kind(SeatForm, services.save_seat, lambda record: list(record.seats)),
    "carried": Kind(CarriedForm, services.save_carried, lambda record: [one.follow_up for one in record.carried]),
    "item": Kind(ItemForm, services.save_item, lambda record: list(record.items)),
    "resolution": Kind(ResolutionForm, services.save_resolution, lambda record: list(record.resolutions)),
}


def rows_of(record: Record, sent: "MultiDict[str, str] | None" = None, only: str = "") -> dict[str, Row]:
    """The rows of a record by key; those that `sent` mentions hold what was typed, the others what is stored.

    `only` is the key of the one row that a request sends.
    """
    found = {}
    for kind, row in _each(record):
        key = f"{kind}-{row.id}"
        if only and key != only:
            continue
        typed = sent if sent is not None and f"{key}-row_version" in sent else None
        found[key] = Row(kind, row, _form(record, kind, row, key, typed), KINDS[kind].save)
    return found


def _each(record: Record) -> Iterator[tuple[str, Any]]:
    for kind, declared in KINDS.items():
        yield from ((kind, row) for row in declared.rows(record))


def _form(record: Record, kind: str, row: Any, key: str, sent: "MultiDict[str, str] | None") -> RowForm:
    form = KINDS[kind].form(formdata=sent, obj=None if sent is not None else row, prefix=f"{key}-")
    if isinstance(form, ItemForm):
        form.topic.choices = options(
            (topic.code, topic.name) for topic in record.book.items.topics.values()
        )
    if isinstance(form, CarriedForm):
        resolution = next(one.resolution for one in record.carried if one.follow_up is row)
        form.state.choices = [
            choice for choice in form.state.choices if not choice.value or _may_say(resolution, choice.value)
        ]
    form.versioned(row)
    return form


def _may_say(resolution: Resolution, state: str) -> bool:
    """What a meeting may say of an earlier resolution; who waits for others, or for papers, is only given up there."""
    if state == ResolutionState.CANCELLED:
        return True
    if resolution.state in AWAITING or resolution.state is ResolutionState.REJECTED:
        return False
    return not (resolution.ratification is Ratification.EMERGENCY and state == ResolutionState.DONE)
