"""Put a list up, put a changed one up with a period of its own, take it down, conclude it (D22)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.kernel import audit, postings
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Publicity
from shuangluan.kernel.postings import FrozenList, PostingState
from shuangluan.kernel.publicity.reading import current, why_not_concluded
from shuangluan.kernel.workdays import Limit

POSTED = "kernel.publicity.posted"
REPLACED = "kernel.publicity.replaced"
WITHDRAWN = "kernel.publicity.withdrawn"
CONCLUDED = "kernel.publicity.concluded"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is put up, where, how, and for how long (`term` in working or calendar days)."""

    title: str
    frozen: FrozenList
    place: str
    manner: str
    term: Limit


def post(
    kind: str, record_id: int, notice: Notice, *, on: date, by: audit.Actor, at: datetime, matter_id: int | None = None
) -> Publicity:
    """Put a list up from `on`. Raises RuleBroken while another one hangs, and for a period that cannot be counted."""
    if current(kind, record_id) is not None:
        raise RuleBroken("名单已经公示，改了名单要重新公示")
    return _put_up(kind, record_id, notice, on=on, by=by, at=at, matter_id=matter_id)


def repost(publicity: Publicity, notice: Notice, *, reason: str, on: date, by: audit.Actor, at: datetime) -> Publicity:
    """Put a changed list up in place of `publicity`, with a new period. Raises RuleBroken where nothing changed."""
    if publicity.state not in (PostingState.POSTED, PostingState.CONCLUDED):
        raise RuleBroken(f"这次公示{postings.POSTING_LABEL[publicity.state]}，从最新的一次重新公示")
    if notice.frozen.snapshot_hash == publicity.snapshot_hash:
        raise RuleBroken("名单没有变化，不用重新公示")
    _close(publicity, PostingState.REPLACED, REPLACED, reason=reason, by=by, at=at)
    return _put_up(publicity.kind, publicity.record_id, notice, on=on, by=by, at=at, matter_id=publicity.matter_id)


def withdraw(publicity: Publicity, *, reason: str, by: audit.Actor, at: datetime) -> None:
    """撤回 before it is concluded, with the reason; a later list starts a new period."""
    if publicity.state is not PostingState.POSTED:
        raise RuleBroken(f"这次公示{postings.POSTING_LABEL[publicity.state]}，不能撤回")
    _close(publicity, PostingState.WITHDRAWN, WITHDRAWN, reason=reason, by=by, at=at)


def conclude(publicity: Publicity, *, on: date, by: audit.Actor, at: datetime) -> None:
    """What was published is decided. Raises RuleBroken before the period is over and while an objection is open."""
    refusal = why_not_concluded(publicity, on)
    if refusal:
        raise RuleBroken(refusal)
    with audit.changing(CONCLUDED, publicity, by=by, at=at):
        publicity.state, publicity.closed_at, publicity.closed_by_id = PostingState.CONCLUDED, at, by.id or 0


def _put_up(
    kind: str, record_id: int, notice: Notice, *, on: date, by: audit.Actor, at: datetime, matter_id: int | None
) -> Publicity:
    if not notice.frozen.rows:
        raise RuleBroken("公示名单是空的，先录入再公示")
    if not notice.place:
        raise RuleBroken("写明公示的地方", "place")
    put_up = select(func.count()).where(Publicity.kind == kind, Publicity.record_id == record_id)
    publicity = Publicity(
        kind=kind, record_id=record_id, matter_id=matter_id, round=(db.session.scalar(put_up) or 0) + 1,
        title=notice.title, columns=list(notice.frozen.columns), rows=[list(row) for row in notice.frozen.rows],
        snapshot_hash=notice.frozen.snapshot_hash, place=notice.place, manner=notice.manner,
        days=notice.term.n, unit=notice.term.unit, posted_on=on,
        until=postings.last_day(on, notice.term, working_calendar()), state=PostingState.POSTED,
        posted_at=at, posted_by_id=by.id or 0, reason="",
    )  # fmt: skip
    audit.created(POSTED, publicity, by=by, at=at)
    return publicity


def _close(publicity: Publicity, to: PostingState, action: str, *, reason: str, by: audit.Actor, at: datetime) -> None:
    if not reason:
        raise RuleBroken("写明原因", "reason")
    with audit.changing(action, publicity, by=by, at=at):
        publicity.state, publicity.reason = to, reason
        publicity.closed_at, publicity.closed_by_id = at, by.id or 0
