"""Between HTTP and the slices: pages and fragments, saving with a token and a version, refusals (4.6, D3b, D17)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

from flask import (
    abort,
    current_app,
    flash,
    g,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user
from jinja2_fragments.flask import render_blocks
from sqlalchemy import delete, select
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from shuangluan.extensions import Base, db
from shuangluan.kernel import attachments, audit, clock, drafts
from shuangluan.kernel.errors import RuleBroken, Stale
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.models import AuditEntry, FormToken
from shuangluan.kernel.permissions import GRANTS, Access, Viewer
from shuangluan.kernel.places import areas
from shuangluan.kernel.tables import BadParameter

TOKEN_LIFE = timedelta(days=7)


class AlreadyDone(Exception):
    """The form was acted upon before; `location` is where its result stands."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class EditedMeanwhile(Stale):
    """A stale save of a form: what was typed, and the record as it stands now."""

    def __init__(self, form: BaseForm, record: Any) -> None:
        super().__init__(record)
        self.form, self.record = form, record


@dataclass
class Saved:
    """Where the result of the form stands; the repeat of a double click is sent there."""

    to: str | None = None


def viewer() -> Viewer:
    """The signed-in viewer; only called behind the guard."""
    found: Viewer = current_user._get_current_object()
    return found


def actor() -> audit.Actor:
    """The viewer as the trail names him, in the role that opened this view."""
    who = viewer()
    view = current_app.view_functions.get(request.endpoint or "")
    access: Access | None = getattr(view, "access", None)
    holders = GRANTS.get(access.permission, frozenset()) if access else frozenset()
    role = next((g.role for g in who.grants if g.role in holders), "")
    acting = role or (who.grants[0].role if who.grants else "")
    return audit.Actor(who.person_id, who.name, acting, address(), who.grants)


def check_area(who: Viewer) -> None:
    """Look at the area of the address (查看范围) before any view does; `chosen_area` then gives it (B02).

    Raises BadParameter for a code that is none of the district's; an area outside the viewer's own is a 404.
    """
    asked = [value for value in request.args.getlist("area") if value]
    if any(value not in areas() for value in asked):
        raise BadParameter("没有这个区划，在页面上方的查看范围里重新选")
    if not all(value.startswith(who.home_areas) for value in asked):
        abort(404)
    g.area = asked[0] if asked else None


def chosen_area() -> str | None:
    """The checked area of the address; None where nothing is chosen."""
    found: str | None = g.get("area")
    return found


def scope_line(*, is_narrowed: bool = True) -> str:
    """Over what: the chosen area, where it narrows what is shown, or what the viewer answers for."""
    area, who = chosen_area() if is_narrowed else None, viewer()
    held = (area,) if area else who.home_areas
    return "、".join(areas().path(code) for code in held) or who.line


def address() -> str:
    """The visitor's address; a proxy's header counts only where ProxyFix was configured."""
    return (request.remote_addr or "")[:64]


def wants_fragment() -> bool:
    """Whether htmx asked for a piece: not for a boosted link, not to restore history."""
    sent = request.headers.get
    return (
        sent("HX-Request") == "true"
        and sent("HX-Boosted") != "true"
        and sent("HX-History-Restore-Request") != "true"
    )


def page(
    template: str, *, block: str | Sequence[str] | None = None, status: int = 200, **context: Any
) -> Response:
    """The whole page; or, when htmx asked, the named blocks of the same template plus the messages."""
    context["status"] = status
    if block and wants_fragment():
        blocks = [block] if isinstance(block, str) else list(block)
        body = render_blocks(template, blocks, **context)
        if messages := get_flashed_messages(with_categories=True):
            body += render_template("components/toasts_oob.html", messages=messages)
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    response.vary.add("HX-Request")
    return response


def done(
    message: str,
    *,
    to: str,
    template: str | None = None,
    block: str | Sequence[str] | None = None,
    **context: Any,
) -> ResponseReturnValue:
    """After a write that worked: 303 for a plain form, the fresh fragment (or HX-Redirect) for htmx."""
    if message:
        flash(message, "success")
    if not wants_fragment():
        return redirect(to, 303)
    if template is None:
        return make_response("", 204, {"HX-Redirect": to})
    return page(template, block=block, **context)


