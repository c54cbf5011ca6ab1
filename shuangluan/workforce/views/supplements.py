"""补充公示 of those who were held back: a later list with its own period, objections and confirmation (WF-44)."""

import secrets
from collections.abc import Callable
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock, publicity
from shuangluan.kernel.calendar import working_calendar
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.models import Objection
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.publicity.forms import DeclineForm, FindingForm, ObjectionForm
from shuangluan.kernel.web import done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms import PlaceForm, StepForm
from shuangluan.workforce.models import AppraisalSupplement, AppraisalYear
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import years
from shuangluan.workforce.queries.supplements import SUPPLEMENT, supplement
from shuangluan.workforce.rules.terms import end_of_period
from shuangluan.workforce.rules.years import SCORE_LABEL
from shuangluan.workforce.tables.years import SCORE_TONE
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.years import ask, take, who

STEPS = {"accept": "acceptance", "decline": "refusal", "finding": "finding"}


def _find(supplement_id: int) -> tuple[AppraisalSupplement, AppraisalYear]:
    return supplement(supplement_id, viewer=viewer()) or abort(404)


@bp.get("/appraisals/<int:year_id>/supplement")
@requires(Perm.APPRAISAL_RUN)
def year_supplement_ask(year_id: int) -> ResponseReturnValue:
    """Where the later list is put up."""
    about = "只公示暂缓以后恢复、并由街道审核通过的人；公示期重新算，别人的结果不受影响。"
    return ask(year_id, PlaceForm(), "补充公示", about=about)


@bp.post("/appraisals/<int:year_id>/supplement")
@requires(Perm.APPRAISAL_RUN)
def year_supplement(year_id: int) -> ResponseReturnValue:
    """补充公示."""
    form = PlaceForm()

    def publish(record: AppraisalYear) -> str:
        place = str(form.place.data)
        made = services.publish_supplement(record, place=place, on=clock.today(), viewer=viewer(), **who())
        return f"第 {made.number} 次补充公示已开始"

    return take(year_id, form, "补充公示", publish)


@bp.get("/appraisals/supplements/<int:supplement_id>")
@requires(Perm.APPRAISAL_READ)
def supplement_detail(supplement_id: int) -> ResponseReturnValue:
    """The later list with who is on it."""
    record, year = _find(supplement_id)
    return page(
        "workforce/supplement_detail.html", record=record, year=year, label=SCORE_LABEL, tone=SCORE_TONE,
        rows=[one for one in years.scores(year, viewer()) if one.supplement_id == record.id], place=areas().short,
        card=publicity.card(SUPPLEMENT, record.id, clock.today()), links=_links(record),
        token=secrets.token_urlsafe(12),
    )  # fmt: skip


def _links(record: AppraisalSupplement) -> dict[str, Any]:
    may = viewer().can(Perm.APPRAISAL_RUN)

    def deed(objection: Any, name: str) -> str:
        fits = {"accept": "entered", "decline": "entered", "finding": "accepted"}[name] == objection.state
        address = {"supplement_id": record.id, "objection_id": objection.id}
        return url_for(f".supplement_{STEPS[name]}_ask", **address) if may and fits else ""

    runs = may and record.confirmed_at is None
    return {
        "notice": url_for(".supplement_notice", supplement_id=record.id), "deed": deed,
        "objection": url_for(".supplement_objection_ask", supplement_id=record.id) if runs else "",
    }  # fmt: skip


@bp.get("/appraisals/supplements/<int:supplement_id>/notice")
@requires(Perm.APPRAISAL_READ)
def supplement_notice(supplement_id: int) -> ResponseReturnValue:
    """公示稿 on A4."""
    posted = publicity.current(SUPPLEMENT, _find(supplement_id)[0].id) or abort(404)
    back = url_for(".supplement_detail", supplement_id=supplement_id)
    return page("workforce/year_notice_print.html", posted=posted, back_url=back)


