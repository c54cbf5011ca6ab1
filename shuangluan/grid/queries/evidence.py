"""What the grid tells the appraisal of workers, asked through ports: closed appeals, grids, call-backs (GR-67)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, Appointment, AppointmentRole, Contact
from shuangluan.grid.queries.visibility import visible
from shuangluan.grid.rules import SATISFACTION_LABEL, Satisfaction
from shuangluan.kernel.permissions import Viewer, in_force
from shuangluan.kernel.ports import Act, Served

RATED = (Satisfaction.SATISFIED, Satisfaction.BASIC, Satisfaction.UNSATISFIED)
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


def served(person_ids: Sequence[int], since: date, until: date) -> Mapping[int, Served]:
    """The grid that each person holds on the last day, and what reporters said of the appeals he answered (WF-96)."""
    held = db.session.execute(
        select(Appointment.person_id, func.min(Appointment.grid_id))
        .where(
            Appointment.person_id.in_(person_ids), Appointment.grid_id.is_not(None),
            in_force(Appointment.valid_from, Appointment.valid_to, until),
        )
        .group_by(Appointment.person_id)
    )  # fmt: skip
    grids = {person: grid for person, grid in held}
    said = db.session.execute(
        select(Appeal.responded_by_id, Contact.satisfaction, func.count())
        .join(Contact, Contact.appeal_id == Appeal.id)
        .where(
            Appeal.responded_by_id.in_(person_ids), Appeal.closed_on.between(since, until),
            Contact.satisfaction.is_not(None),
        )
        .group_by(Appeal.responded_by_id, Contact.satisfaction)
    )  # fmt: skip
    callbacks: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for person, satisfaction, count in said:
        if person is not None and satisfaction in RATED:
            callbacks[person][SATISFACTION_LABEL[satisfaction]] = count
    return {one: Served(grids.get(one), callbacks.get(one, {})) for one in {*grids, *callbacks}}
