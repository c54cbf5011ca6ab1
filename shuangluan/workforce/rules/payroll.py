"""A pay month of one worker: what it pays and why, what closed months still owe (WF-82, WF-90 to WF-93, WF-160)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import wording
from shuangluan.workforce.rules.amounts import ZERO, cents, decimal_of, text_of
from shuangluan.workforce.rules.certificates import levels_in
from shuangluan.workforce.rules.facts import VERIFIED, Certificate
from shuangluan.workforce.rules.pay import Insurance, absorb_retained, basic_of, basic_pay, check_probation_pay
from shuangluan.workforce.rules.scheme import EffectMode, Scheme
from shuangluan.workforce.rules.spans import following_month, months_between, reading

Payload = Mapping[str, Any]
Table = tuple[date, Payload]  # from which day a pay table counts
LEAST_SHOWN = 5  # persons of a group whose sums are shown (WF-116)


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of the ledger as pay reads it."""

    since: date
    post: str
    grade: int
    approval_no: str = ""


def standing_in(rows: Sequence[Standing], month: date) -> Standing | None:
    """The grade of a month: in force on its 1st, else the first one that begins within it; None before the ledger."""
    begun = [row for row in rows if row.since <= month]
    within = [row for row in rows if month < row.since < following_month(month)]
    return begun[-1] if begun else within[0] if within else None


@dataclass(frozen=True, slots=True)
class Regular:
    """What a month pays by grade, papers and retained amount; `level` is the certificate that pays."""

    standing: Standing
    basic: Decimal
    performance: Decimal
    allowance: Decimal
    retained: Decimal
    level: str = ""

    @property
    def total(self) -> Decimal:
        """Built from the printed parts (WF-64)."""
        return self.basic + self.performance + self.allowance + self.retained


def regular(
    scheme: Scheme, pay: Payload, standing: Standing, certificates: Iterable[Payload], retained: Decimal, month: date
) -> Regular:
    """The regular pay of a month. Raises RuleBroken where the table has no such grade."""
    basic = basic_of(pay, standing.post, standing.grade)
    assert basic is not None
    with reading("职业资格"):
        counted = [Certificate.parse(one) for one in certificates if one.get("verify", VERIFIED) == VERIFIED]
    rule, allowance, level = scheme.certificate, ZERO, ""
    if rule.mode is EffectMode.ALLOWANCE:
        levels = levels_in(rule, counted, month)
        paid = levels[-1:] if rule.highest_only else levels
        allowance = sum((decimal_of(rule.amounts.get(one, "0")) for one in paid), ZERO)
        level = "、".join(paid)
    return Regular(standing, basic.basic, basic.performance, cents(allowance), cents(retained), level)


def retained_in(
    old_pay: Decimal, since: date, rows: Sequence[Standing], tables: Sequence[Table], month: date, absorb_by: str
) -> Decimal:
    """What a month still pays of 保留差额: old less new on `since`, reduced by every later raise (WF-82, W14).

    Basic pay, base performance and the monthly award standard count, no allowance.
    """
    if month < since or not rows:
        return ZERO
    left = max(ZERO, old_pay - _standard(since, since, rows, tables))
    days = sorted({row.since for row in rows} | {day for day, _ in tables})
    raises: list[dict[str, str]] = []
    for day in (one for one in days if since < one <= month):
        before = day - timedelta(1)
        by_table = _standard(before, day, rows, tables) - _standard(before, before, rows, tables)
        by_steps = _standard(day, day, rows, tables) - _standard(before, day, rows, tables)
        for kind, amount in (("TABLE_RAISE", by_table), ("STEPS", by_steps)):
            if amount > 0:
                raises.append({"kind": kind, "amount": text_of(amount)})
    return decimal_of(absorb_retained(text_of(left), raises, absorb_by)[-1]) if raises else left


def _standard(held_on: date, paid_on: date, rows: Sequence[Standing], tables: Sequence[Table]) -> Decimal:
    """The monthly standard of the grade held on one day by the table of another."""
    standing = next((row for row in reversed(rows) if row.since <= held_on), rows[0])
    table = next((payload for day, payload in reversed(tables) if day <= paid_on), None)
    basic = basic_of(table, standing.post, standing.grade)
    if basic is None or table is None:
        raise RuleBroken(wording.NO_TABLE)
    return basic.total + cents(decimal_of(table.get("award_monthly", "0")))


