"""连续两年基本合格以下: whose confirmed results of two years in a row are among the lowest (WF-103, WF-221)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import aliased

from shuangluan.kernel import effective
from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, in_area, within
from shuangluan.workforce.models import AnnualResult, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.queries.schemes import APPRAISAL

newest, previous = aliased(AnnualResult, name="newest"), aliased(AnnualResult, name="previous")


def poor_ratings(day: date) -> list[str]:
    """The two lowest bands of the plan in force on `day`: 基本合格, 不合格."""
    return [str(band["rating"]) for band in effective.scheme_on(APPRAISAL, day).payload["bands"]][-2:]


def _last_year() -> Any:
    """The last year of which a worker has a confirmed result."""
    rows = select(func.max(AnnualResult.year)).where(
        AnnualResult.worker_id == Worker.id, AnnualResult.confirmed_on.is_not(None)
    )
    return rows.correlate(Worker).scalar_subquery()


def _is_poor(result: Any, ratings: Sequence[str]) -> ColumnElement[bool]:
    return and_(result.worker_id == Worker.id, result.confirmed_on.is_not(None), result.rating.in_(ratings))


def _rating(years_before: int) -> Any:
    rows = select(AnnualResult.rating).where(
        AnnualResult.worker_id == Worker.id, AnnualResult.confirmed_on.is_not(None),
        AnnualResult.year == _last_year() - years_before,
    )  # fmt: skip
    return rows.correlate(Worker).scalar_subquery()


def _joined(*columns: Any) -> Any:
    return select(*columns).select_from(Worker).join(Person, Person.id == Worker.person_id)


def _columns(_: date) -> Any:
    return _joined(
        Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Person.name,
        _last_year().label("year"), _rating(0).label("rating"), _rating(1).label("rating_before"),
    )  # fmt: skip


def poor_results(ratings: Sequence[str]) -> Source:
    """The list under the bands of a day; it is cut by who reads appraisals."""
    once = exists().where(_is_poor(newest, ratings), newest.year == _last_year()).correlate(Worker)
    pair = exists().where(_is_poor(newest, ratings), _is_poor(previous, ratings), previous.year == newest.year - 1)
    twice = pair.where(newest.year == _last_year()).correlate(Worker)
    return Source(
        key=Worker.id,
        ids=within(_joined(Worker.id), Perm.APPRAISAL_READ, Worker.community),
        columns=_columns,
        views=lambda _: {
            "twice": and_(is_employed(), twice),
            "once": and_(is_employed(), once),
            "ever": and_(is_employed(), pair.correlate(Worker)),
        },
        filters={"q": lambda text, _: matches(Worker.search_text, text)},
        orders={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
        area=in_area(Worker.community),
    )
