"""Closed appeals as evidence for the appraisal of the 网格长 who held the place, asked through a port (GR-67)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, Appointment, AppointmentRole, Contact
from shuangluan.grid.queries.visibility import visible
from shuangluan.grid.rules import SATISFACTION_LABEL
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.ports import Act

newer = aliased(Contact, name="newer")


def acts(viewer: Viewer, person_ids: Sequence[int], since: date, until: date) -> Sequence[Act]:
    """CASE: one row per closed appeal, 1/1 or 0/1 by promise, what the reporter said last beside it.

    Restricted appeals are none of it. A reopened appeal is no longer closed; closed again it is another act.
    """
    closed_on: Any = Appeal.closed_on
    held = and_(
        Appointment.compound_id == Appeal.compound_id,
        Appointment.role == AppointmentRole.LEADER,
        in_force(Appointment.valid_from, Appointment.valid_to, closed_on),
    )
    last = (
        select(newer.id)
        .where(newer.appeal_id == Appeal.id, newer.satisfaction.is_not(None))
        .order_by(newer.contacted_at.desc(), newer.id.desc())
        .limit(1)
        .correlate(Appeal)
        .scalar_subquery()
    )
    rows = db.session.execute(
        visible(
            viewer, until, Appeal.id, Appeal.no, Appeal.title, Appeal.closed_on, Appeal.reopen_count, Appeal.due_at,
            Appeal.responded_at, Appointment.person_id, Contact.satisfaction,
        )
        .join(Appointment, held)
        .outerjoin(Contact, Contact.id == last)
        .where(
            Appeal.closed_on.between(since, until), Appeal.is_restricted.is_(False),
            Appointment.person_id.in_(person_ids),
        )
        .order_by(Appeal.closed_on, Appeal.id, Appointment.person_id)
    )  # fmt: skip
    return [_act(row) for row in rows]


def _act(row: Any) -> Act:
    in_time = row.responded_at is not None and (row.due_at is None or row.responded_at <= row.due_at)
    said = f"，回访{SATISFACTION_LABEL[row.satisfaction]}" if row.satisfaction else ""
    text = f"{row.no} {row.title}：{'按期办结 1/1' if in_time else '超期办结 0/1'}{said}"
    key = f"CASE:{row.id}:{row.reopen_count}:{row.person_id}"
    return Act(key, "CASE", row.person_id, row.closed_on, text, f"/grid/appeals/{row.id}")
