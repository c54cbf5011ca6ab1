"""The posts that workers held by a day, as the appraisal reads them (WF-104)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.workforce.models import Appointment
from shuangluan.workforce.rules.tenure import Held


def held_of(worker_ids: Sequence[int], day: date) -> dict[int, list[Held]]:
    """By worker the posts begun by `day`, the first first; one statement."""
    rows = db.session.execute(
        select(
            Appointment.worker_id, Appointment.position, Appointment.community, Appointment.held_from,
            Appointment.held_until,
        )
        .where(Appointment.worker_id.in_(worker_ids), Appointment.held_from <= day)
        .order_by(Appointment.held_from, Appointment.id)
    )  # fmt: skip
    found: defaultdict[int, list[Held]] = defaultdict(list)
    for worker_id, position, community, start, end in rows:
        found[worker_id].append(Held(position, community, start, end))
    return found
