"""The rows of a database kept and put back: a new database is hundreds of files, these are a few hundred rows."""

from dataclasses import dataclass
from typing import Any

import psycopg

TABLES = "select tablename from pg_tables where schemaname = 'public' order by tablename"
COUNTERS = "select sequencename, last_value from pg_sequences where schemaname = 'public' order by sequencename"


@dataclass(frozen=True)
class Kept:
    """What a database held: in a schema of its own, with the statements that bring it back."""

    schema: str
    steps: str


class Rows:
    """The rows of one database; `put_back` makes it hold again what it held when this was made."""

    def __init__(self, target: dict[str, Any]) -> None:
        self.target = target
        self.copies = 0
        self.first = self.keep()

    def keep(self) -> Kept:
        """Set aside what it holds."""
        schema = f"kept_{self.copies}"
        self.copies += 1
        with psycopg.connect(**self.target, autocommit=True) as connection:
            tables = [row[0] for row in connection.execute(TABLES)]
            probes = [f"select '{name}' where exists (select 1 from public.\"{name}\")" for name in tables]
            filled = [row[0] for row in connection.execute(" union all ".join(probes))]
            copies = [f'create table {schema}."{name}" as table public."{name}"' for name in filled]
            connection.execute("; ".join([f"create schema {schema}", *copies]))
            counters = connection.execute(COUNTERS).fetchall()
        # as a replica no trigger fires: neither that of a foreign key nor the one that keeps the trail
        steps = ["set session_replication_role = replica"]
        steps += [f'delete from public."{name}"' for name in tables]
        steps += [f'insert into public."{name}" table {schema}."{name}"' for name in filled]
        steps += [f"select setval('public.\"{name}\"', {last or 1}, {bool(last)})" for name, last in counters]
        return Kept(schema, "begin; " + "; ".join(steps) + "; commit")

    def bring(self, kept: Kept) -> None:
        """Let it hold that again, and count on from there."""
        with psycopg.connect(**self.target, autocommit=True) as connection:
            connection.execute(kept.steps)

    def put_back(self) -> None:
        """Undo whatever a test did."""
        self.bring(self.first)
