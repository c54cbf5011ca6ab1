"""What a phone of the grid shows: what waits for one, and what one has reported oneself (GR-2, GR-72)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, type_coerce

from shuangluan.extensions import UtcDateTime, db
from shuangluan.grid.models import Appeal
from shuangluan.grid.queries.todo import todo
from shuangluan.grid.queries.visibility import visible
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches
from shuangluan.kernel.tables import Asked, Column, Filter, Page, Table, count_of, ids_of_page, page_of

PHONE_REPORTS = Table(
    key="phone_reports",
    name="我报的",
    columns=[Column("registered_at", "登记", sort=True)],
    filters=[Filter("q", "关键词")],
    views=[],
    default_sort="registered_at",
    default_desc=True,
)
PHONE_TODO = Table(
    key="phone_todo",
    name="待我办",
    columns=[Column("due_at", "期限", sort=True)],
    filters=[Filter("q", "关键词")],
    views=[],
    default_sort="due_at",
)


def my_reports(viewer: Viewer, asked: Asked, day: date) -> Page:
    """A page of the appeals that the viewer registered himself, the latest first; two statements."""
    order = (Appeal.registered_at.desc(), Appeal.id.desc())
    mine = visible(viewer, day, Appeal.id).where(
        Appeal.registered_by_id == viewer.person_id, matches(Appeal.search_text, asked.values.get("q", ""))
    )
    total = db.session.scalar(select(count_of(mine))) or 0
    page: Any = ids_of_page(mine, order, asked).subquery()
    rows = db.session.execute(
        select(
            Appeal.id,
            Appeal.no,
            Appeal.title,
            Appeal.state,
            Appeal.address_text,
            Appeal.registered_at,
            Appeal.reopen_until,
        )
        .where(Appeal.id.in_(select(page.c.id)))
        .order_by(*order)
    ).all()
    return page_of(rows, total, asked)


def my_todo(viewer: Viewer, asked: Asked, now: datetime) -> Page:
    """A page of what waits for the viewer, the most pressing first; two statements."""
    waiting = todo(viewer, now)
    if waiting is None:
        return page_of([], 0, asked)
    row = waiting.subquery().c
    found = select(
        row.record_id, row.step, row.title, row.note, type_coerce(row.due_at, UtcDateTime()).label("due_at")
    ).where(matches(func.lower(row.title), asked.values.get("q", "")))
    total = db.session.scalar(select(count_of(found))) or 0
    order = (row.due_at.is_(None), row.due_at, row.record_id, row.step)
    return page_of(db.session.execute(ids_of_page(found, order, asked)).all(), total, asked)
