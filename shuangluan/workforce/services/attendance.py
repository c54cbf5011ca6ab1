"""Seats of a session and marks of an examination one by one, as a workbook brings them (WF-21, WF-119)."""

from datetime import date, datetime

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import SkillExam, SkillResult, Training, TrainingSeat, Worker
from shuangluan.workforce.rules import sentences


def seat_worker(
    training: Training, worker: Worker, *, signed_in: bool, on: date, by: audit.Actor, at: datetime
) -> TrainingSeat:
    """Call a worker to a session, and say whether she was there. Raises RuleBroken for who signed in before its day."""
    _check_day(training, signed_in=signed_in, on=on)
    seat = TrainingSeat(training_id=training.id, worker_id=worker.id, signed_in=signed_in)
    audit.created(sentences.SEAT_ADDED, seat, by=by, at=at)
    return seat


def sign_seat(
    seat: TrainingSeat, training: Training, *, signed_in: bool, on: date, by: audit.Actor, at: datetime
) -> None:
    """Whether she was there. Raises RuleBroken before the day of the session."""
    _check_day(training, signed_in=signed_in, on=on)
    with audit.changing(sentences.SEAT_SIGNED, seat, by=by, at=at):
        seat.signed_in = signed_in


def _check_day(training: Training, *, signed_in: bool, on: date) -> None:
    if signed_in and on < training.held_on:
        raise RuleBroken(f"{training.held_on} 才开课，开课以后登记签到", "signed")


def remove_seat(seat: TrainingSeat, *, by: audit.Actor, at: datetime) -> None:
    """Take a worker off the roster."""
    with audit.removing(sentences.SEAT_REMOVED, seat, by=by, at=at):
        db.session.delete(seat)


def add_mark(
    exam: SkillExam, worker: Worker, *, score_x100: int, on: date, by: audit.Actor, at: datetime
) -> SkillResult:
    """A worker's mark, in hundredths. Raises RuleBroken before the day of the examination."""
    if on < exam.held_on:
        raise RuleBroken(f"{exam.held_on} 才考试，考完再登记成绩", "mark")
    result = SkillResult(exam_id=exam.id, worker_id=worker.id, score_x100=score_x100)
    audit.created(sentences.MARK_ADDED, result, by=by, at=at)
    return result


def change_mark(result: SkillResult, *, score_x100: int, by: audit.Actor, at: datetime) -> None:
    """Another mark; the trail keeps the first."""
    with audit.changing(sentences.MARK_CHANGED, result, by=by, at=at):
        result.score_x100 = score_x100


def remove_mark(result: SkillResult, *, by: audit.Actor, at: datetime) -> None:
    """Take away what an import brought."""
    with audit.removing(sentences.MARK_REMOVED, result, by=by, at=at):
        db.session.delete(result)