@dataclass(frozen=True, slots=True)
class Owed:
    """What a closed month paid and what it should have paid; `settled` was paid, recovered or waived since."""

    month: date
    paid: Decimal
    due: Decimal
    settled: Decimal
    is_graded: bool  # whether class or grade of the month have changed since

    @property
    def difference(self) -> Decimal:
        """Above zero: 补发; below: 扣回."""
        return self.due - self.paid - self.settled

    @property
    def is_automatic(self) -> bool:
        """A raise by the ledger carries its own approval; the rest, and every 扣回, is by decision (WF-93, WF-156)."""
        return self.difference > 0 and self.is_graded


@dataclass(frozen=True, slots=True)
class Arrear:
    """An amount that a closed month is owed, or owes, in this one; `basis` is the document."""

    month: date
    amount: Decimal
    basis: str


def arrear_lines(arrears: Sequence[Arrear]) -> Iterator[str]:
    """补发 2025-01 至 2025-04：42.00 元 × 4 个月 = 168.00 元（文号）: equal amounts of months in a row are one line."""
    ordered = sorted(arrears, key=lambda one: one.month)
    places = {one: place for place, one in enumerate(ordered)}

    def run(one: Arrear) -> tuple[int, Decimal, str]:
        return months_between(ordered[0].month, one.month) - places[one], one.amount, one.basis

    for (_, amount, basis), grouped in groupby(ordered, key=run):
        months = [one.month for one in grouped]
        word = "补发" if amount > 0 else "扣回"
        span = f"{months[0]:%Y-%m}" + (f" 至 {months[-1]:%Y-%m}" if len(months) > 1 else "")
        total = text_of(abs(amount) * len(months))
        yield f"{word} {span}：{text_of(abs(amount))} 元 × {len(months)} 个月 = {total} 元" + (
            f"（{basis}）" if basis else ""
        )


