"""Signing on paper and with a written mandate: who, what of, entered by whom (RP-12, RP-14, RP-18, RP-62)."""

import secrets
from datetime import date, datetime
from io import BytesIO

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import attachments, documents
from shuangluan.kernel.attachments import Upload
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Attachment
from shuangluan.red_property import services
from shuangluan.red_property.models import Attendance, Mandate, Meeting, Signature
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.content import check_code
from shuangluan.red_property.rules.mandates import MandateFact, check_mandate
from shuangluan.red_property.rules.signing import MINUTES, SignWay
from shuangluan.red_property.rules.words import MeetingState, Party
from tests import build
from tests.build import actor, compound, person
from tests.conftest import NOW
from tests.red_property import table as t
from tests.site import Site


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def a_scan(meeting: Meeting, purpose: str = "signature") -> Attachment:
    return attachments.attach(
        meeting.matter, Upload("签字页.jpg", "image/jpeg", b"x"), secrets.token_hex(8), purpose=purpose,
        by=actor("community_staff"), at=NOW, sealed=True,
    )  # fmt: skip


def seat_of(meeting: Meeting, party: Party) -> Attendance:
    return next(row for row in record_of(meeting).seats if row.party is party)


def on_paper(meeting: Meeting, party: Party, *, code: str = "", by: str = "community_staff") -> Signature:
    return services.sign_on_paper(
        meeting, seat_of(meeting, party), printed_code=code or check_code(meeting.hash), scan=a_scan(meeting),
        by=actor(by), at=t.at("11-17 09:00"),
    )  # fmt: skip


def a_mandate(
    meeting: Meeting, username: str = "community_staff", party: Party = Party.COMMUNITY, until: str = "12-31"
) -> Mandate:
    return services.enter_mandate(
        compound("御景园"), person(username), party, valid_from=t.day("11-01"), valid_until=t.day(until),
        paper=a_scan(meeting, "mandate"), by=actor("community_admin"), at=t.at("11-16 09:00"),
    )  # fmt: skip


def sign(meeting: Meeting, username: str, party: Party, when: datetime | None = None) -> Signature:
    return services.sign(
        meeting, party, seen_hash=meeting.hash, by=actor(username), at=when or t.at("11-16 18:00")
    )


def test_rp_18_a_paper_signature_keeps_who_signed_and_who_entered_it(writing: None):
    meeting = t.a_pending()
    row = on_paper(meeting, Party.OWNERS)
    assert (row.way, row.name) == (SignWay.PAPER, person("owners_delegate").name)
    assert (row.entered_name, row.hash) == (actor("community_staff").name, meeting.hash)
    assert row.attachment_id is not None


def test_rp_18_the_code_on_the_paper_tells_which_version_was_signed(writing: None):
    meeting = t.a_pending()
    old = check_code(meeting.hash)
    services.save_head(meeting, {"place": "物业一楼"}, by=actor("property_liaison"), at=t.at("11-16 17:30"))
    with pytest.raises(RuleBroken, match="不是现在这一版"):
        on_paper(meeting, Party.OWNERS, code=old)
    assert on_paper(meeting, Party.OWNERS, code=check_code(meeting.hash).upper()).version == 2


def test_rp_18_who_was_not_there_does_not_sign_on_paper_and_nobody_enters_his_own(writing: None):
    meeting = t.a_draft()
    seat = seat_of(meeting, Party.OWNERS)
    services.save_seat(meeting, seat, {"is_present": False}, by=actor("property_liaison"), at=t.at("11-16 16:10"))
    services.add_seat(
        meeting, name="演示委员", party=Party.OWNERS, by=actor("property_liaison"), at=t.at("11-16 16:20")
    )
    t.submitted(meeting)
    with pytest.raises(RuleBroken, match="没有到会"):
        services.sign_on_paper(
            meeting, seat, printed_code=check_code(meeting.hash), scan=a_scan(meeting), by=actor("community_staff"),
            at=t.at("11-17 09:00"),
        )  # fmt: skip
    with pytest.raises(RuleBroken, match="自己的账号"):
        on_paper(meeting, Party.COMMUNITY, by="community_admin")


def test_rp_18_three_papers_issue_the_minutes_too(writing: None):
    meeting = t.a_pending()
    sign(meeting, "community_admin", Party.COMMUNITY)
    for party in (Party.OWNERS, Party.PROPERTY):
        row = seat_of(meeting, party)
        services.sign_on_paper(
            meeting, row, printed_code=check_code(meeting.hash), scan=a_scan(meeting),
            by=actor("community_staff"), at=t.at("11-17 09:00"),
        )  # fmt: skip
    assert meeting.state is MeetingState.SIGNED
    assert documents.valid(MINUTES, meeting.id) is not None


