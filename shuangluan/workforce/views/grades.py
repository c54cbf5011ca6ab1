"""首次定级, 套改 and 更正 of one worker, with what would be written shown first (WF-71, WF-87)."""

from datetime import date
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.grades import CorrectionForm, FirstGradeForm
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.proposals import Proposed, proposed_correction, proposed_start
from shuangluan.workforce.views.blueprint import bp


def _worker(worker_id: int) -> Worker:
    return queries.worker(worker_id, viewer=viewer(), permission=Perm.GRADE_DECIDE) or abort(404)


def _page(worker: Worker, form: BaseForm, title: str, proposed: Proposed, *, status: int = 200) -> ResponseReturnValue:
    form.versioned(worker)
    back = url_for(".worker_detail", worker_id=worker.id)
    return page(
        "workforce/grade_decision.html", status=status, worker=worker, form=form, title=title, proposed=proposed,
        back=back,
    )  # fmt: skip


@bp.get("/workers/<int:worker_id>/first-grade")
@requires(Perm.GRADE_DECIDE)
def first_grade_ask(worker_id: int) -> ResponseReturnValue:
    """What the facts give from the day of entry on."""
    worker = _worker(worker_id)
    form = FirstGradeForm(effective_on=worker.entry_date)
    return _page(worker, form, "首次定级", proposed_start(worker, worker.entry_date, clock.today()))


@bp.post("/workers/<int:worker_id>/first-grade")
@requires(Perm.GRADE_DECIDE)
def first_grade(worker_id: int) -> ResponseReturnValue:
    """The ledger begins."""
    worker, form = _worker(worker_id), FirstGradeForm()
    if form.validate_on_submit():
        try:
            with saving(form, worker):
                stored = services.grade_first(
                    worker, event=form.event.data, effective_on=form.effective_on.data, through=form.through.data,
                    prior_grade=form.prior_grade.data, approval_no=form.approval_no.data, **_who(),
                )  # fmt: skip
            return done(f"已记入 {len(stored)} 行等级", to=url_for(".worker_detail", worker_id=worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    start: date = form.effective_on.data or worker.entry_date
    return _page(worker, form, "首次定级", proposed_start(worker, start, clock.today()), status=422)


@bp.get("/workers/<int:worker_id>/correction")
@requires(Perm.GRADE_DECIDE)
def correction_ask(worker_id: int) -> ResponseReturnValue:
    """What would be struck through, and what would stand instead."""
    worker = _worker(worker_id)
    return _page(worker, CorrectionForm(), "更正等级", proposed_correction(worker))


@bp.post("/workers/<int:worker_id>/correction")
@requires(Perm.GRADE_DECIDE)
def correction(worker_id: int) -> ResponseReturnValue:
    """更正."""
    worker, form = _worker(worker_id), CorrectionForm()
    if form.validate_on_submit():
        try:
            with saving(form, worker):
                services.correct_ledger(worker, approval_no=form.approval_no.data, event=form.event.data, **_who())
            return done("等级记录已更正", to=url_for(".worker_detail", worker_id=worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _page(worker, form, "更正等级", proposed_correction(worker), status=422)


def _who() -> dict[str, Any]:
    return {"by": actor(), "at": clock.now()}
