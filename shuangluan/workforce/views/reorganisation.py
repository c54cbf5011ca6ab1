"""机构调整: when communities are merged or split, their workers go on in the same posts, all at once (WF-118)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import actor, done, page, saving, viewer
from shuangluan.workforce import services
from shuangluan.workforce.forms.reorganisation import ReorganisationForm
from shuangluan.workforce.permissions import Perm
from shuangluan.workforce.queries.reorganisation import Member, members
from shuangluan.workforce.views.blueprint import bp


def _communities() -> list[tuple[str, str]]:
    held = viewer().areas(Perm.WORKER_REORGANISE)
    return [(one.code, areas().path(one.code)) for area in held for one in areas().communities(area)]


def _told(member: Member) -> str:
    """姓名，职务（编号）; who holds no post there belongs to it all the same."""
    posts = "、".join(post.position for post in member.posts) or "没有任职，只转社区"
    return f"{member.worker.person.name}，{posts}（{member.worker.staff_no}）"


def _form(old: str) -> tuple[ReorganisationForm, dict[str, Any]]:
    """The form for a community of the reviewer, and what its page shows."""
    offered = _communities()
    if old and old not in dict(offered):
        abort(404)
    found, form = members(old) if old else [], ReorganisationForm()
    form.offer(offered, [(str(one.worker.id), _told(one)) for one in found])
    return form, {"communities": offered, "old": old, "name": areas().name(old), "people": len(found)}


@bp.get("/reorganisation")
@requires(Perm.WORKER_REORGANISE)
def reorganisation() -> ResponseReturnValue:
    """Choose the community that ends or gives away; then who goes where: everybody, as long as nothing is said."""
    form, shown = _form(request.args.get("old", ""))
    form.workers.data = [str(one.value) for one in form.workers.iter_choices()]
    return page("workforce/reorganisation.html", form=form, **shown)


@bp.post("/reorganisation")
@requires(Perm.WORKER_REORGANISE)
def reorganisation_done() -> ResponseReturnValue:
    """All who are ticked, in one transaction."""
    form, shown = _form(request.args.get("old", ""))
    if form.validate_on_submit():
        try:
            with saving(form):
                chosen = {int(one) for one in form.workers.data or ()}
                moved = services.reorganise(_change(form, shown["old"]), chosen, by=actor(), at=clock.now())
            said = f"已把 {moved} 人转到{areas().name(form.new.data)}"
            return done(said, to=url_for(".worker_list", area=form.new.data))
        except RuleBroken as broken:
            form.refuse(broken)
    return page("workforce/reorganisation.html", status=422, form=form, **shown)


def _change(form: ReorganisationForm, old: str) -> services.Reorganisation:
    return services.Reorganisation(old, form.new.data, form.day.data, form.doc_date.data, str(form.doc_no.data))
