"""A used fact becomes 不予认定: what rests on it is listed and followed until ledger and pay are right (WF-43)."""

from datetime import date, datetime

from shuangluan.kernel import audit
from shuangluan.workforce.models import Refusal, Worker
from shuangluan.workforce.queries.refusals import (
    Paper,
    built_on,
    needs_correction,
    open_refusals,
    paper_name,
    waits_for_decision,
)
from shuangluan.workforce.rules import sentences


def list_refusal(
    record: Paper, worker: Worker, *, reason: str, on: date, by: audit.Actor, at: datetime
) -> Refusal | None:
    """List every result built on a paper that was just refused; None where nothing is. Nothing changes by itself."""
    results = built_on(record, worker)
    if not results:
        return None
    listed = Refusal(
        worker_id=worker.id, paper=paper_name(record), reason=reason, refused_on=on, refused_by_id=by.id or 0,
        results=results,
    )  # fmt: skip
    audit.created(sentences.FACT_REFUSED, listed, by=by, at=at)
    follow_refusals(worker, by=by, at=at)
    return listed


def follow_refusals(worker: Worker, *, by: audit.Actor, at: datetime) -> None:
    """After a correction or a decision about pay: what of a worker's refused papers is right by now."""
    waiting = open_refusals(worker)
    if not waiting:
        return
    wrong = needs_correction(worker)
    undecided = wrong or waits_for_decision(worker)
    for one in waiting:
        if one.corrected_at is None and not wrong:
            with audit.changing(sentences.REFUSAL_CORRECTED, one, by=by, at=at):
                one.corrected_at, one.corrected_by_id = at, by.id or 0
        if not undecided:
            with audit.changing(sentences.REFUSAL_SETTLED, one, by=by, at=at):
                one.settled_at, one.settled_by_id = at, by.id or 0
