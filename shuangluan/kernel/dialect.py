"""What only one of the two databases understands (D2); nothing else in the package names a database."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, func, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from shuangluan.extensions import UtcDateTime

AUDIT_LOCK = 1308030001  # the advisory lock under which the audit chain grows
HOME = {"sqlite": "main", "postgresql": "public"}  # the schema in which the tables stand
EVERY_ROW = {"every_row": True}  # the option of a statement that must see what is hidden too (`kernel.hiding`)


def begin_write(session: Session) -> None:
    """Open the writing transaction: IMMEDIATE on SQLite, with the audit lock on PostgreSQL."""
    connection = session.connection(execution_options={"writes": True})
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": AUDIT_LOCK})


def reserve_ids(connection: Connection, table: Any, count: int) -> int:
    """The first of `count` ids of `table` in a row; under the write lock.

    On SQLite they are the caller's once the row with the last of them is inserted: others go on behind the highest.
    """
    if connection.dialect.name == "sqlite":
        highest = select(func.coalesce(func.max(table.c.id), 0))
        return int(connection.execute(highest, execution_options=EVERY_ROW).scalar_one()) + 1
    name = connection.execute(select(func.pg_get_serial_sequence(table.name, "id"))).scalar_one()
    first = int(connection.execute(select(func.nextval(name))).scalar_one())
    connection.execute(select(func.setval(name, first + count - 1)))
    return first


def analyze(connection: Connection) -> None:
    """Refresh the planner's statistics; old ones make SQLite sort whole tables."""
    connection.execute(text("ANALYZE"))


class days_between(FunctionElement[int]):
    """`days_between(first, last)`: how many days after `first` the date `last` is."""

    name = "days_between"
    type = Integer()
    inherit_cache = True


@compiles(days_between)
def _days_of_dates(element: Any, compiler: Any, **kw: Any) -> str:
    first, last = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"({last} - {first})"


@compiles(days_between, "sqlite")
def _days_of_texts(element: Any, compiler: Any, **kw: Any) -> str:
    first, last = (compiler.process(clause, **kw) for clause in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


class day_starts(FunctionElement[datetime]):
    """`day_starts(date)`: the first moment of a local day, 16:00 UTC of the day before; there is no summer time."""

    name = "day_starts"
    type = UtcDateTime()
    inherit_cache = True
    shift = -1


class day_ends(day_starts):
    """`day_ends(date)`: 24:00 of a local day, the first moment of the next one."""

    name = "day_ends"
    inherit_cache = True
    shift = 0


@compiles(day_starts)
def _moment_of_date(element: Any, compiler: Any, **kw: Any) -> str:
    return f"(({compiler.process(element.clauses, **kw)} + {element.shift}) + time '16:00') AT TIME ZONE 'UTC'"


@compiles(day_starts, "sqlite")
def _moment_of_text(element: Any, compiler: Any, **kw: Any) -> str:
    return f"date({compiler.process(element.clauses, **kw)}, '{element.shift} day') || ' 16:00:00.000000'"
