"""Appeals for the agenda of a joint meeting, asked through a port (RP-13, RP-62)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries.visibility import visible
from shuangluan.grid.rules import NEVER_COUNTED, OPEN, UNANSWERED, short_number
from shuangluan.kernel import clock
from shuangluan.kernel.models import MatterLink
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.ports import AgendaAppeal, AgendaAppeals

MOST = 20
DAYS = 30  # looked back where there was no meeting before


def agenda(viewer: Viewer, compound_ids: Sequence[int], since: date | None, now: datetime) -> AgendaAppeals:
    """New and closed since the last meeting, overdue now, and the oldest open ones not yet on an agenda."""
    day = clock.local_day(now)
    first = since or day - timedelta(days=DAYS)
    own = visible(viewer, day, Appeal.id).where(Appeal.compound_id.in_(compound_ids))
    counted = own.where(Appeal.state.not_in(NEVER_COUNTED))
    counts = [
        counted.where(Appeal.registered_on >= first),
        counted.where(Appeal.closed_on >= first),
        own.where(Appeal.state.in_(UNANSWERED), Appeal.due_at < now),
    ]
    numbers = db.session.execute(
        select(*(select(func.count()).select_from(one.subquery()).scalar_subquery() for one in counts))
    ).one()
    taken = select(MatterLink.from_id).where(MatterLink.relation == "discussed_as")
    rows = db.session.execute(
        visible(viewer, day, Appeal.matter_id, Appeal.id, Appeal.no, Appeal.title)
        .where(
            Appeal.compound_id.in_(compound_ids),
            Appeal.state.in_(OPEN),
            Appeal.is_restricted.is_(False),
            Appeal.matter_id.not_in(taken),
        )
        .order_by(Appeal.registered_at, Appeal.id)
        .limit(MOST)
    )
    found = [
        AgendaAppeal(row.matter_id, short_number(row.no, day), row.title, f"/grid/appeals/{row.id}") for row in rows
    ]
    return AgendaAppeals(numbers[0], numbers[1], numbers[2], found)
