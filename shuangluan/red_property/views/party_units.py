"""物业服务企业党组织: the list that the figure opens, and one unit with its companies (RP-34, RP-45, RP-65)."""

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from shuangluan.kernel import clock
from shuangluan.kernel.listing import Listing, hang
from shuangluan.kernel.models import PartyUnit
from shuangluan.kernel.permissions import requires
from shuangluan.kernel.timeline import history
from shuangluan.kernel.web import Saved, actor, page, viewer
from shuangluan.red_property import services
from shuangluan.red_property.forms.registers import UnitEditForm
from shuangluan.red_property.models import CompanyParty
from shuangluan.red_property.permissions import Perm
from shuangluan.red_property.queries import party_units as stored
from shuangluan.red_property.rules.companies import UNIT_KIND_LABEL
from shuangluan.red_property.rules.spans import last_day
from shuangluan.red_property.tables.party import PARTY_UNITS, UnitLine
from shuangluan.red_property.views.blueprint import SLICE, bp
from shuangluan.red_property.views.registers import form_page, saved_form, told

LISTING = Listing(
    SLICE, PARTY_UNITS, stored.SOURCE, UnitLine, "unit", "按组织计，几家企业的联合党支部算一个",
    "在企业的页面上登记它的党组织。", write=Perm.COMPANY_WRITE,
    beside=(
        ("企业入党组织", "red_property.membership_list", Perm.REGISTER_READ),
        ("行业党委", "red_property.sector_detail", Perm.REGISTER_READ),
    ),
)  # fmt: skip
hang(LISTING, "/party-units", Perm.REGISTER_READ)
EDIT_HINTS = {"closed_on": "那天起不再算；里面的企业要先登记最后一天"}


def _unit(unit_id: int) -> PartyUnit:
    return stored.unit(unit_id, viewer=viewer(), day=clock.today()) or abort(404)


@bp.get("/party-units/<int:unit_id>")
@requires(Perm.REGISTER_READ)
def unit_detail(unit_id: int) -> ResponseReturnValue:
    """One unit: kind, the unit above, the companies with their days, what was done."""
    unit = _unit(unit_id)
    companies = stored.companies_of(unit)
    entries = history(
        (PartyUnit.__tablename__, [unit.id]), (CompanyParty.__tablename__, [row.id for row, _, _ in companies])
    )
    return page(
        "red_property/unit_detail.html",
        unit=unit, kind=UNIT_KIND_LABEL[unit.kind], parent=stored.parent_of(unit), companies=companies,
        last_day=last_day, entries=[told(one) for one in entries], year=clock.today().year,
    )  # fmt: skip


@bp.route("/party-units/<int:unit_id>/edit", methods=["GET", "POST"])
@requires(Perm.COMPANY_WRITE)
def unit_edit(unit_id: int) -> ResponseReturnValue:
    """Correct the name or the days of a unit, or close it once no company is in it."""
    unit = _unit(unit_id)
    form: Any = UnitEditForm()
    form.versioned(unit)
    if request.method == "GET":
        form.name.data, form.founded_on.data, form.closed_on.data = unit.name, unit.founded_on, unit.closed_on

    def deed(saved: Saved) -> None:
        services.correct_unit(
            unit, name=form.name.data, founded_on=form.founded_on.data, closed_on=form.closed_on.data, by=actor(),
            at=clock.now(),
        )  # fmt: skip

    here = url_for(".unit_detail", unit_id=unit.id)
    crumbs = [("企业党组织", LISTING.address), (unit.name, here)]
    answer = saved_form(form, unit, deed, "党组织已更正", lambda saved: here)
    return answer or form_page(form, f"更正 {unit.name}", crumbs, submit="保存", hints=EDIT_HINTS)
