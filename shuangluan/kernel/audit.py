"""The audit trail: every write leaves an entry in its own transaction, chained by hashes (architecture 4.9)."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import event, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from shuangluan.extensions import Base, db
from shuangluan.kernel import dialect
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.vault import SealedText

SEALED = "（加密）"
NOT_A_CHANGE = {"id", "row_version", "search_text"}
HASHED = (
    "actor_id", "actor_name", "role", "address", "action", "record_kind", "record_id", "matter_id", "import_id",
    "changes",
)  # fmt: skip

SENTENCES: dict[str, str] = {}
"""A Chinese sentence for every action, joined by `create_app` from the slices; the timeline shows it."""


class Unaudited(AssertionError):
    """Something was written and nothing was recorded: a mistake in the code, never in the input."""


@dataclass(frozen=True)
class Actor:
    """Who does something, as the trail will name him: person id, copied name, role acted in, address.

    `grants` are the roles he holds that day (`permissions.Grant`): what rules on persons look at. `import_id` is set
    where he acts by a workbook.
    """

    id: int | None
    name: str
    role: str
    address: str = ""
    grants: tuple[Any, ...] = ()
    import_id: int | None = None

    def role_in(self, code: str, *roles: str) -> bool:
        """Whether he holds one of `roles` for an area that contains `code`."""
        return any(g.role in roles and g.area and code.startswith(g.area) for g in self.grants)

    def serves(self, organisation_id: int | None, *roles: str) -> bool:
        """Whether he holds one of `roles` for the organisation."""
        return organisation_id is not None and any(
            g.role in roles and g.organisation_id == organisation_id for g in self.grants
        )


SYSTEM = Actor(None, "系统", "system")


def created(action: str, record: Base, *, by: Actor, at: datetime) -> None:
    """Add `record` and record its first values."""
    db.session.add(record)
    db.session.flush()
    values = {k: [None, v] for k, v in _snapshot(record).items() if v is not None}
    _write(action, record, by=by, at=at, changes=_plain_changes(record, values))


def created_many(
    action: str, model: type[Base], rows: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime
) -> None:
    """Record the first values of many rows that were inserted at once; each has its `id`, and its own entry."""
    columns = inspect(model).column_attrs
    sealed = {c.key for c in columns if isinstance(c.columns[0].type, SealedText)}
    told = [
        (
            row["id"],
            row.get("matter_id"),
            {
                key: [None, SEALED if key in sealed else _plain(value)]
                for key, value in row.items()
                if value is not None and key not in NOT_A_CHANGE
            },
        )
        for row in rows
    ]
    noted_many(action, model, told, by=by, at=at)


def noted_many(
    action: str,
    model: type[Base],
    told: Sequence[tuple[int, int | None, Mapping[str, Any]]],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Record what was done to many rows: (id, matter, detail) of each, each with its own entry."""
    db.session.flush()
    previous = _last_hash()
    entries = []
    for record_id, matter_id, detail in told:
        entry = _columns(action, model.__tablename__, record_id, matter_id, by, at, dict(detail), previous)
        previous = entry["hash"] = hash_of(entry)
        entries.append(entry)
    db.session.execute(insert(AuditEntry), entries)
    db.session.info["last_hash"] = previous
    db.session.info["entries"] = db.session.info.get("entries", 0) + len(entries)


@contextmanager
def changing(action: str, record: Base, *, by: Actor, at: datetime) -> Iterator[dict[str, list[Any]]]:
    """Change `record` inside the block; whatever differs at its end is recorded.

    What changes beside its columns (rows that belong to it) the block adds to the mapping: name → [before, after].
    """
    before = _snapshot(record)
    beside: dict[str, list[Any]] = {}
    yield beside
    after = _snapshot(record)
    differing = {k: [before[k], after[k]] for k in after if before[k] != after[k]}
    db.session.flush()
    _write(action, record, by=by, at=at, changes=_plain_changes(record, differing | beside))


@contextmanager
def removing(action: str, record: Base, *, by: Actor, at: datetime) -> Iterator[None]:
    """Delete `record` inside the block; its last values are recorded."""
    last = {k: [v, None] for k, v in _snapshot(record).items() if v is not None}
    yield
    db.session.flush()
    _write(action, record, by=by, at=at, changes=_plain_changes(record, last))


