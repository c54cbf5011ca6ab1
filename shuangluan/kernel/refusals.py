"""Every refusal as a Chinese sentence that says what to do; never a trace, never a lost text (D3b, D05)."""

import json
import logging
import secrets

from flask import Flask, current_app, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from shuangluan.extensions import db
from shuangluan.kernel import audit, clock, web
from shuangluan.kernel.errors import Conflict, RuleBroken
from shuangluan.kernel.tables import BadParameter

log = logging.getLogger("shuangluan")

TITLES: dict[int, tuple[str, str]] = {
    400: ("地址或表单不完整", "请回到上一页，从页面上的链接或按钮再进入一次。"),
    401: ("请先登录", "登录后会回到刚才的页面。"),
    403: ("这一页不在你的权限内", "需要时请联系本单位的安全管理员，说明要办的事和范围。"),
    404: ("没有找到", "它不存在，或不在你的范围内。请核对编号，或从列表进入。"),
    405: ("不能这样打开", "请回到上一页，用页面上的按钮操作。"),
    409: ("刚被别人办过了", "请刷新页面，看看现在的情况再决定。"),
    413: ("内容太大", "单个文件不超过 20 MB，请压缩后再传。"),
    415: ("文件类型不对", "请按页面上写明的类型上传。"),
    422: ("现在不能这样办", "请按下面的说明改后再提交。"),
    429: ("操作太快", "请等一分钟再试。"),
    500: ("系统出了问题", "已保存的内容都在。请把下面的编号告诉系统管理员。"),
    503: ("系统正在维护", "请过几分钟再试。"),
}
SWAPPED = {409, 422}  # what htmx puts into the page (htmx-config in components/head.html)


def refuse(status: int, reason: str = "", incident: str = "") -> Response:
    """The error page of a status, with the reason at hand."""
    title, advice = TITLES.get(status, TITLES[400])
    if status in SWAPPED and web.wants_fragment():  # a whole page would land inside the row or the dialog
        said = {"HX-Reswap": "none", "HX-Trigger": json.dumps({"said": reason or title})}
        return make_response("", status, said)
    return web.page(
        "errors/error.html",
        status=status,
        code=status,
        title=title,
        reason=reason,
        advice=advice,
        incident=incident,
    )


def install(app: Flask) -> None:
    """Bind the refusals to the site."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RuleBroken, _rule)
    app.register_error_handler(BadParameter, _parameter)
    app.register_error_handler(web.AlreadyDone, _already_done)
    app.register_error_handler(web.EditedMeanwhile, _edited)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(IntegrityError, _stale)
    app.register_error_handler(Exception, _fault)


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if status == 403 and current_user.is_authenticated:
        with audit.transaction():
            audit.noted(
                "kernel.access.refused",
                None,
                by=web.actor(),
                at=clock.now(),
                detail={"address": request.path[:200], "method": request.method},
            )
    return refuse(status if status in TITLES else 400)


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    answer = refuse(400, "页面放得太久，安全校验已失效。请返回上一页刷新后再提交，填的内容还在那里。")
    if request.endpoint == "auth.sign_in" and web.wants_fragment():  # nothing typed is lost: begin anew, and say so
        flash("登录页放得太久，再填一次用户名和密码", "bad")
        answer.headers["HX-Redirect"] = request.full_path.rstrip("?")
    return answer


def _rule(error: RuleBroken) -> ResponseReturnValue:
    db.session.rollback()
    return refuse(409 if isinstance(error, Conflict) else 422, error.reason)


def _parameter(error: BadParameter) -> ResponseReturnValue:
    return refuse(400, str(error))


def _already_done(error: web.AlreadyDone) -> ResponseReturnValue:
    flash("这份表单刚才已经提交过了，这是它的结果", "success")
    if web.wants_fragment():
        return make_response("", 204, {"HX-Redirect": error.location})
    return redirect(error.location, 303)


def _edited(error: web.EditedMeanwhile) -> ResponseReturnValue:
    return web.conflict_page(error)


def _stale(_error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    return refuse(409)


def _unstorable(error: DataError) -> ResponseReturnValue:
    db.session.rollback()
    log.warning("unstorable value at %s: %s", request.path, type(error.orig).__name__)
    return refuse(422, "有一项内容太长或超出范围，请改短后再提交。")


def _fault(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    incident = secrets.token_hex(4).upper()
    log.error("incident %s at %s %s", incident, request.method, request.path, exc_info=error)
    if current_app.testing:
        raise error
    return refuse(500, incident=incident)
