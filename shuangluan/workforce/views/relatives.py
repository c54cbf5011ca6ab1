"""回避: a worker declares her relatives on her phone; street and district do it from her file (WF-3, WF-21)."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import queries, services
from shuangluan.workforce.forms.people import RelativeForm
from shuangluan.workforce.models import Worker
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries import relatives
from shuangluan.workforce.views.blueprint import bp


def _declared(worker: Worker, form: RelativeForm) -> str | None:
    """The name of who was declared in one transaction; None where the form is wrong or a rule forbids it."""
    if not form.validate_on_submit():
        return None
    try:
        with saving(form):
            person = services.colleague(form.name.data or "", form.number.data or "")
            services.declare_relative(worker, person, form.relation.data, by=actor(), at=clock.now())
            return person.name
    except RuleBroken as broken:
        form.refuse(broken)
        return None


@bp.route("/me/relatives", methods=["GET", "POST"])
@requires(Perm.OWN_DECLARE)
def own_relatives() -> ResponseReturnValue:
    """Whom she declared, and one more."""
    worker, form = queries.own_worker(viewer()) or abort(404), RelativeForm()
    name = _declared(worker, form)
    if name is not None:
        return done(f"已申报{name}，今后互不办理对方的等级和考核", to=url_for(".own_relatives"))
    status = 422 if request.method == "POST" else 200
    return page("workforce/own_relatives.html", status=status, form=form, declared=relatives.declared(worker))


@bp.route("/workers/<int:worker_id>/relatives/new", methods=["GET", "POST"])
@requires(Perm.WORKER_VERIFY)
def relative_new(worker_id: int) -> ResponseReturnValue:
    """Declare for her, from a paper that she handed in."""
    worker = queries.worker(worker_id, viewer=viewer(), permission=Perm.WORKER_VERIFY) or abort(404)
    form, title = RelativeForm(), "申报亲属"
    form.relation.label.text = "是本人的"
    name = _declared(worker, form)
    if name is not None:
        return done(f"已申报{name}", to=url_for(".worker_detail", worker_id=worker.id))
    status = 422 if request.method == "POST" else 200
    return page(
        "workforce/entry.html", block="dialog", status=status, worker=worker, form=form, title=title,
        action=request.path,
    )  # fmt: skip


@bp.route("/relatives/<int:relative_id>/removal", methods=["GET", "POST"])
@requires(Perm.WORKER_VERIFY)
def relative_removal(relative_id: int) -> ResponseReturnValue:
    """Ask, then take away what was declared by mistake."""
    found, worker = relatives.relative(relative_id, viewer=viewer()) or abort(404)
    form, back = BaseForm(), url_for(".worker_detail", worker_id=worker.id)
    if form.validate_on_submit():
        try:
            with saving(form):
                services.withdraw_relative(found, worker, by=actor(), at=clock.now())
            return done("已删去这条回避关系", to=back)
        except RuleBroken as broken:
            form.refuse(broken)
    status = 422 if request.method == "POST" else 200
    return page(
        "workforce/relative_removal.html", block="dialog", status=status, form=form, worker=worker,
        relation=found.relation, back=back,
    )  # fmt: skip
