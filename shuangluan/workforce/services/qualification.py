"""全国社会工作者职业水平考试: who wants to sit it, signed up, with what result (WF-119)."""

from dataclasses import dataclass
from datetime import date, datetime

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import QualificationEntry, Worker
from shuangluan.workforce.queries.qualification import entry
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.facts import CERTIFICATE_ORDER
from shuangluan.workforce.rules.qualification import check_entry


@dataclass(frozen=True)
class Sitting:
    """What is said of a worker in a year's examination."""

    level: str
    willing_on: date
    signed_up_on: date | None = None
    has_passed: bool | None = None


def enter_qualification(
    worker: Worker, year: int, sitting: Sitting, *, by: audit.Actor, at: datetime
) -> QualificationEntry:
    """Register or change it. Whoever wants to may be entered: the conditions are examined by who holds the exam.

    Raises RuleBroken for an unknown level and for days out of order.
    """
    if sitting.level not in CERTIFICATE_ORDER:
        raise RuleBroken(f"级别只有{'、'.join(CERTIFICATE_ORDER)}", "level")
    today = clock.local_day(at)
    check_entry(sitting.willing_on, sitting.signed_up_on, sitting.has_passed, year=year, today=today)
    known = entry(worker.id, year)
    if known is None:
        known = QualificationEntry(worker_id=worker.id, year=year, **vars(sitting))
        audit.created(sentences.QUALIFICATION_ENTERED, known, by=by, at=at)
        return known
    with audit.changing(sentences.QUALIFICATION_CHANGED, known, by=by, at=at):
        for key, value in vars(sitting).items():
            setattr(known, key, value)
    return known


def remove_qualification(known: QualificationEntry, *, by: audit.Actor, at: datetime) -> None:
    """Take away what an import brought."""
    with audit.removing(sentences.QUALIFICATION_REMOVED, known, by=by, at=at):
        db.session.delete(known)
