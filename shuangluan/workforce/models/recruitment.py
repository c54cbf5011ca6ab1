"""公开招聘 and 背景联审联查: notices, posts, applicants with sealed identity, replies (WF-41, WF-42)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.kernel.vault import SealedText
from shuangluan.workforce.rules.kinds import CheckPurpose
from shuangluan.workforce.rules.states import CheckState, RecruitStage, RecruitState


class RecruitPlan(Base):
    """方案 with its notice: the birth dates are stored, both included; no sex is asked for (WF-112)."""

    __tablename__ = "workforce_recruit_plan"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(60))
    doc_no: Mapped[str] = mapped_column(String(60))
    announced_on: Mapped[date]
    birth_from: Mapped[date]
    birth_to: Mapped[date]
    education_min: Mapped[str] = mapped_column(String(20))
    written_percent: Mapped[int]
    pass_x100: Mapped[int]
    state: Mapped[RecruitState]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("birth_to >= birth_from", name="births"),
        CheckConstraint("written_percent BETWEEN 0 AND 100", name="weight"),
        Index(None, "announced_on", "id"),
    )


class RecruitPost(Base):
    """How many are looked for in a community."""

    __tablename__ = "workforce_recruit_post"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("workforce_recruit_plan.id"))
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    number: Mapped[int]
    __table_args__ = (CheckConstraint("number > 0", name="number"), Index(None, "plan_id", "community", unique=True))


class Applicant(Base):
    """应聘人; name, identity number and phone are sealed. Once hired, he is a worker."""

    __tablename__ = "workforce_applicant"
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("workforce_recruit_post.id"))
    name: Mapped[str] = mapped_column(SealedText)
    id_number: Mapped[str] = mapped_column(SealedText)
    id_digest: Mapped[str] = mapped_column(String(64), index=True)
    phone: Mapped[str | None] = mapped_column(SealedText)
    education: Mapped[str] = mapped_column(String(20))
    stage: Mapped[RecruitStage]
    out_reason: Mapped[str] = mapped_column(String(200))
    written_x100: Mapped[int | None]
    interview_x100: Mapped[int | None]
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(stage = 'out') = (out_reason <> '')", name="out_with_reason"),
        CheckConstraint("(stage = 'hired') = (worker_id IS NOT NULL)", name="hired_with_worker"),
        Index(None, "post_id", "id_digest", unique=True),
    )


class BackgroundCheck(Base):
    """背景联审联查 of an applicant or of a worker: passed, it is valid to a day (WF-42)."""

    __tablename__ = "workforce_background_check"
    id: Mapped[int] = mapped_column(primary_key=True)
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_applicant.id"), unique=True)
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    purpose: Mapped[CheckPurpose] = mapped_column(default=CheckPurpose.RECRUIT, server_default=CheckPurpose.RECRUIT)
    opened_on: Mapped[date]
    due_on: Mapped[date]
    state: Mapped[CheckState]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None]
    valid_until: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(applicant_id IS NULL) <> (worker_id IS NULL)", name="one_subject"),
        CheckConstraint("(decided_on IS NULL) = (decided_by_id IS NULL)", name="decided_on_with_by"),
        CheckConstraint("(state = 'passed') = (valid_until IS NOT NULL)", name="passed_with_term"),
        Index(None, "state", "due_on"),
    )


class CheckOpinion(Base):
    """What one department replied: the conclusion and its number, never the record behind it (WF-21)."""

    __tablename__ = "workforce_check_opinion"
    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("workforce_background_check.id"))
    department: Mapped[str] = mapped_column(String(20))
    objects: Mapped[bool | None]
    doc_no: Mapped[str] = mapped_column(String(60))
    replied_on: Mapped[date | None]
    __table_args__ = (
        CheckConstraint("(objects IS NULL) = (replied_on IS NULL)", name="replied_on_with_opinion"),
        Index(None, "check_id", "department", unique=True),
    )
