"""居民满意度测评: rounds, the sheets of codes, and answers that nothing joins to a code (WF-21, WF-96, WF-116)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shuangluan.extensions import Base
from shuangluan.workforce.rules.survey import Rater, SurveyState


class Survey(Base):
    """A round of a community and year."""

    __tablename__ = "workforce_survey"
    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    community: Mapped[str] = mapped_column(ForeignKey("area.code"))
    round: Mapped[int]
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    state: Mapped[SurveyState]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (
        CheckConstraint("closes_on >= opens_on", name="period"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_at_with_by"),
        CheckConstraint("(closed_at IS NULL) = (state = 'open')", name="closed_with_state"),
        Index(None, "year", "community", "round", unique=True),
    )


class SurveySheet(Base):
    """A sheet of codes that was printed: how many, for whom; the codes themselves are nowhere (`kernel.tokens`)."""

    __tablename__ = "workforce_survey_sheet"
    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("workforce_survey.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    rater: Mapped[Rater]
    count: Mapped[int]
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int]
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None]
    row_version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": row_version}
    __table_args__ = (CheckConstraint("(revoked_at IS NULL) = (revoked_by_id IS NULL)", name="revoked_at_with_by"),)


class SurveyAnswer(Base):
    """One answer. Its id is drawn at random and no time stands in it: neither order nor clock leads to its code."""

    __tablename__ = "workforce_survey_answer"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    survey_id: Mapped[int] = mapped_column(ForeignKey("workforce_survey.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"))
    rater: Mapped[Rater]
    option: Mapped[str] = mapped_column(String(20))
