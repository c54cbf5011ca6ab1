"""Objections to a 拟聘公示: registered, accepted or declined, answered (WF-45, WF-110)."""

from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, publicity
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.publicity.forms import DeclineForm, FindingForm, ObjectionForm
from shuangluan.kernel.web import done, page, saving
from shuangluan.workforce.models import RecruitPlan
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.recruitment import PUBLICITY
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.recruitment import find
from shuangluan.workforce.views.training import who

ANSWER_DAYS = 10  # working days to answer in, as for a review (WF-104)


def _asked(plan: RecruitPlan, form: BaseForm, title: str, *, status: int = 200) -> ResponseReturnValue:
    back = url_for(".recruit_detail", plan_id=plan.id)
    return page("workforce/recruit_step.html", block="dialog", status=status, form=form, title=title, back=back,
                crumb=plan.title)  # fmt: skip


def _take(plan: RecruitPlan, form: BaseForm, title: str, deed: Callable[[], Any]) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            with saving(form):
                deed()
            return done(f"已{title}", to=url_for(".recruit_detail", plan_id=plan.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(plan, form, title, status=422)


@bp.get("/recruit/<int:plan_id>/objections/new")
@requires(Perm.RECRUIT_RUN)
def recruit_objection_new(plan_id: int) -> ResponseReturnValue:
    """Ask for the objection."""
    return _asked(find(plan_id), ObjectionForm(data={"received_on": clock.today()}), "登记异议")


@bp.post("/recruit/<int:plan_id>/objections")
@requires(Perm.RECRUIT_RUN)
def recruit_objection_add(plan_id: int) -> ResponseReturnValue:
    """登记异议; until it is closed nobody is hired."""
    plan, form = find(plan_id), ObjectionForm()
    posted = publicity.current(PUBLICITY, plan_id) or abort(404)
    due = working_calendar().add_working_days(clock.today(), ANSWER_DAYS)
    return _take(
        plan, form, "登记异议", lambda: publicity.enter_objection(posted, **form.values(), due_on=due, **who())
    )


def _objection(plan_id: int, objection_id: int) -> Any:
    return publicity.objection(objection_id, PUBLICITY, plan_id) or abort(404)


@bp.route("/recruit/<int:plan_id>/objections/<int:objection_id>/acceptance", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def recruit_objection_accept(plan_id: int, objection_id: int) -> ResponseReturnValue:
    """受理."""
    plan, one, form = find(plan_id), _objection(plan_id, objection_id), BaseForm()
    if form.is_submitted():
        return _take(plan, form, "受理异议", lambda: publicity.accept_objection(one, **who()))
    return _asked(plan, form, "受理异议")


@bp.route("/recruit/<int:plan_id>/objections/<int:objection_id>/refusal", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def recruit_objection_decline(plan_id: int, objection_id: int) -> ResponseReturnValue:
    """不予受理."""
    plan, one, form = find(plan_id), _objection(plan_id, objection_id), DeclineForm()
    if form.is_submitted():
        reason = str(form.answer.data)
        return _take(plan, form, "登记不予受理", lambda: publicity.decline_objection(one, reason=reason, **who()))
    return _asked(plan, form, "登记不予受理")


@bp.route("/recruit/<int:plan_id>/objections/<int:objection_id>/finding", methods=["GET", "POST"])
@requires(Perm.RECRUIT_RUN)
def recruit_objection_finding(plan_id: int, objection_id: int) -> ResponseReturnValue:
    """核实结论和答复; where it is upheld, the applicant is dropped and the list put up anew."""
    plan, one, form = find(plan_id), _objection(plan_id, objection_id), FindingForm()
    if form.is_submitted():
        return _take(
            plan, form, "答复异议",
            lambda: publicity.decide_objection(one, finding=form.chosen, answer=str(form.answer.data), **who()),
        )  # fmt: skip
    return _asked(plan, form, "答复异议")
