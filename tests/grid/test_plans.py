"""No page reads the whole table of appeals: the plans of what lists, figures, to-dos and the search send."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Select, event
from werkzeug.datastructures import MultiDict

from bench import fill
from shuangluan.extensions import db
from shuangluan.grid import tables
from shuangluan.grid.queries import register
from shuangluan.grid.queries.answer_register import ANSWERS
from shuangluan.grid.queries.book import catalogue_on
from shuangluan.grid.queries.figures import figures
from shuangluan.grid.queries.hits import hits
from shuangluan.grid.queries.leg_register import legs
from shuangluan.grid.queries.register import Seen
from shuangluan.grid.queries.todo import todo
from shuangluan.kernel import clock
from shuangluan.kernel.figures import period_of, values
from shuangluan.kernel.tables import ids_of_page
from tests import build
from tests.conftest import NOW

APPEALS = 2500
VIEWERS = ("district_org", "street_staff", "community_admin", "grid_leader", "department", "property_liaison")
OVER_AREAS = VIEWERS[:4]
ORDERED = {"district_org", "community_admin"}  # a street is a range of codes: its rows are sorted after they are found
LARGE = {"open", "closed", "all"}  # the other views hold few by nature: what an index finds of them may be sorted
WIDE = ("grid_appeal", "grid_appeal_leg", "grid_appeal_reporter")


@pytest.fixture(scope="module")
def filled(site_of_kind: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A database with two years of appeals and fresh statistics, filled once for all the tests that only read it."""
    opened, before = site_of_kind.opened, site_of_kind.opened.target
    if site_of_kind.kind == "sqlite":
        opened.target = shutil.copyfile(site_of_kind.template, tmp_path_factory.mktemp("filled") / "filled.db")
    else:
        site_of_kind.template.admin("create database filled template template_site")
        opened.target = before | {"dbname": "filled"}
    with site_of_kind.app.app_context(), clock.frozen(NOW):
        fill.fill(APPEALS, now=clock.now(), communities=[build.A, build.B])
        db.session.remove()
        db.engine.dispose()
    target, opened.target = opened.target, before
    return target


@pytest.fixture
def town(app: Any, site_of_kind: Any, filled: Any) -> Iterator[Any]:
    """The site on the filled database."""
    opened, before = site_of_kind.opened, site_of_kind.opened.target
    opened.target = filled
    yield app
    db.session.remove()
    db.engine.dispose()
    opened.target = before


@contextmanager
def sent() -> Iterator[list[tuple[str, Any]]]:
    """The statements of the block, with what was sent beside them."""
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        found.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def plan(deed: Callable[[], Any]) -> list[str]:
    """The lines of the plans of every statement over appeals that `deed` sends."""
    with sent() as statements:
        deed()
    return [line for one in statements if "grid_appeal" in one[0] for line in explained(*one)]


def explained(statement: str, parameters: Any) -> list[str]:
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # at this size reading all would often be cheapest
    return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]


def whole_reads(lines: list[str]) -> list[str]:
    """The lines that read the whole table of appeals, or of legs or reporters, without an index."""
    return [line for line in lines if reads_all(line.strip())]


def reads_all(line: str) -> bool:
    if "Seq Scan on" in line:
        return any(f"Seq Scan on {table}" in line for table in WIDE)
    return line.startswith("SCAN grid_appeal") and " USING " not in line


def run(statement: Select[Any]) -> Callable[[], Any]:
    return lambda: db.session.execute(statement).all()


def test_the_plans_are_told_apart():
    assert whole_reads(["SCAN grid_appeal", "  ->  Seq Scan on grid_appeal_leg l"]) != []
    assert whole_reads(["SCAN grid_appeal USING INDEX a", "SEARCH grid_appeal USING INDEX b", "Seq Scan on area"]) == []


def asked(**address: str) -> Any:
    return tables.APPEALS.asked(MultiDict(address), tables.options(catalogue_on(clock.today())))


def orders(view: Any) -> list[str]:
    return sorted(tables.APPEALS.sorts_in(view.key))


def test_every_order_of_every_view_walks_along_an_index(town):
    slow = []
    for username in OVER_AREAS:
        seen = Seen(build.viewer(username), clock.now())
        for view, sort, desc in [(v, s, d) for v in tables.VIEWS for s in orders(v) for d in "01"]:
            wanted = asked(view=view.key, sort=sort, desc=desc)
            lines = plan(run(ids_of_page(register.selection(wanted, seen), register.order(wanted), wanted)))
            sorts = any("TEMP B-TREE FOR ORDER BY" in line for line in lines)
            sorts = sorts and username in ORDERED and view.key in LARGE
            if whole_reads(lines) or sorts:
                slow.append((username, view.key, sort, desc, lines))
    assert slow == []


INDEXED = (
    {"view": "all", "category": "facility_broken"},
    {"view": "all", "state": "closed"},
    {"view": "all", "state": "registered"},
    {"view": "all", "on_from": "2026-10-01", "on_to": "2026-10-31"},
    {"view": "all", "q": "SL-1120-001"},
)
UNINDEXED = (
    {"view": "open", "level": "urgent"},
    {"view": "closed", "closed_from": "2026-10-01"},
    {"view": "all", "q": "电梯"},
    {"view": "open", "mine": "1"},
)


def walked(address: dict[str, str], username: str) -> None:
    wanted, seen = asked(**address), Seen(build.viewer(username), clock.now())
    ids = ids_of_page(register.selection(wanted, seen), register.order(wanted), wanted)
    assert whole_reads(plan(run(ids))) == [], (address, username)
    if address not in UNINDEXED:  # words and rare marks: their counts stop at a thousand, and read on for fewer
        assert whole_reads(plan(lambda: register.tally(wanted, seen))) == [], (address, username)


def test_filtered_lists_and_the_counts_of_their_tabs_walk_along_an_index(town):
    for address in ({"view": "open"}, *INDEXED, *UNINDEXED):
        for username in OVER_AREAS:
            walked(address, username)


def declared(username: str) -> None:
    viewer, now = build.viewer(username), clock.now()
    year = period_of("2026", clock.today())
    assert whole_reads(plan(lambda: values(figures(viewer, None, year, now)))) == [], username
    waiting = todo(viewer, now)
    assert waiting is not None
    assert whole_reads(plan(run(waiting))) == [], username
    for words in ("电梯", "SL-1120-001", "dtkr"):
        assert whole_reads(plan(lambda words=words: hits(viewer, words, 10))) == [], (username, words)


def beside(username: str) -> None:
    seen = Seen(build.viewer(username), clock.now())
    for table, source in ((tables.LEGS, legs(seen.now)), (tables.ANSWERS, ANSWERS)):
        for column in (c for c in table.columns if c.sort):
            wanted = table.asked(MultiDict({"sort": column.key, "desc": "1"}))
            read = plan(lambda wanted=wanted, source=source: source.page(wanted, seen.viewer, seen.day))
            assert whole_reads(read) == [], (username, table.key, column.key)


def test_figures_to_dos_search_and_the_lists_beside_read_no_table_from_end_to_end(town):
    for username in VIEWERS:
        declared(username)
        beside(username)


def test_a_figure_of_the_district_is_counted_from_its_index_alone(town):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL looks into the table until it is vacuumed")
    viewer, year = build.viewer("district_org"), period_of("2026", clock.today())
    for figure in figures(viewer, None, year, clock.now()):
        if figure.of is None or figure.key == "grid.response":
            continue
        lines = plan(run(figure.of))
        assert all("COVERING INDEX" in line for line in lines if line.startswith("SEARCH grid_appeal ")), figure.key
