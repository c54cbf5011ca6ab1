"""What the law asks before somebody is dismissed: sheltered times, service, nearness to retirement (WF-108)."""

from datetime import date
from typing import Any

from sqlalchemy import or_, select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.workforce.models import Absence, Contract, Worker
from shuangluan.workforce.queries.facts import facts_of
from shuangluan.workforce.queries.schemes import grade_scheme_on
from shuangluan.workforce.rules import count_service, retire_date
from shuangluan.workforce.rules.leaving import Shelter
from shuangluan.workforce.rules.terms import voluntary_window

RETIREMENT = "workforce.retirement"
SHELTERS = {"产假": Shelter.PREGNANCY, "病假": Shelter.MEDICAL, "工伤": Shelter.INJURY}


def shelter_facts(worker: Worker, day: date) -> dict[str, Any]:
    """The arguments of a departure that come from the file, as of `day`."""
    facts = facts_of([worker.id])[worker.id]
    served = count_service(grade_scheme_on(day).payload, facts["segments"], day.isoformat(), facts["absences"])
    rules = effective.scheme_on(RETIREMENT, day).payload
    born = worker.birth_date.isoformat()
    retires = retire_date(rules, born, worker.retire_class)["date"]
    last = select(Contract.signed_until).where(Contract.worker_id == worker.id).order_by(Contract.signed_from.desc())
    kinds = db.session.scalars(
        select(Absence.kind).where(
            Absence.worker_id == worker.id,
            Absence.away_from <= day,
            or_(Absence.away_until.is_(None), Absence.away_until >= day),
        )
    )
    return {
        "shelters": {SHELTERS[kind] for kind in kinds if kind in SHELTERS},
        "service_years": served["years"],
        "retires_on": date.fromisoformat(retires),
        "retires_from": voluntary_window(rules, born, worker.retire_class)[0],
        "contract_until": db.session.scalar(last.limit(1)),
    }
