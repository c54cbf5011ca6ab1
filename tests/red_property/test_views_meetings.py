"""Lists, one meeting, signing at the desk and on the phone, months, the register, the calculator (RP-61 to RP-64)."""

import pytest

from shuangluan.extensions import db
from shuangluan.red_property.models import Meeting, Resolution
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.content import check_code
from shuangluan.red_property.rules.resolutions import ResolutionState
from shuangluan.red_property.rules.words import MeetingState, Party
from tests import build
from tests.red_property import table as t
from tests.site import Site


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def address(meeting: Meeting, part: str = "") -> str:
    return f"/red-property/meetings/{meeting.id}{part}"


def test_rp_8_three_accounts_sign_what_they_saw(site: Site):
    meeting = t.a_pending()
    for username in t.TABLE:
        site.sign_in(username)
        page = site.get(address(meeting))
        answer = site.submit(page, "form[action$=signature]")
        assert answer.status_code == 303, answer.text
    assert db.session.get_one(Meeting, meeting.id).state is MeetingState.SIGNED
    page = site.get(address(meeting))
    assert check_code(meeting.hash) in page.text
    assert page.soup.select("form[action$=signature]") == []


def test_rp_62_who_saw_an_older_version_is_told_so(site: Site):
    meeting = t.a_pending()
    site.sign_in("owners_delegate")
    page = site.get(address(meeting))
    build.saved(
        lambda: t.services.save_head(
            db.session.get_one(Meeting, meeting.id), {"place": "物业一楼"}, by=build.actor("property_liaison"),
            at=t.at("11-17 09:00"),
        )
    )  # fmt: skip
    answer = site.submit(page, "form[action$=signature]")
    assert answer.status_code == 422
    assert "刚有改动" in answer.text


def test_rp_2_a_delegate_reads_and_signs_on_the_phone(site: Site):
    meeting = t.a_pending()
    site.sign_in("owners_delegate")
    page = site.get(address(meeting, "/phone"))
    assert page.words("h1") == ["御景园2026年11月三方联席会"]
    answer = site.submit(page, "form[action$=signature]")
    assert answer.location == address(meeting, "/phone")
    assert Party.OWNERS in record_of(db.session.get_one(Meeting, meeting.id)).valid_signatures


def test_rp_8_a_delegate_sends_back_with_a_comment(site: Site):
    meeting = t.a_pending()
    site.sign_in("owners_delegate")
    page = site.get(address(meeting, "/phone"))
    assert site.submit(page, "form[action$=return]").status_code == 422
    site.submit(page, "form[action$=return]", comment="第 1 条写明谁负责")
    site.sign_in("property_liaison")
    assert "第 1 条写明谁负责" in site.get(address(meeting)).text
    assert "第 1 条写明谁负责" in site.get(address(meeting, "/record")).text


def test_rp_12_who_did_not_sit_at_the_table_is_not_offered_and_refused(site: Site):
    meeting = t.a_pending()
    site.sign_in("community_staff")
    page = site.get(address(meeting))
    assert page.soup.select("form[action$=signature]") == []
    sent = {"party": "owners", "seen_hash": meeting.hash}
    assert site.post(address(meeting, "/signature"), sent).status_code == 422


def test_rp_63_the_minutes_say_draft_until_all_have_signed(site: Site):
    meeting = t.a_pending()
    site.sign_in("property_liaison")
    page = site.get(address(meeting, "/minutes"))
    assert page.words(".draft") == ["草稿 未签认"]
    assert "居委会未签认" in page.text
    for username in t.TABLE:
        t.signed_by(db.session.get_one(Meeting, meeting.id), username)
    page = site.get(address(meeting, "/minutes"))
    assert page.words("h1") == ["御景园2026年11月三方联席会议纪要"]
    assert page.soup.select(".draft") == []
    assert f"校验码 {check_code(meeting.hash)}" in page.text


def test_rp_19_a_correction_is_proposed_and_signed_on_the_page(site: Site):
    meeting = t.a_signed()
    site.sign_in("community_admin")
    page = site.get(address(meeting))
    answer = site.submit(
        page, "form[action$=amendments]", place=f"head-{meeting.id}-place", after="物业一楼", reason="笔误"
    )
    assert answer.status_code == 303
    for username in t.TABLE:
        site.sign_in(username)
        assert site.submit(site.get(address(meeting)), "form[action*='/amendments/']").status_code == 303
    assert db.session.get_one(Meeting, meeting.id).place == "物业一楼"
    assert "更正记录" in site.get(address(meeting, "/minutes")).text


def test_rp_61_the_list_finds_and_counts(site: Site):
    t.a_signed("10-15")
    t.a_draft("11-16")
    site.sign_in("community_admin")
    page = site.get("/red-property/meetings?q=御景园")
    assert len(page.soup.select("#rows tbody tr")) == 2
    assert page.words("#view-signed") == ["已签认 1"]
    assert len(site.get("/red-property/meetings?view=draft", htmx=True).soup.select("#rows tbody tr")) == 1
    site.sign_in("community_admin_2")
    assert site.get("/red-property/meetings").soup.select("#rows tbody tr") == []


def test_rp_61_the_lists_cost_the_same_for_one_and_for_many(site: Site, counting):  # type: ignore[no-untyped-def]
    t.a_signed("09-15")
    site.sign_in("community_admin")
    for path in ("/red-property/meetings", "/red-property/resolutions"):
        with counting() as few:
            site.get(path)
        if path.endswith("meetings"):
            t.a_signed("10-15")
            t.a_signed("11-16")
        with counting() as many:
            site.get(path)
        assert len(many) == len(few) <= 12, path


