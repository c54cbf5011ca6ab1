"""What stands on the agenda before the record, and several compounds at one table (RP-13, RP-14, RP-46, RP-62)."""

from datetime import date

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import places
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Compound, CompoundKind, OrganisationKind
from shuangluan.red_property import services
from shuangluan.red_property.models import Meeting
from shuangluan.red_property.queries import months
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.months import MonthStatus
from shuangluan.red_property.rules.words import Conclusion, ItemKind
from tests import build
from tests.build import actor, compound, organisation, viewer
from tests.red_property import table as t
from tests.site import Site


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def a_neighbour() -> Compound:
    """翠景园 of the same community, with the same company and a committee of its own."""

    def deed() -> Compound:
        by = {"by": build.TOWN, "at": build.FOUNDED}
        made = places.add_compound(
            community=compound("御景园").community, name="翠景园", kind=CompoundKind.STANDARD, households=200,
            has_property=True, valid_from=build.FIRST, **by,
        )  # fmt: skip
        places.serve_compound(organisation("御景物业公司"), made, valid_from=build.FIRST, **by)
        committee = places.add_organisation(
            kind=OrganisationKind.OWNERS_COMMITTEE, name="翠景园业委会", valid_from=build.FIRST, **by
        )
        services.elect_committee(
            committee, made, elected_on=date(2024, 6, 1), term_end=date(2029, 6, 1), seats=5, **by
        )
        return made

    return build.saved(deed)


def status_of(name: str, day: str = "12-10") -> MonthStatus | None:
    row = next(one for one in months.matrix(viewer("community_admin"), t.day(day)) if one.name == name)
    cell = next(one for one in row.cells if one.period == "2026-11")
    return cell.month and cell.month.status


def test_rp_14_a_joint_meeting_is_planned_recorded_and_counted_per_compound(site: Site):
    neighbour = str(a_neighbour().id)
    site.sign_in("community_admin")
    page = site.get("/red-property/meetings/new")
    answer = site.submit(
        page, "main form", compound_id=str(compound("御景园").id), also=[neighbour], held_on="2026-11-20",
        period="2026-11", place="社区二楼会议室", then="record",
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    meeting = db.session.scalars(select(Meeting)).one()
    assert [one.name for one in record_of(meeting).places] == ["御景园", "翠景园"]
    assert meeting.title == "御景园、翠景园2026年11月三方联席会"
    page = site.get(answer.location)
    for name, party, place in (
        ("演示书记", "committee_resident", ""), ("演示经理", "property", ""),
        ("演示主任", "owners", str(compound("御景园").id)),
    ):  # fmt: skip
        form = {"add-name": name, "add-party": party, "add-compound_id": place, "do": "seat:"}
        assert site.submit(page, "#record-form", form_token=name * 4, **form).status_code == 303
        page = site.get(answer.location)
    quorums = record_of(db.session.get_one(Meeting, meeting.id)).quorums
    assert {name: one.is_met for name, one in quorums.items()} == {"御景园": True, "翠景园": False}
    assert "演示主任（御景园）" in page.words("#s2")[0]


def test_rp_20_a_joint_meeting_meets_the_month_of_the_quorate_compound_alone(writing: None):
    neighbour = a_neighbour()
    meeting = t.a_plan("11-16", by="community_admin")
    services.cancel_meeting(meeting, reason="改为联合召开", by=actor("community_admin"), at=t.at("11-09 09:00"))
    joint = services.plan_meeting(
        [compound("御景园"), neighbour], kind=meeting.kind, period="2026-11", held_on=t.day("11-16"), place="会议室",
        by=actor("community_admin"), at=t.at("11-09 09:00"),
    )  # fmt: skip
    deed = {"by": actor("community_admin"), "at": t.at("11-16 16:00")}
    services.begin_record(joint, **deed)
    services.save_head(joint, {"chair": "演示主持"}, **deed)
    for username, party in t.TABLE.items():
        who = build.person(username)
        of = compound("御景园").id if username == "owners_delegate" else None
        services.add_seat(joint, name=who.name, party=party, person_id=who.id, compound_id=of, **deed)
    t.submitted(joint, by="community_admin")
    assert (status_of("御景园"), status_of("翠景园")) == (MonthStatus.HELD, MonthStatus.INQUORATE)


def test_rp_13_the_first_report_tells_of_the_appeals_since_the_last_meeting(site: Site):
    build.a_dispatched_appeal("单元门坏了")
    site.sign_in("property_liaison")
    page = site.get("/red-property/meetings/new")
    site.submit(
        page, "main form", compound_id=str(compound("御景园").id), held_on="2026-11-20", period="2026-11", place="x",
        then="record",
    )  # fmt: skip
    first = record_of(db.session.scalars(select(Meeting)).one()).items[0]
    assert (first.kind, first.title) == (ItemKind.REPORT, "诉求办理情况")
    assert first.background == "近 30 天新登记诉求 1 件，办结 0 件；现在逾期 0 件。"


def test_rp_13_the_parties_put_their_items_on_the_agenda_before_the_meeting(site: Site):
    t.a_signed("10-15", due="10-31")
    plan = t.a_plan("11-25")
    site.sign_in("owners_delegate")
    page = site.get(f"/red-property/meetings/{plan.id}")
    assert page.words("#agenda-h") == ["会上要过的"]
    assert "更换灯具" in page.text  # of October, still open
    assert "不成会" not in page.text  # nobody is missing before the day
    assert site.submit(page, "#propose").status_code == 422
    assert site.submit(page, "#propose", title="充电桩选址", form_token="x" * 12).status_code == 303
    assert "充电桩选址" in site.get(f"/red-property/meetings/{plan.id}").text
    site.sign_in("community_admin_2")
    sent = {"title": "别处的事"}
    assert site.post(f"/red-property/meetings/{plan.id}/proposals", sent).status_code == 404


def test_rp_13_once_the_record_has_begun_items_are_the_recorders(writing: None):
    meeting = t.a_draft()
    with pytest.raises(RuleBroken, match="由记录人"):
        services.propose_item(meeting, title="充电桩选址", by=actor("owners_delegate"), at=t.at("11-16 16:30"))


def test_rp_46_four_people_of_two_parties_are_no_meeting(writing: None):
    meeting = t.a_draft(table=False)
    deed = {"by": actor("property_liaison"), "at": t.at("11-16 16:10")}
    for number, party in enumerate([*[next(iter(t.TABLE.values()))] * 2, *[t.TABLE["property_liaison"]] * 2]):
        services.add_seat(meeting, name=f"演示{number}", party=party, **deed)
    t.an_item(meeting, conclusion=Conclusion.CARRIED)
    with pytest.raises(RuleBroken, match="业委会没有人到会"):
        t.submitted(meeting)
    services.declare_inquorate(meeting, reason="业委会没有人来", **deed)
    assert status_of("御景园") is MonthStatus.INQUORATE
