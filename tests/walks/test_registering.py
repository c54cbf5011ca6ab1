"""Registering in a real browser: typed places, the panel beside the form, photos, a broken network (GR-71, GR-72)."""

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from shuangluan.kernel.models import Attachment
from tests import build
from tests.walks.conftest import inside

pytestmark = pytest.mark.browser
KEPT = "localStorage.getItem('keep:quick-report')"


def titles(live: Any) -> list[str]:
    with inside(live):
        return list(db.session.scalars(select(Appeal.title).order_by(Appeal.id)))


def photos(live: Any) -> int:
    with inside(live):
        return len(db.session.scalars(select(Attachment.id)).all())


@pytest.fixture
def pictures(tmp_path: Path) -> list[str]:
    files = [tmp_path / f"{n}.jpg" for n in (1, 2)]
    for file in files:
        Image.new("RGB", (60, 40), "brown").save(file)
    return [str(file) for file in files]


def test_a_clerk_types_a_place_sees_the_duplicate_and_registers_all_the_same(live, people, pictures):
    with inside(live):
        build.an_appeal("单元门坏了")
    person = people("community_staff")
    person.open("/grid/appeals/new")
    page = person.page
    page.locator("#place-text").press_sequentially("yjy 1")
    page.locator("#place-list [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.input_value("#place-text") == "御景园 1号楼"
    page.select_option("#category", "facility_broken")
    page.locator("#likely li").wait_for()
    assert "单元门坏了" in person.text("#likely")
    assert "11-27 到期" in person.text("#advice")
    assert person.text("#register") == "仍要登记"
    page.set_input_files("#photos", pictures)
    page.locator("#photo-field img").nth(1).wait_for()
    person.shoot("register-panel")

    page.click("#register")  # nothing is said yet: refused, and nothing is lost
    page.locator("#esum").wait_for()
    assert page.title().startswith("有 2 处要改：")
    assert page.evaluate("document.querySelector('#photos').files.length") == 2
    page.fill("#description", "一单元的门又关不上了")
    page.fill("#reporter_name", "演示居民")
    page.click("#register")
    page.wait_for_url(lambda address: address.endswith("/grid/appeals/2"))
    assert "已登记 SL-1120-002" in person.text("#toasts")
    assert titles(live) == ["单元门坏了", "一单元的门又关不上了"]
    assert photos(live) == 2


def test_the_same_without_scripts(live, people, pictures):
    with inside(live):
        build.an_appeal("单元门坏了")
    person = people("community_staff", scripts=False)
    person.open("/grid/appeals/new")
    page = person.page
    page.fill("#place", "御景园1号楼")
    page.select_option("#category", "facility_broken")
    page.fill("#description", "一单元的门又关不上了")
    page.fill("#reporter_name", "演示居民")
    page.click("#register")
    assert "还没有登记：有 1 件可能是同一件事" in person.text("#registration .note")
    assert page.input_value("#place") == "御景园 1号楼"
    assert page.input_value("#description") == "一单元的门又关不上了"
    page.set_input_files("#photos", pictures)
    person.shoot("register-plain")
    page.click("#register")
    assert "已登记 SL-1120-002" in person.text("#toasts")
    assert photos(live) == 2


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_grid_worker_reports_on_his_phone(live, people, pictures, scripts: bool):
    person = people("grid_worker", phone=True, scripts=scripts)
    person.open("/grid/phone")
    page = person.page
    page.click(".btn.big:has-text('随手报')")
    page.select_option("#place", label="御景园 1号楼")
    page.click("summary:has-text('应急')")
    page.click("label:has-text('消防通道堵塞（先拨 119）')")
    if scripts:
        page.locator("#advice .note.bad").wait_for()
    page.fill("#description", "三辆车停在消防通道上")
    page.set_input_files("#photos", pictures)
    person.shoot(f"quick-report-{scripts}")
    page.click("#register")
    page.wait_for_url("**/grid/phone/appeals/1")
    assert "已登记 SL-1120-001。先拨 119" in person.text("#toasts")
    assert person.text(".btn.big.pri") == "即办"
    person.shoot(f"phone-appeal-{scripts}")
    assert titles(live) == ["三辆车停在消防通道上"]
    assert photos(live) == 2


def test_targets_on_the_phone_are_large_enough_for_a_thumb(live, people):
    with inside(live):
        build.an_appeal(by="grid_worker")
        build.a_closed_appeal()
    person = people("grid_worker", phone=True)
    person.page.set_viewport_size({"width": 360, "height": 740})
    small = """Array.from(document.querySelectorAll('.m a, .m button, .m summary, .m select, .m textarea, .m .pick'))
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)"""
    for address in (
        "/grid/phone", "/grid/phone/reports", "/grid/phone/todo", "/grid/phone/appeals/1",
        "/grid/quick-report?place=御景园1号楼&category=facility_broken",
    ):  # fmt: skip
        person.open(address)
        person.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        assert person.page.evaluate(small) == [], address
        wide = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide == 0, address


@pytest.mark.parametrize(
    ("username", "phone", "address"),
    [
        ("community_staff", False, "/grid/appeals/new?place=御景园1号楼&category=facility_broken"),
        ("community_staff", True, "/grid/appeals/new?place=御景园&category=fire_lane"),
        ("grid_worker", True, "/grid/quick-report?place=御景园1号楼&category=facility_broken"),
        ("grid_leader", True, "/grid/phone/todo"),
        ("grid_worker", True, "/grid/phone/reports"),
    ],
)
def test_axe_objects_to_nothing_with_everything_unfolded(live, people, username: str, phone: bool, address: str):
    with inside(live):
        build.an_appeal(by="grid_worker")
        build.a_closed_appeal()
    person = people(username, phone=phone)
    person.open(address)
    person.page.wait_for_load_state("networkidle")
    person.page.evaluate("document.querySelectorAll('main details').forEach(d => { d.open = true; })")
    found = Axe().run(person.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found] == []


def test_nothing_is_lost_when_the_network_breaks_and_it_counts_once(live, people, pictures):
    person = people("grid_worker", phone=True)
    person.open("/grid/quick-report")
    page = person.page
    page.select_option("#place", label="御景园 1号楼")
    page.click("summary:has-text('物业')")
    page.click("label:has-text('渗漏')")
    page.fill("#description", "地下室顶板渗水")
    page.set_input_files("#photos", pictures)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.click("#register")
    page.locator(".toast.bad").wait_for()
    assert "网络断开，这一步没有存上" in person.text("#toasts")
    assert page.input_value("#description") == "地下室顶板渗水"
    assert page.evaluate("document.querySelector('#photos').files.length") == 2
    assert "地下室顶板渗水" in page.evaluate(KEPT)
    person.said.clear()  # what Chromium itself says of the break
    assert titles(live) == []

    page.context.set_offline(False)
    page.click(".toast.bad button:has-text('再试一次')")
    page.wait_for_url("**/grid/phone/appeals/1")
    assert titles(live) == ["地下室顶板渗水"]
    assert page.evaluate(KEPT) is None


def test_unsent_words_wait_on_the_phone_until_they_are_sent_or_one_signs_out(live, people):
    person = people("grid_worker", phone=True)
    person.open("/grid/quick-report")
    page = person.page
    page.fill("#description", "三楼声控灯坏了")
    page.evaluate(f"new Promise(seen => setInterval(() => {KEPT} && seen(true), 50))")
    person.open("/grid/phone")
    person.open("/grid/quick-report")
    assert page.input_value("#description") == "三楼声控灯坏了"
    assert "上次没交的内容还在" in person.text("#report")
    page.click("button:has-text('退出登录')")
    page.wait_for_url("**/sign-in*")
    assert page.evaluate(KEPT) is None
