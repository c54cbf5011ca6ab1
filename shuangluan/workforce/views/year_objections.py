"""Objections to the list of a year: entered, accepted or declined, answered (D22, WF-44)."""

from flask import abort
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, publicity
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.models import Objection
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.publicity.forms import DeclineForm, FindingForm, ObjectionForm
from shuangluan.workforce.forms import StepForm
from shuangluan.workforce.models import AppraisalYear
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import years
from shuangluan.workforce.rules.terms import end_of_period
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.years import ask, find, take, who

ENTER, ACCEPT, DECLINE, FIND = "登记异议", "受理异议", "不予受理", "写核实结论"


def _objection(year_id: int, objection_id: int) -> Objection:
    return publicity.objection(objection_id, years.KIND, find(year_id).id) or abort(404)


@bp.get("/appraisals/<int:year_id>/objections/new")
@requires(Perm.APPRAISAL_RUN)
def year_objection_ask(year_id: int) -> ResponseReturnValue:
    """What was raised; anonymous ones keep neither name nor telephone."""
    return ask(year_id, ObjectionForm(data={"received_on": clock.today()}), ENTER)


@bp.post("/appraisals/<int:year_id>/objections/new")
@requires(Perm.APPRAISAL_RUN)
def year_objection(year_id: int) -> ResponseReturnValue:
    """Register it; the answer is due in ten working days (WF-104)."""
    form = ObjectionForm()

    def enter(record: AppraisalYear) -> str:
        posted = publicity.current(years.KIND, record.id)
        if posted is None:
            raise RuleBroken("还没有公示")
        values, review = form.values(), years.plan_of(record)["review"]
        days, kind = int(review["answer_days"]), str(review["answer_day_kind"])
        due = end_of_period(working_calendar(), values["received_on"], days, kind)
        publicity.enter_objection(posted, due_on=due, **values, **who())
        return f"异议已登记，{due} 前答复"

    return take(year_id, form, ENTER, enter)


@bp.get("/appraisals/<int:year_id>/objections/<int:objection_id>/acceptance")
@requires(Perm.APPRAISAL_RUN)
def year_objection_acceptance_ask(year_id: int, objection_id: int) -> ResponseReturnValue:
    """受理?"""
    return ask(year_id, StepForm(), ACCEPT, about=_objection(year_id, objection_id).content)


@bp.post("/appraisals/<int:year_id>/objections/<int:objection_id>/acceptance")
@requires(Perm.APPRAISAL_RUN)
def year_objection_acceptance(year_id: int, objection_id: int) -> ResponseReturnValue:
    """受理."""

    def accept(_record: AppraisalYear) -> str:
        publicity.accept_objection(_objection(year_id, objection_id), **who())
        return "已受理"

    return take(year_id, StepForm(), ACCEPT, accept)


@bp.get("/appraisals/<int:year_id>/objections/<int:objection_id>/refusal")
@requires(Perm.APPRAISAL_RUN)
def year_objection_refusal_ask(year_id: int, objection_id: int) -> ResponseReturnValue:
    """Why not."""
    return ask(year_id, DeclineForm(), DECLINE, about=_objection(year_id, objection_id).content)


@bp.post("/appraisals/<int:year_id>/objections/<int:objection_id>/refusal")
@requires(Perm.APPRAISAL_RUN)
def year_objection_refusal(year_id: int, objection_id: int) -> ResponseReturnValue:
    """不予受理."""
    form = DeclineForm()

    def decline(_record: AppraisalYear) -> str:
        publicity.decline_objection(_objection(year_id, objection_id), reason=str(form.answer.data), **who())
        return "已记为不予受理"

    return take(year_id, form, DECLINE, decline)


@bp.get("/appraisals/<int:year_id>/objections/<int:objection_id>/finding")
@requires(Perm.APPRAISAL_RUN)
def year_objection_finding_ask(year_id: int, objection_id: int) -> ResponseReturnValue:
    """What was found."""
    return ask(year_id, FindingForm(), FIND, about=_objection(year_id, objection_id).content)


@bp.post("/appraisals/<int:year_id>/objections/<int:objection_id>/finding")
@requires(Perm.APPRAISAL_RUN)
def year_objection_finding(year_id: int, objection_id: int) -> ResponseReturnValue:
    """The finding and the answer."""
    form = FindingForm()

    def decide(_record: AppraisalYear) -> str:
        found = _objection(year_id, objection_id)
        publicity.decide_objection(found, finding=form.chosen, answer=str(form.answer.data), **who())
        return "已写结论"

    return take(year_id, form, FIND, decide)
