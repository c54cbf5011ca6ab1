"""维修资金 and 应急维修 through their pages: what opens a fund, the papers of a repair, sheets (RP-9, RP-31, RP-32)."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.red_property.models import Emergency, FundAccount, FundEntry, Resolution
from shuangluan.red_property.queries import todo
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.emergencies import EmergencyState
from shuangluan.red_property.rules.funds import Booking, EntryKind, ShareBasis, UseBasis
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.services import emergencies, funds
from shuangluan.red_property.services.emergencies import Fault
from tests.build import actor, compound, saved, viewer
from tests.imports.conftest import Carrier
from tests.red_property import ballot_box as box
from tests.red_property import registers as r
from tests.red_property import table as t
from tests.site import Site

FUNDS, REPAIRS = "/red-property/funds", "/red-property/emergencies"
MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def a_fund(fen: int = 10_000_000) -> FundAccount:
    """The fund of 御景园 with 100 000.00 元 over 9 000.00 ㎡."""
    return saved(
        lambda: funds.open_fund(
            compound("御景园"), opened_on=MAY, first_deposit_fen=fen, area_x100=900_000, **r.now()
        )
    )


def a_repair(resolution: Resolution | None = None) -> Emergency:
    """The lift of building 2 does not run."""
    fault = Fault("lift", "2号楼电梯曳引机", "2号楼1单元", "停运", date(2026, 11, 1), 4_000_000)
    place, by = compound("御景园"), actor("property_liaison")
    return saved(
        lambda: emergencies.apply_emergency(place, fault, resolution=resolution, by=by, at=clock.now())
    )


def stepped(site: Site, repair: Emergency, who: str, name: str, **more: str) -> Any:
    """One step with its paper."""
    site.sign_in(who)
    page = site.get(f"{REPAIRS}/{repair.id}/{name}")
    facts = {"on": "2026-11-10", "note": "同意"} | more
    return site.submit(page, "#form", **facts, scan=(BytesIO(t.a_photo()), "签字.jpg"))


def steps(username: str) -> list[str]:
    found: Any = todo.todo(viewer(username), clock.now())
    names = sorted(row.step.split(".")[1] for row in db.session.execute(found))
    return [name for name in names if name.startswith(("fund_", "repair_"))]


def test_rp_31_a_repair_goes_from_hand_to_hand_and_its_resolution_is_done_with_the_papers(site: Site):
    row = record_of(t.a_signed("10-15", topic="emergency_repair", due="11-30")).resolutions[0]
    repair = a_repair(row)
    assert [steps(who) for who in ("owners_delegate", "community_admin")] == [["repair_review"], []]
    assert stepped(site, repair, "owners_delegate", "review").status_code == 303
    assert [steps(who) for who in ("owners_delegate", "community_admin")] == [[], ["repair_confirm"]]
    assert stepped(site, repair, "community_admin", "confirmation").status_code == 303
    assert steps("property_liaison") == ["repair_accounts"]
    assert row.state is ResolutionState.TO_DO
    done = stepped(site, repair, "property_liaison", "accounts", cost="39,500.00", note="1号楼公告栏")
    assert done.status_code == 303
    db.session.expire_all()
    assert (repair.state, repair.cost_fen, row.state) == (EmergencyState.DONE, 3_950_000, ResolutionState.DONE)
    page = site.get(f"{REPAIRS}/{repair.id}")
    assert [len(one.select("a")) for one in page.soup.select("#papers tbody tr")] == [1, 1, 1]
    assert "39,500.00 元" in site.get(f"{REPAIRS}/{repair.id}/print").text


def test_rp_31_who_entered_the_review_does_not_confirm_and_no_step_is_left_out(site: Site):
    repair = a_repair()
    early = stepped(site, repair, "community_admin", "confirmation")
    assert (early.status_code, "待业委会审核" in early.text) == (422, True)
    stepped(site, repair, "community_admin", "review")
    same = stepped(site, repair, "community_admin", "confirmation")
    assert (same.status_code, "另一位同事" in same.text) == (422, True)
    assert stepped(site, repair, "street_staff", "confirmation").status_code == 303
    site.sign_in("property_liaison")
    assert site.get(f"{REPAIRS}/{repair.id}/review").status_code == 403
    site.sign_in("community_admin_2")
    assert site.get(f"{REPAIRS}/{repair.id}").status_code == 404


def test_rp_32_only_a_passed_vote_or_a_confirmed_repair_of_the_compound_opens_the_fund(writing: None):
    account, repair = a_fund(), a_repair()
    vote = box.a_final()  # five of six agree, on 12-16
    use = Booking(EntryKind.USE, box.day("12-17"), 4_000_000, "更换曳引机", UseBasis.VOTE, box.motion(vote).id,
                  share=ShareBasis.AREA)  # fmt: skip
    deed = {"by": actor("community_staff"), "at": box.at("12-18 09:00")}
    urgent = Booking(EntryKind.USE, box.day("12-17"), 1, "应急", UseBasis.EMERGENCY, None, repair.id, ShareBasis.AREA)
    with pytest.raises(RuleBroken, match="经确认的应急维修"):
        funds.book_entry(account, urgent, **deed)
    failed = box.motion(box.a_final("1 2", "2 2", "3 2", "4 2", "5 1", title="没通过的")).id
    with pytest.raises(RuleBroken, match="通过的业主表决"):
        funds.book_entry(account, Booking(EntryKind.USE, box.day("12-17"), 1, "x", UseBasis.VOTE, failed), **deed)
    entry = funds.book_entry(account, use, **deed)
    with pytest.raises(RuleBroken, match="已经登记过"):
        funds.book_entry(account, use, **deed)
    with pytest.raises(RuleBroken, match="这样会超支"):
        funds.book_entry(account, Booking(**{**_said(use), "purpose": "再换", "amount_fen": 6_000_001}), **deed)
    assert (entry.motion_id, entry.emergency_id, entry.posted_on) == (box.motion(vote).id, None, None)


def _said(booking: Booking) -> dict[str, Any]:
    return {name: getattr(booking, name) for name in booking.__dataclass_fields__}


def test_rp_32_less_than_thirty_percent_asks_for_a_renewal_and_each_line_has_its_balance(site: Site):
    account, repair = a_fund(), a_repair()
    stepped(site, repair, "owners_delegate", "review")
    stepped(site, repair, "community_admin", "confirmation")
    site.sign_in("community_staff")
    typed = {
        "kind": "use", "booked_on": "2026-11-18", "amount": "70000.01", "purpose": "更换曳引机", "basis": "emergency",
        "emergency_id": str(repair.id), "share": "area",
    }  # fmt: skip
    answer = site.submit(site.get(f"/red-property/fund-entries/new?account={account.id}"), "#form", **typed)
    assert answer.status_code == 303
    page = site.get(f"{FUNDS}/{account.id}")
    assert "29,999.99" in page.text
    assert "通知业主续交" in page.text
    assert "每 ㎡ 7.78 元" in page.text
    assert steps("community_admin") == ["fund_post", "fund_renew"]
    assert len(site.get(f"{FUNDS}?view=short").soup.select("#rows tbody tr")) == 1
    site.sign_in("community_admin_2")
    assert site.get(f"{FUNDS}/{account.id}").status_code == 404
    site.sign_in("property_liaison")
    assert site.get(f"{FUNDS}/{account.id}").status_code == 200
    assert site.get(f"{FUNDS}/{account.id}/edit").status_code == 403


def test_sheets_of_funds_and_their_movements_go_there_and_back(site: Site, app: Any):
    account, repair = a_fund(), a_repair()
    stepped(site, repair, "owners_delegate", "review")
    stepped(site, repair, "community_admin", "confirmation")
    use = Booking(EntryKind.USE, date(2026, 11, 12), 100, "曳引机", UseBasis.EMERGENCY, None, repair.id,
                  ShareBasis.AGREED, "规约12条", date(2026, 11, 13))  # fmt: skip
    for booking in (use, Booking(EntryKind.INTEREST, date(2026, 11, 14), 5, "利息")):
        saved(lambda one=booking: funds.book_entry(account, one, **r.now()))
    site.sign_in("community_admin")
    carrier = Carrier(app.config["DATA_DIR"], "community_admin")
    for register, address, rows in (("property_funds", f"{FUNDS}?col=", 1),
                                    ("property_fund_entries", "/red-property/fund-entries?view=all", 2)):  # fmt: skip
        columns = "&".join(f"col={key}" for key in COLUMNS[register])
        body = site.submit(site.get(f"{address.removesuffix('?col=')}{'&' if 'view' in address else '?'}{columns}"),
                           "#export").data  # fmt: skip
        assert r.brought(carrier, register, body).counts == {"new": 0, "changed": 0, "same": rows, "wrong": 0}
    assert len(db.session.scalars(select(FundEntry)).all()) == 2


COLUMNS = {
    "property_funds": ("compound", "community", "opened_on", "first_deposit_fen", "area_x100"),
    "property_fund_entries": ("purpose", "compound", "community", "booked_on", "kind", "amount_fen", "basis",
                              "rests_on", "share", "agreement", "posted_on"),
}  # fmt: skip
