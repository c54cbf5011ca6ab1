"""并件 in the database: both ways, over generations, beside pauses (GR-31, GR-43, GR-54, GR-55)."""

from datetime import datetime

import pytest

from shuangluan.extensions import db
from shuangluan.grid import queries, rules, services
from shuangluan.grid.models import Appeal
from shuangluan.kernel import audit, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import MatterLink
from tests import build
from tests.grid.shipped import on

S = rules.AppealState


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.CST)


def accepted(title: str, at: str, category: str = "facility_broken", **more: object) -> Appeal:
    return build.an_accepted_appeal(title, at=moment(at), category=category, **more)


def merge(child: Appeal, root: Appeal, at: str = "09-11 09:00", by: str = "community_admin") -> None:
    build.saved(lambda: services.merge_appeals(child, root, by=build.actor(by), at=moment(at)))


def unmerge(child: Appeal, at: str = "09-11 15:00") -> None:
    build.saved(lambda: services.unmerge_appeal(child, by=build.actor("community_admin"), at=moment(at)))


def pause(root: Appeal, start: str, planned: str) -> None:
    """Asked by the company, the reporters told, approved by the community."""

    def deed() -> None:
        services.ask_suspension(
            root,
            reason="joint_meeting",
            note="",
            planned_to=on(planned),
            by=build.actor("property_liaison"),
            at=moment(start),
        )
        told = [r.id for r in queries.file_of(root).reporters]
        services.tell_reporters(root, told, by=build.actor("community_admin"), at=moment(start))
        services.answer_suspension(root, agreed=True, by=build.actor("community_admin"), at=moment(start))

    build.saved(deed)


def signed(appeal: Appeal, at: str) -> None:
    def deed() -> None:
        services.dispatch_appeal(appeal, build.company(), by=build.actor("community_admin"), at=moment(at))
        services.sign_leg(appeal, by=build.actor("property_liaison"), at=moment(at))

    build.saved(deed)


def test_gr_43_root_b_takes_child_a_and_is_due_on_the_fourteenth(app):
    child = accepted("坡道坏了", "09-07 09:00")
    root = accepted("坡道破损", "09-10 09:00", category="leak")
    assert (child.due_on, root.due_on) == (on("09-14"), on("09-23"))
    merge(child, root)
    assert clock.local_day(root.registered_at) == on("09-07")
    assert (root.due_on, root.first_due_on, root.level) == (on("09-14"), on("09-14"), rules.Level.COMPLEX)
    assert (child.state, child.merged_into_id, child.due_on) == (S.MERGED, root.id, on("09-14"))


def test_unmerging_gives_both_their_own_back(app):
    child, root = accepted("一", "09-07 09:00"), accepted("二", "09-10 09:00", category="leak")
    merge(child, root)
    unmerge(child)
    assert (child.state, child.merged_into_id, child.due_on) == (S.ACCEPTED, None, on("09-14"))
    assert (root.due_on, root.first_due_on, root.level) == (on("09-23"), on("09-23"), rules.Level.COMPLEX)
    assert clock.local_day(root.registered_at) == on("09-10")
    assert db.session.query(MatterLink).count() == 0


def test_both_timelines_get_a_line(app):
    child, root = accepted("一", "09-07 09:00"), accepted("二", "09-10 09:00")
    merge(child, root)
    actions = {
        e.action: e for e in db.session.query(audit.AuditEntry).filter_by(record_id=root.id, record_kind="grid_appeal")
    }
    assert rules.MERGED_IN in actions
    assert actions[rules.MERGED_IN].changes["text"] == child.no


def test_gr_54_a_into_b_then_b_into_c_and_all_three_are_contacted(app):
    a, b, c = accepted("一", "09-07 09:00"), accepted("二", "09-08 09:00"), accepted("三", "09-09 09:00")
    merge(a, b, "09-09 10:00")
    merge(b, c, "09-10 10:00")
    assert a.merged_into_id == b.merged_into_id == c.id
    assert c.due_on == on("09-14")
    assert len(queries.file_of(c).reporters) == 3


def test_children_come_back_with_the_root_they_had(app):
    a, b, c = accepted("一", "09-07 09:00"), accepted("二", "09-08 09:00"), accepted("三", "09-09 09:00")
    merge(a, b, "09-09 10:00")
    merge(b, c, "09-10 10:00")
    unmerge(b)
    assert (b.state, b.merged_into_id, a.merged_into_id) == (S.ACCEPTED, None, b.id)
    assert b.due_on == on("09-14")
    assert c.due_on == on("09-16")
    unmerge(a)
    assert b.due_on == on("09-15")


def test_merging_into_a_merged_one_goes_to_its_root(app):
    a, b, c = accepted("一", "09-07 09:00"), accepted("二", "09-08 09:00"), accepted("三", "09-09 09:00")
    merge(b, c, "09-10 09:00")
    merge(a, b, "09-10 10:00")
    assert a.merged_into_id == c.id


@pytest.mark.parametrize("first", [0, 1])
def test_two_children_are_taken_out_in_either_order(app, first: int):
    children = [accepted("一", "09-07 09:00"), accepted("二", "09-08 09:00")]
    root = accepted("三", "09-09 09:00", category="leak")
    for child in children:
        merge(child, root)
    for child in (children[first], children[1 - first]):
        unmerge(child)
    assert (root.due_on, root.first_due_on, root.level) == (on("09-22"), on("09-22"), rules.Level.COMPLEX)
    assert clock.local_day(root.registered_at) == on("09-09")


