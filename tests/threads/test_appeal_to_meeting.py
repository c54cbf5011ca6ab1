"""诉求 → 议题 → back: one link, one thread, each side with its own rules (GR-62 to GR-64, RP-6, RP-13)."""

from typing import Any

import pytest
from sqlalchemy import func, select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.kernel import matters
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import AuditEntry, Matter, MatterLink, MatterStage
from shuangluan.red_property import services
from shuangluan.red_property.models import Meeting, MeetingItem
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.items import ItemEnd, item_end
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.words import Conclusion, Party
from shuangluan.threads import handoffs
from tests import build
from tests.build import actor
from tests.conftest import NOW
from tests.red_property import table as t
from tests.site import Site


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def hand_over(appeal: Appeal, meeting: Meeting, by: str = "community_admin") -> Matter:
    return build.saved(lambda: handoffs.appeal_to_meeting(appeal, meeting, by=actor(by), at=NOW))


def a_discussed(title: str = "单元门坏了") -> tuple[Appeal, Meeting, MeetingItem]:
    """An appeal that became the one item of a record that begins."""
    appeal, meeting = build.a_dispatched_appeal(title), t.a_draft("11-20", by="community_admin")
    hand_over(appeal, meeting)
    item = record_of(meeting).items[0]
    deed: dict[str, Any] = {"by": actor("community_admin"), "at": t.at("11-20 16:30")}
    build.saved(lambda: services.save_item(meeting, item, {"conclusion": Conclusion.AGREED}, **deed))
    return appeal, meeting, item


def told(appeal: Appeal) -> list[str]:
    rows = select(AuditEntry.changes).where(
        AuditEntry.matter_id == appeal.matter_id, AuditEntry.action.startswith("kernel.matter.stage")
    )
    return [row["text"] for row in db.session.scalars(rows.order_by(AuditEntry.id))]


def test_gr_63_handing_over_twice_leaves_one_link_and_one_item(writing: None):
    appeal, meeting = build.a_dispatched_appeal("单元门坏了"), t.a_plan("11-25")
    first = hand_over(appeal, meeting)
    assert hand_over(appeal, meeting).id == first.id
    assert db.session.scalar(select(func.count()).select_from(MatterLink)) == 1
    assert [row.title for row in record_of(meeting).items] == ["单元门坏了"]


def test_rp_13_what_was_handed_over_stands_on_the_agenda_after_what_was_left(writing: None):
    october = t.a_draft("10-15")
    t.an_item(october, "停车难", conclusion=Conclusion.CARRIED)
    t.submitted(october)
    appeal, meeting = build.a_dispatched_appeal("单元门坏了"), t.a_plan("11-20")
    hand_over(appeal, meeting)
    build.saved(lambda: services.begin_record(meeting, by=actor("property_liaison"), at=t.at("11-20 16:00")))
    assert [row.title for row in record_of(meeting).items] == ["停车难", "单元门坏了"]


def test_gr_64_the_end_of_the_item_is_told_to_the_appeal(writing: None):
    appeal, meeting, item = a_discussed()
    row = t.a_resolution(meeting, item, "11-30", by="community_admin")
    assert matters.open_stages(appeal.matter_id) == ["议题“单元门坏了”"]
    t.submitted(meeting, by="community_admin")
    assert (item.matter.stage, item.matter.state_label) == (MatterStage.OPEN, "待执行")
    build.saved(
        lambda: services.follow_up(
            row, text="已修好", to=ResolutionState.DONE, evidence=1, by=actor("property_liaison"),
            at=t.at("11-25 09:00"),
        )
    )  # fmt: skip
    assert (item.matter.stage, item.matter.state_label) == (MatterStage.DONE, "已完成")
    assert matters.open_stages(appeal.matter_id) == []
    assert told(appeal) == ["议题“单元门坏了”：已完成"]


def test_gr_64_an_item_put_off_stays_open_until_the_next_meeting_ends_it(writing: None):
    appeal, meeting, item = a_discussed()
    deed: dict[str, Any] = {"by": actor("community_admin"), "at": t.at("11-20 16:40")}
    build.saved(lambda: services.save_item(meeting, item, {"conclusion": Conclusion.CARRIED}, **deed))
    t.submitted(meeting, by="community_admin")
    assert item.matter.stage is MatterStage.OPEN
    december = t.a_draft("12-16")
    carried = record_of(december).items[0]
    assert carried.carried_from_id == item.id
    build.saved(
        lambda: services.save_item(
            december, carried, {"conclusion": Conclusion.WITHDRAWN}, by=actor("property_liaison"),
            at=t.at("12-16 16:30"),
        )
    )  # fmt: skip
    t.submitted(december)
    assert (item.matter.stage, told(appeal)) == (MatterStage.DROPPED, ["议题“单元门坏了”：撤回"])


