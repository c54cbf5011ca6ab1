"""劳动合同台账: which contracts are running, end soon, are over without a new one (WF-47, WF-221)."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, between, in_area, within
from shuangluan.workforce.models import Contract, ContractKind, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.register import is_employed
from shuangluan.workforce.rules.leaving import REMINDER_DAYS
from shuangluan.workforce.rules.states import WorkerState

TRIAL_DAYS = 30  # how early the end of a trial is told
following = aliased(Contract, name="following")


def contracts_of(worker_ids: Collection[int]) -> Sequence[Contract]:
    """The contracts of these workers, the first signed first."""
    found = select(Contract).where(Contract.worker_id.in_(worker_ids))
    return db.session.scalars(found.order_by(Contract.worker_id, Contract.signed_from, Contract.id)).all()


def contract_by_id(contract_id: int) -> Contract:
    """The contract of a row that was looked at."""
    return db.session.get_one(Contract, contract_id)


def is_last() -> ColumnElement[bool]:
    """No contract follows it."""
    after = and_(following.worker_id == Contract.worker_id, following.signed_from > Contract.signed_from)
    return ~exists().where(after).correlate(Contract)


def _is_running(day: date) -> ColumnElement[bool]:
    lasts = or_(Contract.signed_until.is_(None), Contract.signed_until >= day)
    return and_(is_employed(), Contract.signed_from <= day, lasts)


def is_contract_ending(day: date) -> ColumnElement[bool]:
    """It ends within the days of the reminder, and none follows (WF-47)."""
    until = day + timedelta(REMINDER_DAYS)
    return and_(is_employed(), Contract.signed_until.between(day, until), is_last())


def is_contract_due(day: date) -> ColumnElement[bool]:
    """It ends within the days of the reminder or is over, and none follows: somebody has to act (WF-47, WF-201)."""
    return or_(is_contract_ending(day), _is_over(day))


def _is_over(day: date) -> ColumnElement[bool]:
    return and_(is_employed(), Contract.signed_until < day, is_last())


def is_trial_ending(day: date) -> ColumnElement[bool]:
    """Still on trial, which ends within 30 days or is over: 转正考核 is due."""
    due = Contract.probation_until <= day + timedelta(TRIAL_DAYS)
    return and_(Worker.state == WorkerState.PROBATION, Contract.signed_from >= Worker.entry_date, due)


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Contract)
        .join(Worker, Worker.id == Contract.worker_id)
        .join(Person, Person.id == Worker.person_id)
    )


def _columns(_: date) -> Any:
    return _joined(
        Contract.id, Contract.worker_id, Contract.kind, Contract.signer, Contract.signed_from, Contract.signed_until,
        Contract.probation_until, Contract.is_by_wish, Worker.staff_no, Worker.community, Worker.state, Person.name,
        is_last().label("is_last"),
    )  # fmt: skip


CONTRACTS = Source(
    key=Contract.id,
    ids=within(_joined(Contract.id), Perm.WORKER_READ, Worker.community),
    columns=_columns,
    views=lambda day: {
        "running": _is_running(day), "ending": is_contract_ending(day), "over": _is_over(day),
        "trial": is_trial_ending(day), "all": None,
    },
    filters={
        "q": lambda text, _: matches(Worker.search_text, text),
        "term": lambda text, _: Contract.kind == ContractKind(text),
        **between("until", Contract.signed_until),
    },
    orders={
        "name": (Person.pinyin,), "community": (Worker.community, Person.pinyin), "until": (Contract.signed_until,),
    },
    area=in_area(Worker.community),
)  # fmt: skip