def test_a_paused_root_goes_on_with_the_least_that_was_left(app):
    child = accepted("一", "09-07 09:00")
    root = accepted("二", "09-08 09:00", category="leak")
    signed(root, "09-08 10:00")
    merge(child, root, "09-08 14:00")
    pause(root, "09-09 10:00", "09-16")
    assert (root.due_on, root.remaining) == (None, 3)
    build.saved(lambda: services.resume(root, by=build.actor("community_admin"), at=moment("09-16 10:00")))
    assert root.due_on == on("09-20")  # three working days after 09-16: 17, 18 and the Sunday that works


def test_into_a_paused_root_only_once_the_childs_reporters_were_told(app):
    root = accepted("二", "09-08 09:00", category="leak")
    signed(root, "09-08 10:00")
    pause(root, "09-09 10:00", "09-16")
    child = accepted("一", "09-09 11:00")
    with pytest.raises(RuleBroken, match="先告知这一件的 1 位诉求人"):
        merge(child, root, "09-10 09:00")
    build.saved(
        lambda: services.tell_reporters(
            child, build.reporters(child), by=build.actor("community_admin"), at=moment("09-10 09:00")
        )
    )
    merge(child, root, "09-10 09:30")
    assert root.remaining == 4  # the child's working days after the day of merging: 11, 14, 15, 16


def test_a_running_child_keeps_its_date_when_the_paused_root_resumes(app):
    root = accepted("二", "09-08 09:00", category="leak")
    signed(root, "09-08 10:00")
    pause(root, "09-09 10:00", "09-16")
    child = accepted("一", "09-09 11:00", reporter=services.ReporterFacts(rules.ReporterKind.ANONYMOUS))
    merge(child, root, "09-10 09:30")
    build.saved(lambda: services.resume(root, by=build.actor("community_admin"), at=moment("09-11 10:00")))
    assert root.due_on == on("09-17")  # four working days after 09-11


def test_a_root_that_is_accepted_later_keeps_the_childs_earlier_date(app):
    child = accepted("一", "09-07 09:00")
    root = build.an_appeal("二", at=moment("09-10 09:00"))
    merge(child, root)
    assert root.due_on == on("09-14")
    build.saved(lambda: services.accept_appeal(root, by=build.actor("community_admin"), at=moment("09-11 10:00")))
    assert (root.due_on, root.first_due_on) == (on("09-14"), on("09-14"))


def test_nothing_is_merged_across_communities_or_into_a_closed_root(app):
    here = accepted("一", "09-07 09:00")
    there = build.an_appeal("乙", by="community_admin_2", at=moment("09-07 09:00"), where=build.place("锦绣苑"))
    with pytest.raises(RuleBroken, match="同一社区"):
        merge(here, there)
    closed = build.a_closed_appeal("三")
    with pytest.raises(RuleBroken, match="主件已办结"):
        merge(here, closed, "11-20 11:00")


def test_a_merged_child_stays_as_it_is_once_the_root_is_closed(app):
    root = build.an_answered_appeal("主件")
    child = build.an_accepted_appeal("子件")
    build.saved(lambda: services.merge_appeals(child, root, by=build.actor("community_admin"), at=clock.now()))
    by = build.actor("community_admin")

    def finish() -> None:
        services.check_result(root, way=rules.CheckWay.ON_SITE, passed=True, note="好", by=by, at=clock.now())
        for reporter in queries.file_of(root).reporters:
            services.contact_reporter(
                root,
                reporter.id,
                reached=True,
                says_solved=True,
                satisfaction=rules.Satisfaction.BASIC,
                by=by,
                at=clock.now(),
            )
        services.close_appeal(root, by=by, at=clock.now())

    build.saved(finish)
    with pytest.raises(RuleBroken, match="主件已办结，不能再拆出"):
        build.saved(lambda: services.unmerge_appeal(child, by=by, at=clock.now()))


def test_gr_55_a_childs_reporter_is_hidden_from_the_roots_handler_too(app):
    shy = services.ReporterFacts(rules.ReporterKind.RESIDENT, "演示居民", "13800000001", hide_from_handler=True)
    root = accepted("主件", "09-07 09:00")
    build.saved(
        lambda: services.dispatch_appeal(
            root, build.department(), by=build.actor("community_admin"), at=moment("09-07 10:00")
        )
    )
    child = accepted("子件", "09-08 09:00", reporter=shy)
    merge(child, root)
    hidden = build.reporters(child)[0]
    with pytest.raises(RuleBroken, match="保密"):
        build.saved(
            lambda: services.reveal_reporter(root, hidden, by=build.actor("department"), at=moment("09-11 10:00"))
        )
    seen = build.saved(
        lambda: services.reveal_reporter(root, hidden, by=build.actor("community_admin"), at=moment("09-11 10:00"))
    )
    assert seen == ("演示居民", "13800000001")


def test_five_reporters_in_seven_days_make_it_a_mass_matter(app):
    root = accepted("主件", "09-07 09:00")
    for n in range(3):
        merge(accepted(f"子件{n}", f"09-0{8 + n % 2} 1{n}:00"), root)
    assert not root.is_mass
    merge(accepted("第五", "09-10 09:00"), root)
    assert root.is_mass
