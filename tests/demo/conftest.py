"""A demonstration district for the tests: loaded once for each database kind, and never changed."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_migrate import upgrade

from shuangluan import demo
from shuangluan.extensions import db
from shuangluan.kernel import clock
from tests.conftest import NOW, a_site

UNTIL = date(2026, 11, 20)


def loaded(folder: Path, url: str) -> Flask:
    """A site with the small district."""
    app = a_site(folder, url)
    with app.app_context():
        demo.load(until=UNTIL, small=True)
        db.session.remove()
    return app


@pytest.fixture(scope="session")
def sqlite_district(sqlite_bare: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("district")
    shutil.copyfile(sqlite_bare, folder / "demo.db")
    return loaded(folder, f"sqlite:///{folder}/demo.db")


@pytest.fixture(scope="session")
def pg_district(tmp_path_factory: pytest.TempPathFactory, pg_template: Any) -> Flask:
    """The same, loaded on another day by somebody who must not throw the common dice."""
    pg_template.admin("create database demo_district")
    folder, url = tmp_path_factory.mktemp("pg_district"), pg_template.url("demo_district")
    with a_site(folder, url).app_context():
        upgrade()
        db.engine.dispose()
    with pytest.MonkeyPatch.context() as patched, clock.frozen(clock.start_of(date(2030, 1, 1))):
        patched.setattr("random.random", lambda: pytest.fail("the common dice were thrown"))
        return loaded(folder, url)


@pytest.fixture(params=["sqlite", pytest.param("pg", marks=pytest.mark.pg)])
def district(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The loaded site, inside an app context, on the morning after its last day."""
    app: Flask = request.getfixturevalue(f"{request.param}_district")
    with app.app_context(), clock.frozen(NOW):
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def bare(sqlite_bare: Path, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A site on a migrated SQLite database without accounts, inside an app context."""
    shutil.copyfile(sqlite_bare, tmp_path / "bare.db")
    app = a_site(tmp_path, f"sqlite:///{tmp_path}/bare.db")
    with app.app_context(), clock.frozen(NOW):
        yield SimpleNamespace(app=app, folder=tmp_path)
        db.session.remove()
        db.engine.dispose()
