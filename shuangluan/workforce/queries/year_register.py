"""年度考核 as a list, and the persons of a year as a list; never in an order of ranks (WF-44, WF-102)."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Person, Publicity
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.postings import PostingState
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, in_area, open_to, within
from shuangluan.workforce.models import AppraisalScore, AppraisalYear, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.years import KIND
from shuangluan.workforce.rules.years import RESULTS, ScoreState, YearState

Y, S = AppraisalYear, AppraisalScore


def _people(viewer: Viewer, *conditions: ColumnElement[bool]) -> Any:
    rows = select(func.count(S.id)).where(S.year_id == Y.id, viewer.within(Perm.APPRAISAL_READ, S.community))
    return rows.where(*conditions).correlate(Y).scalar_subquery()


def _until() -> Any:
    """The last day of the list in force, of several the latest."""
    rows = select(func.max(Publicity.until)).where(
        Publicity.kind == KIND, Publicity.record_id == Y.id,
        Publicity.state.in_([PostingState.POSTED, PostingState.CONCLUDED]),
    )  # fmt: skip
    return rows.correlate(Y).scalar_subquery()


def years(viewer: Viewer) -> Source:
    """All years; the people of each are counted within the viewer's scope."""
    return Source(
        key=Y.id,
        ids=open_to(select(Y.id), Perm.APPRAISAL_READ),
        columns=lambda _: select(
            Y.id, Y.year, Y.state, Y.confirmed_at, _people(viewer).label("people"),
            _people(viewer, S.state == ScoreState.CONFIRMED).label("confirmed"),
            _people(viewer, S.state == ScoreState.HELD).label("held"), _until().label("until"),
        ),
        views=lambda _: {
            "all": None,
            "open": Y.state != YearState.CONFIRMED,
            "confirmed": Y.state == YearState.CONFIRMED,
        },
        filters={
            "q": lambda text, _: cast(Y.year, String).contains(text, autoescape=True),
            "state": lambda text, _: Y.state == YearState(text),
        },
        orders={"year": (Y.year,)},
    )  # fmt: skip


def _joined(*columns: Any) -> Any:
    rows = select(*columns).select_from(S).join(Worker, Worker.id == S.worker_id)
    return rows.join(Person, Person.id == Worker.person_id)


def _unserved() -> ColumnElement[bool]:
    return and_(S.state == ScoreState.PUBLISHED, S.served_on.is_(None))


@dataclass(frozen=True)
class Standing:
    """How far the persons of a year are, of those the viewer sees: how many by state, of them not served, the tied."""

    states: dict[ScoreState, int]
    unserved: int
    tied: tuple[str, ...]

    @property
    def waiting(self) -> int:
        """Whom nobody has looked at yet."""
        return self.states.get(ScoreState.PROPOSED, 0)

    @property
    def passed(self) -> int:
        """Who may be published."""
        return self.states.get(ScoreState.PASSED, 0)


def standing(year_id: int, viewer: Viewer, area: str | None) -> Standing:
    """Counted in one statement; the names of those who tie in another."""
    seen = [S.year_id == year_id, viewer.within(Perm.APPRAISAL_READ, S.community)]
    if area:
        seen.append(area_range(S.community, area))
    counted = select(S.state, func.count(S.id), func.count(S.id).filter(_unserved())).where(*seen)
    rows = db.session.execute(counted.group_by(S.state).order_by(S.state)).all()
    names = _joined(Person.name).where(*seen, S.is_tied).order_by(S.community, Person.pinyin, S.id)
    states = {state: people for state, people, _ in rows}
    return Standing(states, sum(unserved for *_, unserved in rows), tuple(db.session.scalars(names)))


def scores(year_id: int, permission: Perm = Perm.APPRAISAL_READ) -> Source:
    """The persons of a year, by community and pinyin (WF-102)."""
    return Source(
        key=S.id,
        ids=within(_joined(S.id).where(S.year_id == year_id), permission, S.community),
        columns=lambda _: _joined(S.id, S.community, S),
        views=lambda _: {
            "all": None,
            "waiting": S.state == ScoreState.PROPOSED,
            "doubtful": S.state == ScoreState.DOUBTFUL,
            "held": S.state == ScoreState.HELD,
            "reviewing": S.state == ScoreState.REVIEWING,
            "unserved": _unserved(),
            "results": S.state.in_(RESULTS),
            "served": S.served_on.is_not(None),
        },
        filters={
            "q": lambda text, _: matches(Worker.search_text, text),
            "rating": lambda text, _: S.rating == text,
            "state": lambda text, _: S.state == ScoreState(text),
        },
        orders={"name": (Person.pinyin,), "community": (S.community, Person.pinyin)},
        area=in_area(S.community),
    )
