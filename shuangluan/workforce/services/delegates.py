"""两代表一委员: a recommendation, the seat that comes of it, its end (WF-21, WF-163)."""

from dataclasses import fields
from datetime import datetime

from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import Delegate, Worker
from shuangluan.workforce.queries.delegates import delegate_rules, positions_on
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.rules.delegates import (
    DELEGATE_LABEL,
    Seat,
    check_days,
    check_is_committee,
    check_level,
)


def recommend_delegate(worker: Worker, seat: Seat, *, by: audit.Actor, at: datetime) -> Delegate:
    """Register a recommendation, perhaps with the seat already. Raises RuleBroken as `change_delegate`."""
    _check(worker, seat, None, at)
    made = Delegate(worker_id=worker.id, **_columns(seat))
    audit.created(sentences.DELEGATE_ADDED, made, by=by, at=at)
    return made


def change_delegate(delegate: Delegate, worker: Worker, seat: Seat, *, by: audit.Actor, at: datetime) -> None:
    """Enter an election or an end, or correct what was entered.

    Raises RuleBroken for days out of order, an unknown level, a seat that is registered already, and somebody who was
    not of the 两委 on the day of the recommendation.
    """
    _check(worker, seat, delegate.id, at)
    with audit.changing(sentences.DELEGATE_CHANGED, delegate, by=by, at=at):
        for key, value in _columns(seat).items():
            setattr(delegate, key, value)


def remove_delegate(delegate: Delegate, *, by: audit.Actor, at: datetime) -> None:
    """Take away what was entered by mistake."""
    with audit.removing(sentences.DELEGATE_REMOVED, delegate, by=by, at=at):
        removal.delete(DELEGATE_LABEL[delegate.kind], delegate)


def _columns(seat: Seat) -> dict[str, object]:
    return {one.name: getattr(seat, one.name) for one in fields(seat)}


def _check(worker: Worker, seat: Seat, own_id: int | None, at: datetime) -> None:
    rules = delegate_rules(seat.recommended_on)
    check_level(seat.level, rules)
    check_days(seat, clock.local_day(at))
    check_is_committee(positions_on(worker.id, seat.recommended_on), rules, seat.recommended_on)
    known = select(Delegate.id).where(
        Delegate.worker_id == worker.id, Delegate.kind == seat.kind, Delegate.level == seat.level,
        Delegate.term == seat.term,
    )  # fmt: skip
    if db.session.scalar(known) not in (None, own_id):
        named = f"{seat.level}{DELEGATE_LABEL[seat.kind]}（{seat.term}）"
        raise RuleBroken(f"{worker.person.name}的{named}已经登记过，请打开那一条修改", "term")
