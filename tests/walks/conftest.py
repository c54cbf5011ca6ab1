"""A started site with the town, real Chromium looking at it, and a watch over everything the console says."""

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from shuangluan.extensions import db
from shuangluan.kernel import clock
from tests import build
from tests.conftest import NOW, a_site

DESKTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture
def live(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """The site on a port of this machine, form protection on; `.app` to look into its database."""
    kind = getattr(request, "param", "sqlite")
    if kind == "sqlite":
        file = shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "live.db")
        url = f"sqlite:///{file}"
    else:
        server = request.getfixturevalue("pg_template")
        server.admin("drop database if exists live with (force)")
        server.admin("create database live template template_site")
        url = server.url("live")
    with served(a_site(tmp_path, url, WTF_CSRF_ENABLED=True, TESTING=False)) as site:
        yield site


@contextmanager
def served(app: Flask) -> Iterator[SimpleNamespace]:
    """A site on a free port while the block runs, at NOW; then nothing of its database stays open."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with clock.frozen(NOW):
        started = make_server("127.0.0.1", 0, _answering_whole(app), threaded=True)
        thread = threading.Thread(target=started.serve_forever, daemon=True)
        thread.start()
        yield SimpleNamespace(app=app, url=f"http://127.0.0.1:{started.server_port}")
        started.shutdown()
        thread.join()
        started.server_close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _answering_whole(app: Flask) -> Callable[[Any, Any], list[bytes]]:
    """The server does not close an answer whose reader went away while it was sent: close it before."""

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        with closing(app(environ, start_response)) as body:
            return [b"".join(body)]

    return answer


class Person:
    """Somebody before a browser; what its console says is a fault of the site."""

    def __init__(self, page: Any, url: str) -> None:
        self.page, self.url = page, url
        self.said: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def _note(self, message: Any) -> None:
        # a refused form is an answer, not a fault; Chromium reports every 4xx by itself
        if message.type in {"error", "warning"} and "status of 422" not in message.text:
            self.said.append(message.text)

    def sign_in(self, username: str) -> None:
        """Through the form, as everybody."""
        self.page.goto(f"{self.url}/sign-in")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", build.PASSWORD)
        self.page.click("button:has-text('登录')")
        self.page.wait_for_url(lambda address: "/sign-in" not in address)

    def open(self, address: str) -> None:
        """An address of the site."""
        self.page.goto(self.url + address)

    def text(self, selector: str = "main") -> str:
        """What stands there, blanks folded."""
        return " ".join(self.page.inner_text(selector).split())

    def shoot(self, name: str) -> None:
        """A picture, when SHOTS names a folder: for looking at, never compared."""
        if folder := os.environ.get("SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{folder}/{name}.png", full_page=True, caret="initial")


@pytest.fixture
def people(browser: Any, live: SimpleNamespace) -> Iterator[Callable[..., Person]]:
    """`people("community_admin")` signs somebody in; `phone=True`, `scripts=False` as wanted."""
    with ExitStack() as stack:
        everybody: list[Person] = []

        def come(username: str, *, phone: bool = False, scripts: bool = True) -> Person:
            context = browser.new_context(
                viewport=PHONE if phone else DESKTOP, java_script_enabled=scripts, is_mobile=phone, has_touch=phone
            )
            stack.callback(context.close)
            person = Person(context.new_page(), live.url)
            person.page.set_default_timeout(10_000)
            everybody.append(person)
            if username:
                person.sign_in(username)
            return person

        yield come
        for person in everybody:
            assert person.said == []


@contextmanager
def inside(live: SimpleNamespace) -> Iterator[None]:
    """Look into the site's database, or do something with its services."""
    with live.app.app_context():
        yield
        db.session.rollback()
