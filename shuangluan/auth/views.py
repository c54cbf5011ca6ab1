"""Placeholder until sign-in is written."""

from flask import Blueprint

from shuangluan.kernel.permissions import OPEN_TO_ALL, SIGNED_IN, requires

bp = Blueprint("auth", __name__)


@bp.get("/sign-in")
@requires(OPEN_TO_ALL)
def sign_in() -> str:
    return ""


@bp.post("/sign-out")
@requires(SIGNED_IN, before_change=True)
def sign_out() -> str:
    return ""


@bp.get("/account/password")
@requires(SIGNED_IN, before_change=True)
def password() -> str:
    return ""


@bp.get("/account")
@requires(SIGNED_IN)
def account() -> str:
    return ""


@bp.get("/account/sessions")
@requires(SIGNED_IN)
def sessions() -> str:
    return ""
