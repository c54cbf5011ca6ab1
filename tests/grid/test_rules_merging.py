"""并件: what may be joined, what the root becomes, what is suggested (GR-31, GR-33, GR-43, GR-54)."""

from dataclasses import replace
from datetime import date

import pytest

from shuangluan.grid.rules import (
    OPEN,
    AppealState,
    Candidate,
    Level,
    Member,
    check_can_merge,
    combined,
    duplicates,
    duplicates_since,
    is_mass,
    is_recurrence,
    members_of,
    root_of,
)
from shuangluan.kernel.errors import RuleBroken
from tests.grid.shipped import at, calendar, on, terms

S = AppealState
WAN, BAO = "130803003002", "130803003006"


def member(no: int, registered: str, level: Level, due: str | None, **more: object) -> Member:
    return Member(
        no, WAN, S.PROCESSING, at(registered), level,
        first_due_on=on(due) if due else None, due_on=on(due) if due else None, **more,  # type: ignore[arg-type]
    )  # fmt: skip


ROOT = member(2, "09-10 09:00", Level.COMPLEX, "09-23")
CHILD = member(1, "09-07 09:00", Level.NORMAL, "09-14")


def test_gr_43_the_root_takes_the_earliest_dates_and_the_highest_level():
    new = combined(ROOT, [CHILD], on("09-11"), calendar())
    assert new.registered_at == at("09-07 09:00")
    assert (new.due_on, new.first_due_on, new.level) == (on("09-14"), on("09-14"), Level.COMPLEX)


def test_the_strictest_confidentiality_and_the_highest_level_win():
    child = replace(CHILD, restricted=True, level=Level.URGENT)
    new = combined(ROOT, [child], on("09-11"), calendar())
    assert (new.restricted, new.level) == (True, Level.URGENT)


def test_a_later_child_moves_nothing():
    new = combined(CHILD, [ROOT], on("09-11"), calendar())
    assert new.due_on == on("09-14")


def test_an_accepted_child_gives_a_date_to_a_root_that_has_none():
    fresh = member(3, "09-12 09:00", Level.NORMAL, None)
    assert combined(fresh, [CHILD], on("09-12"), calendar()).due_on == on("09-14")


def test_a_paused_root_keeps_the_least_that_is_left():
    paused = replace(ROOT, due_on=None, remaining=6)
    new = combined(paused, [CHILD], on("09-09"), calendar())
    assert (new.due_on, new.remaining) == (None, 3)  # 09-10, 09-11, 09-14


def test_a_paused_child_brings_what_it_had_left_from_the_day_of_merging():
    child = replace(CHILD, due_on=None, remaining=2)
    assert combined(ROOT, [child], on("09-11"), calendar()).due_on == on("09-15")


@pytest.mark.parametrize("state", AppealState)
def test_only_open_appeals_are_merged(state: AppealState):
    if state in OPEN:
        check_can_merge(replace(CHILD, state=state), ROOT)
    else:
        with pytest.raises(RuleBroken, match="不能并入别的诉求"):
            check_can_merge(replace(CHILD, state=state), ROOT)


@pytest.mark.parametrize("state", [S.CLOSED, S.ARCHIVED])
def test_into_a_closed_root_nothing_is_merged_and_the_ways_out_are_named(state: AppealState):
    with pytest.raises(RuleBroken, match=r"重办主件.*复发"):
        check_can_merge(CHILD, replace(ROOT, state=state))


def test_only_within_one_community_and_never_into_itself():
    with pytest.raises(RuleBroken, match="同一社区"):
        check_can_merge(replace(CHILD, community=BAO), ROOT)
    with pytest.raises(RuleBroken, match="它自己"):
        check_can_merge(ROOT, ROOT)


def test_into_a_paused_root_only_once_the_childs_reporters_were_told():
    paused = replace(ROOT, due_on=None, remaining=6)
    with pytest.raises(RuleBroken, match="先告知这一件的 2 位诉求人"):
        check_can_merge(replace(CHILD, untold=2), paused)
    check_can_merge(CHILD, paused)
    check_can_merge(replace(CHILD, untold=2), ROOT)


def test_gr_54_what_was_merged_into_a_merged_one_ends_up_in_its_root():
    parents = {1: 2, 2: 3, 9: 8}
    assert root_of(1, parents) == root_of(2, parents) == root_of(3, parents) == 3
    assert members_of(3, parents) == [1, 2]
    assert members_of(8, parents) == [9]
    with pytest.raises(ValueError, match="circle"):
        root_of(1, {1: 2, 2: 1})


def candidate(no: int, registered: str, state: AppealState = S.PROCESSING, **more: object) -> Candidate:
    return Candidate(no, state, at(registered), **more)  # type: ignore[arg-type]


def test_suggested_are_the_same_building_first_then_open_ones_then_the_latest():
    found = [
        candidate(1, "08-01 09:00"),
        candidate(2, "09-05 09:00", building_id=7),
        candidate(3, "09-01 09:00", S.CLOSED, closed_on=on("09-06"), building_id=7),
        candidate(4, "09-06 09:00"),
        candidate(5, "09-07 09:00", S.REJECTED),
    ]
    assert [one.id for one in duplicates(found, 7, on("09-08"), terms())] == [2, 3, 4, 1]
    assert [one.id for one in duplicates(found, None, on("09-08"), terms())] == [4, 2, 1, 3]


@pytest.mark.parametrize(("closed", "suggested"), [("08-09", True), ("08-08", False)])
def test_a_closed_one_is_suggested_for_thirty_days(closed: str, suggested: bool):
    found = [candidate(1, "08-01 09:00", S.CLOSED, closed_on=on(closed))]
    assert bool(duplicates(found, None, on("09-08"), terms())) is suggested
    assert duplicates_since(on("09-08"), terms()) == on("08-09")


@pytest.mark.parametrize(("reported", "recurs"), [("09-01", True), ("10-01", True), ("10-02", False), ("08-31", False)])
def test_gr_33_a_new_report_within_thirty_days_of_closing_is_a_recurrence(reported: str, recurs: bool):
    assert is_recurrence(on("09-01"), on(reported), terms()) is recurs


def days(*numbers: int) -> list[date]:
    return [date(2026, 9, n) for n in numbers]


@pytest.mark.parametrize(
    ("reported", "mass"),
    [
        (days(1, 2, 3, 4, 7), True),
        (days(1, 2, 3, 4, 8), False),
        (days(1, 1, 1, 1), False),
        (days(1, 5, 5, 5, 5, 5), True),
    ],
)
def test_five_reporters_in_seven_days_are_a_mass_matter(reported: list[date], mass: bool):
    assert is_mass(reported, terms()) is mass
