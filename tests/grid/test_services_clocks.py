"""Promises, pauses, extensions, legs and reopening in the database (GR-27 to GR-29, GR-33, GR-42, GR-60, GR-61)."""

from datetime import date, datetime

import pytest

from shuangluan.extensions import db
from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal
from shuangluan.kernel import audit, calendar, clock
from shuangluan.kernel.errors import RuleBroken
from tests import build
from tests.grid.shipped import DATA, on

S = rules.AppealState


def moment(text: str) -> datetime:
    whole = text if text.startswith("20") else f"2026-{text}"
    return datetime.fromisoformat(whole).replace(tzinfo=clock.CST)


def accepted(at: str = "09-07 09:00", **more: object) -> Appeal:
    return build.an_accepted_appeal(at=moment(at), **more)


def signed(at: str = "09-07 09:00", **more: object) -> Appeal:
    return build.a_signed_appeal(at=moment(at), **more)


def ask_pause(appeal: Appeal, at: str, planned: str, reason: str = "joint_meeting") -> None:
    build.saved(
        lambda: services.ask_suspension(
            appeal, reason=reason, note="", planned_to=on(planned), by=build.actor("property_liaison"), at=moment(at)
        )
    )


def approve_pause(appeal: Appeal, at: str, by: str = "community_admin") -> None:
    def deed() -> None:
        told = [r.id for r in queries.file_of(appeal).reporters]
        services.tell_reporters(appeal, told, by=build.actor("community_admin"), at=moment(at))
        services.answer_suspension(appeal, agreed=True, by=build.actor(by), at=moment(at))

    build.saved(deed)


def resume(appeal: Appeal, at: str) -> None:
    build.saved(lambda: services.resume(appeal, by=build.actor("community_admin"), at=moment(at)))


def test_gr_42_registered_on_friday_afternoon_accepted_on_tuesday(app):
    appeal = build.an_appeal(at=moment("09-18 16:00"))
    assert clock.wall(appeal.accept_due_at) == datetime(2026, 9, 20, 11, 0)
    build.saved(lambda: services.accept_appeal(appeal, by=build.actor("community_admin"), at=moment("09-22 09:00")))
    assert (appeal.due_on, appeal.first_due_on) == (on("09-28"), on("09-28"))


def test_gr_46_a_normal_leg_is_to_be_signed_within_four_working_hours_of_issue(app):
    appeal = build.a_dispatched_appeal(at=moment("09-07 09:00"))
    leg = queries.file_of(appeal).lead
    assert leg is not None
    assert clock.wall(leg.sign_due_at) == datetime(2026, 9, 7, 14, 30)
    assert leg.due_at == moment("09-11 00:00")  # three working days, until 24:00


def test_gr_27_and_gr_68_a_pause_keeps_three_days_and_moves_promise_and_leg(app):
    appeal = signed()
    ask_pause(appeal, "09-09 16:00", "09-16")
    assert appeal.due_on == on("09-14")
    approve_pause(appeal, "09-09 17:00")
    leg = queries.file_of(appeal).lead
    assert leg is not None
    assert (appeal.due_on, appeal.due_at, appeal.remaining, leg.due_at) == (None, None, 3, None)
    resume(appeal, "10-14 10:00")
    assert appeal.due_on == on("10-19")
    assert appeal.first_due_on == on("09-14")
    assert leg.due_at == moment("10-16 00:00")


def test_gr_27_reporters_are_told_first(app):
    appeal = signed()
    ask_pause(appeal, "09-09 16:00", "09-16")
    with pytest.raises(RuleBroken, match="1 位诉求人没有告知"):
        build.saved(
            lambda: services.answer_suspension(
                appeal, agreed=True, by=build.actor("community_admin"), at=moment("09-09 17:00")
            )
        )


def test_gr_27_a_long_pause_is_for_the_street(app):
    appeal = signed()
    ask_pause(appeal, "09-08 10:00", "10-20")
    with pytest.raises(RuleBroken, match="由街道同意"):
        approve_pause(appeal, "09-08 11:00")
    approve_pause(appeal, "09-08 11:00", by="street_staff")
    assert appeal.is_suspended


def test_a_refused_pause_changes_nothing_and_another_may_be_asked(app):
    appeal = signed()
    ask_pause(appeal, "09-08 10:00", "09-20")
    build.saved(
        lambda: services.answer_suspension(
            appeal, agreed=False, refusal="可以先做一半", by=build.actor("community_admin"), at=moment("09-08 11:00")
        )
    )
    assert (appeal.is_suspended, appeal.due_on) == (False, on("09-14"))
    ask_pause(appeal, "09-08 12:00", "09-18")


