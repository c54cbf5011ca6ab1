"""A register that takes workbooks, declared by its slice: its fields, its natural key, and the services that write."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from shuangluan.kernel import audit, hiding
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.fields import Field

Values = Mapping[str, Any]  # field → parsed value; what a file does not say is not in it
ROW_BY_ROW = 5_000  # what goes through an ordinary service in one transaction
MANY = 100_000  # what is written unseen in short transactions and shown at once
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


@dataclass(frozen=True)
class Firsts:
    """The ids of the first record of a large import and of its matter, and its running number: the others follow."""

    record: int
    matter: int
    number: int


Drawn = tuple[Sequence[Mapping[str, Any]], Sequence[Mapping[str, Any]]]  # rows, and their entries (`audit.to_seal`)


@dataclass(frozen=True)
class Bulk:
    """How a register takes more new rows than go one by one: in short transactions, unseen until they are confirmed.

    `draw_up` makes checked rows, with their numbers in the file and the place of the first among all (from 0), into
    rows and into entries of the action `added`; that happens before a lock is taken. `reserve` says under the lock
    where so many records will stand, and `write` inserts drawn rows there, the first of them at a place; ids of records
    and matters follow each other. Raises RuleBroken where one cannot stand. `tables` are those whose rows are hidden
    meanwhile, by their record or by its matter, in the order in which they are written. `removed` is the action of the
    entries when they are taken back.
    """

    added: str
    removed: str
    tables: Mapping[str, Literal["record", "matter"]]
    draw_up: Callable[[Sequence[Values], Sequence[int], int, audit.Actor, datetime], Drawn]
    reserve: Callable[[int, datetime], Firsts]
    write: Callable[[Sequence[Mapping[str, Any]], Firsts, int], None]

    def spans(self, record: int, matter: int, count: int) -> list[hiding.Span]:
        """The rows of so many records, as what is hidden or shown."""
        firsts = {"record": record, "matter": matter}
        return [(name, firsts[by], firsts[by] + count - 1) for name, by in self.tables.items()]


@dataclass(frozen=True)
class Register:
    """A register for imports. `look` answers many rows with as many statements as one, in their order.

    `look` also says what the viewer may not write, row by row; `add`, `change` and `remove` are the ordinary services,
    each with its own checks and its own entry of the trail. `add` answers with the id, or with the record where that is
    stored together with those of other rows (`audit.created`, `later`). A register that takes more rows than
    `ROW_BY_ROW` declares how in `bulk`.
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
    add: Callable[[Values, audit.Actor, datetime], Any]
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
