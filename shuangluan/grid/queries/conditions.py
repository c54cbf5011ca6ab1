"""What figures, tabs and to-dos ask of an appeal, said once (GR-73), in the words that partial indexes are made of."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_

from shuangluan.grid.models import Appeal
from shuangluan.grid.rules import NEVER_COUNTED, OPEN, RATED, AppealState, Outcome


# Written into the statement, not sent beside it: only so does a planner see that the partial index holds them all.
def _written(key: str, states: Collection[AppealState]) -> BindParameter[Any]:
    return bindparam(key, [s for s in AppealState if s in states], expanding=True, literal_execute=True)


_OPEN = _written("open_states", OPEN)
_RATED = _written("rated_states", RATED)
_NEVER = _written("never_counted", NEVER_COUNTED)
_NO_MATTER = _written("no_matter", NEVER_COUNTED | {AppealState.MERGED})


@cache  # an expression never changes, and making one costs more than reading it
def is_open() -> ColumnElement[bool]:
    """在办: a root that is neither ended nor closed."""
    return Appeal.state.in_(_OPEN)


@cache
def is_closed() -> ColumnElement[bool]:
    """已办结, archived ones among them: their state is derived."""
    closed: ColumnElement[bool] = Appeal.closed_at.is_not(None)
    return closed


@cache
def is_rated() -> ColumnElement[bool]:
    """Rejected, voided, withdrawn and merged appeals are in no rate (GR-34)."""
    return Appeal.state.in_(_RATED)


@cache
def is_case() -> ColumnElement[bool]:
    """One of the 件次: a merged child counts, what was rejected or voided does not (GR-31)."""
    return Appeal.state.not_in(_NEVER)


@cache
def is_matter() -> ColumnElement[bool]:
    """One of the 事项: a root among the cases (GR-31)."""
    return Appeal.state.not_in(_NO_MATTER)


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """逾期: an open root past its promise; one that was answered in time only waits to be verified (GR-73)."""
    return and_(is_open(), Appeal.due_at < now, _not_answered_by(Appeal.due_at))


def is_severe(now: datetime) -> ColumnElement[bool]:
    """严重超期: likewise past three times the limit (GR-27)."""
    return and_(is_open(), Appeal.severe_at < now, _not_answered_by(Appeal.severe_at))


def is_due_within(now: datetime, until: datetime) -> ColumnElement[bool]:
    """到期: an open root, not answered yet, whose promise ends between two moments."""
    return and_(is_open(), Appeal.responded_at.is_(None), Appeal.due_at >= now, Appeal.due_at <= until)


def _not_answered_by(moment: Any) -> ColumnElement[bool]:
    return or_(Appeal.responded_at.is_(None), Appeal.responded_at > moment)


@cache
def is_paused() -> ColumnElement[bool]:
    """挂起: an open root whose clock stands."""
    return and_(is_open(), Appeal.is_suspended)


@cache
def is_shelved() -> ColumnElement[bool]:
    """挂账: closed for the clocks, its review not written yet (GR-30)."""
    shelved: BindParameter[str] = bindparam("shelved", Outcome.SHELVED.value, literal_execute=True)
    return and_(is_closed(), Appeal.outcome == shelved, Appeal.reviewed_at.is_(None))


@cache
def is_unlocated() -> ColumnElement[bool]:
    """待定位: open, and in no grid yet (GR-11)."""
    return and_(is_open(), Appeal.grid_id.is_(None))


def is_answered_by(moment: Any) -> ColumnElement[bool]:
    """Answered at or before a moment (GR-25)."""
    answered: ColumnElement[bool] = Appeal.responded_at <= moment
    return answered
