"""Which worker of a batch an objection is about, and what workers asked to be looked at again (WF-45, WF-104)."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shuangluan.extensions import Base
from shuangluan.kernel.models import Objection
from shuangluan.kernel.postings import Finding
from shuangluan.workforce.models.grades import PromotionItem
from shuangluan.workforce.models.workers import Worker


class ReviewSubject(StrEnum):
    """What is to be looked at again."""

    GRADE = "grade"
    PAY = "pay"
    FILE = "file"


SUBJECT_LABEL = {ReviewSubject.GRADE: "等级", ReviewSubject.PAY: "薪酬", ReviewSubject.FILE: "档案"}


class ItemObjection(Base):
    """An objection that is about one item: the item waits until it is answered."""

    __tablename__ = "workforce_item_objection"
    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objection.id"), unique=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("workforce_promotion_item.id"), index=True)
    objection: Mapped[Objection] = relationship(lazy="joined", innerjoin=True)
    item: Mapped[PromotionItem] = relationship(lazy="joined", innerjoin=True)


class ReviewRequest(Base):
    """复核申请 of a worker about her own grade, pay or file; answered by the district by `due_on`."""

    __tablename__ = "workforce_review_request"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"), index=True)
    subject: Mapped[ReviewSubject]
    content: Mapped[str] = mapped_column(String(1000))
    asked_on: Mapped[date]
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    finding: Mapped[Finding | None]
    answer: Mapped[str] = mapped_column(String(1000))
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    worker: Mapped[Worker] = relationship(lazy="joined", innerjoin=True)
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_at_with_by"),
        CheckConstraint("(answered_at IS NULL) = (finding IS NULL)", name="answered_with_finding"),
        Index(None, "answered_at", "due_on", "id"),
    )
