"""What falls due for a worker, from her file (WF-201)."""

from datetime import date

from shuangluan.kernel import effective
from shuangluan.workforce.queries.checks import periods_of
from shuangluan.workforce.queries.departure import RETIREMENT
from shuangluan.workforce.queries.dossier import Dossier
from shuangluan.workforce.queries.recruitment import recruit_rules
from shuangluan.workforce.rules import retire_date
from shuangluan.workforce.rules.dues import Due, dues
from shuangluan.workforce.rules.states import EMPLOYED, WorkerState


def own_dues(found: Dossier) -> list[Due]:
    """The nearest first; nothing for somebody who has left."""
    worker, last = found.worker, found.contracts[-1] if found.contracts else None
    if worker.state not in EMPLOYED:
        return []
    ends = [held.periods[-1].registered_until for held in found.certificates if held.periods]
    rules = effective.scheme_on(RETIREMENT, found.day).payload
    retires = retire_date(rules, worker.birth_date.isoformat(), worker.retire_class)["date"]
    passed = [until for start, until in periods_of(worker.id) if start <= found.day]
    short = max(0, found.target_x100 - found.hours_x100)
    return dues(
        found.day, registered_until=[end for end in ends if end is not None],
        contract_until=last.signed_until if last else None,
        trial_until=last.probation_until if last and worker.state is WorkerState.PROBATION else None,
        check_until=max(passed, default=None), check_days=recruit_rules(found.day).remind_days,
        retires_on=date.fromisoformat(retires), short_hours=f"{short / 100:g}" if short else "",
    )  # fmt: skip
