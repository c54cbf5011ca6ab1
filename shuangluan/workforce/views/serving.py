"""送达: who has not received the result yet, with receipt by staff or on the worker's own phone (WF-104)."""

from functools import partial

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import done, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms import ServeForm, StepForm
from shuangluan.workforce.models import AppraisalYear
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import supplements, year_register, years
from shuangluan.workforce.rules.serving import Manner
from shuangluan.workforce.tables.years import SERVICE, ServiceLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.years import find, who


@bp.get("/appraisals/<int:year_id>/service")
@requires(Perm.APPRAISAL_SERVE)
def year_service(year_id: int) -> ResponseReturnValue:
    """The results not served yet, to tick; those that were, under their tab."""
    return _listed(year_id, ServeForm(data={"on": clock.today()}))


@bp.post("/appraisals/<int:year_id>/service")
@requires(Perm.APPRAISAL_SERVE)
def year_serve(year_id: int) -> ResponseReturnValue:
    """送达登记 of those ticked, all of them or none."""
    record, form = find(year_id), ServeForm()
    if form.validate_on_submit():
        ticked = {int(text) for text in request.form.getlist("pick") if text.isascii() and text.isdigit()}
        try:
            with saving(form):
                rows = [one for one in supplements.results_to_serve(record, viewer(), None) if one.id in ticked]
                count = services.serve_scores(rows, record, how=Manner(form.how.data), on=form.on.data, **who())
            return done(f"已登记送达 {count} 人", to=url_for(".year_service", year_id=year_id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _listed(year_id, form, status=422)


def _listing(record: AppraisalYear) -> Listing:
    person_id = viewer().person_id
    return Listing(
        SLICE, SERVICE, year_register.scores(record.id, Perm.APPRAISAL_SERVE),
        partial(ServiceLine, person_id=person_id, picked=request.form.getlist("pick")), "service", "按社区和姓名排",
        empty="这里没有要送达的结果", nothing="公示以后的结果才要送达；换一个标签或查看范围看看。",
        export=Perm.APPRAISAL_SERVE, write=Perm.APPRAISAL_SERVE, part={"year_id": record.id},
        template="workforce/year_service.html", title=f"{record.year} 年度考核送达", pick_form="serve",
    )  # fmt: skip


def _listed(year_id: int, form: ServeForm, *, status: int = 200) -> ResponseReturnValue:
    record = find(year_id)
    return listed(_listing(record), status=status, record=record, form=form)


@bp.post("/appraisals/<int:year_id>/service/export")
@requires(Perm.APPRAISAL_SERVE)
def service_export(year_id: int) -> ResponseReturnValue:
    """Who was served and signed, as a workbook."""
    return exported(_listing(find(year_id)))


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
