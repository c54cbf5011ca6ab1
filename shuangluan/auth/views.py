"""Sign-in and sign-out, and the pages of one's own account; everything after the sign-in needs no role."""

from typing import Any

from flask import Blueprint, abort, flash, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from shuangluan.auth import queries, rules, services
from shuangluan.auth.forms import NEW_PASSWORD_HINT, PasswordForm, SignInForm
from shuangluan.kernel import audit, clock, drafts, gate, web
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import clean
from shuangluan.kernel.models import SessionEnd
from shuangluan.kernel.permissions import OPEN_TO_ALL, SIGNED_IN, requires
from shuangluan.kernel.tables import BadParameter

bp = Blueprint("auth", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@requires(OPEN_TO_ALL)
def sign_in() -> ResponseReturnValue:
    """登录。Wrong, locked and too old are a 422 with the reason, too many tries from one address a 429."""
    way_back = _way_back()
    if current_user.is_authenticated:
        return web.done("", to=way_back)
    form, status = SignInForm(), 200
    if form.validate_on_submit():
        admission = _knock(form)
        if admission.token:
            return web.done("", to=_enter(admission.token, way_back))
        form.refuse(RuleBroken(admission.reason))
        status = 429 if admission.is_slowed else 422
    elif form.is_submitted():
        status = 422
    return _door(form, status, way_back)


def _way_back() -> str:
    """Where to go after the sign-in: an own path, never sign-in or sign-out themselves (A13)."""
    wanted = web.own_path(request.args.get("next"))
    doors = (url_for(".sign_in"), url_for(".sign_out"))
    fits = wanted and len(wanted) <= gate.MAX_NEXT and wanted.split("?")[0] not in doors
    return wanted if wanted and fits else url_for("overview.workbench")


def _knock(form: SignInForm) -> services.Admission:
    visit = services.Visit(web.address(), clean(request.user_agent.string)[:200])
    now = clock.now()
    if queries.is_too_fast(visit.address, now):
        return services.SLOWED
    proof = services.prove(form.username.data or "", form.password.data)
    with audit.transaction():
        return services.sign_in(proof, visit, at=now)


def _enter(token: str, way_back: str) -> str:
    """Begin the session in the cookie; where its owner goes first."""
    session.clear()  # nothing of before, such as the form token, goes on after the sign-in (A10)
    who = gate.load_viewer(token)
    login_user(who)
    if who is None or who.must_change:
        return url_for(".password")
    own = queries.own_account(who)
    words = rules.reminder(own.password_set_at, clock.now(), None if own.is_demo else gate.ROTATION)
    if words:
        flash(words, "info")
    return url_for("overview.drafts") if drafts.drafts_of(who.person_id) else way_back


def _door(form: SignInForm, status: int, way_back: str) -> ResponseReturnValue:
    parting = None if form.is_submitted() else queries.parting(str(session.get("_user_id", "")))
    answer = web.page(
        "auth/sign_in.html",
        block="door",
        status=status,
        form=form,
        action=url_for(".sign_in", next=way_back if request.args.get("next") else None),
        parting=rules.PARTING.get(parting) if parting is not None else None,
    )
    if status == 429:
        answer.headers["Retry-After"] = str(int(rules.ADDRESS_WINDOW.total_seconds()))
    return answer


@bp.post("/sign-out")
@requires(SIGNED_IN, before_change=True)
def sign_out() -> ResponseReturnValue:
    """退出登录。"""
    who = web.viewer()
    with audit.transaction():
        own = queries.own_session(who.session_id, viewer=who) or abort(404)
        services.sign_out(own, by=web.actor(), at=clock.now())
    logout_user()
    session.clear()
    return web.done("已退出登录", to=url_for(".sign_in"))


@bp.get("/account")
@requires(SIGNED_IN)
def account() -> Response:
    """我的账号：角色、密码、快捷键。"""
    who = web.viewer()
    own = queries.own_account(who)
    rotation = None if own.is_demo else gate.ROTATION
    return web.page(
        "auth/account.html",
        block="account",
        own=own,
        held=queries.roles_of(who.person_id, clock.today()),
        days_left=rules.days_left(own.password_set_at, clock.now(), rotation) if rotation else None,
        remind=rules.reminder(own.password_set_at, clock.now(), rotation),
    )


@bp.post("/account/keys")
@requires(SIGNED_IN)
def keys() -> ResponseReturnValue:
    """Switch the single-letter keys; the whole page comes anew, for its body says whether they work."""
    wanted = request.form.get("on")
    if wanted not in {"yes", "no"}:
        raise BadParameter("快捷键只能打开或关掉，回到“我的账号”里再点一次")
    with audit.transaction():
        own = queries.own_account(web.viewer())
        services.switch_keys(own, on=wanted == "yes", by=web.actor(), at=clock.now())
    said = "单键快捷键已打开" if wanted == "yes" else "单键快捷键已关掉"
    return web.done(said, to=url_for(".account"))


@bp.route("/account/password", methods=["GET", "POST"])
@requires(SIGNED_IN, before_change=True)
def password() -> ResponseReturnValue:
    """改密码；first sign-in, reset and age lead here and nowhere else (A05)."""
    form, who = PasswordForm(), web.viewer()
    to = url_for("overview.workbench") if who.must_change else url_for(".account")
    if form.validate_on_submit():
        try:
            _change_password(form, to)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            return web.done("密码已改好，别处的登录都已结束", to=to)
    return web.page(
        "auth/password_due.html" if who.must_change else "auth/password.html",
        block="password",
        status=422 if form.is_submitted() else 200,
        form=form,
        hint=NEW_PASSWORD_HINT,
        is_initial=queries.own_account(who).must_change,
    )


def _change_password(form: PasswordForm, to: str) -> None:
    """Weigh first, for hashing is slow; a wrong current password is counted for good, then told."""
    web.check_first(form)
    who, now = web.viewer(), clock.now()
    own = queries.own_account(who)
    change = services.weigh_change(own, current=form.password.data, new=form.new_password.data, at=now)
    if not change.becomes:
        with audit.transaction():
            refusal = services.refuse_change(queries.own_account(who), by=web.actor(), at=now)
        raise refusal
    with web.saving(form) as saved:
        saved.to = to
        services.change_password(change, session_id=who.session_id, by=web.actor(), at=now)


@bp.get("/account/sessions")
@requires(SIGNED_IN)
def sessions() -> Response:
    """在哪些设备上登录着。"""
    return web.page("auth/sessions.html", block="sessions", **_sessions())


@bp.post("/account/sessions/<int:session_id>/end")
@requires(SIGNED_IN)
def session_end(session_id: int) -> ResponseReturnValue:
    """End one of one's own sessions elsewhere; ending this one is signing out."""
    who = web.viewer()
    if session_id == who.session_id:
        return sign_out()
    with audit.transaction():
        own = queries.own_session(session_id, viewer=who) or abort(404)
        services.end_session(own, SessionEnd.BY_OWNER, by=web.actor(), at=clock.now())
    return web.done(
        "那处登录已结束", to=url_for(".sessions"), template="auth/sessions.html", block="sessions", **_sessions()
    )


def _sessions() -> dict[str, Any]:
    who, now = web.viewer(), clock.now()
    return {
        "places": queries.own_sessions(who, now),
        "device": rules.device,
        "limits": rules.limits_sentence(queries.own_idle(who), gate.ABSOLUTE),
    }