def test_gr_27_what_was_overdue_before_stays_overdue_during_the_pause(app):
    appeal = signed()
    ask_pause(appeal, "09-15 10:00", "09-20")
    approve_pause(appeal, "09-15 11:00")
    assert (appeal.is_suspended, appeal.due_on) == (True, on("09-14"))


def test_gr_27_a_pause_that_starts_on_the_due_day_moves_it_to_the_first_working_day_after(app):
    appeal = signed()
    ask_pause(appeal, "09-14 10:00", "09-18")
    approve_pause(appeal, "09-14 11:00")
    assert (appeal.due_on, appeal.remaining) == (None, 0)
    resume(appeal, "09-18 10:00")
    assert appeal.due_on == on("09-20")


def test_a_paused_appeal_cannot_be_answered_before_it_is_resumed(app):
    appeal = signed()
    ask_pause(appeal, "09-09 16:00", "09-16")
    approve_pause(appeal, "09-09 17:00")
    answer = {"outcome": rules.Outcome.SOLVED, "text": "好了", "evidence": 1}
    with pytest.raises(RuleBroken, match="先恢复办理"):
        build.saved(
            lambda: services.respond(appeal, **answer, by=build.actor("property_liaison"), at=moment("09-10 09:00"))
        )


def test_gr_29_an_extension_is_asked_by_the_handler_answered_above_and_granted_once(app):
    appeal = signed()
    company, community = build.actor("property_liaison"), build.actor("community_admin")
    build.saved(lambda: services.ask_extension(appeal, days=3, reason="等配件", by=company, at=moment("09-14 17:00")))
    with pytest.raises(RuleBroken, match=r"上一级|只有"):
        build.saved(lambda: services.answer_extension(appeal, agreed=True, by=company, at=moment("09-14 17:10")))
    build.saved(lambda: services.answer_extension(appeal, agreed=True, by=community, at=moment("09-14 17:20")))
    assert (appeal.due_on, appeal.first_due_on) == (on("09-17"), on("09-14"))
    lead = queries.file_of(appeal).lead
    assert lead is not None
    assert lead.due_at == appeal.due_at  # what was granted on the promise is granted to its handler
    with pytest.raises(RuleBroken, match="最多 1 次"):
        build.saved(lambda: services.ask_extension(appeal, days=1, reason="再等", by=company, at=moment("09-15 09:00")))


@pytest.mark.parametrize("days", [0, 6])
def test_gr_29_an_extension_is_at_most_the_original_limit(app, days: int):
    appeal = signed()
    with pytest.raises(RuleBroken, match="1 至 5 个工作日"):
        build.saved(
            lambda: services.ask_extension(
                appeal, days=days, reason="等", by=build.actor("property_liaison"), at=moment("09-08 09:00")
            )
        )


def reclassify(appeal: Appeal, level: rules.Level, at: str, category: str = "facility_broken") -> None:
    build.saved(
        lambda: services.reclassify_appeal(
            appeal,
            category=category,
            level=level,
            reason="核实后调整",
            by=build.actor("community_admin"),
            at=moment(at),
        )
    )


def test_gr_53_normal_to_complex_leaves_the_date_alone(app):
    appeal = accepted()
    reclassify(appeal, rules.Level.COMPLEX, "09-08 09:00")
    assert (appeal.level, appeal.due_on) == (rules.Level.COMPLEX, on("09-14"))


def test_gr_29_complex_to_normal_moves_it_earlier_but_not_before_today(app):
    appeal = accepted(category="leak")
    assert appeal.due_on == on("09-20")
    reclassify(appeal, rules.Level.NORMAL, "09-08 09:00", "leak")
    assert (appeal.due_on, appeal.first_due_on) == (on("09-14"), on("09-20"))
    late = accepted("09-07 10:00", category="leak")
    reclassify(late, rules.Level.NORMAL, "09-16 09:00", "leak")
    assert late.due_on == on("09-16")


def test_gr_33_a_reopened_appeal_gets_a_new_promise_and_keeps_its_first_date(app):
    appeal = build.a_closed_appeal(at=moment("09-07 09:00"))
    assert appeal.reopen_until == on("09-20")
    build.saved(
        lambda: services.reopen_appeal(
            appeal, reason="又坏了", by=build.actor("community_admin"), at=moment("09-20 20:00")
        )
    )
    assert (appeal.state, appeal.due_on, appeal.first_due_on) == (S.ACCEPTED, on("09-28"), on("09-14"))
    assert appeal.reopen_count == 1


