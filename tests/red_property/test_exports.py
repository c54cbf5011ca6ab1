"""Files that leave the site: Word minutes of what was signed, month table, registers (RP-57, RP-61, RP-63)."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from sqlalchemy import select

from shuangluan.auth.services import close_account
from shuangluan.extensions import db
from shuangluan.kernel.models import AuditEntry
from shuangluan.kernel.papers import BODY, Paper
from shuangluan.red_property.models import Meeting
from shuangluan.red_property.queries import records
from shuangluan.red_property.queries.minutes import issued, minutes_of
from shuangluan.red_property.queries.records import record_of
from shuangluan.red_property.rules.content import check_code
from shuangluan.red_property.rules.words import ItemKind, MeetingKind
from shuangluan.red_property.views.word import minutes_word
from tests import build
from tests.conftest import NOW
from tests.red_property import table as t
from tests.site import Site


@pytest.fixture(autouse=True)
def _committee(app: object) -> None:
    t.a_committee()


def read(body: bytes) -> Any:
    return Document(BytesIO(body))


def paragraphs(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs if one.text]


def cells(document: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def word_of(meeting: Meeting) -> Any:
    return read(minutes_word(minutes_of(record_of(meeting)), by="演示", at=NOW))


def test_rp_63_the_word_minutes_say_what_was_signed(writing: None):
    meeting = t.a_signed()
    signed = records.versions(meeting.id)[0].content
    document = word_of(meeting)
    words, rows = paragraphs(document), cells(document)
    assert words[0] == "御景园2026年11月三方联席会议纪要"
    assert words[1] == f"{signed['meeting']['no']}　{signed['meeting']['held_on']}"
    assert f"地点：{signed['meeting']['place']}" in words
    assert f"主持：{signed['meeting']['chair']}" in words
    item, resolution = signed["items"][0], signed["resolutions"][0]
    assert f"（1）{item['title']}　公共设施完善，达成一致" in words
    owner, due_on = resolution["owner_name"], resolution["due_on"]
    assert [resolution["no"], resolution["text"], "物业", owner, due_on, "无需"] in rows
    for seat in signed["attendance"]:
        assert any(seat["name"] in row[1] for row in rows)
    assert f"校验码 {check_code(meeting.hash)}，第 1 版。" in words
    assert document.sections[0].header.paragraphs[0].text == ""


def test_rp_63_three_signatures_with_name_way_and_time(writing: None):
    meeting = t.a_signed()
    rows = cells(word_of(meeting))
    for username, party in t.TABLE.items():
        words = f"{build.person(username).name}　11月16日 18:00 系统签认"
        assert [{"committee_resident": "居委会", "owners": "业委会", "property": "物业"}[party], words] in rows


def test_rp_58_who_signed_and_left_stays_in_the_minutes(writing: None):
    meeting, name = t.a_signed(), build.person("owners_delegate").name
    close_account("owners_delegate", by=build.actor("security_admin"), at=t.at("11-18 09:00"))
    assert ["业委会", f"{name}　11月16日 18:00 系统签认"] in cells(word_of(meeting))
    assert len(record_of(meeting).valid_signatures) == 3


def test_rp_63_unsigned_minutes_say_so_on_every_page(writing: None):
    meeting = t.a_pending()
    document = word_of(meeting)
    assert document.sections[0].header.paragraphs[0].text == "草稿 未签认"
    assert ["居委会", "居委会未签认"] in cells(document)


def test_rp_59_a_month_without_negotiated_items_prints_nothing(writing: None):
    meeting = t.submitted(t.a_draft())
    words = paragraphs(word_of(meeting))
    assert words[words.index("三、协商") + 1] == "无"


def test_rp_57_control_and_rare_characters_leave_a_file_that_opens(writing: None):
    paper = Paper("纪\u000b要\u0000", by="演示", at=NOW)
    paper.line("𬭎某、㛃某\u0000")
    paper.table(("姓名",), [("𬭎某\u000b",)])
    document = read(paper.content())
    assert paragraphs(document) == ["纪要", "𬭎某、㛃某"]
    assert cells(document) == [["姓名"], ["𬭎某"]]


def test_rp_63_chinese_text_names_its_font(writing: None):
    document = word_of(t.a_pending())
    run = next(one for one in document.paragraphs if one.text.startswith("地点")).runs[0]
    assert run._element.rPr.rFonts.get(qn("w:eastAsia")) == BODY
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia")) == BODY


def test_rp_63_a_draft_numbers_what_it_will_resolve(writing: None):
    meeting = t.a_draft()
    t.an_item(meeting, "通报一件", topic="other", conclusion=None)
    t.a_resolution(meeting, t.an_item(meeting))
    assert any(row[0] == "2-1" for row in cells(word_of(meeting)))


def test_rp_19_after_a_correction_both_papers_carry_the_corrected_text_and_its_code(writing: None):
    meeting = t.a_signed()
    record = record_of(meeting)
    place = next(key for key, label, _ in t.services.places(record) if label == "议题 1：题目")
    amendment = t.services.propose_amendment(
        record, place, "3 号楼路灯不亮", reason="笔误", by=build.actor("community_admin"), at=NOW
    )
    for username, party in t.TABLE.items():
        t.services.sign_amendment(
            record_of(meeting), amendment, party, seen_hash=amendment.hash, by=build.actor(username), at=NOW
        )
    document = word_of(meeting)
    assert any(text.startswith("（1）3 号楼路灯不亮") for text in paragraphs(document))
    assert ["更正 1", "路灯不亮 → 3 号楼路灯不亮", "笔误"] in cells(document)
    current = issued(record_of(meeting))
    assert current is not None
    assert f"校验码 {current.code}，第 1 版。" in paragraphs(document)
    assert current.code == check_code(amendment.hash) != check_code(meeting.hash)


def test_rp_18_taking_an_item_off_renumbers_what_waits_for_signatures(writing: None):
    meeting = t.a_draft()
    first = t.an_item(meeting, "通报停水", conclusion=None)
    row = t.a_resolution(meeting, t.an_item(meeting))
    t.services.save_item(
        meeting, first, {"kind": ItemKind.REPORT}, by=build.actor("property_liaison"), at=t.at("11-16 16:45")
    )
    t.submitted(meeting)
    assert row.no == "2-1"
    t.services.remove_item(meeting, first, by=build.actor("property_liaison"), at=t.at("11-16 17:30"))
    assert row.no == "1-1"
    assert ["1-1", "更换灯具"] in [line[:2] for line in cells(word_of(meeting))]


def test_rp_63_the_word_file_is_taken_from_the_meetings_page(site: Site):
    meeting = t.a_signed()
    site.sign_in("owners_delegate")
    answer = site.submit(site.get(f"/red-property/meetings/{meeting.id}"), "form[action$=word]")
    assert answer.status_code == 200
    assert "filename*=UTF-8''%E8%81%94%E5%B8%AD%E4%BC%9A" in answer.headers["Content-Disposition"]
    assert paragraphs(read(answer.data))[0] == "御景园2026年11月三方联席会议纪要"
    noted = select(AuditEntry).where(AuditEntry.action == "red_property.minutes.exported")
    assert db.session.scalars(noted).one().record_id == meeting.id


def test_rp_61_the_registers_go_out_as_they_are_filtered(site: Site):
    t.a_signed("10-15", due="10-31")
    t.a_signed("11-16")
    site.sign_in("community_admin")
    answer = site.submit(site.get("/red-property/resolutions?view=overdue"), "#export")
    rows = list(openpyxl.load_workbook(BytesIO(answer.data)).active.values)
    head = next(place for place, row in enumerate(rows) if row[0] == "议定事项")
    assert [row[0] for row in rows[head + 1 :]] == ["更换灯具"]
    assert any("逾期" in str(row[0]) and "共 1 条" in str(row[0]) for row in rows[:head])
    answer = site.submit(site.get("/red-property/meetings"), "#export")
    rows = list(openpyxl.load_workbook(BytesIO(answer.data)).active.values)
    assert sum("御景园" in str(row[0]) for row in rows) == 2


def test_rp_61_the_month_table_as_excel_and_as_word(site: Site):
    t.a_signed("10-15")
    site.sign_in("community_admin")
    page = site.get("/red-property/months")
    excel = site.submit(page, "form[action$='as=xlsx']")
    rows = list(openpyxl.load_workbook(BytesIO(excel.data)).active.values)
    head = next(row for row in rows if row[0] == "小区")
    own = next(row for row in rows if row[0] == "御景园")
    assert dict(zip(head, own, strict=True))["2026-10"] == "已开"
    word = site.submit(page, "form[action$='as=docx']")
    document = read(word.data)
    assert document.sections[0].page_width > document.sections[0].page_height
    assert ["御景园", *own[1:]] in cells(document)
    assert site.post("/red-property/months/export?as=pdf").status_code == 400


def test_rp_61_a_file_says_who_took_it_and_when(writing: None):
    document = word_of(t.a_pending())
    assert document.core_properties.author == "演示"
    assert document.core_properties.created == NOW


def test_rp_62_a_party_sees_what_changed_since_the_version_it_signed(site: Site):
    meeting = t.a_pending()
    t.signed_by(meeting, "owners_delegate")
    for place in ("物业一楼", "物业二楼"):
        build.saved(
            lambda place=place: t.services.save_head(  # type: ignore[misc]
                db.session.get_one(Meeting, meeting.id), {"place": place}, by=build.actor("property_liaison"),
                at=t.at("11-17 09:00"),
            )
        )  # fmt: skip
    site.sign_in("owners_delegate")
    page = site.get(f"/red-property/meetings/{meeting.id}")
    assert page.words("#changes-h") == ["和第 1 版比，改了这些"]
    assert page.words("#changes del") == ["删去： 地点：社区二楼会议室"]
    assert page.words("#changes ins") == ["改为： 地点：物业二楼"]
    site.sign_in("community_admin")
    page = site.get(f"/red-property/meetings/{meeting.id}/phone")
    assert page.words("#changes del") == ["删去： 地点：物业一楼"]


def test_rp_69_the_next_meeting_is_proposed_on_the_same_day_or_the_next_working_day(writing: None):
    assert str(t.a_draft("11-16").next_on) == "2026-12-16"
    assert t.a_draft("11-17", kind=MeetingKind.SPECIAL, period=None, reason="水管爆裂").next_on is None