def test_gr_64_a_record_sent_back_takes_its_ends_back(writing: None):
    appeal, meeting, item = a_discussed()
    t.submitted(meeting, by="community_admin")
    assert item.matter.stage is MatterStage.DONE
    build.saved(
        lambda: services.send_back(
            meeting, Party.OWNERS, "写明谁负责", by=actor("owners_delegate"), at=t.at("11-21 09:00")
        )
    )
    assert (item.matter.stage, item.matter.state_label) == (MatterStage.OPEN, "待议")
    assert told(appeal) == ["议题“单元门坏了”：达成一致", "议题“单元门坏了”：待议"]


def test_rp_8_a_cancelled_meeting_lets_go_of_what_was_handed_to_it(writing: None):
    appeal, meeting = build.a_dispatched_appeal("单元门坏了"), t.a_plan("11-25")
    hand_over(appeal, meeting)
    build.saved(
        lambda: services.cancel_meeting(meeting, reason="场地占用", by=actor("property_liaison"), at=NOW)
    )
    assert matters.open_stages(appeal.matter_id) == []
    other = t.a_plan("11-26")
    assert hand_over(appeal, other).title == "单元门坏了"


def test_gr_62_each_side_refuses_by_its_own_rules_and_nothing_is_left(writing: None):
    meeting = t.a_plan("11-25")
    fresh = build.an_appeal("刚登记的")
    with pytest.raises(RuleBroken, match="受理以后"):
        hand_over(fresh, meeting)
    appeal = build.a_dispatched_appeal("单元门坏了")
    with pytest.raises(RuleBroken, match="三方提出"):
        hand_over(appeal, meeting, by="community_admin_2")
    appeal.is_restricted = True
    with pytest.raises(RuleBroken, match="限阅"):
        handoffs.appeal_to_meeting(appeal, meeting, by=actor("community_admin"), at=NOW)
    appeal.is_restricted, appeal.compound_id = False, None
    with pytest.raises(RuleBroken, match="定到小区"):
        handoffs.appeal_to_meeting(appeal, meeting, by=actor("community_admin"), at=NOW)
    assert db.session.scalar(select(func.count()).select_from(MatterLink)) == 0


def test_gr_64_what_an_item_means_to_where_it_came_from():
    s = ResolutionState
    cases = {
        (None, ()): ("待议", ItemEnd.OPEN),
        (Conclusion.WITHDRAWN, ()): ("撤回", ItemEnd.DROPPED),
        (Conclusion.NOT_AGREED, ()): ("未达成一致", ItemEnd.OPEN),
        (Conclusion.NOTED, ()): ("已通报", ItemEnd.DONE),
        (Conclusion.AGREED, ()): ("达成一致", ItemEnd.DONE),
        (Conclusion.AGREED, (s.AWAITS_OWNERS,)): ("待业主表决", ItemEnd.OPEN),
        (Conclusion.AGREED, (s.DONE, s.DOING)): ("执行中", ItemEnd.OPEN),
        (Conclusion.AGREED, (s.DONE, s.CANCELLED)): ("已完成", ItemEnd.DONE),
        (Conclusion.AGREED, (s.REJECTED,)): ("未通过", ItemEnd.DROPPED),
        (Conclusion.AGREED, (s.CANCELLED,)): ("已取消", ItemEnd.DROPPED),
    }
    assert {key: item_end(*key) for key in cases} == cases


def test_gr_62_the_button_stands_on_the_appeal_and_the_thread_on_both(site: Site):
    appeal, meeting = build.a_dispatched_appeal("单元门坏了"), t.a_plan("11-25")
    site.sign_in("community_admin")
    page = site.get(f"/grid/appeals/{appeal.id}")
    step = page.soup.select_one("#thread a.btn")
    assert (step["href"], step.text) == (f"/threads/appeals/{appeal.id}/meeting-item", "列入联席会议题")
    form = site.get(step["href"])
    assert site.submit(form, "main form", meeting_id="999").status_code == 422
    answer = site.submit(form, "main form", meeting_id=str(meeting.id), form_token="x" * 12)
    assert (answer.status_code, answer.location) == (303, f"/grid/appeals/{appeal.id}")
    page = site.get(f"/grid/appeals/{appeal.id}")
    assert page.soup.select("#thread a.btn") == []
    assert "列入联席会议题" in page.words("#thread")[0]
    assert "列入了三方联席会议题" in page.words("#history")[0]
    thread = site.get(f"/red-property/meetings/{meeting.id}").words("#thread")[0]
    assert ("来自诉求" in thread, "单元门坏了" in thread) == (True, True)


def test_gr_62_without_a_coming_meeting_the_page_says_what_to_do(site: Site):
    appeal = build.a_dispatched_appeal("单元门坏了")
    site.sign_in("community_admin")
    page = site.get(f"/threads/appeals/{appeal.id}/meeting-item")
    assert f"/red-property/meetings/new?compound={appeal.compound_id}" in page.text
    site.sign_in("community_admin_2")
    assert site.get(f"/threads/appeals/{appeal.id}/meeting-item").status_code == 404
    site.sign_in("street_staff")
    assert site.get(f"/threads/appeals/{appeal.id}/meeting-item").status_code == 403
