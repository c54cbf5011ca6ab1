"""The audit trail: every write leaves an entry in its own transaction, chained by hashes (architecture 4.9)."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import event, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from shuangluan.extensions import Base, db
from shuangluan.kernel import dialect, hiding
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


def created(action: str, record: Base, *, by: Actor, at: datetime, later: bool = False) -> None:
    """Add `record` and record its first values.

    With `later` it is stored, and gets its id, together with the others of a `gathering`; elsewhere at once.
    """
    db.session.add(record)
    if not later or db.session.info.get("gathered") is None:
        db.session.flush()
    values = {k: [None, v] for k, v in _snapshot(record).items() if v is not None}
    _write(action, record, by=by, at=at, changes=_plain_changes(record, values))


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
def gathering() -> Iterator[None]:
    """Enter what is recorded inside the block at its end, in one statement: for the same deed done many times.

    Inside nobody can read of it in the trail.
    """
    gathered: list[tuple[dict[str, Any], Base | None]] = []
    db.session.info["gathered"] = gathered
    try:
        yield
    finally:
        db.session.info["gathered"] = None
    db.session.flush()
    for columns, record in gathered:
        if columns["record_id"] is None and record is not None:  # it was stored only now
            columns["record_id"], columns["matter_id"] = _record_id(record), getattr(record, "matter_id", None)
        _chain(columns)
    if gathered:
        db.session.execute(insert(AuditEntry), [columns for columns, _ in gathered])


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
    """Walk the chain: how many entries, and the id of the first that does not fit (None: all do).

    What an import has not confirmed yet is not there.
    """
    previous, count, blocks = "", 0, _Blocks()
    walk = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with closing(db.session.scalars(walk)) as entries:
        for entry in entries:
            if previous and not entry.previous_hash:
                fits = blocks.take(entry)
            else:
                fits = entry.previous_hash == previous and entry.hash == _hash(entry) and blocks.are_closed_by(entry)
                previous = entry.hash
            if not fits:
                return count, entry.id
            count += 1
    return count, min(blocks.open, default=None)


@dataclass(frozen=True)
class Block:
    """Where the entries of a large import stand: how many, from which id on, and about which records and matters.

    All three follow each other, so that its place among them says all three of an entry.
    """

    first: int
    count: int
    record: int
    matter: int

    @property
    def span(self) -> hiding.Span:
        """The block as what is hidden or shown."""
        return AuditEntry.__tablename__, self.first, self.first + self.count - 1


class _Blocks:
    """Entries outside the chain, as they are met: each has its own hash, a later entry of the chain seals a block."""

    def __init__(self) -> None:
        self.open: dict[int, tuple[Block, Any]] = {}  # by its first entry, with the digest so far
        self._last: tuple[int, Any] = (0, None)  # first entry of the block met last, and of what it is

    def take(self, entry: AuditEntry) -> bool:
        """Whether an entry is what it was, at its place in its block."""
        first, of = self._last
        known = self.open.get(first)
        if known is None or of != (entry.import_id, entry.action) or entry.id != first + known[0].count:
            first = entry.id
            known = Block(first, 0, entry.record_id or 0, entry.matter_id or 0), hashlib.sha256()
        (block, digest), place = known, known[0].count
        digest.update(entry.hash.encode())
        self.open[first] = replace(block, count=place + 1), digest
        self._last = first, (entry.import_id, entry.action)
        facts = {key: getattr(entry, key) for key in ("at", *HASHED)}
        there = (block.record + place, block.matter + place)
        return entry.hash == sealed_hash(facts, place) and there == (entry.record_id, entry.matter_id)

    def are_closed_by(self, entry: AuditEntry) -> bool:
        """Whether the block that an entry of the chain seals is what it says; any will do that seals none."""
        told = entry.changes.get("sealed")
        if not isinstance(told, dict):
            return True
        met = self.open.pop(told.get("first", 0), None)
        return met is not None and told == asdict(met[0]) | {"digest": met[1].hexdigest()}


def to_seal(
    action: str, kind: str, place: int, changes: Mapping[str, Any], *, by: Actor, at: datetime
) -> dict[str, Any]:
    """An entry of a block but for its ids, which `enter` gives it by its place.

    Its hash covers all but these: nobody knows them when it is drawn up.
    """
    columns = _columns(action, kind, None, None, by, at, {key: _plain(value) for key, value in changes.items()})
    return columns | {"hash": sealed_hash(columns, place)}


def sealed_hash(columns: Mapping[str, Any], place: int) -> str:
    """Over all that an entry says but its ids, and its place among those that are sealed together."""
    said = (columns[key] for key in HASHED if key not in ("record_id", "matter_id"))
    facts = [place, columns["at"].astimezone(UTC).isoformat(), *said]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def new_block(count: int, *, record: int, matter: int) -> Block:
    """Where so many entries will stand; under the lock, with the last of them entered in the same transaction."""
    first = dialect.reserve_ids(db.session.connection(), AuditEntry.__table__, count)
    return Block(first, count, record, matter)


def enter(block: Block, entries: Sequence[Mapping[str, Any]], place: int) -> None:
    """Enter a part of a hidden block, from its `place` on. They stand outside the chain, until `seal` is said."""
    table: Any = AuditEntry.__table__
    rows = [
        {**one, "id": block.first + n, "record_id": block.record + n, "matter_id": block.matter + n}
        for n, one in enumerate(entries, place)
    ]
    db.session.execute(insert(table), rows)
    db.session.info["entries"] = db.session.info.get("entries", 0) + len(rows)


def seal(block: Block) -> dict[str, Any]:
    """What the entry of the chain that shows a block must say of it (`sealed`): `verify` holds the block against it."""
    digest, (_, first, last) = hashlib.sha256(), block.span
    walk = select(AuditEntry.hash).where(AuditEntry.id.between(first, last)).order_by(AuditEntry.id)
    with closing(db.session.scalars(walk.execution_options(yield_per=5000, **dialect.EVERY_ROW))) as hashes:
        for each in hashes:
            digest.update(each.encode())
    return asdict(block) | {"digest": digest.hexdigest()}


def sealed_by(action: str, import_id: int) -> Mapping[str, Any] | None:
    """What the entry `action` of an import says of those that it seals; None where it seals none."""
    entry = select(AuditEntry.changes).where(AuditEntry.import_id == import_id, AuditEntry.action == action)
    changes = db.session.scalar(entry.order_by(AuditEntry.id.desc()).limit(1))
    return changes.get("sealed") if changes else None


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
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict | str | int | float | bool | None):
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
    matter_id = matter_id or getattr(record, "matter_id", None)
    columns = _columns(action, kind, _record_id(record), matter_id, by, at, changes)
    session.info["entries"] = session.info.get("entries", 0) + 1
    if (gathered := session.info.get("gathered")) is not None:
        gathered.append((columns, record))
        return
    _chain(columns)
    session.add(AuditEntry(**columns))
    session.flush()


def _chain(columns: dict[str, Any]) -> None:
    """Let an entry follow the last one."""
    columns["previous_hash"] = _last_hash()
    columns["hash"] = db.session.info["last_hash"] = hash_of(columns)


def _last_hash() -> str:
    known: str | None = db.session.info.get("last_hash")
    if known is None:
        known = db.session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))
    return known or ""


def _columns(
    action: str, kind: str, record_id: int | None, matter_id: int | None, by: Actor, at: datetime,
    changes: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """An entry but for its hash, and for the one before it."""
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
        "previous_hash": "",
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
