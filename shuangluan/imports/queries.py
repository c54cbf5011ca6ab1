"""Read imports: one's own only, with the rows of one verdict at a time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from shuangluan.extensions import db
from shuangluan.imports.rules import Retention
from shuangluan.kernel import clock
from shuangluan.kernel.effective import scheme_on
from shuangluan.kernel.models import AuditEntry, ColumnMatch, ImportState, Person, SheetImport, SheetRow, Verdict
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sheets.columns import Label
from shuangluan.kernel.sheets.registers import REGISTERS, Register
from shuangluan.kernel.sources import Source

S = ImportState
BUSY = (S.READING, S.CHECKING, S.WRITING, S.WITHDRAWING)
OPEN = (S.MATCHING, S.READY)


def sheet_import(import_id: int, *, viewer: Viewer) -> SheetImport | None:
    """One of the viewer's own imports."""
    own = select(SheetImport).where(SheetImport.id == import_id, SheetImport.owner_id == viewer.person_id)
    return db.session.scalar(own)


def register_of(one: SheetImport) -> Register:
    """The register that it goes into."""
    return REGISTERS[one.register]


def labels_of(one: SheetImport) -> list[Label]:
    """The heads of the file's columns."""
    return [Label(column, tuple(levels)) for column, levels in one.found["heads"]]


@dataclass(frozen=True)
class Rows:
    """A page of checked rows with how many there are of their kind."""

    rows: Sequence[SheetRow]
    total: int


def rows_of(one: SheetImport, verdicts: Sequence[Verdict], *, page: int, size: int) -> Rows:
    """Checked rows in the order of the file; one more than the page, to know whether there is a next."""
    held = select(SheetRow).where(SheetRow.import_id == one.id, SheetRow.verdict.in_(verdicts))
    found = db.session.scalars(held.order_by(SheetRow.number).limit(size + 1).offset((page - 1) * size)).all()
    return Rows(found, sum(one.counts.get(verdict.value, 0) for verdict in verdicts))


def row_of(one: SheetImport, row_id: int) -> SheetRow | None:
    """One row of the import."""
    return db.session.scalar(select(SheetRow).where(SheetRow.id == row_id, SheetRow.import_id == one.id))


HELD: tuple[Any, ...] = (
    SheetRow.id, SheetRow.number, SheetRow.verdict, SheetRow.record_id, SheetRow.record_version, SheetRow.content,
)  # fmt: skip


def to_write(one: SheetImport, *, one_by_one: bool = True) -> Select[Any]:
    """The rows that will be written, in the order of the file; the changed ones only, where new ones go at once."""
    written = (Verdict.NEW, Verdict.CHANGED) if one_by_one else (Verdict.CHANGED,)
    return (
        select(*HELD)
        .where(SheetRow.import_id == one.id, SheetRow.verdict.in_(written), SheetRow.chosen)
        .order_by(SheetRow.number)
    )


def to_take_back(one: SheetImport, *, one_by_one: bool) -> Select[Any]:
    """The rows that were written, the last first; the changed ones only, where new ones go at once."""
    return to_write(one, one_by_one=one_by_one).order_by(None).order_by(SheetRow.number.desc())


def counts_of(one: SheetImport) -> dict[str, int]:
    """How many rows there are of each verdict."""
    counted = (
        select(SheetRow.verdict, func.count()).where(SheetRow.import_id == one.id).group_by(SheetRow.verdict)
    )
    found = {verdict.value: number for verdict, number in db.session.execute(counted)}
    return {verdict.value: found.get(verdict.value, 0) for verdict in Verdict}


def chosen_count(one: SheetImport) -> int:
    """How many rows will be written."""
    return db.session.scalar(to_write(one).with_only_columns(func.count()).order_by(None)) or 0


def remembered(register: str, signature: str, person_id: int) -> ColumnMatch | None:
    """How this person understood the columns of a file of this shape last time."""
    return db.session.scalar(
        select(ColumnMatch).where(
            ColumnMatch.register == register, ColumnMatch.signature == signature, ColumnMatch.person_id == person_id
        )
    )


def touched_since(one: SheetImport, record_kind: str, ids: Sequence[int]) -> set[int]:
    """Which of the records somebody changed after the import wrote them: the trail knows."""
    return set(db.session.scalars(_since(one, record_kind).where(AuditEntry.record_id.in_(ids))))


def touched_between(one: SheetImport, record_kind: str, first: int, count: int) -> list[int]:
    """The same of records that follow each other from the id `first` on: their places among them."""
    changed = _since(one, record_kind).where(AuditEntry.record_id.between(first, first + count - 1))
    return sorted({record_id - first for record_id in db.session.scalars(changed)})


