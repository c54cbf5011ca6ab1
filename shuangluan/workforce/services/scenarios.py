"""模拟: computed and kept in a table of its own; nothing real is touched (WF-105)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.workforce.models import Scenario
from shuangluan.workforce.queries.scenarios import reckoned
from shuangluan.workforce.rules import sentences


def try_scenario(
    *, title: str, overrides: Mapping[str, Any], on: date, by: audit.Actor, at: datetime
) -> Scenario:
    """Reckon what the overrides would do to the people of `on`, and keep it. Raises RuleBroken where it cannot be."""
    if not title:
        raise RuleBroken("给模拟起个名字", "title")
    kept = Scenario(
        title=title, snapshot_on=on, overrides=dict(overrides), result=reckoned(overrides, on), computed_at=at,
        computed_by_id=by.id or 0, computed_by_name=by.name,
    )  # fmt: skip
    audit.created(sentences.SCENARIO_TRIED, kept, by=by, at=at)
    return kept


def try_again(scenario: Scenario, *, on: date, by: audit.Actor, at: datetime) -> None:
    """The same assumptions on the people of another day."""
    result = reckoned(scenario.overrides, on)
    with audit.changing(sentences.SCENARIO_TRIED, scenario, by=by, at=at):
        scenario.snapshot_on, scenario.result = on, result
        scenario.computed_at, scenario.computed_by_id, scenario.computed_by_name = at, by.id or 0, by.name


def drop_scenario(scenario: Scenario, *, by: audit.Actor, at: datetime) -> None:
    """It is not needed any more."""
    with audit.removing(sentences.SCENARIO_DROPPED, scenario, by=by, at=at):
        db.session.delete(scenario)
