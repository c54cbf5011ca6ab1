"""Communities merged, split or renamed: posts end in the old one and begin in the new one (WF-118)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.places import areas
from shuangluan.workforce.models import Appointment
from shuangluan.workforce.queries.reorganisation import Member, members
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.posts import REORGANISATION
from shuangluan.workforce.services.facts import end_appointment


@dataclass(frozen=True)
class Reorganisation:
    """From `day` on, what was `old` is `new`, by a document."""

    old: str
    new: str
    day: date
    doc_date: date
    doc_no: str


def reorganise(change: Reorganisation, workers: Collection[int], *, by: audit.Actor, at: datetime) -> int:
    """Let these workers of the old community go on in the new one in the same posts; how many they are.

    Nobody is appointed anew by it: the check of WF-113 that carried a post goes on carrying it. Raises RuleBroken for
    what is no change of communities, a day on or before the first of a post, and where nobody is chosen.
    """
    _check(change, clock.local_day(at))
    going = [one for one in members(change.old) if one.worker.id in workers]
    if not going:
        raise RuleBroken("没有选人：请勾选转到新社区的人", "workers")
    for one in going:
        _check_begun(one, change.day)
    for one in going:
        _move(one, change, by=by, at=at)
    return len(going)


def _check(change: Reorganisation, today: date) -> None:
    if change.new not in areas() or len(change.new) < 12:
        raise RuleBroken("没有这个社区，请从列表里选", "new")
    if change.new == change.old:
        raise RuleBroken("调整前后是同一个社区，请选另一个", "new")
    if change.day > today:
        raise RuleBroken("调整的日子还没到，到那天再办", "day")
    if not change.doc_no:
        raise RuleBroken("机构调整要凭文件，请填文号", "doc_no")
    if change.doc_date > change.day:
        raise RuleBroken("文件日期晚于调整的日子，请核对", "doc_date")


def _check_begun(member: Member, day: date) -> None:
    for post in member.posts:
        if post.held_from >= day:
            name = member.worker.person.name
            raise RuleBroken(f"{name}的任职从 {post.held_from} 起，调整的日子要晚于它；任职登错了的先更正", "day")


def _move(member: Member, change: Reorganisation, *, by: audit.Actor, at: datetime) -> None:
    for post in member.posts:
        end_appointment(post, held_until=change.day - timedelta(days=1), end_reason=REORGANISATION, by=by, at=at)
        following = Appointment(
            worker_id=post.worker_id, community=change.new, position=post.position, basis=post.basis,
            election_term=post.election_term, held_from=change.day, doc_date=change.doc_date, doc_no=change.doc_no,
        )  # fmt: skip
        audit.created(sentences.APPOINTED, following, by=by, at=at)
    if member.worker.community == change.old:
        with audit.changing(sentences.REORGANISED, member.worker, by=by, at=at):
            member.worker.community = change.new
    else:  # she belongs elsewhere and only held a post there
        audit.noted(sentences.REORGANISED, member.worker, by=by, at=at, detail={"community": change.new})
