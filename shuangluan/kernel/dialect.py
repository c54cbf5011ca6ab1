"""What only one of the two databases understands (D2); nothing else in the package names a database."""

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

AUDIT_LOCK = 1308030001  # the advisory lock under which the audit chain grows


def begin_write(session: Session) -> None:
    """Open the writing transaction: IMMEDIATE on SQLite, with the audit lock on PostgreSQL."""
    connection = session.connection(execution_options={"writes": True})
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": AUDIT_LOCK})


def analyze(connection: Connection) -> None:
    """Refresh the planner's statistics; old ones make SQLite sort whole tables."""
    connection.execute(text("ANALYZE"))
