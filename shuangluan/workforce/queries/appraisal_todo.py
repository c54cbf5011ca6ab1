"""What awaits a viewer in the appraisal: objections, scores to pass, 复核 to answer, a year to confirm (D7)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, and_, cast, exists, literal, literal_column, null, or_, select

from shuangluan.extensions import UtcDateTime
from shuangluan.kernel import clock
from shuangluan.kernel.models import Person, Publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.postings import PostingState
from shuangluan.workforce.models import AppraisalEffect, AppraisalMonth, AppraisalScore, AppraisalYear, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.years import KIND
from shuangluan.workforce.rules.daily import MonthState
from shuangluan.workforce.rules.effects import DISTRICT_ONLY, DISTRICT_ROLE, EffectState
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
    if viewer.can(Perm.APPRAISAL_SERVE):
        found.append(_years("serve", "有结果没有送达", _has_unserved(viewer)))
    if viewer.can(Perm.EFFECT_DECIDE):
        found.append(_effects(viewer, clock.local_day(now)))
    if viewer.can(Perm.OWN_ANSWER):
        found.append(_own_results(viewer))
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


def _has_unserved(viewer: Viewer) -> Any:
    return exists().where(
        AppraisalScore.year_id == AppraisalYear.id, AppraisalScore.state == ScoreState.PUBLISHED,
        AppraisalScore.served_on.is_(None), viewer.within(Perm.APPRAISAL_SERVE, AppraisalScore.community),
    )  # fmt: skip


def _effects(viewer: Viewer, day: date) -> Select[Any]:
    """Steps to decide, and decided ones that are overdue; those of the district only are the reviewer's."""
    waiting = or_(
        AppraisalEffect.state == EffectState.PROPOSED,
        and_(AppraisalEffect.state == EffectState.DECIDED, AppraisalEffect.due_on < day),
    )
    rows: Select[Any] = (
        _row("effect", AppraisalEffect.id, Person.name, "考核结果运用待办")
        .join(Worker, Worker.id == AppraisalEffect.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(waiting, viewer.within(Perm.EFFECT_DECIDE, Worker.community), Worker.person_id != viewer.person_id)
    )
    if not viewer.holds_role(DISTRICT_ROLE):
        rows = rows.where(AppraisalEffect.kind.not_in(DISTRICT_ONLY))
    return rows


def _own_results(viewer: Viewer) -> Select[Any]:
    """Her own published result, until she signs for it (WF-104)."""
    title = cast(AppraisalYear.year, String) + literal(" 年度考核", String)
    rows: Select[Any] = (
        _row("own_result", AppraisalScore.id, title, "结果已公示，待签收")
        .join(AppraisalYear, AppraisalYear.id == AppraisalScore.year_id)
        .join(Worker, Worker.id == AppraisalScore.worker_id)
        .where(
            Worker.person_id == viewer.person_id, AppraisalScore.state == ScoreState.PUBLISHED,
            AppraisalScore.acknowledged_at.is_(None),
        )
    )  # fmt: skip
    return rows


def _may_confirm(viewer: Viewer, now: datetime) -> tuple[Any, ...]:
    """Published, the period is over, and somebody else computed it (WF-3)."""
    over = exists().where(
        Publicity.kind == KIND, Publicity.record_id == AppraisalYear.id, Publicity.state == PostingState.POSTED,
        Publicity.until < clock.local_day(now),
    )  # fmt: skip
    other = or_(AppraisalYear.computed_by_id.is_(None), AppraisalYear.computed_by_id != viewer.person_id)
    return AppraisalYear.state == YearState.PUBLISHED, over, other
