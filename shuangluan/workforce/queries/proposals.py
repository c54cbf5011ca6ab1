"""What a decision about one worker's ledger would write, shown before it is taken (WF-71, WF-87)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import Worker
from shuangluan.workforce.queries.facts import facts_of
from shuangluan.workforce.queries.ledger import as_row, records_of
from shuangluan.workforce.queries.schemes import grade_scheme, grade_scheme_on
from shuangluan.workforce.rules import promotion, timeline

Row = Mapping[str, Any]
SAME = "等级记录与现有事实一致，没有可更正的"
NO_LEDGER = "还没有等级记录，请先办理首次定级"


@dataclass(frozen=True)
class Proposed:
    """Rows that would be struck through, rows that would be written, or why nothing can be."""

    superseded: Sequence[Row] = ()
    rows: Sequence[Row] = ()
    reason: str = ""


def proposed_start(worker: Worker, start: date, through: date) -> Proposed:
    """The ledger that the facts give from `start` on."""
    facts = facts_of([worker.id])[worker.id] | {"first": {"event": "首次定级", "effective": start.isoformat()}}
    try:
        return Proposed(rows=timeline(grade_scheme_on(start).payload, facts, through.isoformat()))
    except RuleBroken as broken:
        return Proposed(reason=broken.reason)


def proposed_correction(worker: Worker) -> Proposed:
    """What differs between the stored ledger and what the facts give now."""
    stored = records_of([worker.id]).get(worker.id, [])
    if not stored:
        return Proposed(reason=NO_LEDGER)
    facts = facts_of([worker.id])[worker.id]
    last = stored[-1]
    try:
        fresh = timeline(grade_scheme(last.scheme_id).payload, facts, last.effective_from.isoformat())
    except RuleBroken as broken:
        return Proposed(reason=broken.reason)
    found = promotion.correct([as_row(one) for one in stored], fresh)
    if found is None:
        return Proposed(reason=SAME)
    return Proposed(found.superseded, found.rows)
