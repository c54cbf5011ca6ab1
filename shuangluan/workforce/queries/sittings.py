"""Sessions, examinations and entries as a workbook names them: by day and course, day and subject, number and year."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.workforce.models import QualificationEntry, SkillExam, SkillResult, Training, TrainingSeat, Worker


def sessions_on(days: Collection[date]) -> dict[tuple[date, str], list[Training]]:
    """The sessions of these days by day and course."""
    found: dict[tuple[date, str], list[Training]] = {}
    for one in db.session.scalars(select(Training).where(Training.held_on.in_(days)).order_by(Training.id)):
        found.setdefault((one.held_on, one.course), []).append(one)
    return found


def session_of(worker: Worker, offered: Collection[Training]) -> list[Training]:
    """Which of these sessions are a worker's: those of the narrowest area that holds her community."""
    holding = [one for one in offered if worker.community.startswith(one.area)]
    narrowest = max((len(one.area) for one in holding), default=0)
    return [one for one in holding if len(one.area) == narrowest]


def seats_known(training_ids: Collection[int]) -> dict[tuple[int, int], TrainingSeat]:
    """The seats of sessions by session and worker."""
    rows = select(TrainingSeat).where(TrainingSeat.training_id.in_(training_ids))
    return {(one.training_id, one.worker_id): one for one in db.session.scalars(rows)}


def seat_by_id(seat_id: int) -> tuple[TrainingSeat, Training]:
    """A seat with its session."""
    seat = db.session.get_one(TrainingSeat, seat_id)
    return seat, db.session.get_one(Training, seat.training_id)


def exams_on(days: Collection[date]) -> dict[tuple[date, str], list[SkillExam]]:
    """The examinations of these days by day and subject."""
    found: dict[tuple[date, str], list[SkillExam]] = {}
    for one in db.session.scalars(select(SkillExam).where(SkillExam.held_on.in_(days)).order_by(SkillExam.id)):
        found.setdefault((one.held_on, one.subject), []).append(one)
    return found


def marks_known(exam_ids: Collection[int]) -> dict[tuple[int, int], SkillResult]:
    """The marks of examinations by examination and worker."""
    rows = select(SkillResult).where(SkillResult.exam_id.in_(exam_ids))
    return {(one.exam_id, one.worker_id): one for one in db.session.scalars(rows)}


def mark_by_id(result_id: int) -> SkillResult:
    """A mark."""
    return db.session.get_one(SkillResult, result_id)


def entries_known(worker_ids: Collection[int]) -> dict[tuple[int, int], QualificationEntry]:
    """The entries of workers by worker and year."""
    rows = select(QualificationEntry).where(QualificationEntry.worker_id.in_(worker_ids))
    return {(one.worker_id, one.year): one for one in db.session.scalars(rows)}


def entry_by_id(entry_id: int) -> QualificationEntry:
    """An entry."""
    return db.session.get_one(QualificationEntry, entry_id)
