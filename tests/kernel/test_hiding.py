"""What is hidden is not there, whoever asks: no statement reaches the database past the gate (performance 11)."""

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Table, exists, func, insert, literal, select, text, union_all, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, AppealReporter
from shuangluan.imports import services as imports
from shuangluan.kernel import audit, clock, dialect, hiding, matters
from shuangluan.kernel.models import AuditEntry, HiddenRange, Matter, SheetImport
from shuangluan.kernel.sheets.registers import REGISTERS
from tests import build

PACKAGE = Path(__file__).resolve().parents[2] / "shuangluan"
CORE: Table = Appeal.__table__  # type: ignore[assignment]


def an_import() -> int:
    """An import of somebody, waiting."""
    by = build.actor("community_admin")
    return build.saved(
        lambda: imports.begin(REGISTERS["appeals"], "a.csv", b"a", "x", by=by, at=clock.now())
    ).id


@pytest.fixture
def two(app: Any) -> Iterator[SimpleNamespace]:
    """Two appeals; all that there is of the second is hidden."""
    seen, hidden = build.an_appeal("看得见的"), build.an_appeal("看不见的")
    import_id = an_import()
    ids = SimpleNamespace(
        seen=seen.id, hidden=hidden.id, seen_matter=seen.matter_id, matter=hidden.matter_id, import_id=import_id
    )
    with audit.transaction():
        own = (("grid_appeal", ids.hidden), ("grid_appeal_reporter", ids.hidden), ("matter", ids.matter))
        hiding.hide(import_id, [(table, number, number) for table, number in own])
    db.session.expunge_all()
    yield ids
    db.session.rollback()


OTHER = aliased(Appeal)
WAYS: dict[str, Any] = {
    "mapped": select(Appeal.id),
    "alias": select(OTHER.id),
    "table": select(CORE.c.id),
    "table alias": select(CORE.alias("x").c.id),
    "subquery": select(select(Appeal.id).subquery().c.id),
    "union": union_all(select(Appeal.id).where(Appeal.id < 0), select(Appeal.id)),
    "cte": select(select(Appeal.id).cte("mine").c.id),
    "joined": select(Appeal.id).join(Matter, Matter.id == Appeal.matter_id),
    "outer joined": select(OTHER.id).outerjoin(Appeal, Appeal.id == OTHER.id),
    "exists": select(Matter.record_id).where(exists().where(Appeal.matter_id == Matter.id)),
    "in": select(AppealReporter.appeal_id).where(AppealReporter.appeal_id.in_(select(Appeal.id))),
    "matter": select(Matter.record_id).where(Matter.kind == "appeal"),
    "reporter": select(AppealReporter.appeal_id),
    "text": text("SELECT id FROM grid_appeal"),
    "text in small letters": text("select a.id from grid_appeal a, matter m where m.id = a.matter_id"),
    "text with a clause": text("with one as (select id from grid_appeal) select id from one"),
    "text with a recursive one": text(
        "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2) "
        "SELECT grid_appeal.id FROM grid_appeal, n WHERE n.n = 1"
    ),
    "set operation": text("SELECT id FROM grid_appeal EXCEPT SELECT 0"),
}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_asks_does_not_see_it(two, way: str):
    assert list(db.session.scalars(WAYS[way])) == [two.seen]


def test_it_is_not_counted_found_loaded_or_read_again(two):
    assert db.session.scalar(select(func.count()).select_from(Appeal)) == 1
    assert db.session.scalar(select(func.max(Appeal.id))) == two.seen
    assert db.session.get(Appeal, two.hidden) is None
    assert db.session.get(Matter, two.matter) is None
    assert [one.matter.id for one in db.session.scalars(select(Appeal))] == [two.seen_matter]
    assert db.session.connection().exec_driver_sql("SELECT count(*) FROM grid_appeal").scalar() == 1


