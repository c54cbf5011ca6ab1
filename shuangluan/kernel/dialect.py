"""What only one of the two databases understands (D2); nothing else in the package names a database."""

from typing import Any

from sqlalchemy import Connection, Integer, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

AUDIT_LOCK = 1308030001  # the advisory lock under which the audit chain grows


def begin_write(session: Session) -> None:
    """Open the writing transaction: IMMEDIATE on SQLite, with the audit lock on PostgreSQL."""
    connection = session.connection(execution_options={"writes": True})
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": AUDIT_LOCK})


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
