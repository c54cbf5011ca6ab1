"""The catalogue, the settings and the calendar that ship with the site, for tests that touch no database."""

import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from shuangluan.grid.rules import Catalogue, Settings, Terms
from shuangluan.kernel.workdays import Calendar

DATA = Path(__file__).resolve().parents[2] / "migrations" / "data"


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """`appeal_categories.json`."""
    return Catalogue.parse(_json("appeal_categories.json"))


@lru_cache(maxsize=1)
def terms() -> Terms:
    """`grid_settings.json` as of 2026-09-01."""
    return Settings.parse(_json("grid_settings.json")).on(date(2026, 9, 1))


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """2025, 2026 and the estimate of 2027."""
    return Calendar.parse(_json("work_calendar.json"), _json("working_days_2026.json"))


def at(text: str) -> datetime:
    """The naive local moment of `09-18 16:00` in 2026, or of a whole ISO text."""
    return datetime.fromisoformat(text if text.startswith("20") else f"2026-{text}")


def on(text: str) -> date:
    """The day of `09-18` in 2026, or of a whole ISO text."""
    return date.fromisoformat(text if text.startswith("20") else f"2026-{text}")


def _json(name: str) -> dict:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
