"""等级说明书 handed out with a code that can be checked (WF-200, D22)."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.batches import StepForm
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.views.blueprint import bp


@bp.post("/workers/<int:worker_id>/statement")
@requires(Perm.STATEMENT_ISSUE)
def worker_statement_issue(worker_id: int) -> ResponseReturnValue:
    """出具 the 等级说明书: from now on its code can be checked."""
    worker = queries.worker(worker_id, viewer=viewer(), permission=Perm.STATEMENT_ISSUE) or abort(404)
    form, back = StepForm(), url_for(".worker_statement", worker_id=worker.id)
    if not form.validate_on_submit():
        raise RuleBroken("这份表单不完整，请刷新页面后再提交")
    with saving(form):
        document = services.issue_statement(worker, by=actor(), at=clock.now())
    return done(f"已出具第 {document.edition} 版，校验码 {document.code}", to=back)
