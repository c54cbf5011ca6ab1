"""What tests share: one site per database kind, a fresh migrated database for each test, the worker’s eyes."""

import os
import shutil
import sqlite3
import uuid
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event

from shuangluan.app import create_app
from shuangluan.config import Config
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, people
from tests import build
from tests.kept import SHELF, Files
from tests.pgrows import Rows
from tests.pgtemp import TempPostgres
from tests.site import Site

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=clock.CST)  # a Friday, a working day


PAGES_ON_POSTGRES = 10  # of the tests that draw pages, one in so many runs there too; PG=all runs every one


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Rules and services run on both databases; a page costs more to draw than to read its rows (docs/decisions.md)."""
    if os.environ.get("PG") == "all":
        return
    left_out = [item for item in items if _draws_pages_on_postgres(item) and not _is_sampled(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in set(left_out)]


def _draws_pages_on_postgres(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return "site" in fixtures and item.get_closest_marker("pg") is not None


def _is_sampled(item: pytest.Item) -> bool:
    return zlib.crc32(item.nodeid.encode()) % PAGES_ON_POSTGRES == 0


def a_config(folder: Path, url: str, *, count_sql: bool = False) -> Config:
    """Settings of a site under test."""
    return Config(
        data_dir=folder,
        database_url=url,
        secret_key=b"a secret key of the tests, 32 bytes",
        field_key=b"a field key of the tests, 32+ bytes!",
        https=False,
        allowed_hosts=(),
        count_sql=count_sql,
    )


def a_site(folder: Path, url: str, **overrides: Any) -> Flask:
    """A site whose passwords are cheap to hash and whose faults are raised."""
    people.password_method = "pbkdf2:sha256:1"
    return create_app(a_config(folder, url), {"TESTING": True, "WTF_CSRF_ENABLED": False, **overrides})


def prepared(folder: Path, url: str) -> None:
    """Migrate the database and build the small town that every test starts from."""
    app = a_site(folder, url)
    with app.app_context(), clock.frozen(NOW):
        upgrade()
        build.town()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("template")
    prepared(folder, f"sqlite:///{folder}/t.db")
    with closing(sqlite3.connect(folder / "t.db")) as connection:
        connection.execute("pragma journal_mode=delete")  # fold the log into the one file that is copied
    return folder / "t.db"


@pytest.fixture(scope="session")
def pg_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TempPostgres]:
    server = TempPostgres().start()
    try:
        server.admin("create database template_site")
        prepared(tmp_path_factory.mktemp("pg"), server.url("template_site"))
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_site(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    opened = SimpleNamespace(target=None)

    def connect() -> Any:
        return sqlite3.connect(opened.target, check_same_thread=False)

    # a file's address: the in-memory pool would not let go
    app = _opened_by(connect, "sqlite:////nowhere/by-name.db", tmp_path_factory)
    store = Files(tmp_path_factory.mktemp("kept"))
    return SimpleNamespace(app=app, kind="sqlite", opened=opened, template=sqlite_template, store=store)


@pytest.fixture(scope="session")
def pg_site(pg_template: TempPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    name = f"t{uuid.uuid4().hex[:12]}"
    pg_template.admin(f"create database {name} template template_site")
    opened = SimpleNamespace(target={"host": str(pg_template.sock), "user": "postgres", "dbname": name})
    app = _opened_by(lambda: psycopg.connect(**opened.target), "postgresql+psycopg://", tmp_path_factory)
    with closing(Rows(opened.target)) as store:
        yield SimpleNamespace(app=app, kind="pg", opened=opened, template=pg_template, store=store)
    with app.app_context():
        db.engine.dispose()


def _opened_by(connect: Callable[[], Any], url: str, folders: pytest.TempPathFactory) -> Flask:
    app = a_site(folders.mktemp("site"), url, SQLALCHEMY_ENGINE_OPTIONS={"creator": connect})
    with app.app_context():
        _only_transactions_write(db.engine)
        event.listen(db.engine, "commit", SHELF.forget)
        event.listen(db.engine, "connect", _never_wait_for_the_disk)
    return app


def _never_wait_for_the_disk(connection: Any, _record: Any) -> None:
    """No test outlives a power cut; the site itself waits (`extensions`)."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture(scope="session", params=["sqlite", pytest.param("pg", marks=pytest.mark.pg)])
def site_of_kind(request: pytest.FixtureRequest) -> SimpleNamespace:
    """The app of one database kind with its store, made once: pytest makes a parameter anew for each file."""
    found: SimpleNamespace = request.getfixturevalue(f"{request.param}_site")
    return found


def _only_transactions_write(engine: Any) -> None:
    """Outside `transaction()` the database itself refuses to write (D23)."""

    def set_query_only(connection: Any, on: bool) -> None:
        if connection.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute(f"PRAGMA query_only={'ON' if on else 'OFF'}")

    @event.listens_for(engine, "begin")
    def forbid(connection: Any) -> None:
        if connection.get_execution_options().get("writes", False):
            return
        if connection.dialect.name != "sqlite":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        set_query_only(connection, True)

    @event.listens_for(engine, "rollback")
    @event.listens_for(engine, "commit")
    def allow(connection: Any) -> None:
        set_query_only(connection, False)


@pytest.fixture
def app(site_of_kind: SimpleNamespace, tmp_path: Path) -> Iterator[Flask]:
    """The site on a fresh database, inside an app context, at NOW."""
    kind, store = site_of_kind.kind, site_of_kind.store
    if kind == "sqlite":
        store.file = site_of_kind.opened.target = shutil.copyfile(site_of_kind.template, tmp_path / "app.db")
    else:
        store.put_back()
    SHELF.open(kind, store, tmp_path)
    site_of_kind.app.config["DATA_DIR"] = tmp_path
    with site_of_kind.app.app_context(), clock.frozen(NOW):
        yield site_of_kind.app
        SHELF.forget()
        db.session.remove()
        if kind == "sqlite":
            db.engine.dispose()  # the next test has another file


@pytest.fixture
def site(app: Flask) -> Site:
    """The worker's eyes on the site."""
    return Site(app)


@pytest.fixture
def counting(app: Flask) -> Callable[[], Any]:
    """`with counting() as statements:` collects the SQL that was sent."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if not statement.startswith(("BEGIN", "SET TRANSACTION")):
                statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return collect


@pytest.fixture
def writing(app: Flask) -> Iterator[None]:
    """A test of services inside one transaction."""
    with audit.transaction():
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium through Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=os.environ.get("CHROME", "/usr/bin/chromium"),
            args=["--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync"],
        )
        yield started
        started.close()
