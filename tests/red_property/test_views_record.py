"""The record form: half filled in, rows that save themselves, one button without scripts (RP-56, RP-62)."""

import pytest
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit
from shuangluan.red_property.models import Attendance, Meeting, MeetingItem, Resolution
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.words import Conclusion, MeetingState, Party
from tests import build
from tests.red_property import table as t
from tests.site import Site, fields_of

FORM = "#record-form"


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def record_page(meeting: Meeting) -> str:
    return f"/red-property/meetings/{meeting.id}/record"


def row_fields(answer: object, key: str) -> dict[str, str]:
    """What htmx sends of one row."""
    names = answer.soup.select_one(f"#{key}")["hx-params"].split(",")  # type: ignore[attr-defined]
    found = fields_of(answer.soup.select_one(FORM))  # type: ignore[attr-defined]
    return {name: found[name] for name in names if name in found}


def test_rp_2_a_meeting_is_begun_from_the_list_with_one_form(site: Site):
    site.sign_in("property_liaison")
    page = site.get("/red-property/meetings/new")
    answer = site.submit(
        page, "main form", compound_id=str(build.compound("御景园").id), held_on="2026-11-20",
        place="社区二楼会议室", then="record",  # the month is that of the day
    )  # fmt: skip
    assert answer.status_code == 303
    meeting = db.session.scalars(select(Meeting)).one()
    assert answer.location == record_page(meeting)
    assert meeting.state is MeetingState.HELD
    assert site.get(answer.location).words("h1") == ["记录 御景园2026年11月三方联席会"]


def test_rp_13_a_wrong_plan_says_why_beside_its_field(site: Site):
    site.sign_in("property_liaison")
    page = site.get("/red-property/meetings/new")
    compound = str(build.compound("御景园").id)
    answer = site.submit(page, "main form", compound_id=compound, held_on="2026-11-20", period="2026-12")
    assert answer.status_code == 422
    assert "当月开" in answer.text
    other = str(build.compound("锦绣苑").id)
    refused = site.submit(page, "main form", compound_id=other, held_on="2026-11-20", period="2026-11")
    assert (refused.status_code, "从列表里重新选" in refused.text) == (422, True)


def test_rp_62_the_form_is_half_filled_in(site: Site):
    t.a_signed("10-15", due="10-31")
    build.a_dispatched_appeal("单元门坏了")
    meeting = t.a_draft("11-16", table=False)
    site.sign_in("property_liaison")
    page = site.get(record_page(meeting))
    assert len(page.soup.select("#s2 li[id^=seat-]")) == 3
    assert page.soup.select("#s2 input[type=checkbox][name$=is_present][checked]") == []
    assert "更换灯具" in page.words("#s3")[0]
    assert "新登记 1 件" in page.words("#s4")[0]
    assert "单元门坏了" in page.words("#s5")[0]
    assert "上次落实“更换灯具”：还没有写落实情况" in page.words("#to-do")[0]


def test_rp_62_a_row_saves_itself_and_a_resent_one_acts_once(site: Site):
    meeting = t.a_draft()
    item = t.an_item(meeting)
    site.sign_in("property_liaison")
    page = site.get(record_page(meeting))
    address = f"/red-property/meetings/{meeting.id}/items/{item.id}"
    sent = row_fields(page, f"item-{item.id}") | {f"item-{item.id}-title": "路灯不亮，3 号楼前"}
    answer = site.post(address, sent, htmx=True)
    assert answer.status_code == 200
    assert "已自动保存" in answer.text
    assert answer.soup.select_one(f"[id='item-{item.id}-row_version']")["value"] == "3"
    assert db.session.get_one(MeetingItem, item.id).title == "路灯不亮，3 号楼前"
    again = site.post(address, sent, htmx=True)
    assert again.status_code in (200, 204)
    assert db.session.get_one(MeetingItem, item.id).row_version == 3


def test_rp_62_a_row_that_is_wrong_says_so_and_is_not_saved(site: Site):
    meeting = t.a_draft()
    site.sign_in("property_liaison")
    page = site.get(record_page(meeting))
    key = f"head-{meeting.id}"
    sent = row_fields(page, key) | {f"{key}-starts_at": "10:00", f"{key}-ends_at": "09:00"}
    answer = site.post(f"/red-property/meetings/{meeting.id}/head/{meeting.id}", sent, htmx=True)
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == f"#{key}-error"
    assert answer.words(f"#{key}-error") == ["未保存：结束时间要晚于开始时间"]
    assert db.session.get_one(Meeting, meeting.id).ends_at is None


def test_rp_56_two_browsers_the_second_save_shows_both_texts(site: Site):
    meeting = t.a_draft()
    item = t.an_item(meeting)
    site.sign_in("property_liaison")
    page = site.get(record_page(meeting))
    sent = row_fields(page, f"item-{item.id}")
    address = f"/red-property/meetings/{meeting.id}/items/{item.id}"
    first = site.post(address, sent | {f"item-{item.id}-title": "第一个"}, htmx=True)
    assert first.status_code == 200
    second = {**sent, f"item-{item.id}-title": "第二个", f"item-{item.id}-form_token": "another token"}
    answer = site.post(address, second, htmx=True)
    assert answer.status_code == 409
    assert "第一个" in answer.text
    assert "第二个" in answer.text