def _ask(supplement_id: int, form: BaseForm, title: str, *, status: int = 200, about: str = "") -> ResponseReturnValue:
    record, year = _find(supplement_id)
    form.versioned(record)
    return page(
        "workforce/year_step.html", block="dialog", status=status, record=year, form=form, title=title, about=about,
        back=url_for(".supplement_detail", supplement_id=supplement_id),
    )  # fmt: skip


def _take(supplement_id: int, form: BaseForm, title: str, deed: Callable[[], str]) -> ResponseReturnValue:
    record, _ = _find(supplement_id)
    if form.validate_on_submit():
        try:
            with saving(form, record):
                said = deed()
            return done(said, to=url_for(".supplement_detail", supplement_id=supplement_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _ask(supplement_id, form, title, status=422)


@bp.post("/appraisals/supplements/<int:supplement_id>/confirmation")
@requires(Perm.APPRAISAL_CONFIRM)
def supplement_confirmation(supplement_id: int) -> ResponseReturnValue:
    """确认 of who is on the later list."""

    def confirm() -> str:
        count = services.confirm_supplement(*_find(supplement_id), on=clock.today(), **who())
        return f"已确认 {count} 人"

    return _take(supplement_id, StepForm(), "确认", confirm)


@bp.get("/appraisals/supplements/<int:supplement_id>/objections/new")
@requires(Perm.APPRAISAL_RUN)
def supplement_objection_ask(supplement_id: int) -> ResponseReturnValue:
    """What was raised."""
    return _ask(supplement_id, ObjectionForm(data={"received_on": clock.today()}), "登记异议")


@bp.post("/appraisals/supplements/<int:supplement_id>/objections/new")
@requires(Perm.APPRAISAL_RUN)
def supplement_objection(supplement_id: int) -> ResponseReturnValue:
    """Register it; the answer is due as for the first list."""
    form = ObjectionForm()

    def enter() -> str:
        record, year = _find(supplement_id)
        posted = publicity.current(SUPPLEMENT, record.id) or abort(404)
        values, review = form.values(), years.plan_of(year)["review"]
        due = end_of_period(
            working_calendar(), values["received_on"], int(review["answer_days"]), str(review["answer_day_kind"])
        )
        publicity.enter_objection(posted, due_on=due, **values, **who())
        return f"异议已登记，{due} 前答复"

    return _take(supplement_id, form, "登记异议", enter)


def _accept(objection: Objection, _form: BaseForm) -> str:
    publicity.accept_objection(objection, **who())
    return "已受理"


def _decline(objection: Objection, form: BaseForm) -> str:
    publicity.decline_objection(objection, reason=str(form["answer"].data), **who())
    return "已记为不予受理"


def _decide(objection: Objection, form: BaseForm) -> str:
    assert isinstance(form, FindingForm)
    publicity.decide_objection(objection, finding=form.chosen, answer=str(form.answer.data), **who())
    return "已写结论"


def _hang(step: str, title: str, make: Callable[[], BaseForm], deed: Callable[[Objection, BaseForm], str]) -> None:
    """The two views of a step of an objection."""

    def found(supplement_id: int, objection_id: int) -> Objection:
        return publicity.objection(objection_id, SUPPLEMENT, _find(supplement_id)[0].id) or abort(404)

    @requires(Perm.APPRAISAL_RUN)
    def asked(supplement_id: int, objection_id: int) -> ResponseReturnValue:
        return _ask(supplement_id, make(), title, about=found(supplement_id, objection_id).content)

    @requires(Perm.APPRAISAL_RUN)
    def taken(supplement_id: int, objection_id: int) -> ResponseReturnValue:
        form = make()
        return _take(supplement_id, form, title, lambda: deed(found(supplement_id, objection_id), form))

    address = f"/appraisals/supplements/<int:supplement_id>/objections/<int:objection_id>/{step}"
    bp.add_url_rule(address, f"supplement_{step}_ask", asked, methods=["GET"])
    bp.add_url_rule(address, f"supplement_{step}", taken, methods=["POST"])


for each in (
    ("acceptance", "受理异议", StepForm, _accept),
    ("refusal", "不予受理", DeclineForm, _decline),
    ("finding", "写核实结论", FindingForm, _decide),
):
    _hang(*each)
