"""Taking a record away: only what nothing points at, and the foreign keys of the database say whether anything does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shuangluan.extensions import Base, db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken

NOUNS: dict[str, str] = {}
"""What the rows of a table are called in a refusal, joined by `create_app` from the slices."""


def remove(
    action: str,
    record: Base,
    *,
    name: str,
    by: audit.Actor,
    at: datetime,
    parts: Sequence[Base] = (),
    told_on: Base | None = None,
) -> None:
    """Delete `record` with its `parts`; the trail keeps its last values.

    Raises RuleBroken with what points there. `told_on` is the record on whose page the removal is read.
    """
    with audit.removing(action, record, by=by, at=at, told_on=told_on):
        delete(name, record, parts)


def delete(name: str, record: Base, parts: Sequence[Base] = ()) -> None:
    """Delete a record with its parts, all or none, inside the deed whose entry tells of it.

    Raises RuleBroken with what points there: the database decides, inside a savepoint.
    """
    try:
        with db.session.begin_nested():
            for one in (*parts, record):
                db.session.delete(one)
                db.session.flush()
    except IntegrityError:
        reason = f"“{name}”不能删除，还有记录连着它：{_said(record, parts)}。先把这些改掉或删掉"
        raise RuleBroken(reason) from None


def pointing(record: Base, parts: Sequence[Base] = ()) -> dict[str, int]:
    """How many rows of which table point at `record` or at one of its `parts`, by the tables' names."""
    own = {one.__tablename__ for one in parts}
    found: dict[str, int] = {}
    for one in (record, *parts):
        for column in _columns_towards(one):
            if column.table.name in own:
                continue
            count = db.session.scalar(select(func.count()).where(column == one.__getattribute__("id"))) or 0
            if count:
                found[column.table.name] = found.get(column.table.name, 0) + count
    return found


def _columns_towards(record: Base) -> list[Any]:
    """The columns of all tables whose foreign key leads to the table of `record`."""
    keys = [key for table in Base.metadata.sorted_tables for key in table.foreign_keys]
    return [key.parent for key in keys if key.column.table is type(record).__table__]


def _said(record: Base, parts: Sequence[Base]) -> str:
    counts: dict[str, int] = {}
    for table, count in pointing(record, parts).items():
        noun = NOUNS.get(table, "别的记录")
        counts[noun] = counts.get(noun, 0) + count
    return "、".join(f"{noun} {count} 条" for noun, count in counts.items())