def test_rp_19_a_correction_is_signed_on_paper_by_its_own_code(writing: None):
    meeting = t.a_signed()
    record = record_of(meeting)
    place = next(key for key, label, _ in services.places(record) if label == "会议信息：地点")
    amendment = services.propose_amendment(
        record, place, "物业一楼", reason="笔误", by=actor("community_admin"), at=NOW
    )
    seat, scan = seat_of(meeting, Party.OWNERS), a_scan(meeting)
    deed = {"scan": scan, "by": actor("community_staff"), "at": NOW}
    with pytest.raises(RuleBroken, match="不是现在这一版"):
        services.sign_amendment_on_paper(record, amendment, seat, printed_code=check_code(meeting.hash), **deed)
    services.sign_amendment_on_paper(record, amendment, seat, printed_code=check_code(amendment.hash), **deed)
    for username in ("community_admin", "property_liaison"):
        services.sign_amendment(
            record_of(meeting), amendment, t.TABLE[username], seen_hash=amendment.hash, by=actor(username), at=NOW
        )
    assert meeting.place == "物业一楼"


def test_rp_12_a_written_mandate_lets_one_sign_who_was_not_there(writing: None):
    meeting = t.a_pending()
    with pytest.raises(RuleBroken, match="书面授权"):
        sign(meeting, "community_staff", Party.COMMUNITY)
    mandate = a_mandate(meeting)
    assert sign(meeting, "community_staff", Party.COMMUNITY).mandate_id == mandate.id


def test_rp_12_a_mandate_is_for_one_party_and_its_days(writing: None):
    meeting = t.a_pending()
    a_mandate(meeting, until="11-16")
    with pytest.raises(RuleBroken, match="书面授权"):
        sign(meeting, "community_staff", Party.OWNERS)
    with pytest.raises(RuleBroken, match="书面授权"):
        sign(meeting, "community_staff", Party.COMMUNITY, t.at("11-17 09:00"))
    sign(meeting, "community_staff", Party.COMMUNITY, t.at("11-16 23:00"))


def test_rp_12_a_revoked_mandate_holds_no_more(writing: None):
    meeting = t.a_pending()
    mandate = a_mandate(meeting)
    with pytest.raises(RuleBroken, match="写明原因"):
        services.revoke_mandate(mandate, reason=" ", by=actor("community_admin"), at=NOW)
    services.revoke_mandate(mandate, reason="换人", by=actor("community_admin"), at=NOW)
    with pytest.raises(RuleBroken, match="书面授权"):
        sign(meeting, "community_staff", Party.COMMUNITY)
    with pytest.raises(RuleBroken, match="已经收回"):
        services.revoke_mandate(mandate, reason="换人", by=actor("community_admin"), at=NOW)


def test_rp_14_who_sat_for_one_party_signs_for_no_other_whatever_his_mandate(writing: None):
    meeting = t.a_pending()
    a_mandate(meeting, "owners_delegate", Party.PROPERTY)
    with pytest.raises(RuleBroken, match="以业委会到会"):
        sign(meeting, "owners_delegate", Party.PROPERTY)


def test_rp_12_what_a_mandate_must_be():
    held = MandateFact(7, Party.OWNERS, date(2026, 11, 1), date(2026, 11, 30))
    december = {"valid_from": date(2026, 12, 1), "valid_until": date(2026, 12, 31)}
    check_mandate(MandateFact(7, Party.COMMUNITY, **december), [held], entered_by=1)
    check_mandate(MandateFact(8, Party.PROPERTY, held.valid_from, held.valid_until), [held], entered_by=1)
    for new, field in (
        (MandateFact(7, Party.COMMUNITY, date(2026, 11, 30), date(2026, 12, 5)), "person_id"),
        (MandateFact(7, Party.OWNERS, date(2026, 11, 30), date(2026, 12, 5)), "valid_from"),
        (MandateFact(7, Party.OBSERVER, **december), "party"),
        (MandateFact(7, Party.OWNERS, date(2026, 12, 2), date(2026, 12, 1)), "valid_until"),
        (MandateFact(1, Party.OWNERS, **december), "person_id"),
    ):
        with pytest.raises(RuleBroken) as refused:
            check_mandate(new, [held], entered_by=1)
        assert refused.value.field == field


def test_rp_12_only_who_speaks_for_a_party_sends_back(writing: None):
    meeting = t.a_pending()
    with pytest.raises(RuleBroken, match="书面授权"):
        services.send_back(meeting, Party.OWNERS, "改", by=actor("community_staff"), at=t.at("11-17 09:00"))
    with pytest.raises(RuleBroken, match="以物业到会"):
        services.send_back(meeting, Party.OWNERS, "改", by=actor("property_liaison"), at=t.at("11-17 09:00"))


