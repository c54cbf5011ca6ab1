"""The documents in force on a day, parsed once for each text (D9)."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shuangluan.kernel import calendar, effective
from shuangluan.kernel.workdays import Calendar
from shuangluan.red_property.rules.matters import VoteLaw
from shuangluan.red_property.rules.register_terms import RegisterTerms
from shuangluan.red_property.rules.settings import Terms
from shuangluan.red_property.rules.topics import ItemCatalogue

SETTINGS, ITEMS, VOTES = "red_property.settings", "red_property.item_kinds", "red_property.vote_matters"
REGISTERS = "red_property.registers"


@dataclass(frozen=True)
class Book:
    """What holds for meetings on one day."""

    terms: Terms
    items: ItemCatalogue
    calendar: Calendar
    registers: RegisterTerms


def book_on(day: date) -> Book:
    """The book of a day: two statements. Raises RuleBroken where nothing is published for it."""
    found = effective.documents_on([SETTINGS, ITEMS, REGISTERS], day)
    terms = _register_terms(found[REGISTERS], day)
    return Book(_terms(found[SETTINGS], day), _items(found[ITEMS]), calendar.working_calendar(), terms)


def law_on(day: date) -> VoteLaw:
    """The law of owners' votes as published for `day`."""
    return _law(effective.documents_on([VOTES], day)[VOTES])


def register_terms_on(day: date) -> RegisterTerms:
    """What funds, contracts and emergencies go by on a day: one statement."""
    return _register_terms(effective.documents_on([REGISTERS], day)[REGISTERS], day)


@lru_cache(maxsize=32)
def _register_terms(text: str, day: date) -> RegisterTerms:
    return RegisterTerms.parse(json.loads(text), day)


@lru_cache(maxsize=32)
def _terms(text: str, day: date) -> Terms:
    return Terms.parse(json.loads(text), day)


@lru_cache(maxsize=4)
def _items(text: str) -> ItemCatalogue:
    return ItemCatalogue.parse(json.loads(text))


@lru_cache(maxsize=4)
def _law(text: str) -> VoteLaw:
    return VoteLaw.parse(json.loads(text))
