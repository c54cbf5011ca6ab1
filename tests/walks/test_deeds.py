"""Deeds in a real browser: the drawer opens, asks, says what is wrong, closes; every dialog is clean for axe."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal, Contact
from shuangluan.grid.rules import Action
from tests.grid.deeds import SCENES, address
from tests.walks.conftest import DESKTOP, PHONE, inside

A = Action
DOERS = sorted({scene.by for scene in SCENES.values()})


class Dialogs(dict[Action, str]):
    """Where each deed can be asked for on an appeal of its own, made when somebody asks."""

    def __init__(self, live: Any) -> None:
        super().__init__()
        self.live = live

    def __missing__(self, action: Action) -> str:
        with inside(self.live):
            appeal = SCENES[action].build()
            SCENES[action].typed(appeal)
            self[action] = address(action, appeal)
        return self[action]


@pytest.fixture
def dialogs(live: Any) -> Dialogs:
    return Dialogs(live)


@pytest.mark.browser
@pytest.mark.parametrize("username", DOERS)
def test_every_dialog_is_clean(live, dialogs, people, username: str):
    person = people(username)
    for action in [one for one, scene in SCENES.items() if scene.by == username]:
        where = dialogs[action]
        person.page.set_viewport_size(DESKTOP)
        person.open(where)
        assert person.page.locator("#dialog-body").count() == 1, where
        found = Axe().run(person.page, context="#dialog-body", options={"resultTypes": ["violations"]})
        problems = [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found.response["violations"]]
        assert problems == [], where
        for kind, size in (("desk", DESKTOP), ("phone", PHONE)):
            person.page.set_viewport_size(size)
            width = person.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert width[0] <= width[1], f"{where} scrolls sideways: {width}"
            person.shoot(f"deed-{action}-{kind}")


def opened(person: Any, appeal_id: int, where: str) -> Any:
    """The dialog of a deed over the appeal's page, opened by its button; 更多 is unfolded first."""
    person.open(f"/grid/appeals/{appeal_id}")
    link = person.page.locator(f"a[href='{where}'][hx-get]").first
    if not link.is_visible():
        person.page.click("details[data-menu] summary:has-text('更多')")
    link.click()
    person.page.wait_for_selector("dialog[open] #dialog-body")
    return person.page.locator("dialog[open]")


def number_of(where: str) -> int:
    """The id in an address."""
    return int(where.split("/")[3])


@pytest.mark.browser
def test_a_drawer_says_what_is_missing_then_does_it_and_the_page_is_fresh(live, dialogs, people):
    person = people("community_admin")
    where = dialogs[A.DISPATCH]
    drawer = opened(person, number_of(where), where)
    drawer.locator("select[name=body]").select_option("")
    drawer.locator("button.pri").click()
    person.page.wait_for_selector("dialog[open] .esum")
    assert person.page.evaluate("document.activeElement.id") == "esum"
    assert person.page.title().startswith("有 1 处要改：")
    drawer.locator("select[name=body]").select_option(label="御景物业公司")
    with person.page.expect_navigation():
        drawer.locator("button.pri").click()
    assert "已派发，等承办单位签收" in person.text("#toasts")
    assert person.page.url.endswith(f"/grid/appeals/{number_of(where)}")
    assert "已派发" in person.text()


@pytest.mark.browser
def test_questions_appear_with_the_answer_they_belong_to_and_hidden_ones_are_not_sent(live, dialogs, people):
    person = people("community_admin")
    where = dialogs[A.CONTACT]
    drawer = opened(person, number_of(where), where)

    def seen() -> list[str]:
        names = ("says_solved", "satisfaction", "reasons", "note")
        return [name for name in names if drawer.locator(f"[name={name}]").first.is_visible()]

    assert seen() == ["note"]
    drawer.get_by_label("联系上了", exact=True).check()
    assert seen() == ["says_solved", "satisfaction", "note"]
    drawer.get_by_label("未解决", exact=True).first.check()
    drawer.get_by_label("不满意", exact=True).check()
    assert seen() == ["says_solved", "satisfaction", "reasons", "note"]
    person.shoot("deed-contact-asked")
    drawer.get_by_label("质量差").check()
    drawer.get_by_label("没联系上").check()  # he had misread the number
    assert seen() == ["note"]
    with person.page.expect_navigation():
        drawer.locator("button.pri").click()
    with inside(live):
        contact = db.session.scalars(select(Contact).where(Contact.appeal_id == number_of(where))).one()
        assert (contact.reached, contact.satisfaction, contact.reasons) == (False, None, [])


@pytest.mark.browser
def test_a_step_that_cannot_be_undone_opens_with_the_safe_button_focused_and_escape_keeps_everything(
    live, dialogs, people
):
    person = people("community_admin")
    where = dialogs[A.VOID]
    opened(person, number_of(where), where)
    assert person.page.evaluate("document.activeElement.textContent") == "保留诉求"
    person.page.keyboard.press("Escape")
    person.page.wait_for_selector("dialog[open]", state="detached")
    with inside(live):
        assert db.session.get(Appeal, number_of(where)).state == "registered"


@pytest.mark.browser
def test_a_colleague_who_was_faster_is_shown_inside_the_drawer(live, dialogs, people):
    person = people("community_admin")
    where = dialogs[A.RECLASSIFY]
    drawer = opened(person, number_of(where), where)
    colleague = people("street_staff")
    colleague.open(where)
    colleague.page.fill("[name=reason]", "先改一次")
    colleague.page.select_option("[name=level]", "complex")
    with colleague.page.expect_navigation():
        colleague.page.click(".asking button.pri")
    drawer.locator("[name=reason]").fill("我写了很久的原因")
    drawer.locator("button.pri").click()
    person.page.wait_for_selector("dialog[open] #conflict")
    assert "我写了很久的原因" in drawer.inner_text()
    assert "演示街道经办" in drawer.inner_text()
    person.shoot("deed-conflict")
    person.said = [line for line in person.said if "status of 409" not in line]


@pytest.mark.browser
def test_what_is_not_possible_any_more_says_so_inside_the_dialog(live, dialogs, people):
    person = people("property_liaison")
    where = dialogs[A.SIGN]
    person.open(f"/grid/appeals/{number_of(where)}")
    other = people("property_liaison")
    other.open(where)
    with other.page.expect_navigation():
        other.page.click(".asking button.pri")
    person.page.locator(f"a[href='{where}'][hx-get]").first.click()
    person.page.wait_for_selector("dialog[open] .note.bad")
    dialog = person.page.locator("dialog[open]")
    assert "你单位没有待签收的环节" in dialog.inner_text()
    person.shoot("deed-refused")
    with person.page.expect_navigation():
        dialog.get_by_text("回到这件诉求").click()
    assert "处置中" in person.text()


@pytest.mark.browser
def test_a_deed_without_scripts_shows_every_question(live, dialogs, people):
    person = people("community_admin", scripts=False)
    person.open(dialogs[A.CONTACT])
    for name in ("reached", "says_solved", "satisfaction", "reasons", "note"):
        assert person.page.locator(f"[name={name}]").first.is_visible()
