"""两代表一委员: recommend, elect, end (WF-21, WF-163)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import Delegate, Worker
from shuangluan.workforce.queries.delegates import delegate_rules, positions_held
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.delegates import (
    DELEGATE_LABEL,
    DelegateKind,
    check_can_end,
    check_can_seat,
)
from shuangluan.workforce.rules.states import EMPLOYED


@dataclass(frozen=True)
class Recommendation:
    """For which seat, when and why."""

    kind: DelegateKind
    level: str
    term: str
    recommended_on: date
    reason: str = ""


def recommend_delegate(worker: Worker, said: Recommendation, *, by: audit.Actor, at: datetime) -> Delegate:
    """Recommend somebody of the 两委. Raises RuleBroken for who holds no such post that day, for a second time,
    and for oneself."""
    rules = delegate_rules(said.recommended_on)
    if by.id == worker.person_id:
        raise RuleBroken("不能推荐自己，请另一位同事登记")
    if worker.state not in EMPLOYED:
        raise RuleBroken(f"{worker.person.name}不在册，不能推荐")
    if said.level not in rules.levels:
        raise RuleBroken(f"层级从{'、'.join(rules.levels)}里选", "level")
    if not set(positions_held(worker.id, said.recommended_on)) & set(rules.committee_positions):
        raise RuleBroken(
            f"{worker.person.name}在 {said.recommended_on} 不担任社区“两委”职务；先登记任职，再推荐", "recommended_on"
        )
    same = select(Delegate.id).where(
        Delegate.worker_id == worker.id, Delegate.kind == said.kind, Delegate.level == said.level,
        Delegate.term == said.term,
    )  # fmt: skip
    if db.session.scalar(same) is not None:
        raise RuleBroken(f"{said.level}{said.term}{DELEGATE_LABEL[said.kind]}已经登记过，请打开那一条再改", "term")
    record = Delegate(worker_id=worker.id, **vars(said))
    audit.created(sentences.DELEGATE_RECOMMENDED, record, by=by, at=at)
    return record


def seat_delegate(record: Delegate, *, elected_on: date, on: date, by: audit.Actor, at: datetime) -> None:
    """当选: the seat is open from that day on."""
    if record.elected_on is not None:
        raise RuleBroken(f"已于 {record.elected_on} 当选")
    if record.ended_on is not None:
        raise RuleBroken(f"已于 {record.ended_on} 办结，请重新登记推荐")
    check_can_seat(record.recommended_on, elected_on, on)
    with audit.changing(sentences.DELEGATE_SEATED, record, by=by, at=at):
        record.elected_on = elected_on


def end_delegate(record: Delegate, *, ended_on: date, by: audit.Actor, at: datetime) -> None:
    """The last day of a seat; of a recommendation without one, the day on which that was clear."""
    if record.ended_on is not None:
        raise RuleBroken(f"已于 {record.ended_on} 办结")
    check_can_end(record.elected_on or record.recommended_on, ended_on)
    with audit.changing(sentences.DELEGATE_ENDED, record, by=by, at=at):
        record.ended_on = ended_on


def correct_delegate(
    record: Delegate, *, elected_on: date | None, ended_on: date | None, by: audit.Actor, at: datetime
) -> None:
    """The dates as a workbook says them; empty takes one back."""
    if elected_on is not None:
        check_can_seat(record.recommended_on, elected_on, max(elected_on, record.recommended_on))
    if ended_on is not None:
        check_can_end(elected_on or record.recommended_on, ended_on)
    with audit.changing(sentences.DELEGATE_CORRECTED, record, by=by, at=at):
        record.elected_on, record.ended_on = elected_on, ended_on


def remove_delegate(record: Delegate, *, by: audit.Actor, at: datetime) -> None:
    """A recommendation that a workbook brought by mistake."""
    with audit.removing(sentences.DELEGATE_REMOVED, record, by=by, at=at):
        removal.delete(DELEGATE_LABEL[record.kind], record)
