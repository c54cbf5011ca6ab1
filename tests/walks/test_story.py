"""One appeal from the resident's call to the closed file, by four people in a real browser (GR-10, GR-11)."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.grid.models import Appeal
from tests.walks.conftest import Person, inside

WAYS = [pytest.param(True, id="htmx"), pytest.param(False, id="no scripts")]


@pytest.fixture
def photo(tmp_path: Path) -> str:
    """A picture on the worker's disk."""
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(out, "JPEG")
    path = tmp_path / "坡道.jpg"
    path.write_bytes(out.getvalue())
    return str(path)


def register(person: Person, *, scripts: bool, photo: str, words: str = "3号楼坡道破损，轮椅上不去") -> None:
    """On the desktop: place, category, a sentence, the reporter, a photo."""
    page = person.page
    person.open("/grid/appeals/new")
    if scripts:
        page.locator("#place-text").type("yjy 3")
        page.locator("[role=option]:not([aria-disabled])").first.click()
    else:
        page.locator("#place").fill("御景园 3号楼")
    page.locator("select#category").select_option("barrier_free")
    page.locator("#description").fill(words)
    page.locator("#reporter_name").fill("演示居民")
    page.locator("#reporter_phone").fill("13800000012")
    page.locator("input[type=file]").set_input_files(photo)
    page.locator("#register").click()
    page.wait_for_url(re.compile(r"/grid/appeals/\d+"))


def act(person: Person, label: str, fill: Callable[[Any], None] | None = None) -> None:
    """Take a step of the appeal's page: open it, fill in what it asks, send it."""
    page = person.page
    link = page.locator("main .acts a.btn, main .head a.btn").get_by_text(label, exact=True).first
    if not link.is_visible():
        page.locator("main details[data-menu] summary", has_text="更多").click()
        link = page.locator("main .pop a").get_by_text(label, exact=True).first
    link.click()
    body = page.locator("#dialog-body")
    body.wait_for()
    if fill:
        fill(body)
    body.locator(".acts button").click()
    body.wait_for(state="detached")
    page.wait_for_load_state()


def pick(body: Any, label: str) -> None:
    """A radio or a tick by its words."""
    body.locator("label.pick").get_by_text(label, exact=True).first.click()


def appeal_id(person: Person) -> int:
    """The appeal whose page is open."""
    found = re.search(r"/grid/appeals/(\d+)", person.page.url)
    assert found is not None
    return int(found[1])


def state(live: SimpleNamespace, number: int) -> str:
    """How the appeal stands in the database."""
    with inside(live):
        found = db.session.scalar(select(Appeal.state).where(Appeal.id == number))
        assert found is not None
        return found.value


@pytest.mark.browser
@pytest.mark.parametrize("scripts", WAYS)
@pytest.mark.parametrize("live", ["sqlite", pytest.param("pg", marks=pytest.mark.pg)], indirect=True)
def test_four_people_take_an_appeal_from_the_call_to_its_end(live, people, photo: str, scripts: bool):
    if not scripts and live.url and "pg" in str(live.app.config["SQLALCHEMY_DATABASE_URI"]):
        pytest.skip("the walk without scripts is walked on one database")
    secretary = people("community_admin", scripts=scripts)
    register(secretary, scripts=scripts, photo=photo)
    number = appeal_id(secretary)
    assert "已登记 SL-1120-001" in secretary.text("#toasts")
    assert "万和城社区第2网格" in secretary.text()
    secretary.shoot(f"detail-{scripts}")

    leader = people("grid_leader", scripts=scripts)
    leader.open("/")
    leader.page.get_by_text("3号楼坡道破损").first.click()
    act(leader, "受理")
    assert state(live, number) == "accepted"
    act(leader, "派发", lambda body: body.locator("select").first.select_option(label=_option(body, "御景物业公司")))
    assert state(live, number) == "dispatched"

    company = people("property_liaison", scripts=scripts)
    company.open(f"/grid/appeals/{number}")
    assert "13800000012" not in company.page.content()
    act(company, "签收")

    def answer(body: Any) -> None:
        pick(body, "已解决")
        body.locator("textarea").first.fill("坡道已重铺，加了防滑条")
        body.locator("input[type=file]").set_input_files(photo)

    act(company, "反馈结果", answer)
    assert state(live, number) == "responded"

    secretary.open(f"/grid/appeals/{number}")

    def check(body: Any) -> None:
        pick(body, "现场")
        pick(body, "属实")
        body.locator("textarea").first.fill("推轮椅走了两遍，稳当")

    act(secretary, "核查", check)

    def contact(body: Any) -> None:
        pick(body, "联系上了")
        pick(body, "已解决")
        pick(body, "满意")

    act(secretary, "回访", contact)
    act(secretary, "办结")
    assert state(live, number) == "closed"
    secretary.open(f"/grid/appeals/{number}")
    assert "结果是“已解决”：坡道已重铺，加了防滑条" in secretary.text()
    secretary.shoot(f"closed-{scripts}")


def _option(body: Any, words: str) -> str:
    labels = body.locator("select").first.locator("option").all_inner_texts()
    return next(label for label in labels if words in label)


@pytest.mark.browser
def test_a_grid_worker_reports_from_the_phone_and_settles_it_at_once(live, people, photo: str):
    worker = people("grid_worker", phone=True)
    worker.open("/grid/quick-report")
    page = worker.page
    page.locator("select#place").select_option(index=1)
    page.get_by_text("城管", exact=True).click()
    page.get_by_label("环境卫生").check()
    page.locator("#description").fill("垃圾箱倒了")
    page.locator("input[type=file]").set_input_files(photo)
    worker.shoot("quick-report")
    page.locator("#register").click()
    page.wait_for_url(lambda address: "quick-report" not in address)
    with inside(live):
        appeal = db.session.scalars(select(Appeal)).one()
        number = appeal.id
        assert (appeal.title, appeal.source, appeal.grid_id is not None) == ("垃圾箱倒了", "patrol", True)
    worker.shoot("phone-after")
    page.get_by_text("即办", exact=True).first.click()
    body = page.locator("#dialog-body")
    body.locator("textarea").first.fill("已扶正，地面扫净")
    body.locator("input[type=file]").set_input_files(photo)
    body.locator(".acts button").click()
    body.wait_for(state="detached")
    assert state(live, number) == "responded"


@pytest.mark.browser
def test_unsent_text_of_a_report_stays_on_the_phone(live, people):
    worker = people("grid_worker", phone=True)
    worker.open("/grid/quick-report")
    worker.page.locator("#description").type("刚写了一半")
    worker.page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('keep:'))")
    worker.open("/grid/quick-report")
    assert worker.page.locator("#description").input_value() == "刚写了一半"


@pytest.mark.browser
def test_the_keyboard_moves_through_the_list(live, people):
    secretary = people("community_admin")
    with inside(live):
        from tests import build

        for n in range(3):
            build.an_appeal(f"第{n}件")
    secretary.open("/grid/appeals")
    page = secretary.page
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tbody tr') !== null")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(r"/grid/appeals/\d+"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "q"