def test_rp_61_the_months_of_a_compound_and_an_exemption(site: Site):
    t.a_signed("10-15")
    site.sign_in("street_staff")
    page = site.get("/red-property/months")
    assert page.words("tbody tr td")[-2:] == ["已开", "未到期"]
    answer = site.submit(
        page, "form[action$=exemption]", compound_id=str(build.compound("御景园").id), period="2026-11",
        reason="handover", note="物业交接",
    )  # fmt: skip
    assert answer.status_code == 303
    assert site.get("/red-property/months").words("tbody tr td")[-1] == "免开"
    assert site.submit(page, "form[action$=exemption]", compound_id="999", period="2026-11").status_code == 422
    site.sign_in("community_admin")
    assert site.get("/red-property/months").soup.select("form[action$=exemption]") == []


def test_rp_9_a_resolution_is_followed_to_its_end(site: Site):
    row = record_of(t.a_signed("11-16")).resolutions[0]
    site.sign_in("property_liaison")
    page = site.get("/red-property/resolutions")
    assert page.words("#rows tbody th") == ["更换灯具"]
    page = site.get(f"/red-property/resolutions/{row.id}")
    refused = site.submit(page, "#follow-up", text="已更换", state="done")
    assert refused.status_code == 422
    assert "办完要有依据" in refused.text
    site.submit(page, "#follow-up", text="等配件", new_due_on="2026-12-15", reason="厂家缺货", form_token="x" * 12)
    kept = db.session.get_one(Resolution, row.id)
    assert (str(kept.due_on), kept.postponements, kept.state) == ("2026-12-15", 1, ResolutionState.TO_DO)
    before = site.get(f"/red-property/resolutions/{row.id}?day=2026-11-17")
    assert "2026-11-30" in before.words(".facts")[0]
    assert site.get(f"/red-property/resolutions/{row.id}?day=x").status_code == 400
    site.sign_in("community_admin_2")
    assert site.get(f"/red-property/resolutions/{row.id}").status_code == 404


def test_rp_64_the_calculator_tells_the_four_tests_and_the_shortfall(site: Site):
    site.sign_in("owners_delegate")
    asked = (
        "matter=use_fund&closed_on=2026-06-30&persons_total=90&area_total=9,000.00&yes_persons=31&yes_area=3000"
        "&no_persons=29&no_area=3000&undelivered_persons=30&undelivered_area=3000"
    )
    page = site.get(f"/red-property/votes/calculator?{asked}")
    assert page.status_code == 200
    assert "同意面积还差 0.01 ㎡" in page.text
    assert "至少要有 60 人、6000.00 ㎡ 参与" in page.text
    wrong = site.get(f"/red-property/votes/calculator?{asked}&silent_persons=2", htmx=True)
    assert wrong.status_code == 422
    assert "人数多 2" in wrong.text
    assert site.get("/red-property/votes/calculator?matter=lottery").status_code == 422


def test_rp_12_the_liaison_never_touches_votes(site: Site):
    site.sign_in("property_liaison")
    assert site.get("/red-property/votes/calculator").status_code == 403


def test_rp_8_the_ends_of_a_meeting_without_a_record(site: Site):
    plan = t.a_plan("11-25")
    site.sign_in("property_liaison")
    page = site.get(address(plan))
    assert site.submit(page, "form[action$=notice]").status_code == 303
    page = site.get(address(plan))
    assert site.submit(page, "form[action$=cancellation]").status_code == 422
    site.submit(page, "form[action$=cancellation]", reason="场地占用")
    assert db.session.get_one(Meeting, plan.id).state is MeetingState.CANCELLED
    draft = t.a_draft("11-16", table=False)
    page = site.get(address(draft))
    site.submit(page, "form[action$=failure]", reason="业委会没有人来")
    assert db.session.get_one(Meeting, draft.id).state is MeetingState.INQUORATE


def test_rp_21_the_month_table_shows_who_missed_two_in_a_row(site: Site):
    t.a_signed("08-14")
    site.sign_in("district_org")
    page = site.get("/red-property/months")
    assert "连续 2 月未开" in page.words("tbody th")[0]
    only = site.get("/red-property/months?missed=1")
    assert [one.split(" ")[0] for one in only.words("tbody th")] == ["御景园"]


def test_rp_61_the_first_page_shows_the_months_and_what_is_counted(site: Site):
    t.a_signed("11-16")
    site.sign_in("property_liaison")
    page = site.get("/red-property")
    assert page.words("#strip-h") == ["各小区联席会"]
    assert "已开" in page.words("tbody tr")[0]
    assert page.soup.select_one('[data-key="property.resolutions_open"] strong').text == "1条"
    assert not page.soup.select('[data-key^="property.votes"]')  # the liaison never touches votes (RP-12)
    site.sign_in("member")
    assert site.get("/red-property").status_code == 403


def test_rp_62_the_months_open_no_draft_to_others_and_a_compound_to_those_whose_it_is(site: Site):
    t.a_draft()
    site.sign_in("property_liaison")
    page = site.get("/red-property/months")
    assert site.get(page.soup.select_one("tbody td a")["href"]).status_code == 200
    compound = page.soup.select_one("tbody th a")["href"]
    for username in ("property_liaison", "owners_delegate", "street_staff"):
        site.sign_in(username)
        assert site.get(compound).status_code == 200, username
    shown = site.get("/red-property/months")
    assert "未到期" in shown.words("tbody tr")[0]
    assert shown.soup.select("tbody td a") == []  # to the street: a draft is the recorder's and the community's
    site.sign_in("community_admin_2")
    assert site.get(compound).status_code == 404
