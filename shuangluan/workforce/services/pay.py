"""A pay month: opened and computed, typed into, locked; decisions on what closed months owe (WF-90 to WF-93)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update

from shuangluan.extensions import db
from shuangluan.kernel import audit, removal
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import Arrear, ArrearKind, PayBasis, PayLine, PayRun, RetainedPay, Worker
from shuangluan.workforce.queries.payroll import Payroll, last_locked
from shuangluan.workforce.queries.visibility import relatives_of
from shuangluan.workforce.rules import payroll, promotion, sentences
from shuangluan.workforce.rules.amounts import fen_of
from shuangluan.workforce.rules.spans import following_month
from shuangluan.workforce.services.refusals import follow_refusals

LOCKED = "这个月已经锁定，不能再改；差额到下一个月补发或扣回"


def open_run(*, month: date, today: date, by: audit.Actor, at: datetime) -> PayRun:
    """A pay month, computed at once; the one after the last locked, never a month to come.

    Raises RuleBroken while another is open and for a month out of turn.
    """
    month = month.replace(day=1)
    running = db.session.scalar(select(PayRun.month).where(PayRun.locked_at.is_(None)))
    if running is not None:
        raise RuleBroken(f"{running:%Y-%m} 还没有锁定，先办完再开下一个月", "month")
    last = last_locked()
    if last is not None and month != following_month(last):
        raise RuleBroken(f"已经锁定到 {last:%Y-%m}，下一个是 {following_month(last):%Y-%m}", "month")
    if month > today:
        raise RuleBroken("还没有到这个月", "month")
    reckoned = Payroll(month)
    table, rates = reckoned.pays.on(month), reckoned.rates.on(month)
    run = PayRun(
        month=month, scheme_id=reckoned.grades.on(month).id, pay_scheme_id=table.id, insurance_scheme_id=rates.id,
        is_placeholder=_is_sample(table.payload, rates.payload), computed_at=at, computed_by_id=by.id or 0,
    )  # fmt: skip
    audit.created(sentences.PAY_OPENED, run, by=by, at=at)
    _write(run, reckoned)
    return run


def compute_run(run: PayRun, *, by: audit.Actor, at: datetime) -> int:
    """Compute anew by the facts, tables and rates as they are now; typed deductions and taxes stay.

    How many lines there are. Raises RuleBroken for a locked month.
    """
    _check_open(run)
    reckoned = Payroll(run.month, run.id)
    table, rates = reckoned.pays.on(run.month), reckoned.rates.on(run.month)
    with audit.changing(sentences.PAY_COMPUTED, run, by=by, at=at):
        run.scheme_id, run.pay_scheme_id = reckoned.grades.on(run.month).id, table.id
        run.insurance_scheme_id = rates.id
        run.is_placeholder = _is_sample(table.payload, rates.payload)
        run.computed_at, run.computed_by_id = at, by.id or 0
        count = _write(run, reckoned)
    return count


def _is_sample(table: Mapping[str, Any], rates: Mapping[str, Any]) -> bool:
    return bool(table.get("placeholder") or rates.get("placeholder"))


def _check_open(run: PayRun) -> None:
    if run.locked_at is not None:
        raise RuleBroken(LOCKED)


def _write(run: PayRun, reckoned: Payroll) -> int:
    """Bring lines and arrears of an open month to what is reckoned."""
    known = lines_of(run)
    db.session.execute(delete(Arrear).where(Arrear.run_id == run.id, Arrear.decided_by_id.is_(None)))
    for worker in reckoned.workers:
        kept = known.pop(worker.id, None)
        found = reckoned.reckon(worker, kept)
        if kept is None:
            db.session.add(PayLine(run_id=run.id, worker_id=worker.id, **found.values))
        else:
            for name, value in found.values.items():
                setattr(kept, name, value)
        for one in found.arrears:
            db.session.add(Arrear(worker_id=worker.id, run_id=run.id, **one))
        decided = [one.id for one in reckoned.decided.get(worker.id, [])]
        db.session.execute(update(Arrear).where(Arrear.id.in_(decided)).values(run_id=run.id))
    for gone in known.values():
        db.session.delete(gone)
    db.session.flush()
    return len(reckoned.workers)


def lines_of(run: PayRun) -> dict[int, PayLine]:
    """The stored lines by worker."""
    rows = select(PayLine).where(PayLine.run_id == run.id).order_by(PayLine.id)
    return {row.worker_id: row for row in db.session.scalars(rows)}


def type_line(
    line: PayLine, run: PayRun, *, deduction: str, reason: str, tax: str, by: audit.Actor, at: datetime
) -> None:
    """扣款 with its reason, and the tax that was reckoned elsewhere (WF-90, WF-91).

    Raises RuleBroken for a locked month, amounts below zero, a deduction without a reason, one's own line.
    """
    _check_open(run)
    _check_not_own(line.worker, by)
    deduction_fen, tax_fen = fen_of(deduction), fen_of(tax)
    if deduction_fen < 0 or tax_fen < 0:
        raise RuleBroken("金额不能小于 0", "deduction" if deduction_fen < 0 else "tax")
    if deduction_fen and not reason:
        raise RuleBroken("扣款要写原因", "reason")
    if deduction_fen > line.gross_fen + line.deduction_fen:
        raise RuleBroken("扣款不能多于应发", "deduction")
    with audit.changing(sentences.PAY_TYPED, line, by=by, at=at):
        line.gross_fen += line.deduction_fen - deduction_fen  # so that the sums hold until it is reckoned anew
        line.net_fen = line.gross_fen + line.award_fen - line.person_fen - tax_fen
        line.deduction_fen, line.tax_fen = deduction_fen, tax_fen
        line.deduction_reason = reason if deduction_fen else ""
        found = Payroll(run.month, run.id, [line.worker_id]).reckon(line.worker, line)
        for name, value in found.values.items():
            setattr(line, name, value)


def _check_not_own(worker: Worker, by: audit.Actor) -> None:
    promotion.check_can_decide(by.id, worker.person_id, relatives_of(worker.person_id), deed="办理")


def lock_run(run: PayRun, *, by: audit.Actor, at: datetime) -> int:
    """锁定: from now on the month never changes. How many lines it has.

    Raises RuleBroken for the one who computed, with sample amounts, and where facts have changed since (WF-90).
    """
    _check_open(run)
    lines = lines_of(run)
    problems = sum(1 for line in lines.values() if line.problem)
    payroll.check_can_lock(by.id, run.computed_by_id, is_placeholder=run.is_placeholder, problems=problems)
    changed = _changed(run, lines)
    if changed:
        raise RuleBroken(f"计算以后有 {changed} 人的事实变了，请先重新计算")
    with audit.changing(sentences.PAY_LOCKED, run, by=by, at=at):
        run.locked_at, run.locked_by_id = at, by.id or 0
    return len(lines)


def _changed(run: PayRun, lines: Mapping[int, PayLine]) -> int:
    reckoned = Payroll(run.month, run.id)
    differing = {worker.id for worker in reckoned.workers} ^ set(lines)
    for worker in reckoned.workers:
        line = lines.get(worker.id)
        values = reckoned.reckon(worker, line).values
        if line is not None and any(getattr(line, name) != value for name, value in values.items()):
            differing.add(worker.id)
    return len(differing)


def decide_arrears(
    worker: Worker, months: Sequence[date], *, pays: bool, basis: str, by: audit.Actor, at: datetime
) -> list[Arrear]:
    """补发 or 扣回 of closed months by a document, or 不补不扣; the next computed month carries it out (WF-93, WF-156).

    Raises RuleBroken without a document, for oneself or a relative, and for months that owe nothing.
    """
    _check_not_own(worker, by)
    if not basis:
        raise RuleBroken("决定要写文号", "basis")
    last = last_locked()
    owed = {} if last is None else {
        one.month: one for one in Payroll(following_month(last), _open_id(), [worker.id]).owed(worker.id)
    }  # fmt: skip
    if not months or not set(months) <= set(owed):
        raise RuleBroken("这些月份没有要决定的差额，请刷新页面")
    made = []
    for month in sorted(months):
        fen = fen_of(owed[month].difference)
        arrear = Arrear(
            worker_id=worker.id, run_id=None, kind=ArrearKind.PAY, month=month, difference_fen=fen,
            amount_fen=fen if pays else 0, person_fen=0, unit_fen=0, basis=basis, decided_at=at,
            decided_by_id=by.id or 0,
        )  # fmt: skip
        audit.created(sentences.ARREAR_DECIDED, arrear, by=by, at=at)
        made.append(arrear)
    follow_refusals(worker, by=by, at=at)
    return made


def _open_id() -> int | None:
    return db.session.scalar(select(PayRun.id).where(PayRun.locked_at.is_(None)))


def keep_retained(
    worker: Worker, *, counted_from: date, old_pay: str, doc_no: str, by: audit.Actor, at: datetime
) -> RetainedPay:
    """The monthly pay before a conversion, from which 保留差额 is reckoned (WF-82)."""
    _check_not_own(worker, by)
    if fen_of(old_pay) <= 0:
        raise RuleBroken("套改前的月薪要大于 0", "old_pay")
    if not doc_no:
        raise RuleBroken("写明文号", "doc_no")
    found = db.session.scalar(select(RetainedPay).where(RetainedPay.worker_id == worker.id))
    if found is None:
        found = RetainedPay(worker_id=worker.id, counted_from=counted_from, old_fen=fen_of(old_pay), doc_no=doc_no)
        audit.created(sentences.RETAINED_KEPT, found, by=by, at=at)
        return found
    with audit.changing(sentences.RETAINED_KEPT, found, by=by, at=at):
        found.counted_from, found.old_fen, found.doc_no = counted_from, fen_of(old_pay), doc_no
    return found


def set_basis(worker: Worker, *, year: int, average: str, by: audit.Actor, at: datetime) -> PayBasis:
    """上年月平均工资 on which the contributions of `year` are paid (WF-91)."""
    _check_not_own(worker, by)
    if fen_of(average) <= 0:
        raise RuleBroken("上年月平均工资要大于 0", "average")
    found = db.session.scalar(select(PayBasis).where(PayBasis.worker_id == worker.id, PayBasis.year == year))
    if found is None:
        found = PayBasis(worker_id=worker.id, year=year, average_fen=fen_of(average))
        audit.created(sentences.BASIS_SET, found, by=by, at=at)
        return found
    with audit.changing(sentences.BASIS_SET, found, by=by, at=at):
        found.average_fen = fen_of(average)
    return found


def remove_basis(basis: PayBasis, *, by: audit.Actor, at: datetime) -> None:
    """Away with what an import brought, on the way back."""
    with audit.removing(sentences.BASIS_REMOVED, basis, by=by, at=at):
        removal.delete(f"{basis.year} 年的缴费工资", basis)
