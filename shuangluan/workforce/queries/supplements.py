"""Later lists of a year with who is on them, and who of it waits to be served (WF-44, WF-104)."""

from collections.abc import Sequence

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer
from shuangluan.workforce.models import AppraisalScore, AppraisalSupplement, AppraisalYear
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.years import scores
from shuangluan.workforce.rules.years import RESULTS, ScoreState

SUPPLEMENT = "workforce.appraisal_supplement"  # of its 公示


def supplement(supplement_id: int, *, viewer: Viewer) -> tuple[AppraisalSupplement, AppraisalYear] | None:
    """A later list with its year: one for the district, as the year is."""
    if not viewer.can(Perm.APPRAISAL_READ):
        return None
    row = db.session.execute(
        select(AppraisalSupplement, AppraisalYear)
        .join(AppraisalYear, AppraisalYear.id == AppraisalSupplement.year_id)
        .where(AppraisalSupplement.id == supplement_id)
    ).first()
    return None if row is None else (row[0], row[1])


def supplements_of(record: AppraisalYear) -> list[tuple[AppraisalSupplement, int]]:
    """The later lists of a year in their order, each with how many are on it."""
    people = (
        select(func.count())
        .where(AppraisalScore.supplement_id == AppraisalSupplement.id)
        .correlate(AppraisalSupplement)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(AppraisalSupplement, people)
        .where(AppraisalSupplement.year_id == record.id)
        .order_by(AppraisalSupplement.number)
    )
    return [(row[0], row[1]) for row in rows]


def results_to_serve(record: AppraisalYear, viewer: Viewer, area: str | None) -> Sequence[AppraisalScore]:
    """The published results of the viewer's people, by community and pinyin; served or not."""
    rows = scores(record, viewer, area=area, permission=Perm.APPRAISAL_SERVE)
    return [one for one in rows if one.state in RESULTS]


def is_unserved(row: AppraisalScore) -> bool:
    """Published, and not yet served with receipt."""
    return row.state is ScoreState.PUBLISHED and row.served_on is None
