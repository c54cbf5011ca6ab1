"""A register that takes workbooks, declared by its slice: its fields, its natural key, and the services that write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangluan.kernel import audit
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field

Values = Mapping[str, Any]  # field → parsed value; what a file does not say is not in it
ROW_BY_ROW = 5_000  # what goes through an ordinary service in one transaction
MANY = 100_000  # what a service for many takes


@dataclass(frozen=True)
class Standing:
    """A record as it stands: its id, the version that was seen, and the value of each field."""

    id: int
    version: int
    values: Values


@dataclass(frozen=True)
class Answer:
    """What a register says of one row: the record it is about, and what forbids it: (field or empty, sentence)."""

    standing: Standing | None = None
    problems: tuple[tuple[str, str], ...] = ()


Look = Callable[[Sequence[Values], Viewer, datetime], Sequence[Answer]]


@dataclass(frozen=True)
class Register:
    """A register for imports. `look` answers many rows with as many statements as one, in their order.

    `look` also says what the viewer may not write, row by row; `add`, `change` and `remove` are the ordinary services,
    each with its own checks and its own entry of the trail. A register that takes more rows than `ROW_BY_ROW` declares
    `add_many`, which writes many new ones under the same checks and answers with their ids in their order, and
    `remove_many`, which takes them back; `prepare` does beforehand what need not hold the write lock.
    """

    key: str
    name: str  # 小区台账
    noun: str  # 小区
    record_kind: str  # table of its records, as the trail names them
    endpoint: str  # of the list
    permission: str
    natural_keys: tuple[tuple[str, ...], ...]  # by what a record is known: the first whose fields a row fills
    fields: Callable[[Viewer, date], Sequence[Field]]
    look: Look
    add: Callable[[Values, audit.Actor, datetime], int]
    change: Callable[[int, Values, audit.Actor, datetime], None]
    remove: Callable[[int, audit.Actor, datetime], None]
    prepare: Callable[[Sequence[Values]], None] | None = None
    add_many: Callable[[Sequence[Values], audit.Actor, datetime], Sequence[int]] | None = None
    remove_many: Callable[[Sequence[int], audit.Actor, datetime], None] | None = None

    def key_of(self, values: Values) -> tuple[Any, ...] | None:
        """What tells the record of a row from others; None where the row does not say."""
        for number, key in enumerate(self.natural_keys):
            if all(values.get(name) is not None for name in key):
                return (number, *(values[name] for name in key))
        return None

    @property
    def most_rows(self) -> int:
        """How many rows one file may bring."""
        return MANY if self.add_many else ROW_BY_ROW


REGISTERS: dict[str, Register] = {}


def register(one: Register) -> None:
    """Let a register be known; `create_app` does."""
    REGISTERS[one.key] = one


def open_to(viewer: Viewer) -> list[Register]:
    """The registers into which the viewer may bring workbooks."""
    return [one for one in REGISTERS.values() if viewer.can(one.permission)]
