"""模拟: computed and kept in a table of its own; nothing real is touched (WF-105)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import RuleScheme
from shuangluan.workforce.models import Scenario
from shuangluan.workforce.queries.scenarios import documents_to_draft, reckoned
from shuangluan.workforce.rules import sentences
from shuangluan.workforce.services.schemes import copy_version


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


def draft_documents(scenario: Scenario, *, today: date, by: audit.Actor, at: datetime) -> list[RuleScheme]:
    """Drafts with the values that were tried; a draft counts for nothing before somebody else publishes it (WF-105).

    Raises RuleBroken for a scenario that changes no document.
    """
    found = documents_to_draft(scenario.overrides, today)
    if not found:
        raise RuleBroken("这个模拟没有换等级方案，也没有改薪酬标准、缴费基数，没有可以起草的")
    return [copy_version(row, values=values, today=today, by=by, at=at) for row, values in found]


def drop_scenario(scenario: Scenario, *, by: audit.Actor, at: datetime) -> None:
    """It is not needed any more."""
    with audit.removing(sentences.SCENARIO_DROPPED, scenario, by=by, at=at):
        db.session.delete(scenario)