@dataclass(frozen=True)
class Slip:
    """One worker's month, from which columns and explanation are taken."""

    regular: Regular
    pay: Payload
    insurance: Payload
    contributions: Insurance
    basis: Decimal
    arrears: Sequence[Arrear] = ()
    award: Decimal = ZERO
    award_words: str = ""
    deduction: Decimal = ZERO
    deduction_reason: str = ""
    tax: Decimal = ZERO
    back_person: Decimal = ZERO
    back_unit: Decimal = ZERO
    on_trial: bool = False

    @property
    def arrears_total(self) -> Decimal:
        """补发 less 扣回."""
        return sum((one.amount for one in self.arrears), ZERO)

    @property
    def gross(self) -> Decimal:
        """应发 (WF-90)."""
        return self.regular.total + self.arrears_total - self.deduction

    @property
    def person(self) -> Decimal:
        """What the worker contributes, 补缴 included."""
        return self.contributions.person + self.back_person

    @property
    def unit(self) -> Decimal:
        """What the employer contributes, 补缴 included."""
        return self.contributions.unit + self.back_unit

    @property
    def net(self) -> Decimal:
        """实发."""
        return self.gross + self.award - self.person - self.tax

    @property
    def trial_warning(self) -> str:
        """Why pay on trial is too low: under 80 % of the grade's pay, or under the minimum wage (WF-94)."""
        if not self.on_trial:
            return ""
        paid = text_of(self.regular.total - self.deduction)
        minimum = str(self.insurance.get("minimum_wage", "0"))
        try:
            check_probation_pay(text_of(self.regular.total), paid, minimum)
        except RuleBroken as broken:
            return broken.reason
        return ""

    @property
    def kinds(self) -> list[dict[str, str]]:
        """The contributions kind by kind (WF-91)."""
        found = self.contributions
        bases = list(found.bases.values())
        return [
            {
                "name": kind["name"], "base": text_of(bases[place]), "rate": _percent(kind["person"]),
                "person": text_of(found.person_lines[place]), "unit_rate": _percent(kind["unit"]),
                "unit": text_of(found.unit_lines[place]),
            }
            for place, kind in enumerate(self.insurance["kinds"])
        ]  # fmt: skip

    @property
    def lines(self) -> list[str]:
        """Every figure of the slip in words, in the order of the sums."""
        return [*self._paid(), *self._kept_back()]

    def _paid(self) -> Iterator[str]:
        held, mark = self.regular.standing, wording.mark_of(self.pay, wording.PLACEHOLDER)
        approval = f"，{held.approval_no}" if held.approval_no else ""
        yield f"岗位等级：{held.post} {held.grade} 级，{held.since} 起{approval}"
        yield str(basic_pay(self.pay, held.post, held.grade)["line"])
        if self.regular.allowance:
            yield f"职业津贴：{self.regular.level}，{text_of(self.regular.allowance)} 元"
        if self.regular.retained:
            yield f"保留差额：{text_of(self.regular.retained)} 元，以后增资时冲抵"
        yield from arrear_lines(self.arrears)
        if self.deduction:
            yield f"扣款：{text_of(self.deduction)} 元（{self.deduction_reason}）"
        yield f"应发：{text_of(self.gross)} 元{mark}"
        if self.trial_warning:
            yield f"请核对：{self.trial_warning}"
        if self.award_words:
            yield self.award_words + mark

    def _kept_back(self) -> Iterator[str]:
        mark = wording.mark_of(self.insurance, wording.SAMPLE_RATES)
        for one in self.kinds:
            if decimal_of(one["person"]):
                yield f"{one['name']}：基数 {one['base']} × {one['rate']} = {one['person']} 元{mark}"
        if self.back_person or self.back_unit:
            yield f"补缴：个人 {text_of(self.back_person)} 元，单位 {text_of(self.back_unit)} 元（缴费标准变动）"
        if self.tax:
            yield f"个人所得税：{text_of(self.tax)} 元"
        yield f"实发：{text_of(self.net)} 元"
        yield f"单位缴纳：{text_of(self.unit)} 元，单位用工成本 {text_of(self.gross + self.award + self.unit)} 元"


def _percent(rate: str) -> str:
    shown = f"{decimal_of(rate) * 100:f}"
    return (shown.rstrip("0").rstrip(".") if "." in shown else shown) + "%"


def whole_months(year: int, entry: date, leaves: date | None) -> int:
    """Whole calendar months employed in a year (WF-92): the first from its 1st, the last through its last day."""
    first = max(entry, date(year, 1, 1))
    start = first if first.day == 1 else following_month(first)
    end = date(year + 1, 1, 1)
    if leaves is not None and leaves < end:
        end = (leaves + timedelta(1)).replace(day=1)
    return max(0, months_between(start, end))


def check_can_lock(actor_id: int | None, computed_by_id: int | None, *, is_placeholder: bool, problems: int) -> None:
    """Raises RuleBroken: for the one who computed, with sample amounts, while somebody cannot be paid (WF-90)."""
    reason = why_not_lock(actor_id, computed_by_id, is_placeholder=is_placeholder, problems=problems)
    if reason:
        raise RuleBroken(reason)


def why_not_lock(actor_id: int | None, computed_by_id: int | None, *, is_placeholder: bool, problems: int) -> str:
    """Why a month may not be locked; empty when it may."""
    if is_placeholder:
        return "薪酬表或缴费标准还是示例，本区核定的表生效以后才能锁定"
    if problems:
        return f"还有 {problems} 人算不出来，先按说明补齐"
    if actor_id is not None and actor_id == computed_by_id:
        return "计算人不能锁定同一个月，请另一位审批人办理"
    return ""


def hidden_groups(sizes: Mapping[str, int], least: int = LEAST_SHOWN) -> Collection[str]:
    """The groups whose sums are not shown: the small ones, and one more where they could be reckoned (WF-116)."""
    small = {name for name, size in sizes.items() if 0 < size < least}
    others = sorted((size, name) for name, size in sizes.items() if name not in small and size)
    if small and others and sum(sizes[name] for name in small) < least:
        small.add(others[0][1])
    return small
