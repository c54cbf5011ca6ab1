"""The meeting of a month in a real browser: the record saves itself, three accounts sign, one by phone (RP-62)."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from shuangluan.kernel import clock, documents
from shuangluan.red_property.rules.signing import MINUTES
from tests.red_property import table as t
from tests.walks.conftest import Person, inside

pytestmark = pytest.mark.browser
SAVED = "#saved:has-text('已自动保存')"


def typed(person: Person, name: str, text: str) -> None:
    """Fill a field whose name ends so, and wait until its row saved itself."""
    page = person.page
    page.evaluate("document.querySelector('#saved').textContent = ''")
    field = page.locator(f"[name$='-{name}']").last
    if field.evaluate("f => f.tagName") == "SELECT":
        field.select_option(text)
    else:
        field.fill(text)
        field.blur()
    page.wait_for_selector(SAVED)


def test_a_record_saves_itself_and_three_accounts_sign_it(people: Callable[..., Person], live: SimpleNamespace):
    with inside(live):
        t.a_committee()
        meeting_id = t.a_draft("11-20").id
    liaison = people("property_liaison")
    liaison.open(f"/red-property/meetings/{meeting_id}/record")
    liaison.page.click("button[value='item:negotiate']")
    liaison.page.wait_for_selector("fieldset >> text=第 1 议题")
    for name, text in (("title", "路灯不亮"), ("conclusion", "agreed")):
        typed(liaison, name, text)
    liaison.page.click("button[value^='resolution:']")
    liaison.page.wait_for_selector("text=议定事项 1-1")
    for name, text in (
        ("text", "更换灯具"), ("owner_party", "property"), ("owner_name", "演示经理"), ("first_due_on", "2026-11-30"),
    ):  # fmt: skip
        typed(liaison, name, text)
    liaison.page.wait_for_selector("#to-do-h:has-text('可以提交了')")
    liaison.page.reload()
    assert liaison.page.input_value("[name$='-owner_name']") == "演示经理"
    liaison.page.click("button[value='submit:']")
    liaison.page.wait_for_url(f"**/red-property/meetings/{meeting_id}")
    liaison.page.click("text=代表物业签认这一版")
    liaison.page.wait_for_selector("#toasts >> text=已签认")
    for username, phone in (("owners_delegate", True), ("community_admin", False)):
        signer = people(username, phone=phone)
        signer.open(f"/red-property/meetings/{meeting_id}{'/phone' if phone else ''}")
        signer.page.click("button:has-text('签认这一版')")
        signer.page.wait_for_selector("#toasts >> text=已签认")
        signer.shoot(f"signed-{username}")
    liaison.open(f"/red-property/meetings/{meeting_id}/minutes")
    assert "校验码" in liaison.text()
    assert "草稿" not in liaison.text()
    _corrected(people, live, meeting_id)
    _next_month(liaison, live)


def _corrected(people: Callable[..., Person], live: SimpleNamespace, meeting_id: int) -> None:
    """A slip in the signed record: proposed on its page, agreed to by the three, its code checked by anybody."""
    with inside(live):
        first = documents.valid(MINUTES, meeting_id)
        assert first is not None
        old = first.code
    secretary = people("community_admin")
    secretary.open(f"/red-property/meetings/{meeting_id}")
    secretary.page.click("summary:has-text('提出更正')")
    secretary.page.select_option("#place", f"head-{meeting_id}-place")
    secretary.page.fill("#after", "物业一楼")
    secretary.page.fill("form[action$=amendments] [name=reason]", "笔误")
    secretary.page.click("button:has-text('提出更正')")
    for username in t.TABLE:
        signer = secretary if username == "community_admin" else people(username)
        signer.open(f"/red-property/meetings/{meeting_id}")
        signer.page.click("button:has-text('签认更正')")
        signer.page.wait_for_selector("#toasts >> text=已签认更正")
    secretary.shoot("corrected")
    secretary.open(f"/documents/check?code={old}")
    assert "已更正" in secretary.text("#found")
    assert "请用第 2 份" in secretary.text("#found")


def _next_month(liaison: Person, live: SimpleNamespace) -> None:
    """The open resolution comes back by itself, to be followed up."""
    with clock.frozen(t.at("12-18 16:00")):
        liaison.sign_in("property_liaison")
        liaison.open("/red-property/meetings/new")
        liaison.page.select_option("[name=compound_id]", label="御景园")
        liaison.page.fill("[name=held_on]", "2026-12-18")
        liaison.page.click("button:has-text('开始记录')")
        liaison.page.wait_for_selector("#s3 >> text=1-1 更换灯具")
        liaison.shoot("next-month")
        assert liaison.page.input_value("#s3 [name$='-owner_name']") == "演示经理"
        assert "上次落实“更换灯具”：还没有写落实情况" in liaison.text("#to-do")
