"""What was done to records, from the trail: the timeline of a company, a contract, a committee."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import AuditEntry

NEWEST = 50  # entries that a page shows


def trail(records: Iterable[Any]) -> Sequence[AuditEntry]:
    """The newest entries about these records, the newest first."""
    ids: dict[str, list[int]] = {}
    for record in records:
        ids.setdefault(record.__tablename__, []).append(record.id)
    if not ids:
        return []
    about = [and_(AuditEntry.record_kind == kind, AuditEntry.record_id.in_(own)) for kind, own in ids.items()]
    return db.session.scalars(
        select(AuditEntry).where(or_(*about)).order_by(AuditEntry.id.desc()).limit(NEWEST)
    ).all()
