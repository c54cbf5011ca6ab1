"""两代表一委员: who of the 两委 was recommended, elected, and until when (WF-21, WF-163)."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.workforce.rules.delegates import DelegateKind


class Delegate(Base):
    """A recommendation, and the seat that came of it: one row a seat, so that a person may hold several (WF-163).

    `ended_on` is the last day of a seat; without `elected_on`, the day on which it was clear that there is none.
    """

    __tablename__ = "workforce_delegate"
    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workforce_worker.id"))
    kind: Mapped[DelegateKind]
    level: Mapped[str] = mapped_column(String(10))
    term: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300))
    recommended_on: Mapped[date]
    elected_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("elected_on IS NULL OR elected_on >= recommended_on", name="elected_after"),
        CheckConstraint("ended_on IS NULL OR ended_on >= coalesce(elected_on, recommended_on)", name="ended_after"),
        Index(None, "worker_id", "kind", "level", "term", unique=True),
        Index(None, "elected_on", "id"),
    )
