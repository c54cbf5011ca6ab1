"""Every list of the slice is selected, counted, narrowed and sorted on both databases (D2, D26)."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from shuangluan.kernel.permissions import Viewer
from shuangluan.kernel.sources import Source
from shuangluan.kernel.tables import Filter, Table
from shuangluan.workforce.queries import (
    batch_register,
    pay_month_register,
    recruit_register,
    review_register,
    scenario_register,
    skill_register,
    survey_register,
    training_register,
    year_register,
)
from shuangluan.workforce.tables import batches, exams, pay, recruitment, reviews, scenarios, surveys, training, years
from tests import build
from tests.workforce.people import day

TODAY = day("2026-11-20")
OPTIONS = {"year": [("2026", "2026 年")], "subject": [("党建", "党建")], "rating": [("合格", "合格")]}
LISTS: list[tuple[Table, Callable[[Viewer], Source]]] = [
    (batches.BATCHES, batch_register.batches), (batches.ITEMS, lambda _: batch_register.items(1)),
    (years.YEARS, year_register.years), (years.SCORES, lambda _: year_register.scores(1)),
    (years.SERVICE, lambda _: year_register.scores(1)), (surveys.SURVEYS, lambda _: survey_register.SURVEYS),
    (scenarios.SCENARIOS, scenario_register.scenarios), (recruitment.RECRUITS, lambda _: recruit_register.RECRUITS),
    (training.SESSIONS, training_register.sessions), (training.PLANS, training_register.plans),
    (training.ROSTER, lambda _: training_register.roster(1)), (exams.EXAMS, skill_register.exams),
    (exams.MARKS, lambda _: skill_register.marks(1)), (pay.MONTHS, lambda _: pay_month_register.MONTHS),
    (reviews.REVIEWS, lambda _: review_register.REVIEWS),
]  # fmt: skip


def typed(declared: Filter) -> dict[str, str]:
    """A value for each input of a filter."""
    if declared.kind == "dates":
        return {f"{declared.key}_from": "2026-01-01", f"{declared.key}_to": "2026-12-31"}
    choices = declared.options or OPTIONS.get(declared.key)
    return {declared.key: {"choice": choices[0][0] if choices else "", "flag": "1"}.get(declared.kind, "李")}


def sweep(table: Table, source: Source, viewer: Viewer, told: dict[str, Any]) -> None:
    undeclared = {one.key: OPTIONS[one.key] for one in table.filters if one.kind == "choice" and not one.options}
    for view in table.views:
        for sort in table.sorts_in(view.key):
            asked = table.asked(MultiDict({**told, "view": view.key, "sort": sort, "desc": "1"}), undeclared)
            page, counts = source.page(asked, viewer, TODAY)
            assert (page.rows, set(counts.values())) == ([], {0})
    assert source.whole(asked, viewer, TODAY, 9)[0] == 0


@pytest.mark.parametrize(("table", "make"), LISTS, ids=[table.key for table, _ in LISTS])
def test_every_view_order_and_condition_is_a_statement(app: Any, table: Table, make: Callable[[Viewer], Source]):
    viewer = build.viewer("district_reviewer")
    sweep(table, make(viewer), viewer, {})
    told = {"area": build.A}
    for one in table.filters:
        told |= typed(one)
    sweep(table, make(viewer), viewer, told)
