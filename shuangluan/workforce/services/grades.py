"""Write the ledger of grades: first gradings, approved rows, corrections (WF-20, WF-71, WF-87)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import GradeRecord, Worker
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.facts import facts_of
from shuangluan.workforce.queries.ledger import as_row, count_records, records_of
from shuangluan.workforce.queries.schemes import GradeScheme, grade_scheme, grade_scheme_on
from shuangluan.workforce.rules import promotion, sentences, timeline
from shuangluan.workforce.rules.facts import CONVERSION, FIRST_GRADING
from shuangluan.workforce.services.refusals import follow_refusals

Row = Mapping[str, Any]


def grade_first(
    worker: Worker,
    *,
    event: str,
    effective_on: date,
    approval_no: str,
    by: audit.Actor,
    at: datetime,
    prior_grade: int | None = None,
    through: date | None = None,
) -> list[GradeRecord]:
    """首次定级 or 套改: the ledger begins. With `through`, what followed until then by the same approval as well.

    Raises RuleBroken for a ledger that has begun, for oneself or a relative, and where the facts do not suffice.
    """
    promotion.check_can_decide(by.id, worker.person_id, relatives_of(worker.person_id), deed="批准")
    if event not in (FIRST_GRADING, CONVERSION):
        raise RuleBroken("等级从首次定级或套改开始", "event")
    if not approval_no:
        raise RuleBroken("定级要写批准文号", "approval_no")
    if effective_on < worker.entry_date:
        raise RuleBroken(f"定级不能早于入职日期 {worker.entry_date}", "effective_on")
    if worker.first_on is not None:
        raise RuleBroken(f"{worker.person.name}已于 {worker.first_on} {worker.first_event}，要改请办理更正")
    with audit.changing(sentences.EDITED, worker, by=by, at=at):
        worker.first_event, worker.first_on, worker.prior_grade = event, effective_on, prior_grade
    scheme = grade_scheme_on(effective_on)
    last = through or effective_on
    inputs: dict[str, Any] = {"through": last.isoformat(), "facts": facts_of([worker.id])[worker.id]}
    rows = timeline(scheme.payload, inputs["facts"], inputs["through"])
    return record_rows(worker, rows, scheme, inputs, approval_no=approval_no, by=by, at=at)


def record_rows(
    worker: Worker,
    rows: Iterable[Row],
    scheme: GradeScheme,
    inputs: dict[str, Any],
    *,
    approval_no: str,
    by: audit.Actor,
    at: datetime,
    item_id: int | None = None,
    action: str = sentences.GRADED,
) -> list[GradeRecord]:
    """Add rows of the engine to the ledger, with the inputs they can be replayed from."""
    through = date.fromisoformat(inputs["through"])
    fingerprint = promotion.inputs_hash(scheme.id, through, inputs["facts"])
    stored = []
    for row in rows:
        day = date.fromisoformat(row["effective_from"])
        record = GradeRecord(
            worker_id=worker.id, scheme_id=scheme.id, item_id=item_id, effective_from=day,
            sequence=count_records(worker.id, day), event=row["event"], code=row["code"], post_class=row["post"],
            grade=row["grade"], theoretical_grade=row.get("theoretical"), overflow=row["overflow"],
            steps_total=row.get("steps_total"), protected_from=row["protected_from"], inputs=inputs,
            inputs_hash=fingerprint, lines=list(row["lines"]), approval_no=approval_no, recorded_at=at,
            recorded_by_id=by.id or 0,
        )  # fmt: skip
        db.session.add(record)
        db.session.flush()
        stored.append(record)
    told = [f"{row['effective_from']} {row['event']} {row['post']} {row['grade']} 级" for row in map(as_row, stored)]
    audit.noted(action, worker, by=by, at=at, detail={"rows": told, "approval_no": approval_no})
    return stored


def correct_ledger(
    worker: Worker,
    *,
    approval_no: str,
    by: audit.Actor,
    at: datetime,
    event: str = promotion.CORRECTION,
) -> list[GradeRecord]:
    """更正: bring the ledger to what the facts give now; what was wrong is struck through, never deleted (WF-87).

    Raises RuleBroken where nothing differs, for oneself or a relative, and without an approval number.
    """
    promotion.check_can_decide(by.id, worker.person_id, relatives_of(worker.person_id), deed="更正")
    if not approval_no:
        raise RuleBroken("更正要写批准文号", "approval_no")
    stored = records_of([worker.id])[worker.id]
    if not stored:
        raise RuleBroken("还没有等级记录，请先办理首次定级")
    scheme = grade_scheme(stored[-1].scheme_id)
    through = stored[-1].effective_from
    inputs: dict[str, Any] = {"through": through.isoformat(), "facts": facts_of([worker.id])[worker.id]}
    fresh = timeline(scheme.payload, inputs["facts"], inputs["through"])
    found = promotion.correct([as_row(one) for one in stored], fresh, event)
    if found is None:
        raise RuleBroken("等级记录与现有事实一致，没有可更正的")
    for record in stored[len(stored) - len(found.superseded) :]:
        record.superseded_at, record.superseded_by_id = at, by.id or 0
    stored = record_rows(
        worker, found.rows, scheme, inputs, approval_no=approval_no, by=by, at=at, action=sentences.CORRECTED
    )
    follow_refusals(worker, by=by, at=at)
    return stored
