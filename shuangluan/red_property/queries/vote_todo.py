"""What awaits a viewer in owners' votes: computed when it is read (D7, RP-10, RP-12, RP-28)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    String,
    cast,
    exists,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)

from shuangluan.extensions import UtcDateTime
from shuangluan.kernel import clock
from shuangluan.kernel.models import Objection, Publicity
from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.ports import Step
from shuangluan.kernel.postings import OPEN_OBJECTIONS, PostingState
from shuangluan.red_property.models import Ballot, OwnersVote, VoteCount
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries.votes import MOTIONS, RESULT, ROSTER, visible
from shuangluan.red_property.rules.vote_words import BallotCheck
from shuangluan.red_property.rules.votes import VoteState

V = OwnersVote
DETAIL, ARGUMENT = "red_property.vote_detail", "vote_id"
STEPS: dict[str, Step] = {
    step.key: step
    for step in (
        Step("red_property.vote_objection", "red_property", "答复异议", DETAIL, ARGUMENT, "mine"),
        Step("red_property.vote_open", "red_property", "开始表决", DETAIL, ARGUMENT, "mine"),
        Step(
            "red_property.vote_check", "red_property", "核对选票", DETAIL, ARGUMENT, "review",
            "red_property.ballot_check",
        ),
        Step("red_property.vote_close", "red_property", "截止统计", DETAIL, ARGUMENT, "mine"),
        Step("red_property.vote_finalise", "red_property", "确定结果", DETAIL, ARGUMENT, "review"),
    )
}  # fmt: skip
NEVER = cast(null(), UtcDateTime)


def todo(viewer: Viewer, now: datetime) -> Select[Any] | CompoundSelect[Any] | None:
    """Rows (step, record, title, note, due) that await the viewer; None when he writes no votes."""
    if not viewer.can(Perm.VOTE_WRITE):
        return None
    day = clock.local_day(now)
    return union_all(
        _objection(viewer), _open(viewer, day), _check(viewer), _close(viewer, now), _finalise(viewer, day)
    )


def _rows(viewer: Viewer, step: str, note: Any, due: Any = NEVER) -> Select[Any]:
    return visible(
        viewer,
        literal_column(f"'red_property.{step}'", String).label("step"),
        V.id.label("record_id"),
        V.title.label("title"),
        note.label("note"),
        due.label("due_at"),
        permission=Perm.VOTE_WRITE,
    )


def _words(text: str) -> Any:
    return literal_column(f"'{text}'", String)


def _raised() -> Any:
    """Objections that are open, to any list of the vote."""
    return (
        select(func.min(Objection.due_on))
        .join(Publicity, Publicity.id == Objection.publicity_id)
        .where(
            Publicity.kind.in_([ROSTER, MOTIONS, RESULT]), Publicity.record_id == V.id,
            Objection.state.in_(OPEN_OBJECTIONS),
        )
        .correlate(V)
        .scalar_subquery()
    )  # fmt: skip


def _objection(viewer: Viewer) -> Select[Any]:
    note = _words("有异议要答复，") + cast(_raised(), String) + _words(" 前")
    return _rows(viewer, "vote_objection", note).where(_raised().is_not(None))


def _open(viewer: Viewer, day: date) -> Select[Any]:
    """Votes whose publicity is over and whose day has come."""
    hanging = exists().where(
        Publicity.kind.in_([ROSTER, MOTIONS]), Publicity.record_id == V.id,
        Publicity.state == PostingState.POSTED, Publicity.until >= day,
    )  # fmt: skip
    return _rows(viewer, "vote_open", _words("公示期满")).where(
        V.state == VoteState.PUBLICISED, V.opens_on <= day, ~hanging, _raised().is_(None)
    )


def _check(viewer: Viewer) -> Select[Any]:
    """Ballots that somebody else entered."""
    waiting = exists().where(
        Ballot.vote_id == V.id, Ballot.check_state == BallotCheck.ENTERED, Ballot.entered_by_id != viewer.person_id
    )
    return _rows(viewer, "vote_check", _words("有别人录的选票待核对")).where(
        V.state.in_([VoteState.OPEN, VoteState.COUNTING]), waiting
    )


def _close(viewer: Viewer, now: datetime) -> Select[Any]:
    return _rows(viewer, "vote_close", _words("表决已截止"), V.closes_at).where(
        V.state == VoteState.OPEN, V.closes_at <= now
    )


def _finalise(viewer: Viewer, day: date) -> Select[Any]:
    """Counts that another person confirmed; a posted result first hangs to its end."""
    confirmed = exists().where(
        VoteCount.vote_id == V.id, VoteCount.finalised_at.is_(None), VoteCount.confirmed_at.is_not(None),
        VoteCount.confirmed_by_id != viewer.person_id,
    )  # fmt: skip
    hanging = exists().where(
        Publicity.kind == RESULT, Publicity.record_id == V.id, Publicity.state == PostingState.POSTED,
        Publicity.until >= day,
    )  # fmt: skip
    return _rows(viewer, "vote_finalise", _words("等第二人确定")).where(
        or_(V.state != VoteState.PRELIMINARY, ~hanging), confirmed
    )
