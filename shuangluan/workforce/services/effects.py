"""考核结果运用: a confirmed rating proposes steps; a person decides, ends or drops each (WF-103, WF-108, WF-162)."""

from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, effective
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import AnnualResult, Appointment, AppraisalEffect, Basis, Worker
from shuangluan.workforce.queries.visibility import relatives_of
from shuangluan.workforce.rules import effects, sentences
from shuangluan.workforce.rules.effects import STATE_LABEL, STATE_NEXT, EffectKind, EffectRules, EffectState
from shuangluan.workforce.rules.promotion import check_can_decide
from shuangluan.workforce.rules.states import check_can_move

RULES = "workforce.appraisal_effects"


def propose_effects(result: AnnualResult, worker: Worker, *, on: date, by: audit.Actor, at: datetime) -> int:
    """Draft steps of a rating that was just confirmed; how many. A year entered long after proposes nothing."""
    if on.year - result.year > 1:
        return 0
    rules = EffectRules.parse(effective.scheme_on(RULES, on).payload)
    if result.rating not in {*rules.steps, *rules.elected}:
        return 0
    before = db.session.scalar(
        select(AnnualResult.rating).where(
            AnnualResult.worker_id == worker.id, AnnualResult.year == result.year - 1,
            AnnualResult.confirmed_on.is_not(None),
        )
    )  # fmt: skip
    listed = effects.proposed(
        rules, result.rating, before, is_elected=_is_elected(worker, on), confirmed_on=on
    )
    for one in listed:
        step = AppraisalEffect(
            worker_id=worker.id, year=result.year, rating=result.rating, kind=one.kind, state=EffectState.PROPOSED,
            due_on=one.due_on, said="", outcome="",
        )  # fmt: skip
        audit.created(sentences.EFFECT_PROPOSED, step, by=by, at=at)
    return len(listed)


def _is_elected(worker: Worker, on: date) -> bool:
    held = select(Appointment.id).where(
        Appointment.worker_id == worker.id, Appointment.basis == Basis.ELECTED, Appointment.held_from <= on,
        Appointment.held_until.is_(None) | (Appointment.held_until >= on),
    )  # fmt: skip
    return db.session.scalar(held.limit(1)) is not None


def decide_effect(
    step: AppraisalEffect, *, said: str, due_on: date, today: date, by: audit.Actor, at: datetime
) -> None:
    """What will be done and until when. Raises RuleBroken about oneself and relatives, and where WF-108 forbids it."""
    _check(step, EffectState.DECIDED, by)
    effects.check_can_decide_step(step.kind, is_district=_is_district(by), was_helped=_was_helped(step.worker_id))
    if not said:
        raise RuleBroken("写明决定怎么办", "said")
    if due_on < today:
        raise RuleBroken("办结的期限不能早于今天", "due_on")
    with audit.changing(sentences.EFFECT_DECIDED, step, by=by, at=at):
        step.state, step.said, step.due_on = EffectState.DECIDED, said, due_on
        step.decided_at, step.decided_by_id = at, by.id or 0


def finish_effect(step: AppraisalEffect, *, outcome: str, on: date, by: audit.Actor, at: datetime) -> None:
    """Done, with what came of it; the employment is as it was."""
    _check(step, EffectState.DONE, by)
    _end(step, EffectState.DONE, sentences.EFFECT_DONE, outcome, "写明办理的情况", on=on, by=by, at=at)


def drop_effect(step: AppraisalEffect, *, reason: str, on: date, by: audit.Actor, at: datetime) -> None:
    """Not done, with the reason: what the system proposes binds nobody."""
    _check(step, EffectState.DROPPED, by)
    _end(step, EffectState.DROPPED, sentences.EFFECT_DROPPED, reason, "写明不办的原因", on=on, by=by, at=at)


def _end(
    step: AppraisalEffect, to: EffectState, action: str, words: str, missing: str, *, on: date, by: audit.Actor,
    at: datetime,
) -> None:  # fmt: skip
    if not words:
        raise RuleBroken(missing, "note")
    with audit.changing(action, step, by=by, at=at):
        step.state, step.outcome, step.ended_on, step.ended_by_id = to, words, on, by.id or 0


def _check(step: AppraisalEffect, to: EffectState, by: audit.Actor) -> None:
    person = step.worker.person_id
    check_can_decide(by.id, person, relatives_of(person), deed="决定", what="考核结果运用")
    check_can_move("这一项", STATE_NEXT, STATE_LABEL, step.state, to)
    if step.kind in effects.DISTRICT_ONLY and not _is_district(by):
        raise RuleBroken(f"“{effects.EFFECT_LABEL[step.kind]}”由区级复核办理")


def _is_district(by: audit.Actor) -> bool:
    return effects.DISTRICT_ROLE in {grant.role for grant in by.grants}


def _was_helped(worker_id: int) -> bool:
    done = select(AppraisalEffect.id).where(
        AppraisalEffect.worker_id == worker_id, AppraisalEffect.kind == EffectKind.HELP,
        AppraisalEffect.state == EffectState.DONE,
    )  # fmt: skip
    return db.session.scalar(done.limit(1)) is not None
