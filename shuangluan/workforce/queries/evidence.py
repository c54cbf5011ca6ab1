"""The inbox of evidence: what other tasks propose, less what was decided; what must be taken back (GR-67, WF-97)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from shuangluan.extensions import db
from shuangluan.kernel import ports
from shuangluan.kernel.models import Person
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.ports import Act
from shuangluan.workforce.models import Appointment, Decision, Evidence, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.rules import daily


@dataclass(frozen=True)
class Proposal:
    """An act that waits for a decision about a worker; `taken` is the accepted evidence that no longer holds."""

    act: Act
    worker_id: int
    name: str
    taken: Evidence | None = None

    @property
    def is_reversal(self) -> bool:
        """Whether it asks to take back what was accepted."""
        return self.taken is not None


def _held_on(community: str, first: date, last: date) -> Select[int]:
    """Who held an appointment in the community within the days: an act belongs to who held it on its day (GR-67)."""
    return select(Appointment.worker_id).where(
        Appointment.community == community, Appointment.held_from <= last,
        Appointment.held_until.is_(None) | (Appointment.held_until >= first),
    )  # fmt: skip


def proposals(community: str, month: date, *, viewer: Viewer) -> list[Proposal]:
    """What waits for a decision in a community and month: by day, then name."""
    if not viewer.holds_area(Perm.DAILY_READ, community):
        return []
    last = daily.last_of(month)
    rows = db.session.execute(
        select(Worker.id, Worker.person_id, Person.name)
        .join(Person, Person.id == Worker.person_id)
        .where((Worker.community == community) | Worker.id.in_(_held_on(community, month, last)))
    ).all()
    people = {row.person_id: (row.id, row.name) for row in rows}
    acts = [one for answer in ports.evidence for one in answer(viewer, list(people), month, last)]
    decided = decided_of(community, month)
    known = {one.key for one in decided}
    waiting = [Proposal(act, *people[act.person_id]) for act in acts if act.key not in known]
    offered, names = {act.key for act in acts}, {worker: name for worker, name in people.values()}
    waiting += [_reversal(one, names) for one in decided if is_void(one, offered) and one.worker_id in names]
    return sorted(waiting, key=lambda one: (one.act.day, one.name, one.act.key))


def is_void(evidence: Evidence, offered: set[str]) -> bool:
    """Whether accepted evidence no longer holds: its act is no longer told."""
    return evidence.decision is Decision.ACCEPTED and evidence.key not in offered


def _reversal(evidence: Evidence, names: dict[int, str]) -> Proposal:
    text = f"原件已重新打开或更正，采纳的佐证要冲销：{evidence.text}"
    act = Act(evidence.key, evidence.kind, 0, evidence.act_on, text, evidence.address)
    return Proposal(act, evidence.worker_id, names[evidence.worker_id], evidence)


def decided_of(community: str, month: date) -> Sequence[Evidence]:
    """What was decided of the acts of a month, the newest first."""
    rows = (
        select(Evidence)
        .where(Evidence.community == community, Evidence.act_on.between(month, daily.last_of(month)))
        .order_by(Evidence.decided_at.desc(), Evidence.id.desc())
    )
    return db.session.scalars(rows).all()
