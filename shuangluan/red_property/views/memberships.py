"""Companies in party units: the list, one with its history, corrected, removed (RP-5, RP-34)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.web import Saved, actor, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.registers import MembershipForm
from shuangluan.red_property.models import CompanyParty
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import memberships as stored
from shuangluan.red_property.rules.companies import UNIT_KIND_LABEL
from shuangluan.red_property.rules.spans import day_after, last_day
from shuangluan.red_property.tables.party import MEMBERSHIPS, MembershipLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import detail_page, form_page, removal_page, saved_form

LISTING = Listing(
    SLICE, MEMBERSHIPS, stored.SOURCE, MembershipLine, "membership",
    "一家企业在一个党组织里一行；党的覆盖由它和指导员算出", "在企业的页面上登记它的党组织，或导入表格。",
    write=Perm.COMPANY_WRITE, beside=(("企业党组织", "red_property.unit_list", Perm.REGISTER_READ),),
)  # fmt: skip
hang(LISTING, "/memberships", Perm.REGISTER_READ)
HINTS = {"valid_from": "不早于党组织成立的那天", "last_day": "还在里面的空着", "basis": "批复的文件"}


def _membership(membership_id: int) -> tuple[CompanyParty, Any]:
    found = stored.membership(membership_id, viewer=viewer(), day=clock.today()) or abort(404)
    return found, stored.standing(membership_id, clock.today())


@bp.get("/memberships/<int:membership_id>")
@requires(Perm.REGISTER_READ)
def membership_detail(membership_id: int) -> ResponseReturnValue:
    """One company in one unit: since when, by what paper, what was done."""
    found, row = _membership(membership_id)
    line = MembershipLine(row, clock.today())
    facts = (
        ("物业企业", row.company, url_for(".company_detail", company_id=row.company_id)),
        ("党组织", row.unit, url_for(".unit_detail", unit_id=row.party_unit_id)),
        ("类型", UNIT_KIND_LABEL[row.kind], ""),
        ("加入日期", row.valid_from, ""),
        ("最后一天", line.until or "还在里面", ""),
        ("文件", row.basis, ""),
    )
    may = viewer().can(Perm.COMPANY_WRITE)
    return detail_page(LISTING, line, facts, found, under=row.unit, may_write=may)


def _crumbs(row: Any) -> list[tuple[str, str]]:
    return [("企业入党组织", LISTING.address), (row.company, url_for(".membership_detail", membership_id=row.id))]


@bp.route("/memberships/<int:membership_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def membership_edit(membership_id: int) -> ResponseReturnValue:
    """Correct the days and the paper, or write the last day."""
    found, row = _membership(membership_id)
    form: Any = MembershipForm()
    form.versioned(found)
    if request.method == "GET":
        form.valid_from.data, form.last_day.data = found.valid_from, last_day(found.valid_to)
        form.basis.data = found.basis
    crumbs = _crumbs(row)

    def deed(saved: Saved) -> None:
        services.correct_membership(
            found, valid_from=form.valid_from.data, valid_to=day_after(form.last_day.data), basis=form.basis.data or "",
            by=actor(), at=clock.now(),
        )  # fmt: skip

    answer = saved_form(form, found, deed, "已修改", lambda saved: crumbs[-1][1])
    return answer or form_page(form, f"修改{row.company}", crumbs, submit="保存", hints=HINTS, about=row.unit)


@bp.route("/memberships/<int:membership_id>/removal", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def membership_removal(membership_id: int) -> ResponseReturnValue:
    """Ask, then take away what was entered by mistake."""
    found, row = _membership(membership_id)
    return removal_page(found, f"{row.company}在{row.unit}", services.remove_membership, crumbs=_crumbs(row))
