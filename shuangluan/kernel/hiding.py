"""Rows that nobody sees: those of an import until it is confirmed, and of one that was withdrawn until they are gone.

A gate stands at the last door, before a statement goes to the database. Whoever wrote it (a mapped class, a table,
plain text), each table with hidden rows is replaced in it by the same table without them: a WITH clause of the same
name. So no list, figure, search, export or rule has to know of them, and showing or hiding any number of rows is one
row written. While nothing is hidden, which is nearly always, every statement goes through as it is.

What is hidden is looked up once in a transaction. That is enough: a transaction that reads sees one state of the
database, one that writes holds the lock under which rows are hidden and shown (`extensions`).
"""

import re
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, event, insert, select

from shuangluan.extensions import Base, db
from shuangluan.kernel import dialect
from shuangluan.kernel.models import AuditEntry, HiddenRange, ImportState, Matter, SheetImport

Span = tuple[str, int, int]  # table, first and last value of the column by which it is guarded

GUARDED: dict[str, str] = {}
"""Table → the column by whose values its rows can be hidden."""

READS = re.compile(r"\bselect\b", re.IGNORECASE)
HEAD = re.compile(
    r"\s*(?P<told>explain\s+(?:query\s+plan\s+|\([^)]*\)\s*)?)?(?P<opened>with\s+(?:recursive\s+)?)?", re.IGNORECASE
)
HELD = "hidden ranges"  # in a connection's info, for the length of a transaction


def guard(column: Any) -> None:
    """Let rows of the column's table be hidden by its values; the models that a large import writes ask for it."""
    GUARDED[column.table.name] = column.name
    _read_by.cache_clear()


@lru_cache(maxsize=4096)
def _read_by(statement: str) -> tuple[str, ...]:
    """The guarded tables that a statement may read."""
    if not READS.search(statement):
        return ()
    return tuple(name for name in GUARDED if re.search(rf"\b{name}\b", statement, re.IGNORECASE))


@event.listens_for(Engine, "begin")
def _look_again(connection: Connection) -> None:
    connection.info.pop(HELD, None)


@event.listens_for(Engine, "before_cursor_execute", retval=True)
def _veil(
    connection: Connection, _cursor: Any, statement: str, parameters: Any, context: Any, _many: bool
) -> tuple[str, Any]:
    named = _read_by(statement)
    if named and not context.execution_options.get("every_row", False):
        hidden = [span for span in _hidden(connection) if span[0] in named]
        if hidden:
            statement = veiled(statement, hidden, dialect.HOME[connection.dialect.name])
    return statement, parameters


def _hidden(connection: Connection) -> Sequence[Span]:
    found: Sequence[Span] | None = connection.info.get(HELD)
    if found is None:
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute("SELECT table_name, first, last FROM hidden_range ORDER BY id")
            found = connection.info[HELD] = cursor.fetchall()
    return found


def veiled(statement: str, hidden: Iterable[Span], home: str) -> str:
    """The statement over the tables without their hidden rows; `home` is the schema in which they stand."""
    conditions: dict[str, list[str]] = {}
    for table, first, last in hidden:
        conditions.setdefault(table, []).append(f"{GUARDED[table]} NOT BETWEEN {first} AND {last}")
    views = ", ".join(
        f"{table} AS NOT MATERIALIZED (SELECT * FROM {home}.{table} WHERE {' AND '.join(said)})"  # noqa: S608  # our own
        for table, said in conditions.items()
    )
    head = HEAD.match(statement)
    told, opened, rest = (head["told"] or "", head["opened"], statement[head.end() :]) if head else ("", "", statement)
    return f"{told}{opened}{views}, {rest}" if opened else f"{told}WITH {views} {rest}"


def hide(import_id: int, spans: Iterable[Span]) -> None:
    """Let nobody see these rows, there already or still to come, from this transaction's end on (and in it)."""
    rows = [{"import_id": import_id, "table_name": name, "first": a, "last": b} for name, a, b in spans]
    db.session.execute(insert(HiddenRange), rows)
    _look_again(db.session.connection())


def show(import_id: int) -> None:
    """Let everybody see what an import has hidden, all at once."""
    db.session.execute(delete(HiddenRange).where(HiddenRange.import_id == import_id))
    _look_again(db.session.connection())


def left_behind() -> Sequence[int]:
    """Imports at which no job is at work any more and which still hide rows: these rows are to be removed."""
    at_work = SheetImport.state.in_((ImportState.WRITING, ImportState.WITHDRAWING))
    hiding = select(HiddenRange.import_id).join(SheetImport, SheetImport.id == HiddenRange.import_id)
    return db.session.scalars(hiding.where(~at_work).distinct().order_by(HiddenRange.import_id)).all()


def remove_some(import_id: int, most: int) -> bool:
    """Delete some of what an import hides, the last first; False when there is nothing left.

    What was never seen, or was said to be removed when it was hidden, needs no entry of the trail.
    """
    newest = select(HiddenRange).where(HiddenRange.import_id == import_id).order_by(HiddenRange.id.desc()).limit(1)
    found = db.session.scalar(newest)
    if found is None:
        return False
    column, first = _column(found.table_name), max(found.first, found.last - most + 1)
    db.session.execute(delete(column.table).where(column.between(first, found.last)))
    if first > found.first:
        found.last = first - 1
    else:
        db.session.delete(found)
    db.session.flush()
    _look_again(db.session.connection())
    return True


def is_pointed_at(spans: Iterable[Span]) -> bool:
    """Whether a row beside these points at one of them by a foreign key."""
    wanted = {name: (first, last) for name, first, last in spans}
    keys = (key for table in Base.metadata.sorted_tables if table.name not in wanted for key in table.foreign_keys)
    return any(
        db.session.scalar(select(1).where(key.parent.between(*wanted[key.column.table.name])).limit(1))
        for key in keys
        if key.column.table.name in wanted
    )


def _column(table_name: str) -> Any:
    table: Table = Base.metadata.tables[table_name]
    return table.c[GUARDED[table_name]]


guard(AuditEntry.__table__.c.id)
guard(Matter.__table__.c.id)
