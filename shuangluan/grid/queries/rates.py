"""物业类诉求 of compounds in a year, asked through a port: how many were solved, who is content (RP-37).

The same rows as the figures grid.solved and grid.satisfied count, so that the lists beside the numbers are theirs.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import case, func, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, AppealReporter
from shuangluan.grid.queries import conditions as are
from shuangluan.grid.queries.book import catalogue_on
from shuangluan.grid.rules import AppealState
from shuangluan.kernel import clock
from shuangluan.kernel.ports import AppealRates

PROPERTY = "property"  # the domain of the catalogue
Rates = dict[int, tuple[int, int]]


def rates(compound_ids: Sequence[int], year: int, now: datetime) -> Mapping[int, AppealRates]:
    """The rates of each compound that has appeals closed in the year; restricted ones are none of it."""
    catalogue = catalogue_on(clock.local_day(now))
    outcomes = [kind for kind in catalogue.outcomes if kind.in_rate]
    closed = Appeal.state.in_([AppealState.CLOSED, AppealState.ARCHIVED])
    judged = Appeal.outcome.in_([kind.code for kind in outcomes])
    solved = Appeal.outcome.in_([kind.code for kind in outcomes if kind.counts_solved])
    answered = [kind.satisfaction for kind in catalogue.satisfaction if kind.answered]
    content = [kind.satisfaction for kind in catalogue.satisfaction if kind.answered and kind.positive]
    own = _of_year(compound_ids, year)
    cases = _counted(
        select(Appeal.compound_id, func.count(case((solved, 1))), func.count()).where(
            *own, are.is_rated(), closed, judged
        )
    )
    words = _counted(
        select(Appeal.compound_id, func.count(case((AppealReporter.satisfaction.in_(content), 1))), func.count())
        .join(AppealReporter, AppealReporter.asked_root_id == Appeal.id)
        .where(*own, AppealReporter.satisfaction.in_(answered))
    )
    return {one: AppealRates(cases.get(one, (0, 0)), words.get(one, (0, 0))) for one in {*cases, *words}}


def addresses(compound_id: int, year: int) -> Mapping[str, str]:
    """The lists of what is judged, by rate: they are the figures' own, narrowed to the compound."""
    asked = {"part": "d", "period": year, "compound": compound_id, "domain": PROPERTY}
    return {
        "solved": f"/grid/appeals?{urlencode({'figure': 'grid.solved', **asked})}",
        "satisfied": f"/grid/answers?{urlencode({'figure': 'grid.satisfied', **asked})}",
    }


def _of_year(compound_ids: Sequence[int], year: int) -> tuple[Any, ...]:
    since, until = date(year, 1, 1), date(year + 1, 1, 1)
    return (
        Appeal.compound_id.in_(compound_ids),
        Appeal.domain == PROPERTY,
        Appeal.is_restricted.is_(False),
        Appeal.last_closed_on >= since,
        Appeal.last_closed_on < until,
    )


def _counted(found: Any) -> Rates:
    """Compound → (part, base)."""
    return {row[0]: (row[1], row[2]) for row in db.session.execute(found.group_by(Appeal.compound_id))}
