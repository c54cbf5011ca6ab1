"""登记 and 核查回访 in the database: refusals, ratings, rework, ends (GR-11, GR-12, GR-20, GR-30 to GR-33, GR-57)."""

from datetime import timedelta

import pytest

from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import MatterStage
from tests import build
from tests.grid.shipped import on

S = rules.AppealState
HAPPY = {"reached": True, "says_solved": True, "satisfaction": rules.Satisfaction.SATISFIED}
UNHAPPY = {
    "reached": True,
    "says_solved": False,
    "satisfaction": rules.Satisfaction.UNSATISFIED,
    "reasons": ["not_solved"],
}


def do(service, appeal: Appeal, by: str, *args: object, **more: object):
    at = more.pop("at", None) or clock.now()
    return build.saved(lambda: service(appeal, *args, by=build.actor(by), at=at, **more))


def check(appeal: Appeal, by: str = "community_admin", passed: bool = True) -> None:
    do(services.check_result, appeal, by, way=rules.CheckWay.ON_SITE, passed=passed, note="看过")


def contact(appeal: Appeal, by: str = "community_admin", **said: object) -> None:
    do(services.contact_reporter, appeal, by, build.reporters(appeal)[0], **(said or HAPPY))


def close(appeal: Appeal, by: str = "community_admin") -> None:
    do(services.close_appeal, appeal, by)


def test_from_answer_to_closing(app):
    appeal = build.an_answered_appeal()
    check(appeal)
    assert appeal.state is S.VERIFYING
    contact(appeal)
    close(appeal)
    assert (appeal.state, appeal.closed_on, appeal.reopen_until) == (S.CLOSED, on("11-20"), on("12-04"))
    assert appeal.matter.stage is MatterStage.DONE


def test_nothing_is_closed_unchecked_or_unheard(app):
    appeal = build.an_answered_appeal()
    contact(appeal)
    with pytest.raises(RuleBroken, match="先核查"):
        close(appeal)
    other = build.an_answered_appeal("另一件")
    check(other)
    with pytest.raises(RuleBroken, match="没有回访到"):
        close(other)


def test_a_failed_check_does_not_open_the_way(app):
    appeal = build.an_answered_appeal()
    check(appeal, passed=False)
    contact(appeal)
    with pytest.raises(RuleBroken, match="先核查"):
        close(appeal)


def test_gr_57_who_handled_it_neither_checks_nor_asks_nor_closes(app):
    appeal = build.an_accepted_appeal(category="neighbour_dispute")
    do(services.dispatch_appeal, appeal, "street_staff", services.office(build.A))
    do(services.sign_leg, appeal, "community_staff")
    do(services.respond, appeal, "community_staff", outcome=rules.Outcome.SOLVED, text="调解成功", evidence=1)
    for own in ("community_staff", "community_admin"):  # the body counts, not only the person
        with pytest.raises(RuleBroken, match="办理过"):
            check(appeal, own)
    check(appeal, "street_staff")


def test_gr_57_a_grid_worker_who_reports_and_handles_may_not_verify_and_does_not_rate(app):
    own = services.ReporterFacts(rules.ReporterKind.GRID_WORKER, "演示兼职网格员", build.PHONE)
    appeal = build.an_appeal(by="grid_worker", reporter=own)
    do(services.answer_at_once, appeal, "grid_worker", text="已扶正垃圾箱", evidence=1)
    assert (appeal.state, appeal.outcome) == (S.RESPONDED, "solved")
    with pytest.raises(RuleBroken):
        check(appeal, "grid_worker")
    check(appeal, "grid_worker_3")  # another grid's, as no resident reported it
    close(appeal, "grid_worker_3")
    assert queries.heard_of(queries.file_of(appeal), queries.book_on(clock.today())).asked == 0


def test_gr_56_two_vain_days_let_it_close_unrated(app):
    appeal = build.an_answered_appeal()
    check(appeal)
    for day in (0, 3):  # Friday and Monday
        do(
            services.contact_reporter,
            appeal,
            "community_admin",
            build.reporters(appeal)[0],
            reached=False,
            at=clock.now() + timedelta(days=day),
        )
    build.saved(lambda: services.close_appeal(appeal, by=build.actor("community_admin"), at=build.later(days=3)))
    heard = queries.heard_of(queries.file_of(appeal), queries.book_on(clock.today()))
    assert (heard.asked, heard.answered) == (1, 0)


def test_gr_32_an_unsolved_voice_forbids_solved_and_leads_to_rework(app):
    appeal = build.an_answered_appeal()
    check(appeal)
    contact(appeal, **UNHAPPY)
    with pytest.raises(RuleBroken, match="不能按“已解决”办结"):
        close(appeal)
    do(services.rework, appeal, "community_admin", reasons=["not_solved"], note="")
    assert (appeal.state, appeal.rework_count, appeal.outcome) == (S.PROCESSING, 1, None)
    lead = queries.file_of(appeal).lead
    assert lead is not None
    assert (lead.to_name, lead.done_at) == ("御景物业公司", None)


def test_gr_11_the_second_rework_goes_one_level_up_and_a_new_round_begins(app):
    appeal = build.an_answered_appeal()
    for _ in range(2):
        check(appeal)
        do(services.rework, appeal, "community_admin", reasons=[], note="还在漏")
        if appeal.rework_count == 1:
            do(services.respond, appeal, "property_liaison", outcome=rules.Outcome.SOLVED, text="又修了", evidence=1)
    assert appeal.handling_level is rules.HandlingLevel.STREET
    lead = queries.file_of(appeal).lead
    assert lead is not None
    assert (lead.to_area, appeal.state) == (build.STREET_A, S.PROCESSING)


