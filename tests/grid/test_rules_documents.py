"""The shipped catalogue and settings are read whole, a wrong one is refused by name, numbers count by the day."""

import copy
import json
from typing import Any

import pytest

from shuangluan.grid.rules import (
    Catalogue,
    Level,
    Settings,
    WhistleKind,
    choices,
    number,
    short_number,
    typed_number,
)
from shuangluan.kernel.errors import RuleBroken
from tests.grid.shipped import DATA, catalogue, on, terms


def document(name: str) -> dict[str, Any]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def test_the_seven_domains_and_every_category_are_there():
    assert [domain.name for domain in catalogue().domains] == ["党建", "综治", "维稳", "应急", "社保", "城管", "物业"]
    assert len(catalogue().categories) == 43
    assert sum(len(group) for _, group in catalogue().category_choices()) == 43
    assert choices(catalogue().categories_of("party"))[0] == ("member_service", "党员服务诉求")


def test_restricted_categories_are_mass_signs_and_petitions():
    assert [c.name for c in catalogue().categories if c.restricted] == ["群体性苗头", "涉访诉求"]


def test_danger_to_life_names_the_number_to_call_first():
    assert all(c.call_first for c in catalogue().categories if c.code in {"gas_smell", "lift_trapped"})


@pytest.mark.parametrize(
    "look_up", ["category", "source", "rejection_reason", "suspension_reason", "unhappy_reason", "domain"]
)
def test_an_unknown_code_is_refused_in_chinese(look_up: str):
    with pytest.raises(RuleBroken, match="请从列表里选"):
        getattr(catalogue(), look_up)("nonsense")


def without(path: list[str | int], payload: dict[str, Any]) -> dict[str, Any]:
    broken = copy.deepcopy(payload)
    target: Any = broken
    for key in path[:-1]:
        target = target[key]
    del target[path[-1]]
    return broken


@pytest.mark.parametrize(
    ("path", "named"),
    [
        (["limits", 0], "urgent"),
        (["outcomes", 0], "solved"),
        (["satisfaction", 3], "unrated"),
        (["categories", 0, "level"], "第 1 行"),
        (["domains", 6], "property"),
        (["sources"], "sources"),
    ],
)
def test_an_incomplete_catalogue_is_refused_saying_where(path: list[str | int], named: str):
    with pytest.raises(RuleBroken, match=named):
        Catalogue.parse(without(path, document("appeal_categories.json")))


def test_a_repeated_code_and_a_limit_of_nothing_are_refused():
    twice = document("appeal_categories.json")
    twice["sources"].append(dict(twice["sources"][0]))
    with pytest.raises(RuleBroken, match="重复"):
        Catalogue.parse(twice)
    nothing = document("appeal_categories.json")
    nothing["limits"][0]["sign"]["n"] = 0
    with pytest.raises(RuleBroken, match="不能是 0"):
        Catalogue.parse(nothing)


def test_the_terms_are_those_of_the_document():
    found = terms()
    assert (found.return_max, found.extension_max, found.contact_attempts, found.mass_reporters) == (2, 1, 2, 5)
    assert found.whistle_report(WhistleKind.PUSH).n == 3
    assert found.whistle_report(WhistleKind.HARD).n == 5
    assert catalogue().limits_of(Level.NORMAL).promise.n == 5


def changed(key: str, value: Any, since: str = "2026-10-01") -> dict[str, Any]:
    payload = document("grid_settings.json")
    payload["settings"].append({"key": key, "value": value, "effective_from": since})
    return payload


def test_a_setting_counts_from_its_day_not_before_and_long_after():
    settings = Settings.parse(changed("event.return_max", 3))
    assert [settings.on(on(day)).return_max for day in ("09-30", "10-01", "2030-01-01")] == [2, 3, 3]
    with pytest.raises(RuleBroken, match="没有生效的设置"):
        settings.on(on("2017-12-31"))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("event.return_max", 0, "不小于 1"),
        ("event.return_max", True, "不小于 1"),
        ("event.accept_limit", {"n": "4", "unit": "wh"}, "整数"),
        ("kpi.weights", {"response": 30, "solved": 30, "satisfied": 30}, "合计要是 100"),
        ("clock.office", [["12:00", "08:30"]], "从早到晚"),
    ],
)
def test_settings_with_which_nothing_can_be_reckoned_are_refused(key: str, value: Any, said: str):
    with pytest.raises(RuleBroken, match=said):
        Settings.parse(changed(key, value))


def test_two_rows_of_one_key_from_one_day_are_refused():
    with pytest.raises(RuleBroken, match="有两行"):
        Settings.parse(changed("event.return_max", 3, "2018-01-01"))


def test_gr_20_a_number_is_the_day_and_its_sequence():
    assert number(on("09-07"), 3) == "SL-20260907-003"
    assert number(on("09-07"), 1000) == "SL-20260907-1000"
    with pytest.raises(ValueError, match="begins with 1"):
        number(on("09-07"), 0)


def test_gr_20_the_year_is_left_out_while_it_runs():
    assert short_number("SL-20260907-003", on("12-31")) == "SL-0907-003"
    assert short_number("SL-20260907-003", on("2027-01-01")) == "SL-20260907-003"
    assert typed_number(" sl-0907-003 ", on("12-31")) == "SL-20260907-003"
    assert typed_number("SL-20250907-003", on("12-31")) == "SL-20250907-003"
    assert typed_number("坡道", on("12-31")) is None
