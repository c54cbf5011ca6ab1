"""A year that was kept elsewhere, brought in at once: months, answers, marks, street scores (WF-95 to WF-98).

Each call is one entry of the trail with how many rows it brought; what it brings counts as if it had been typed.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import insert, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.forms import MAX_ID
from shuangluan.workforce.models import (
    AppraisalMonth,
    AppraisalScore,
    AppraisalYear,
    DailyEntry,
    PeerMark,
    PeerTurn,
    Survey,
    SurveyAnswer,
)
from shuangluan.workforce.queries.years import plan_of
from shuangluan.workforce.rules import sentences, years
from shuangluan.workforce.rules.daily import MonthState, last_of
from shuangluan.workforce.rules.survey import Rater

ANSWER_DAYS = 5  # between the end of a month and the last day for its answer, as the paper said


def _drawn() -> int:
    return secrets.randbelow(MAX_ID) + 1


@dataclass(frozen=True)
class PastMonth:
    """A month that its worker has confirmed: signed points in hundredths by item, each with its reason."""

    worker_id: int
    community: str
    month: date
    entries: Sequence[tuple[str, int, str]]


def bring_in_months(record: AppraisalYear, months: Sequence[PastMonth], *, by: audit.Actor, at: datetime) -> int:
    """Locked months with their entries; how many."""
    person = by.id or 0
    rows = []
    for one in months:
        end = last_of(one.month)
        sent_at = clock.start_of(end)
        rows.append({
            "worker_id": one.worker_id, "community": one.community, "month": one.month, "state": MonthState.LOCKED,
            "written_at": sent_at, "written_by_id": person, "sent_at": sent_at, "sent_by_id": person,
            "confirm_until": end + timedelta(ANSWER_DAYS), "is_estimated": False, "answered_at": None,
            "objection": "", "finding": "", "row_version": 1,
        })  # fmt: skip
    db.session.execute(insert(AppraisalMonth), rows)
    year = (date(record.year, 1, 1), date(record.year, 12, 31))
    stored = select(AppraisalMonth.worker_id, AppraisalMonth.month, AppraisalMonth.id)
    known = {
        (worker_id, month): month_id
        for worker_id, month, month_id in db.session.execute(stored.where(AppraisalMonth.month.between(*year)))
    }
    entries = [
        {"month_id": known[one.worker_id, one.month], "item": item, "points_x100": points, "why": why,
         "entered_at": clock.start_of(last_of(one.month)), "entered_by_id": person}
        for one in months
        for item, points, why in one.entries
    ]  # fmt: skip
    if entries:
        db.session.execute(insert(DailyEntry), entries)
    audit.noted(sentences.HISTORY_BROUGHT, record, by=by, at=at, detail={"months": len(rows), "entries": len(entries)})
    return len(rows)


def bring_in_answers(
    survey: Survey, counts: Mapping[tuple[Rater, str], int], *, by: audit.Actor, at: datetime,
    draw: Callable[[], int] = _drawn,
) -> int:  # fmt: skip
    """The answers of a round by rater and option; nothing says whose they are (WF-116). How many."""
    rows = [
        {"id": draw(), "survey_id": survey.id, "grid_id": None, "rater": rater, "option": option}
        for (rater, option), count in counts.items()
        for _ in range(count)
    ]
    db.session.execute(insert(SurveyAnswer), sorted(rows, key=lambda one: str(one["id"])))
    audit.noted(sentences.HISTORY_BROUGHT, survey, by=by, at=at, detail={"answers": len(rows)})
    return len(rows)


def bring_in_marks(
    record: AppraisalYear, marks: Mapping[int, Sequence[int]], markers: Sequence[int], *, by: audit.Actor,
    at: datetime, draw: Callable[[], int] = _drawn,
) -> int:  # fmt: skip
    """互评: marks in hundredths by score, and which workers gave some; who gave which is not told (WF-98)."""
    rows = [
        {"id": draw(), "score_id": score_id, "points_x100": points}
        for score_id, listed in marks.items()
        for points in listed
    ]
    db.session.execute(insert(PeerMark), sorted(rows, key=lambda one: one["id"]))
    db.session.execute(insert(PeerTurn), [{"year_id": record.id, "worker_id": one} for one in markers])
    audit.noted(sentences.HISTORY_BROUGHT, record, by=by, at=at, detail={"marks": len(rows)})
    return len(rows)


def bring_in_street_scores(
    record: AppraisalYear, points: Mapping[int, Mapping[str, str]], *, by: audit.Actor, at: datetime
) -> int:
    """德能勤绩廉 by score id, as the street's sheet has them; how many. Raises RuleBroken for points that cannot be."""
    plan = plan_of(record)
    found = {one.id: one for one in db.session.scalars(
        select(AppraisalScore).where(AppraisalScore.year_id == record.id, AppraisalScore.id.in_(points)))}  # fmt: skip
    for score_id, given in points.items():
        years.street_score(plan, given)
        found[score_id].street_points = dict(given)
    audit.noted(sentences.HISTORY_BROUGHT, record, by=by, at=at, detail={"street_scores": len(points)})
    return len(points)