def test_gr_33_after_the_window_only_a_new_linked_appeal(app):
    appeal = build.a_closed_appeal(at=moment("09-07 09:00"))
    with pytest.raises(RuleBroken, match="登记一件新诉求"):
        build.saved(
            lambda: services.reopen_appeal(
                appeal, reason="又坏了", by=build.actor("community_admin"), at=moment("09-21 09:00")
            )
        )


def shelved(at: str = "09-07 09:00") -> Appeal:
    appeal = signed(at)
    by, company = build.actor("community_admin"), build.actor("property_liaison")

    def deed() -> None:
        services.respond(
            appeal,
            outcome=rules.Outcome.SHELVED,
            text="等维修资金",
            evidence=0,
            review_on=on("12-07"),
            by=company,
            at=moment(at),
        )
        services.check_result(appeal, way=rules.CheckWay.PHONE, passed=True, note="属实", by=by, at=moment(at))
        for reporter_id in build.reporters(appeal):
            services.contact_reporter(
                appeal, reporter_id, reached=True, says_solved=False, satisfaction=rules.Satisfaction.UNSATISFIED,
                reasons=["beyond_policy"], by=by, at=moment(at),
            )  # fmt: skip
        services.close_appeal(appeal, by=by, at=moment(at))

    build.saved(deed)
    return appeal


def test_gr_61_a_shelved_appeal_waits_for_its_review_and_is_not_overdue(app):
    appeal = shelved()
    assert (appeal.state, appeal.review_on, appeal.outcome) == (S.CLOSED, on("12-07"), "shelved")
    book = queries.book_on(on("12-20"))
    assert queries.standing_of(queries.file_of(appeal), book, on("12-20")).review_due
    build.saved(
        lambda: services.review_shelved(
            appeal, note="资金已到位，另办", by=build.actor("community_admin"), at=moment("12-20 09:00")
        )
    )
    assert not queries.standing_of(queries.file_of(appeal), book, on("12-20")).review_due


def test_gr_60_an_imported_calendar_moves_open_dates_with_a_line_and_leaves_closed_ones(app):
    open_one = accepted("09-17 10:00")
    closed = build.a_closed_appeal(at=moment("09-17 10:00"))
    assert open_one.due_on == closed.due_on == on("09-23")
    corrected = {"year": 2026, "status": "已公布", "off": [], "on": []}  # without the Sunday that works
    with audit.transaction():
        calendar.import_year(corrected, by=build.actor("district_org"), at=moment("09-18 09:00"))
        moved = services.recompute_promises(by=build.actor("district_org"), at=moment("09-18 09:00"))
    assert moved == [open_one.no]
    assert (open_one.due_on, open_one.first_due_on, closed.due_on) == (on("09-24"), on("09-24"), on("09-23"))
    lines = [
        entry.changes["text"]
        for entry in db.session.query(audit.AuditEntry).filter_by(action=rules.RECOMPUTED, record_id=open_one.id)
        if "text" in entry.changes
    ]
    assert lines == ["工作日历更新，到期日由 2026-09-23 改为 2026-09-24"]


def test_gr_26_a_published_year_ends_the_estimate_of_open_promises(app):
    appeal = accepted("12-30 10:00")
    assert (appeal.is_provisional, appeal.due_on) == (True, date(2027, 1, 7))
    year = {"year": 2027, "status": "已公布", "off": [{"from": "2027-01-01", "to": "2027-01-03"}], "on": []}
    with audit.transaction():
        assert calendar.import_year(year, by=build.actor("district_org"), at=moment("12-31 09:00")) == [2027]
        services.recompute_promises(by=build.actor("district_org"), at=moment("12-31 09:00"))
    assert (appeal.is_provisional, appeal.due_on) == (False, date(2027, 1, 7))


def test_an_estimate_never_replaces_what_is_published_and_a_contradiction_is_refused(app):
    estimate = {"year": 2026, "status": "暂估", "off": [], "on": []}
    with audit.transaction():
        assert calendar.import_year(estimate, by=audit.SYSTEM, at=clock.now()) == []
    wrong = {"year": 2027, "off": [{"from": "2027-01-03", "to": "2027-01-01"}], "on": []}
    with pytest.raises(RuleBroken, match="早于第一天"), audit.transaction():
        calendar.import_year(wrong, by=audit.SYSTEM, at=clock.now())
    assert (DATA / "working_days_2026.json").is_file()