def _since(one: SheetImport, record_kind: str) -> Select[Any]:
    last = select(func.max(AuditEntry.id)).where(AuditEntry.import_id == one.id).scalar_subquery()
    return select(AuditEntry.record_id).where(AuditEntry.record_kind == record_kind, AuditEntry.id > last)


def numbers_at(sealed: Mapping[str, Any], places: Sequence[int]) -> list[int]:
    """The rows of the file of entries that an import sealed, by their places among them."""
    said = select(AuditEntry.changes).where(AuditEntry.id.in_([sealed["first"] + place for place in places]))
    return [changes["row"] for changes in db.session.scalars(said.order_by(AuditEntry.id))]


def changes_between(first: int, last: int) -> Iterator[Mapping[str, Any]]:
    """What the entries from id `first` to `last` say, in their order, read as they are asked for."""
    said = select(AuditEntry.id, AuditEntry.changes).order_by(AuditEntry.id).limit(500)
    while rows := db.session.execute(said.where(AuditEntry.id.between(first, last))).all():
        yield from (row.changes for row in rows)
        first = rows[-1].id + 1


def _new(import_id: int) -> Select[Any]:
    return select(*HELD).where(SheetRow.import_id == import_id, SheetRow.verdict == Verdict.NEW, SheetRow.chosen)


def new_count(one: SheetImport) -> int:
    """How many new rows will be written."""
    return db.session.scalar(_new(one.id).with_only_columns(func.count())) or 0


def last_new_row(import_id: int) -> Any:
    """The last of them in the order of the file."""
    return db.session.execute(_new(import_id).order_by(SheetRow.number.desc()).limit(1)).one()


def new_rows(import_id: int, size: int, *, before: int) -> Iterator[Sequence[Any]]:
    """Those before a row of the file, in its order, so many at a time."""
    last, chosen = 0, _new(import_id).order_by(SheetRow.number).limit(size)
    while rows := db.session.execute(chosen.where(SheetRow.number > last, SheetRow.number < before)).all():
        yield rows
        last = rows[-1].number


OWN = Source(
    key=SheetImport.id,
    ids=lambda viewer, _: select(SheetImport.id).where(SheetImport.owner_id == viewer.person_id),
    columns=lambda _: select(SheetImport.id, SheetImport),
    orders={"file_name": (SheetImport.file_name,), "uploaded_at": (SheetImport.uploaded_at,)},
    filters={
        "q": lambda text, _: SheetImport.file_name.contains(text, autoescape=True),
        "register": lambda key, _: SheetImport.register == key,
        "state": lambda value, _: SheetImport.state == ImportState(value),
    },
)


def all_rows(one: SheetImport, verdict: Verdict) -> Iterator[SheetRow]:
    """All rows of a verdict in the order of the file, read as they are asked for."""
    held = select(SheetRow).where(SheetRow.import_id == one.id, SheetRow.verdict == verdict).order_by(SheetRow.number)
    with closing(db.session.scalars(held.execution_options(yield_per=500))) as found:
        yield from found


SHOWN_DUE = 200  # files proposed on one page


def retention_on(day: date) -> Retention:
    """How long uploaded files are kept, as the scheme in force on `day` has it."""
    return Retention.parse(scheme_on("kernel.retention", day).payload)


def due_ids(today: date) -> Select[Any]:
    """Imports whose file has been kept long enough and is still there; none at which a job is at work (F06)."""
    due = clock.start_of(retention_on(today).last_due(today) + timedelta(days=1))
    return select(SheetImport.id).where(
        SheetImport.uploaded_at < due, SheetImport.file_removed_at.is_(None), SheetImport.state.not_in(BUSY)
    )


def due_imports(today: date) -> tuple[Sequence[Any], int]:
    """The oldest of them, whoever uploaded them, and how many there are; nothing of what is in them."""
    ids = due_ids(today)
    columns = (SheetImport.id, SheetImport.file_name, SheetImport.register, SheetImport.uploaded_at)
    rows = db.session.execute(
        select(*columns, Person.name.label("owner"))
        .join(Person, Person.id == SheetImport.owner_id)
        .where(SheetImport.id.in_(ids))
        .order_by(SheetImport.uploaded_at, SheetImport.id)
        .limit(SHOWN_DUE)
    ).all()
    return rows, db.session.scalar(select(func.count()).select_from(ids.subquery())) or 0
