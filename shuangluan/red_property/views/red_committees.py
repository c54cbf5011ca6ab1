"""认定红色业委会: what would change is shown, then found for all; or for one committee on its page (RP-35)."""

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.errors import RuleBroken
from shuangluan.kernel.forms import BaseForm
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.places import areas
from shuangluan.kernel.web import Saved, actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committee_register as stored
from shuangluan.red_property.queries.red_findings import findings
from shuangluan.red_property.views.blueprint import bp
from shuangluan.red_property.views.registers import saved_form


@bp.route("/committees/assessments/new", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_ASSESS)
def red_assessment_new() -> ResponseReturnValue:
    """All committees in their term of the viewer's areas: which flags would change, and the deed."""
    form, today = BaseForm(), clock.today()
    rows = stored.assessable(viewer(), today)

    def deed(saved: Saved) -> None:
        if not services.assess_committees(rows, by=actor(), at=clock.now()):
            raise RuleBroken("事实和上次认定时一样，不用再认定")

    here = url_for(".committee_list", view="red")
    answer = saved_form(form, None, deed, "已按今天的事实认定", lambda saved: here)
    if answer is not None:
        return answer
    found = findings(rows, today)
    return page(
        "red_property/red_assessment_new.html",
        status=422 if request.method == "POST" else 200,
        form=form, findings=[one for one in found if one.is_news], total=len(found),
        red=sum(one.is_red for one in found), turning=sum(one.turns for one in found), short=areas().short,
    )  # fmt: skip


@bp.post("/committees/<int:committee_id>/assessments")
@requires(Perm.COMMITTEE_ASSESS)
def red_assessment_add(committee_id: int) -> ResponseReturnValue:
    """One committee."""
    rows = [row for row in stored.assessable(viewer(), clock.today()) if row.id == committee_id] or abort(404)
    form = BaseForm()

    def deed(saved: Saved) -> None:
        if not services.assess_committees(rows, by=actor(), at=clock.now()):
            raise RuleBroken("事实和上次认定时一样，不用再认定")

    here = url_for(".committee_detail", committee_id=committee_id)
    answer = saved_form(form, None, deed, "已按今天的事实认定", lambda saved: here)
    if answer is None:
        raise RuleBroken("；".join(form.form_errors) or "请刷新页面再试")
    return answer
