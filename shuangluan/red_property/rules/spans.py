"""Half-open periods and the last days that people write (D28)."""

from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


def last_day(valid_to: date | None) -> date | None:
    """The inclusive last day of a half-open period, as lists, forms and sheets show it; None: until further notice."""
    return valid_to - ONE_DAY if valid_to else None


def day_after(last: date | None) -> date | None:
    """The half-open end of a period whose last day was written; None where there is none."""
    return last + ONE_DAY if last else None
