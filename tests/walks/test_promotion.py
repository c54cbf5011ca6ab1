"""A promotion batch over the 288 of the demonstration, by its pages, by the accounts that decide (WF-45, WF-200)."""

import heapq
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from shuangluan.demo import district as demo_district
from shuangluan.demo import workforce as demo_workforce
from shuangluan.demo.district import BUILDER, FIRST
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel import people as persons
from shuangluan.kernel.models import ReportedFigure
from shuangluan.workforce import services
from shuangluan.workforce.models import GradeRecord, PromotionBatch, PromotionItem, Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import batches, figures
from shuangluan.workforce.queries.ledger import not_replayed
from shuangluan.workforce.rules.states import ItemState
from tests import build
from tests.conftest import NOW, a_site
from tests.demo.conftest import UNTIL
from tests.site import Site, fields_of
from tests.walks.conftest import Person, inside, served

pytestmark = pytest.mark.browser
PUBLISHED = ("worker.total", "worker.college", "worker.certified", "worker.civil_servants", "worker.institution_staff")
NUMBER = "双人社〔2026〕9号"


@pytest.fixture
def live(sqlite_bare: Path, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The whole district with its workers and nothing else, on a port; `.streets` are the accounts of the streets."""
    file = shutil.copyfile(sqlite_bare, tmp_path / "live.db")
    app = a_site(tmp_path, f"sqlite:///{file}", WTF_CSRF_ENABLED=True, TESTING=False)
    with clock.frozen(NOW), app.app_context(), audit.transaction():
        streets = _people()
    with served(app) as site:
        site.streets = streets
        yield site


def _people() -> list[str]:
    """288 lives told, without the batch; accounts for those who decide about them."""
    built = demo_district.build(UNTIL, small=False, seed="any")
    lives = demo_workforce.lives_of(built, small=False, seed="any")
    for moment in heapq.merge(*(life.tale() for life in lives)):
        if moment >= datetime.combine(UNTIL, time()):
            break
    stored, streets = persons.hash_password(build.PASSWORD), []
    for (role, scope), (staff, *_) in built.holders.items():
        if role in ("district_reviewer", "district_approver", "worker") or (role, scope) == ("community_admin", FIRST):
            name = role
        elif role == "street_staff":
            streets.append(name := f"street-{scope}")
        else:
            continue
        persons.open_account(
            staff.person, username=name, password_hash=stored, is_demo=True, by=BUILDER, at=built.founded_at
        )
    return streets


def published_numbers() -> None:
    """The figures of the article, and a ledger that is what the engine gives (WF-220, WF-21)."""
    eyes = build.viewer("district_reviewer")
    for key in PUBLISHED:
        reported = db.session.scalars(select(ReportedFigure.value).where(ReportedFigure.key == key)).one()
        rows = figures.figure(key, eyes, None, UNTIL).rows
        assert db.session.scalar(select(func.count()).select_from(rows.subquery())) == reported, key
    assert not_replayed(list(db.session.scalars(select(Worker.id)))) == []


def by_keys(person: Person, batch: str, said: str) -> None:
    """J to the next, K back, Y passes; the row after it is looked at, with its reasons beside the list."""
    page = person.page
    person.open(batch)
    page.focus("#review tbody tr:first-child a[href]")
    page.keyboard.press("j")
    second = page.locator("#review tbody tr:nth-child(2) a[href]").first.inner_text()
    page.keyboard.press("k")
    page.keyboard.press("y")
    page.wait_for_selector(f"#toasts >> text={said}")
    page.wait_for_selector(f"#why-h:has-text('{second}')")
    page.keyboard.press("y")
    page.wait_for_selector(f"#toasts >> text={second}：{said}")
    person.shoot(f"batch-{said}")


def by_forms(live: SimpleNamespace, username: str, batch: str, state: ItemState) -> None:
    """Everybody else of an account's list: a page without scripts, row by row by its own form; then the rest."""
    site = Site(live.app)
    with inside(live):
        site.sign_in(username)
        for form in site.get(batch).soup.select("#review tbody form"):
            assert site.post(form["action"], fields_of(form)).status_code == 303
        by_service(username, state)
        waiting = select(func.count()).where(
            PromotionItem.state == state, build.viewer(username).within(Perm.BATCH_READ, PromotionItem.community)
        )
        assert db.session.scalar(waiting) == 0


def by_service(username: str, state: ItemState) -> None:
    """What was done page by page, done with everybody left by the same service."""
    batch, by = db.session.scalars(select(PromotionBatch)).one(), build.actor(username)
    decide = services.review_item if state is ItemState.WAITING else services.check_item
    with audit.transaction():
        for item in batches.items_of(batch, build.viewer(username)):
            if item.state is state:
                decide(item, batch, passed=True, note="", by=by, at=clock.now())


def test_wf_45_wf_220_hr_reviews_288_by_its_pages(people: Callable[..., Person], live: SimpleNamespace):
    with inside(live):
        published_numbers()
    reviewer = people("district_reviewer")
    reviewer.open("/workforce/batches")
    reviewer.page.fill("form.form [name=effective_on]", "2026-01-01")
    reviewer.page.click("form.form button.pri")
    reviewer.page.wait_for_selector("#toasts >> text=已测算")
    batch = reviewer.page.url.removeprefix(live.url)
    reviewer.page.click("button:has-text('交街道初审')")
    reviewer.page.wait_for_selector("#toasts >> text=已交街道初审")

    street = people(live.streets[0])
    by_keys(street, batch, "初审通过")
    by_forms(live, live.streets[0], batch, ItemState.WAITING)
    with inside(live):
        for name in live.streets[1:]:
            by_service(name, ItemState.WAITING)
    reviewer.open(batch)
    reviewer.page.click("button:has-text('转区级复核')")
    reviewer.page.wait_for_selector("#toasts >> text=已转区级复核")
    by_keys(reviewer, batch, "复核通过")
    by_forms(live, "district_reviewer", batch, ItemState.PASSED)
    reviewer.open(batch)
    reviewer.page.click("a:has-text('开始公示')")
    reviewer.page.fill("dialog[open] [name=place]", "各街道、社区公告栏")
    reviewer.page.click("dialog[open] button:has-text('开始公示')")
    reviewer.page.wait_for_selector("#toasts >> text=到 2026-11-27 24:00")
    in_force(people, live, batch)


def in_force(people: Callable[..., Person], live: SimpleNamespace, batch: str) -> None:
    """Approved by another after the last day; on the phone the worker reads why."""
    with clock.frozen(NOW.replace(day=28)):
        approver = people("district_approver")
        approver.open(batch)
        approver.page.click("a:has-text('批准') >> nth=-1")
        approver.page.fill("dialog[open] [name=approval_no]", NUMBER)
        approver.page.click("dialog[open] button:has-text('批准')")
        approver.page.wait_for_selector("#toasts >> text=已批准")
        assert "已生效" in approver.text(".flags")
        approver.shoot("batch-in-force")
        worker = people("worker", phone=True)
        worker.open("/workforce/me")
        for words in ("2025 年度考核合格，+1 级", NUMBER, "下一级：2026 年度考核合格及以上"):
            assert words in worker.text()
    with inside(live):
        assert db.session.scalars(select(PromotionBatch)).one().approval_no == NUMBER
        counted = select(func.count()).where(GradeRecord.approval_no == NUMBER)
        assert (db.session.scalar(counted) or 0) > 240