def test_the_checks_of_a_former_round_do_not_count(app):
    appeal = build.an_answered_appeal()
    check(appeal)
    contact(appeal)
    do(services.rework, appeal, "community_admin", reasons=[], note="还在漏")
    do(services.respond, appeal, "property_liaison", outcome=rules.Outcome.SOLVED, text="又修了", evidence=1)
    contact(appeal)
    with pytest.raises(RuleBroken, match="先核查"):
        close(appeal)


def test_gr_33_reopened_within_ten_working_days_and_its_old_answers_stay(app):
    appeal = build.a_closed_appeal()
    do(services.reopen_appeal, appeal, "street_staff", reason="居民来电说又坏了")
    assert (appeal.state, appeal.reopen_count, appeal.closed_on) == (S.ACCEPTED, 1, None)
    assert len(queries.file_of(appeal).contacts) == 1
    with pytest.raises(RuleBroken, match="为什么重办"):
        do(services.reopen_appeal, build.a_closed_appeal("另一件"), "community_admin", reason=" ")


def test_gr_33_a_new_report_within_thirty_days_recurs_and_the_old_one_stands(app):
    former = build.a_closed_appeal()
    again = build.an_appeal("又坏了", at=build.later(days=20), recurs_of_id=former.id)
    assert (again.recurs_of_id, former.state) == (former.id, S.CLOSED)
    late = build.an_appeal("两个月后又坏了", at=build.later(days=60), recurs_of_id=former.id)
    assert late.recurs_of_id is None


def test_gr_20_a_rejected_one_names_reason_and_channel(app):
    appeal = build.an_appeal()
    with pytest.raises(RuleBroken, match="应当找谁"):
        do(services.reject_appeal, appeal, "community_admin", reason="legal_process", channel="")
    do(services.reject_appeal, appeal, "community_admin", reason="legal_process", channel="区法院立案庭")
    assert (appeal.state, appeal.ended_reason, appeal.matter.stage) == (
        S.REJECTED,
        "legal_process",
        MatterStage.DROPPED,
    )


def test_gr_12_a_slip_is_voided_before_dispatch_and_comes_back_within_seven_days(app):
    appeal = build.an_accepted_appeal()
    do(services.void_appeal, appeal, "community_admin", reason="重复录入")
    assert appeal.state is S.VOIDED
    do(services.restore_appeal, appeal, "community_admin", at=build.later(days=7))
    assert (appeal.state, appeal.ended_at, appeal.ended_note) == (S.ACCEPTED, None, "")
    with pytest.raises(RuleBroken, match="已经派发过"):
        do(services.void_appeal, returned(), "community_admin", reason="录错")


def returned() -> Appeal:
    """Accepted again after a confirmed return."""
    appeal = build.a_dispatched_appeal("退回的")
    do(services.ask_return, appeal, "property_liaison", reason="不归我管", should_be="区住建局")
    do(services.answer_return, appeal, "community_admin", agreed=True)
    return appeal


def test_an_urgent_one_cannot_be_withdrawn(app):
    appeal = build.an_appeal("燃气味", category="gas_smell")
    with pytest.raises(RuleBroken, match="隐患还在"):
        do(services.withdraw_appeal, appeal, "community_admin", statement="居民说不用了")
    do(services.withdraw_appeal, build.an_appeal("门坏了"), "community_admin", statement="居民说不用了")


def test_gr_20_one_more_reporter_instead_of_a_second_record(app):
    appeal = build.an_appeal()
    more = services.ReporterFacts(rules.ReporterKind.RESIDENT, "演示乙", "13800000002")
    do(services.add_reporter, appeal, "community_staff", more)
    assert len(queries.file_of(appeal).reporters) == 2


def test_an_anonymous_reporter_leaves_neither_name_nor_phone(app):
    anonymous = services.ReporterFacts(rules.ReporterKind.ANONYMOUS, "其实有名", "13800000002", wants_reply=True)
    (reporter,) = queries.file_of(build.an_appeal(reporter=anonymous)).reporters
    assert (reporter.name, reporter.phone, reporter.wants_reply) == (None, None, False)


def test_numbers_of_a_day_follow_each_other_without_a_gap(app):
    assert [build.an_appeal(str(n)).no[-3:] for n in range(3)] == ["001", "002", "003"]
    assert build.an_appeal("明天", at=build.later(days=1)).no == "SL-20261121-001"


def test_a_discovery_in_the_future_and_an_unknown_category_are_refused(app):
    with pytest.raises(RuleBroken, match="不能晚于现在"):
        build.an_appeal(discovered_at=build.later(minutes=1))
    with pytest.raises(RuleBroken, match="请从列表里选"):
        build.an_appeal(category="nonsense")


def test_restricted_categories_exist_only_for_street_district_registrar_and_auditor(app):
    appeal = build.an_appeal("多人聚集", by="community_staff", category="mass_sign")
    seeing = {"street_staff", "street_leader", "district_org", "auditor", "community_staff"}
    blind = {"community_admin", "grid_leader", "grid_worker", "property_liaison", "department"}
    found = {name for name in seeing | blind if queries.appeal(appeal.id, viewer=build.viewer(name)) is not None}
    assert found == seeing


def test_scope_is_community_street_district_and_what_was_sent_to_a_body(app):
    appeal = build.a_dispatched_appeal()
    seeing = {"community_admin", "community_staff", "grid_leader", "grid_worker", "street_staff", "district_org"}
    seeing |= {"property_liaison", "street_leader", "auditor"}
    blind = {
        "community_admin_2",
        "grid_worker_2",
        "street_staff_2",
        "department",
        "member",
        "system_admin",
        "unit_liaison",
    }
    found = {name for name in seeing | blind if queries.appeal(appeal.id, viewer=build.viewer(name)) is not None}
    assert found == seeing
