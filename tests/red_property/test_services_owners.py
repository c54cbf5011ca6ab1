"""Who answers for a resolution: signed, named anew afterwards, asked for after a company left (RP-53)."""

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import places
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import CompoundService, OrganisationKind
from shuangluan.red_property import services
from shuangluan.red_property.models import Meeting, Resolution
from shuangluan.red_property.queries import carry
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.content import content_hash
from shuangluan.red_property.rules.words import Party
from tests import build
from tests.build import actor, compound
from tests.red_property import table as t
from tests.site import Site


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def change_company(on: str = "11-01") -> None:
    """Another company serves 御景园 from a day on."""
    service = db.session.scalars(select(CompoundService)).one()
    service.valid_to = t.day(on)
    new = places.add_organisation(
        kind=OrganisationKind.COMPANY, name="新家物业公司", by=build.TOWN, at=build.FOUNDED, valid_from=build.FIRST
    )
    places.serve_compound(new, compound("御景园"), valid_from=t.day(on), by=build.TOWN, at=build.FOUNDED)


def a_row() -> Resolution:
    return record_of(t.a_signed("10-15", due="10-31")).resolutions[0]


def test_rp_6_the_signed_owner_answers_first(writing: None):
    row = a_row()
    assert (row.holder_party, row.holder_name, row.holder_since) == (Party.PROPERTY, "演示经理", t.day("10-15"))


def test_rp_53_another_owner_is_named_with_a_reason_and_the_signed_text_stays(writing: None):
    row = a_row()
    meeting = db.session.get_one(Meeting, row.meeting_id)
    wrong = (((Party.PROPERTY, " "), "离职"), ((Party.OBSERVER, "某人"), "离职"), ((Party.OWNERS, "某人"), ""))
    for owner, reason in wrong:
        with pytest.raises(RuleBroken):
            services.follow_up(
                row, text="改派", owner=owner, reason=reason, by=actor("property_liaison"), at=t.at("10-20 09:00")
            )
    services.follow_up(
        row, text="交给新经理", owner=(Party.PROPERTY, "新经理"), reason="原经理离职", by=actor("property_liaison"),
        at=t.at("10-20 09:00"),
    )  # fmt: skip
    assert (row.holder_name, row.holder_since, row.owner_name) == ("新经理", t.day("10-20"), "演示经理")
    assert content_hash(record_of(meeting).content) == meeting.hash


def test_rp_53_after_the_company_changed_its_open_resolutions_need_a_new_owner(writing: None):
    row = a_row()
    change_company()
    assert carry.orphaned([row], t.day("11-16")) == {row.id}
    meeting = t.a_draft("11-16", by="community_admin")
    carried = record_of(meeting).carried[0]
    t.follow(meeting, carried.follow_up, by="community_admin", text="正在交接")
    blockers = [one.text for one in record_of(meeting).blockers(t.day("11-16"))]
    assert blockers == ["上次落实“更换灯具”：原责任方已不服务本小区，请改派责任方"]
    t.follow(meeting, carried.follow_up, by="community_admin", owner_name="新家经理")
    with pytest.raises(RuleBroken, match="改派要写明原因"):
        t.submitted(meeting, by="community_admin")
    t.follow(meeting, carried.follow_up, by="community_admin", reason="物业企业更换")
    t.submitted(meeting, by="community_admin")
    assert (row.holder_name, row.holder_since) == ("新家经理", t.day("11-16"))
    assert carry.orphaned([row], t.day("12-01")) == set()


def test_rp_53_a_company_that_serves_on_is_no_orphans(writing: None):
    row = a_row()
    assert carry.orphaned([row], t.day("11-16")) == set()


def test_rp_53_a_resolution_is_handed_on_from_its_page(site: Site):
    row_id = a_row().id
    site.sign_in("property_liaison")
    page = site.get(f"/red-property/resolutions/{row_id}")
    refused = site.submit(page, "#follow-up", text="交接", owner_party="property", reason="原经理离职")
    assert (refused.status_code, "改派要写责任人的姓名" in refused.text) == (422, True)
    site.submit(
        page, "#follow-up", text="交接", owner_party="property", owner_name="新经理", reason="原经理离职",
        form_token="x" * 12,
    )  # fmt: skip
    page = site.get(f"/red-property/resolutions/{row_id}")
    assert "物业 新经理" in page.words(".facts")[0]
    assert "新经理负责" in page.words("table")[0]
    assert "物业 新经理" in site.get("/red-property/resolutions").words("#rows")[0]
