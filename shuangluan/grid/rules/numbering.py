"""The number of an appeal (GR-20): SL-YYYYMMDD-NNN, shown as SL-MMDD-NNN in the running year."""

import re
from datetime import date

FULL = re.compile(r"SL-(\d{4})(\d{2})(\d{2})-(\d{3,})")
SHORT = re.compile(r"SL-(\d{2})(\d{2})-(\d{3,})")


def number(day: date, sequence: int) -> str:
    """The number of the `sequence`-th appeal (from 1) registered on the local `day`."""
    if sequence < 1:
        raise ValueError("the daily sequence begins with 1")
    return f"SL-{day:%Y%m%d}-{sequence:03d}"


def short_number(full: str, today: date) -> str:
    """As shown: without the year while it runs."""
    parts = FULL.fullmatch(full)
    if parts is None or int(parts[1]) != today.year:
        return full
    return f"SL-{parts[2]}{parts[3]}-{parts[4]}"


def typed_number(text: str, today: date) -> str | None:
    """The full number meant by what somebody typed, long or short; None when it is no number.

    A short one means the running year, as it is shown.
    """
    typed = text.strip().upper()
    if FULL.fullmatch(typed):
        return typed
    parts = SHORT.fullmatch(typed)
    return f"SL-{today:%Y}{parts[1]}{parts[2]}-{parts[3]}" if parts else None
