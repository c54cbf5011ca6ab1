"""Taking a record away: only what nothing points at, and the foreign keys of the database say whether anything does."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from shuangluan.extensions import Base, db
from shuangluan.kernel.errors import RuleBroken

NOUNS: dict[str, str] = {}
"""What the rows of a table are called in a refusal, joined by `create_app` from the slices."""

IMPORTED = "正在导入的记录，等导入完成再看"  # what points there is not to be seen yet


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
    found: Counter[str] = Counter()
    for kind in dict.fromkeys(type(one) for one in (record, *parts)):
        ids = [one.__getattribute__("id") for one in (record, *parts) if type(one) is kind]
        for column in _columns_towards(kind):
            if column.table.name not in own:
                found[column.table.name] += db.session.scalar(select(func.count()).where(column.in_(ids))) or 0
    return {table: count for table, count in found.items() if count}


def _columns_towards(kind: type[Base]) -> list[Any]:
    """The columns of all tables whose foreign key leads to the table of `kind`."""
    keys = [key for table in Base.metadata.sorted_tables for key in table.foreign_keys]
    return [key.parent for key in keys if key.column.table is kind.__table__]


def _said(record: Base, parts: Sequence[Base]) -> str:
    counts: Counter[str] = Counter()
    for table, count in pointing(record, parts).items():
        counts[NOUNS.get(table, "别的记录")] += count
    return "、".join(f"{noun} {count} 条" for noun, count in counts.items()) or IMPORTED
