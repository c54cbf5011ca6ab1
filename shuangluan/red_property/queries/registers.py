"""The rows of both registers: ids first, then columns; counted and listed by the very same conditions (D26)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from shuangluan.extensions import db
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.tables import Asked, Page, count_of, ids_of_page, page_of
from shuangluan.red_property.models import Meeting, Resolution, Signature
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.visibility import visible
from shuangluan.red_property.rules.resolutions import CARRIED, OPEN, ResolutionState
from shuangluan.red_property.rules.words import BEFORE, MeetingKind, MeetingState

M, R = Meeting, Resolution
Views = Mapping[str, ColumnElement[bool] | None]


@dataclass(frozen=True)
class Columns:
    """What a register draws: the select of its columns, the id it pages by, the order."""

    columns: Any
    key: Any
    order: Sequence[Any]


def meeting_page(
    asked: Asked, viewer: Viewer, today: date, figure: Select[Any] | None = None
) -> tuple[Page, dict[str, int]]:
    """The meetings asked for, and the numbers of the views; `figure`: the ids of the figure whose list it is."""
    drawn, base, views = _meetings(asked, viewer, today)
    return paged(asked, base, views, drawn, figure)


def _meetings(asked: Asked, viewer: Viewer, today: date) -> tuple[Columns, Select[Any], Views]:
    views: Views = {
        "all": None,
        "draft": M.state == MeetingState.HELD,
        "pending": M.state == MeetingState.PENDING,
        "signed": M.state == MeetingState.SIGNED,
        "inquorate": M.state == MeetingState.INQUORATE,
        "planned": M.state.in_(BEFORE),
    }
    base = visible(viewer, today, M.id).where(*_meeting_conditions(asked))
    signed = (
        select(func.count())
        .where(
            Signature.meeting_id == M.id, Signature.version == M.version, Signature.voided_at.is_(None),
            Signature.amendment_id.is_(None),
        )
        .scalar_subquery()
    )  # fmt: skip
    columns: Any = select(
        M.id, M.title, M.community, M.held_on, M.kind, M.state, M.recorder_name, M.submitted_on, M.signed_on,
        signed.label("signatures"),
    )  # fmt: skip
    order = [M.held_on.desc(), M.id.desc()] if asked.desc else [M.held_on, M.id]
    return Columns(columns, M.id, order), base, views


def resolution_page(
    asked: Asked, viewer: Viewer, today: date, figure: Select[Any] | None = None
) -> tuple[Page, dict[str, int]]:
    """The resolutions in force asked for, of the meetings that the viewer may open, and the numbers of the views."""
    drawn, base, views = _resolutions(asked, viewer, today)
    return paged(asked, base, views, drawn, figure)


def _resolutions(asked: Asked, viewer: Viewer, today: date) -> tuple[Columns, Select[Any], Views]:
    postponed = book_on(today).terms.postpone_to_street
    views: Views = {
        "open": R.state.in_(OPEN),
        "overdue": and_(R.state.in_(OPEN), R.due_on < today),
        "street": and_(R.state.in_(CARRIED), R.postponements >= postponed),
        "done": R.state == ResolutionState.DONE,
        "all": None,
    }
    base = select(R.id).where(
        R.in_force, R.meeting_id.in_(visible(viewer, today, M.id)), *_resolution_conditions(asked)
    )
    columns: Any = select(
        R.id, R.text, R.no, R.holder_party, R.holder_name, R.due_on, R.first_due_on, R.state, R.percent,
        R.postponements, M.title,
    ).join(M, M.id == R.meeting_id)  # fmt: skip
    order = [R.due_on.desc(), R.id.desc()] if asked.desc else [R.due_on, R.id]
    return Columns(columns, R.id, order), base, views


def paged(
    asked: Asked,
    base: Select[Any],
    views: Views,
    drawn: Columns,
    figure: Select[Any] | None = None,
) -> tuple[Page, dict[str, int]]:
    """Two statements: every number, then the rows of the page."""
    of_view = {name: base if rule is None else base.where(rule) for name, rule in views.items()}
    if figure is not None:
        of_view[asked.view] = base.where(drawn.key.in_(figure))
    row = db.session.execute(select(*(count_of(ids).label(name or "figure") for name, ids in of_view.items()))).one()
    counts = {name: int(row._mapping[name or "figure"]) for name in of_view}
    ids = ids_of_page(of_view[asked.view], drawn.order, asked).subquery()
    found = db.session.execute(drawn.columns.where(drawn.key.in_(select(ids.c[0]))).order_by(*drawn.order)).all()
    return page_of(found, counts[asked.view], asked), counts


def _meeting_conditions(asked: Asked) -> list[ColumnElement[bool]]:
    values, found = asked.values, _area(asked, M.community)
    if values.get("q"):
        found.append(matches(M.search_text, norm(values["q"])))
    if values.get("kind"):
        found.append(M.kind == MeetingKind(values["kind"]))
    return [*found, *_between(asked, "held", M.held_on)]


def _resolution_conditions(asked: Asked) -> list[ColumnElement[bool]]:
    values, found = asked.values, _area(asked, R.community)
    if values.get("q"):
        found.append(matches(R.search_text, norm(values["q"])))
    if values.get("party"):
        found.append(R.holder_party == values["party"])
    if values.get("state"):
        found.append(R.state == values["state"])
    return [*found, *_between(asked, "due", R.due_on)]


def _area(asked: Asked, column: Any) -> list[ColumnElement[bool]]:
    area = asked.extra.get("area")
    return [area_range(column, area)] if area else []


def _between(asked: Asked, key: str, column: Any) -> list[ColumnElement[bool]]:
    since, until = asked.date(f"{key}_from"), asked.date(f"{key}_to")
    return [*([column >= since] if since else []), *([column <= until] if until else [])]


def all_meetings(
    asked: Asked, viewer: Viewer, today: date, most: int, figure: Select[Any] | None = None
) -> Sequence[Any]:
    """Every meeting asked for, at most one more than `most`: an export that would be cut is refused."""
    drawn, base, views = _meetings(asked, viewer, today)
    return whole(asked, base, views, drawn, figure, most)


def all_resolutions(
    asked: Asked, viewer: Viewer, today: date, most: int, figure: Select[Any] | None = None
) -> Sequence[Any]:
    """Every resolution asked for, at most one more than `most`."""
    drawn, base, views = _resolutions(asked, viewer, today)
    return whole(asked, base, views, drawn, figure, most)


def whole(
    asked: Asked,
    base: Select[Any],
    views: Views,
    drawn: Columns,
    figure: Select[Any] | None,
    most: int,
) -> Sequence[Any]:
    """The rows of a whole list; one more than `most` where there are more."""
    rule = views.get(asked.view)
    ids = base.where(drawn.key.in_(figure)) if figure is not None else base if rule is None else base.where(rule)
    return db.session.execute(
        drawn.columns.where(drawn.key.in_(ids)).order_by(*drawn.order).limit(most + 1)
    ).all()
