"""送达: who has not received the result yet, with receipt by staff or on the worker's own phone (WF-104)."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import chosen_area, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms import ServeForm, StepForm
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import supplements, years
from shuangluan.workforce.rules.serving import Manner, manner_name
from shuangluan.workforce.rules.years import SCORE_LABEL
from shuangluan.workforce.views.blueprint import bp
from shuangluan.workforce.views.years import TONE, find, who


@bp.get("/appraisals/<int:year_id>/service")
@requires(Perm.APPRAISAL_SERVE)
def year_service(year_id: int) -> ResponseReturnValue:
    """The results not served yet, to tick; beside them those that were."""
    return _listed(year_id, ServeForm(data={"on": clock.today()}))


@bp.post("/appraisals/<int:year_id>/service")
@requires(Perm.APPRAISAL_SERVE)
def year_serve(year_id: int) -> ResponseReturnValue:
    """送达登记 of those ticked, all of them or none."""
    record, form = find(year_id), ServeForm()
    if form.validate_on_submit():
        ticked = {int(text) for text in request.form.getlist("id") if text.isascii() and text.isdigit()}
        try:
            with saving(form):
                rows = [one for one in supplements.results_to_serve(record, viewer(), None) if one.id in ticked]
                count = services.serve_scores(rows, record, how=Manner(form.how.data), on=form.on.data, **who())
            return done(f"已登记送达 {count} 人", to=url_for(".year_service", year_id=year_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _listed(year_id, form, status=422)


def _listed(year_id: int, form: ServeForm, *, status: int = 200) -> ResponseReturnValue:
    record = find(year_id)
    rows = supplements.results_to_serve(record, viewer(), chosen_area())
    return page(
        "workforce/year_service.html", status=status, record=record, form=form, place=areas().short,
        waiting=[one for one in rows if supplements.is_unserved(one)], ticked=request.form.getlist("id"),
        served=[one for one in rows if not supplements.is_unserved(one)], manner=manner_name, label=SCORE_LABEL,
        tone=TONE, person_id=viewer().person_id, local=clock.local,
    )  # fmt: skip


@bp.post("/me/appraisal/scores/<int:score_id>/receipt")
@requires(Perm.OWN_ANSWER)
def own_score_receipt(score_id: int) -> ResponseReturnValue:
    """签收 my result; the days for 复核 run from now unless it was served before."""
    worker, form = queries.own_worker(viewer()) or abort(404), StepForm()
    row, record = years.own_score(score_id, worker) or abort(404)
    if not form.validate_on_submit():
        abort(400)
    with saving(form, row):
        services.acknowledge_score(row, record, **who())
    return done(f"已签收，{row.review_until} 24:00 前可以申请复核", to=url_for(".own_appraisal"))
