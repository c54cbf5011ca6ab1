"""The register in a real browser: filters, tabs, one click, editing in the row, ticking, keys, and the way back."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from shuangluan.extensions import db
from shuangluan.grid import rules
from shuangluan.grid.models import Appeal
from shuangluan.kernel import clock
from tests import build
from tests.grid import deeds
from tests.walks.conftest import Person, inside

pytestmark = pytest.mark.browser
LIST = "/grid/appeals"


@pytest.fixture
def filled(live: Any) -> None:
    """An appeal in each of a few states."""
    with inside(live):
        build.an_appeal("单元门关不上")
        build.an_appeal("楼道灯不亮", category="corridor_light")
        build.an_accepted_appeal("坡道破损", at=build.later(days=-20))
        deeds.verified()


@pytest.fixture
def secretary(filled: None, people: Any) -> Person:
    """The community's secretary before her list."""
    person: Person = people("community_admin")
    person.open(LIST)
    person.page.wait_for_load_state("networkidle")
    return person


def row(person: Person, title: str) -> Any:
    return person.page.locator("tbody tr", has_text=title)


def settled(person: Person) -> None:
    person.page.wait_for_load_state("networkidle")


def sound(person: Person) -> None:
    """What axe objects to."""
    found = Axe().run(person.page, options={"resultTypes": ["violations"]})
    assert [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found.response["violations"]] == []


def test_a_filter_changes_rows_tabs_export_and_address_and_back_undoes_it(secretary: Person):
    page = secretary.page
    assert secretary.text("#view-open") == "在办4"
    page.select_option("#filter-category", "corridor_light")
    page.wait_for_url("**view=open")
    assert secretary.text("#view-open") == "在办1"
    assert secretary.text("#view-overdue") == "逾期0"
    assert secretary.text("#export") == "导出 1 条"
    assert page.url.endswith(f"{LIST}?category=corridor_light&view=open")
    page.click("#view-all")
    page.wait_for_url("**category=corridor_light&view=all")
    page.go_back()
    page.go_back()
    settled(secretary)
    assert page.locator("tbody tr").count() == 4


def test_twelve_rows_fit_the_screen_of_an_office(live, people):
    with inside(live):
        for n in range(15):
            build.an_appeal(f"单元门坏了 {n}")
    person = people("community_admin")
    person.open(LIST)
    settled(person)
    bottoms = person.page.eval_on_selector_all("tbody tr", "rows => rows.map(r => r.getBoundingClientRect().bottom)")
    assert len([bottom for bottom in bottoms if bottom <= 768]) >= 12


def test_one_click_accepts_and_the_row_stays_with_its_next_step(secretary: Person, live):
    line = row(secretary, "单元门关不上")
    line.locator("text=受理").last.click()
    line.locator("a:has-text('派发')").wait_for()
    assert "flash" in line.get_attribute("class")
    assert secretary.text("#toasts") == "已受理，承诺期限开始计"
    with inside(live):
        assert db.session.get(Appeal, 1).state is rules.AppealState.ACCEPTED


def test_the_row_is_edited_with_the_keyboard_alone(secretary: Person, live):
    page = secretary.page
    line = row(secretary, "单元门关不上")
    line.locator("a[aria-label^=修改]").click()
    title = page.locator("tr.on input[name=title]")
    title.wait_for()
    assert title.evaluate("field => field === document.activeElement")
    sound(secretary)
    page.keyboard.press("Escape")
    line.locator("a[aria-label^=修改]").wait_for()
    line.locator("a[aria-label^=修改]").click()
    title.fill("单元门关不严")
    page.keyboard.press("Enter")
    row(secretary, "单元门关不严").locator("a[aria-label^=修改]").wait_for()
    with inside(live):
        assert db.session.get(Appeal, 1).title == "单元门关不严"


def test_ticking_shows_the_bar_and_the_deed_is_done_to_all(secretary: Person, live):
    page = secretary.page
    bar = page.locator("#bulk")
    assert not bar.is_visible()
    for title in ("单元门关不上", "坡道破损"):
        row(secretary, title).locator("input[name=pick]").check()
    assert secretary.text("#bulk b") == "已选 2 条"
    bar.locator("text=派发").click()
    page.locator("dialog[open]").wait_for()
    sound(secretary)
    page.check("dialog input[value=company]")
    page.click("dialog .acts button")
    page.locator("dialog:has-text('已派发 1 条，1 条没有派发')").wait_for()
    row(secretary, "坡道破损").locator("text=御景物业公司").wait_for(state="attached")
    page.click("dialog >> text=回清单")
    settled(secretary)
    assert row(secretary, "坡道破损").locator(".st").inner_text() == "已派发"


def test_a_deed_in_the_drawer_closes_it_and_renews_its_row(secretary: Person):
    page = secretary.page
    row(secretary, "坡道破损").locator("a:has-text('派发')").click()
    page.locator("dialog[open]").wait_for()
    page.locator("dialog select").first.select_option(label="御景物业公司")
    page.click("dialog .acts button.pri")
    row(secretary, "坡道破损").locator(".st:has-text('已派发')").wait_for()
    assert page.locator("dialog[open]").count() == 0
    assert "已派发" in secretary.text("#toasts")


def test_letters_move_open_and_close(secretary: Person):
    page = secretary.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("tbody tr").nth(1).locator("th a")
    assert second.evaluate("link => link === document.activeElement")
    page.keyboard.press("k")
    page.keyboard.press("o")
    page.wait_for_url(f"**{LIST}/3")
    secretary.open(f"{LIST}?view=verifying")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.locator("dialog[open]:has-text('办结')").wait_for()


def test_a_compound_is_found_while_typing(secretary: Person):
    page = secretary.page
    page.fill("#filter-compound-text", "yjy")
    page.locator("#filter-compound-list li:has-text('御景园')").click()
    page.wait_for_url("**compound=1**")
    assert page.locator("tbody tr").count() == 4
    page.fill("#filter-compound-text", "没有的")
    page.locator("#filter-compound-list li").wait_for()
    page.keyboard.press("Enter")
    page.locator("text=没有符合这些条件的诉求").wait_for()


def test_everything_works_without_scripts(filled, people, live):
    person = people("community_admin", scripts=False)
    page = person.page
    person.open(LIST)
    page.select_option("#filter-category", "corridor_light")
    page.click("button:has-text('查询')")
    assert page.locator("tbody tr").count() == 1
    page.click("text=重置")
    row(person, "坡道破损").locator("input[name=pick]").check()
    page.click("#bulk >> text=派发")
    page.check("input[value=company]")
    page.click("#dialog-body button.pri")
    assert person.text("#toasts") == "已派发 1 条"
    row(person, "单元门关不上").locator("a:has-text('受理')").last.click()
    page.click("main button.pri")
    with inside(live):
        assert db.session.get(Appeal, 1).state is rules.AppealState.ACCEPTED
        assert db.session.get(Appeal, 3).state is rules.AppealState.DISPATCHED
    person.open(LIST)
    row(person, "楼道灯不亮").locator("a[aria-label^=修改]").click()
    page.fill("input[name=title]", "三楼楼道灯不亮")
    page.click("text=存下修改")
    assert "三楼楼道灯不亮" in person.text()
    person.open(LIST)
    with page.expect_download() as download:
        page.click("#export button")
    assert download.value.suggested_filename == f"诉求事件台账-{clock.local(clock.now()):%Y%m%d-%H%M}.xlsx"
