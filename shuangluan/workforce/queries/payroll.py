"""A pay month reckoned from the ledger as it stands: every line with its explanation, and what closed months owe."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import func, or_, select

from shuangluan.extensions import db
from shuangluan.kernel import effective
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import RuleScheme
from shuangluan.workforce.models import (
    AnnualResult,
    Arrear,
    ArrearKind,
    PayBasis,
    PayLine,
    PayRun,
    RetainedPay,
    Worker,
)
from shuangluan.workforce.queries.facts import Facts, facts_of
from shuangluan.workforce.queries.ledger import records_of
from shuangluan.workforce.queries.schemes import APPRAISAL, GRADE, INSURANCE, PAY
from shuangluan.workforce.rules import payroll, wording
from shuangluan.workforce.rules.amounts import fen_of, text_of
from shuangluan.workforce.rules.pay import award_of, insurance_of
from shuangluan.workforce.rules.payroll import Owed, Regular, Slip, Standing
from shuangluan.workforce.rules.scheme import Scheme
from shuangluan.workforce.rules.spans import following_month
from shuangluan.workforce.rules.states import WorkerState

Values = dict[str, Any]
ZEROS = dict.fromkeys(
    ("basic_fen", "performance_fen", "allowance_fen", "retained_fen", "arrears_fen", "deduction_fen", "gross_fen",
     "award_fen", "basis_fen", "person_fen", "unit_fen", "tax_fen", "net_fen"), 0,
)  # fmt: skip


def yuan(fen: int) -> Decimal:
    """分 as the engines reckon."""
    return Decimal(fen) / 100


class Versions:
    """The published versions of a document, read once: which one counts on a day (D9)."""

    def __init__(self, code: str) -> None:
        self.code = code
        rows = (
            select(RuleScheme)
            .where(RuleScheme.code == code, RuleScheme.published_at.is_not(None), RuleScheme.replaced_at.is_(None))
            .order_by(RuleScheme.effective_from)
        )
        self.rows = list(db.session.scalars(rows))

    def on(self, day: date) -> RuleScheme:
        """The one in force. Raises RuleBroken where there is none."""
        found = next((row for row in reversed(self.rows) if row.effective_from <= day), None)
        return found or effective.scheme_on(self.code, day)

    @property
    def tables(self) -> list[tuple[date, Mapping[str, Any]]]:
        """Every version with its first day."""
        return [(row.effective_from, row.payload) for row in self.rows]


@dataclass(frozen=True)
class Closed:
    """A locked month of a worker with what was put right of it since."""

    line: PayLine
    month: date
    settled: int
    back_person: int
    back_unit: int


@dataclass(frozen=True)
class Reckoned:
    """The columns of a worker's line, and the arrears that it pays without a decision."""

    values: Values
    arrears: Sequence[Values]