def test_rp_62_without_scripts_one_button_saves_every_row(site: Site):
    meeting = t.a_draft()
    item = t.an_item(meeting)
    row = t.a_resolution(meeting, item)
    site.sign_in("property_liaison")
    page = site.get(record_page(meeting))
    answer = site.submit(
        page, FORM, do="save:", **{
            f"head-{meeting.id}-place": "物业一楼", f"item-{item.id}-title": "两处路灯不亮",
            f"resolution-{row.id}-owner_name": "新经理",
        },
    )  # fmt: skip
    assert answer.status_code == 303
    assert db.session.get_one(Meeting, meeting.id).place == "物业一楼"
    assert db.session.get_one(MeetingItem, item.id).title == "两处路灯不亮"
    assert db.session.get_one(Resolution, row.id).owner_name == "新经理"


def test_rp_62_rows_are_added_and_taken_off_on_the_form(site: Site):
    meeting = t.a_draft()
    site.sign_in("property_liaison")
    answer = site.submit(site.get(record_page(meeting)), FORM, do="item:negotiate")
    assert answer.status_code == 303
    item = db.session.scalars(select(MeetingItem)).one()
    assert answer.location.endswith(f"#item-{item.id}")
    page = site.get(record_page(meeting))
    site.submit(page, FORM, do=f"resolution:{item.id}", **{f"item-{item.id}-title": "路灯"})
    row = db.session.scalars(select(Resolution)).one()
    assert db.session.get_one(MeetingItem, item.id).title == "路灯"
    page = site.get(record_page(meeting))
    assert "第1议题：议定事项缺责任人" in page.words("#to-do")[0]
    site.submit(page, FORM, do=f"remove:resolution-{row.id}")
    assert db.session.scalars(select(Resolution)).all() == []
    fields = {"add-name": "演示来宾", "add-party": Party.OBSERVER.value, "add-capacity": "包联领导"}
    site.submit(site.get(record_page(meeting)), FORM, do="seat:", **fields)
    assert "演示来宾" in [row.name for row in db.session.scalars(select(Attendance))]


def test_rp_62_an_open_appeal_becomes_an_item_once(site: Site):
    appeal = build.a_dispatched_appeal("单元门坏了")
    meeting = t.a_draft()
    site.sign_in("property_liaison")
    page = site.get(record_page(meeting))
    assert site.submit(page, FORM, do=f"appeal:{appeal.matter_id}").status_code == 303
    item = db.session.scalars(select(MeetingItem)).one()
    assert item.title == "单元门坏了"
    page = site.get(record_page(meeting))
    assert f"appeal:{appeal.matter_id}" not in page.text
    assert site.submit(page, FORM, do=f"appeal:{appeal.matter_id}").status_code == 422


def test_rp_8_submitting_says_what_is_missing_or_goes_to_the_meeting(site: Site):
    meeting = t.a_draft()
    item = t.an_item(meeting, conclusion=None)
    site.sign_in("property_liaison")
    page = site.get(record_page(meeting))
    refused = site.submit(page, FORM, do="submit:")
    assert refused.status_code == 422
    assert "第1议题：缺结论" in refused.text
    values = {f"item-{item.id}-conclusion": Conclusion.CARRIED.value}
    answer = site.submit(site.get(record_page(meeting)), FORM, do="submit:", **values)
    assert answer.location == f"/red-property/meetings/{meeting.id}"
    assert db.session.get_one(Meeting, meeting.id).state is MeetingState.PENDING


@pytest.mark.parametrize(
    ("username", "status"),
    [("community_admin", 200), ("community_staff", 422), ("community_admin_2", 404), ("owners_delegate", 403)],
)
def test_rp_12_whose_draft_it_is(site: Site, username: str, status: int):
    meeting = t.a_draft()
    site.sign_in(username)
    assert site.get(record_page(meeting)).status_code == status


def test_a_row_of_another_meeting_does_not_exist_here(site: Site):
    meeting = t.a_draft("10-15")
    other = t.a_draft("11-16")
    item = t.an_item(other)
    site.sign_in("property_liaison")
    assert site.post(f"/red-property/meetings/{meeting.id}/items/{item.id}", {}, htmx=True).status_code == 404


def test_a_long_record_costs_the_same_statements(site: Site, counting):  # type: ignore[no-untyped-def]
    meeting = t.a_draft()
    t.a_resolution(meeting, t.an_item(meeting))
    site.sign_in("property_liaison")
    with counting() as few:
        site.get(record_page(meeting))
    for n in range(4):
        t.a_resolution(meeting, t.an_item(meeting, f"第{n}件"))
    with counting() as many:
        site.get(record_page(meeting))
    assert len(many) == len(few) <= 30
    with audit.transaction():
        assert len(record_of(db.session.get_one(Meeting, meeting.id)).items) == 5
