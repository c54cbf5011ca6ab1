"""Alembic's environment: our own, so that SQLite's foreign keys are off while tables are rebuilt."""

from alembic import context
from flask import current_app

ext = current_app.extensions["migrate"]


def run_online() -> None:
    """Migrate the configured database, all revisions in one transaction."""
    with ext.db.engine.connect() as conn:
        conn.execution_options(every_row=True)  # nothing is hidden from a migration
        sqlite = conn.dialect.name == "sqlite"
        if sqlite:
            conn.detach()  # this connection never goes back to the pool with foreign keys off
            conn.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=conn, target_metadata=ext.db.metadata, transactional_ddl=True, **ext.configure_args
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite and (bad := conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
                raise RuntimeError(f"broken foreign keys after migration: {bad[:5]}")


def run_offline() -> None:
    """Print the statements instead of running them."""
    context.configure(
        url=ext.db.engine.url.render_as_string(hide_password=False),
        literal_binds=True,
        target_metadata=ext.db.metadata,
        **ext.configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
