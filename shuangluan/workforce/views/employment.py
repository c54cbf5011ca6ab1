"""The end of a trial, and a worker who comes back (WF-40, WF-152)."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.people import RehireForm, TrialForm
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.rules.states import WorkerState
from shuangluan.workforce.views.blueprint import bp

TRIAL, REHIRE = "转正考核", "重新聘用"


def _who() -> dict[str, Any]:
    return {"by": actor(), "at": clock.now()}


def _worker(worker_id: int, permission: Perm) -> Worker:
    return queries.worker(worker_id, viewer=viewer(), permission=permission) or abort(404)


def _asked(worker: Worker, form: BaseForm, title: str, *, status: int = 200) -> ResponseReturnValue:
    form.versioned(worker)
    return page("workforce/entry.html", block="dialog", status=status, worker=worker, form=form, title=title)


@bp.get("/workers/<int:worker_id>/trial")
@requires(Perm.WORKER_VERIFY)
def worker_trial_ask(worker_id: int) -> ResponseReturnValue:
    """Ask for the verdict."""
    return _asked(_worker(worker_id, Perm.WORKER_VERIFY), TrialForm(), TRIAL)


@bp.post("/workers/<int:worker_id>/trial")
@requires(Perm.WORKER_VERIFY)
def worker_trial(worker_id: int) -> ResponseReturnValue:
    """转正考核; a failed trial goes on to the exit."""
    worker, form = _worker(worker_id, Perm.WORKER_VERIFY), TrialForm()
    if form.validate_on_submit():
        passed = form.is_passed.data == "yes"
        try:
            with saving(form, worker):
                services.review_trial(
                    worker, is_passed=passed, opinion=str(form.opinion.data), on=clock.today(), **_who()
                )
            said = "已转正" if passed else "已记为不合格，请在试用期结束前办理退出"
            return done(said, to=url_for(".worker_detail", worker_id=worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, TRIAL, status=422)


def _rehire_form() -> RehireForm:
    form = RehireForm()
    held = viewer().areas(Perm.WORKER_EDIT)
    form.offer((one.code, areas().path(one.code)) for area in held for one in areas().communities(area))
    return form


@bp.get("/workers/<int:worker_id>/return")
@requires(Perm.WORKER_EDIT)
def worker_return_ask(worker_id: int) -> ResponseReturnValue:
    """Ask where and from when."""
    return _asked(_worker(worker_id, Perm.WORKER_EDIT), _rehire_form(), REHIRE)


@bp.post("/workers/<int:worker_id>/return")
@requires(Perm.WORKER_EDIT)
def worker_return(worker_id: int) -> ResponseReturnValue:
    """重新聘用: the old file goes on with a new employment."""
    worker, form = _worker(worker_id, Perm.WORKER_EDIT), _rehire_form()
    if form.validate_on_submit():
        back = services.Return(
            form.community.data, form.entry_date.data, str(form.entry_channel.data),
            form.state.data == WorkerState.PROBATION.value,
        )  # fmt: skip
        try:
            with saving(form, worker):
                services.rehire_worker(worker, back, **_who())
            said = "已重新聘用，接着登记任职和合同，再办首次定级"
            return done(said, to=url_for(".worker_detail", worker_id=worker.id))
        except RuleBroken as broken:
            form.refuse(broken)
    return _asked(worker, form, REHIRE, status=422)
