"""Appeals that could be the same matter as one about to be registered or merged (GR-31, GR-33, GR-71)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, false, or_

from shuangluan.extensions import db
from shuangluan.grid import rules
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries.book import Book, book_on
from shuangluan.grid.queries.cases import is_archived
from shuangluan.grid.queries.visibility import visible
from shuangluan.grid.rules import OPEN, AppealState, Candidate
from shuangluan.kernel import clock
from shuangluan.kernel.permissions import Viewer

SHOWN = 5


@dataclass(frozen=True)
class Duplicate:
    """One of them, as the panel shows it."""

    id: int
    number: str
    title: str
    address_text: str
    state_label: str
    is_open: bool
    same_building: bool
    registered_on: date
    closed_on: date | None


def likely(
    viewer: Viewer,
    *,
    compound_id: int | None,
    category: str,
    building_id: int | None,
    day: date,
    exclude_id: int | None = None,
    book: Book | None = None,
) -> list[Duplicate]:
    """Same compound and category, open or closed for at most 30 days, the likeliest first; at most five.

    Only what the viewer may see; nothing without a compound. One statement, and the book where none is given.
    """
    if compound_id is None:
        return []
    terms = (book or book_on(day)).terms
    rows = {row.id: row for row in _rows(viewer, compound_id, category, building_id, day, exclude_id, terms)}
    candidates = [
        Candidate(row.id, row.state, row.registered_at, row.building_id, row.closed_on) for row in rows.values()
    ]
    ordered = rules.duplicates(candidates, building_id, day, terms)
    return [_duplicate(rows[one.id], building_id, day) for one in ordered[:SHOWN]]


def _rows(
    viewer: Viewer,
    compound_id: int,
    category: str,
    building_id: int | None,
    day: date,
    exclude_id: int | None,
    terms: rules.Terms,
) -> list[Any]:
    """In the order of the rule, so that the few that are read are those it would choose."""
    is_open = Appeal.state.in_(OPEN)
    ended = and_(Appeal.state == AppealState.CLOSED, Appeal.closed_on >= rules.duplicates_since(day, terms))
    same = Appeal.building_id == building_id if building_id is not None else false()
    rows = (
        visible(
            viewer, day, Appeal.id, Appeal.no, Appeal.title, Appeal.state, Appeal.registered_at,
            Appeal.registered_on, Appeal.building_id, Appeal.closed_on, Appeal.reopen_until, Appeal.address_text,
        )
        .where(Appeal.compound_id == compound_id, Appeal.category == category, or_(is_open, ended))
        .order_by(
            case((same, 0), else_=1), case((is_open, 0), else_=1), Appeal.registered_at.desc(), Appeal.id.desc()
        )
        .limit(SHOWN)
    )  # fmt: skip
    if exclude_id is not None:
        rows = rows.where(Appeal.id != exclude_id)
    return list(db.session.execute(rows))


def _duplicate(row: Any, building_id: int | None, day: date) -> Duplicate:
    state = AppealState.ARCHIVED if is_archived(row, day) else row.state
    return Duplicate(
        id=row.id,
        number=rules.short_number(row.no, clock.today()),
        title=row.title,
        address_text=row.address_text,
        state_label=rules.STATE_LABEL[state],
        is_open=row.state in OPEN,
        same_building=building_id is not None and row.building_id == building_id,
        registered_on=row.registered_on,
        closed_on=row.closed_on,
    )
