"""`Site`: the worker's eyes. It signs in, follows forms as they stand on the page, and refuses bad HTML."""

import contextvars
import re
import secrets
from collections import Counter
from functools import cached_property
from typing import Any

import html5lib
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock
from shuangluan.kernel.gate import token_digest
from shuangluan.kernel.models import Account, AuthSession

WHOLE = "<!doctype html>"
ID = re.compile(r"<[^>]*\sid=\"([^\"]*)\"")
STYLE = re.compile(r"<[^>]*\sstyle=\"")
SCRIPT = re.compile(r"<script[^>]*>\s*[^<\s]")
H1 = re.compile(r"<h1[\s>]")
READ_STRICTLY = 1
READ: Counter[tuple[str, int]] = Counter()


class Answer:
    """An answer with its soup."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status_code: int = response.status_code
        self.headers = response.headers
        self.mimetype: str = response.mimetype or ""
        self.data: bytes = response.data
        self.text = self.data.decode() if self.mimetype.startswith("text/") else ""

    @cached_property
    def soup(self) -> BeautifulSoup:
        """The page, parsed when somebody looks."""
        return BeautifulSoup(self.text, "html.parser")

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        found: str = self.headers["Location"]
        return found

    @property
    def is_page(self) -> bool:
        """Whether it is a whole page, not a fragment."""
        return self.text.lstrip().lower().startswith(WHOLE)

    def words(self, selector: str) -> list[str]:
        """The texts of what the selector finds, blanks folded."""
        return [" ".join(found.get_text(" ", strip=True).split()) for found in self.soup.select(selector)]


class Site:
    """A browser without scripts (or, with `htmx=True`, what htmx would send) for one user at a time."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()
        self.reads_html = True  # a sweep over every address leaves it to the tests of the pages

    def sign_in(self, username: str) -> None:
        """Make the session's row and its cookie for an account of the town; names are in `build`."""
        token = secrets.token_urlsafe(32)
        with audit.transaction():
            account_id = db.session.scalar(select(Account.id).where(Account.username == username))
            assert account_id is not None, f"no account {username}"
            db.session.add(
                AuthSession(
                    token_digest=token_digest(token), account_id=account_id, started_at=clock.now(),
                    last_seen_at=clock.now(), address="127.0.0.1", agent="tests",
                )
            )  # fmt: skip
        with self.client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True

    def sign_out(self) -> None:
        """Forget the cookie."""
        with self.client.session_transaction() as session:
            session.clear()

    def get(self, address: str, *, htmx: bool = False, headers: dict[str, str] | None = None) -> Answer:
        """Open an address."""
        return self._ask("GET", address, htmx=htmx, headers=headers)

    def post(
        self,
        address: str,
        data: dict[str, Any] | None = None,
        *,
        htmx: bool = False,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send a form; a one-time token is added where the test gives none."""
        return self._ask("POST", address, htmx=htmx, headers=headers, data=self._with_token(data))

    def submit(self, answer: Answer, selector: str, *, htmx: bool = False, **values: Any) -> Answer:
        """Fill in the form on the page and send it where the page says."""
        form = answer.soup.select_one(selector)
        assert form is not None, f"no form {selector} on the page: {answer.text[:600]}"
        data = fields_of(form) | {name: value for name, value in values.items() if value is not None}
        address = str(form.get("action") or answer.response.request.path)
        if str(form.get("method", "get")).lower() == "post":
            return self._ask("POST", address, htmx=htmx, data=data)
        return self._ask("GET", address, htmx=htmx, query=data)

    def _with_token(self, data: dict[str, Any] | None) -> dict[str, Any]:
        return {"form_token": secrets.token_urlsafe(18), **(data or {})}

    def _ask(
        self,
        method: str,
        address: str,
        *,
        htmx: bool = False,
        headers: dict[str, str] | None = None,
        data: Any = None,
        query: Any = None,
    ) -> Answer:
        sent = {"HX-Request": "true"} if htmx else {}
        db.session.rollback()
        # a context of its own, as in a server: the test's app context and its session stay outside
        response = contextvars.Context().run(
            self.client.open, address, method=method, headers={**sent, **(headers or {})}, data=data, query_string=query
        )
        db.session.expire_all()
        if response.request.input_stream is not None:
            response.request.input_stream.close()
        answer = Answer(response)
        response.close()  # a file that was sent stays open otherwise
        if self.reads_html and answer.mimetype == "text/html" and answer.text:
            check_html(answer)
        return answer


def fields_of(form: Any) -> dict[str, Any]:
    """What the form would send as it stands; several values of a name become a list."""
    data: dict[str, list[str]] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.has_attr("disabled"):
            continue
        name, kind = field["name"], field.get("type", "text")
        if field.name == "select":
            chosen = field.select("option[selected]") or field.select("option")[:1]
            data.setdefault(name, []).extend(option.get("value", option.text) for option in chosen)
        elif kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(name, []).append(field.get("value", "on"))
        elif kind not in {"file", "submit", "button"}:
            data.setdefault(name, []).append(field.text if field.name == "textarea" else field.get("value", ""))
    return {name: values if len(values) > 1 else values[0] for name, values in data.items() if values}


def check_html(answer: Answer) -> None:
    """Every answer: exactly one h1 on a whole page, no repeated id, nothing that the policy forbids, well-formed.

    The strict parser takes longer than most pages, so it reads the first answer of each address and status.
    """
    text = answer.text
    twice = [one for one, n in Counter(ID.findall(text)).items() if n > 1]
    assert not twice, f"ids twice: {twice}"
    assert not STYLE.search(text), "inline style"
    assert not SCRIPT.search(text), "inline script"
    if answer.is_page:
        assert len(H1.findall(text)) == 1, f"{len(H1.findall(text))} h1"
        kind = (re.sub(r"[0-9]+", "#", answer.response.request.path), answer.status_code)
        READ[kind] += 1
        if READ[kind] <= READ_STRICTLY:
            html5lib.HTMLParser(strict=True).parse(text)
