"""Pay, insurance, retained amounts and arrears; amounts are text with two places (WF-82, WF-90 to WF-94)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.rules import wording
from shuangluan.workforce.rules.amounts import ZERO, cents, decimal_of, text_of
from shuangluan.workforce.rules.spans import day_of, month_of, months_between, reading

Payload = Mapping[str, Any]


class PayMode(StrEnum):
    """How a pay table is written (WF-90)."""

    AMOUNT = "AMOUNT"
    COEFFICIENT = "COEFFICIENT"
    COMPONENTS = "COMPONENTS"


class AbsorbBy(StrEnum):
    """Which raises reduce a retained amount (WF-82)."""

    STEPS = "STEPS"
    TABLE_RAISE = "TABLE_RAISE"
    BOTH = "BOTH"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class BasicPay:
    """What a grade pays a month; both parts are published figures."""

    basic: Decimal
    performance: Decimal

    @property
    def total(self) -> Decimal:
        """Built from the printed parts (WF-64)."""
        return self.basic + self.performance


def basic_of(pay: Payload | None, post: str, grade: int) -> BasicPay | None:
    """The pay of a grade by the table, None without one. Raises RuleBroken where the table has no such grade."""
    if pay is None:
        return None
    with reading("薪酬表"):
        mode = PayMode(pay["mode"])
        if mode is PayMode.AMOUNT:
            return BasicPay(cents(_of(pay["amounts"], post, grade)), cents(decimal_of(pay["perf_monthly"])))
        if mode is PayMode.COEFFICIENT:
            total = decimal_of(pay["base"]) * _of(pay["coefficients"], post, grade)
            basic = cents(total * decimal_of(pay["basic_share"]))
            return BasicPay(basic, cents(total) - basic)
        if post not in pay["post_pay"]:
            raise RuleBroken(f"薪酬表里没有岗位类别“{post}”")
        basic = _of(pay["tier"], post, grade) + decimal_of(pay["post_pay"][post])
        return BasicPay(cents(basic), cents(decimal_of(pay["post_allowance"][post])))


def _of(table: Payload, post: str, grade: int) -> Decimal:
    """The amount of a grade; a table may be keyed by class first (WF-83)."""
    by_post = table.get(post)
    found = (by_post if isinstance(by_post, Mapping) else table).get(str(grade))
    if found is None or isinstance(found, Mapping):
        raise RuleBroken(f"薪酬表里没有“{post}” {grade} 级")
    return decimal_of(found)


def basic_pay(pay: Payload | None, post: str, grade: int) -> dict[str, str | None]:
    """Basic pay and base performance of a grade, with the line that says so (WF-90)."""
    found = basic_of(pay, post, grade)
    if pay is None or found is None:
        return {"basic": None, "performance": None, "total": None, "line": wording.NO_TABLE}
    basic, performance = text_of(found.basic), text_of(found.performance)
    line = wording.PAY.format(basic=basic, performance=performance) + wording.mark_of(pay, wording.PLACEHOLDER)
    return {"basic": basic, "performance": performance, "total": text_of(found.total), "line": line}


@dataclass(frozen=True, slots=True)
class Insurance:
    """The monthly lines of 五险一金, in the order of the kinds."""

    bases: Mapping[str, Decimal]
    person_lines: Sequence[Decimal]
    unit_lines: Sequence[Decimal]

    @property
    def person(self) -> Decimal:
        """What the worker pays: the sum of the printed lines."""
        return sum(self.person_lines, ZERO)

    @property
    def unit(self) -> Decimal:
        """What the employer pays."""
        return sum(self.unit_lines, ZERO)


def insurance_of(insurance: Payload, average: Decimal) -> Insurance:
    """Lines on `average` brought between floor and cap of each kind (WF-91)."""
    with reading("五险一金参数"):
        kinds = insurance["kinds"]
        bases = {}
        for kind in kinds:
            floor, cap = decimal_of(kind["floor"]), decimal_of(kind["cap"])
            bases[kind["code"]] = cents(min(max(average, floor), cap))
        person = [cents(bases[kind["code"]] * decimal_of(kind["person"])) for kind in kinds]
        unit = [cents(bases[kind["code"]] * decimal_of(kind["unit"])) for kind in kinds]
    return Insurance(bases, person, unit)


def insurance_lines(insurance: Payload, avg: str) -> dict[str, Any]:
    """Bases and lines of person and employer on last year's average `avg` (WF-91)."""
    found = insurance_of(insurance, decimal_of(avg, "上年月平均工资"))
    return {
        "base": {code: text_of(base) for code, base in found.bases.items()},
        "person_lines": [text_of(line) for line in found.person_lines],
        "person": text_of(found.person),
        "unit_lines": [text_of(line) for line in found.unit_lines],
        "unit": text_of(found.unit),
    }


