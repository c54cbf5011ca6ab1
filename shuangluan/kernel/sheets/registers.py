"""A register that takes workbooks, declared by its slice: its fields, its natural key, and the services that write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shuangluan.extensions import Base
from shuangluan.kernel import audit
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field

Values = Mapping[str, Any]  # field → parsed value; what a file does not say is not in it
ROW_BY_ROW = 5_000  # what goes through an ordinary service in one transaction
MANY = 100_000  # what is drawn up beforehand and written in a few statements
CHANGED = "核对以后有人改过这条记录；什么都没有写入，请重新核对"


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


Drawn = tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]  # staged rows, and their staged entries


@dataclass(frozen=True)
class Bulk:
    """How a register takes more new rows than go one by one, with the lock held for a few statements only.

    `draw_up` makes checked rows, with their numbers in the file and the place of the first, into rows of `table` (it
    has `import_id` and `place`, from 0) and into entries (`audit.staged`) of the action `added`; that happens before
    the lock is taken. Under the lock `check` says what has changed meanwhile, and `write` registers what is staged:
    the ids of records and matters follow each other. It gets and gives what `audit.write_staged` does. `remove` takes
    them back by their first ids, with the entries of the action `removed` staged.
    """

    table: type[Base]
    added: str
    removed: str
    draw_up: Callable[[Sequence[Values], Sequence[int], int, audit.Actor, datetime], Drawn]
    check: Callable[[int, Viewer], None]
    write: Callable[[tuple[int, str], audit.Actor, datetime], Mapping[str, Any]]
    remove: Callable[[int, int, tuple[int, str], audit.Actor, datetime], Mapping[str, Any]]


@dataclass(frozen=True)
class Register:
    """A register for imports. `look` answers many rows with as many statements as one, in their order.

    `look` also says what the viewer may not write, row by row; `add`, `change` and `remove` are the ordinary services,
    each with its own checks and its own entry of the trail. A register that takes more rows than `ROW_BY_ROW` declares
    how in `bulk`.
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
    bulk: Bulk | None = None

    def key_of(self, values: Values) -> tuple[Any, ...] | None:
        """What tells the record of a row from others; None where the row does not say."""
        for number, key in enumerate(self.natural_keys):
            if all(values.get(name) is not None for name in key):
                return (number, *(values[name] for name in key))
        return None

    @property
    def most_rows(self) -> int:
        """How many rows one file may bring."""
        return MANY if self.bulk else ROW_BY_ROW


REGISTERS: dict[str, Register] = {}


def register(one: Register) -> None:
    """Let a register be known; `create_app` does."""
    REGISTERS[one.key] = one


def open_to(viewer: Viewer) -> list[Register]:
    """The registers into which the viewer may bring workbooks."""
    return [one for one in REGISTERS.values() if viewer.can(one.permission)]
