"""Appraisal years and the scores of persons within the viewer's scope; never in an order of ranks (WF-102)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Person, RuleScheme
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import AppraisalScore, AppraisalYear, PeerMark, PeerTurn, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.rules.amounts import yuan_of
from shuangluan.workforce.rules.years import RESULTS, YearState

KIND = "workforce.appraisal_year"  # of its 公示


def year(year_id: int, *, viewer: Viewer) -> AppraisalYear | None:
    """The year: one for the district, open to all who may read it."""
    return db.session.get(AppraisalYear, year_id) if viewer.can(Perm.APPRAISAL_READ) else None


def plan_of(record: AppraisalYear) -> dict[str, Any]:
    """The scheme by which the year is judged."""
    payload: dict[str, Any] = db.session.scalars(
        select(RuleScheme.payload).where(RuleScheme.id == record.scheme_id)
    ).one()
    return payload


def _scores(viewer: Viewer, permission: Perm) -> Select[AppraisalScore]:
    return select(AppraisalScore).where(viewer.within(permission, AppraisalScore.community))


def score(score_id: int, *, viewer: Viewer, permission: Perm) -> tuple[AppraisalScore, AppraisalYear] | None:
    """A person's year with the year, if it exists for the viewer."""
    found = db.session.scalar(_scores(viewer, permission).where(AppraisalScore.id == score_id))
    record = db.session.get(AppraisalYear, found.year_id) if found else None
    return (found, record) if found and record else None


def scores(
    record: AppraisalYear, viewer: Viewer, *, area: str | None = None, permission: Perm = Perm.APPRAISAL_READ
) -> list[AppraisalScore]:
    """The persons of a year by community and pinyin (WF-102)."""
    rows = db.session.scalars(
        _scores(viewer, permission)
        .join(Worker, Worker.id == AppraisalScore.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(AppraisalScore.year_id == record.id)
        .order_by(AppraisalScore.community, Person.pinyin, AppraisalScore.id)
    )
    return [one for one in rows if one.community.startswith(area or "")]


def all_scores(record: AppraisalYear) -> list[AppraisalScore]:
    """Everybody of a year, for the computation."""
    rows = select(AppraisalScore).where(AppraisalScore.year_id == record.id).order_by(AppraisalScore.id)
    return list(db.session.scalars(rows))


def own_scores(worker: Worker) -> list[tuple[AppraisalScore, AppraisalYear]]:
    """A worker's years, the newest first; nothing of a year before it was published."""
    rows = db.session.execute(
        select(AppraisalScore, AppraisalYear)
        .join(AppraisalYear, AppraisalYear.id == AppraisalScore.year_id)
        .where(AppraisalScore.worker_id == worker.id, AppraisalScore.state.in_(RESULTS))
        .order_by(AppraisalYear.year.desc())
    )
    return [(row[0], row[1]) for row in rows]


def own_score(score_id: int, worker: Worker) -> tuple[AppraisalScore, AppraisalYear] | None:
    """One of a worker's published years."""
    return next((one for one in own_scores(worker) if one[0].id == score_id), None)


def marks_of(record: AppraisalYear) -> dict[int, list[str]]:
    """The marks of colleagues by score, in an order that says nothing."""
    rows = db.session.execute(
        select(PeerMark.score_id, PeerMark.points_x100)
        .join(AppraisalScore, AppraisalScore.id == PeerMark.score_id)
        .where(AppraisalScore.year_id == record.id)
        .order_by(PeerMark.points_x100)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for score_id, points in rows:
        found[score_id].append(yuan_of(points))
    return found


def peers_to_mark(worker: Worker) -> tuple[AppraisalYear, Sequence[AppraisalScore]] | None:
    """The colleagues whom a worker has still to mark in the year that is gathering; None where there are none."""
    record = db.session.scalar(
        select(AppraisalYear).where(AppraisalYear.state == YearState.GATHERING).order_by(AppraisalYear.year).limit(1)
    )
    if record is None:
        return None
    done = select(PeerTurn.id).where(PeerTurn.year_id == record.id, PeerTurn.worker_id == worker.id)
    rows = db.session.scalars(
        select(AppraisalScore)
        .join(Worker, Worker.id == AppraisalScore.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .where(
            AppraisalScore.year_id == record.id, AppraisalScore.community == worker.community,
            AppraisalScore.worker_id != worker.id,
        )
        .order_by(Person.pinyin, AppraisalScore.id)
    ).all()  # fmt: skip
    return (record, rows) if rows and db.session.scalar(done) is None else None


def last_day(record: AppraisalYear) -> date:
    """31 December of the year."""
    return date(record.year, 12, 31)