def pay_month(
    pay: Payload | None,
    insurance: Payload,
    post: str,
    grade: int,
    allowance: str,
    retained: str,
    avg: str | None,
) -> dict[str, str | None]:
    """One month: gross, contributions, what is left before tax, cost (WF-90, WF-91).

    Without `avg` (new hire) the first month's gross is the base. `base` is that of the pension.
    """
    basic = basic_of(pay, post, grade)
    if basic is None:
        return dict.fromkeys(("gross", "person", "net_before_tax", "unit", "unit_cost", "base"))
    gross = basic.total + cents(decimal_of(allowance)) + cents(decimal_of(retained))
    lines = insurance_of(insurance, gross if avg is None else decimal_of(avg))
    base = lines.bases.get("pension", next(iter(lines.bases.values())))
    return {
        "gross": text_of(gross),
        "person": text_of(lines.person),
        "net_before_tax": text_of(gross - lines.person),
        "unit": text_of(lines.unit),
        "unit_cost": text_of(gross + lines.unit),
        "base": text_of(base),
    }


def award_of(pay: Payload, plan: Payload, rating: str, months: int) -> Decimal:
    """奖励绩效 of a year: standard × whole months × factor of the rating (WF-92)."""
    if not 0 <= months <= 12:
        raise RuleBroken(f"一年里的整月数是 0 至 12，现在是 {months}")
    with reading("考核方案"):
        effects = plan["effects"]
        if rating not in effects:
            raise RuleBroken(f"考核方案没有等次“{rating}”")
        factor = decimal_of(effects[rating]["award_factor"])
    return cents(decimal_of(pay.get("award_monthly", "0")) * months * factor)


def award_amount(pay: Payload | None, plan: Payload, rating: str, months: int) -> str | None:
    """As `award_of`, as text; nothing without a pay table."""
    return None if pay is None else text_of(award_of(pay, plan, rating, months))


def arrears(monthly_diff: str, effective: str, first_open_month: str) -> dict[str, Any]:
    """补发 from the effective month to the one before the first open pay month; negative is 扣回 (WF-93)."""
    months = max(0, months_between(day_of(effective), month_of(first_open_month)))
    return {"months": months, "amount": text_of(decimal_of(monthly_diff) * months)}


def retained_diff(old: str, new: str) -> str:
    """What of the old pay a conversion keeps above the new (WF-82)."""
    return text_of(max(ZERO, decimal_of(old) - decimal_of(new)))


def absorb_retained(retained: str, raises: Sequence[Payload], absorb_by: str) -> list[str]:
    """What is left of a retained amount after each later raise; raises of another kind leave it (WF-82)."""
    with reading("冲抵"):
        by, left, balances = AbsorbBy(absorb_by), decimal_of(retained), []
        for one in raises:
            kind = AbsorbBy(one["kind"])
            if by is AbsorbBy.BOTH or by is kind is not AbsorbBy.NONE:
                left = max(ZERO, left - decimal_of(one["amount"]))
            balances.append(text_of(left))
    return balances


def check_probation_pay(agreed: str, probation: str, minimum_wage: str) -> None:
    """Raises RuleBroken where probation pay is under 80 % of the agreed pay or the minimum wage (WF-94)."""
    paid = decimal_of(probation)
    if paid * 100 < decimal_of(agreed) * 80:
        raise RuleBroken("试用期工资不得低于约定工资的 80%（劳动合同法第二十条）", "probation_pay")
    if paid < decimal_of(minimum_wage):
        raise RuleBroken(f"试用期工资不得低于最低工资 {text_of(decimal_of(minimum_wage))} 元", "probation_pay")