class Payroll:
    """Everything that the pay of a month is reckoned from; as many statements for one worker as for all."""

    def __init__(self, month: date, run_id: int | None = None, worker_ids: Sequence[int] | None = None) -> None:
        self.month, self.run_id = month, run_id
        self.grades, self.pays, self.rates = Versions(GRADE), Versions(PAY), Versions(INSURANCE)
        self.workers = self._workers(worker_ids)
        ids = [one.id for one in self.workers]
        self.facts: dict[int, Facts] = facts_of(ids)
        self.standings = {
            worker_id: [Standing(row.effective_from, row.post_class, row.grade, row.approval_no) for row in rows]
            for worker_id, rows in records_of(ids).items()
        }
        self.retained = {row.worker_id: row for row in _of(RetainedPay, ids)}
        self.bases = {row.worker_id: row for row in _of(PayBasis, ids) if row.year == month.year}
        self.results = {row.worker_id: row for row in _of(AnnualResult, ids) if row.year == month.year - 1}
        self.decided = self._decided(ids)
        self.closed = self._closed(ids)
        self._parsed: dict[int, Scheme] = {}

    def _workers(self, ids: Sequence[int] | None) -> list[Worker]:
        rows = select(Worker).where(
            Worker.state != WorkerState.PROPOSED, Worker.entry_date < following_month(self.month),
            or_(Worker.exit_date.is_(None), Worker.exit_date >= self.month),
        )  # fmt: skip
        if ids is not None:
            rows = rows.where(Worker.id.in_(ids))
        return list(db.session.scalars(rows.order_by(Worker.id)))

    def _decided(self, ids: Sequence[int]) -> dict[int, list[Arrear]]:
        """Decisions that this month carries out."""
        found: defaultdict[int, list[Arrear]] = defaultdict(list)
        for row in _of(Arrear, ids):
            if row.decided_by_id is not None and row.run_id in (None, self.run_id):
                found[row.worker_id].append(row)
        return found

    def _closed(self, ids: Sequence[int]) -> dict[int, list[Closed]]:
        settled: defaultdict[tuple[int, date], list[Arrear]] = defaultdict(list)
        for row in _of(Arrear, ids):
            if row.decided_by_id is not None or row.run_id != self.run_id:
                settled[row.worker_id, row.month].append(row)
        lines = (
            select(PayLine, PayRun.month)
            .join(PayRun, PayRun.id == PayLine.run_id)
            .where(PayLine.worker_id.in_(ids), PayRun.locked_at.is_not(None), PayRun.month < self.month)
            .order_by(PayLine.worker_id, PayRun.month)
        )
        found: defaultdict[int, list[Closed]] = defaultdict(list)
        for line, month in db.session.execute(lines):
            rows = settled[line.worker_id, month]
            found[line.worker_id].append(
                Closed(
                    line, month, sum(one.difference_fen for one in rows), sum(one.person_fen for one in rows),
                    sum(one.unit_fen for one in rows),
                )
            )  # fmt: skip
        return found

    def scheme(self, month: date) -> Scheme:
        """The grade scheme of a month, parsed once."""
        row = self.grades.on(month)
        if row.id not in self._parsed:
            self._parsed[row.id] = Scheme.parse(row.payload)
        return self._parsed[row.id]

    def pay(self, month: date) -> Mapping[str, Any]:
        """The pay table of a month. Raises RuleBroken without one for its scheme (WF-90)."""
        table = self.pays.on(month).payload
        if table.get("scheme") != self.grades.on(month).payload["code"]:
            raise RuleBroken(wording.NO_TABLE)
        return table

    def regular(self, worker_id: int, month: date) -> Regular | None:
        """What a month pays by the ledger as it is now; None before the first grading."""
        standings = self.standings.get(worker_id, [])
        standing = payroll.standing_in(standings, month)
        if standing is None:
            return None
        retained, kept = Decimal(0), self.retained.get(worker_id)
        if kept is not None:
            by = self.grades.on(month).payload.get("protection", {}).get("absorb_by", "BOTH")
            retained = payroll.retained_in(
                yuan(kept.old_fen), kept.counted_from, standings, self.pays.tables, month, by
            )
        papers = self.facts[worker_id]["certificates"]
        return payroll.regular(self.scheme(month), self.pay(month), standing, papers, retained, month)

    def owed(self, worker_id: int) -> list[Owed]:
        """The closed months that paid another amount than the ledger gives now (WF-93)."""
        found = []
        for closed in self.closed.get(worker_id, []):
            line, due = closed.line, self.regular(worker_id, closed.month)
            if due is None:
                continue
            paid = yuan(line.basic_fen + line.performance_fen + line.allowance_fen + line.retained_fen)
            graded = (line.post_class, line.grade) != (due.standing.post, due.standing.grade)
            one = Owed(closed.month, paid, due.total, yuan(closed.settled), graded)
            if one.difference:
                found.append(one)
        return found

    def reckon(self, worker: Worker, kept: PayLine | None = None) -> Reckoned:
        """The line of a worker; `kept` is the one before, whose deduction and tax were typed."""
        typed = {} if kept is None else {
            name: getattr(kept, name) for name in ("deduction_fen", "deduction_reason", "tax_fen")
        }  # fmt: skip
        try:
            found = self._slip(worker, typed)
        except RuleBroken as broken:
            return Reckoned(self._unpaid(worker, broken.reason), ())
        if found is None:
            return Reckoned(self._unpaid(worker, "还没有定级，先办理首次定级"), ())
        return Reckoned(self._values(worker, *found[:2], typed), found[2])

    def _unpaid(self, worker: Worker, problem: str) -> Values:
        return {
            **ZEROS, "community": worker.community, "post_class": "", "grade": None, "deduction_reason": "",
            "award_year": None, "kinds": [], "lines": [], "problem": problem[:200],
        }  # fmt: skip

    def _slip(self, worker: Worker, typed: Values) -> tuple[Slip, int | None, list[Values]] | None:
        paid = self.regular(worker.id, self.month)
        if paid is None:
            return None
        rates = self.rates.on(self.month).payload
        automatic = [self._automatic(worker.id, one) for one in self.owed(worker.id) if one.is_automatic]
        backs = self._backs(worker.id)
        carried = [*automatic, *({"month": one.month, "amount_fen": one.amount_fen, "basis": one.basis}
                                 for one in self.decided.get(worker.id, []) if one.amount_fen)]
        award, year, words = self._award(worker)
        plain = Slip(
            paid, self.pay(self.month), rates, insurance_of(rates, Decimal(0)), Decimal(0),
            tuple(payroll.Arrear(one["month"], yuan(one["amount_fen"]), one["basis"]) for one in carried),
            award, words, yuan(typed.get("deduction_fen", 0)), typed.get("deduction_reason", ""),
            yuan(typed.get("tax_fen", 0)), yuan(sum(one["person_fen"] for one in backs)),
            yuan(sum(one["unit_fen"] for one in backs)), worker.state is WorkerState.PROBATION,
        )  # fmt: skip
        basis = self._basis(worker, plain.gross)
        slip = Slip(**{**vars(plain), "contributions": insurance_of(rates, basis), "basis": basis})
        return slip, year, [*automatic, *backs]

    def _automatic(self, worker_id: int, one: Owed) -> Values:
        standing = payroll.standing_in(self.standings[worker_id], one.month)
        fen = fen_of(one.difference)
        return {
            "kind": ArrearKind.PAY, "month": one.month, "difference_fen": fen, "amount_fen": fen, "person_fen": 0,
            "unit_fen": 0, "basis": standing.approval_no if standing else "",
        }  # fmt: skip

    def _backs(self, worker_id: int) -> list[Values]:
        """补缴 of closed months whose rates were published later (WF-160)."""
        found = []
        for closed in self.closed.get(worker_id, []):
            due = insurance_of(self.rates.on(closed.month).payload, yuan(closed.line.basis_fen))
            paid_person = sum((fen_of(one["person"]) for one in closed.line.kinds), closed.back_person)
            paid_unit = sum((fen_of(one["unit"]) for one in closed.line.kinds), closed.back_unit)
            person, unit = fen_of(due.person) - paid_person, fen_of(due.unit) - paid_unit
            if person or unit:
                found.append({
                    "kind": ArrearKind.INSURANCE, "month": closed.month, "difference_fen": 0, "amount_fen": 0,
                    "person_fen": person, "unit_fen": unit, "basis": "",
                })  # fmt: skip
        return found

    def _basis(self, worker: Worker, gross: Decimal) -> Decimal:
        """Last year's monthly average: typed, else of the closed months, else the first month's own pay (WF-91)."""
        typed = self.bases.get(worker.id)
        if typed is not None:
            return yuan(typed.average_fen)
        closed = self.closed.get(worker.id, [])
        last = [one.line for one in closed if one.month.year == self.month.year - 1]
        if last:
            return yuan(sum(one.gross_fen + one.award_fen for one in last)) / len(last)
        this = [one.line for one in closed if one.month.year == self.month.year]
        return yuan(this[0].basis_fen) if this else gross

    @cached_property
    def _plan(self) -> Mapping[str, Any]:
        return effective.scheme_on(APPRAISAL, self.month).payload

    def _award(self, worker: Worker) -> tuple[Decimal, int | None, str]:
        """奖励绩效 of last year, once, in the first month after its confirmation (WF-92)."""
        result, year = self.results.get(worker.id), self.month.year - 1
        if result is None or result.confirmed_on is None or result.confirmed_on >= following_month(self.month):
            return Decimal(0), None, ""
        if any(one.line.award_year == year for one in self.closed.get(worker.id, [])):
            return Decimal(0), None, ""
        months = payroll.whole_months(year, worker.entry_date, worker.exit_date)
        table = self.pay(self.month)
        amount = award_of(table, self._plan, result.rating, months)
        factor = self._plan["effects"][result.rating]["award_factor"]
        standard = table.get("award_monthly", "0")
        words = f"{year} 年度奖励绩效：{standard} 元 × {months} 个月 × {factor}（{result.rating}）"
        return amount, year, f"{words} = {text_of(amount)} 元"

    def _values(self, worker: Worker, slip: Slip, award_year: int | None, typed: Values) -> Values:
        paid = slip.regular
        return {
            "community": worker.community, "post_class": paid.standing.post, "grade": paid.standing.grade,
            "basic_fen": fen_of(paid.basic), "performance_fen": fen_of(paid.performance),
            "allowance_fen": fen_of(paid.allowance), "retained_fen": fen_of(paid.retained),
            "arrears_fen": fen_of(slip.arrears_total), "deduction_fen": fen_of(slip.deduction),
            "deduction_reason": typed.get("deduction_reason", ""), "gross_fen": fen_of(slip.gross),
            "award_fen": fen_of(slip.award), "award_year": award_year, "basis_fen": fen_of(slip.basis),
            "kinds": slip.kinds, "person_fen": fen_of(slip.person), "unit_fen": fen_of(slip.unit),
            "tax_fen": fen_of(slip.tax), "net_fen": fen_of(slip.net), "lines": slip.lines, "problem": "",
        }  # fmt: skip


def _of(table: Any, ids: Sequence[int]) -> list[Any]:
    return list(db.session.scalars(select(table).where(table.worker_id.in_(ids)).order_by(table.id)))


def last_locked() -> date | None:
    """The newest locked month."""
    return db.session.scalar(select(func.max(PayRun.month)).where(PayRun.locked_at.is_not(None)))
