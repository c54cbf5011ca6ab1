"""Migrations: one line of revisions, both ways, with rows; at their end the schema is the models', letter by letter."""

import re
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.schema import CreateIndex, CreateTable

from shuangluan.extensions import Base, db
from shuangluan.kernel import clock
from tests import build
from tests.conftest import NOW, a_site

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = sorted((ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def test_the_revisions_are_one_line_that_ends_at_head():
    numbers = [path.name[:4] for path in VERSIONS]
    assert numbers == [f"{n:04d}" for n in range(1, len(VERSIONS) + 1)]
    assert (ROOT / "migrations" / "HEAD").read_text(encoding="utf-8").strip() == VERSIONS[-1].stem
    for before, path in zip([None, *numbers], VERSIONS, strict=False):
        down = re.search(r"^down_revision = (.*)$", path.read_text(encoding="utf-8"), re.M)
        assert down is not None
        assert down[1].strip("'\"") == (before or "None")


def test_every_revision_refreshes_the_planners_statistics():
    assert [path.name for path in VERSIONS if "ANALYZE" not in path.read_text(encoding="utf-8")] == []


def normal(sql: str) -> list[str]:
    """A CREATE TABLE as its sorted clauses: the order of columns does not matter, every word does."""
    body = sql[sql.index("(") + 1 : sql.rindex(")")]
    parts, depth, part = [], 0, ""
    for character in body:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append(part)
            part = ""
        else:
            part += character
    return sorted(" ".join(re.sub(r'["`]', "", one).split()) for one in [*parts, part])


def test_the_migrated_schema_is_that_of_the_models(tmp_path: Path):
    app = a_site(tmp_path, f"sqlite:///{tmp_path}/migrated.db")
    with app.app_context():
        upgrade()
        rows = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
        migrated = {
            name: normal(sql) for name, sql in rows if name not in {"alembic_version"} and "sqlite_" not in name
        }
        indexes = db.session.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        ).all()
        dialect = db.engine.dialect
        modelled = {
            table.name: normal(str(CreateTable(table).compile(dialect=dialect)))
            for table in Base.metadata.tables.values()
        }
        wanted = {
            str(index.name): " ".join(str(CreateIndex(index).compile(dialect=dialect)).replace('"', "").split())
            for table in Base.metadata.tables.values()
            for index in table.indexes
        }
        db.session.remove()
        db.engine.dispose()
    assert migrated == modelled
    assert {name: " ".join(sql.replace('"', "").split()) for name, sql in indexes} == wanted


@pytest.fixture(params=["sqlite", pytest.param("pg", marks=pytest.mark.pg)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    """A site on a database without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/up.db"
    else:
        server = request.getfixturevalue("pg_template")
        server.admin("drop database if exists up with (force)")
        server.admin("create database up")
        url = server.url("up")
    app = a_site(tmp_path, url)
    with app.app_context(), clock.frozen(NOW):
        yield app
        db.session.remove()
        db.engine.dispose()


def test_up_down_and_up_again_with_the_towns_rows(empty: Any):
    upgrade()
    build.town()
    build.a_closed_appeal()
    db.session.remove()
    downgrade(revision="0002")
    assert "grid_appeal" not in inspect(db.engine).get_table_names()
    upgrade()
    assert db.session.execute(text("SELECT count(*) FROM person")).scalar() > 20
    assert db.session.execute(text("SELECT count(*) FROM grid_appeal")).scalar() == 0
    assert build.a_closed_appeal("又来一件").state == "closed"


def test_all_the_way_down_leaves_nothing(empty: Any):
    upgrade()
    db.session.remove()
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


def test_a_table_that_differs_is_noticed():
    assert normal("CREATE TABLE a (b INTEGER, c TEXT CHECK (c IN ('x')))") != normal(
        "CREATE TABLE a (b INTEGER, c TEXT CHECK (c IN ('x', 'y')))"
    )


def test_who_and_when_come_in_pairs():
    """A `…_by_id` stands beside its moment: both always, or both or neither by a CHECK (architecture 4.4)."""
    lonely = []
    for table in Base.metadata.tables.values():
        checks = [str(c.sqltext) for c in table.constraints if hasattr(c, "sqltext")]
        for column in table.columns:
            if not column.name.endswith("_by_id") or column.name == "registered_by_id":
                continue
            stem = column.name.removesuffix("_by_id")
            moments = [c for c in table.columns if c.name in {f"{stem}_at", f"{stem}_on"}]
            always = moments and not moments[0].nullable and not column.nullable
            tied = any(column.name in check and any(m.name in check for m in moments) for check in checks)
            if not (always or tied):
                lonely.append(f"{table.name}.{column.name}")
    assert lonely == []


def test_every_constraint_of_the_models_has_a_name():
    unnamed = [
        f"{table.name}: {constraint}"
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []
    assert create_engine is not None
