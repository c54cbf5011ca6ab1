"""What is done with an evaluation: computed again, marked with evidence, confirmed, taken back (RP-37)."""

from typing import Any

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import attachments, clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving
from shuangluan.red_property import services
from shuangluan.red_property.forms.evaluations import EvidenceForm, ReasonForm, fill, marks_form, marks_of
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.models import Evaluation
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import evaluations as stored
from shuangluan.red_property.rules.evaluation_course import check_can_change
from shuangluan.red_property.services.evaluations import marks_of as stored_marks
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.evaluations import LISTING, evaluation_of, shown
from shuangluan.red_property.views.registers import form_page, saved_form


def _here(one: Evaluation) -> str:
    return url_for(".evaluation_detail", evaluation_id=one.id)


def _crumbs(one: Evaluation, row: Any) -> list[tuple[str, str]]:
    return [("红色物业评分", LISTING.address), (f"{row.compound} {one.year} 年", _here(one))]


@bp.post("/evaluations/<int:evaluation_id>/computation")
@requires(Perm.EVALUATION_COMPUTE)
def evaluation_computation(evaluation_id: int) -> ResponseReturnValue:
    """Compute one again; what did not change is not written."""
    one, row = evaluation_of(evaluation_id, Perm.EVALUATION_COMPUTE)
    form, found = BaseForm(), []
    try:
        with saving(form) as saved:
            check_can_change(one.state)
            saved.to = _here(one)
            found.append(
                services.compute_evaluations([stored.compound_of(one)], one.year, by=actor(), at=clock.now())
            )
    except RuleBroken as broken:
        return shown(one, row, refused(broken), 422)
    changed = found[0].changed
    return done("重新测算了，结果有变化" if changed else "重新测算了，没有变化", to=_here(one))


def refused(broken: RuleBroken) -> EvidenceForm:
    """The form of the page with a reason above it."""
    form = EvidenceForm(formdata=None)
    form.form_errors.append(broken.reason)
    return form


@bp.route("/evaluations/<int:evaluation_id>/marks", methods=["GET", "POST"])
@requires(Perm.EVALUATION_MARK)
def evaluation_marks(evaluation_id: int) -> ResponseReturnValue:
    """Give the points by hand, state a veto."""
    one, row = evaluation_of(evaluation_id, Perm.EVALUATION_MARK)
    scheme = stored.scheme_of(one)
    form = marks_form(scheme)
    form.versioned(one)
    if request.method == "GET":
        fill(form, scheme, stored_marks(one), one.vetoes)

    def deed(saved: Any) -> None:
        marks, vetoes = marks_of(form, scheme)
        services.mark_evaluation(one, marks, vetoes, by=actor(), at=clock.now())

    answer = saved_form(form, one, deed, "人工项评好了，接着附证据", lambda saved: _here(one))
    hints = {item.code: f"{item.formula}；空着就是还没有评" for item in scheme.manual_items}
    hints |= dict.fromkeys(scheme.manual_vetoes, "选了以后，总分照算，不评星")
    title = f"{row.compound} {one.year} 年人工项"
    return answer or form_page(form, title, _crumbs(one, row), submit="保存", hints=hints)


@bp.post("/evaluations/<int:evaluation_id>/evidence")
@requires(Perm.EVALUATION_MARK)
def evaluation_evidence(evaluation_id: int) -> ResponseReturnValue:
    """Files that the points of an item rest on."""
    one, row = evaluation_of(evaluation_id, Perm.EVALUATION_MARK)
    form = EvidenceForm()
    form.item.choices = options(((item.code, item.name) for item in stored.scheme_of(one).manual_items), "请选项目")
    if form.validate():
        try:
            with attachments.stored(current_app.config["DATA_DIR"], form.uploads) as kept, saving(form) as saved:
                check_can_change(one.state)
                by, at = actor(), clock.now()
                for upload, name in kept:
                    attachments.attach(one.matter, upload, name, purpose=form.item.data, by=by, at=at)
                saved.to = _here(one)
            return done("证据附上了", to=_here(one))
        except RuleBroken as broken:
            form.refuse(broken)
    return shown(one, row, form, 422)


@bp.route("/evaluations/<int:evaluation_id>/confirmation", methods=["GET", "POST"])
@requires(Perm.EVALUATION_CONFIRM)
def evaluation_confirmation(evaluation_id: int) -> ResponseReturnValue:
    """Ask, then let it count."""
    one, row = evaluation_of(evaluation_id, Perm.EVALUATION_CONFIRM)
    form = BaseForm()
    form.versioned(one)
    answer = saved_form(
        form, one, lambda saved: services.confirm_evaluation(one, by=actor(), at=clock.now()), "评分已确认",
        lambda saved: _here(one),
    )  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return answer or page(
        "red_property/evaluation_confirmation.html", block="dialog", status=status, form=form, one=one, row=row,
        crumbs=_crumbs(one, row),
    )  # fmt: skip


@bp.route("/evaluations/<int:evaluation_id>/reopening", methods=["GET", "POST"])
@requires(Perm.EVALUATION_REOPEN)
def evaluation_reopening(evaluation_id: int) -> ResponseReturnValue:
    """Take a confirmed one back, with the reason."""
    one, row = evaluation_of(evaluation_id, Perm.EVALUATION_REOPEN)
    form = ReasonForm()
    form.versioned(one)

    def deed(saved: Any) -> None:
        services.reopen_evaluation(one, reason=form.reason.data or "", by=actor(), at=clock.now())

    answer = saved_form(form, one, deed, "已退回重评", lambda saved: _here(one))
    return answer or form_page(
        form, f"退回{row.compound} {one.year} 年的评分", _crumbs(one, row), submit="退回重评",
        hints={"reason": "退回以后重新测算、评人工项，再由街道确认；原来确认的结果留在变更记录里"},
    )  # fmt: skip