def test_rp_18_a_paper_is_entered_on_its_page_and_its_scan_lies_sealed(site: Site):
    meeting = t.a_pending()
    address = f"/red-property/meetings/{meeting.id}/paper-signature"
    site.sign_in("community_staff")
    page = site.get(address)
    seat = str(seat_of(meeting, Party.OWNERS).id)
    wrong = site.submit(page, "main form", seat_id=seat, code="000000000000", scan=(BytesIO(t.a_photo()), "签字.jpg"))
    assert (wrong.status_code, "不是现在这一版" in wrong.text) == (422, True)
    assert db.session.scalars(select(Attachment)).all() == []
    answer = site.submit(
        page, "main form", seat_id=seat, code=check_code(meeting.hash), scan=(BytesIO(t.a_photo()), "签字.jpg"),
        form_token="x" * 12,
    )  # fmt: skip
    assert answer.status_code == 303
    kept = db.session.scalars(select(Attachment)).one()
    stored = attachments.path_of(site.app.config["DATA_DIR"], kept).read_bytes()
    assert b"JFIF" not in stored
    shown = site.get(f"/attachments/{kept.id}")
    assert (shown.status_code, shown.mimetype, b"JFIF" in shown.data) == (200, "image/jpeg", True)
    assert "扫描件" in site.get(f"/red-property/meetings/{meeting.id}").text
    site.sign_in("community_admin_2")
    assert site.get(f"/attachments/{kept.id}").status_code == 404


def test_rp_62_the_liaison_cannot_sign_for_the_others(site: Site):
    meeting = t.a_pending()
    site.sign_in("property_liaison")
    assert site.get(f"/red-property/meetings/{meeting.id}/paper-signature").status_code == 403


def test_rp_12_a_mandate_is_registered_used_and_taken_back_on_the_pages(site: Site):
    meeting = t.a_pending()
    here = f"/red-property/meetings/{meeting.id}"
    site.sign_in("community_admin")
    page = site.get(f"{here}/mandates/new")
    facts = {"person_id": str(person("community_staff").id), "party": "committee_resident", "valid_until": "2026-12-31"}
    missing = site.submit(page, "main form", **facts)
    assert (missing.status_code, "请上传扫描件" in missing.text) == (422, True)
    own = facts | {"person_id": str(person("community_admin").id), "scan": (BytesIO(t.a_photo()), "授权.jpg")}
    refused = site.submit(page, "main form", **own)
    assert "自己的授权要由别人登记" in refused.words("#person_id-error")[0]
    answer = site.submit(
        page, "main form", **facts, scan=(BytesIO(t.a_photo()), "授权.jpg"), form_token="x" * 12
    )
    assert answer.status_code == 303
    site.sign_in("community_staff")
    assert site.submit(site.get(here), "form[action$=signature]").status_code == 303
    site.sign_in("community_admin")
    assert site.submit(site.get(here), "form[action$=revocation]", reason="换人").status_code == 303
    assert "收回授权" not in site.get(here).text


def test_rp_19_a_correction_is_printed_with_its_code_to_be_signed_on_paper(site: Site):
    meeting = t.a_signed()
    record = record_of(meeting)
    place = next(key for key, label, _ in services.places(record) if label == "会议信息：地点")
    made = build.saved(
        lambda: services.propose_amendment(
            record, place, "物业一楼", reason="笔误", by=actor("community_admin"), at=NOW
        )
    )
    site.sign_in("community_staff")
    page = site.get(f"/red-property/amendments/{made.id}/print")
    assert page.words(".draft") == ["待三方签认"]
    assert f"校验码 {check_code(made.hash)}" in page.text
    form = site.get(f"/red-property/meetings/{meeting.id}/paper-signature")
    seat = str(seat_of(meeting, Party.OWNERS).id)
    answer = site.submit(
        form, "main form", seat_id=seat, code=check_code(made.hash), scan=(BytesIO(t.a_photo()), "签字.jpg")
    )
    assert answer.status_code == 303
    assert "已签：业委会" in site.get(f"/red-property/meetings/{meeting.id}").text


def test_rp_62_photos_are_optional_and_stand_beside_what_is_signed(site: Site):
    meeting = t.a_signed()
    before = meeting.hash
    site.sign_in("property_liaison")
    page = site.get(f"/red-property/meetings/{meeting.id}")
    assert site.submit(page, "#photos-form").status_code == 422
    sent = [(BytesIO(t.a_photo()), f"{number}.jpg") for number in range(2)]
    assert site.submit(page, "#photos-form", photos=sent, form_token="x" * 12).status_code == 303
    page = site.get(f"/red-property/meetings/{meeting.id}")
    assert len(page.soup.select(".thumbs img")) == 2
    assert db.session.get_one(Meeting, meeting.id).hash == before
    many = [(BytesIO(t.a_photo()), f"{number}.jpg") for number in range(5)]
    assert site.submit(page, "#photos-form", photos=many, form_token="y" * 12).status_code == 422
    site.sign_in("owners_delegate")
    assert site.get(f"/red-property/meetings/{meeting.id}").soup.select("#photos-form") == []


def test_rp_9_the_evidence_of_a_resolution_stands_on_its_page(site: Site):
    row = record_of(t.a_signed()).resolutions[0]
    site.sign_in("property_liaison")
    page = site.get(f"/red-property/resolutions/{row.id}")
    answer = site.submit(page, "#follow-up", text="已更换", state="done", files=[(BytesIO(t.a_photo()), "更换后.jpg")])
    assert answer.status_code == 303
    assert "更换后.jpg" in site.get(f"/red-property/resolutions/{row.id}").words("aside")[0]
