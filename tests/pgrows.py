"""The rows of a database put back between tests: a new database is hundreds of files, these are a few hundred rows."""

from typing import Any

import psycopg

TABLES = "select tablename from pg_tables where schemaname = 'public' order by tablename"
COUNTERS = "select sequencename, last_value from pg_sequences where schemaname = 'public' order by sequencename"


class Rows:
    """What a database holds when this is made; `put_back` makes it hold that again, and count on from there."""

    def __init__(self, target: dict[str, Any]) -> None:
        self.target = target
        with psycopg.connect(**target, autocommit=True) as connection:
            tables = [row[0] for row in connection.execute(TABLES)]
            connection.execute("create schema kept")
            filled = [name for name in tables if connection.execute(f'select 1 from "{name}" limit 1').fetchone()]
            for name in filled:
                connection.execute(f'create table kept."{name}" as table public."{name}"')
            counters = connection.execute(COUNTERS).fetchall()
        # as a replica no trigger fires: neither that of a foreign key nor the one that keeps the trail
        steps = ["set session_replication_role = replica"]
        steps += [f'delete from public."{name}"' for name in tables]
        steps += [f'insert into public."{name}" table kept."{name}"' for name in filled]
        steps += [f"select setval('public.\"{name}\"', {last or 1}, {bool(last)})" for name, last in counters]
        self.steps = "begin; " + "; ".join(steps) + "; commit"

    def put_back(self) -> None:
        """Undo whatever a test did."""
        with psycopg.connect(**self.target, autocommit=True) as connection:
            connection.execute(self.steps)
