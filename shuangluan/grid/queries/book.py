"""The rules in force on a day, read once and handed to everything that needs them."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shuangluan.grid.rules import Catalogue, Settings, Terms
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.effective import documents_on
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
    catalogue, terms = names_and_terms_on(day)
    return Book(catalogue, terms, working_calendar())


def catalogue_on(day: date) -> Catalogue:
    """Only the catalogue: what a list needs to call categories by name."""
    return _catalogue(documents_on([CATALOGUE], day)[CATALOGUE])


def names_and_terms_on(day: date) -> tuple[Catalogue, Terms]:
    """Catalogue and terms without the calendar, in one statement: what a register needs."""
    documents = documents_on([CATALOGUE, SETTINGS], day)
    return _catalogue(documents[CATALOGUE]), _terms(documents[SETTINGS], day)


def terms_on(day: date) -> Terms:
    """Only the terms, in one statement."""
    return _terms(documents_on([SETTINGS], day)[SETTINGS], day)


@lru_cache(maxsize=8)
def _catalogue(document: str) -> Catalogue:
    return Catalogue.parse(json.loads(document))


@lru_cache(maxsize=64)
def _terms(document: str, day: date) -> Terms:
    return Settings.parse(json.loads(document)).on(day)