def noted(
    action: str,
    record: Base | None,
    *,
    by: Actor,
    at: datetime,
    detail: Mapping[str, Any] | None = None,
    matter_id: int | None = None,
) -> None:
    """Record something that changes no column: a reveal, an export, a comment, a refused access.

    `matter_id` names the matter whose history tells of it, where that is not the record's own.
    """
    db.session.flush()
    _write(
        action, record, by=by, at=at, changes={k: _plain(v) for k, v in (detail or {}).items()}, matter_id=matter_id
    )


@contextmanager
def transaction() -> Iterator[None]:
    """The one way to write (D23): ends the read, begins the write, wants an audit entry, commits."""
    session = db.session
    if session.new or session.dirty or session.deleted:
        raise Unaudited("changed outside a transaction")
    session.rollback()  # what was loaded before is read again inside
    dialect.begin_write(session())
    session.info["writing"], session.info["wrote"], session.info["entries"] = True, False, 0
    session.info.pop("last_hash", None)
    try:
        yield
        session.flush()
        if session.info["wrote"] and not session.info["entries"]:
            raise Unaudited("written without an audit entry")
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False


def verify() -> tuple[int, int | None]:
    """Walk the chain: how many entries, and the id of the first that does not fit (None: all do)."""
    previous, count = "", 0
    walk = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with closing(db.session.scalars(walk)) as entries:
        for entry in entries:
            if entry.previous_hash != previous or entry.hash != _hash(entry):
                return count, entry.id
            previous, count = entry.hash, count + 1
    return count, None


def _snapshot(record: Base) -> dict[str, Any]:
    columns = inspect(type(record)).column_attrs
    return {c.key: getattr(record, c.key) for c in columns if c.key not in NOT_A_CHANGE}


def _plain_changes(record: Base, changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    columns = inspect(type(record)).column_attrs
    sealed = {c.key for c in columns if isinstance(c.columns[0].type, SealedText)}
    return {
        k: [SEALED if v is not None else None for v in pair] if k in sealed or "digest" in k or "hash" in k
        else [_plain(v) for v in pair]
        for k, pair in changes.items()
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list | tuple | str | int | float | bool | None):
        return value
    return str(value)


def _write(
    action: str,
    record: Base | None,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, Any],
    matter_id: int | None = None,
) -> None:
    session = db.session
    kind = record.__tablename__ if record is not None else ""
    of_matter = matter_id or getattr(record, "matter_id", None)
    columns = _columns(action, kind, _record_id(record), of_matter, by, at, changes, _last_hash())
    entry = AuditEntry(**columns, hash=hash_of(columns))
    session.add(entry)
    session.flush()
    session.info["last_hash"] = entry.hash
    session.info["entries"] = session.info.get("entries", 0) + 1


def _last_hash() -> str:
    known: str | None = db.session.info.get("last_hash")
    if known is None:
        known = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    return known or ""


def _columns(
    action: str, kind: str, record_id: int | None, matter_id: int | None, by: Actor, at: datetime,
    changes: dict[str, Any], previous: str,
) -> dict[str, Any]:  # fmt: skip
    """An entry but for its hash."""
    return {
        "at": at.astimezone(UTC),
        "actor_id": by.id,
        "actor_name": by.name,
        "role": by.role,
        "address": by.address,
        "action": action,
        "record_kind": kind,
        "record_id": record_id,
        "matter_id": matter_id,
        "import_id": by.import_id,
        "changes": changes,
        "previous_hash": previous,
    }


def _record_id(record: Base | None) -> int | None:
    key = getattr(record, "id", None)
    return key if isinstance(key, int) else None


def _hash(entry: AuditEntry) -> str:
    return hash_of({key: getattr(entry, key) for key in ("previous_hash", "at", *HASHED)})


def hash_of(columns: Mapping[str, Any]) -> str:
    """Over the hash before it and all that the entry says."""
    facts = [columns["previous_hash"], columns["at"].astimezone(UTC).isoformat(), *(columns[key] for key in HASHED)]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _is_business(table_class: type) -> bool:
    return table_class is not AuditEntry and not getattr(table_class, "__unaudited__", False)


@event.listens_for(Session, "before_flush")
def _note_flush(session: Session, _context: Any, _instances: Any) -> None:
    if any(_is_business(type(row)) for row in (*session.new, *session.dirty, *session.deleted)):
        session.info["wrote"] = True


@event.listens_for(Session, "do_orm_execute")
def _note_bulk(state: ORMExecuteState) -> None:
    writes = state.is_insert or state.is_update or state.is_delete
    if writes and state.bind_mapper is not None and _is_business(state.bind_mapper.class_):
        state.session.info["wrote"] = True
