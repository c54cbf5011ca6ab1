"""Decide about evidence: a proposal never counts by itself (GR-67, WF-97)."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import Conflict, RuleBroken
from shuangluan.workforce.models import AppraisalMonth, DailyEntry, Decision, Evidence, Worker
from shuangluan.workforce.queries import relatives_of
from shuangluan.workforce.queries.evidence import Proposal
from shuangluan.workforce.queries.months import plan_on
from shuangluan.workforce.rules import daily, sentences
from shuangluan.workforce.rules.promotion import check_can_decide
from shuangluan.workforce.services.months import month_to_write


def accept_evidence(
    found: Proposal, worker: Worker, *, points: Decimal, note: str, today: date, by: audit.Actor, at: datetime
) -> Evidence:
    """采纳 with the points that the appraiser gives it, which may be none: it enters the month of the act, and where
    that is closed the running one. Raises Conflict where it was decided meanwhile.
    """
    if abs(points) > daily.MOST_POINTS:
        raise RuleBroken("一条佐证最多 100 分", "points")
    if found.act.kind not in dict(daily.items_of(plan_on(found.act.day))):
        raise RuleBroken("考核方案里没有这一类佐证")
    evidence = _decided(found, worker, Decision.ACCEPTED, note, by=by, at=at)
    audit.created(sentences.EVIDENCE_ACCEPTED, evidence, by=by, at=at)
    record = month_to_write(worker, found.act.day.replace(day=1), today=today, by=by, at=at)
    _enter(record, evidence, daily.points_x100(points), "；".join(filter(None, (found.act.text, note))), by=by, at=at)
    return evidence


def decline_evidence(
    found: Proposal, worker: Worker, *, reason: str, by: audit.Actor, at: datetime
) -> Evidence:
    """不采纳 with its reason."""
    if not reason:
        raise RuleBroken("不采纳要写原因", "note")
    evidence = _decided(found, worker, Decision.DECLINED, reason, by=by, at=at)
    audit.created(sentences.EVIDENCE_DECLINED, evidence, by=by, at=at)
    return evidence


def reverse_evidence(
    evidence: Evidence, worker: Worker, *, reason: str, today: date, by: audit.Actor, at: datetime
) -> None:
    """冲销 what was accepted and holds no more: a row with the opposite points; for a locked month it goes into the
    running one (GR-67).
    """
    check_can_decide(by.id, worker.person_id, relatives_of(worker.person_id), deed="冲销", what="佐证")
    if evidence.decision is not Decision.ACCEPTED:
        raise Conflict("这条佐证已经办过了，刷新看现在的情况")
    if not reason:
        raise RuleBroken("冲销要写原因", "note")
    given = select(func.coalesce(func.sum(DailyEntry.points_x100), 0)).where(DailyEntry.evidence_id == evidence.id)
    points = db.session.scalar(given) or 0
    with audit.changing(sentences.EVIDENCE_REVERSED, evidence, by=by, at=at):
        evidence.decision, evidence.reason = Decision.REVERSED, reason
        evidence.decided_at, evidence.decided_by_id = at, by.id or 0
    record = month_to_write(worker, evidence.act_on.replace(day=1), today=today, by=by, at=at)
    _enter(record, evidence, -points, f"冲销：{evidence.text}；{reason}", by=by, at=at)


def _decided(
    found: Proposal, worker: Worker, to: Decision, reason: str, *, by: audit.Actor, at: datetime
) -> Evidence:
    check_can_decide(by.id, worker.person_id, relatives_of(worker.person_id), deed="采纳", what="佐证")
    if db.session.scalar(select(Evidence.id).where(Evidence.key == found.act.key)) is not None:
        raise Conflict("这条佐证已经办过了，刷新看现在的情况")
    act = found.act
    return Evidence(
        key=act.key, kind=act.kind, worker_id=worker.id, community=worker.community, act_on=act.day,
        text=act.text[:200], address=act.address, decision=to, reason=reason, decided_at=at, decided_by_id=by.id or 0,
    )  # fmt: skip


def _enter(
    record: AppraisalMonth, evidence: Evidence, points: int, why: str, *, by: audit.Actor, at: datetime
) -> None:
    db.session.add(
        DailyEntry(
            month_id=record.id, item=evidence.kind, points_x100=points, why=why[:200], evidence_id=evidence.id,
            entered_at=at, entered_by_id=by.id or 0,
        )
    )  # fmt: skip
    record.written_at, record.written_by_id = at, by.id or 0
    db.session.flush()
