"""The register of 协商 items across meetings: what they came to (RP-61, RP-65)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from shuangluan.kernel.models import Matter
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import norm
from shuangluan.kernel.sources import Source, between, in_area
from shuangluan.red_property.models import Meeting, MeetingItem, Resolution
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


def _columns(_: date) -> Any:
    count = select(func.count()).where(R.item_id == T.id).scalar_subquery()
    done = select(func.count()).where(R.item_id == T.id, R.state == ResolutionState.DONE).scalar_subquery()
    return (
        select(
            T.id, T.title, T.topic, T.conclusion, T.meeting_id, M.title.label("meeting"), M.community, M.held_on,
            Matter.state_label, Matter.stage, count.label("resolutions"), done.label("done"),
        )
        .join(M, M.id == T.meeting_id)
        .join(Matter, Matter.id == T.matter_id)
    )  # fmt: skip


SOURCE = Source(
    key=T.id,
    ids=negotiated,
    columns=_columns,
    orders={"held_on": (M.held_on,)},
    filters={
        "q": lambda text, _: func.lower(T.title).contains(norm(text), autoescape=True),
        "topic": lambda text, _: T.topic == text,
        **between("held", M.held_on),
    },
    views=lambda _: {
        "all": None,
        "resolved": is_resolved(date.max),
        "not_agreed": T.conclusion == Conclusion.NOT_AGREED,
        "carried": T.conclusion == Conclusion.CARRIED,
    },
    area=in_area(M.community),
)
