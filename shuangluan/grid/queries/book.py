"""The rules in force on a day, read once and handed to everything that needs them."""

from dataclasses import dataclass
from datetime import date

from shuangluan.grid.rules import Catalogue, Settings, Terms
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.effective import schemes_on
from shuangluan.kernel.workdays import Calendar

CATALOGUE = "grid.appeal_categories"
SETTINGS = "grid.settings"


@dataclass(frozen=True)
class Book:
    """Catalogue, terms and calendar of one day."""

    catalogue: Catalogue
    terms: Terms
    calendar: Calendar


def book_on(day: date) -> Book:
    """The book of `day`, in two statements. Raises RuleBroken when nothing is in force."""
    schemes = schemes_on([CATALOGUE, SETTINGS], day)
    return Book(
        Catalogue.parse(schemes[CATALOGUE].payload),
        Settings.parse(schemes[SETTINGS].payload).on(day),
        working_calendar(),
    )


def catalogue_on(day: date) -> Catalogue:
    """Only the catalogue: what a list needs to call categories by name."""
    return Catalogue.parse(schemes_on([CATALOGUE], day)[CATALOGUE].payload)


def names_and_terms_on(day: date) -> tuple[Catalogue, Terms]:
    """Catalogue and terms without the calendar, in one statement: what a register needs."""
    schemes = schemes_on([CATALOGUE, SETTINGS], day)
    return Catalogue.parse(schemes[CATALOGUE].payload), Settings.parse(schemes[SETTINGS].payload).on(day)


def terms_on(day: date) -> Terms:
    """Only the terms, in one statement."""
    return Settings.parse(schemes_on([SETTINGS], day)[SETTINGS].payload).on(day)
