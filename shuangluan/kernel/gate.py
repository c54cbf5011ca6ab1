"""Who comes in: the session's viewer, the guard before every view, the session's last sign of life (A01–A17)."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask import abort, current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import BindParameter, Date, and_, bindparam, or_, select, update
from werkzeug.wrappers import Response

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, drafts, web
from shuangluan.kernel.models import Account, Area, AuthSession, Organisation, Person, RoleGrant, SessionEnd
from shuangluan.kernel.permissions import (
    OPEN_TO_ALL,
    SIGNED_IN,
    THREE_ADMINISTRATORS,
    Access,
    Grant,
    Viewer,
    in_force,
)

IDLE = timedelta(minutes=30)
IDLE_ADMINISTRATOR = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
MAX_NEXT = 1000  # a longer way back, quoted once more, would not fit into a request line
ROTATION: timedelta | None = timedelta(days=90)  # age at which a password must be changed; None: never
STILL_KEPT = (SessionEnd.NEWER, SessionEnd.ROLES)  # ended under somebody's typing: what was typed is kept all the same

VIEWER_COLUMNS = (
    AuthSession.id.label("session_id"),
    AuthSession.started_at,
    AuthSession.last_seen_at,
    Account.id.label("account_id"),
    Account.username,
    Account.must_change,
    Account.is_demo,
    Account.password_set_at,
    Account.single_keys,
    Person.id.label("person_id"),
    Person.name,
    RoleGrant.role,
    RoleGrant.area,
    RoleGrant.organisation_id,
    RoleGrant.own,
    Area.name.label("area_name"),
    Organisation.name.label("organisation_name"),
)
DAY: BindParameter[date] = bindparam("day", type_=Date)
VIEWER_ROWS = (  # built once: every request asks it
    select(*VIEWER_COLUMNS)
    .join(Account, Account.id == AuthSession.account_id)
    .join(Person, Person.id == Account.person_id)
    .outerjoin(
        RoleGrant, and_(RoleGrant.person_id == Person.id, in_force(RoleGrant.valid_from, RoleGrant.valid_to, DAY))
    )
    .outerjoin(Area, Area.code == RoleGrant.area)
    .outerjoin(Organisation, Organisation.id == RoleGrant.organisation_id)
    .where(
        AuthSession.token_digest == bindparam("digest"), AuthSession.ended_at.is_(None), Account.closed_at.is_(None)
    )
    .order_by(RoleGrant.id)
)


def token_digest(token: str) -> str:
    """How a session's random token stands in its row; 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def load_viewer(token: str) -> Viewer | None:
    """The viewer of a live session, with the grants of the day, in one statement."""
    now = clock.now()
    asked = {"digest": token_digest(token), "day": clock.local_day(now)}
    rows = db.session.execute(VIEWER_ROWS, asked).all()
    if not rows or not _is_alive(rows, now):
        return None
    first = rows[0]
    g.session_seen = (first.session_id, first.last_seen_at)
    grants = tuple(
        Grant(r.role, r.area, r.organisation_id, r.own, r.area_name or r.organisation_name or "")
        for r in rows
        if r.role is not None
    )
    return Viewer(
        session_id=first.session_id,
        account_id=first.account_id,
        person_id=first.person_id,
        name=first.name,
        username=first.username,
        grants=grants,
        must_change=first.must_change or _is_worn_out(first),
        single_keys=first.single_keys,
        started_at=first.started_at,
        token=token,
    )


def idle_limit(roles: Iterable[str | None]) -> timedelta:
    """How long somebody who holds `roles` may pause before the session ends."""
    return IDLE_ADMINISTRATOR if any(role in THREE_ADMINISTRATORS for role in roles) else IDLE


def _is_alive(rows: Any, now: datetime) -> bool:
    first = rows[0]
    idle = idle_limit(row.role for row in rows)
    return bool(now - first.last_seen_at < idle and now - first.started_at < ABSOLUTE)


def _is_worn_out(row: Any) -> bool:
    """Whether the session began with a password past its age; never turns so under somebody's typing."""
    return ROTATION is not None and not row.is_demo and row.started_at - row.password_set_at >= ROTATION


def limit_text() -> None:
    """A form without files is text: it is held to the text's limit, not to that of three photos (D04)."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def guard() -> ResponseReturnValue | None:
    """Before every view: a view without a declaration is closed, the others ask for their permission."""
    if request.endpoint is None:
        return None
    access: Access | None = getattr(current_app.view_functions[request.endpoint], "access", None)
    if access is None:
        abort(403)
    if access.permission == OPEN_TO_ALL:
        return None
    if not current_user.is_authenticated:
        return refuse_stranger()
    who = web.viewer()
    if who.must_change and not access.before_change:
        flash("先设置新密码，再办别的事", "bad")
        return _send_to(url_for("auth.password"))
    if access.permission != SIGNED_IN and not who.can(access.permission):
        abort(403)
    web.check_area(who)
    return None


def refuse_stranger() -> ResponseReturnValue:
    """Not signed in, or no longer: keep what was typed, then go to sign-in and come back."""
    here = request.full_path.rstrip("?") if request.method == "GET" else web.own_path(request.referrer)
    if request.method == "POST":
        here = _keep_typed() or here
    if request.headers.get("HX-Request") and request.method == "GET":
        here = web.own_path(request.headers.get("HX-Current-URL"))
    short = here and len(here) <= MAX_NEXT
    return _send_to(url_for("auth.sign_in", next=here if short else None))


def _keep_typed() -> str | None:
    """Keep the form of a session that ran out; its author is known from the session's row."""
    token = session.get("_user_id", "")
    person_id = db.session.scalar(
        select(Account.person_id)
        .join(AuthSession, AuthSession.account_id == Account.id)
        .where(
            AuthSession.token_digest == token_digest(str(token)),
            or_(AuthSession.ended_at.is_(None), AuthSession.end_reason.in_(STILL_KEPT)),
            Account.closed_at.is_(None),
        )
    )
    if person_id is None:
        return None
    pairs = [(name, value) for name, values in request.form.lists() for value in values]
    page = web.own_path(request.headers.get("HX-Current-URL") or request.referrer) or "/"
    with audit.transaction():
        is_kept = drafts.keep(
            person_id, address=request.full_path.rstrip("?"), page=page, pairs=pairs, at=clock.now()
        )
    return url_for("overview.drafts") if is_kept else None


def _send_to(location: str) -> ResponseReturnValue:
    if request.headers.get("HX-Request"):
        return Response("", 401, {"HX-Redirect": location})
    return redirect(location, 302 if request.method == "GET" else 303)


def touch_session(response: Response) -> Response:
    """After the answer: note the visit at most once a minute; polling does not count (A11)."""
    seen = g.pop("session_seen", None)
    if seen is None or response.status_code >= 500:
        return response
    session_id, seen_at = seen
    access = getattr(current_app.view_functions.get(request.endpoint or ""), "access", None)
    now = clock.now()
    if access is not None and not access.background and now - seen_at >= TOUCH_EVERY:
        with audit.transaction():
            db.session.execute(update(AuthSession).where(AuthSession.id == session_id).values(last_seen_at=now))
    return response
