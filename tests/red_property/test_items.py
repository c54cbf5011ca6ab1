"""The register of 协商 items, and when one counts as resolved (RP-61, RP-65)."""

import pytest

from shuangluan.red_property import services
from shuangluan.red_property.rules.ratification import Shown
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.words import Conclusion
from tests import build
from tests.red_property import table as t
from tests.site import Site


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def test_rp_65_an_item_is_resolved_once_all_its_resolutions_are_done(site: Site):
    meeting = t.a_draft("11-16")
    item = t.an_item(meeting)
    rows = [t.a_resolution(meeting, item), t.a_resolution(meeting, item)]
    t.an_item(meeting, "停车难", conclusion=Conclusion.NOT_AGREED)
    t.submitted(meeting)
    site.sign_in("district_org")
    counted = []
    for row in rows:
        deed = {"by": build.actor("property_liaison"), "at": t.at("11-19 09:00")}
        build.saved(lambda row=row, deed=deed: services.follow_up(  # type: ignore[misc]
            row, text="已更换", to=ResolutionState.DONE, shown=Shown(1), **deed
        ))
        page = site.get("/red-property/items?figure=property.resolved_issues&period=2026")
        counted.append(page.words("#rows tbody th"))
    assert counted == [[], ["路灯不亮"]]
    assert site.get("/red-property/items?view=not_agreed").words("#rows tbody th") == ["停车难"]
    assert site.get("/red-property/items?q=路灯&topic=public_facility").words("#rows tbody th") == ["路灯不亮"]
    assert site.submit(site.get("/red-property/items"), "#export").status_code == 200


def test_rp_61_the_register_costs_the_same_for_one_and_for_many(site: Site, counting):  # type: ignore[no-untyped-def]
    t.a_signed("09-15")
    site.sign_in("community_admin")
    with counting() as few:
        site.get("/red-property/items")
    t.a_signed("10-15")
    t.a_signed("11-16")
    with counting() as many:
        page = site.get("/red-property/items")
    assert len(many) == len(few) <= 12
    assert len(page.soup.select("#rows tbody tr")) == 3


def test_rp_62_an_item_of_a_draft_is_in_no_register(site: Site):
    t.an_item(t.a_draft("11-16"))
    site.sign_in("community_admin")
    assert site.get("/red-property/items").soup.select("#rows tbody tr") == []
