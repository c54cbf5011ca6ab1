"""教育培训: plans, sessions, who is called and who signed in; 全科考聘 and its titles (WF-21, WF-119)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import (
    SkillExam,
    SkillResult,
    SkillTitle,
    Training,
    TrainingPlan,
    TrainingSeat,
    Worker,
)
from shuangluan.workforce.queries.skills import facts_of_skills, skill_rules
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.states import PLAN_LABEL, PLAN_NEXT, PlanState, check_can_move
from shuangluan.workforce.rules.training import ALL_ROUND, GENERALIST, is_all_round, is_generalist

MOST_HOURS_X100 = 20_000


@dataclass(frozen=True)
class Course:
    """What a plan says of a course."""

    year: int
    course: str
    body: str
    audience: str
    hours_x100: int
    due_on: date
    doc_no: str


def add_plan(said: Course, *, by: audit.Actor, at: datetime) -> TrainingPlan:
    """A draft. Raises RuleBroken for a day of another year and for hours that cannot be."""
    if said.due_on.year != said.year:
        raise RuleBroken(f"完成期限要在 {said.year} 年内", "due_on")
    _check_hours(said.hours_x100)
    plan = TrainingPlan(state=PlanState.DRAFT, **vars(said))
    audit.created(sentences.PLAN_ADDED, plan, by=by, at=at)
    return plan


def move_plan(plan: TrainingPlan, to: PlanState, *, by: audit.Actor, at: datetime) -> None:
    """草稿 → 已发布 → 已完成 (WF-119)."""
    check_can_move("培训计划", PLAN_NEXT, PLAN_LABEL, plan.state, to)
    with audit.changing(sentences.PLAN_MOVED, plan, by=by, at=at):
        plan.state = to


@dataclass(frozen=True)
class Session:
    """A session of a course: whose it is, when, where, how many hours it counts."""

    area: str
    course: str
    held_on: date
    place: str
    hours_x100: int


def add_training(said: Session, plan: TrainingPlan | None, *, by: audit.Actor, at: datetime) -> Training:
    """A session, within a published plan or beside any."""
    if plan is not None and plan.state is not PlanState.PUBLISHED:
        raise RuleBroken(f"培训计划现在是“{PLAN_LABEL[plan.state]}”，发布以后才能安排场次")
    _check_hours(said.hours_x100)
    training = Training(plan_id=plan.id if plan else None, **vars(said))
    audit.created(sentences.TRAINING_ADDED, training, by=by, at=at)
    return training


def _check_hours(hours_x100: int) -> None:
    if not 0 < hours_x100 <= MOST_HOURS_X100:
        raise RuleBroken(f"学时要在 0 到 {MOST_HOURS_X100 // 100} 之间", "hours")


def call_workers(training: Training, workers: Collection[Worker], *, by: audit.Actor, at: datetime) -> int:
    """Put workers on the roster of a session; who is on it already stays as he is. How many were added."""
    known = set(db.session.scalars(select(TrainingSeat.worker_id).where(TrainingSeat.training_id == training.id)))
    new = [worker for worker in workers if worker.id not in known]
    if not new:
        raise RuleBroken("这些人都已经在名单里，或者没有符合条件的人")
    db.session.add_all(TrainingSeat(training_id=training.id, worker_id=one.id, signed_in=False) for one in new)
    audit.noted(sentences.TRAINING_CALLED, training, by=by, at=at, detail={"workers": len(new)})
    return len(new)


def sign_in(
    training: Training, present: Collection[int], absent: Collection[int], *, on: date, by: audit.Actor, at: datetime
) -> None:
    """Who of the roster was there; both sets are worker ids of the reader's part of it. Hours count at once.

    Raises RuleBroken before the day of the session.
    """
    if on < training.held_on:
        raise RuleBroken(f"{training.held_on} 才开课，开课以后登记签到")
    seats = select(TrainingSeat).where(TrainingSeat.training_id == training.id)
    changed: dict[str, list[int]] = {"signed_in": [], "taken_back": []}
    for seat in db.session.scalars(seats.order_by(TrainingSeat.id)):
        there = seat.worker_id in present
        if seat.worker_id in (*present, *absent) and seat.signed_in is not there:
            seat.signed_in = there
            changed["signed_in" if there else "taken_back"].append(seat.worker_id)
    audit.noted(sentences.TRAINING_SIGNED, training, by=by, at=at, detail=changed)


def add_exam(
    *, subject: str, held_on: date, pass_x100: int, doc_no: str, by: audit.Actor, at: datetime
) -> SkillExam:
    """An examination in a subject of the list in force on its day."""
    if subject not in skill_rules(held_on).subjects:
        raise RuleBroken("请从列表里选科目", "subject")
    if not 0 < pass_x100 <= 10_000:
        raise RuleBroken("合格线要在 0 到 100 之间", "pass_mark")
    exam = SkillExam(subject=subject, held_on=held_on, pass_x100=pass_x100, doc_no=doc_no)
    audit.created(sentences.EXAM_ADDED, exam, by=by, at=at)
    return exam


def enter_marks(exam: SkillExam, marks: Mapping[int, int], *, on: date, by: audit.Actor, at: datetime) -> None:
    """Marks in hundredths by worker id; one that was entered before is replaced, the trail keeps it."""
    if on < exam.held_on:
        raise RuleBroken(f"{exam.held_on} 才考试，考完再登记成绩")
    stored = select(SkillResult).where(SkillResult.exam_id == exam.id)
    known = {one.worker_id: one for one in db.session.scalars(stored)}
    told = {}
    for worker_id, mark in marks.items():
        before = known.get(worker_id)
        if before is None:
            db.session.add(SkillResult(exam_id=exam.id, worker_id=worker_id, score_x100=mark))
        elif before.score_x100 != mark:
            told[str(worker_id)] = [before.score_x100, mark]
            before.score_x100 = mark
    audit.noted(sentences.MARKS_ENTERED, exam, by=by, at=at, detail={"marks": len(marks), "changed": told})


def grant_title(
    worker: Worker, kind: str, *, doc_no: str, on: date, by: audit.Actor, at: datetime
) -> SkillTitle:
    """聘任 as 全科 or 全能. Raises RuleBroken where the evidence does not suffice, for oneself and a second time."""
    if by.id == worker.person_id:
        raise RuleBroken("不能聘任自己，请另一位同事办理")
    if not doc_no:
        raise RuleBroken("填聘任文号", "doc_no")
    known = select(SkillTitle.id).where(SkillTitle.worker_id == worker.id, SkillTitle.kind == kind)
    if db.session.scalar(known) is not None:
        raise RuleBroken(f"{worker.person.name}已经聘为{kind}")
    rules, facts = skill_rules(on), facts_of_skills([worker], on)[worker.id]
    if kind == GENERALIST and not is_generalist(facts.passed, rules.subjects):
        missing = [one for one in rules.subjects if one not in facts.passed]
        raise RuleBroken(f"全科要各科都合格，还差{'、'.join(missing)}")
    years = rules.all_round_years
    if kind == ALL_ROUND and not is_all_round(
        facts.passed, rules.subjects, facts.certificates, facts.service_years, least=years
    ):
        raise RuleBroken(f"全能要全科、取得职业资格并满 {years} 年社区工作经历，现在是 {facts.service_years} 年")
    title = SkillTitle(worker_id=worker.id, kind=kind, granted_on=on, doc_no=doc_no)
    audit.created(sentences.TITLE_GRANTED, title, by=by, at=at)
    return title
