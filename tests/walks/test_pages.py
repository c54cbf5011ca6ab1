"""Every page of the town in a real browser: no console message, no sideways scrolling, nothing that axe objects to."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from shuangluan.kernel import clock
from tests import build
from tests.walks.conftest import inside

DESKTOP_PAGES = {
    "community_admin": [
        "/", "/dashboard", "/search?q=单元门", "/drafts", "/views", "/account", "/account/password",
        "/account/sessions",
        "/grid/appeals", "/grid/appeals?view=overdue", "/grid/appeals/new", "/grid/appeals/1", "/grid/appeals/2",
        "/grid/appeals/1/dispatch", "/grid/appeals/2/check", "/grid/appeals/1/preview", "/grid/appeals/1/print",
        "/grid/legs", "/grid/answers", "/imports", "/imports/new", "/jobs",
        "/grid/compounds", "/grid/buildings", "/grid/compounds/1", "/grid/compounds/1/edit", "/grid/compounds/new",
        "/grid/compounds/1/removal", "/grid/buildings/1/edit",
    ],
    "district_org": ["/", "/dashboard"],
    "property_liaison": ["/", "/grid/appeals", "/grid/appeals/2"],
    "system_admin": [
        "/", "/administration/persons", "/administration/persons/1", "/administration/persons/1/edit",
        "/administration/persons/new",
    ],
    "": ["/sign-in"],
}  # fmt: skip
PHONE_PAGES = {
    "grid_worker": ["/grid/phone", "/grid/quick-report", "/grid/phone/appeals/1", "/grid/appeals/1", "/"],
    "community_admin": ["/", "/grid/appeals", "/grid/appeals/1", "/grid/compounds", "/grid/compounds/1"],
    "": ["/sign-in"],
}
CASES = [(name, False) for name in DESKTOP_PAGES] + [(name, True) for name in PHONE_PAGES]


@pytest.fixture
def filled(live: Any) -> None:
    """A few appeals in different states."""
    with inside(live), clock.frozen(clock.now()):
        build.an_accepted_appeal("单元门关不上")
        build.an_answered_appeal("楼道灯不亮")
        build.an_appeal("坡道破损")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("username", "phone"), CASES, ids=[f"{n or 'stranger'}-{'phone' if p else 'desk'}" for n, p in CASES]
)
def test_pages_are_clean(live, filled, people, username: str, phone: bool):
    person = people(username, phone=phone)
    for address in (PHONE_PAGES if phone else DESKTOP_PAGES)[username]:
        person.open(address)
        person.page.wait_for_selector(".htmx-request", state="detached")  # the numbers of the menu
        width = person.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width[0] <= width[1], f"{address} scrolls sideways: {width}"
        found = Axe().run(person.page, options={"resultTypes": ["violations"]})
        problems = [f"{v['id']}: {[n['target'] for n in v['nodes']]}" for v in found.response["violations"]]
        assert problems == [], address
        person.shoot(
            f"{username or 'stranger'}{address.replace('/', '_').replace('?', '_')}-{'phone' if phone else 'desk'}"
        )
