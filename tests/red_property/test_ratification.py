"""Who else decides after the meeting, and what is shown for it (RP-9, RP-12, RP-17, RP-31, RP-52, RP-53)."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import CompoundService
from shuangluan.red_property import services
from shuangluan.red_property.models import Resolution
from shuangluan.red_property.queries import compounds
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.emergencies import Papers
from shuangluan.red_property.rules.ratification import Shown, check_ratified
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.words import Ratification
from tests import build
from tests.build import actor
from tests.red_property import table as t
from tests.site import Site

S, R = ResolutionState, Ratification


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def a_row(topic: str) -> Resolution:
    return record_of(t.a_signed("10-15", topic=topic, due="11-30")).resolutions[0]


def follow(row: Resolution, to: ResolutionState, shown: Shown = Shown(), **more: Any) -> None:  # noqa: B008
    services.follow_up(
        row, text="办理", to=to, shown=shown, by=actor("community_admin"), at=t.at("10-20 09:00"), **more
    )


def test_rp_17_no_hand_moves_what_waits_for_the_owners(writing: None):
    row = a_row("common_business")
    for to in (S.DOING, S.REJECTED):
        with pytest.raises(RuleBroken):
            follow(row, to, Shown(3))
    follow(row, S.CANCELLED, reason="不办了")
    assert row.state is S.CANCELLED


@pytest.mark.parametrize(("signed", "members", "passes"), [(2, 5, False), (3, 5, True), (2, 4, False), (3, 4, True)])
def test_rp_17_the_committee_needs_more_than_half_of_all_members_signed(signed: int, members: int, passes: bool):
    shown = Shown(1, signed)
    if passes:
        check_ratified(R.COMMITTEE, S.AWAITS_COMMITTEE, S.DOING, shown, members)
        return
    with pytest.raises(RuleBroken, match=f"至少 {members // 2 + 1} 名"):
        check_ratified(R.COMMITTEE, S.AWAITS_COMMITTEE, S.DOING, shown, members)


def test_rp_17_the_decision_itself_is_shown_and_nobody_signs_twice():
    with pytest.raises(RuleBroken, match="委员签字的决定"):
        check_ratified(R.COMMITTEE, S.AWAITS_COMMITTEE, S.DOING, Shown(0, 3), 5)
    with pytest.raises(RuleBroken, match="只有 5 名"):
        check_ratified(R.COMMITTEE, S.AWAITS_COMMITTEE, S.DOING, Shown(1, 6), 5)


def test_rp_9_an_approval_needs_its_paper():
    with pytest.raises(RuleBroken, match="批准文件"):
        check_ratified(R.APPROVAL, S.AWAITS_APPROVAL, S.DOING, Shown(), 0)
    check_ratified(R.APPROVAL, S.AWAITS_APPROVAL, S.DOING, Shown(1), 0)


def test_rp_31_an_emergency_repair_is_done_with_its_three_papers_only(writing: None):
    row = a_row("emergency_repair")
    assert row.state is S.TO_DO
    with pytest.raises(RuleBroken, match="先登记应急维修"):
        follow(row, S.DONE, Shown(1))
    done = Papers(reviewed=True, confirmed=True, accounts=True)
    check_ratified(R.EMERGENCY, S.TO_DO, S.DONE, Shown(1), 0, done)
    with pytest.raises(RuleBroken, match="街道或居委会确认"):
        check_ratified(R.EMERGENCY, S.TO_DO, S.DONE, Shown(1), 0, replace(done, confirmed=False))


def test_rp_17_a_nod_in_the_meeting_is_never_that_decision(writing: None):
    row = a_row("common_business")
    meeting = t.a_draft("11-16")
    t.follow(meeting, record_of(meeting).carried[0].follow_up, text="三方同意", state=S.DOING)
    with pytest.raises(RuleBroken, match="业主共同决定"):
        t.submitted(meeting)
    assert row.state is S.AWAITS_OWNERS


def test_rp_17_all_members_are_those_in_office_else_the_seats(writing: None):
    row = a_row("public_facility")
    assert compounds.committee_size(row.meeting_id, t.day("10-20")) == 1
    assert compounds.committee_size(row.meeting_id, t.day("10-20").replace(year=2030)) in (0, 1)


def test_rp_17_the_form_asks_for_what_the_resolution_needs(site: Site):
    row = a_row("emergency_repair")
    site.sign_in("community_admin")
    page = site.get(f"/red-property/resolutions/{row.id}")
    assert page.soup.select_one("#repair a")["href"].endswith(f"/emergencies/new?resolution={row.id}")
    waiting = a_row_of_november()
    page = site.get(f"/red-property/resolutions/{waiting}")
    assert [one["value"] for one in page.soup.select("#state option")] == ["", "cancelled"]
    assert page.soup.select("#repair") == []


def a_row_of_november() -> int:
    meeting = t.a_draft("11-16")
    for one in record_of(meeting).carried:
        t.follow(meeting, one.follow_up, text="办理中")
    t.a_resolution(meeting, t.an_item(meeting, topic="common_business"))
    return record_of(t.submitted(meeting)).resolutions[0].id


def test_rp_12_after_the_contract_ended_the_draft_is_the_communitys(writing: None):
    meeting = t.a_draft("11-16")
    service = db.session.scalars(select(CompoundService)).one()
    service.valid_to = t.day("11-18")
    audit.noted("kernel.compound_service.begun", service, by=build.TOWN, at=build.FOUNDED)
    db.session.flush()
    services.save_head(meeting, {"place": "物业一楼"}, by=actor("property_liaison"), at=t.at("11-17 09:00"))
    with pytest.raises(RuleBroken, match="合同已经结束"):
        services.save_head(meeting, {"place": "别处"}, by=actor("property_liaison"), at=t.at("11-18 09:00"))
    services.save_head(meeting, {"place": "社区"}, by=actor("community_admin"), at=t.at("11-18 09:00"))
