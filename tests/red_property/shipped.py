"""The catalogues, the settings and the calendar that ship with the site, for tests that touch no database."""

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from shuangluan.kernel.workdays import Calendar
from shuangluan.red_property.rules.matters import VoteLaw, VoteSettings
from shuangluan.red_property.rules.register_terms import RegisterTerms
from shuangluan.red_property.rules.settings import Terms
from shuangluan.red_property.rules.topics import ItemCatalogue

DATA = Path(__file__).resolve().parents[2] / "migrations" / "data"


@lru_cache(maxsize=1)
def law() -> VoteLaw:
    """`owners_vote_matters.json`."""
    return VoteLaw.parse(document("owners_vote_matters"))


def vote_settings() -> VoteSettings:
    """How ballots are counted on 2026-06-30."""
    return law().settings_on(date(2026, 6, 30))


@lru_cache(maxsize=1)
def terms() -> Terms:
    """`red_property_settings.json` as of 2026-09-01."""
    return Terms.parse(document("red_property_settings"), date(2026, 9, 1))


@lru_cache(maxsize=1)
def catalogue() -> ItemCatalogue:
    """`meeting_item_kinds.json`."""
    return ItemCatalogue.parse(document("meeting_item_kinds"))


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """2025, 2026 and the estimate of 2027."""
    return Calendar.parse(document("work_calendar"), document("working_days_2026"))


def on(text: str) -> date:
    """The day of `09-18` in 2026, or of a whole ISO text."""
    return date.fromisoformat(text if text.startswith("20") else f"2026-{text}")


def at(text: str) -> datetime:
    """The naive local moment of `09-18 16:00` in 2026."""
    return datetime.fromisoformat(f"2026-{text}")


def document(name: str) -> dict:
    """A shipped document, as its scheme holds it."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def register_terms() -> RegisterTerms:
    """`red_property_registers.json` as of 2026-09-01."""
    return RegisterTerms.parse(document("red_property_registers"), date(2026, 9, 1))