def test_no_write_copies_it_or_is_led_by_it(two):
    with audit.transaction():
        reads = select(literal(two.import_id), literal("matter"), Appeal.id, Appeal.id)
        columns = ["import_id", "table_name", "first", "last"]
        db.session.execute(insert(HiddenRange).from_select(columns, reads))
        by_it = update(SheetImport).where(SheetImport.size.in_(select(Appeal.id - two.hidden + 1)))
        db.session.execute(by_it.values(file_name="改了"), execution_options={"synchronize_session": False})
        copied = db.session.scalars(select(HiddenRange.first).order_by(HiddenRange.id.desc()).limit(2)).all()
        assert copied == [two.seen, two.matter]
    assert db.session.get_one(SheetImport, two.import_id).file_name == "a.csv"


def test_what_must_not_collide_asks_for_every_row(two):
    every = select(func.count()).select_from(Appeal)
    assert db.session.scalar(every, execution_options=dialect.EVERY_ROW) == 2
    third = build.an_appeal("第三件")
    assert third.no.endswith("003")


def test_it_is_there_again_in_the_transaction_that_shows_it(two):
    with audit.transaction():
        assert db.session.get(Appeal, two.hidden) is None
        hiding.show(two.import_id)
        assert db.session.get_one(Appeal, two.hidden).title == "看不见的"
    assert len(db.session.scalars(select(Appeal)).all()) == 2


def test_nothing_is_added_to_a_statement_while_nothing_is_hidden(app, counting):
    build.an_appeal()
    with counting() as statements:
        list(db.session.scalars(select(Appeal.id)))
    assert [one.startswith("SELECT") for one in statements] == [True]
    assert "NOT MATERIALIZED" not in statements[0]


def test_hidden_rows_leave_the_index_in_use(two, app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("how SQLite says it")
    asked = "EXPLAIN QUERY PLAN SELECT id FROM grid_appeal WHERE community = '1' ORDER BY registered_at, id"
    plan = " ".join(row[3] for row in db.session.execute(text(asked)))
    assert "USING" in plan
    assert "INDEX ix_grid_appeal_community_registered_at_id" in plan
    assert "TEMP B-TREE" not in plan
    assert "MATERIALIZE" not in plan


GOES_ROUND = re.compile(r"raw_connection|sqlite3\.connect|import psycopg|\.cursor\(\)|dbapi_connection")
ASKS_ALL = re.compile(r"EVERY_ROW|every_row")


def test_no_code_goes_round_the_gate_and_few_ask_past_it():
    """A backup copies the whole file; two numbers and a digest must know of every row."""
    sources = {path.relative_to(PACKAGE).as_posix(): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    assert {name for name, text in sources.items() if GOES_ROUND.search(text)} == {
        "cli.py", "extensions.py", "kernel/hiding.py",
    }  # fmt: skip
    assert {name for name, text in sources.items() if ASKS_ALL.search(text)} == {
        "kernel/dialect.py", "kernel/hiding.py", "kernel/audit.py", "grid/queries/cases.py",
    }  # fmt: skip


def test_every_table_that_an_import_of_many_writes_is_guarded(app):
    written = {name for register in REGISTERS.values() if register.bulk for name in register.bulk.tables}
    assert written
    assert written | {"audit_entry"} == set(hiding.GUARDED)


def test_only_hidden_entries_of_the_trail_can_be_deleted(app):
    build.an_appeal()
    import_id, last = an_import(), db.session.scalar(select(func.max(AuditEntry.id))) or 0
    with audit.transaction():
        hiding.hide(import_id, [("audit_entry", last, last)])
    assert audit.verify()[1] is None
    delete = text("DELETE FROM audit_entry WHERE id = :id")
    with pytest.raises(DBAPIError, match="never"), audit.transaction():
        db.session.execute(delete, {"id": last - 1})
    with audit.transaction():
        assert db.session.execute(delete, {"id": last}).rowcount == 1  # type: ignore[attr-defined]


def test_what_is_hidden_cannot_be_linked_to(two):
    assert matters.related(two.seen_matter, viewer=build.viewer("community_admin")) == []
    spans = [("matter", two.matter, two.matter)]
    assert hiding.is_pointed_at([*spans, ("grid_appeal", two.hidden, two.hidden)]) is False
    assert hiding.is_pointed_at([("matter", two.seen_matter, two.seen_matter)]) is True
