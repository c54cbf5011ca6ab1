"""What was done with records, read from the trail and put as lines of a timeline (4.9)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.permissions import ROLES

NEWEST = 50  # entries that are shown


def history(*about: tuple[str, Sequence[int]]) -> list[AuditEntry]:
    """The newest entries about records: (table, ids) of each kind; not what was done with an earlier one of its id."""
    kinds = [and_(AuditEntry.record_kind == kind, AuditEntry.record_id.in_(ids)) for kind, ids in about if ids]
    entries: list[AuditEntry] = []
    gone: set[tuple[str, int | None]] = set()  # SQLite gives the id of a removed row out again
    for one in db.session.scalars(select(AuditEntry).where(or_(*kinds)).order_by(AuditEntry.id.desc()).limit(NEWEST)):
        if one.action.endswith(".removed"):
            gone.add((one.record_kind, one.record_id))
        elif (one.record_kind, one.record_id) not in gone:
            entries.append(one)
    return entries


def told(one: AuditEntry) -> dict[str, Any]:
    """A line: when, what was done, by whom in which capacity."""
    return {
        "at": clock.local(one.at),
        "title": audit.SENTENCES.get(one.action, one.action),
        "by": " · ".join(part for part in (one.actor_name, ROLES.get(one.role, "")) if part),
    }
