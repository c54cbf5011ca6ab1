"""What the tests of signing in share: knocking at the door, further browsers, the trail's newest words."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shuangluan.auth import services
from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.models import AuditEntry
from tests import build
from tests.site import Answer, Site

SURVEY = {"survey.door", "survey.question", "survey.answer", "survey.thanks"}  # residents answer without an account


def filled(rule: Any) -> dict[str, Any]:
    """Values for the places of an address: its own defaults, else the number 1."""
    return {name: (rule.defaults or {}).get(name, 1) for name in rule.arguments}


@pytest.fixture
def knock(site: Site) -> Callable[..., Answer]:
    """Send the sign-in form, by default with the right password, from the site's browser or another one."""

    def send(
        username: str = "worker", password: str = build.PASSWORD, *, at: Site | None = None, back: str = "", **how: Any
    ) -> Answer:
        address = f"/sign-in?next={back}" if back else "/sign-in"
        return (at or site).post(address, {"username": username, "password": password}, **how)

    return send


@pytest.fixture
def another(app: Flask) -> Callable[..., Site]:
    """A further browser, at an address of its own if one is given."""

    def browser(address: str = "127.0.0.1") -> Site:
        made = Site(app)
        made.client.environ_base["REMOTE_ADDR"] = address
        return made

    return browser


@pytest.fixture
def newcomer(app: Flask) -> Callable[..., str]:
    """An account with an initial password; gives the password."""

    def open_one(username: str = "newcomer", role: str = "worker", **more: Any) -> str:
        initial = services.new_initial(username)
        facts = {"name": "演示新人", "area": None, "organisation": None, **more}
        build.saved(
            lambda: services.create_account(
                username=username, role=role, initial=initial, by=audit.SYSTEM, at=clock.now(), **facts
            )
        )
        return initial.password

    return open_one


@pytest.fixture
def trail(app: Flask) -> Callable[[], list[str]]:
    """The actions recorded since the test began, oldest first."""
    newest = select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)
    before = db.session.scalar(newest) or 0
    db.session.rollback()

    def read() -> list[str]:
        return list(
            db.session.scalars(select(AuditEntry.action).where(AuditEntry.id > before).order_by(AuditEntry.id))
        )

    return read
