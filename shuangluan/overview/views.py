"""Placeholder until the composed pages are written."""

from flask import Blueprint

from shuangluan.kernel.permissions import SIGNED_IN, requires
from shuangluan.overview.permissions import Perm

bp = Blueprint("overview", __name__)


@bp.get("/")
@requires(SIGNED_IN)
def workbench() -> str:
    return ""


@bp.get("/dashboard")
@requires(Perm.DASHBOARD_READ)
def dashboard() -> str:
    return ""


@bp.get("/search")
@requires(SIGNED_IN)
def search() -> str:
    return ""


@bp.get("/counts")
@requires(SIGNED_IN, background=True)
def counts() -> str:
    return ""


@bp.get("/drafts")
@requires(SIGNED_IN)
def drafts() -> str:
    return ""
