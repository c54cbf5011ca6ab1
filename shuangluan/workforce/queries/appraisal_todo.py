"""What awaits a viewer in the appraisal: objections, scores to pass, 复核 to answer, a year to confirm (D7)."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, exists, literal, literal_column, null, or_, select

from shuangluan.extensions import UtcDateTime
from shuangluan.kernel import clock
from shuangluan.kernel.models import Person, Publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.postings import PostingState
from shuangluan.workforce.models import AppraisalMonth, AppraisalScore, AppraisalYear, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.years import KIND
from shuangluan.workforce.rules.daily import MonthState
from shuangluan.workforce.rules.years import ScoreState, YearState

NO_DEADLINE = cast(null(), UtcDateTime()).label("due_at")


def parts(viewer: Viewer, now: datetime) -> list[Select[Any]]:
    """The selects of the viewer's roles, each a row per record and step."""
    found: list[Select[Any]] = []
    if viewer.can(Perm.MONTH_SETTLE):
        found.append(_objections(viewer))
    if viewer.can(Perm.APPRAISAL_REVIEW):
        found.append(_years("pass", "年度考核待街道审核", _has_waiting(viewer)))
    if viewer.can(Perm.APPRAISAL_RUN):
        found.append(_reviews(viewer))
    if viewer.can(Perm.APPRAISAL_CONFIRM):
        found.append(_years("confirm", "公示期满，待确认", *_may_confirm(viewer, now)))
    return found


def _row(step: str, record_id: Any, title: Any, note: str) -> Any:
    return select(
        literal_column(f"'workforce.{step}'", String).label("step"), record_id.label("record_id"), title.label("title"),
        literal(note, String).label("note"), NO_DEADLINE,
    )  # fmt: skip


def _objections(viewer: Viewer) -> Select[Any]:
    rows: Select[Any] = (
        _row("month_objection", AppraisalMonth.id, Person.name, "对月度考核有异议")
        .join(Worker, Worker.id == AppraisalMonth.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(
            AppraisalMonth.state == MonthState.DISPUTED, viewer.within(Perm.MONTH_SETTLE, AppraisalMonth.community)
        )
    )
    return rows


def _reviews(viewer: Viewer) -> Select[Any]:
    rows: Select[Any] = (
        _row("answer", AppraisalScore.id, Person.name, "申请复核年度考核")
        .join(Worker, Worker.id == AppraisalScore.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(
            AppraisalScore.state == ScoreState.REVIEWING, viewer.within(Perm.APPRAISAL_RUN, AppraisalScore.community)
        )
    )
    return rows


def _years(step: str, note: str, *conditions: Any) -> Select[Any]:
    title = cast(AppraisalYear.year, String) + literal(" 年度考核", String)
    rows: Select[Any] = _row(step, AppraisalYear.id, title, note).where(*conditions)
    return rows


def _has_waiting(viewer: Viewer) -> Any:
    waiting = (ScoreState.PROPOSED, ScoreState.DOUBTFUL)
    return exists().where(
        AppraisalScore.year_id == AppraisalYear.id, AppraisalScore.state.in_(waiting),
        viewer.within(Perm.APPRAISAL_REVIEW, AppraisalScore.community),
    )  # fmt: skip


def _may_confirm(viewer: Viewer, now: datetime) -> tuple[Any, ...]:
    """Published, the period is over, and somebody else computed it (WF-3)."""
    over = exists().where(
        Publicity.kind == KIND, Publicity.record_id == AppraisalYear.id, Publicity.state == PostingState.POSTED,
        Publicity.until < clock.local_day(now),
    )  # fmt: skip
    other = or_(AppraisalYear.computed_by_id.is_(None), AppraisalYear.computed_by_id != viewer.person_id)
    return AppraisalYear.state == YearState.PUBLISHED, over, other
