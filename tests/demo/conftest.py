"""A demonstration district for the tests: loaded once for each database kind, and never changed."""

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


def migrated(folder: Path, url: str) -> Flask:
    """A site on a database without accounts."""
    app = a_site(folder, url)
    with app.app_context(), clock.frozen(NOW):
        upgrade()
        db.session.remove()
    return app


def loaded(folder: Path, url: str) -> Flask:
    """A site with the small district."""
    app = migrated(folder, url)
    with app.app_context():
        demo.load(until=UNTIL, small=True)
        db.session.remove()
    return app


@pytest.fixture(scope="session")
def sqlite_district(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("district")
    return loaded(folder, f"sqlite:///{folder}/demo.db")


@pytest.fixture(scope="session")
def pg_district(tmp_path_factory: pytest.TempPathFactory, pg_template: Any) -> Flask:
    pg_template.admin("create database demo_district")
    return loaded(tmp_path_factory.mktemp("pg_district"), pg_template.url("demo_district"))


@pytest.fixture(params=["sqlite", pytest.param("pg", marks=pytest.mark.pg)])
def district(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The loaded site, inside an app context, on the morning after its last day."""
    app: Flask = request.getfixturevalue(f"{request.param}_district")
    with app.app_context(), clock.frozen(NOW):
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A site on a migrated SQLite database without accounts, inside an app context."""
    app = migrated(tmp_path, f"sqlite:///{tmp_path}/bare.db")
    with app.app_context(), clock.frozen(NOW):
        yield SimpleNamespace(app=app, folder=tmp_path)
        db.session.remove()
        db.engine.dispose()
