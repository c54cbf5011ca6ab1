"""The rows of a database kept and put back: a new database is hundreds of files, these are a few hundred rows."""

from dataclasses import dataclass
from typing import Any

import psycopg

TABLES = "select tablename from pg_tables where schemaname = 'public' order by tablename"
COUNTERS = """create table {schema}.counters as
    select format('public.%I', sequencename)::regclass as name, coalesce(last_value, 1) as last,
           last_value is not null as called
    from pg_sequences where schemaname = 'public'"""


@dataclass(frozen=True)
class Kept:
    """What a database held: in a schema of its own, with the statements that bring it back."""

    schema: str
    steps: str


class Rows:
    """The rows of one database; `put_back` makes it hold again what it held when this was made."""

    def __init__(self, target: dict[str, Any]) -> None:
        # one connection for all: a server process learns every table anew, which takes longer than the rows
        self.connection = psycopg.connect(**target, autocommit=True)
        self.copies = 0
        self.first = self.keep()

    def keep(self) -> Kept:
        """Set aside what it holds."""
        schema = f"kept_{self.copies}"
        self.copies += 1
        tables = [row[0] for row in self.connection.execute(TABLES)]
        probes = [f"select '{name}' where exists (select 1 from public.\"{name}\")" for name in tables]
        filled = [row[0] for row in self.connection.execute(" union all ".join(probes))]
        copies = [f'create table {schema}."{name}" as table public."{name}"' for name in filled]
        self.connection.execute("; ".join([f"create schema {schema}", *copies, COUNTERS.format(schema=schema)]))
        # as a replica no trigger fires: neither that of a foreign key nor the one that keeps the trail
        steps = ["set local session_replication_role = replica"]
        steps += [f'delete from public."{name}"' for name in tables]
        steps += [f'insert into public."{name}" table {schema}."{name}"' for name in filled]
        steps += [f"select count(setval(name, last, called)) from {schema}.counters"]
        return Kept(schema, "begin; " + "; ".join(steps) + "; commit")

    def bring(self, kept: Kept) -> None:
        """Let it hold that again, and count on from there."""
        self.connection.execute(kept.steps)

    def put_back(self) -> None:
        """Undo whatever a test did."""
        self.bring(self.first)

    def close(self) -> None:
        """Leave the database."""
        self.connection.close()
