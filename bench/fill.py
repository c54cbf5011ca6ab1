"""Fill a prepared database with generated appeals: `python -m bench.fill --appeals 20000 [--database-url …]`.

The facts are a function of the seed and the day; only sealed names and phones differ in their bytes each time.
"""

import argparse
import dataclasses
import sys
import time as stopwatch
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, insert, select, text

from bench import places
from bench.life import TABLES, Batch, World
from bench.steps import live
from shuangluan.app import create_app
from shuangluan.config import Config
from shuangluan.extensions import db
from shuangluan.grid import queries
from shuangluan.grid.models import Appeal
from shuangluan.kernel import audit, clock, dialect
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.places import urban_communities

DAYS, SEED, CHUNK = 730, 20261120, 1000


class Refused(RuntimeError):
    """This database must not be filled; the sentence says why."""


def fill(
    appeals: int,
    *,
    now: datetime,
    days: int = DAYS,
    seed: int = SEED,
    communities: Sequence[str] = (),
    tell: Any = lambda _line: None,
) -> None:
    """Write `appeals` lives of the last `days` days. Raises Refused where somebody really works."""
    if places.has_real_accounts():
        raise Refused("库里有真实账号，不能填充：压测只用空库或演示库")
    codes = list(communities) or urban_communities(clock.local_day(now))
    places.build(codes, at=now - timedelta(days=days + 1))
    world = World(
        places.town(codes), queries.book_on(clock.local_day(now)), now=clock.wall(now), seed=seed, first=_first_ids()
    )
    world.numbers |= _numbers()
    spots = [spot for code in codes for spot in world.town.spots[code]]
    begun = world.now - timedelta(days=days)
    moments = sorted(begun + timedelta(days=days) * world.random.random() for _ in range(appeals))
    for start in range(0, appeals, CHUNK):
        for registered in moments[start : start + CHUNK]:
            live(world, world.random.choice(spots), registered)
        with audit.transaction():
            _write(world.taken(), now)
        tell(f"{min(start + CHUNK, appeals)} / {appeals}")
    _finish()


def _first_ids() -> dict[str, int]:
    """The next id of each table."""
    return {
        kind: (db.session.scalar(select(func.max(table.__table__.c.id))) or 0) + 1 for kind, table in TABLES.items()
    }


def _numbers() -> dict[date, int]:
    """The highest daily number given so far."""
    highest = select(Appeal.registered_on, func.max(Appeal.sequence)).group_by(Appeal.registered_on)
    return {row[0]: row[1] for row in db.session.execute(highest)}


def _write(batch: Batch, now: datetime) -> None:
    """All rows of a batch in the order of their keys, then the chain of what was done."""
    audit.noted("grid.appeals.generated", None, by=places.FILLER, at=now)
    connection = db.session.connection()
    for kind, rows in batch.rows.items():
        if rows:
            connection.execute(insert(TABLES[kind].__table__), rows)
    entries = _chained(batch)
    connection.execute(insert(AuditEntry.__table__), entries)


def _chained(batch: Batch) -> list[dict[str, Any]]:
    """Entries of the audit trail with their hashes, so that `flask audit verify` passes on a filled database."""
    previous = db.session.scalars(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)).one()
    entries = []
    for record_id, matter_id, action, at, person in batch.deeds:
        entry = dict(
            at=at, actor_id=person, actor_name="演示经办人", role="community_staff", address="",
            action=action, record_kind="grid_appeal", record_id=record_id, matter_id=matter_id, import_id=None,
            changes={}, previous_hash=previous,
        )  # fmt: skip
        previous = audit.hash_of(entry)
        entries.append(entry | {"hash": previous})
    return entries


def _finish() -> None:
    """Sequences behind the given ids (PostgreSQL), fresh statistics for the planner."""
    with audit.transaction():
        connection = db.session.connection()
        if connection.dialect.name == "postgresql":
            for table in (kind.__tablename__ for kind in TABLES.values()):
                top = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608  # own names
                connection.execute(text(top))
        dialect.analyze(connection)


def site(database_url: str = "") -> Flask:
    """The site on the environment's database, or on the one of the address."""
    config = Config.from_environment()
    return create_app(dataclasses.replace(config, database_url=database_url) if database_url else config)


def main(arguments: Sequence[str]) -> int:
    """The command; answers with the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.fill", description="往准备好的空库或演示库里填充压测诉求")
    parser.add_argument("--appeals", type=int, default=20_000)
    parser.add_argument("--days", type=int, default=DAYS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--database-url", default="")
    asked = parser.parse_args(arguments)
    begun = stopwatch.perf_counter()
    with site(asked.database_url).app_context():
        try:
            fill(asked.appeals, now=clock.now(), days=asked.days, seed=asked.seed, tell=_progress)
        except Refused as refused:
            print(refused, file=sys.stderr)
            return 1
    print(f"\n用时 {stopwatch.perf_counter() - begun:.1f} 秒")
    return 0


def _progress(line: str) -> None:
    print(f"\r{line}", end="", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
