"""利益冲突: the list, and posts in companies told, ended and removed on the committee's page (RP-35)."""

from dataclasses import replace
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, exported, listed
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import Saved, actor, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.fields import options
from shuangluan.red_property.forms.red_committees import TieForm
from shuangluan.red_property.forms.registers import LastDayForm
from shuangluan.red_property.models import Committee, CompanyTie
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import committee_register, company_register
from shuangluan.red_property.queries import ties as stored
from shuangluan.red_property.rules.ties import Relation
from shuangluan.red_property.tables.red_committees import TIES, TieLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import LAST_DAY, form_page, removal_page, saved_form

LISTING = Listing(
    SLICE, TIES, stored.SOURCE, TieLine, "tie", "业委会委员或近亲属在服务本小区的物业企业任职",
    "在业委会的页面上登记委员方面的任职。", write=Perm.COMMITTEE_WRITE,
)  # fmt: skip
HINTS = {"relation": "近亲属任职的，也登记在委员名下", "organisation_id": "服务本小区的企业，才算利益冲突"}


@bp.get("/conflicts")
@requires(Perm.REGISTER_READ)
def tie_list() -> ResponseReturnValue:
    """Conflicts in the viewer's compounds; above them those that other registers show and nobody told of."""
    untold = stored.untold(viewer(), clock.today())
    names = "、".join(f"{row.compound}{row.member}（{row.company}）" for row in untold)
    warning = f"从联络员和交叉任职里看出、还没有登记的：{names}。请在业委会的页面上登记。" if untold else ""
    return listed(replace(LISTING, warning=warning))


@bp.post("/conflicts/export")
@requires(Perm.REGISTER_EXPORT)
def tie_export() -> ResponseReturnValue:
    """The same list as a workbook."""
    return exported(LISTING)


def _committee(committee_id: int) -> tuple[Committee, list[tuple[str, str]]]:
    found = committee_register.committee(committee_id, viewer=viewer(), day=clock.today()) or abort(404)
    row = committee_register.standing(committee_id, clock.today())
    if not viewer().holds_area(Perm.COMMITTEE_WRITE, row.community):
        abort(404)
    here = url_for(".committee_detail", committee_id=committee_id)
    return found, [("业委会", url_for(".committee_list")), (f"{row.compound}第 {found.term_no} 届", here)]


def _tie(committee: Committee, tie_id: int) -> CompanyTie:
    return stored.tie(committee, tie_id) or abort(404)


@bp.route("/committees/<int:committee_id>/ties/new", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def tie_new(committee_id: int) -> ResponseReturnValue:
    """A post of a member, or of a relative."""
    committee, crumbs = _committee(committee_id)
    form: Any = TieForm()
    members = {str(one.id): (one, name) for one, name in stored.members(committee, clock.today())}
    companies = {str(one.id): one for one in company_register.writable(viewer(), clock.today())}
    form.member_id.choices = options(((key, name) for key, (_, name) in members.items()), "请选委员")
    form.organisation_id.choices = options(((key, one.name) for key, one in companies.items()), "请选企业")

    def deed(saved: Saved) -> None:
        services.tell_tie(
            members[form.member_id.data][0], companies[form.organisation_id.data], Relation(form.relation.data),
            post=form.post.data, valid_from=form.valid_from.data, by=actor(), at=clock.now(),
        )  # fmt: skip

    answer = saved_form(form, None, deed, "任职登记好了", lambda saved: crumbs[-1][1])
    return answer or form_page(form, "登记委员方面在物业企业的任职", crumbs, submit="登记", hints=HINTS)


@bp.route("/committees/<int:committee_id>/ties/<int:tie_id>/end", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def tie_end(committee_id: int, tie_id: int) -> ResponseReturnValue:
    """The last day of the post."""
    committee, crumbs = _committee(committee_id)
    row, form = _tie(committee, tie_id), LastDayForm()
    form.versioned(row)
    if request.method == "GET":
        form.last_day.data = clock.today()

    def deed(saved: Saved) -> None:
        services.end_tie(row, last_day=form.data["last_day"], by=actor(), at=clock.now())

    answer = saved_form(form, row, deed, "已登记最后一天", lambda saved: crumbs[-1][1])
    return answer or form_page(form, "结束在物业企业的任职", crumbs, submit="登记", hints=LAST_DAY)


@bp.route("/committees/<int:committee_id>/ties/<int:tie_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMMITTEE_WRITE)
def tie_removal(committee_id: int, tie_id: int) -> ResponseReturnValue:
    """Ask, then take away a post that was told by mistake."""
    committee, crumbs = _committee(committee_id)
    back = [crumbs[-1], crumbs[-1]]
    return removal_page(_tie(committee, tie_id), "这项任职", services.remove_tie, crumbs=back)
