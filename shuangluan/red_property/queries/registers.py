"""The rows of the registers of meetings and of resolutions (RP-61, D26)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.search import matches, norm
from shuangluan.kernel.sources import Source, between, in_area
from shuangluan.red_property.models import Meeting, Resolution, Signature
from shuangluan.red_property.queries.books import book_on
from shuangluan.red_property.queries.visibility import visible
from shuangluan.red_property.rules.resolutions import CARRIED, OPEN, ResolutionState
from shuangluan.red_property.rules.words import BEFORE, MeetingKind, MeetingState

M, R = Meeting, Resolution


def _meeting_columns(_: date) -> Any:
    signed = (
        select(func.count())
        .where(
            Signature.meeting_id == M.id, Signature.version == M.version, Signature.voided_at.is_(None),
            Signature.amendment_id.is_(None),
        )
        .scalar_subquery()
    )  # fmt: skip
    return select(
        M.id, M.title, M.community, M.held_on, M.kind, M.state, M.recorder_name, M.submitted_on, M.signed_on,
        signed.label("signatures"),
    )  # fmt: skip


MEETINGS = Source(
    key=M.id,
    ids=lambda viewer, day: visible(viewer, day, M.id),
    columns=_meeting_columns,
    orders={"held_on": (M.held_on,)},
    filters={
        "q": lambda text, _: matches(M.search_text, norm(text)),
        "kind": lambda text, _: M.kind == MeetingKind(text),
        **between("held", M.held_on),
    },
    views=lambda _: {
        "all": None,
        "draft": M.state == MeetingState.HELD,
        "pending": M.state == MeetingState.PENDING,
        "signed": M.state == MeetingState.SIGNED,
        "inquorate": M.state == MeetingState.INQUORATE,
        "planned": M.state.in_(BEFORE),
    },
    area=in_area(M.community),
)


def _in_force(viewer: Viewer, day: date) -> Select[Any]:
    return select(R.id).where(R.in_force, R.meeting_id.in_(visible(viewer, day, M.id)))


def _views(day: date) -> dict[str, ColumnElement[bool] | None]:
    return {
        "open": R.state.in_(OPEN),
        "overdue": and_(R.state.in_(OPEN), R.due_on < day),
        "street": and_(R.state.in_(CARRIED), R.postponements >= book_on(day).terms.postpone_to_street),
        "done": R.state == ResolutionState.DONE,
        "all": None,
    }


RESOLUTIONS = Source(
    key=R.id,
    ids=_in_force,
    columns=lambda _: select(
        R.id, R.text, R.no, R.holder_party, R.holder_name, R.due_on, R.first_due_on, R.state, R.percent,
        R.postponements, M.title,
    ).join(M, M.id == R.meeting_id),
    orders={"due_on": (R.due_on,)},
    filters={
        "q": lambda text, _: matches(R.search_text, norm(text)),
        "party": lambda text, _: R.holder_party == text,
        "state": lambda text, _: R.state == text,
        **between("due", R.due_on),
    },
    views=_views,
    area=in_area(R.community),
)  # fmt: skip
