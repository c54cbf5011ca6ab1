"""How a share is written, for every slice and for the pages above them (GR-35)."""

from fractions import Fraction

NOTHING = "—"


def share_text(n: int, d: int) -> str:
    """Percent half-up to 0.1 (GR-35): 100.0% only when complete, 0.0% only when zero, 「—」 of nothing."""
    if d == 0:
        return NOTHING
    tenths = half_up(Fraction(n * 1000, d))
    if n != d:
        tenths = min(tenths, 999) if n < d else tenths
    if n:
        tenths = max(tenths, 1)
    return f"{tenths // 10}.{tenths % 10}%"


def mean_text(n: int, d: int) -> str:
    """So many to each, half-up to 0.01 (WF-64): 10.29; 「—」 of nothing."""
    if d == 0:
        return NOTHING
    hundredths = half_up(Fraction(n * 100, d))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def half_up(value: Fraction) -> int:
    """The nearest whole number, a half going up; for what is not negative."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
