"""测评 on any phone, without an account: a code, six answers, one use (WF-96, WF-200). The code stands in no address:
neither a log nor a browser's history keeps it.
"""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import audit, clock, tokens, web
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import clean
from shuangluan.kernel.permissions import OPEN_TO_ALL, requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import page
from shuangluan.workforce import services
from shuangluan.workforce.queries import months, surveys
from shuangluan.workforce.rules import survey

bp = Blueprint("survey", __name__, url_prefix="/s")
UNKNOWN = "没有这个代码，请核对后再填"


@bp.get("")
@requires(OPEN_TO_ALL)
def door() -> ResponseReturnValue:
    """Where the code is typed."""
    return page("workforce/survey_door.html", reason="", code="")


@bp.post("")
@requires(OPEN_TO_ALL)
def question() -> ResponseReturnValue:
    """The question of a code; a wrong one is a 422, too many from one address a 429."""
    return _asked("")


@bp.post("/answer")
@requires(OPEN_TO_ALL)
def answer() -> ResponseReturnValue:
    """Take the answer."""
    if tokens.is_too_fast(web.address(), clock.now()):
        return _door("输错太多次，请过一分钟再试", 429)
    option = str(clean(request.form.get("option", "")))
    try:
        with audit.transaction():
            services.answer_survey(_code(), option, today=clock.today(), at=clock.now())
    except RuleBroken as broken:
        return _asked(broken.reason)
    return web.done("", to=url_for(".thanks"))


@bp.get("/thanks")
@requires(OPEN_TO_ALL)
def thanks() -> ResponseReturnValue:
    """It is kept; nothing is said of what was answered."""
    return page("workforce/survey_thanks.html")


def _code() -> str:
    return str(clean(request.form.get("code", "")))[:80]


def _asked(reason: str) -> ResponseReturnValue:
    now = clock.now()
    if tokens.is_too_fast(web.address(), now):
        return _door("输错太多次，请过一分钟再试", 429)
    found = surveys.of_code(_code())
    if found is None:
        with audit.transaction():
            tokens.note_miss(web.address(), now)
        return _door(UNKNOWN, 422)
    record, is_spent = found
    try:
        if is_spent:
            raise RuleBroken("这个代码已经用过了，一个代码只能填一次")
        survey.check_open(record.state, record.opens_on, record.closes_on, clock.today())
    except RuleBroken as broken:
        return _door(broken.reason, 422)
    return page(
        "workforce/survey_question.html", status=422 if reason else 200, place=areas().name(record.community),
        code=_code(), reason=reason, options=survey.options(months.plan_on(record.opens_on)), record=record,
    )  # fmt: skip


def _door(reason: str, status: int) -> ResponseReturnValue:
    return page("workforce/survey_door.html", status=status, reason=reason, code=_code())
