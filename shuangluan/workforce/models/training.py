"""Training with its plan and attendance, 全科考聘 with its results, the titles it leads to (WF-21, WF-119)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.workforce.rules.states import PlanState


class TrainingPlan(Base):
    """教育培训计划: a course of a year, for whom, how many hours, until when; a draft until it is published."""

    __tablename__ = "workforce_training_plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    course: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(String(60))
    audience: Mapped[str] = mapped_column(String(100))
    hours_x100: Mapped[int]
    due_on: Mapped[date]
    doc_no: Mapped[str] = mapped_column(String(60))
    state: Mapped[PlanState]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("hours_x100 > 0", name="hours"), Index(None, "year", "due_on", "id"))


class Training(Base):
    """A session that was or will be held, within a plan or beside it; `area`: whose it is, district or street."""

    __tablename__ = "workforce_training"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_training_plan.id"), index=True)
    area: Mapped[str] = mapped_column(ForeignKey("area.code"))
    course: Mapped[str] = mapped_column(String(60))
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(60))
    hours_x100: Mapped[int]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("hours_x100 > 0", name="hours"), Index(None, "held_on", "id"))


class TrainingSeat(Base):
    """Who is called to a session, and whether she signed in: only then its hours count (WF-21)."""

    __tablename__ = "workforce_training_seat"
    id: Mapped[int] = mapped_column(primary_key=True)
    training_id: Mapped[int] = mapped_column(ForeignKey("workforce_training.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    signed_in: Mapped[bool]
    __table_args__ = (Index(None, "training_id", "worker_id", unique=True),)


class SkillExam(Base):
    """全科考聘: an examination in one subject with its pass mark."""

    __tablename__ = "workforce_skill_exam"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(20))
    held_on: Mapped[date]
    pass_x100: Mapped[int]
    doc_no: Mapped[str] = mapped_column(String(60))
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (Index(None, "held_on", "id"),)


class SkillResult(Base):
    """A worker's mark in an examination; passed or not follows from the exam's pass mark when it is read."""

    __tablename__ = "workforce_skill_result"
    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("workforce_skill_exam.id"))
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    score_x100: Mapped[int]
    __table_args__ = (
        CheckConstraint("score_x100 BETWEEN 0 AND 10000", name="score"),
        Index(None, "exam_id", "worker_id", unique=True),
    )


class SkillTitle(Base):
    """聘为全科 or 全能 on a day by a document; no grade step follows from it (WF-119)."""

    __tablename__ = "workforce_skill_title"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    kind: Mapped[str] = mapped_column(String(10))
    granted_on: Mapped[date]
    doc_no: Mapped[str] = mapped_column(String(60))
    __table_args__ = (Index(None, "worker_id", "kind", unique=True),)
