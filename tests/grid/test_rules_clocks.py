"""The clocks of an appeal: the handbook's examples by name, then every edge (GR-27 to GR-29, GR-33, GR-40 to GR-46)."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from shuangluan.grid.rules import (
    HandlingLevel,
    LegKind,
    Level,
    StatutoryLimit,
    WhistleKind,
    accept_due,
    archived_on,
    changed_promise,
    check_can_extend,
    check_can_pause,
    check_review_on,
    end_of,
    extension_ceiling,
    first_answer_due,
    is_on_time,
    is_returnable,
    is_sign_overdue,
    leg_clock,
    promise_due,
    promise_limit,
    promise_start,
    recomputed,
    reopen_until,
    reopened_promise,
    return_until,
    review_until,
    whistle_clock,
)
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.workdays import Calendar, Limit, Pause, Unit, YearDays, deadline
from tests.grid.shipped import at, calendar, catalogue, on, terms

CLOCK = terms().clock
WD5, WD10 = Limit(5, Unit.WORKING_DAY), Limit(10, Unit.WORKING_DAY)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (at("09-17 10:00"), WD5, "09-23"),
        (at("09-18 17:40"), Limit(3, Unit.WORKING_DAY), "09-23"),
        (at("09-30 16:00"), WD5, "10-13"),
        (at("02-13 11:00"), WD5, "02-27"),
        (at("12-30 10:00"), WD5, "2027-01-07"),
        (on("10-31"), WD5, "11-06"),
    ],
)
def test_gr_40_the_rows_of_the_table(start: datetime | date, limit: Limit, due: str):
    found = deadline(start, limit, calendar(), CLOCK)
    assert found.due_on == on(due)
    assert found.provisional is (due == "2027-01-07")


def test_gr_40_four_working_hours_over_the_weekend_that_works():
    found = deadline(at("09-18 16:00"), Limit(4, Unit.WORKING_HOUR), calendar(), CLOCK)
    assert found.due_at == at("09-20 11:00")


def test_gr_41_the_lines_of_the_second_row():
    lines = deadline(at("09-18 17:40"), Limit(3, Unit.WORKING_DAY), calendar(), CLOCK).lines
    assert lines[0].code == "RECEIVED_AFTER_CUTOFF"
    assert lines[0].text == "2026-09-18 17:40 收到，已过 17:30，按 2026-09-20 计"
    assert (lines[-1].code, lines[-1].text) == ("DUE", "3 个工作日，2026-09-23 24:00 到期")


def test_gr_42_late_acceptance_does_not_lengthen_the_promise():
    due = accept_due(at("09-18 16:00"), terms(), calendar())
    assert due.due_at == at("09-20 11:00")
    start = promise_start(at("09-22 09:00"), due.due_at)
    assert start == at("09-20 11:00")
    limit = promise_limit(
        start, catalogue().limits_of(Level.NORMAL), catalogue().category("facility_broken"), calendar(), CLOCK
    )
    assert promise_due(start, limit.limit, calendar(), CLOCK).due_on == on("09-28")
    assert promise_due(at("09-22 09:00"), limit.limit, calendar(), CLOCK).due_on == on("09-30")


def test_acceptance_in_time_starts_the_promise_itself():
    assert promise_start(at("09-18 16:30"), at("09-20 11:00")) == at("09-18 16:30")


@pytest.mark.parametrize(
    ("level", "sign", "promise"),
    [
        (Level.URGENT, at("09-07 09:15"), at("09-08 09:00")),
        (Level.NORMAL, at("09-07 14:30"), None),
        (Level.COMPLEX, None, None),
        (Level.HARD, None, None),
    ],
)
def test_gr_28_the_limits_of_each_level(level: Level, sign: datetime | None, promise: datetime | None):
    limits = catalogue().limits_of(level)
    clock = leg_clock(at("09-07 09:00"), limits, HandlingLevel.GRID, terms(), calendar())
    assert clock.sign.due_at == sign
    assert promise_due(at("09-07 09:00"), limits.promise, calendar(), CLOCK).due_at == promise


@pytest.mark.parametrize(
    ("level", "body", "due"),
    [
        (Level.NORMAL, HandlingLevel.GRID, "09-10"),
        (Level.NORMAL, HandlingLevel.COMMUNITY, "09-10"),
        (Level.NORMAL, HandlingLevel.STREET, "09-14"),
        (Level.NORMAL, HandlingLevel.DISTRICT, "09-14"),
        (Level.COMPLEX, HandlingLevel.DISTRICT, "09-20"),
        (Level.HARD, HandlingLevel.GRID, "09-20"),
    ],
)
def test_gr_28_a_leg_is_finished_by_its_own_date(level: Level, body: HandlingLevel, due: str):
    clock = leg_clock(at("09-07 09:00"), catalogue().limits_of(level), body, terms(), calendar())
    assert clock.finish.due_on == on(due)
    assert clock.contact is None


def test_gr_46_an_unsigned_leg_is_overdue_by_itself_from_the_minute_after():
    clock = leg_clock(at("09-07 09:00"), catalogue().limits_of(Level.NORMAL), HandlingLevel.GRID, terms(), calendar())
    assert clock.sign.due_at == at("09-07 14:30")
    assert not is_sign_overdue(None, at("09-07 14:30"), at("09-07 14:30"))
    assert is_sign_overdue(None, at("09-07 14:30"), at("09-07 14:31"))
    assert is_sign_overdue(at("09-07 15:00"), at("09-07 14:30"), at("09-30 09:00"))
    assert not is_sign_overdue(at("09-07 14:30"), at("09-07 14:30"), at("09-30 09:00"))


@pytest.mark.parametrize(("kind", "report"), [(WhistleKind.PUSH, "09-10"), (WhistleKind.HARD, "09-14")])
def test_gr_23_a_whistle_has_its_own_three_clocks(kind: WhistleKind, report: str):
    clock = whistle_clock(at("09-07 09:00"), kind, terms(), calendar())
    assert clock.sign.due_at == at("09-07 10:00")
    assert clock.contact is not None
    assert clock.contact.due_at == at("09-08 09:00")
    assert clock.finish.due_on == on(report)


def test_gr_28_only_an_urgent_appeal_has_a_first_answer():
    urgent = first_answer_due(at("09-07 09:00"), catalogue().limits_of(Level.URGENT), terms(), calendar())
    assert urgent is not None
    assert urgent.due_at == at("09-07 10:00")
    assert first_answer_due(at("09-07 09:00"), catalogue().limits_of(Level.NORMAL), terms(), calendar()) is None


def test_gr_28_a_longer_statutory_limit_goes_first_with_its_document_named():
    limits = catalogue().limits_of(Level.NORMAL)
    plain = catalogue().category("facility_broken")
    law = replace(plain, statutory=replace_law(60))
    assert promise_limit(at("09-07 09:00"), limits, law, calendar(), CLOCK).document == "某条例第一条"
    shorter = replace(plain, statutory=replace_law(3))
    assert promise_limit(at("09-07 09:00"), limits, shorter, calendar(), CLOCK).limit == WD5
    assert promise_limit(at("09-07 09:00"), limits, plain, calendar(), CLOCK).document == ""


def replace_law(days: int) -> StatutoryLimit:
    return StatutoryLimit(Limit(days, Unit.CALENDAR_DAY), "某条例第一条")


def test_gr_28_a_hard_matter_stays_under_its_ceiling_and_its_extension_too():
    limits = catalogue().limits_of(Level.HARD)
    start = at("09-07 09:00")
    found = promise_limit(start, limits, catalogue().category("fund_use"), calendar(), CLOCK)
    assert found.limit == Limit(30, Unit.WORKING_DAY)
    assert extension_ceiling(start, limits, calendar(), CLOCK) == calendar().first_working_day(on("12-06"))
    assert extension_ceiling(start, catalogue().limits_of(Level.NORMAL), calendar(), CLOCK) is None


def test_gr_27_a_pause_keeps_what_was_left_and_resuming_moves_the_date():
    started = at("09-07 14:05")
    paused = promise_due(started, WD5, calendar(), CLOCK, [Pause(on("09-09"))])
    assert paused.due_on is None
    assert paused.remaining == 3
    resumed = promise_due(started, WD5, calendar(), CLOCK, [Pause(on("09-09"), on("10-14"))])
    assert resumed.due_on == on("10-19")


def test_gr_68_the_dated_example_is_due_on_the_fourteenth_and_severe_on_the_twenty_eighth():
    found = promise_due(at("09-07 14:05"), WD5, calendar(), CLOCK)
    assert (found.due_on, found.severe_on) == (on("09-14"), on("09-28"))


def test_gr_29_an_extension_runs_from_the_old_due_date():
    found = promise_due(at("09-07 09:00"), WD5, calendar(), CLOCK, extended_by=3)
    assert found.due_on == calendar().add_working_days(on("09-14"), 3)


def test_gr_29_an_extension_is_at_most_the_original_limit_and_stays_under_the_ceiling():
    later = promise_due(at("09-07 09:00"), WD5, calendar(), CLOCK, extended_by=5)
    check_can_extend(5, WD5, later)
    for days in (0, 6):
        with pytest.raises(RuleBroken, match="1 至 5 个工作日"):
            check_can_extend(days, WD5, later)
    with pytest.raises(RuleBroken, match="超过最长期限"):
        check_can_extend(5, WD5, later, on("09-15"))


def test_what_counts_in_hours_cannot_be_extended():
    with pytest.raises(RuleBroken, match="按小时计"):
        promise_due(at("09-07 09:00"), Limit(24, Unit.HOUR), calendar(), CLOCK, extended_by=1)


def test_gr_53_a_longer_limit_never_moves_the_date_later():
    start = at("09-07 09:00")
    current = promise_due(start, WD5, calendar(), CLOCK)
    assert changed_promise(current, promise_due(start, WD10, calendar(), CLOCK), on("09-08")) is current


@pytest.mark.parametrize(("changed_on", "due"), [("09-08", "09-14"), ("09-16", "09-16"), ("09-20", None)])
def test_gr_29_a_shorter_limit_moves_it_earlier_but_not_before_the_day_of_the_change(changed_on: str, due: str | None):
    start = at("09-07 09:00")
    current = promise_due(start, WD10, calendar(), CLOCK)
    assert current.due_on == on("09-20")
    changed = changed_promise(current, promise_due(start, WD5, calendar(), CLOCK), on(changed_on))
    assert (changed is current) if due is None else (changed.due_on == on(due))


def test_gr_29_while_paused_the_smaller_remainder_counts():
    start, pauses = at("09-07 09:00"), [Pause(on("09-09"))]
    long, short = (promise_due(start, limit, calendar(), CLOCK, pauses) for limit in (WD10, WD5))
    assert changed_promise(long, short, on("09-10")).remaining == 3
    assert changed_promise(short, long, on("09-10")) is short


@pytest.mark.parametrize(
    ("issued", "last"), [("09-07 09:00", "09-08"), ("09-18 17:40", "09-21"), ("09-18 10:00", "09-20")]
)
def test_gr_22_the_last_day_to_ask_for_a_return(issued: str, last: str):
    assert return_until(at(issued), terms(), calendar()) == on(last)


def test_gr_22_what_the_street_assigned_is_not_returnable():
    assert [kind for kind in LegKind if not is_returnable(kind)] == [LegKind.ASSIGN]


def test_gr_33_ten_working_days_to_reopen_counted_from_the_date_then_archived():
    assert reopen_until(on("10-16"), terms(), calendar()) == on("10-30")
    assert archived_on(on("10-30")) == on("10-31")


def test_gr_33_a_reopened_appeal_gets_its_categorys_limit_from_that_day():
    promised, due = reopened_promise(
        at("10-16 20:00"),
        catalogue().limits_of(Level.NORMAL),
        catalogue().category("facility_broken"),
        terms(),
        calendar(),
    )
    assert promised.limit == WD5
    assert due.due_on == on("10-23")


@pytest.mark.parametrize(("shelved", "last"), [("08-31", "11-30"), ("11-30", "2027-02-28"), ("09-15", "12-15")])
def test_gr_30_a_shelved_appeal_is_reviewed_within_three_months(shelved: str, last: str):
    assert review_until(on(shelved), terms()) == on(last)
    check_review_on(on(last), on(shelved), terms())
    with pytest.raises(RuleBroken, match="以前"):
        check_review_on(date.fromordinal(on(last).toordinal() + 1), on(shelved), terms())
    with pytest.raises(RuleBroken, match="要写复核日期"):
        check_review_on(None, on(shelved), terms())
    with pytest.raises(RuleBroken, match="之后"):
        check_review_on(on(shelved), on(shelved), terms())


@pytest.mark.parametrize(
    ("start", "planned", "reason"),
    [
        ("09-08", "09-20", "不能早于申请"),
        ("09-09", "09-09", "晚于挂起"),
        ("09-18", "09-25", "重叠"),
    ],
)
def test_gr_27_a_pause_has_a_planned_end_goes_forward_and_overlaps_no_other(start: str, planned: str, reason: str):
    others = [Pause(on("09-20"), on("09-24"))]
    with pytest.raises(RuleBroken, match=reason):
        check_can_pause(on(start), on(planned), others, asked_on=on("09-09"), terms=terms())


def test_gr_63_the_day_on_which_one_pause_ends_may_begin_the_next():
    others = [Pause(on("09-09"), on("09-16"))]
    check_can_pause(on("09-16"), on("10-14"), others, asked_on=on("09-16"), terms=terms())


def test_the_whole_of_the_due_day_is_in_time_and_an_hour_ends_on_the_minute():
    assert is_on_time(at("09-14 23:59"), on("09-14"))
    assert not is_on_time(at("09-15 00:00"), on("09-14"))
    assert is_on_time(at("09-14 11:00"), on("09-14"), at("09-14 11:00"))
    assert not is_on_time(at("09-14 11:01"), on("09-14"), at("09-14 11:00"))
    assert end_of(on("09-14")) == at("09-15 00:00")


def test_gr_60_an_imported_calendar_says_what_it_moved():
    before = deadline(at("09-17 10:00"), WD5, calendar(), CLOCK)
    corrected = calendar().add_year(YearDays(2026, True, frozenset(), frozenset()))
    after = deadline(at("09-17 10:00"), WD5, corrected, CLOCK)
    line = recomputed(before.due_on, after)
    assert line is not None
    assert line.text == "工作日历更新，到期日由 2026-09-23 改为 2026-09-24"
    assert recomputed(before.due_on, before) is None
    assert isinstance(corrected, Calendar)
