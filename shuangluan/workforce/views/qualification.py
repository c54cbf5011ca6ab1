"""全国社会工作者职业水平考试: the list of a year, what is entered of a worker (WF-119)."""

from functools import partial

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.qualification import RESULTS, QualificationForm
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import qualification as stored
from shuangluan.workforce.tables.qualification import QUALIFICATION, SittingLine
from shuangluan.workforce.views.blueprint import SLICE, bp
from shuangluan.workforce.views.registers import year_options
from shuangluan.workforce.views.training import asked_year, who


def _listing() -> Listing:
    year = asked_year()
    may_sit = stored.levels_open(viewer(), year, clock.today())
    return Listing(
        SLICE, QUALIFICATION, stored.entries(year, may_sit),
        partial(SittingLine, year=year, may_sit=may_sit, may_write=viewer().can(Perm.WORKER_EDIT)), "qualification",
        f"{year} 年。条件按国人部发〔2006〕71号，年限算到当年年底；没有名额限制，符合条件、愿意的都可以报",
        options={"year": year_options(clock.today().year + 1)},
    )  # fmt: skip


@bp.get("/qualification")
@requires(Perm.WORKER_READ)
def qualification_list() -> ResponseReturnValue:
    """Who may sit it, is willing, signed up, passed; `year` in the address, this one without."""
    return listed(_listing())


@bp.post("/qualification/export")
@requires(Perm.WORKER_EXPORT)
def qualification_export() -> ResponseReturnValue:
    """The same as a workbook."""
    return exported(_listing())


@bp.route("/qualification/<int:year>/<int:worker_id>", methods=["GET", "POST"])
@requires(Perm.WORKER_EDIT)
def qualification_edit(year: int, worker_id: int) -> ResponseReturnValue:
    """Enter that she wants to, signed up, her result."""
    worker = queries.worker(worker_id, viewer=viewer(), permission=Perm.WORKER_EDIT) or abort(404)
    known = stored.entry(worker.id, year)
    form = QualificationForm(obj=known)
    if known is not None:
        form.versioned(known)
        if request.method == "GET":
            form.result.data = next(key for key, value in RESULTS.items() if value is known.has_passed)
    back = url_for(".qualification_list", view="willing", year=year)
    if form.validate_on_submit() and form.willing_on.data is not None:
        said = services.Sitting(
            form.level.data, form.willing_on.data, form.signed_up_on.data, RESULTS[form.result.data or ""]
        )
        try:
            with saving(form, known) as saved:
                services.enter_qualification(worker, year, said, **who())
                saved.to = back
            return done("已登记", to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    title = f"{worker.person.name} {year} 年职业水平考试"
    return page(
        "workforce/register_form.html", status=status, form=form, title=title, hints={},
        crumbs=[("职业水平考试", url_for(".qualification_list", year=year))],
    )  # fmt: skip
