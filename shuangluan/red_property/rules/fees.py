"""Fee rates with their formulas; a community is Σ ÷ Σ, never a mean of rates (RP-33). Money in 分."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.shares import share_text

FORMULAS = {
    "amount": "金额收缴率 = 当期实收 ÷ 当期应收（实收按归属期计，应收为批准减免之后，含建设单位应缴部分）",
    "households": "户数收缴率 = 已缴清户 ÷ 应缴户",
    "arrears": "清欠率 = 往期追回 ÷ 往期欠费期初",
}


@dataclass(frozen=True, slots=True)
class FeeFigures:
    """One report of one contract and period."""

    due_fen: int
    received_fen: int  # allocated to the period, earlier prepayment falling due included
    arrears_fen: int  # of earlier periods, at the beginning
    recovered_fen: int
    households_due: int
    households_paid: int
    prepaid_fen: int = 0  # for later periods: in no rate

    def __add__(self, other: "FeeFigures") -> "FeeFigures":
        pairs = ((getattr(self, name), getattr(other, name)) for name in self.__dataclass_fields__)
        return FeeFigures(*(first + second for first, second in pairs))

    @property
    def amount_rate(self) -> tuple[int, int]:
        """金额收缴率 as part and base."""
        return self.received_fen, self.due_fen

    @property
    def household_rate(self) -> tuple[int, int]:
        """户数收缴率 as part and base."""
        return self.households_paid, self.households_due

    @property
    def arrears_rate(self) -> tuple[int, int]:
        """清欠率 as part and base."""
        return self.recovered_fen, self.arrears_fen

    @property
    def texts(self) -> dict[str, str]:
        """The three rates as shown; of nothing 「—」."""
        rates = {"amount": self.amount_rate, "households": self.household_rate, "arrears": self.arrears_rate}
        return {name: share_text(*rate) for name, rate in rates.items()}


def check_fees(figures: FeeFigures) -> None:
    """Refuse what can only be an error of entry: negative figures and rates above 100 % (RP-33)."""
    if min(getattr(figures, name) for name in figures.__dataclass_fields__) < 0:
        raise RuleBroken("金额和户数不能是负数")
    if figures.received_fen > figures.due_fen:
        raise RuleBroken("当期实收大于当期应收，请核对：追回的往期欠费和预收的以后各期要分开填", "received_fen")
    if figures.recovered_fen > figures.arrears_fen:
        raise RuleBroken("追回的往期欠费大于期初欠费，请核对", "recovered_fen")
    if figures.households_paid > figures.households_due:
        raise RuleBroken("已缴清户多于应缴户，请核对", "households_paid")


def summed(reports: Iterable[FeeFigures]) -> FeeFigures:
    """The figures of several reports together."""
    return sum(reports, FeeFigures(0, 0, 0, 0, 0, 0))


def report(lines: Iterable[tuple[str, date, date, FeeFigures]]) -> str:
    """通报 of what was collected, (compound, first day, last day, figures) each in a line with its formula (RP-13)."""
    told = []
    for name, first, last, figures in lines:
        rates = figures.texts
        told.append(
            f"{name} {first} 至 {last}：金额收缴率 {rates['amount']}（当期实收 ÷ 当期应收），"
            f"户数收缴率 {rates['households']}，清欠率 {rates['arrears']}"
        )
    return "\n".join(told)
