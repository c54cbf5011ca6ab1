"""The database, the sign-in manager and the form protection, each made once and bound by `create_app`."""

import sqlite3
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Literal

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, DateTime, Dialect, Engine, Enum, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, registry

# Batch mode on SQLite can only alter constraints that have names.
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware on both databases, stored in UTC (D12). A naive value is a mistake and refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


TYPES: dict[Any, Any] = {
    datetime: UtcDateTime(),
    StrEnum: Enum(
        StrEnum,
        native_enum=False,
        create_constraint=True,
        length=32,
        validate_strings=True,
        values_callable=lambda kind: [member.value for member in kind],
    ),
}


class Base(DeclarativeBase):
    """The one base of all tables; the map stands on the registry, the class would refuse it."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map=TYPES)


def _render_item(kind: str, obj: Any, _context: Any) -> str | Literal[False]:
    """Keep application types out of migrations, which must outlive them."""
    if kind == "type" and isinstance(obj, TypeDecorator):
        return f"sa.{obj.impl_instance!r}"
    return False


db = SQLAlchemy(model_class=Base)
login_manager = LoginManager()
csrf = CSRFProtect()
migrate = Migrate(render_as_batch=True, compare_type=True, render_item=_render_item)


@event.listens_for(Engine, "connect")
def _sqlite_connect(dbapi: Any, _record: Any) -> None:
    if not isinstance(dbapi, sqlite3.Connection):
        return
    dbapi.isolation_level = None  # the driver opens no transaction; the begin event below does
    cursor = dbapi.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=20000",  # longer than any deed holds the write lock (docs/decisions.md)
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(conn: Connection) -> None:
    """A transaction that reads sees one state of the database, on both; writes begin IMMEDIATE on SQLite.

    A lock upgrade in between fails at once under SQLite. On PostgreSQL a writer must see what others have written while
    he waited for the lock of the trail, so he reads on.
    """
    writes = conn.get_execution_options().get("writes", False)
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
    elif not writes:
        conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