def download(body: bytes, name: str) -> Response:
    """A file made for the viewer, under its name; no cache keeps it (E04, F07)."""
    kind = attachments.ALLOWED.get(PurePath(name).suffix)
    answer = send_file(BytesIO(body), mimetype=kind, as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@contextmanager
def saving(form: BaseForm, record: Base | None = None) -> Iterator[Saved]:
    """The write of a form: one transaction, once per form token, only on the version that was seen.

    Raises AlreadyDone for a repeat and EditedMeanwhile when somebody was faster.
    """
    saved = Saved()
    try:
        with audit.transaction():
            token = _claim(str(form.form_token.data or ""))
            if record is not None:
                _check_version(form, record)
            yield saved
            token.location = (saved.to or own_path(request.referrer) or "/")[:400]
            drafts.forget(viewer().person_id, request.full_path.rstrip("?"))
    except StaleDataError:
        raise EditedMeanwhile(form, record) from None


def check_current(form: BaseForm, record: Base | None = None) -> None:
    """Before a form is looked at: a repeat, and one filled from an older version, go where `saving` would send them.

    What they chose may no longer be offered, which is not what is wrong with them. `saving` asks again under the lock.
    """
    used = db.session.get(FormToken, str(form.form_token.data or "")[:64])
    if used is not None:
        raise AlreadyDone(used.location)
    seen = str(form.row_version.data or "")
    if record is not None and seen and seen != str(record.__getattribute__("row_version")):
        raise EditedMeanwhile(form, record)


def own_path(url: str | None) -> str | None:
    """Path and query of an address of this site, or None: what a redirect may follow (A13)."""
    if not url or "\\" in url or any(ord(c) < 33 or 126 < ord(c) < 160 for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:  # such as //[
        return None
    if (parts.netloc and parts.netloc != request.host) or parts.scheme not in {"", "http", "https"}:
        return None
    if not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def check_first(form: BaseForm) -> None:
    """For a form whose repeat would be judged otherwise than the first: raises AlreadyDone before anything is."""
    _check_unused(str(form.form_token.data or ""))


def _check_unused(value: str) -> None:
    used = db.session.get(FormToken, value)
    if used is not None:
        raise AlreadyDone(used.location)


def _claim(value: str) -> FormToken:
    if not 8 <= len(value) <= 64:
        raise RuleBroken("这份表单不完整，请刷新页面后再提交")
    _check_unused(value)
    now = clock.now()
    db.session.execute(delete(FormToken).where(FormToken.used_at < now - TOKEN_LIFE))
    token = FormToken(token=value, person_id=viewer().person_id, used_at=now, location="/")
    db.session.add(token)
    db.session.flush()
    return token


def _check_version(form: BaseForm, record: Base) -> None:
    seen = str(form.row_version.data or "")
    if not seen.isascii() or not seen.isdigit():
        raise RuleBroken("这份表单不完整，请刷新页面后再提交")
    db.session.refresh(record, with_for_update=True)
    if int(seen) != record.__getattribute__("row_version"):
        raise EditedMeanwhile(form, record)


def conflict_page(stale: EditedMeanwhile) -> Response:
    """409: who changed what meanwhile, what was typed, and both ways on."""
    record = stale.record
    rows = []
    for name, label, typed in stale.form.typed:
        now = stale.form.words_of(name, getattr(record, name)) if hasattr(record, name) else "—"
        rows.append({"label": label, "typed": typed, "now": now})
    newer = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.record_kind == record.__tablename__, AuditEntry.record_id == record.id
        )
        .order_by(AuditEntry.id.desc())
        .limit(3)
    ).all()
    return page(
        "errors/conflict.html",
        block="main",
        status=409,
        rows=rows,
        carried=stale.form.carried,
        entries=[(e, audit.SENTENCES.get(e.action, e.action)) for e in newer],
        again=[
            (stale.form.form_token.name, BaseForm(formdata=None).form_token.data),
            (stale.form.row_version.name, record.row_version),
        ],
        action=request.path,
        back=own_path(request.referrer) or url_for("overview.workbench"),
    )
