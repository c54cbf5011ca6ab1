"""Money, scores and rates as exact decimals; they come and go as text with two places (WF-20, WF-64)."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction

from shuangluan.kernel.errors import RuleBroken

CENT = Decimal("0.01")
ZERO = Decimal(0)


def decimal_of(value: str | int | Decimal, what: str = "数") -> Decimal:
    """The exact number written in `value`. Raises RuleBroken for anything else, floats included."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise RuleBroken(f"{what}要写成数字的文本，现在是 {value!r}")
    try:
        number = Decimal(value)
    except InvalidOperation as broken:
        raise RuleBroken(f"{what}不是数字：{value}") from broken
    if not number.is_finite():
        raise RuleBroken(f"{what}不是数字：{value}")
    return number


def cents(value: Decimal | Fraction) -> Decimal:
    """`value` rounded half-up to two places: the one rounding of a published figure (WF-64)."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    return value.quantize(CENT, ROUND_HALF_UP)


def text_of(value: Decimal | Fraction) -> str:
    """`value` as engines give it: rounded, with two places."""
    return f"{cents(value):f}"


def fen_of(value: str | Decimal) -> int:
    """Yuan with two places as whole 分, as columns keep them; scores as hundredths likewise."""
    return int(cents(decimal_of(value)) * 100)


def yuan_of(fen: int) -> str:
    """Whole 分 as engines take them."""
    return text_of(Decimal(fen) / 100)
