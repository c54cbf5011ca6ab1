"""派发 to 反馈: who is addressed, what comes back, what goes up (GR-11, GR-13, GR-21 to GR-23, GR-47 to GR-52)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal, AppealLeg, GridCoverage
from shuangluan.kernel import audit, clock, places
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import GridKind
from tests import build
from tests.grid.shipped import on

S, L = rules.AppealState, rules.LegKind


def do(service, appeal: Appeal, by: str, *args: object, at: datetime | None = None, **more: object):
    """One deed by one person."""
    return build.saved(lambda: service(appeal, *args, by=build.actor(by), at=at or clock.now(), **more))


def legs(appeal: Appeal) -> list[AppealLeg]:
    return list(queries.file_of(appeal).legs)


def actions(appeal: Appeal) -> list[str]:
    rows = (
        select(audit.AuditEntry.action)
        .where(audit.AuditEntry.matter_id == appeal.matter_id)
        .order_by(audit.AuditEntry.id)
    )
    return list(db.session.scalars(rows))


def test_dispatching_addresses_one_lead_and_says_so_in_the_trail(app):
    appeal = build.a_dispatched_appeal()
    (leg,) = legs(appeal)
    assert (leg.kind, leg.role, leg.to_name, leg.is_current) == (L.DISPATCH, rules.LegRole.LEAD, "御景物业公司", True)
    assert (appeal.state, appeal.matter.state, appeal.matter.state_label) == (S.DISPATCHED, "dispatched", "已派发")
    assert actions(appeal)[-2:] == ["grid.appeal.dispatched", "grid.leg.issued"]


def test_only_the_addressed_body_signs(app):
    appeal = build.a_dispatched_appeal()
    for stranger in ("department", "community_admin", "grid_leader", "owners_delegate"):
        with pytest.raises(RuleBroken):
            do(services.sign_leg, appeal, stranger)
    do(services.sign_leg, appeal, "property_liaison")
    assert appeal.state is S.PROCESSING
    with pytest.raises(RuleBroken, match="没有待签收"):
        do(services.sign_leg, appeal, "property_liaison")


def test_a_return_is_asked_by_the_handler_and_confirmed_by_the_dispatcher(app):
    appeal = build.a_dispatched_appeal()
    due = appeal.due_on
    do(services.ask_return, appeal, "property_liaison", reason="市政管线，不在物业职责", should_be="区住建局")
    with pytest.raises(RuleBroken, match="等派发人答复"):
        do(services.sign_leg, appeal, "property_liaison")
    with pytest.raises(RuleBroken):
        do(services.answer_return, appeal, "property_liaison", agreed=True)
    do(services.answer_return, appeal, "community_admin", agreed=True)
    assert (appeal.state, appeal.due_on) == (S.ACCEPTED, due)  # the promise never stops for a return
    assert legs(appeal)[0].returned_at is not None


def test_a_refused_return_leaves_the_leg_where_it_is(app):
    appeal = build.a_dispatched_appeal()
    do(services.ask_return, appeal, "property_liaison", reason="不归我管", should_be="区住建局")
    do(services.answer_return, appeal, "community_admin", agreed=False)
    do(services.sign_leg, appeal, "property_liaison")
    assert appeal.state is S.PROCESSING


def test_gr_22_too_late_for_a_return(app):
    appeal = build.a_dispatched_appeal(at=build.later(days=-7))
    with pytest.raises(RuleBroken, match="已过期，请签收办理"):
        do(services.ask_return, appeal, "property_liaison", reason="不归我管", should_be="区住建局")


def test_gr_51_the_third_dispatch_after_two_returns_is_the_streets_assignment(app):
    appeal = build.an_accepted_appeal()
    for body, who in ((build.company(), "property_liaison"), (build.department(), "department")):
        do(services.dispatch_appeal, appeal, "community_admin", body)
        do(services.ask_return, appeal, who, reason="不在职责清单", should_be="区城管局")
        do(services.answer_return, appeal, "community_admin", agreed=True)
    with pytest.raises(RuleBroken, match="只能由街道指定"):
        do(services.dispatch_appeal, appeal, "community_admin", build.company())
    do(services.assign_appeal, appeal, "street_staff", build.department())
    assert legs(appeal)[-1].returnable is False
    with pytest.raises(RuleBroken, match="不得退回"):
        do(services.ask_return, appeal, "department", reason="不在职责清单", should_be="区城管局")


def test_gr_52_illegal_building_goes_to_a_community_only_by_the_streets_override(app):
    appeal = build.an_accepted_appeal(category="illegal_building")
    office = services.office(build.A)
    with pytest.raises(RuleBroken, match="不属于社区职责"):
        do(services.dispatch_appeal, appeal, "community_admin", office)
    with pytest.raises(RuleBroken, match="写明由社区主办的理由"):
        do(services.dispatch_appeal, appeal, "street_staff", office)
    do(services.dispatch_appeal, appeal, "street_staff", office, override_reason="区里专项行动由社区牵头")
    assert legs(appeal)[-1].override_reason == "区里专项行动由社区牵头"


def test_a_leg_goes_only_to_offices_above_the_appeals_own_community(app):
    appeal = build.an_accepted_appeal()
    with pytest.raises(RuleBroken):
        do(services.dispatch_appeal, appeal, "community_admin", services.office(build.B))


def test_escalating_from_community_to_street_to_district(app):
    appeal = build.an_accepted_appeal()
    due = appeal.due_on
    do(services.escalate_appeal, appeal, "community_admin", tried="三次联系产权单位无果")
    assert (appeal.handling_level, appeal.state) == (rules.HandlingLevel.STREET, S.DISPATCHED)
    with pytest.raises(RuleBroken, match="本级负责人"):
        do(services.escalate_appeal, appeal, "street_staff", tried="街道协调两次")
    do(services.escalate_appeal, appeal, "street_leader", tried="街道协调两次")
    assert appeal.handling_level is rules.HandlingLevel.DISTRICT
    do(services.sign_leg, appeal, "district_org")
    assert (appeal.state, appeal.due_on) == (S.PROCESSING, due)
    assert [leg.to_area for leg in legs(appeal)] == [build.STREET_A, build.DISTRICT]


def test_what_came_up_is_dispatched_on_by_the_level_that_holds_it(app):
    appeal = build.an_accepted_appeal()
    do(services.escalate_appeal, appeal, "community_admin", tried="办不了")
    with pytest.raises(RuleBroken):
        do(services.dispatch_appeal, appeal, "community_admin", build.company())
    do(services.dispatch_appeal, appeal, "street_staff", build.department())
    assert [leg.is_current for leg in legs(appeal)] == [False, True]


def test_a_delegated_appeal_comes_one_level_down(app):
    appeal = build.an_accepted_appeal(category="neighbour_dispute")
    do(services.escalate_appeal, appeal, "community_admin", tried="办不了")
    do(services.delegate_appeal, appeal, "street_staff", instruction="先组织现场协调")
    assert (appeal.handling_level, legs(appeal)[-1].to_area) == (rules.HandlingLevel.COMMUNITY, build.A)


def test_gr_23_the_whistle_is_the_leaders_and_calls_a_department(app):
    appeal = build.an_accepted_appeal()
    hard, text = rules.WhistleKind.HARD, "三天内到现场"
    with pytest.raises(RuleBroken, match="包联领导"):
        do(services.whistle, appeal, "street_staff", build.department(), kind=hard, text=text)
    with pytest.raises(RuleBroken, match="区直部门"):
        do(services.whistle, appeal, "street_leader", build.company(), kind=hard, text=text)
    leg = do(services.whistle, appeal, "street_leader", build.department(), kind=hard, text=text)
    assert leg.sign_due_at == clock.now() + timedelta(hours=1)
    assert leg.contact_due_at == clock.now() + timedelta(hours=24)
    assert (leg.role, appeal.handling_level) == (rules.LegRole.LEAD, rules.HandlingLevel.STREET)


def test_gr_23_a_whistle_beside_a_running_lead_only_assists(app):
    appeal = build.a_signed_appeal()
    leg = do(services.whistle, appeal, "street_leader", build.department(), kind=rules.WhistleKind.PUSH, text="到场")
    assert (leg.role, appeal.state) == (rules.LegRole.ASSIST, S.PROCESSING)


def test_gr_21_assistants_sign_finish_or_are_waived_before_the_lead_answers(app):
    appeal = build.a_signed_appeal()
    do(services.ask_assistance, appeal, "community_admin", build.department(), instruction="鉴定管线")
    answer = {"outcome": rules.Outcome.SOLVED, "text": "好了", "evidence": 1}
    with pytest.raises(RuleBroken, match="还有 1 家协办"):
        do(services.respond, appeal, "property_liaison", **answer)
    with pytest.raises(RuleBroken, match="先签收协办"):
        do(services.finish_assistance, appeal, "department", note="已鉴定")
    do(services.sign_leg, appeal, "department")
    do(services.finish_assistance, appeal, "department", note="已鉴定")
    do(services.ask_assistance, appeal, "community_admin", build.department("区城管局"), instruction="清障")
    do(services.waive_assistance, appeal, "community_admin", reason="不再需要")
    do(services.respond, appeal, "property_liaison", **answer)
    assert appeal.state is S.RESPONDED


def test_reminding_shows_who_and_when_and_nobody_reminds_himself(app):
    appeal = build.a_signed_appeal()
    with pytest.raises(RuleBroken):
        do(services.remind, appeal, "property_liaison", text="快点")
    do(services.remind, appeal, "community_admin", text="明天到期")
    assert (appeal.reminded_at, appeal.reminded_by_id) == (clock.now(), build.person("community_admin").id)
    assert actions(appeal)[-2:] == ["grid.appeal.reminded", "grid.appeal.reminder_worded"]


def test_gr_47_the_place_is_that_of_the_day_of_discovery(app):
    """The building moves to another grid on 11-01; a September finding reported in November stays where it was."""
    old, new = queries.grid_of(build.building("御景园", "1号楼").id, None, on("09-10")), None
    with audit.transaction():
        by, at = build.actor("community_admin"), clock.now()
        new = places.add_grid(community=build.A, kind=GridKind.INTEGRATED, valid_from=on("11-01"), by=by, at=at)
        moving = db.session.scalars(
            select(GridCoverage).where(GridCoverage.building_id == build.building("御景园", "1号楼").id)
        ).one()
        with audit.changing("grid.coverage.drawn", moving, by=by, at=at):
            moving.valid_to = on("11-01")
        services.cover(new, build.building("御景园", "1号楼"), valid_from=on("11-01"), by=by, at=at)
    late = build.an_appeal("九月的事", discovered_at=datetime(2026, 9, 10, 9, 0, tzinfo=clock.CST))
    now = build.an_appeal("今天的事")
    assert old is not None
    assert (late.grid_id, now.grid_id) == (old.id, new.id)


def test_gr_48_a_building_is_in_one_integrated_grid_only(app):
    grid = queries.grid_of(build.building("御景园", "4号楼").id, None, on("11-20"))
    assert grid is not None
    with pytest.raises(RuleBroken, match="1号楼已经在"), audit.transaction():
        services.cover(grid, build.building("御景园", "1号楼"), valid_from=on("12-01"), by=audit.SYSTEM, at=clock.now())
    with pytest.raises(RuleBroken, match=r"不在.*社区里"), audit.transaction():
        services.cover(grid, build.building("锦绣苑", "1号楼"), valid_from=on("12-01"), by=audit.SYSTEM, at=clock.now())


def test_gr_49_a_new_leader_takes_over_at_once_and_history_keeps_the_former(app):
    appeal = build.an_appeal()
    person, compound = build.person("grid_leader_2"), build.compound("御景园")
    with audit.transaction():
        services.appoint_leader(person, compound, valid_from=on("11-20"), basis="调整", by=audit.SYSTEM, at=clock.now())
    assert queries.leader_of(compound.id, on("11-20")).id == person.id
    assert queries.leader_of(compound.id, on("11-19")).id == build.person("grid_leader").id
    with pytest.raises(RuleBroken):  # his dated appointment has ended, whatever his grant says
        do(services.accept_appeal, appeal, "grid_leader")


def test_a_leader_accepts_for_his_own_compound_only(app):
    appeal = build.an_appeal()
    with pytest.raises(RuleBroken, match="本小区网格长"):
        do(services.accept_appeal, appeal, "grid_leader_2")
    do(services.accept_appeal, appeal, "grid_leader")
    assert appeal.accepted_by_id == build.person("grid_leader").id
