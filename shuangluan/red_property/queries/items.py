"""The register of 协商 items across meetings: what they came to (RP-61, RP-65)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from shuangluan.kernel.models import Matter
from shuangluan.kernel.permissions import Viewer, area_range
from shuangluan.kernel.search import norm
from shuangluan.kernel.tables import Asked, Page
from shuangluan.red_property.models import Meeting, MeetingItem, Resolution
from shuangluan.red_property.queries.registers import Columns, Views, paged, whole
from shuangluan.red_property.queries.visibility import visible
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.words import SUBMITTED, Conclusion, ItemKind

T, M, R = MeetingItem, Meeting, Resolution


def negotiated(viewer: Viewer, day: date) -> Select[Any]:
    """Ids of the 协商 items of submitted records that the viewer may open."""
    own = visible(viewer, day, M.id).where(M.state.in_(SUBMITTED))
    found = select(T.id).join(M, M.id == T.meeting_id)
    return found.where(T.kind == ItemKind.NEGOTIATE, T.meeting_id.in_(own))


def is_resolved(before: date) -> ColumnElement[bool]:
    """At least one resolution, and all of them done before a day; what is done has its evidence (RP-65)."""
    of_item = R.item_id == T.id
    late = (R.state != ResolutionState.DONE) | (R.done_on >= before)
    return exists().where(of_item) & ~exists().where(of_item, late)


def item_page(
    asked: Asked, viewer: Viewer, today: date, figure: Select[Any] | None = None
) -> tuple[Page, dict[str, int]]:
    """The items asked for, and the numbers of the views."""
    drawn, base, views = _items(asked, viewer, today)
    return paged(asked, base, views, drawn, figure)


def all_items(
    asked: Asked, viewer: Viewer, today: date, most: int, figure: Select[Any] | None = None
) -> Sequence[Any]:
    """Every item asked for, at most one more than `most`."""
    drawn, base, views = _items(asked, viewer, today)
    return whole(asked, base, views, drawn, figure, most)


def _items(asked: Asked, viewer: Viewer, today: date) -> tuple[Columns, Select[Any], Views]:
    views: Views = {
        "all": None,
        "resolved": is_resolved(date.max),
        "not_agreed": T.conclusion == Conclusion.NOT_AGREED,
        "carried": T.conclusion == Conclusion.CARRIED,
    }
    count = select(func.count()).where(R.item_id == T.id).scalar_subquery()
    done = select(func.count()).where(R.item_id == T.id, R.state == ResolutionState.DONE).scalar_subquery()
    columns: Any = (
        select(
            T.id, T.title, T.topic, T.conclusion, T.meeting_id, M.title.label("meeting"), M.community, M.held_on,
            Matter.state_label, Matter.stage, count.label("resolutions"), done.label("done"),
        )
        .join(M, M.id == T.meeting_id)
        .join(Matter, Matter.id == T.matter_id)
    )  # fmt: skip
    order = [M.held_on.desc(), T.id.desc()] if asked.desc else [M.held_on, T.id]
    base = negotiated(viewer, today).where(*_conditions(asked))
    return Columns(columns, T.id, order), base, views


def _conditions(asked: Asked) -> list[ColumnElement[bool]]:
    values, area = asked.values, asked.extra.get("area")
    found: list[ColumnElement[bool]] = [area_range(M.community, area)] if area else []
    since, until = asked.date("held_from"), asked.date("held_to")
    found += [*([M.held_on >= since] if since else []), *([M.held_on <= until] if until else [])]
    if values.get("q"):
        found.append(func.lower(T.title).contains(norm(values["q"]), autoescape=True))
    if values.get("topic"):
        found.append(T.topic == values["topic"])
    return found
