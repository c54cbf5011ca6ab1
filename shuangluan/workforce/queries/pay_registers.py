"""缴费工资 of the running year, worker by worker, and 补发明细, one row an arrear (WF-91, WF-93, WF-221)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from shuangluan.extensions import db
from shuangluan.kernel.models import Person
from shuangluan.kernel.search import matches
from shuangluan.kernel.sources import Source, between, in_area, within
from shuangluan.workforce.models import Arrear, ArrearKind, PayBasis, PayRun, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.register import is_employed


def bases_of(worker_ids: Sequence[int]) -> dict[tuple[int, int], PayBasis]:
    """What is typed, by worker and year."""
    rows = db.session.scalars(select(PayBasis).where(PayBasis.worker_id.in_(worker_ids)))
    return {(one.worker_id, one.year): one for one in rows}


def basis_by_id(basis_id: int) -> PayBasis:
    """The record of a row that was looked at."""
    return db.session.get_one(PayBasis, basis_id)


def _has_basis(day: date) -> ColumnElement[bool]:
    return exists().where(PayBasis.worker_id == Worker.id, PayBasis.year == day.year).correlate(Worker)


def _of_workers(*columns: Any) -> Any:
    return select(*columns).select_from(Worker).join(Person, Person.id == Worker.person_id)


def _bases(day: date) -> Any:
    return _of_workers(
        Worker.id, Worker.id.label("worker_id"), Worker.staff_no, Worker.community, Worker.state, Worker.entry_date,
        Person.name, PayBasis.average_fen,
    ).outerjoin(PayBasis, and_(PayBasis.worker_id == Worker.id, PayBasis.year == day.year))  # fmt: skip


ANYBODY = {"q": lambda text, _: matches(Worker.search_text, text)}
BASES = Source(
    key=Worker.id,
    ids=within(_of_workers(Worker.id), Perm.PAY_READ, Worker.community),
    columns=_bases,
    views=lambda day: {
        "employed": is_employed(),
        "typed": and_(is_employed(), _has_basis(day)),
        "missing": and_(is_employed(), ~_has_basis(day)),
        "all": None,
    },
    filters=ANYBODY,
    orders={"name": (Person.pinyin,), "community": (Worker.community, Person.pinyin)},
    area=in_area(Worker.community),
)


def _joined(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Arrear)
        .join(Worker, Worker.id == Arrear.worker_id)
        .join(Person, Person.id == Worker.person_id)
        .outerjoin(PayRun, PayRun.id == Arrear.run_id)
    )


def _arrears(_: date) -> Any:
    return _joined(
        Arrear.id, Arrear.worker_id, Arrear.kind, Arrear.month, Arrear.difference_fen, Arrear.amount_fen,
        Arrear.person_fen, Arrear.unit_fen, Arrear.basis, Arrear.decided_at, PayRun.month.label("paid_in"),
        PayRun.locked_at, Worker.staff_no, Worker.community, Worker.state, Person.name,
    )  # fmt: skip


ARREARS = Source(
    key=Arrear.id,
    ids=within(_joined(Arrear.id), Perm.PAY_READ, Worker.community),
    columns=_arrears,
    views=lambda _: {
        "all": None,
        "paid": Arrear.amount_fen > 0,
        "recovered": Arrear.amount_fen < 0,
        "waived": and_(Arrear.kind == ArrearKind.PAY, Arrear.amount_fen == 0),
        "insurance": Arrear.kind == ArrearKind.INSURANCE,
        "waiting": or_(Arrear.run_id.is_(None), PayRun.locked_at.is_(None)),
    },
    filters={
        **ANYBODY,
        **between("month", Arrear.month),
    },
    orders={
        "name": (Person.pinyin,), "community": (Worker.community, Person.pinyin), "month": (Arrear.month,),
    },
    area=in_area(Worker.community),
)  # fmt: skip
